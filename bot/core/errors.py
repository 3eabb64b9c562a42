"""Every error the bot raises on purpose; a class's docstring is its default message.

YoldashError
├── Refused            a rule says no
├── NotUnderstood      unreadable input
├── NotFound           no such topic, person, file
├── Unavailable        the outside world failed
│   ├── StoreUnavailable
│   └── TelegramUnavailable
├── BadSettings        a setting is missing or wrong
└── BadContent         files in faq/ or locales/ are wrong
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class YoldashError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())


class Refused(YoldashError):
    """This is not allowed."""


class NotUnderstood(YoldashError):
    """The input cannot be read."""


class NotFound(YoldashError):
    """There is no such thing."""


class Unavailable(YoldashError):
    """A service the bot needs does not answer. Try again later."""


class StoreUnavailable(Unavailable):
    """The database does not answer. Nothing was lost; try again later."""


class TelegramUnavailable(Unavailable):
    """Telegram does not answer. Nothing was lost; the bot keeps trying."""


class BadSettings(YoldashError):
    """A setting is missing or wrong."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake in a content file, in words its editor understands."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class BadContent(YoldashError):
    """Content files have mistakes."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(map(str, self.mistakes)))
