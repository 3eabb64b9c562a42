"""How fast the bots are: updates a second in a closed loop, near and far, and waits at half load.

`python -m tests.bench.throughput [--rounds N] [--seconds S]`. Every round measures every bot, so a
ratio compares moments close together; the tables hold medians over the rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.running import go
from tests.bench import commit
from tests.bench.api_server import PEOPLE, telegram
from tests.bench.bots import AIOGRAM, OURS, OURS_ECHO, PTB, Kind, cpu_seconds, running
from tests.bench.table import markdown, ms, percentile, times, verdict

FAR = 0.05
"""Seconds between bot and Telegram, as in life."""
WARM_SECONDS = 1.5
CROWD = 256
"""People at half load: so many that hardly one asks twice at a time."""
ALL = (PTB, AIOGRAM, OURS, OURS_ECHO)


@dataclass(frozen=True)
class Flow:
    """What a closed loop brought."""

    rate: float
    """Updates answered a second."""
    cpu: float
    """CPU seconds the bot spends on an update."""
    api: float
    """Share of one core that the Bot API used; near 1 it, not the bot, sets the pace."""


Round = Mapping[str, Flow]
"""A flow for each bot's name."""


async def flow(kind: Kind, data: Path, seconds: float, latency: float = 0.0) -> Flow:
    """A closed loop of 64 people; raises RuntimeError if one is left without an answer."""
    async with telegram(kind.is_answer, latency=latency) as (sandbox, crowd):
        async with running(kind, sandbox, data) as bot:
            crowd.talk()
            begun = await crowd.heard(PEOPLE)
            await asyncio.sleep(WARM_SECONDS)
            start, answers, cpu = time.perf_counter(), crowd.answers, cpu_seconds(bot.pid)
            api = cpu_seconds(os.getpid())
            await asyncio.sleep(seconds)
            spent, count = time.perf_counter() - start, crowd.answers - answers
            found = Flow(
                count / spent,
                (cpu_seconds(bot.pid) - cpu) / max(count, 1),
                (cpu_seconds(os.getpid()) - api) / spent,
            )
            crowd.hush()
            if not (begun and await crowd.answered()):
                raise RuntimeError(f"{kind.name}: {crowd.waiting} questions without an answer")
            return found


async def waits(kind: Kind, data: Path, rate: float, seconds: float) -> list[float]:
    """Seconds that people wait for answers at a steady pace of questions."""
    async with telegram(kind.is_answer, people=CROWD) as (sandbox, crowd):
        async with running(kind, sandbox, data):
            crowd.talk(CROWD)
            await crowd.answered()
            await crowd.steadily(rate, WARM_SECONDS)
            await crowd.answered()
            warm = len(crowd.latencies)
            await crowd.steadily(rate, seconds)
            if not await crowd.answered():
                raise RuntimeError(f"{kind.name}: {crowd.waiting} questions without an answer")
            return crowd.latencies[warm:]


async def rounds(count: int, seconds: float, latency: float = 0.0) -> list[Round]:
    """Flows of all bots, one after the other, so many times."""
    found: list[Round] = []
    for number in range(count):
        first = number % len(ALL)  # nobody always goes first
        each: dict[str, Flow] = {}
        for kind in ALL[first:] + ALL[:first]:
            with tempfile.TemporaryDirectory(prefix="yoldash-bench-") as data:
                each[kind.name] = await flow(kind, Path(data), seconds, latency)
        found.append(each)
    return found


def ratio(
    found: Sequence[Round], one: Kind, other: Kind, of: Callable[[Flow], float] = lambda f: f.rate
) -> float:
    """Median over the rounds of one bot's number over the other's."""
    return median(of(each[one.name]) / of(each[other.name]) for each in found)


def flow_table(found: Sequence[Round]) -> str:
    """Ratios first, then what depends on the machine."""
    head = ("", "x PTB", "x aiogram", "CPU x PTB", "CPU µs", "updates/s", "range", "API busy")
    return markdown(head, [_flow_row(found, kind) for kind in ALL])


def _flow_row(found: Sequence[Round], kind: Kind) -> tuple[str, ...]:
    flows = [each[kind.name] for each in found]
    rates = sorted(each.rate for each in flows)
    return (
        kind.name,
        times(ratio(found, kind, PTB)),
        times(ratio(found, kind, AIOGRAM)),
        times(ratio(found, kind, PTB, lambda f: f.cpu)),
        f"{median(each.cpu for each in flows) * 1e6:.0f}",
        f"{median(rates):.0f}",
        f"{rates[0]:.0f}-{rates[-1]:.0f}",
        f"{median(each.api for each in flows):.0%}",
    )


def budgets(near: Sequence[Round], far: Sequence[Round]) -> str:
    """What was promised, what was measured."""
    asked = (
        ("real answers", near, OURS, PTB, 2.0),
        ("real answers", near, OURS, AIOGRAM, 0.8),
        ("echo only", near, OURS_ECHO, PTB, 3.0),
        ("50 ms away, real answers", far, OURS, PTB, 30.0),
        ("50 ms away, real answers", far, OURS, AIOGRAM, 1.0),
    )
    rows = [
        (f"{what}, over {other.name}", times(wanted), times(is_), verdict(is_ >= wanted))
        for what, found, one, other, wanted in asked
        if (is_ := ratio(found, one, other))
    ]
    return markdown(("budget", "at least", "is", "kept"), rows)


async def wait_rounds(count: int, seconds: float, rate: float) -> dict[str, list[list[float]]]:
    """Waits of each bot at a pace, by round."""
    found: dict[str, list[list[float]]] = {kind.name: [] for kind in ALL}
    for _ in range(count):
        for kind in ALL:
            with tempfile.TemporaryDirectory(prefix="yoldash-bench-") as data:
                found[kind.name].append(await waits(kind, Path(data), rate, seconds))
    return found


def wait_table(found: Mapping[str, Sequence[Sequence[float]]]) -> str:
    """Median, p99 and its ratio to the PTB echo bot's of the same round; medians over rounds."""
    rows = []
    for name, each in found.items():
        p99 = [percentile(times_, 0.99) for times_ in each]
        against = median(
            ours / percentile(ptb, 0.99) for ours, ptb in zip(p99, found[PTB.name], strict=True)
        )
        half = median(percentile(times_, 0.5) for times_ in each)
        rows.append((name, times(against), ms(half), ms(median(p99)), verdict(against <= 1)))
    return markdown(("", "p99 x PTB", "median ms", "p99 ms", "p99 kept"), rows)


async def everything(count: int, seconds: float) -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory(prefix="yoldash-bench-") as folder:
        yardstick = median(commit.bare(Path(folder) / "commit.db") for _ in range(3))
    near = await rounds(count, seconds)
    far = await rounds(max(1, count // 2), seconds, FAR)
    print(f"### Budgets\n{budgets(near, far)}\n")
    print(f"### Closed loop of {PEOPLE} people\n{flow_table(near)}\n")
    rate = median(each[OURS.name].rate for each in near)
    print(f"Ours with real answers makes {rate / yardstick:.2g} times as many answers a second as "
          f"bare sqlite3 makes one-row commits ({yardstick:.0f}/s) on the same disk.\n")  # fmt: skip
    print(f"### The same, 50 ms from Telegram\n{flow_table(far)}\n")
    pace = median(each[PTB.name].rate for each in near) / 2
    found = await wait_rounds(max(1, count // 2), seconds * 2, pace)
    print(f"### Waits at half of the PTB echo bot's pace ({pace:.0f} questions/s)")
    print(wait_table(found))


def options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    return parser.parse_args()


def main() -> None:
    """Measures and prints."""
    wanted = options()
    go(everything(wanted.rounds, wanted.seconds))


if __name__ == "__main__":
    main()
