"""The tables, for SQLite and PostgreSQL alike; times are whole seconds since 1970."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
)

Id = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column declared INTEGER."""

metadata = MetaData()

person = Table(
    "person",
    metadata,
    Column("key", LargeBinary(16), primary_key=True),
    Column("locale", String(16)),
    Column("host", String(16)),
    Column("citizenship", String(16)),
    Column("blocked_at", BigInteger),
)

reply = Table(
    "reply",
    metadata,
    Column("person", LargeBinary(16), primary_key=True),
    Column("question", BigInteger, primary_key=True),
    Column("answer", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Index("reply_expires", "expires"),
)

vote = Table(
    "vote",
    metadata,
    Column("ballot", LargeBinary(16), primary_key=True),
    Column("topic", String(64), nullable=False),
    Column("host", String(16)),
    Column("locale", String(16), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String(32)),
    Column("day", BigInteger, nullable=False),
    Index("vote_topic", "topic", "day"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", Id, primary_key=True, autoincrement=False),
    Column("lane", BigInteger, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Index("inbox_lane", "lane", "update_id"),
)

seen = Table(
    "seen",
    metadata,
    Column("update_id", Id, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Index("seen_at", "at"),
)
"""Ids of updates received of late, so that one delivered again after processing is ignored."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("lane", BigInteger, nullable=False),
    Column("budget", SmallInteger, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("claimed_until", Float(53), nullable=False, server_default="0"),
    Index("outbox_lane", "lane", "id"),
    Index("outbox_budget", "budget", "id"),
    sqlite_autoincrement=True,  # an id is never used again: the sender reads on from the last one
)

dead_letter = Table(
    "dead_letter",
    metadata,
    Column("update_id", Id, primary_key=True, autoincrement=False),
    Column("lane", BigInteger, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("reason", String(80), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("dead_letter_lane", "lane"),
    Index("dead_letter_at", "at"),
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(200), nullable=False),
    Column("until", Float(53), nullable=False),
)

state = Table(
    "state",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("value", String, nullable=False),
)
