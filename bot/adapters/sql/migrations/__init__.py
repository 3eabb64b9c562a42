"""Changes of the tables over time; Alembic is loaded only when there is something to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

HEAD = "0001"
"""The newest revision; a test compares it with the files in `versions/`."""

UPGRADE_LOCK = 7_146_252_001


async def is_current(connection: AsyncConnection) -> bool:
    """Whether the tables have the newest shape."""
    try:
        rows = await connection.execute(text("SELECT version_num FROM alembic_version"))
    except DBAPIError as error:
        if "alembic_version" in str(error.orig):
            return False
        raise
    return rows.scalars().all() == [HEAD]


async def upgrade(connection: AsyncConnection, postgres: bool) -> None:
    """Applies what is missing inside the open transaction; another process waits its turn."""
    if postgres:
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})"))
    await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  # 0.2 s that most starts save
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
