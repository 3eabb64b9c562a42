"""People, answers' ids and votes, by coded key."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select

from bot.adapters.sql.session import Session
from bot.adapters.sql.tables import dead_letter, person, reply, vote
from bot.core.person import Person, Vote

DAY = 86_400
REPLY_SECONDS = 3 * DAY

_by_keys = select(person).where(person.c.key.in_(bindparam("keys", expanding=True)))
_forget = delete(person).where(person.c.key.in_(bindparam("keys", expanding=True)))
_forget_replies = delete(reply).where(reply.c.person.in_(bindparam("keys", expanding=True)))
_forget_dead = delete(dead_letter).where(dead_letter.c.lane == bindparam("lane"))
_answer = select(reply.c.answer).where(
    reply.c.person.in_(bindparam("keys", expanding=True)),
    reply.c.question == bindparam("question"),
    reply.c.expires > bindparam("now"),
)
_old_ballots = delete(vote).where(vote.c.ballot.in_(bindparam("ballots", expanding=True)))


class SqlPeople:
    """Choices of people; a person found under an older key moves to the newest when saved."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._older: dict[bytes, Sequence[bytes]] = {}

    async def get(self, chat_id: int) -> Person:
        """The person of this chat; a new one with no choices if the chat is unknown."""
        if chat_id not in self._session.known:
            await self.prefetch((chat_id,))
        return self._session.known[chat_id]

    async def prefetch(self, chat_ids: Collection[int]) -> None:
        """Reads many people in one query."""
        keys = {chat_id: self._session.keys.person_keys(chat_id) for chat_id in chat_ids}
        wanted = [key for group in keys.values() for key in group]
        rows = await self._session.fetch(_by_keys, {"keys": wanted}) if wanted else ()
        found = {bytes(row.key): row for row in rows}
        for chat_id, group in keys.items():
            row = next((found[key] for key in group if key in found), None)
            self._session.known[chat_id] = _person(group[0], row)
            self._older[group[0]] = group[1:]

    async def save(self, person_: Person) -> None:
        """Stores the choices of a person, new or known."""
        values = {
            "locale": person_.locale,
            "host": person_.host,
            "citizenship": person_.citizenship,
            "blocked_at": person_.blocked_at and int(person_.blocked_at.timestamp()),
        }
        statement = self._session.upsert(person).values(key=person_.key, **values)
        await self._session.write(
            statement.on_conflict_do_update(index_elements=["key"], set_=values)
        )
        if older := self._older.get(person_.key):
            await self._session.write(_forget, {"keys": list(older)})
        for chat_id, known in self._session.known.items():
            if known.key == person_.key:
                self._session.known[chat_id] = person_

    async def forget(self, chat_id: int) -> None:
        """Removes everything kept under the coded key of this chat."""
        keys = {"keys": list(self._session.keys.person_keys(chat_id))}
        await self._session.write(_forget, keys)
        await self._session.write(_forget_replies, keys)
        await self._session.write(_forget_dead, {"lane": self._session.keys.lane(chat_id)})
        self._session.known.pop(chat_id, None)

    async def mark_blocked(self, chat_id: int, at: datetime) -> None:
        """Records that this chat blocked the bot."""
        await self.save(replace(await self.get(chat_id), blocked_at=at))


def _person(key: bytes, row: Row[Any] | None) -> Person:
    if row is None:
        return Person(key)
    blocked = None if row.blocked_at is None else datetime.fromtimestamp(row.blocked_at, UTC)
    return Person(key, row.locale, row.host, row.citizenship, blocked)


class SqlReplies:
    """Which message answered which question, kept for three days."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def answer_to(self, chat_id: int, question: int) -> int | None:
        """Message id of the answer given to the question with this message id."""
        keys = list(self._session.keys.person_keys(chat_id))
        rows = await self._session.fetch(
            _answer, {"keys": keys, "question": question, "now": int(time.time())}
        )
        return rows[0].answer if rows else None

    async def put(self, chat_id: int, question: int, answer: int) -> None:
        """Remembers the answer to a question; a newer answer replaces the earlier one."""
        key = self._session.keys.person_keys(chat_id)[0]
        values = {"answer": answer, "expires": int(time.time()) + REPLY_SECONDS}
        statement = self._session.upsert(reply).values(person=key, question=question, **values)
        await self._session.write(
            statement.on_conflict_do_update(index_elements=["person", "question"], set_=values)
        )


class SqlVotes:
    """What people said of answers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, chat_id: int, message_id: int, vote_: Vote) -> None:
        """Stores a vote; a second one for the same message replaces the first."""
        ballot, *older = self._session.keys.ballots(chat_id, message_id)
        if older:
            await self._session.write(_old_ballots, {"ballots": older})
        values = {
            "topic": vote_.topic,
            "host": vote_.host,
            "locale": vote_.locale,
            "helpful": vote_.helpful,
            "reason": vote_.reason,
            "day": int(time.time()) // DAY,
        }
        statement = self._session.upsert(vote).values(ballot=ballot, **values)
        await self._session.write(
            statement.on_conflict_do_update(index_elements=["ballot"], set_=values)
        )
