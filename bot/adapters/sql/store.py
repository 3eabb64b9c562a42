"""The database as the services see it: units of work on SQLite or PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.crypto import Keys
from bot.adapters.sql import migrations
from bot.adapters.sql.engine import driver_url, is_postgres, make_engine
from bot.adapters.sql.errors import translated
from bot.adapters.sql.lock import FileLock
from bot.adapters.sql.people import DAY, SqlPeople, SqlReplies, SqlVotes
from bot.adapters.sql.post import SqlPost
from bot.adapters.sql.queues import SqlInbox, SqlOutbox
from bot.adapters.sql.session import Session
from bot.adapters.sql.small import SqlLeases, SqlState
from bot.adapters.sql.tables import dead_letter, inbox, reply, seen
from bot.core.errors import StoreUnavailable
from bot.services.ports import (
    Inbox,
    Leases,
    Outbox,
    People,
    Post,
    Queue,
    Replies,
    State,
    UnitOfWork,
    Votes,
)

CONNECTIONS = 8
SEEN_SECONDS = 2 * DAY
DEAD_SECONDS = 14 * DAY

_any_update = select(inbox.c.update_id).limit(1)


class SqlUnitOfWork:
    """One transaction over everything the bot stores."""

    def __init__(self, session: Session) -> None:
        self.people: People = SqlPeople(session)
        self.replies: Replies = SqlReplies(session)
        self.votes: Votes = SqlVotes(session)
        self.inbox: Inbox = SqlInbox(session)
        self.outbox: Outbox = SqlOutbox(session)
        self.state: State = SqlState(session)
        self.leases: Leases = SqlLeases(session)
        self.savepoint = session.savepoint


class SqlStore:
    """A database; on SQLite one connection writes, another reads, and each waits its turn."""

    def __init__(self, address: str, keys: Keys) -> None:
        url = driver_url(address)
        self.keys = keys
        self.postgres = is_postgres(url)
        self.post: Post = SqlPost(self)
        self._engine = make_engine(url, CONNECTIONS)
        self._watchers: defaultdict[Queue, list[Callable[[], None]]] = defaultdict(list)
        self._lock = None if self.postgres else FileLock(f"{url.database}.lock")
        self._writer = _Place(self)
        self._reader = _Place(self)

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        """Commits at the end of the block, rolls back when it raises."""
        async with self.session() as session:
            yield SqlUnitOfWork(session)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        """Reads committed rows without waiting for a writer."""
        async with self.reader() as session:
            yield SqlUnitOfWork(session)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """A transaction that writes; wakes the watchers only once it is committed."""
        async with self._connection(self._writer) as connection:
            session = Session(connection, self.keys, self.postgres)
            await session.begin()
            try:
                yield session
                await session.commit()
            except BaseException:
                await self._undo(session)
                raise
        for queue in session.touched:
            for wake in self._watchers[queue]:
                wake()

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[Session]:
        """A connection that reads what is committed."""
        async with self._connection(self._reader) as connection:
            yield Session(connection, self.keys, self.postgres, writable=False)

    def _connection(self, place: _Place) -> contextlib.AbstractAsyncContextManager[AsyncConnection]:
        return self._pooled() if self.postgres else place.held()

    @asynccontextmanager
    async def _pooled(self) -> AsyncIterator[AsyncConnection]:
        connection = await self._open()
        try:
            yield connection
        finally:
            # Shielded: a cancelled return would leave the connection lost to the pool.
            await asyncio.shield(connection.close())

    async def _open(self) -> AsyncConnection:
        with translated():
            return await self._engine.connect()

    async def _undo(self, session: Session) -> None:
        """Rolls back; a connection that cannot even do that is thrown away."""
        try:
            await asyncio.shield(session.rollback())
        except Exception:  # noqa: BLE001  # the first error is the one to report
            with contextlib.suppress(Exception):
                await session.connection.invalidate()

    def watch(self, queue: Queue, wake: Callable[[], None]) -> None:
        """Calls `wake` after every commit of this process that added rows to the queue."""
        self._watchers[queue].append(wake)

    def alone(self) -> None:
        """Claims an SQLite file for this process until it ends."""
        if self._lock is not None:
            self._lock.take()

    async def pending(self) -> bool:
        """Whether any update waits in the inbox."""
        async with self.reader() as session:
            return bool(await session.fetch(_any_update))

    async def ping(self) -> None:
        """Raises StoreUnavailable unless the database answers and its tables are there."""
        async with self.reader() as session:
            with translated():
                current = await migrations.is_current(session.connection)
            if not current:
                raise StoreUnavailable(
                    "The tables are of another version: run `python -m bot db upgrade`."
                )

    async def sweep(self) -> None:
        """Removes what is past its keeping time."""
        now = int(time.time())
        async with self.session() as session:
            await session.write(delete(reply).where(reply.c.expires <= now))
            await session.write(delete(seen).where(seen.c.at < now - SEEN_SECONDS))
            await session.write(delete(dead_letter).where(dead_letter.c.at < now - DEAD_SECONDS))

    async def upgrade(self) -> None:
        """Brings the tables to the newest shape; several processes may try at once."""
        async with self._connection(self._writer) as connection:
            with translated():
                if await migrations.is_current(connection):
                    return
                await connection.execute(text("BEGIN" if self.postgres else "BEGIN IMMEDIATE"))
                await migrations.upgrade(connection, self.postgres)
                await connection.execute(text("COMMIT"))

    async def close(self) -> None:
        """Gives back connections and files."""
        for place in (self._writer, self._reader):
            await place.close()
        await self._engine.dispose()
        if self._lock is not None:
            self._lock.release()


class _Place:
    """A connection kept open, lent to one task at a time."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._turn = asyncio.Lock()
        self._connection: AsyncConnection | None = None

    @asynccontextmanager
    async def held(self) -> AsyncIterator[AsyncConnection]:
        async with self._turn:
            if self._connection is None:
                self._connection = await self._store._open()  # noqa: SLF001  # its inner part
            try:
                yield self._connection
            except BaseException:
                # After an error or a cancelled statement its state is unknown: start afresh.
                await asyncio.shield(self._drop())
                raise

    async def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                await connection.close()

    async def close(self) -> None:
        async with self._turn:
            await self._drop()
