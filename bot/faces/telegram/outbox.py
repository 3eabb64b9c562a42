"""How messages go out: committed ones only, in order within a chat, at Telegram's pace."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from typing import Any

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.core.errors import Unavailable
from bot.core.outgoing import Budget, Outgoing
from bot.faces.telegram.inbox import Patience
from bot.faces.telegram.pace import ChatPace, overall
from bot.faces.telegram.request import BotApi
from bot.log import where
from bot.metrics import Metrics
from bot.services.ports import CLAIM_SECONDS, Letter, Store

BUDGETS: tuple[Budget, ...] = ("staff", "person")
IN_HAND = 1000
"""Letters of one budget held in memory at once."""
IDLE_SECONDS = 1.0
PATIENCE = (0.5, 30.0)
"""Shortest and longest wait of a chat after the network failed, in seconds."""

_TAG = re.compile(r"<[^>]*>")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Settled:
    """A letter that needs no more sending, and what that means."""

    letter: Letter
    answer: int | None = None
    """Message id Telegram gave it."""
    blocked: bool = False


@dataclass(slots=True)
class _Chat:
    """What waits for one chat; one task at a time works on it."""

    pace: ChatPace
    letters: deque[Letter] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None
    wait: float = PATIENCE[0]


class Sender:
    """Sends what the outbox holds; several processes on PostgreSQL share the work."""

    def __init__(self, store: Store, api: BotApi, metrics: Metrics, *, limits: bool = True) -> None:
        self._store = store
        self._api = api
        self._metrics = metrics
        self._limits = limits
        self._overall = overall()
        self._chats: dict[int, _Chat] = {}
        self._hand: dict[Budget, set[int]] = {"staff": set(), "person": set()}
        self._after: dict[Budget, int] = {"staff": 0, "person": 0}
        self._settled: list[Settled] = []
        self._fresh = True
        self._wake = asyncio.Event()
        self._book = asyncio.Event()
        self._stopping = False
        self._halt = asyncio.Event()
        self._patience = Patience("sender")
        store.watch("outbox", self._wake.set)

    async def run(self) -> None:
        """Sends until `stop`, then finishes the calls under way and notes their outcome."""
        booking = asyncio.create_task(self._keep_books())
        claims = asyncio.create_task(self._keep_claims())
        try:
            while not self._stopping:
                await self._round()
            if tasks := [chat.task for chat in self._chats.values() if chat.task]:
                await asyncio.wait(tasks)
        finally:
            self._stopping = True
            claims.cancel()
            for chat in self._chats.values():
                if chat.task:
                    chat.task.cancel()
            booking.cancel()
            with suppress(Unavailable):
                await self._write_books()

    async def stop(self) -> None:
        """Starts no more calls; `run` returns when those under way are settled."""
        self._stopping = True
        self._halt.set()
        self._wake.set()

    async def idle(self) -> None:
        """Returns when nothing waits in hand and every outcome is committed; for tests."""
        while any(self._hand.values()) or self._settled or self._fresh or self._wake.is_set():  # noqa: ASYNC110  # four conditions, wanted by tests only
            await asyncio.sleep(0.005)

    async def _round(self) -> None:
        """Takes what is new and waits for more."""
        self._wake.clear()
        self._fresh = True
        try:
            taken = [await self._take(budget) for budget in BUDGETS]
            self._patience.worked()
        except Unavailable as error:
            await self._nap(self._patience.failed(str(error)))
            return
        self._fresh = False
        if not any(taken):
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._wake.wait(), IDLE_SECONDS)
        self._forget_idle()

    async def _take(self, budget: Budget) -> int:
        room = IN_HAND - len(self._hand[budget])
        letters = await self._store.post.take(budget, self._after[budget], room) if room else ()
        for letter in letters:
            self._after[budget] = max(self._after[budget], letter.id)
            if letter.id not in self._hand[budget]:
                self._hand[budget].add(letter.id)
                self._hand_over(letter)
        return len(letters)

    def _hand_over(self, letter: Letter) -> None:
        chat_id = letter.message.chat_id
        chat = self._chats.setdefault(chat_id, _Chat(ChatPace(chat_id)))
        chat.letters.append(letter)
        if chat.task is None:
            chat.task = asyncio.create_task(self._drain(chat))

    async def _drain(self, chat: _Chat) -> None:
        """Sends a chat's letters one after the other; a failure puts off this chat only."""
        try:
            while chat.letters and not self._stopping:
                wait = await self._one(chat, chat.letters[0])
                if wait:
                    await self._nap(wait)
        except Exception as error:  # noqa: BLE001  # a bug must not leave the chat for dead
            log.error("bug", error=type(error).__name__, where=where(error))
            if chat.letters:
                self._settle(chat, Settled(chat.letters[0]), "bug")
        finally:
            chat.task = None
            if chat.letters and not self._stopping:
                chat.task = asyncio.create_task(self._drain(chat))

    async def _one(self, chat: _Chat, letter: Letter) -> float:
        """Sends a letter; seconds to wait if it has to be tried again, else 0."""
        if self._limits:
            await self._nap(chat.pace.wait(time.monotonic()))
            await self._nap(self._overall[letter.message.budget].wait(time.monotonic()))
        if self._stopping:
            return 0.0
        try:
            result = await self._send(letter.message)
        except RetryAfter as error:
            self._metrics.messages.labels("told to wait").inc()
            wait = error.retry_after
            return float(wait) if isinstance(wait, int) else wait.total_seconds()
        except Forbidden:
            self._settle(chat, Settled(letter, blocked=True), "blocked")
        except (BadRequest, ChatMigrated) as error:
            log.warning("not sent", method=letter.message.method, error=type(error).__name__)
            self._settle(chat, Settled(letter), "refused")
        except TelegramError as error:
            return self._put_off(chat, error)
        else:
            self._settle(chat, Settled(letter, _message_id(result)), "sent")
        chat.wait = PATIENCE[0]
        return 0.0

    def _put_off(self, chat: _Chat, error: TelegramError) -> float:
        self._metrics.messages.labels("failed").inc()
        log.debug("send failed", error=type(error).__name__)
        wait, chat.wait = chat.wait, min(chat.wait * 2, PATIENCE[1])
        return wait

    async def _send(self, message: Outgoing) -> Any:
        """Makes the call; an edit that changes nothing is done, one without its message is sent."""
        params = {"chat_id": message.chat_id, **message.params}
        with self._metrics.call_seconds.time():
            try:
                return await self._api.call(message.method, params)
            except BadRequest as error:
                text = error.message.lower()
                if "message is not modified" in text:
                    return {"message_id": message.params.get("message_id")}
                if message.method == "editMessageText" and _is_gone(text):
                    return await self._api.call("sendMessage", _as_new(params))
                if "parse_mode" not in params or not _is_form(text):
                    raise
            log.warning("sent plain", method=message.method)
            return await self._api.call(message.method, _as_plain(params))

    def _settle(self, chat: _Chat, settled: Settled, outcome: str) -> None:
        self._metrics.messages.labels(outcome).inc()
        chat.letters.popleft()
        self._settled.append(settled)
        if settled.blocked:
            self._settled += [Settled(letter) for letter in chat.letters]
            chat.letters.clear()
        self._book.set()

    async def _keep_books(self) -> None:
        """Commits outcomes, several at once; what it cannot write it keeps and tries again."""
        while True:
            await self._book.wait()
            self._book.clear()
            try:
                await self._write_books()
            except Unavailable as error:
                self._book.set()
                await asyncio.sleep(self._patience.failed(str(error)))
            except Exception as error:  # noqa: BLE001  # the books must go on
                log.error("bug", error=type(error).__name__, where=where(error))
                self._book.set()
                await asyncio.sleep(PATIENCE[1])

    async def _write_books(self) -> None:
        if not (group := list(self._settled)):
            return
        async with self._store.unit_of_work() as uow:
            for settled in group:
                message = settled.letter.message
                if settled.blocked:
                    if message.chat_id > 0:  # a group is nobody who blocks
                        await uow.people.mark_blocked(message.chat_id, datetime.now(UTC))
                    await uow.outbox.drop(message.chat_id)
                elif message.answers is not None and settled.answer is not None:
                    await uow.replies.put(message.chat_id, message.answers, settled.answer)
            await uow.outbox.sent([settled.letter.id for settled in group])
        del self._settled[: len(group)]
        for settled in group:
            self._hand[settled.letter.message.budget].discard(settled.letter.id)
        self._wake.set()  # where letters are claimed, the chat's next one is free now

    async def _keep_claims(self) -> None:
        """Renews the claim on letters in hand, so that no other process sends them too."""
        while True:
            await asyncio.sleep(CLAIM_SECONDS / 3)
            with suppress(Unavailable):
                await self._store.post.keep(set().union(*self._hand.values()))

    def _forget_idle(self) -> None:
        now = time.monotonic()
        if len(self._chats) > IN_HAND:
            idle = [n for n, c in self._chats.items() if not c.task and c.pace.idle(now)]
            for chat_id in idle:
                del self._chats[chat_id]

    async def _nap(self, seconds: float) -> None:
        """Sleeps, but not past a stop."""
        if seconds > 0 and not self._stopping:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._halt.wait(), seconds)


def _is_gone(text: str) -> bool:
    return any(sign in text for sign in ("message to edit not found", "message can't be edited"))


def _is_form(text: str) -> bool:
    """Whether a call was refused for its markup or its buttons, not for its words or chat."""
    return "can't parse" in text or "button" in text or "keyboard" in text


def _as_plain(params: Mapping[str, Any]) -> dict[str, Any]:
    """The bare words: somebody in danger must not wait in vain because a tag is wrong."""
    kept = {n: v for n, v in params.items() if n not in ("parse_mode", "reply_markup")}
    return kept | {"text": unescape(_TAG.sub("", str(params.get("text", ""))))}


def _as_new(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in params.items() if name != "message_id"}


def _message_id(result: Any) -> int | None:
    number = result.get("message_id") if isinstance(result, dict) else None
    return number if isinstance(number, int) else None
