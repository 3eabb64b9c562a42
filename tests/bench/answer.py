"""Understanding and writing one answer: every topic in every written form, on one core.

`python -m tests.bench.answer` prints the table.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from telegram.ext import ApplicationBuilder, ContextTypes

from bot import wiring
from bot.core.person import Person
from bot.faces.telegram.asking import reply
from bot.faces.telegram.context import DESK, Context, Desk
from bot.services.knowledge import Library
from bot.settings import load
from tests.bench.table import markdown, ms, percentile, verdict
from tests.bench.understand import questions
from tests.builders import HOSTS

ROUNDS = 5
MOST_MEDIAN, MOST_P99 = 0.0005, 0.002


@dataclass
class Spent:
    """Seconds of each step, one number a question."""

    read: list[float] = field(default_factory=list)
    write: list[float] = field(default_factory=list)

    @property
    def both(self) -> list[float]:
        """Seconds from text to message."""
        return [one + other for one, other in zip(self.read, self.write, strict=True)]


def learnt(library: Library) -> Iterator[tuple[str, str]]:
    """Every topic's question in every language: languages and texts."""
    for locale, speech in library.now.content.speech.items():
        for words in speech.topics.values():
            yield locale, words.question


def a_context(library: Library) -> Context:
    """A handler's context, as the bot makes it."""
    types = ContextTypes(context=Context)
    app = ApplicationBuilder().token("1:none").updater(None).context_types(types).build()
    app.bot_data[DESK] = Desk(library, wiring.SystemClock(), "yoldash_bot")
    return Context(app)


def measure(library: Library, asked: list[tuple[str, str]]) -> Spent:
    """Times of all questions, each asked from the next country."""
    spent, context = Spent(), a_context(library)
    hosts = itertools.cycle(HOSTS)
    for locale, text in asked:
        person, speak = Person(b"", host=next(hosts)), library.speaker(locale)
        start = time.perf_counter()
        reading = library.read(text)
        between = time.perf_counter()
        reply(context, person, speak, reading)
        spent.write.append(time.perf_counter() - between)
        spent.read.append(between - start)
    return spent


def _row(name: str, spent: list[float]) -> tuple[str, ...]:
    half, slow = median(spent), percentile(spent, 0.99)
    kept = verdict(half <= MOST_MEDIAN and slow <= MOST_P99)
    return name, ms(half), ms(slow), ms(max(spent)), kept


def main() -> None:
    """Prints the table."""
    library = wiring.make_library(load())
    own, others = list(learnt(library)), [(q.locale, q.text) for q in questions()]
    cold = measure(library, own)
    warm = [measure(library, own) for _ in range(ROUNDS)][-1]
    unseen = [measure(library, others) for _ in range(2)][-1]
    rows = [
        _row(f"{len(own)} questions of the topics, first time", cold.both),
        _row("the same again", warm.both),
        _row("... of that, understanding", warm.read),
        _row("... of that, writing", warm.write),
        _row(f"{len(others)} questions of the test set", unseen.both),
        _row("... of that, understanding", unseen.read),
    ]
    print(markdown(("understand and render", "median ms", "p99 ms", "max ms", "kept"), rows))


if __name__ == "__main__":
    main()
