"""Delivery of updates to the bot's own address, and the methods that arrange it."""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import aiohttp
from telegram.constants import WebhookLimit

from bot.faces.sandbox.errors import refused
from bot.faces.sandbox.markup import link
from bot.faces.sandbox.params import Params
from bot.faces.sandbox.updates import Lane, Waiting
from bot.faces.sandbox.world import Json, World

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_CONNECTIONS = 40
_PATIENCE = 60.0
"""Seconds the bot has to answer a delivery."""


class Webhook:
    """Sends each lane's updates in order, different lanes side by side, until a 2xx."""

    def __init__(
        self, world: World, call: Callable[[str, Json], Any], first_delay: float = 1.0
    ) -> None:
        self._world = world
        self._call = call
        self._first_delay = first_delay
        self.url = ""
        self._secret = ""
        self._connections = _CONNECTIONS
        self._gate = asyncio.Semaphore(_CONNECTIONS)
        self._error: tuple[int, str] | None = None
        self._lanes: dict[Lane, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    async def set(self, params: Params) -> bool:
        """`setWebhook`: from now on updates go to the address; an empty one is `deleteWebhook`."""
        url = params.text("url")
        if not url:
            return await self.delete(params)
        if link(url) is None:
            raise refused("invalid webhook URL specified")
        secret = params.text("secret_token")
        if len(secret) > WebhookLimit.MAX_SECRET_TOKEN_LENGTH:
            raise refused("secret token is too long")
        if not _SECRET.fullmatch(secret):
            raise refused("secret token contains unallowed characters")
        await self._stop()
        updates = self._world.updates
        updates.allow(params.structure("allowed_updates", "allowed updates"))
        if params.flag("drop_pending_updates"):
            updates.drop()
        self.url, self._secret, self._error = url, secret, None
        self._connections = params.integer(
            "max_connections",
            _CONNECTIONS,
            int(WebhookLimit.MIN_CONNECTIONS_LIMIT),
            int(WebhookLimit.MAX_CONNECTIONS_LIMIT),
        )
        self._gate = asyncio.Semaphore(self._connections)
        updates.stop_polling()
        updates.webhook = self._put
        for update in list(updates.waiting.values()):
            self._put(update)
        return True

    async def delete(self, params: Params) -> bool:
        """`deleteWebhook`: updates wait for getUpdates again."""
        await self._stop()
        self.url = ""
        self._world.updates.webhook = None
        if params.flag("drop_pending_updates"):
            self._world.updates.drop()
        return True

    def info(self) -> Json:
        """`getWebhookInfo`."""
        info: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates.waiting),
        }
        if self.url:
            info["max_connections"] = self._connections
        if self._error:
            info["last_error_date"], info["last_error_message"] = self._error
        if self._world.updates.allowed:
            info["allowed_updates"] = list(self._world.updates.allowed)
        return info

    async def close(self) -> None:
        """Ends all deliveries."""
        await self._stop()
        if self._session is not None:
            await self._session.close()

    async def _stop(self) -> None:
        tasks, self._tasks = self._tasks, set()
        self._lanes.clear()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    def _put(self, update: Waiting) -> None:
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.lane] = deque([update])
        task = asyncio.create_task(self._serve(update.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, lane: Lane) -> None:
        """Delivers a lane to its end; one that fails is tried again, ever later."""
        queue = self._lanes[lane]
        delay = self._first_delay
        while queue:
            update = queue[0]
            async with self._gate:
                delivered = await self._deliver(update)
            if not delivered:
                await asyncio.sleep(delay)
                delay = min(delay * 2, 60 * self._first_delay)
                continue
            delay = self._first_delay
            self._world.updates.confirmed([update.id], delivered=True)
            if not self._world.faults.repeated():
                queue.popleft()
        del self._lanes[lane]

    async def _deliver(self, update: Waiting) -> bool:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, ssl=False),
                timeout=aiohttp.ClientTimeout(total=_PATIENCE),
            )
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        try:
            async with self._session.post(self.url, data=update.body, headers=headers) as answer:
                body = await answer.read()
                if answer.ok:
                    await self._obey(body)
                    return True
                words = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError):
            words = "Connection refused"
        self._error = self._world.now(), words
        return False

    async def _obey(self, body: bytes) -> None:
        """Makes the call that the bot put into its answer, if there is one."""
        with suppress(ValueError):
            found = json.loads(body) if body else None
            if isinstance(found, dict) and found.get("method"):
                await self._call(str(found.pop("method")), found)
