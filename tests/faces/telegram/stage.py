"""The whole Telegram face in one process: the sandbox, the real bot, a store in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.adapters.crypto import Keys
from bot.adapters.memory import MemoryStore
from bot.core.person import Person as Kept
from bot.core.person import Vote
from bot.faces.sandbox import markup
from bot.faces.sandbox.driver import Sandbox
from bot.faces.sandbox.people import Person, Room
from bot.faces.sandbox.seen import Button, Message
from bot.faces.sandbox.world import Press
from bot.faces.telegram.bot import TelegramBot
from bot.metrics import Metrics
from bot.services.card import Card
from bot.services.knowledge import Library
from bot.wiring import SystemClock
from tests.builders import HOSTS

SECRET = "stage-" + "s" * 40
PATIENCE = 20.0
"""Seconds after which a test gives up on a bot that does not come to rest."""
FINE = "overstay_fine_amount"
FINE_IN = "fine for overstay in {}"
UNKNOWN = "asdf qwerty"
SECTIONS = ["m:stay", "m:overstay", "m:papers", "m:travel", "m:help", "m:bot"]
AFTER_MISS = ["m", "t:human_contact:-"]


@dataclass(frozen=True)
class Stage:
    """A bot at work and the people who talk to it."""

    sandbox: Sandbox
    store: MemoryStore
    bot: TelegramBot
    library: Library

    def person(self, name: str = "Aziza", language: str = "en") -> Person:
        """Somebody with a phone in this language."""
        return self.sandbox.person(name, language)

    async def at_rest(self) -> None:
        """Returns when every update is processed and everything said is sent."""
        async with asyncio.timeout(PATIENCE):
            await self.sandbox.world.updates.all_confirmed()
        await until(lambda: not self.store.committed.inbox)
        await until(lambda: not self.store.committed.outbox)
        await self.bot._worker._directs.finish()

    async def hears(self, room: Room) -> list[Message]:
        """What the bot says in a chat to the last act there, new or edited; nothing if silent."""
        await self.at_rest()
        return await room.answer(settle=0, patience=0.01)

    async def says(self, person: Person, text: str) -> list[Message]:
        """What the bot says to a text."""
        await person.says(text)
        return await self.hears(person)

    async def one(self, person: Person, text: str) -> Message:
        """The only message the bot says to a text."""
        (answer,) = await self.says(person, text)
        return answer

    async def presses(
        self, person: Person, data: str, message: Message | None = None
    ) -> list[Message]:
        """What the bot says to a press on the button with this data."""
        await person.presses(data, message)
        return await self.hears(person)

    async def forges(
        self, person: Person, data: str, message: Message
    ) -> tuple[Press, list[Message]]:
        """What the bot says to a button that is not there: of an older version, or made up."""
        press = person._press(message, Button("x", data))
        assert press is not None
        return press, await self.hears(person)

    async def kept(self, person: Person) -> tuple[str | None, str | None, str | None]:
        """Language, country and passport in the store."""
        row = await self.row(person)
        return row.locale, row.host, row.citizenship

    async def row(self, person: Person) -> Kept:
        """What the store knows of a person."""
        async with self.store.reading() as uow:
            return await uow.people.get(person.id)

    async def chooses(self, person: Person, **choices: str) -> None:
        """Stores choices as if the person had made them earlier."""
        async with self.store.unit_of_work() as uow:
            row = await uow.people.get(person.id)
            await uow.people.save(
                Kept(
                    row.key,
                    choices.get("locale"),
                    choices.get("host"),
                    choices.get("citizenship"),
                )
            )

    @property
    def votes(self) -> list[Vote]:
        """All votes in the store."""
        return list(self.store.committed.votes.values())

    @property
    def dead(self) -> list[str]:
        """Why updates lie aside."""
        return [reason for _, reason in self.store.committed.dead.values()]

    def card(
        self,
        topic: str = FINE,
        host: str | None = None,
        locale: str = "en",
        citizenship: str | None = None,
    ) -> Card:
        """The card that should be shown."""
        return self.library.card(topic, locale, host, citizenship)


@asynccontextmanager
async def staged(library: Library, store: MemoryStore | None = None) -> AsyncIterator[Stage]:
    """A sandbox and a bot against it; stopped at the end."""
    async with Sandbox() as sandbox, at_work(sandbox, library, store) as stage:
        yield stage


@asynccontextmanager
async def at_work(
    sandbox: Sandbox, library: Library, store: MemoryStore | None = None
) -> AsyncIterator[Stage]:
    """A bot at work against a sandbox, stopped at the end."""
    store = store or a_store()
    bot = TelegramBot(
        store, library, SystemClock(), Metrics(), token=sandbox.token, api_url=sandbox.api_url,
        limits=False,
    )  # fmt: skip
    await bot.start()
    work = asyncio.create_task(bot.run())
    try:
        yield Stage(sandbox, store, bot, library)
    finally:
        await bot.stop()
        await asyncio.wait_for(work, PATIENCE)
        await bot.close()
        sandbox.world.updates.stop_polling()  # or the sandbox waits for the poll that was left


def a_store() -> MemoryStore:
    """An empty store."""
    return MemoryStore(Keys([SECRET]))


async def until(condition: Callable[[], bool]) -> None:
    """Returns once something is so; TimeoutError when it does not come about."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # rows have no event
            await asyncio.sleep(0.002)


def data(message: Message) -> list[str | None]:
    """What the buttons of a message send back, in order; None where the phone acts alone."""
    return [button.data for button in message.buttons]


def hosts_of(topic: str, rest: str = "") -> list[str]:
    """Data of the buttons that choose the country of an answer; `rest` is what else was told."""
    return [f"T:{topic}:{host}{rest}" for host in HOSTS]


def votes_on(ask: str) -> list[str]:
    """Data of the buttons that vote on an answer."""
    return [f"v:1:-:{ask}", f"v:0:-:{ask}"]


def said_by_the_bot(room: Room) -> list[Message]:
    """All messages of the bot in a chat."""
    return [message for message in room.chat if message.from_bot]


def title(card: Card) -> str:
    """First line of a card."""
    return f"{card.icon} {card.title}"


def first_line(message: Message) -> str:
    """First line of a message."""
    return message.text.splitlines()[0]


def plain(html: str) -> str:
    """Text of Telegram's HTML as a person sees it."""
    return markup.parse(str(html))[0].strip()
