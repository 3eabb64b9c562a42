"""The tables of the durable path: people, queues, leases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Brings the tables to this revision."""
    _people()
    _inbox()
    _outbox()
    _bot()


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("key", sa.LargeBinary(16), primary_key=True),
        sa.Column("locale", sa.String(16)),
        sa.Column("host", sa.String(16)),
        sa.Column("citizenship", sa.String(16)),
        sa.Column("blocked_at", sa.BigInteger),
    )
    op.create_table(
        "reply",
        sa.Column("person", sa.LargeBinary(16), primary_key=True),
        sa.Column("question", sa.BigInteger, primary_key=True),
        sa.Column("answer", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
    )
    op.create_index("reply_expires", "reply", ["expires"])
    op.create_table(
        "vote",
        sa.Column("ballot", sa.LargeBinary(16), primary_key=True),
        sa.Column("topic", sa.String(64), nullable=False),
        sa.Column("host", sa.String(16)),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(32)),
        sa.Column("day", sa.BigInteger, nullable=False),
    )
    op.create_index("vote_topic", "vote", ["topic", "day"])


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("update_id", Id, primary_key=True, autoincrement=False),
        sa.Column("lane", sa.BigInteger, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
    )
    op.create_index("inbox_lane", "inbox", ["lane", "update_id"])
    op.create_table(
        "seen",
        sa.Column("update_id", Id, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("seen_at", "seen", ["at"])
    op.create_table(
        "dead_letter",
        sa.Column("update_id", Id, primary_key=True, autoincrement=False),
        sa.Column("lane", sa.BigInteger, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("reason", sa.String(80), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("dead_letter_lane", "dead_letter", ["lane"])
    op.create_index("dead_letter_at", "dead_letter", ["at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", Id, primary_key=True, autoincrement=True),
        sa.Column("lane", sa.BigInteger, nullable=False),
        sa.Column("budget", sa.SmallInteger, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("claimed_until", sa.Float(53), nullable=False, server_default="0"),
        sqlite_autoincrement=True,
    )
    op.create_index("outbox_lane", "outbox", ["lane", "id"])
    op.create_index("outbox_budget", "outbox", ["budget", "id"])


def _bot() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("until", sa.Float(53), nullable=False),
    )
    op.create_table(
        "state",
        sa.Column("key", sa.String(80), primary_key=True),
        sa.Column("value", sa.String, nullable=False),
    )
