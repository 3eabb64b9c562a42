"""Telegram's sending limits, as waits."""

from __future__ import annotations

from telegram.constants import FloodLimit

from bot.core.outgoing import Budget

CHAT_BURST = 3
"""Telegram tolerates a short burst in a chat; a question with its answer is one."""
STAFF_SHARE = 0.2
GROUP_SECONDS = 60.0


class Pace:
    """So many calls a second, with a burst; `wait` books a place and says when it comes."""

    def __init__(self, per_second: float, burst: float) -> None:
        self._interval = 1 / per_second
        self._slack = (burst - 1) * self._interval
        self._next = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the call that is booked now may start."""
        start = max(self._next, now)
        self._next = start + self._interval
        return max(0.0, start - self._slack - now)

    def idle(self, now: float) -> bool:
        """Whether nothing of what was booked still counts."""
        return self._next <= now


def overall() -> dict[Budget, Pace]:
    """The limit over all chats, shared out so that people never wait for staff nor staff for them."""
    total = float(FloodLimit.MESSAGES_PER_SECOND)
    staff = total * STAFF_SHARE
    return {"staff": Pace(staff, staff / 3), "person": Pace(total - staff, (total - staff) / 3)}


class ChatPace:
    """The limits of one chat: a second's, and a minute's for groups."""

    def __init__(self, chat_id: int) -> None:
        self._paces = [Pace(FloodLimit.MESSAGES_PER_SECOND_PER_CHAT, CHAT_BURST)]
        if chat_id < 0:
            a_minute = FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP
            self._paces.append(Pace(a_minute / GROUP_SECONDS, CHAT_BURST))

    def wait(self, now: float) -> float:
        """Seconds until the call that is booked now may start."""
        return max(pace.wait(now) for pace in self._paces)

    def idle(self, now: float) -> bool:
        """Whether the chat may be forgotten."""
        return all(pace.idle(now) for pace in self._paces)
