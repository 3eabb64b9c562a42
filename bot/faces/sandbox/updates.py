"""Updates waiting for the bot: created, taken by polling, confirmed by the next offset."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from telegram.constants import PollingLimit

from bot.faces.sandbox.errors import ApiError

encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

LIFETIME = 24 * 3600.0
"""Seconds after which Telegram throws a waiting update away."""
_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_OTHER_POLL = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
_WEBHOOK_SET = "Conflict: terminated by setWebhook request"

Lane = tuple[str, int]
"""What a webhook keeps in order: a kind of update and a person or chat."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One update that the bot has not confirmed."""

    id: int
    lane: Lane
    body: bytes
    created: float


class Updates:
    """The queue of one bot; `repeated` says whether a confirmed update comes once more."""

    def __init__(self, clock: Callable[[], float], repeated: Callable[[], bool]) -> None:
        self._clock = clock
        self._repeated = repeated
        self._next = int((clock() - 1_700_000_000) * 10)  # rises over restarts too
        self.waiting: dict[int, Waiting] = {}
        self._again: list[Waiting] = []
        self.allowed: tuple[str, ...] = ()
        self.webhook: Callable[[Waiting], None] | None = None
        self._poll: asyncio.Future[None] | None = None
        self._changed = asyncio.Event()

    def add(self, kind: str, lane: int, content: dict[str, Any]) -> int | None:
        """Creates an update for the bot unless `allowed_updates` leaves its kind out."""
        if kind not in self.allowed if self.allowed else kind in _NOT_BY_DEFAULT:
            return None
        self._next += 1
        body = encode({"update_id": self._next, kind: content}).encode()
        family = "message" if kind in ("message", "edited_message") else kind
        update = Waiting(self._next, (family, lane), body, self._clock())
        self.waiting[update.id] = update
        if self.webhook is not None:
            self.webhook(update)
        elif self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        return update.id

    def allow(self, kinds: Any) -> None:
        """Remembers `allowed_updates`; an empty list means the default, None no change."""
        if isinstance(kinds, list):
            self.allowed = tuple(map(str, kinds))

    def confirmed(self, ids: Iterable[int], *, delivered: bool = False) -> None:
        """Forgets updates that the bot has taken.

        `delivered`: by a webhook, which itself repeats what a fault repeats.
        """
        for update_id in ids:
            update = self.waiting.pop(update_id, None)
            if update is not None and not delivered and self._repeated():
                self._again.append(update)
        if not self.waiting:
            self._changed.set()

    def drop(self) -> None:
        """Throws all waiting updates away."""
        self.waiting.clear()
        self._again.clear()
        self._changed.set()

    async def all_confirmed(self) -> None:
        """Waits until no update waits for the bot."""
        while self.waiting:
            self._changed.clear()
            await self._changed.wait()

    def stop_polling(self) -> None:
        """Ends a poll that hangs, because a webhook was set."""
        self._end(_WEBHOOK_SET)

    def _end(self, reason: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(ApiError(409, reason))

    async def poll(self, offset: int, limit: int, seconds: float) -> Sequence[Waiting]:
        """Confirms what is below `offset`, then waits up to `seconds` for what is left."""
        if self.webhook is not None:
            raise ApiError(409, _WEBHOOK_ACTIVE)
        self._end(_OTHER_POLL)
        self._confirm_below(offset)
        if not self.waiting and not self._again and seconds > 0:
            await self._wait(seconds)
        return self._batch(min(max(limit, 1), PollingLimit.MAX_LIMIT))

    def _confirm_below(self, offset: int) -> None:
        oldest = self._clock() - LIFETIME
        gone = []
        keep_last = len(self.waiting) + offset if offset < 0 else 0
        for place, update in enumerate(self.waiting.values()):
            if update.id >= offset > 0 and update.created >= oldest:
                break
            if update.id < offset or place < keep_last or update.created < oldest:
                gone.append(update.id)
        self.confirmed(gone)

    async def _wait(self, seconds: float) -> None:
        mine = self._poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await mine
        except TimeoutError:
            pass
        finally:
            if self._poll is mine:
                self._poll = None

    def _batch(self, limit: int) -> Sequence[Waiting]:
        again, self._again = self._again[:limit], self._again[limit:]
        batch = again
        for update in self.waiting.values():
            if len(batch) >= limit:
                break
            batch.append(update)
        return batch
