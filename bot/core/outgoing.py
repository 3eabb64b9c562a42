"""A message on its way out: stored with the change that caused it, sent after the commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Budget = Literal["person", "staff"]
"""Whose share of Telegram's sending limits a message uses."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One call of the Bot API, to be made once the unit of work is committed."""

    chat_id: int
    method: str
    """Bot API method, such as `sendMessage`."""
    params: Mapping[str, Any]
    """JSON-able parameters without `chat_id`."""
    budget: Budget = "person"
    answers: int | None = None
    """Message id of the question this message answers; remembered so that an
    edited question changes the answer in place."""
