"""Telegram as the benchmarks need it: the sandbox's Bot API and a crowd of people.

It lives in the process of the benchmark, which does nothing else meanwhile; each bot has its own.
"""

from __future__ import annotations

import asyncio
import itertools
import math
import random
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache

from bot.faces.sandbox import texts
from bot.faces.sandbox.driver import Sandbox
from bot.faces.sandbox.world import Chat, Json, World
from tests.bench.understand import questions

PEOPLE = 64
FIRST_PERSON = 7_000_000_001
FIRST_WORDS = "/start KZ"
"""Everybody comes by a link that names their country, so that answers are whole."""

IsAnswer = Callable[[Json], bool]
"""Whether a message of the bot is the last one of an answer."""


def any_message(_message: Json) -> bool:
    """An echo is one message."""
    return True


def has_buttons(message: Json) -> bool:
    """Of our answers the last message has the buttons."""
    return "reply_markup" in message


@dataclass(slots=True)
class Writer:
    """Somebody with a phone in one language, and what they will ask, for ever."""

    chat: Chat
    account: Json
    contents: Iterator[Json]
    waiting: deque[float] = field(default_factory=deque)
    """When each question was written that has no answer yet."""


class Crowd:
    """People of ten languages who ask the questions of the test set."""

    def __init__(self, world: World, people: int, is_answer: IsAnswer) -> None:
        self._world = world
        self._is_answer = is_answer
        self._writers = {writer.chat.id: writer for writer in _writers(world, people)}
        self._left = 0.0
        self._stirred = asyncio.Event()
        self.answers = 0
        self.latencies: list[float] = []
        """Seconds from each question to the end of its answer, in order of answers."""
        world.listeners.append(self._hear)

    def talk(self, questions: float = math.inf) -> None:
        """Everybody asks, and asks again once answered, so many questions in all."""
        self._left = questions
        for writer in self._writers.values():
            self._ask_on(writer)

    def hush(self) -> None:
        """Nobody asks again."""
        self._left = 0

    async def steadily(self, rate: float, seconds: float, seed: int = 1) -> None:
        """Somebody asks `rate` times a second at random moments, answered or not."""
        chance = random.Random(seed)
        turns = itertools.cycle(self._writers.values())
        due = time.perf_counter()
        end = due + seconds
        while (due := due + chance.expovariate(rate)) < end:
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            self._ask(next(turns), due)

    async def answered(self, patience: float = 60.0) -> bool:
        """Waits until every question has its answer; False when patience ends."""
        return await self._until(lambda: not self.waiting, patience)

    async def heard(self, answers: int, patience: float = 60.0) -> bool:
        """Waits for so many answers since the beginning; False when patience ends."""
        return await self._until(lambda: self.answers >= answers, patience)

    @property
    def waiting(self) -> int:
        """Questions without an answer."""
        return sum(len(writer.waiting) for writer in self._writers.values())

    async def _until(self, reached: Callable[[], bool], patience: float) -> bool:
        try:
            async with asyncio.timeout(patience):
                while not reached():
                    self._stirred.clear()
                    await self._stirred.wait()
        except TimeoutError:
            return False
        return True

    def _ask_on(self, writer: Writer) -> None:
        if self._left > 0:
            self._left -= 1
            self._ask(writer, time.perf_counter())

    def _ask(self, writer: Writer, at: float) -> None:
        writer.waiting.append(at)
        content = next(writer.contents)
        message = self._world.add_message(writer.chat, writer.account, content)
        self._world.updates.add("message", writer.chat.lane, message)

    def _hear(self, event: str, chat: Chat | None, what: Json) -> None:
        if event != "message" or chat is None or not what["from"]["is_bot"]:
            return
        writer = self._writers.get(chat.id)
        if writer is None or not writer.waiting or not self._is_answer(what):
            return
        self.latencies.append(time.perf_counter() - writer.waiting.popleft())
        self.answers += 1
        chat.messages.clear()
        self._stirred.set()
        self._ask_on(writer)


def _writers(world: World, people: int) -> Iterator[Writer]:
    asked = list(_contents().items())
    first = _content(FIRST_WORDS)
    for number in range(people):
        locale, contents = asked[number % len(asked)]
        code = locale.split("_", maxsplit=1)[0]
        account: Json = {
            "id": FIRST_PERSON + number, "is_bot": False, "first_name": "Aigerim",
            "last_name": "Bekova", "language_code": code,
        }  # fmt: skip
        chat = world.new_private(account, code)
        chat.known = True
        start = number * 7 % len(contents)
        rest = itertools.cycle([*contents[start:], *contents[:start]])
        yield Writer(chat, account, itertools.chain([first], rest))


@cache
def _contents() -> dict[str, list[Json]]:
    """The questions of each language as messages."""
    found: dict[str, list[Json]] = defaultdict(list)
    for question in questions():
        found[question.locale].append(_content(question.text))
    return found


def _content(text: str) -> Json:
    entities = texts.detect(text, [])
    return {"text": text, **({"entities": entities} if entities else {})}


@asynccontextmanager
async def telegram(
    is_answer: IsAnswer, *, people: int = PEOPLE, latency: float = 0.0
) -> AsyncIterator[tuple[Sandbox, Crowd]]:
    """A fresh Bot API, `latency` seconds away, and a crowd that has not written yet."""
    async with Sandbox(latency=latency) as sandbox:
        yield sandbox, Crowd(sandbox.world, people, is_answer)
