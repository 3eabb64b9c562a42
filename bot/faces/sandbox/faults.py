"""What can go wrong between the bot and Telegram, at will: faults and flood limits."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from telegram.constants import FloodLimit

from bot.faces.sandbox.errors import too_many

Fault = Literal["bad_gateway", "reset", "too_many", "lost"]


@dataclass(slots=True)
class Faults:
    """Shares (0 to 1) of calls that go wrong; `seed` makes a run repeat itself."""

    bad_gateway: float = 0.0
    """Answered 502 without any effect."""
    reset: float = 0.0
    """The connection breaks before the call has any effect."""
    too_many: float = 0.0
    """Answered 429, retry after one second, without any effect."""
    lost: float = 0.0
    """The call takes effect and the connection breaks before the answer."""
    duplicated: float = 0.0
    """Share of updates that come once more after they were confirmed."""
    seed: int = 0
    _chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311  # repeatable, not secret

    def draw(self) -> Fault | None:
        """The fault of the next call, if any."""
        left = self._chance.random()
        kinds: tuple[Fault, ...] = ("bad_gateway", "reset", "too_many", "lost")
        for kind in kinds:
            left -= getattr(self, kind)
            if left < 0:
                return kind
        return None

    def repeated(self) -> bool:
        """Whether the next confirmed update comes again."""
        return self.duplicated > 0 and self._chance.random() < self.duplicated


@dataclass(slots=True)
class _Bucket:
    """A share that fills with `rate` a second up to `size`."""

    rate: float
    size: float
    level: float
    at: float

    def missing(self, now: float) -> float:
        """Seconds until one more fits; 0 when it fits now."""
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate


class Flood:
    """Telegram's sending limits: overall, and for each chat or group."""

    BURST = 3

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        now = clock()
        second = float(FloodLimit.MESSAGES_PER_SECOND)
        self._all = _Bucket(second, second, second, now)
        self._chats: dict[int, _Bucket] = {}

    def check(self, chat_id: int) -> None:
        """Counts one message to this chat or refuses it with the seconds to wait."""
        now = self._clock()
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = self._new(chat_id, now)
        wait = max(chat.missing(now), self._all.missing(now))
        if wait > 0:
            raise too_many(max(1, round(wait + 0.499)))
        chat.level -= 1
        self._all.level -= 1

    def _new(self, chat_id: int, now: float) -> _Bucket:
        if chat_id < 0:
            minute = float(FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP)
            return _Bucket(minute / 60, minute, minute, now)
        return _Bucket(float(FloodLimit.MESSAGES_PER_SECOND_PER_CHAT), self.BURST, self.BURST, now)
