"""The yardstick: one row, one commit, on the disk where the benchmarks keep their databases.

`python -m tests.bench.commit` prints the table.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from pathlib import Path
from statistics import median

import aiosqlite

from tests.bench.table import markdown, times

PRAGMAS = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")
TABLE = "CREATE TABLE row (id INTEGER PRIMARY KEY, payload BLOB)"
INSERT = "INSERT INTO row (payload) VALUES (?)"
PAYLOAD = b"x" * 300
ROUNDS = 5
SECONDS = 0.5


def bare(path: Path, seconds: float = SECONDS, rows: int = 1) -> float:
    """Rows a second through Python's sqlite3, so many rows a commit, WAL, `synchronous=FULL`."""
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in (*PRAGMAS, "DROP TABLE IF EXISTS row", TABLE):
        connection.execute(statement)
    start, commits = time.perf_counter(), 0
    while (spent := time.perf_counter() - start) < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(INSERT, [(PAYLOAD,)] * rows)
        connection.execute("COMMIT")
        commits += 1
    connection.close()
    return commits * rows / spent


async def asynchronous(path: Path, seconds: float = SECONDS) -> float:
    """The same, one row a commit, through aiosqlite: each call is a trip to a thread."""
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        for statement in (*PRAGMAS, "DROP TABLE IF EXISTS row", TABLE):
            await connection.execute(statement)
        start, commits = time.perf_counter(), 0
        while (spent := time.perf_counter() - start) < seconds:
            await connection.execute("BEGIN IMMEDIATE")
            await connection.execute(INSERT, (PAYLOAD,))
            await connection.execute("COMMIT")
            commits += 1
    return commits / spent


def rounds(folder: Path) -> list[tuple[float, float, float]]:
    """Rows a second: bare, bare with 64 rows a commit, through aiosqlite."""
    path = folder / "commit.db"
    return [
        (bare(path), bare(path, rows=64), asyncio.run(asynchronous(path))) for _ in range(ROUNDS)
    ]


def main() -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory(prefix="yoldash-bench-") as folder:
        found = rounds(Path(folder))
    names = ("one row a commit", "64 rows a commit", "one row a commit, aiosqlite")
    rows = [
        (name, times(median(r[n] / r[0] for r in found)), f"{median(r[n] for r in found):,.0f}")
        for n, name in enumerate(names)
    ]
    print(markdown(("SQLite, WAL, FULL", "x", "rows/s"), rows))


if __name__ == "__main__":
    main()
