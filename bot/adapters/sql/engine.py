"""Connections to SQLite and PostgreSQL, alike: autocommit, transactions spelled out by us."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.core.errors import BadSettings

BUSY_MS = 5000
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)
CONNECT_SECONDS = 10
ALIVE = {
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
    "options": "-c idle_in_transaction_session_timeout=60000 -c tcp_keepalives_idle=20"
    " -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
}
"""Both sides notice within half a minute that the other is gone, so that no chat stays locked."""


def driver_url(address: str) -> URL:
    """The address with its asynchronous driver; BadSettings for what is neither of the two."""
    try:
        url = make_url(address)
    except ArgumentError:
        raise BadSettings("BOT_DATABASE_URL: not an address of a database.") from None
    kind = url.drivername.partition("+")[0]
    if kind == "sqlite":
        if not url.database or url.database == ":memory:":
            raise BadSettings("BOT_DATABASE_URL: SQLite needs a file, as in sqlite:///data/bot.db")
        return url.set(drivername="sqlite+aiosqlite")
    if kind in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg_async")
    raise BadSettings("BOT_DATABASE_URL: use sqlite:///… or postgresql://…")


def is_postgres(url: URL) -> bool:
    """Whether the address leads to PostgreSQL."""
    return url.drivername.startswith("postgresql")


def make_engine(url: URL, connections: int) -> AsyncEngine:
    """An engine whose errors never quote values and whose connections commit on demand only."""
    if is_postgres(url):
        return create_async_engine(
            url,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=CONNECT_SECONDS,
            connect_args={"connect_timeout": CONNECT_SECONDS, **ALIVE},
        )
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url, isolation_level="AUTOCOMMIT", hide_parameters=True, poolclass=NullPool
    )
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()
