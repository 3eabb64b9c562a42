"""`python -m tests.bench` measures everything and prints every table as Markdown."""

from __future__ import annotations

import os
import platform

from tests.bench import answer, commit, start, throughput, understand

PARTS = (
    ("Throughput and latency", throughput.main),
    ("Start and memory", start.main),
    ("One answer", answer.main),
    ("Understanding", understand.main),
    ("Yardstick: commits", commit.main),
)


def main() -> None:
    """Prints all tables, those that depend least on the machine first."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
    for title, part in PARTS:
        print(f"## {title}\n", flush=True)
        part()
        print(flush=True)


if __name__ == "__main__":
    main()
