"""What the use cases need from the outside, as interfaces; `wiring.py` chooses the real ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.core.outgoing import Budget, Outgoing
from bot.core.person import Person, Vote

Queue = Literal["inbox", "outbox"]
"""The two queues of the store: what came in, what goes out."""


class Clock(Protocol):
    """Tells the time; tests set it."""

    def now(self) -> datetime:
        """The present moment, in UTC, aware."""
        ...


class People(Protocol):
    """Choices of people, by coded key."""

    async def get(self, chat_id: int) -> Person:
        """The person of this chat; a new one with no choices if the chat is unknown."""
        ...

    async def prefetch(self, chat_ids: Collection[int]) -> None:
        """Reads many people in one query; `get` of them then costs nothing in this unit of work."""
        ...

    async def save(self, person: Person) -> None:
        """Stores the choices of a person, new or known."""
        ...

    async def forget(self, chat_id: int) -> None:
        """Removes everything kept under the coded key of this chat."""
        ...

    async def mark_blocked(self, chat_id: int, at: datetime) -> None:
        """Records that this chat blocked the bot."""
        ...


class Replies(Protocol):
    """Which of the bot's messages answered which question, for some days, by coded key."""

    async def answer_to(self, chat_id: int, question: int) -> int | None:
        """Message id of the answer given to the question with this message id."""
        ...

    async def put(self, chat_id: int, question: int, answer: int) -> None:
        """Remembers the answer to a question; a newer answer replaces the earlier one."""
        ...


class Votes(Protocol):
    """What people said of answers."""

    async def put(self, chat_id: int, message_id: int, vote: Vote) -> None:
        """Stores a vote; a second one for the same message replaces the first."""
        ...


class Outbox(Protocol):
    """Messages to be sent after the commit, in order within a chat."""

    async def add(self, messages: Sequence[Outgoing]) -> None:
        """Stores messages in the open unit of work."""
        ...

    async def waiting(self, chat_id: int) -> int:
        """How many messages of this chat wait to be sent."""
        ...

    async def prefetch(self, chat_ids: Collection[int]) -> None:
        """Counts for many chats in one query; `waiting` then costs nothing in this unit of work."""
        ...

    async def sent(self, ids: Sequence[int]) -> None:
        """Removes letters that were sent, or that can never be."""
        ...

    async def drop(self, chat_id: int) -> None:
        """Removes every waiting message of a chat that cannot be reached."""
        ...


@dataclass(frozen=True, slots=True)
class Received:
    """One update as Telegram sent it: raw JSON, not parsed."""

    update_id: int
    chat_id: int
    """Chat (or sender, for inline queries) that orders the update; 0 if it has none."""
    payload: bytes


class Inbox(Protocol):
    """Updates that Telegram handed over, encrypted until they are processed."""

    async def put(self, updates: Sequence[Received]) -> int:
        """Stores updates, ignoring those stored before; says how many were new.

        An update processed and removed within the last two days counts as stored before.
        """
        ...

    async def heads(self, limit: int) -> Sequence[Received]:
        """The earliest waiting updates, claimed for this unit of work, in order within a chat.

        On a store with many workers no chat is given to two of them at once.
        """
        ...

    async def take(self, update_id: int) -> Received | None:
        """One waiting update, claimed like `heads`; None if it is gone or another has its chat."""
        ...

    async def done(self, update_ids: Sequence[int]) -> None:
        """Removes processed updates."""
        ...

    async def bury(self, update_id: int, reason: str) -> None:
        """Sets an update aside that cannot be processed; `reason` is an exception's class name."""
        ...

    async def buried(self) -> int:
        """How many updates lie aside."""
        ...


class State(Protocol):
    """Small facts about the bot itself, such as a hash of the commands registered last."""

    async def get(self, key: str) -> str | None:
        """The value stored under a key, or None."""
        ...

    async def put(self, key: str, value: str) -> None:
        """Stores a value, replacing the earlier one."""
        ...


class Leases(Protocol):
    """Which process does what only one may do."""

    async def take(self, name: str, holder: str, seconds: float) -> bool:
        """Takes or renews a lease; False while another holder has it."""
        ...

    async def release(self, name: str, holder: str) -> None:
        """Gives a lease back at once."""
        ...


class UnitOfWork(Protocol):
    """One transaction over everything the bot stores."""

    people: People
    replies: Replies
    votes: Votes
    inbox: Inbox
    outbox: Outbox
    state: State
    leases: Leases

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """A part that can fail alone: an exception inside rolls back to its start."""
        ...


@dataclass(frozen=True, slots=True)
class Letter:
    """A committed message handed to the sender; `id` grows in order of writing."""

    id: int
    message: Outgoing


class Post(Protocol):
    """The sender's side of the outbox: sees committed messages only."""

    async def take(self, budget: Budget, after: int, limit: int) -> Sequence[Letter]:
        """The next letters to send, in order within a chat.

        One process: letters with an id above `after`. Several: letters that no process has
        claimed, at most the first of each chat; a claim lasts `CLAIM_SECONDS` unless kept.
        """
        ...

    async def keep(self, ids: Collection[int]) -> None:
        """Renews the claim on letters that wait in the sender's hands."""
        ...


CLAIM_SECONDS = 10.0
"""How long a letter taken by a process that died stays with it."""


class Store(Protocol):
    """A database: makes units of work."""

    post: Post

    def unit_of_work(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Commits at the end of the block, rolls back when it raises."""
        ...

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Reads committed rows without waiting for a writer; writing inside is an error."""
        ...

    def watch(self, queue: Queue, wake: Callable[[], None]) -> None:
        """Calls `wake` after every commit of this process that added rows to the queue."""
        ...

    def alone(self) -> None:
        """Claims a store that serves one process; raises StoreUnavailable if another has it.

        Does nothing on a store for many processes.
        """
        ...

    async def pending(self) -> bool:
        """Whether any update waits in the inbox."""
        ...

    async def ping(self) -> None:
        """Raises StoreUnavailable unless the database answers and its tables are there."""
        ...

    async def sweep(self) -> None:
        """Removes what is past its keeping time: answers' ids, old update ids, dead letters."""
        ...

    async def upgrade(self) -> None:
        """Brings the tables to the newest shape."""
        ...

    async def close(self) -> None:
        """Gives back connections and files."""
        ...
