"""State of the bot itself, and leases."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import ColumnElement, Double, bindparam, cast, delete, func, literal, or_, select

from bot.adapters.sql.session import Session
from bot.adapters.sql.tables import lease, state
from bot.services.holder import is_gone

_get = select(state.c.value).where(state.c.key == bindparam("key"))
_holder = select(lease.c.holder).where(lease.c.name == bindparam("name"))
_release = delete(lease).where(
    lease.c.name == bindparam("name"), lease.c.holder == bindparam("holder")
)


def present(postgres: bool) -> ColumnElement[float]:
    """The time all processes agree on: the server's where there is one."""
    if postgres:
        return cast(func.extract("epoch", func.clock_timestamp()), Double)
    return literal(time.time())


class SqlState:
    """Small facts by key."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def get(self, key: str) -> str | None:
        """The value stored under a key, or None."""
        rows = await self._session.fetch(_get, {"key": key})
        return rows[0].value if rows else None

    async def put(self, key: str, value: str) -> None:
        """Stores a value, replacing the earlier one."""
        statement = self._session.upsert(state).values(key=key, value=value)
        await self._session.write(
            statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
        )


class SqlLeases:
    """Which process does what only one may do."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def take(self, name: str, holder: str, seconds: float) -> bool:
        """Takes or renews a lease; one of a process that died on this machine is free at once."""
        if await self._upsert(name, holder, seconds):
            return True
        rows = await self._session.fetch(_holder, {"name": name})
        if rows and is_gone(rows[0].holder):
            await self.release(name, rows[0].holder)
            return await self._upsert(name, holder, seconds)
        return False

    async def _upsert(self, name: str, holder: str, seconds: float) -> bool:
        now = present(self._session.postgres)
        values: dict[str, Any] = {"holder": holder, "until": now + seconds}
        statement = self._session.upsert(lease).values(name=name, **values)
        statement = statement.on_conflict_do_update(
            index_elements=["name"],
            set_=values,
            where=or_(lease.c.holder == holder, lease.c.until < now),
        ).returning(lease.c.name)
        return bool(await self._session.write_fetch(statement))

    async def release(self, name: str, holder: str) -> None:
        """Gives a lease back at once."""
        await self._session.write(_release, {"name": name, "holder": holder})
