"""Errors of the database as the bot's own, each with one line that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.core.errors import StoreUnavailable

ADVICE = (
    ("locked", "The database is locked by another process: stop it, or use PostgreSQL."),
    ("disk is full", "The disk of the database is full: free some space; nothing was lost."),
    ("no space left", "The disk of the database is full: free some space; nothing was lost."),
    (
        "unable to open",
        "The database file cannot be opened: check BOT_DATA_DIR and its permissions.",
    ),
    ("readonly", "The database cannot be written: check the permissions of its file and folder."),
    ("read-only", "The database takes no writes: check that it is the primary server."),
    ("disk i/o", "The disk of the database fails: check the disk, restore a backup if need be."),
    ("malformed", "The database file is damaged: restore a backup."),
    ("not a database", "The database file is damaged: restore a backup."),
    ("no such table", "The database has no tables yet: run `python -m bot db upgrade`."),
    ("does not exist", "The database or its tables do not exist: run `python -m bot db upgrade`."),
    ("password authentication", "PostgreSQL refuses the password: check BOT_DATABASE_URL."),
    ("too many", "PostgreSQL has no free connection: raise max_connections or run fewer workers."),
)
OTHERWISE = "The database does not answer: check BOT_DATABASE_URL and that the server runs."


def advice(error: BaseException) -> str:
    """One line for the operator; repeats nothing of the error, which may quote stored values."""
    text = str(error).lower()
    return next((line for sign, line in ADVICE if sign in text), OTHERWISE)


@contextmanager
def translated() -> Iterator[None]:
    """Turns failures of the database into StoreUnavailable; mistakes in a query stay bugs."""
    try:
        yield
    except (OperationalError, InterfaceError, InternalError, PoolTimeout, OSError) as error:
        raise StoreUnavailable(advice(error)) from None
    except DBAPIError as error:
        if error.connection_invalidated or "no such table" in str(error.orig).lower():
            raise StoreUnavailable(advice(error)) from None
        raise
