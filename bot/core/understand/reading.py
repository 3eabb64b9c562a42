"""What a message was understood to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Decision = Literal["answer", "offer", "decline"]
Urgent = Literal[
    "danger", "passport_taken_by_employer", "child_alone", "medical_emergency", "detained_now"
]


@dataclass(frozen=True, slots=True)
class Reading:
    """One message, understood: what it asks, how surely, where its writer is."""

    decision: Decision
    topic: str | None
    """The best topic; None when the message is declined."""
    score: float
    """How sure the best topic is, 0 to 1."""
    offers: tuple[str, ...]
    """Topics to offer as buttons, best first; empty unless the decision is `offer`."""
    lang: str
    """Written form the message is most likely in."""
    lang_sure: bool
    """Whether `lang` is sure enough to propose a switch."""
    host: str | None
    """Country the message names as the place its writer is in or goes to."""
    citizenship: str | None
    """Passport the message names."""
    urgent: Urgent | None
    """Kind of emergency the message tells of."""
    elsewhere: bool = False
    """Whether its writer is in a country the bot has no facts of."""

    def place(self, chosen: str | None) -> str | None:
        """The country to answer for, where `chosen` is the one chosen earlier."""
        return None if self.elsewhere else self.host or chosen
