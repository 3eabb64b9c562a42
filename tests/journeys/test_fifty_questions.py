"""Twenty people ask fifty questions in ten written forms; nothing of them stays behind."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import defaultdict
from pathlib import Path

import pytest

from bot import wiring
from bot.core.content import Content
from bot.faces.sandbox.driver import Sandbox
from bot.faces.sandbox.people import Person
from bot.faces.sandbox.seen import Message
from bot.settings import load
from tests.bench.understand import Asked, questions
from tests.journeys.process import bot_running, everything_in

CHOSEN = {
    "az": (11, 20, 27, 61, 64),
    "en": (14, 46, 53, 63, 64),
    "hu": (19, 36, 46, 50, 61),
    "kk": (6, 25, 47, 51, 64),
    "ky": (6, 11, 12, 39, 64),
    "ru": (25, 33, 40, 49, 53),
    "tk": (33, 40, 50, 54, 62),
    "tr": (25, 33, 43, 47, 65),
    "uz": (8, 11, 28, 41, 51),
    "uz_Cyrl": (10, 28, 37, 50, 62),
}
"""Numbers of the questions in tests/content/questions, of many topics and styles."""
FIRST_PERSON = 7_310_000_000


@pytest.fixture(scope="module")
def content() -> Content:
    return wiring.load_knowledge(load()).content


def _chosen() -> dict[str, list[Asked]]:
    by_locale: dict[str, list[Asked]] = defaultdict(list)
    wanted = {f"{code}-{n:03}" for code, numbers in CHOSEN.items() for n in numbers}
    for asked in questions():
        if asked.id in wanted:
            by_locale[asked.locale].append(asked)
    assert sum(map(len, by_locale.values())) == 50
    return by_locale


def _people(sandbox: Sandbox) -> list[tuple[Person, str, list[Asked]]]:
    """Two people a language, with names that can be searched for."""
    talks = []
    for number, (locale, asked) in enumerate(_chosen().items()):
        for half in (0, 1):
            person_id = FIRST_PERSON + number * 2 + half
            name = f"Qzx{locale}{half}Wvk"
            phone = locale.split("_")[0]
            person = sandbox.person(name, phone, username=f"u_{name}", person_id=person_id)
            talks.append((person, locale, asked[:3] if half == 0 else asked[3:]))
    assert len(talks) == 20
    return talks


async def _talk(person: Person, locale: str, asked: list[Asked], content: Content) -> None:
    await person.says("/start")
    for choice in (f"sl:{locale}", "sh:-", "sc:-"):
        await person.hears()
        await person.presses(choice)
    await person.hears()
    for question in asked:
        answer = await _answer_to(person, question)
        title = content.speech[locale].topics[str(question.topic)].question
        assert title in "".join(message.text for message in answer), question.id
        assert any("2026" in message.text for message in answer), question.id  # day of the check
        assert any("<a href=" in message.html for message in answer), question.id


async def _answer_to(person: Person, asked: Asked) -> list[Message]:
    """Asks, takes the right offer, tells the country if the bot wants to know it."""
    await person.says(asked.text)
    heard = await _heard(person)
    offered = [button.data for button in heard[-1].buttons if button.data]
    if any(data.startswith("none") for data in offered):
        right = [data for data in offered if data.startswith(f"t:{asked.topic}:")]
        assert right, asked.id
        await person.presses(right[0], heard[-1])
        heard = await _heard(person)
    countries = [b.data for b in heard[-1].buttons if (b.data or "").startswith("T:")]
    if countries:
        await person.presses(f"T:{asked.topic}:KZ", heard[-1])
        heard = await _heard(person)
    return heard


async def _heard(person: Person) -> list[Message]:
    """All parts of an answer; the last one has the buttons."""
    heard = await person.hears(timeout=60)
    while not heard[-1].buttons:
        heard += await person.hears(timeout=60)
    return heard


def _planted(talks: list[tuple[Person, str, list[Asked]]]) -> list[bytes]:
    """What must not be found: names, chat ids as text and as bytes, questions."""
    marks: list[bytes] = []
    for person, _, asked in talks:
        marks += [person.name.encode(), str(person.id).encode()]
        marks += [struct.pack(">q", person.id), struct.pack("<q", person.id)]
        marks += [question.text.encode() for question in asked]
        marks += [ascii(question.text)[1:-1].encode() for question in asked]
    return marks


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_fifty_questions_are_answered_and_leave_no_trace(
    mode: str, tmp_path: Path, content: Content
) -> None:
    port = str(_free_port())
    hook = {"BOT_WEBHOOK_URL": f"http://127.0.0.1:{port}", "BOT_HTTP_PORT": port}
    data = tmp_path / "data"
    async with Sandbox(webhook_delay=0.1) as sandbox:
        talks = _people(sandbox)
        async with bot_running(sandbox, data, **(hook if mode == "webhook" else {})) as bot:
            async with asyncio.timeout(240), asyncio.TaskGroup() as group:
                for person, locale, asked in talks:
                    group.create_task(_talk(person, locale, asked, content))
            assert await bot.stop() == 0
        assert (sandbox.api.webhook.info()["url"] != "") is (mode == "webhook")
    kept = everything_in(data)
    assert b"yoldash" in kept or b"SQLite format" in kept  # something was searched at all
    assert [mark for mark in _planted(talks) if mark in kept] == []


def test_the_search_would_find_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("chat 7310000001 says hello")
    assert str(FIRST_PERSON + 1).encode() in everything_in(tmp_path)
