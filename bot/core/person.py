"""What the bot remembers of a person: choices under a coded key, nothing that names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """The choices of one chat.

    `key` is an HMAC of the chat id (16 bytes); the chat id itself is not kept.
    """

    key: bytes
    locale: str | None = None
    """Locale the person chose (`uz_Cyrl`), or None while it is only guessed."""
    host: str | None = None
    """Country the person is in, an ISO 3166 code such as `KZ`."""
    citizenship: str | None = None
    """Passport: a country code, `other`, or `stateless`."""
    blocked_at: datetime | None = None
    """When Telegram said that the person blocked the bot."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One tap on 'was this helpful'; `ballot` makes a second tap replace the first."""

    ballot: bytes
    """HMAC of chat and message: identifies the vote, not the person."""
    topic: str
    host: str | None
    locale: str
    helpful: bool
    reason: str | None = None
    """One of `wrong old not_my_case not_understood`, or None."""
