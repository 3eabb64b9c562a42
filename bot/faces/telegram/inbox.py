"""How updates come in: stored and committed first, confirmed to Telegram only then."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from typing import Any, TypeVar

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.core.errors import BadSettings, NotUnderstood, StoreUnavailable
from bot.faces.telegram.request import BotApi
from bot.metrics import Metrics
from bot.services.holder import new_holder
from bot.services.ports import Received, Store

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
POLL_SECONDS = 50
ANSWER_SECONDS = 15
"""How much longer than a poll its answer may take."""
PATIENCE = (1.0, 30.0)
"""Shortest and longest wait after a failure, in seconds; each failure doubles it."""
LEASE = "poller"
LEASE_SECONDS = 15.0
FORGET_OFFSET_SECONDS = 6 * 86_400
"""After a week without updates Telegram may start numbering anew, below the old offset."""

log = structlog.get_logger()
T = TypeVar("T")


def received(update: Mapping[str, Any]) -> Received:
    """An update as it is stored; raises NotUnderstood if it has no number."""
    number = update.get("update_id")
    if not isinstance(number, int):
        raise NotUnderstood("An update without a number.")
    payload = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    # Lone surrogates are JSON but not UTF-8: a broken character must not stop the queue.
    return Received(number, _chat_of(update), payload.encode("utf-8", "replace"))


def _chat_of(update: Mapping[str, Any]) -> int:
    """The chat that orders the update, else its sender, else 0; trusts no shape."""
    content = next((v for k, v in update.items() if k != "update_id" and isinstance(v, dict)), {})
    message = content.get("message")
    holders = (content.get("chat"), message.get("chat") if isinstance(message, dict) else None)
    for holder in (*holders, content.get("from")):
        number = holder.get("id") if isinstance(holder, dict) else None
        if isinstance(number, int) and -(2**63) <= number < 2**63:
            return number
    return 0


class Patience:
    """Waits longer after each failure in a row, and logs a change of state once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._wait = PATIENCE[0]
        self._state = "works"

    def failed(self, reason: str) -> float:
        """Notes a failure; says how long to wait."""
        if reason != self._state:
            log.warning("trouble", name=self._name, reason=reason)
        self._state = reason
        wait, self._wait = self._wait, min(self._wait * 2, PATIENCE[1])
        return wait

    def worked(self) -> None:
        """Notes a success."""
        if self._state != "works":
            log.info("works again", name=self._name)
        self._state, self._wait = "works", PATIENCE[0]


class Receiver:
    """Takes updates from the webhook; those that arrive together share one commit."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Received, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def receive(self, raw: bytes) -> None:
        """Returns once the update is committed; raises NotUnderstood or StoreUnavailable."""
        try:
            update = json.loads(raw)
        except ValueError:
            raise NotUnderstood("The body is not JSON.") from None
        if not isinstance(update, dict):
            raise NotUnderstood("The body is not an update.")
        committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((received(update), committed))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await committed

    async def _write(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                async with self._store.unit_of_work() as uow:
                    await uow.inbox.put([update for update, _ in group])
            except Exception as error:  # noqa: BLE001  # each waiting request gets it
                for _, committed in group:
                    if not committed.done():
                        committed.set_exception(error)
            else:
                for _, committed in group:
                    if not committed.done():
                        committed.set_result(None)


class Poller:
    """Asks Telegram for updates, as the one process of many that holds the lease."""

    def __init__(
        self,
        store: Store,
        api: BotApi,
        metrics: Metrics,
        *,
        holder: str | None = None,
        poll_seconds: int = POLL_SECONDS,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._store = store
        self._api = api
        self._metrics = metrics
        self._holder = holder or new_holder()
        self._poll_seconds = poll_seconds
        self._lease_seconds = lease_seconds
        self._stopping = asyncio.Event()
        self._patience = Patience("poller")
        self._offset: int | None = None
        self._last = time.monotonic()

    async def run(self) -> None:
        """Polls until `stop`; raises BadSettings if Telegram does not know the token."""
        while not self._stopping.is_set():
            if await self._lease():
                await self._lead()
            else:
                await self._pause(self._lease_seconds / 3)

    async def stop(self) -> None:
        """Asks for no more updates; what was received is committed before `run` returns."""
        self._stopping.set()

    async def _lease(self) -> bool:
        try:
            async with self._store.unit_of_work() as uow:
                return await uow.leases.take(LEASE, self._holder, self._lease_seconds)
        except StoreUnavailable as error:
            await self._pause(self._patience.failed(str(error)))
            return False

    async def _lead(self) -> None:
        """Polls while the lease is renewed."""
        self._metrics.polling.set(1)
        lost = asyncio.Event()
        keeper = asyncio.create_task(self._keep(lost))
        try:
            self._offset = None  # another process may have confirmed more meanwhile
            await self._until(lost, self._start())
            while not (lost.is_set() or self._stopping.is_set()):
                await self._once(lost)
        finally:
            keeper.cancel()
            self._metrics.polling.set(0)
            with suppress(StoreUnavailable):
                async with self._store.unit_of_work() as uow:
                    await uow.leases.release(LEASE, self._holder)

    async def _keep(self, lost: asyncio.Event) -> None:
        held_until = time.monotonic() + self._lease_seconds
        while time.monotonic() < held_until:
            await asyncio.sleep(self._lease_seconds / 3)
            asked = time.monotonic()
            with suppress(StoreUnavailable):
                async with self._store.unit_of_work() as uow:
                    if not await uow.leases.take(LEASE, self._holder, self._lease_seconds):
                        break
                held_until = asked + self._lease_seconds
        lost.set()

    async def _start(self) -> None:
        """A webhook left from earlier would make every poll a conflict."""
        with suppress(TelegramError):
            await self._api.call("deleteWebhook", {"drop_pending_updates": False})

    async def _once(self, lost: asyncio.Event) -> None:
        """One poll: store, commit, and only then move on."""
        try:
            updates = await self._until(lost, self._poll())
            if updates:
                await self._put(updates)
            self._patience.worked()
        except Conflict:
            await self._pause(self._patience.failed("another program polls with this token"))
        except InvalidToken:
            raise BadSettings(
                "BOT_TOKEN: Telegram does not know this token; copy it anew from @BotFather."
            ) from None
        except RetryAfter as error:
            await self._pause(max(_seconds(error), self._patience.failed("told to wait")))
        except TelegramError:
            await self._pause(self._patience.failed("Telegram does not answer"))
        except StoreUnavailable as error:
            await self._pause(self._patience.failed(str(error)))

    async def _poll(self) -> list[Any]:
        params: dict[str, Any] = {
            "timeout": self._poll_seconds, "limit": 100, "allowed_updates": ALLOWED_UPDATES,
        }  # fmt: skip
        if time.monotonic() - self._last > FORGET_OFFSET_SECONDS:
            self._offset = None
        if self._offset is not None:
            params["offset"] = self._offset
        answer = await self._api.call("getUpdates", params, self._poll_seconds + ANSWER_SECONDS)
        return answer if isinstance(answer, list) else []

    async def _put(self, updates: list[Any]) -> None:
        rows = [received(update) for update in updates if _numbered(update)]
        if not rows:
            return
        async with self._store.unit_of_work() as uow:
            await uow.inbox.put(rows)
        self._offset = max(row.update_id for row in rows) + 1
        self._last = time.monotonic()

    async def _until(self, lost: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
        """The result of the work, or None if polling has to end first."""
        task = asyncio.create_task(work)
        ends = [asyncio.create_task(event.wait()) for event in (lost, self._stopping)]
        try:
            await asyncio.wait([task, *ends], return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            for each in (task, *ends):
                each.cancel()

    async def _pause(self, seconds: float) -> None:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


def _numbered(update: Any) -> bool:
    return isinstance(update, dict) and isinstance(update.get("update_id"), int)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
