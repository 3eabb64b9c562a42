"""The sender's side of the outbox: committed rows, read outside of the writer's transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, exists, or_, select, update

from bot.adapters.sql.queues import BUDGETS, unpack_message
from bot.adapters.sql.small import present
from bot.adapters.sql.tables import outbox
from bot.core.outgoing import Budget
from bot.services.ports import CLAIM_SECONDS, Letter

if TYPE_CHECKING:
    from bot.adapters.sql.store import SqlStore

_limit: Any = bindparam("limit", type_=outbox.c.id.type)
_next = (
    select(outbox.c.id, outbox.c.payload)
    .where(outbox.c.budget == bindparam("wanted"), outbox.c.id > bindparam("after"))
    .order_by(outbox.c.id)
    .limit(_limit)
)
_other = outbox.alias("other")
_now = present(postgres=True)
_first = (
    select(outbox.c.id)
    .where(
        outbox.c.budget == bindparam("wanted"),
        outbox.c.claimed_until < _now,
        ~exists().where(
            _other.c.lane == outbox.c.lane,
            _other.c.id != outbox.c.id,
            or_(_other.c.id < outbox.c.id, _other.c.claimed_until >= _now),
        ),
    )
    .order_by(outbox.c.id)
    .limit(_limit)
    .with_for_update(skip_locked=True, of=outbox)
    .cte("first")
)
_claim = (
    update(outbox)
    .values(claimed_until=_now + CLAIM_SECONDS)
    .where(outbox.c.id == _first.c.id)
    .returning(outbox.c.id, outbox.c.payload)
)
_keep = (
    update(outbox)
    .values(claimed_until=_now + CLAIM_SECONDS)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
)


class SqlPost:
    """Hands out letters: by number where one process sends, by claim where several do."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    async def take(self, budget: Budget, after: int, limit: int) -> Sequence[Letter]:
        """The next letters to send, in order within a chat."""
        values = {"wanted": BUDGETS[budget], "limit": limit}
        if self._store.postgres:
            async with self._store.session() as session:
                return self._letters(await session.write_fetch(_claim, values))
        async with self._store.reader() as session:
            return self._letters(await session.fetch(_next, values | {"after": after}))

    def _letters(self, rows: Sequence[Row[Any]]) -> Sequence[Letter]:
        opened = [(row.id, self._store.keys.open(bytes(row.payload))) for row in rows]
        return [Letter(number, unpack_message(plain)) for number, plain in sorted(opened)]

    async def keep(self, ids: Collection[int]) -> None:
        """Renews claims; nothing to do where one process sends."""
        if self._store.postgres and ids:
            async with self._store.session() as session:
                await session.write(_keep, {"ids": list(ids)})
