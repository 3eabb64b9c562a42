"""The store without a database: same interface, everything gone with the process."""

from __future__ import annotations

import asyncio
import copy
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.adapters.crypto import Keys
from bot.core.outgoing import Budget, Outgoing
from bot.core.person import Person, Vote
from bot.services.holder import is_gone
from bot.services.ports import (
    Inbox,
    Leases,
    Letter,
    Outbox,
    People,
    Post,
    Queue,
    Received,
    Replies,
    State,
    UnitOfWork,
    Votes,
)

REPLY_SECONDS = 3 * 86_400


@dataclass(slots=True)
class _Rows:
    """All that is stored; values are never changed in place, so a shallow copy is a snapshot."""

    people: dict[bytes, Person] = field(default_factory=dict)
    replies: dict[tuple[bytes, int], tuple[int, float]] = field(default_factory=dict)
    votes: dict[bytes, Vote] = field(default_factory=dict)
    inbox: dict[int, Received] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    dead: dict[int, tuple[Received, str]] = field(default_factory=dict)
    outbox: dict[int, Outgoing] = field(default_factory=dict)
    last_letter: int = 0
    state: dict[str, str] = field(default_factory=dict)
    leases: dict[str, tuple[str, float]] = field(default_factory=dict)

    def snapshot(self) -> _Rows:
        """The rows as they are now."""
        return _Rows(*(copy.copy(getattr(self, name)) for name in self.__slots__))

    def restore(self, earlier: _Rows) -> None:
        """Everything as it was, except that numbers of letters are not used again."""
        for name in self.__slots__:
            if name != "last_letter":
                setattr(self, name, getattr(earlier, name))


class _Part:
    def __init__(self, rows: _Rows, keys: Keys) -> None:
        self._rows = rows
        self._keys = keys


class MemoryPeople(_Part):
    """Choices of people, by coded key."""

    async def get(self, chat_id: int) -> Person:
        """The person of this chat; a new one with no choices if the chat is unknown."""
        newest, *older = self._keys.person_keys(chat_id)
        found = (self._rows.people.get(key) for key in (newest, *older))
        return replace(next((p for p in found if p), Person(newest)), key=newest)

    async def prefetch(self, chat_ids: Collection[int]) -> None:
        """Nothing to do: reading costs nothing here."""

    async def save(self, person: Person) -> None:
        """Stores the choices of a person, new or known."""
        self._rows.people[person.key] = person

    async def forget(self, chat_id: int) -> None:
        """Removes everything kept under the coded key of this chat."""
        rows, keys = self._rows, self._keys.person_keys(chat_id)
        for key in keys:
            rows.people.pop(key, None)
        rows.replies = {k: v for k, v in rows.replies.items() if k[0] not in keys}
        rows.dead = {k: v for k, v in rows.dead.items() if v[0].chat_id != chat_id}

    async def mark_blocked(self, chat_id: int, at: datetime) -> None:
        """Records that this chat blocked the bot."""
        await self.save(replace(await self.get(chat_id), blocked_at=at.replace(microsecond=0)))


class MemoryReplies(_Part):
    """Which message answered which question."""

    async def answer_to(self, chat_id: int, question: int) -> int | None:
        """Message id of the answer given to the question with this message id."""
        for key in self._keys.person_keys(chat_id):
            answer, expires = self._rows.replies.get((key, question), (None, 0.0))
            if expires > time.time():
                return answer
        return None

    async def put(self, chat_id: int, question: int, answer: int) -> None:
        """Remembers the answer to a question; a newer answer replaces the earlier one."""
        key = self._keys.person_keys(chat_id)[0]
        self._rows.replies[key, question] = answer, time.time() + REPLY_SECONDS


class MemoryVotes(_Part):
    """What people said of answers."""

    async def put(self, chat_id: int, message_id: int, vote: Vote) -> None:
        """Stores a vote; a second one for the same message replaces the first."""
        self._rows.votes[self._keys.ballot(chat_id, message_id)] = vote


class MemoryInbox(_Part):
    """Updates that Telegram handed over."""

    async def put(self, updates: Sequence[Received]) -> int:
        """Stores updates, ignoring those stored before; says how many were new."""
        new = {u.update_id: u for u in updates if u.update_id not in self._rows.seen}
        self._rows.inbox |= new
        self._rows.seen |= new.keys()
        return len(new)

    async def heads(self, limit: int) -> Sequence[Received]:
        """The earliest waiting updates."""
        return [self._rows.inbox[number] for number in sorted(self._rows.inbox)[:limit]]

    async def take(self, update_id: int) -> Received | None:
        """One waiting update."""
        return self._rows.inbox.get(update_id)

    async def done(self, update_ids: Sequence[int]) -> None:
        """Removes processed updates."""
        for number in update_ids:
            self._rows.inbox.pop(number, None)

    async def bury(self, update_id: int, reason: str) -> None:
        """Sets an update aside that cannot be processed."""
        if update := self._rows.inbox.pop(update_id, None):
            self._rows.dead[update_id] = update, reason

    async def buried(self) -> int:
        """How many updates lie aside."""
        return len(self._rows.dead)


class MemoryOutbox(_Part):
    """Messages to be sent after the commit."""

    async def add(self, messages: Sequence[Outgoing]) -> None:
        """Stores messages in the open unit of work."""
        for message in messages:
            self._rows.last_letter += 1
            self._rows.outbox[self._rows.last_letter] = message

    async def prefetch(self, chat_ids: Collection[int]) -> None:
        """Nothing to do: counting costs little here."""

    async def waiting(self, chat_id: int) -> int:
        """How many messages of this chat wait to be sent."""
        return sum(message.chat_id == chat_id for message in self._rows.outbox.values())

    async def sent(self, ids: Sequence[int]) -> None:
        """Removes letters that were sent, or that can never be."""
        for number in ids:
            self._rows.outbox.pop(number, None)

    async def drop(self, chat_id: int) -> None:
        """Removes every waiting message of a chat that cannot be reached."""
        kept = {n: m for n, m in self._rows.outbox.items() if m.chat_id != chat_id}
        self._rows.outbox = kept


class MemoryState(_Part):
    """Small facts by key."""

    async def get(self, key: str) -> str | None:
        """The value stored under a key, or None."""
        return self._rows.state.get(key)

    async def put(self, key: str, value: str) -> None:
        """Stores a value, replacing the earlier one."""
        self._rows.state[key] = value


class MemoryLeases(_Part):
    """Which holder does what only one may do."""

    async def take(self, name: str, holder: str, seconds: float) -> bool:
        """Takes or renews a lease; False while another holder has it."""
        now = time.time()
        other, until = self._rows.leases.get(name, (holder, now))
        if other != holder and until >= now and not is_gone(other):
            return False
        self._rows.leases[name] = holder, now + seconds
        return True

    async def release(self, name: str, holder: str) -> None:
        """Gives a lease back at once."""
        if self._rows.leases.get(name, ("", 0.0))[0] == holder:
            del self._rows.leases[name]


class MemoryUnitOfWork:
    """One transaction over everything in memory."""

    def __init__(self, rows: _Rows, keys: Keys) -> None:
        self._rows = rows
        self.people: People = MemoryPeople(rows, keys)
        self.replies: Replies = MemoryReplies(rows, keys)
        self.votes: Votes = MemoryVotes(rows, keys)
        self.inbox: Inbox = MemoryInbox(rows, keys)
        self.outbox: Outbox = MemoryOutbox(rows, keys)
        self.state: State = MemoryState(rows, keys)
        self.leases: Leases = MemoryLeases(rows, keys)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part that can fail alone."""
        before = self._rows.snapshot()
        try:
            yield
        except BaseException:
            self._rows.restore(before)
            raise


class MemoryPost:
    """Hands out committed letters by number."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    async def take(self, budget: Budget, after: int, limit: int) -> Sequence[Letter]:
        """The next letters to send, in order within a chat."""
        letters = [
            Letter(number, message)
            for number, message in sorted(self._store.committed.outbox.items())
            if number > after and message.budget == budget
        ]
        return letters[:limit]

    async def keep(self, ids: Collection[int]) -> None:
        """Nothing to do: one process sends."""


class MemoryStore:
    """A store in memory; units of work run one after the other on a copy of the rows."""

    def __init__(self, keys: Keys) -> None:
        self.committed = _Rows()
        self.post: Post = MemoryPost(self)
        self._keys = keys
        self._turn = asyncio.Lock()
        self._watchers: dict[Queue, list[Callable[[], None]]] = {"inbox": [], "outbox": []}

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        """Commits at the end of the block, rolls back when it raises."""
        async with self._turn:
            before, rows = self.committed, self.committed.snapshot()
            yield MemoryUnitOfWork(rows, self._keys)
            self.committed = rows
        grown: dict[Queue, bool] = {
            "inbox": len(rows.seen) > len(before.seen),
            "outbox": rows.last_letter > before.last_letter,
        }
        for queue, more in grown.items():
            for wake in self._watchers[queue] if more else ():
                wake()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        """Reads committed rows; what is written inside is lost."""
        yield MemoryUnitOfWork(self.committed.snapshot(), self._keys)

    def watch(self, queue: Queue, wake: Callable[[], None]) -> None:
        """Calls `wake` after every commit that added rows to the queue."""
        self._watchers[queue].append(wake)

    def alone(self) -> None:
        """Nothing to do: no other process sees this store."""

    async def pending(self) -> bool:
        """Whether any update waits in the inbox."""
        return bool(self.committed.inbox)

    async def ping(self) -> None:
        """Nothing to do: memory always answers."""

    async def sweep(self) -> None:
        """Removes answers' ids past their time."""
        now = time.time()
        rows = self.committed
        rows.replies = {k: v for k, v in rows.replies.items() if v[1] > now}

    async def upgrade(self) -> None:
        """Nothing to do: there are no tables."""

    async def close(self) -> None:
        """Nothing to give back."""
