"""The bot itself: python-telegram-bot's Application around our queues."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ApplicationBuilder, ContextTypes

from bot.core.errors import BadSettings, StoreUnavailable
from bot.faces.telegram import profile
from bot.faces.telegram.apology import Apologies
from bot.faces.telegram.context import DESK, App, Context, Desk
from bot.faces.telegram.handlers import handlers
from bot.faces.telegram.inbox import ALLOWED_UPDATES, Patience, Poller, Receiver
from bot.faces.telegram.outbox import Sender
from bot.faces.telegram.request import AiohttpRequest, BotApi
from bot.faces.telegram.worker import Worker
from bot.metrics import Metrics
from bot.services.knowledge import Library
from bot.services.ports import Clock, Store

WRONG_TOKEN = "BOT_TOKEN: Telegram does not know this token; copy it anew from @BotFather."  # noqa: S105
WRONG_WEBHOOK = "BOT_WEBHOOK_URL: Telegram does not take this address; it has to be https."
PROFILE_STATE = "telegram profile"
WEBHOOK_CONNECTIONS = 40

log = structlog.get_logger()


@dataclass(frozen=True)
class Hook:
    """A webhook: the public address of the bot and what only Telegram knows."""

    url: str
    path: str
    secret: str


def hook(public: str, token: str) -> Hook:
    """The webhook of a token below a public address."""
    path = "/telegram/" + hashlib.sha256(f"path {token}".encode()).hexdigest()[:32]
    secret = hmac.digest(token.encode(), b"webhook secret", "sha256").hex()
    return Hook(public.rstrip("/") + path, path, secret)


class TelegramBot:
    """Everything that runs against Telegram: call `start`, then `run` until `stop`."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        metrics: Metrics,
        *,
        token: str,
        api_url: str,
        webhook: Hook | None = None,
        limits: bool = True,
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._webhook = webhook
        self._request = AiohttpRequest()
        self.api = BotApi(self._request, api_url, token)
        self._app: App = (
            ApplicationBuilder()
            .token(token)
            .base_url(f"{api_url.rstrip('/')}/bot")
            .request(self._request)
            .updater(None)
            .context_types(ContextTypes(context=Context))
            .build()
        )
        self._app.add_handlers(handlers())
        self._worker = Worker(store, self._app, self.api, metrics, Apologies(library))
        self._sender = Sender(store, self.api, metrics, limits=limits)
        self._poller = None if webhook else Poller(store, self.api, metrics)
        self.receiver = Receiver(store)

    async def start(self) -> None:
        """Learns its own name from Telegram; raises BadSettings for an unknown token."""
        await self._request.initialize()
        await _patiently("start", self._app.initialize)
        username = self._app.bot.username
        self._app.bot_data[DESK] = Desk(self._library, self._clock, username)
        if self._webhook is not None:
            await _patiently("webhook", partial(self._tell, self._webhook))

    async def _tell(self, webhook: Hook) -> None:
        """Tells Telegram the address of the webhook; raises BadSettings if it takes none such."""
        params = {
            "url": webhook.url,
            "secret_token": webhook.secret,
            "allowed_updates": ALLOWED_UPDATES,
            "max_connections": WEBHOOK_CONNECTIONS,
        }
        try:
            await self.api.call("setWebhook", params)
        except BadRequest:
            raise BadSettings(WRONG_WEBHOOK) from None

    async def run(self) -> None:
        """Works until `stop`; raises BadSettings if the token stops being valid."""
        parts = [self._worker.run(), self._sender.run()]
        if self._poller is not None:
            parts.append(self._poller.run())
        aside = asyncio.create_task(self._introduce())
        try:
            await _all(parts)
        finally:
            aside.cancel()
            with suppress(asyncio.CancelledError, BadSettings):
                await aside

    async def stop(self) -> None:
        """Takes no more updates, finishes those in hand, and sends what can be sent at once."""
        if self._poller is not None:
            await self._poller.stop()
        await self._worker.stop()
        await self._sender.stop()

    async def close(self) -> None:
        """Gives back connections."""
        await self._request.shutdown()

    async def _introduce(self) -> None:
        """Registers the menu and descriptions, if they have changed."""
        await _patiently("profile", self._register)

    async def _register(self) -> None:
        now = self._library.now
        wanted = list(profile.calls(now.content, now.catalogue))
        mark = profile.fingerprint(wanted)
        async with self._store.reading() as uow:
            if await uow.state.get(PROFILE_STATE) == mark:
                return
        for method, params in wanted:
            await self.api.call(method, params)
        async with self._store.unit_of_work() as uow:
            await uow.state.put(PROFILE_STATE, mark)


async def _patiently(name: str, act: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    """Does something on the network until it works."""
    patience = Patience(name)
    while True:
        try:
            await act()
        except InvalidToken:
            raise BadSettings(WRONG_TOKEN) from None
        except RetryAfter as error:
            wait = error.retry_after
            seconds = float(wait) if isinstance(wait, int) else wait.total_seconds()
            await asyncio.sleep(max(seconds, patience.failed("told to wait")))
        except (TelegramError, StoreUnavailable) as error:
            reason = (
                str(error) if isinstance(error, StoreUnavailable) else "Telegram does not answer"
            )
            await asyncio.sleep(patience.failed(reason))
        else:
            patience.worked()
            return


async def _all(parts: list[Coroutine[Any, Any, None]]) -> None:
    """Runs parts side by side; the first that raises ends the others."""
    try:
        async with asyncio.TaskGroup() as group:
            for part in parts:
                group.create_task(part)
    except* BadSettings as errors:
        raise errors.exceptions[0] from None
