"""One transaction: its statements, savepoints that cost nothing unused, rows written at commit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Executable, Row, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.crypto import Keys
from bot.adapters.sql import tables
from bot.adapters.sql.errors import translated
from bot.core.person import Person
from bot.services.ports import Queue

Params = Mapping[str, Any] | Sequence[Mapping[str, Any]]

_add_outbox = insert(tables.outbox)


@dataclass(slots=True)
class Session:
    """What the repositories of one unit of work share."""

    connection: AsyncConnection
    keys: Keys
    postgres: bool
    writable: bool = True
    known: dict[int, Person] = field(default_factory=dict)
    """People read in this transaction, by chat."""
    outgoing: list[dict[str, Any]] = field(default_factory=list)
    """Rows for the outbox, written together at the commit."""
    counts: dict[int, int] = field(default_factory=dict)
    """Waiting messages as counted in this transaction, by lane."""
    touched: set[Queue] = field(default_factory=set)
    """Queues that got rows."""
    _marks: list[bool] = field(default_factory=list)
    """Open savepoints; True where the database knows of it."""

    async def fetch(
        self, statement: Executable, params: Params | None = None
    ) -> Sequence[Row[Any]]:
        """Rows of a query."""
        with translated():
            return (await self.connection.execute(statement, params)).all()

    async def write(self, statement: Executable, params: Params | None = None) -> None:
        """Runs a statement that changes rows."""
        await self._mark()
        with translated():
            await self.connection.execute(statement, params)

    async def write_fetch(
        self, statement: Executable, params: Params | None = None
    ) -> Sequence[Row[Any]]:
        """Runs a statement that changes rows and returns some."""
        await self._mark()
        return await self.fetch(statement, params)

    def upsert(self, table: Any) -> Any:
        """An INSERT that can name what to do on a conflict."""
        return postgresql.insert(table) if self.postgres else sqlite.insert(table)

    async def begin(self) -> None:
        """Starts the transaction; on SQLite with the right to write, so that it cannot fail later."""
        await self._say("BEGIN" if self.postgres else "BEGIN IMMEDIATE")

    async def commit(self) -> None:
        """Writes what was kept for the end, and commits."""
        if self.outgoing:
            await self.write(_add_outbox, self.outgoing)
            self.touched.add("outbox")
        await self._say("COMMIT")

    async def rollback(self) -> None:
        """Undoes the transaction."""
        await self._say("ROLLBACK")

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part that can fail alone; the database hears of it only if the part writes."""
        position, kept = len(self._marks), len(self.outgoing)
        self._marks.append(False)
        try:
            yield
        except BaseException:
            del self.outgoing[kept:]
            self.known.clear()
            self.counts.clear()
            if self._marks.pop():
                await self._say(f"ROLLBACK TO SAVEPOINT s{position}")
            raise
        if self._marks.pop():
            await self._say(f"RELEASE SAVEPOINT s{position}")

    async def _mark(self) -> None:
        """Makes every open savepoint known to the database before the first write inside it."""
        if not self.writable:
            raise RuntimeError("this unit of work only reads")
        for position, known in enumerate(self._marks):
            if not known:
                await self._say(f"SAVEPOINT s{position}")
                self._marks[position] = True

    async def _say(self, command: str) -> None:
        with translated():
            await self.connection.exec_driver_sql(command)
