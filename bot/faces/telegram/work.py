"""What a handler may do to the world: the open unit of work, later messages, direct calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from bot.core.outgoing import Outgoing
from bot.services.ports import Received, UnitOfWork

Direct = Callable[[str, Mapping[str, Any]], None]
"""Makes a call of the Bot API at once and forgets it: method and parameters."""


@dataclass(slots=True)
class Work:
    """The processing of one update."""

    uow: UnitOfWork
    received: Received
    _direct: Direct
    outgoing: list[Outgoing] = field(default_factory=list)
    error: BaseException | None = None
    """What a handler raised: python-telegram-bot swallows it, an error handler notes it here."""

    def later(self, message: Outgoing) -> None:
        """Sends a message after the commit, in order within its chat."""
        self.outgoing.append(message)

    def direct(self, method: str, params: Mapping[str, Any]) -> None:
        """Makes a call now, without waiting: for what is useless later, such as ending a spinner."""
        self._direct(method, params)


current_work: ContextVar[Work] = ContextVar("current_work")
"""The work of the update being processed."""
