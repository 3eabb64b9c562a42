"""Understanding, measured on questions whose authors have not seen the phrasings.

`python -m tests.bench.understand` prints the tables; `measure` gives their numbers to tests.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bot import wiring
from bot.core.understand.reading import Reading
from bot.services.knowledge import Knowledge
from bot.settings import load

QUESTIONS = Path(__file__).resolve().parent.parent / "content" / "questions"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the test set, and what it should be understood to be."""

    id: str
    locale: str
    text: str
    topic: str | None
    style: str
    host: str | None
    urgent: str | None


@dataclass(slots=True)
class Score:
    """Counts over some questions."""

    asked: int = 0
    answered_right: int = 0
    offered_right: int = 0
    answered_wrong: int = 0
    offered_wrong: int = 0
    declined: int = 0
    hosts: int = 0
    hosts_right: int = 0
    alarms: int = 0
    misses: list[tuple[Asked, Reading]] = field(default_factory=list)

    def share(self, count: int) -> float:
        """A count as a share of what was asked."""
        return count / self.asked if self.asked else 0.0

    @property
    def reach(self) -> float:
        """Share answered right, or with the right topic among the offers."""
        return self.share(self.answered_right + self.offered_right)


def questions(folder: Path = QUESTIONS) -> Iterator[Asked]:
    """The test set."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield Asked(
                row["id"], path.stem, row["text"], row["topic"], row["style"], row.get("host"),
                row.get("urgent"),
            )  # fmt: skip


def measure(knowledge: Knowledge, asked: Iterable[Asked]) -> dict[str, dict[str, Score]]:
    """Scores by `all`, `locale` and `style`, then by kind (`topic`, `oos`, `urgent`) in the key."""
    scores: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    for question in asked:
        reading = knowledge.reader.read(question.text)
        kind = "urgent" if question.urgent else "topic" if question.topic else "oos"
        for group in ("all", question.locale, f"style {question.style}"):
            _count(scores[group][kind], question, reading)
    return scores


def _count(score: Score, asked: Asked, reading: Reading) -> None:
    score.asked += 1
    score.alarms += reading.urgent == asked.urgent if asked.urgent else bool(reading.urgent)
    if asked.host:
        score.hosts += 1
        score.hosts_right += reading.host == asked.host
    right = asked.topic is not None and asked.topic in (reading.topic, *reading.offers)
    if reading.decision == "decline":
        score.declined += 1
    elif reading.decision == "answer":
        score.answered_right += right
        score.answered_wrong += not right
    else:
        score.offered_right += right
        score.offered_wrong += not right
    if asked.topic and (reading.decision == "decline" or not right):
        score.misses.append((asked, reading))


def table(scores: dict[str, dict[str, Score]]) -> str:
    """Both tables as Markdown."""
    head = (
        "| | asked | reach | answered right | answered wrong | declined | host found | "
        "oos answered | oos declined | emergencies |\n|---|---|---|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *(_row(name, kinds) for name, kinds in scores.items())])


def _row(name: str, kinds: dict[str, Score]) -> str:
    topic, oos, urgent = (kinds.get(kind, Score()) for kind in ("topic", "oos", "urgent"))
    cells = [
        str(topic.asked or "-"),
        _percent(topic, topic.reach),
        _percent(topic, topic.share(topic.answered_right)),
        _percent(topic, topic.share(topic.answered_wrong)),
        _percent(topic, topic.share(topic.declined)),
        f"{topic.hosts_right / topic.hosts:.0%}" if topic.hosts else "-",
        _percent(oos, oos.share(oos.answered_right + oos.answered_wrong)),
        _percent(oos, oos.share(oos.declined)),
        _percent(urgent, urgent.share(urgent.alarms)),
    ]
    return f"| {name} | {' | '.join(cells)} |"


def _percent(score: Score, share: float) -> str:
    return f"{share:.1%}" if score.asked else "-"


def speed(knowledge: Knowledge, asked: list[Asked]) -> tuple[float, float]:
    """Milliseconds for one question: median and 99th percentile."""
    times = []
    for question in asked * 3:
        start = time.perf_counter()
        knowledge.reader.read(question.text)
        times.append(time.perf_counter() - start)
    return float(np.median(times) * 1000), float(np.percentile(times, 99) * 1000)


def main() -> None:
    """Prints everything."""
    knowledge = wiring.load_knowledge(load())
    asked = list(questions())
    scores = measure(knowledge, asked)
    print(table(scores))
    topics = scores["all"]["topic"]
    print(f"\nfalse alarms on ordinary questions: {topics.share(topics.alarms):.2%}")
    median, slow = speed(knowledge, asked)
    print(f"one question: median {median:.2f} ms, p99 {slow:.2f} ms")
    if "--misses" in sys.argv:
        for question, reading in topics.misses:
            print(question.id, question.style, question.topic, "->", reading.decision,
                  reading.topic, reading.offers, question.text)  # fmt: skip


if __name__ == "__main__":
    main()
