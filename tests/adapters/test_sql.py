"""What only a database can show: rotation, errors, plans, migrations, processes."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.adapters.crypto import Keys
from bot.adapters.sql import migrations
from bot.adapters.sql.engine import driver_url
from bot.adapters.sql.store import SqlStore
from bot.adapters.sql.tables import metadata
from bot.core.errors import BadSettings, StoreUnavailable
from bot.core.outgoing import Outgoing
from bot.services.holder import is_gone, new_holder
from bot.services.ports import Received
from tests.contract.stores import NEW, OLD


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[SqlStore]:
    store = SqlStore(f"sqlite:///{tmp_path / 'bot.db'}", Keys([NEW]))
    await store.upgrade()
    yield store
    await store.close()


@pytest.fixture
async def two(fresh_postgres: str) -> AsyncIterator[Sequence[SqlStore]]:
    """Two processes on one PostgreSQL."""
    stores = [SqlStore(fresh_postgres, Keys([NEW])) for _ in range(2)]
    await asyncio.gather(*(store.upgrade() for store in stores))
    yield stores
    for store in stores:
        await store.close()


async def test_a_person_moves_to_the_newest_key_when_saved(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'bot.db'}"
    before = SqlStore(address, Keys([OLD]))
    await before.upgrade()
    async with before.unit_of_work() as uow:
        await uow.people.save(replace(await uow.people.get(5), locale="ky"))
    await before.close()
    after = SqlStore(address, Keys([NEW, OLD]))
    async with after.unit_of_work() as uow:
        person = await uow.people.get(5)
        assert (person.locale, person.key) == ("ky", Keys([NEW]).person_keys(5)[0])
        await uow.people.save(replace(person, host="KZ"))
    await after.close()
    rows = (
        sqlite3.connect(tmp_path / "bot.db")
        .execute("SELECT key, locale, host FROM person")
        .fetchall()
    )
    assert rows == [(person.key, "ky", "KZ")]


async def test_the_file_shows_no_chat_and_no_word(sqlite: SqlStore, tmp_path: Path) -> None:
    """Chat 7766554433 asks about a needle; neither may be readable on disk, waiting or gone."""
    chat, word = 7766554433, "needle-in-the-text"
    async with sqlite.unit_of_work() as uow:
        await uow.inbox.put([Received(1, chat, word.encode()), Received(2, chat, word.encode())])
        await uow.outbox.add([Outgoing(chat, "sendMessage", {"text": word})])
        await uow.people.save(replace(await uow.people.get(chat), locale="ky"))
    async with sqlite.unit_of_work() as uow:
        await uow.inbox.bury(1, "ValueError")
        await uow.inbox.done([2])
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"ValueError" in content
    for sign in (
        word.encode(),
        str(chat).encode(),
        chat.to_bytes(5, "big"),
        chat.to_bytes(5, "little"),
    ):
        assert sign not in content


async def test_sqlite_is_set_for_safety(sqlite: SqlStore) -> None:
    async with sqlite.session() as session:
        found = [
            (await session.fetch(text(f"PRAGMA {name}")))[0][0]
            for name in ("journal_mode", "synchronous", "secure_delete", "busy_timeout")
        ]
    assert found == ["wal", 2, 1, 5000]


async def test_a_locked_database_says_what_to_do(sqlite: SqlStore, tmp_path: Path) -> None:
    async with sqlite.session() as session:
        await session.fetch(text("PRAGMA busy_timeout = 50"))
    other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="locked by another process"):
        async with sqlite.unit_of_work() as uow:
            await uow.inbox.put([Received(1, 1, b"")])
    other.execute("ROLLBACK")
    other.close()
    async with sqlite.unit_of_work() as uow:
        assert await uow.inbox.put([Received(1, 1, b"")]) == 1


async def test_a_full_database_says_what_to_do_and_goes_on_when_there_is_room(
    sqlite: SqlStore,
) -> None:
    async with sqlite.session() as session:
        (pages,) = (await session.fetch(text("PRAGMA page_count")))[0]
        await session.fetch(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StoreUnavailable, match="disk of the database is full"):
        async with sqlite.unit_of_work() as uow:
            await uow.inbox.put([Received(1, 1, os.urandom(100_000))])
    async with sqlite.unit_of_work() as uow:  # a fresh connection has no such limit
        assert await uow.inbox.put([Received(1, 1, os.urandom(100_000))]) == 1


async def test_a_database_out_of_reach_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    for address in (f"sqlite:///{tmp_path}/folder.db", "postgresql://x@127.0.0.1:1/none"):
        store = SqlStore(address, Keys([NEW]))
        with pytest.raises(StoreUnavailable, match="check BOT_DATA"):
            await store.ping()
        await store.close()


async def test_tables_that_are_missing_say_what_to_do(tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path / 'empty.db'}", Keys([NEW]))
    for attempt in (store.ping, store.pending):
        with pytest.raises(StoreUnavailable, match="db upgrade"):
            await attempt()
    await store.close()


async def test_a_cancelled_transaction_leaves_the_store_usable(sqlite: SqlStore) -> None:
    async def endless() -> None:
        async with sqlite.unit_of_work() as uow:
            await uow.state.put("a", "b")
            await asyncio.sleep(60)

    task = asyncio.create_task(endless())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with sqlite.unit_of_work() as uow:
        assert await uow.state.get("a") is None


async def test_one_process_runs_on_a_file(tmp_path: Path) -> None:
    first, second = (SqlStore(f"sqlite:///{tmp_path / 'bot.db'}", Keys([NEW])) for _ in range(2))
    await first.upgrade()
    first.alone()
    first.alone()
    with pytest.raises(StoreUnavailable, match="Another process"):
        second.alone()
    await first.close()
    second.alone()
    await second.close()


@pytest.mark.parametrize(
    "address", ["", "nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:"]
)
def test_an_address_of_no_use_is_refused(address: str) -> None:
    with pytest.raises(BadSettings, match="BOT_DATABASE_URL"):
        driver_url(address)


def test_a_lease_holder_that_died_is_recognised() -> None:
    alive = new_holder()
    machine = alive.split("|")[0]
    assert not is_gone(alive)
    assert is_gone(f"{machine}|{2**22 + 1}|x")
    assert not is_gone("elsewhere|4194305|x")


@pytest.mark.parametrize("kind", ["sqlite", "fresh_postgres"])
async def test_migrations_make_exactly_the_tables_in_the_code(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    postgres = kind == "fresh_postgres"
    at = request.getfixturevalue(kind) if postgres else f"sqlite:///{tmp_path / 'new.db'}"
    store = SqlStore(at, Keys([NEW]))
    await store.upgrade()
    await store.upgrade()
    async with store.reader() as session:
        assert await migrations.is_current(session.connection)
        differences = await session.connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), metadata)
        )
    await store.close()
    assert differences == []


def test_the_newest_revision_is_the_one_the_code_expects() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_heads() == [migrations.HEAD]


async def test_no_query_on_sqlite_scans_a_table(sqlite: SqlStore) -> None:
    """Runs every use once and asks SQLite for the plan of each statement it saw."""
    seen: set[str] = set()
    from sqlalchemy import event

    event.listen(
        sqlite._engine.sync_engine,
        "before_cursor_execute",
        lambda _c, _u, statement, *_: seen.add(statement),
    )
    await _use_everything(sqlite)
    plans: dict[str, list[str]] = {}
    async with sqlite.session() as session:
        raw = await session.connection.get_raw_connection()
        for statement in seen:
            if (
                statement.split()[0] in {"SELECT", "DELETE", "UPDATE"}
                and "alembic" not in statement
            ):
                values = [1] * statement.count("?")
                assert raw.driver_connection is not None
                rows = await raw.driver_connection.execute_fetchall(
                    f"EXPLAIN QUERY PLAN {statement}", values
                )
                plans[statement] = [row[3] for row in rows]
    assert len(plans) > 10
    scans = {
        s: p for s, p in plans.items() if any("SCAN" in step and "INDEX" not in step for step in p)
    }
    # The two heads of the queues read from the start of the primary key and stop at the limit.
    assert all("LIMIT" in statement or "count(*)" in statement for statement in scans)


async def _use_everything(store: SqlStore) -> None:
    async with store.unit_of_work() as uow:
        await uow.inbox.put([Received(n, n, b"") for n in range(3)])
        await uow.outbox.add([Outgoing(1, "sendMessage", {})])
        await uow.leases.take("a", "far|1|b", 1)
        await uow.leases.release("a", "far|1|b")
        await uow.state.put("a", "b")
        await uow.state.get("a")
        await uow.replies.put(1, 1, 1)
        await uow.replies.answer_to(1, 1)
    async with store.unit_of_work() as uow:
        await uow.inbox.heads(5)
        await uow.inbox.take(1)
        await uow.inbox.bury(1, "x")
        await uow.inbox.done([2])
        await uow.outbox.waiting(1)
        await uow.outbox.drop(1)
        await uow.outbox.sent([1])
        await uow.people.forget(1)
    await store.post.take("person", 0, 5)
    await store.pending()
    await store.sweep()


async def test_two_workers_never_hold_the_same_chat(two: Sequence[SqlStore]) -> None:
    async with two[0].unit_of_work() as uow:
        await uow.inbox.put([Received(n, n % 2 + 1, b"") for n in (10, 11, 12, 13)])
    async with two[0].unit_of_work() as first:
        assert [u.update_id for u in await first.inbox.heads(1)] == [10]
        async with two[1].unit_of_work() as second:
            assert [u.update_id for u in await second.inbox.heads(9)] == [11]
        async with two[1].unit_of_work() as late:
            await late.inbox.put([Received(2, 1, b"")])  # an earlier number of the chat at work
        async with two[1].unit_of_work() as second:
            assert [u.update_id for u in await second.inbox.heads(9)] == [11]
            assert await second.inbox.take(2) is None
        await first.inbox.done([10])
    async with two[1].unit_of_work() as second:
        assert [u.update_id for u in await second.inbox.heads(9)] == [2, 11]


async def test_two_senders_never_get_the_same_letter_nor_a_later_one_of_its_chat(
    two: Sequence[SqlStore],
) -> None:
    async with two[0].unit_of_work() as uow:
        await uow.outbox.add([Outgoing(n % 5, "sendMessage", {"n": n}) for n in range(20)])
    taken = await asyncio.gather(*(two[n % 2].post.take("person", 0, 3) for n in range(6)))
    letters = [letter for group in taken for letter in group]
    assert sorted(letter.message.params["n"] for letter in letters) == [0, 1, 2, 3, 4]
    async with two[1].unit_of_work() as uow:
        await uow.outbox.sent([x.id for x in letters if x.message.chat_id == 2])
    again = await two[0].post.take("person", 0, 9)
    assert [letter.message.params["n"] for letter in again] == [7]


async def test_a_letter_of_a_process_that_died_is_sent_by_another(
    two: Sequence[SqlStore],
) -> None:
    async with two[0].unit_of_work() as uow:
        await uow.outbox.add([Outgoing(1, "sendMessage", {})])
    (letter,) = await two[0].post.take("person", 0, 9)
    assert await two[1].post.take("person", 0, 9) == []
    async with two[0].session() as session:
        await session.write(text("UPDATE outbox SET claimed_until = claimed_until - 11"))
    assert await two[1].post.take("person", 0, 9) == [letter]
    await two[1].post.keep([letter.id])
    assert await two[0].post.take("person", 0, 9) == []


async def test_a_broken_connection_to_postgresql_is_replaced(two: Sequence[SqlStore]) -> None:
    store, other = two
    await store.ping()
    async with other.session() as session:
        await session.fetch(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    with pytest.raises(StoreUnavailable, match="check BOT_DATABASE_URL"):
        await store.ping()
    await store.ping()
