"""From the command to the first answer, and the memory it takes.

`python -m tests.bench.start` prints the tables.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.faces.sandbox.driver import Sandbox
from bot.running import go
from tests.bench.api_server import has_buttons, telegram
from tests.bench.bots import AIOGRAM, OURS, PTB, Kind, resident_mb, running
from tests.bench.table import markdown, times, verdict
from tests.journeys.process import bot_running

ROUNDS = 5
ANSWERS = 3000
"""Answers after which memory is looked at again."""
RUN = Kind("ours, `python -m bot run`", ("bot", "run"), has_buttons)
STARTED = (PTB, AIOGRAM, RUN)
WORKED = (PTB, AIOGRAM, OURS)
MOST_SECONDS, MOST_MB = 1.5, 130.0


@dataclass(frozen=True)
class Seen:
    """How long something took, and the memory of the bot after it."""

    seconds: float
    mb: float


async def first_answer(kind: Kind, data: Path, answers: int = 1) -> Seen:
    """From the command to the answer of somebody who had written before; or to so many answers."""
    async with telegram(kind.is_answer) as (sandbox, crowd):
        crowd.talk(answers)
        start = time.perf_counter()
        async with running(kind, sandbox, data) as bot:
            if not await crowd.answered(120):
                raise RuntimeError(f"{kind.name}: no answer")
            return Seen(time.perf_counter() - start, resident_mb(bot.pid))


async def ready(data: Path) -> Seen:
    """From the command to the line `ready`; the first time in a folder it makes its tables and learns."""
    async with Sandbox() as sandbox:
        start = time.perf_counter()
        async with bot_running(sandbox, data, XDG_CACHE_HOME=str(data / "cache")) as bot:
            seconds = time.perf_counter() - start
            assert bot._process is not None
            return Seen(seconds, resident_mb(bot._process.pid))


async def everything(rounds: int = ROUNDS) -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory(prefix="yoldash-bench-") as folder:
        data = Path(folder)
        seen = {"new": [await ready(data)], "ready": []}
        for _ in range(rounds):
            seen["ready"].append(await ready(data))
            for kind in STARTED:
                found = await first_answer(kind, data / kind.command[0])
                seen.setdefault(kind.name, []).append(found)
    worked = {kind.name: await _worked(kind) for kind in WORKED}
    print(f"### Start\n{_start_table(seen)}\n")
    print(f"### Memory after {ANSWERS} answers\n{_memory_table(worked)}\n")
    print(_budgets(seen["ready"], worked[OURS.name]))


async def _worked(kind: Kind) -> float:
    with tempfile.TemporaryDirectory(prefix="yoldash-bench-") as folder:
        return (await first_answer(kind, Path(folder), ANSWERS)).mb


def _start_table(seen: dict[str, list[Seen]]) -> str:
    unit = median(each.seconds for each in seen[PTB.name])
    names = {kind.name: f"{kind.name}: to the first answer" for kind in STARTED} | {
        "ready": f"{RUN.name}: to `ready`",
        "new": "the same in a new folder: it makes its tables and learns",
    }
    rows = []
    for key, name in names.items():
        seconds = median(each.seconds for each in seen[key])
        mb = median(each.mb for each in seen[key])
        rows.append((name, times(seconds / unit), f"{seconds:.2f}", f"{mb:.0f}"))
    return markdown(("", "x PTB", "s", "MB"), rows)


def _memory_table(worked: dict[str, float]) -> str:
    unit = worked[PTB.name]
    rows = [(name, times(mb / unit), f"{mb:.0f}") for name, mb in worked.items()]
    return markdown(("", "x PTB", "MB"), rows)


def _budgets(begun: Sequence[Seen], worked: float) -> str:
    seconds = median(each.seconds for each in begun)
    fresh = median(each.mb for each in begun)
    rows = [
        (what, f"{most:g}", f"{is_:.3g}", verdict(is_ <= most))
        for what, most, is_ in (
            ("start to ready, s", MOST_SECONDS, seconds),
            ("memory when ready, MB", MOST_MB, fresh),
            ("memory at work, MB", MOST_MB, worked),
        )
    ]
    return markdown(("budget", "at most", "is", "kept"), rows)


def main() -> None:
    """Measures and prints."""
    go(everything())


if __name__ == "__main__":
    main()
