"""The inbox and the outbox inside a unit of work."""

from __future__ import annotations

import json
import struct
import time
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, exists, func, insert, select
from sqlalchemy.sql import Select

from bot.adapters.crypto import Keys
from bot.adapters.sql.session import Session
from bot.adapters.sql.tables import dead_letter, inbox, outbox, seen
from bot.core.outgoing import Budget, Outgoing
from bot.services.ports import Received

BUDGETS: dict[Budget, int] = {"person": 0, "staff": 1}

_earlier = inbox.alias("earlier")
_columns = (inbox.c.update_id, inbox.c.lane, inbox.c.payload)
_limit: Any = bindparam("limit", type_=inbox.c.update_id.type)
_heads = select(*_columns).order_by(inbox.c.update_id).limit(_limit)
_is_head = ~exists().where(
    _earlier.c.lane == inbox.c.lane, _earlier.c.update_id < inbox.c.update_id
)
_one = select(*_columns).where(inbox.c.update_id == bindparam("update_id"))
_done = delete(inbox).where(inbox.c.update_id.in_(bindparam("ids", expanding=True)))
_add = insert(inbox)
_bury = insert(dead_letter)
_unbury = delete(dead_letter).where(dead_letter.c.update_id == bindparam("update_id"))
_buried = select(func.count()).select_from(dead_letter)
_waiting = (
    select(outbox.c.lane, func.count().label("number"))
    .where(outbox.c.lane.in_(bindparam("lanes", expanding=True)))
    .group_by(outbox.c.lane)
)
_sent = delete(outbox).where(outbox.c.id.in_(bindparam("ids", expanding=True)))
_drop = delete(outbox).where(outbox.c.lane == bindparam("lane"))


def _unshared(query: Select[Any]) -> Select[Any]:
    """The same rows, without those another worker holds, nor others of a chat it works on.

    The row lock alone is not enough: a row with a lower number may arrive while a later one
    of its chat is at work; the lock on the lane lasts until the end of the transaction.
    PostgreSQL evaluates a locking CTE by itself first, so only rows in hand lock their lane.
    """
    head = query.with_for_update(skip_locked=True, of=inbox).cte("head")
    return (
        select(head).where(func.pg_try_advisory_xact_lock(head.c.lane)).order_by(head.c.update_id)
    )


_lone_heads = _unshared(_heads.where(_is_head))
_lone_one = _unshared(_one.where(_is_head))


def _pack(received: Received) -> bytes:
    return struct.pack(">q", received.chat_id) + received.payload


def _unpack(keys: Keys, row: Row[Any]) -> Received:
    plain = keys.open(bytes(row.payload))
    return Received(row.update_id, struct.unpack(">q", plain[:8])[0], plain[8:])


class SqlInbox:
    """Updates that Telegram handed over, sealed until they are processed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def put(self, updates: Sequence[Received]) -> int:
        """Stores updates, ignoring those stored before; says how many were new."""
        if not updates:
            return 0
        distinct = {update.update_id: update for update in updates}
        now = int(time.time())
        statement = self._session.upsert(seen).values(
            [{"update_id": number, "at": now} for number in sorted(distinct)]
        )
        rows = await self._session.write_fetch(
            statement.on_conflict_do_nothing().returning(seen.c.update_id)
        )
        new = [distinct[number] for number in sorted(row.update_id for row in rows)]
        if new:
            await self._session.write(_add, [self._row(update) for update in new])
            self._session.touched.add("inbox")
        return len(new)

    def _row(self, update: Received) -> dict[str, Any]:
        keys = self._session.keys
        return {
            "update_id": update.update_id,
            "lane": keys.lane(update.chat_id),
            "payload": keys.seal(_pack(update)),
        }

    async def heads(self, limit: int) -> Sequence[Received]:
        """The earliest waiting updates; on PostgreSQL only the first of each chat."""
        query = _lone_heads if self._session.postgres else _heads
        rows = await self._session.fetch(query, {"limit": limit})
        return [_unpack(self._session.keys, row) for row in rows]

    async def take(self, update_id: int) -> Received | None:
        """One waiting update, if no other worker has it or its chat."""
        query = _lone_one if self._session.postgres else _one
        rows = await self._session.fetch(query, {"update_id": update_id})
        return _unpack(self._session.keys, rows[0]) if rows else None

    async def done(self, update_ids: Sequence[int]) -> None:
        """Removes processed updates."""
        if update_ids:
            await self._session.write(_done, {"ids": list(update_ids)})

    async def bury(self, update_id: int, reason: str) -> None:
        """Notes an update that cannot be processed; what it held is not kept."""
        rows = await self._session.fetch(_one, {"update_id": update_id})
        for row in rows:
            await self._session.write(_unbury, {"update_id": update_id})
            values: dict[str, Any] = {"lane": row.lane, "payload": b""}
            values |= {"update_id": update_id, "reason": reason[:80], "at": int(time.time())}
            await self._session.write(_bury, values)
        await self.done([update_id])

    async def buried(self) -> int:
        """How many updates lie aside."""
        return int((await self._session.fetch(_buried))[0][0])


class SqlOutbox:
    """Messages to be sent after the commit; they are written together when it comes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def add(self, messages: Sequence[Outgoing]) -> None:
        """Keeps messages for the commit; one that is not JSON raises here, at its cause."""
        keys = self._session.keys
        self._session.outgoing.extend(
            {
                "lane": keys.lane(message.chat_id),
                "budget": BUDGETS[message.budget],
                "payload": keys.seal(pack_message(message)),
            }
            for message in messages
        )

    async def prefetch(self, chat_ids: Collection[int]) -> None:
        """Counts for many chats in one query."""
        lanes = {self._session.keys.lane(chat_id) for chat_id in chat_ids}
        rows = await self._session.fetch(_waiting, {"lanes": list(lanes)}) if lanes else ()
        self._session.counts.update(dict.fromkeys(lanes, 0))
        self._session.counts.update({row.lane: row.number for row in rows})

    async def waiting(self, chat_id: int) -> int:
        """How many messages of this chat wait to be sent."""
        lane = self._session.keys.lane(chat_id)
        if lane not in self._session.counts:
            await self.prefetch((chat_id,))
        kept: int = sum(row["lane"] == lane for row in self._session.outgoing)
        return kept + self._session.counts[lane]

    async def sent(self, ids: Sequence[int]) -> None:
        """Removes letters that were sent, or that can never be."""
        if ids:
            self._session.counts.clear()
            await self._session.write(_sent, {"ids": list(ids)})

    async def drop(self, chat_id: int) -> None:
        """Removes every waiting message of a chat that cannot be reached."""
        lane = self._session.keys.lane(chat_id)
        self._session.outgoing[:] = [r for r in self._session.outgoing if r["lane"] != lane]
        await self._session.write(_drop, {"lane": lane})
        self._session.counts[lane] = 0


def pack_message(message: Outgoing) -> bytes:
    """A message as bytes for sealing."""
    parts = [message.chat_id, message.method, message.params, message.budget, message.answers]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"), default=dict).encode()


def unpack_message(plain: bytes) -> Outgoing:
    """The message that `pack_message` wrote."""
    chat_id, method, params, budget, answers = json.loads(plain)
    return Outgoing(chat_id, method, params, budget, answers)
