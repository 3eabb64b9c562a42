"""How stored updates are processed: many in one transaction, each able to fail alone."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, CallbackContext

from bot.core.errors import Unavailable, YoldashError
from bot.core.outgoing import Outgoing
from bot.faces.telegram.inbox import Patience
from bot.faces.telegram.request import BotApi
from bot.faces.telegram.work import Work, current_work
from bot.log import where
from bot.metrics import Metrics
from bot.services.ports import Received, Store, UnitOfWork

BATCH = 64
IDLE_SECONDS = 1.0
"""How long to wait for a wake-up before looking anyway: another process may have written."""
UPDATE_SECONDS = 30.0
"""A handler that takes longer hangs."""
DIRECT_SECONDS = 10.0
SWEEP_SECONDS = 3600.0

OnBug = Callable[[UnitOfWork, Mapping[str, Any], str], Awaitable[Sequence[Outgoing]]]
"""What to tell a person whose update failed: the raw update and a reference for the log."""

log = structlog.get_logger()


class Unparsable(YoldashError):
    """The update is not one python-telegram-bot can read."""


class Directs:
    """Calls made at once and forgotten; a failure is no one's business but the log's."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._tasks: set[asyncio.Task[None]] = set()

    def __call__(self, method: str, params: Mapping[str, Any]) -> None:
        """Starts the call."""
        task = asyncio.create_task(self._call(method, params))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _call(self, method: str, params: Mapping[str, Any]) -> None:
        try:
            async with asyncio.timeout(DIRECT_SECONDS):
                await self._api.call(method, params)
        except (TelegramError, TimeoutError) as error:
            log.debug("direct call failed", method=method, error=type(error).__name__)

    async def finish(self) -> None:
        """Waits for the calls under way."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=DIRECT_SECONDS)


async def note_error(_update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """Keeps what a handler raised: the library swallows it, the worker must not."""
    current_work.get().error = context.error


class Worker:
    """Takes waiting updates through the handlers; one transaction holds a batch."""

    def __init__(
        self,
        store: Store,
        app: Application[Any, Any, Any, Any, Any, Any],
        api: BotApi,
        metrics: Metrics,
        on_bug: OnBug,
        *,
        batch: int = BATCH,
        update_seconds: float = UPDATE_SECONDS,
    ) -> None:
        self._store = store
        self._app = app
        self._metrics = metrics
        self._on_bug = on_bug
        self._batch = batch
        self._update_seconds = update_seconds
        self._directs = Directs(api)
        self._wake = asyncio.Event()
        self._stopping = False
        self._patience = Patience("worker")
        self._swept = 0.0
        app.add_error_handler(note_error)
        store.watch("inbox", self._wake.set)

    async def run(self) -> None:
        """Processes updates until `stop`, whatever happens to the database meanwhile."""
        while not self._stopping:
            try:
                busy = await self._store.pending() and await self.step()
                await self._sweep()
                self._patience.worked()
            except Unavailable as error:
                await self._sleep(self._patience.failed(str(error)))
            except Exception as error:  # noqa: BLE001  # a bug of ours must not end the bot
                log.error("bug", error=type(error).__name__, where=where(error))
                await self._sleep(self._patience.failed("a bug"))
            else:
                if not busy:
                    await self._sleep(IDLE_SECONDS)
        await self._directs.finish()

    async def stop(self) -> None:
        """Finishes the batch in hand; `run` then returns."""
        self._stopping = True
        self._wake.set()

    async def step(self) -> int:
        """One batch: how many updates it settled. Those that failed are tried again, alone."""
        failed: list[Received] = []
        done: list[int] = []
        async with self._store.unit_of_work() as uow:
            heads = await uow.inbox.heads(self._batch)
            await self._prefetch(uow, heads)
            for update in heads:
                if any(update.chat_id == other.chat_id for other in failed):
                    continue  # its turn comes after the one that failed
                if await self._attempt(uow, update) is None:
                    done.append(update.update_id)
                else:
                    failed.append(update)
            await uow.inbox.done(done)
        self._metrics.updates.labels("done").inc(len(done))
        if heads:
            self._metrics.batch.observe(len(heads))
        for update in failed:
            await self._alone(update.update_id)
        return len(done) + len(failed)

    async def _prefetch(self, uow: UnitOfWork, heads: Sequence[Received]) -> None:
        chats = {update.chat_id for update in heads}
        await uow.people.prefetch(chats)
        await uow.outbox.prefetch(chats)

    async def _attempt(self, uow: UnitOfWork, update: Received) -> Exception | None:
        """Processes one update; what it did is undone if it fails, and the failure returned.

        A failure of the database is not the update's: it goes up and the batch is done again.
        """
        try:
            async with uow.savepoint():
                await self._process(uow, update)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001  # a failed update is the caller's to settle
            return error
        return None

    async def _process(self, uow: UnitOfWork, raw: Received) -> None:
        update = self._parse(raw)
        work = Work(uow, raw, self._directs)
        token = current_work.set(work)
        try:
            async with asyncio.timeout(self._update_seconds):
                await self._app.process_update(update)
        finally:
            current_work.reset(token)
        if work.error is not None:
            raise work.error
        if work.outgoing:
            await uow.outbox.add(work.outgoing)

    def _parse(self, raw: Received) -> Update:
        try:
            return Update.de_json(json.loads(raw.payload), self._app.bot)
        except Exception as error:  # noqa: BLE001  # whatever shape it has, it cannot be read
            raise Unparsable().with_traceback(error.__traceback__) from None

    async def _alone(self, update_id: int) -> None:
        """The second and last attempt; a failure becomes an apology and a dead letter."""
        async with self._store.unit_of_work() as uow:
            update = await uow.inbox.take(update_id)
            if update is None:
                return
            error = await self._attempt(uow, update)
            if error is None:
                await uow.inbox.done([update_id])
            else:
                await self._give_up(uow, update, error)
        self._metrics.updates.labels("done" if error is None else "dead").inc()

    async def _give_up(self, uow: UnitOfWork, update: Received, error: Exception) -> None:
        reference = secrets.token_hex(4)
        name = type(error).__name__
        log.error("update failed", reference=reference, error=name, where=where(error))
        with suppress(Exception):  # an apology that fails must not cost the dead letter
            async with uow.savepoint():
                raw = json.loads(update.payload)
                await uow.outbox.add(await self._on_bug(uow, raw, reference))
        await uow.inbox.bury(update.update_id, name)

    async def _sweep(self) -> None:
        if time.monotonic() - self._swept > SWEEP_SECONDS or not self._swept:
            self._swept = time.monotonic()
            await self._store.sweep()

    async def _sleep(self, seconds: float) -> None:
        if self._stopping:
            return
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)
        self._wake.clear()
