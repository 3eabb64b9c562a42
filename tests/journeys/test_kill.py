"""`kill -9` while people write: every update is answered, and none takes effect twice."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from bot.adapters.crypto import Keys
from bot.adapters.sql.store import SqlStore
from bot.faces.sandbox.driver import Sandbox
from bot.faces.sandbox.faults import Faults
from bot.faces.sandbox.people import Person
from bot.faces.sandbox.seen import Button
from tests.journeys.process import SECRET, BotProcess

PEOPLE, UPDATES_EACH, KILLS = 25, 20, 10
LOCALES = ("ru", "kk", "uz", "uz_Cyrl", "ky", "tr", "az", "tk", "hu", "en")
HOSTS = ("KZ", "UZ", "TR", "HU", "AZ", "KG", "TM")


class Writer:
    """A person who asks, and now and then changes language or country by an old button."""

    def __init__(self, person: Person, chance: random.Random) -> None:
        self.person = person
        self.questions = 0
        self.locale: str | None = None
        self.host: str | None = None
        self._chance = chance

    async def act(self, number: int) -> None:
        if number % 5 == 3:
            self.locale = self._chance.choice(LOCALES)
            self._press(f"l:{self.locale}")
        elif number % 5 == 4:
            self.host = self._chance.choice(HOSTS)
            self._press(f"sh:{self.host}")
        else:
            self.questions += 1
            await self.person.says(f"fine for overstay {number} days in Kazakhstan")

    def _press(self, data: str) -> None:
        menu = next(message for message in self.person.chat if message.from_bot)
        self.person._press(menu, Button("x", data))  # a button long replaced

    @property
    def answers(self) -> int:
        """Answers received, copies counted."""
        return sum(m.from_bot and "43,250" in _plain(m.text) for m in self.person.chat)


def _plain(text: str) -> str:
    return text.replace("\u00a0", ",").replace("\u202f", ",").replace(" ", ",").replace(".", ",")


async def test_killed_ten_times_it_answers_all_and_repeats_no_effect(tmp_path: Path) -> None:
    chance = random.Random(5)
    faults = Faults(bad_gateway=0.02, duplicated=0.2, lost=0.01, seed=3)
    async with Sandbox(faults=faults) as sandbox:
        bot = BotProcess(sandbox, tmp_path / "data")
        await bot.start()
        writers = [Writer(sandbox.person(f"P{n}", "en"), chance) for n in range(PEOPLE)]
        for writer in writers:
            await writer.person.says("/language")
        for writer in writers:
            await writer.person.hears(timeout=60)
        writing = asyncio.create_task(_write(writers))
        for _ in range(KILLS):
            await asyncio.sleep(chance.uniform(0.05, 1.2))
            await bot.kill()
            await bot.start()
        await writing
        await _all_answered(writers)
        await sandbox.world.updates.all_confirmed()
        assert await bot.stop() == 0
    copies = sum(writer.answers - writer.questions for writer in writers)
    assert copies <= KILLS * PEOPLE + 30  # what was on its way at a kill or got no answer
    await _same_choices(tmp_path / "data", writers)


async def _write(writers: list[Writer]) -> None:
    for number in range(UPDATES_EACH):
        for writer in writers:
            await writer.act(number)
            await asyncio.sleep(0.02)


async def _all_answered(writers: list[Writer]) -> None:
    async with asyncio.timeout(120):
        while any(writer.answers < writer.questions for writer in writers):
            await asyncio.sleep(0.1)


async def _same_choices(data: Path, writers: list[Writer]) -> None:
    """A press processed again after a later one would have brought an old choice back."""
    store = SqlStore(f"sqlite:///{data / 'yoldash.db'}", Keys([SECRET]))
    async with store.reading() as uow:
        for writer in writers:
            person = await uow.people.get(writer.person.id)
            assert (person.locale, person.host) == (writer.locale, writer.host)
    assert not await store.pending()
    await store.close()
