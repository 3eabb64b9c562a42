"""An editor changes a fee while people ask; a broken file is named and changes nothing."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from bot.faces.sandbox.driver import Sandbox
from bot.faces.sandbox.people import Person
from bot.running import serving
from bot.settings import PROJECT, load

QUESTION = "I am 5 days late in Kazakhstan, how much is the fine?"
Edit = Callable[[str, str], None]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "faq", tmp_path / "faq")
    shutil.copytree(PROJECT / "locales", tmp_path / "locales")
    return tmp_path


@pytest.fixture
async def talk(files: Path) -> AsyncIterator[tuple[Person, str]]:
    async with Sandbox() as sandbox:
        settings = load(
            token=sandbox.token, api_url=sandbox.api_url, data_dir=files / "data", http_port=0,
            faq_dir=files / "faq", locales_dir=files / "locales", database_url="", webhook_url="",
        )  # fmt: skip
        async with serving(settings) as running:
            yield sandbox.person("Reader", "en"), running.url


async def _ask(person: Person) -> str:
    await person.says(QUESTION)
    return "\n".join(message.text for message in await person.hears())


async def _becomes(look: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await look():
            await asyncio.sleep(0.2)


async def test_a_changed_fee_is_told_at_once_and_a_broken_file_changes_nothing(
    talk: tuple[Person, str], files: Path
) -> None:
    person, url = talk
    assert "43,250" in await _ask(person)
    country = files / "faq" / "countries" / "KZ.yaml"
    good = country.read_text(encoding="utf-8")
    country.write_text(good.replace("43250 KZT", "51111 KZT"), encoding="utf-8")

    async def changed() -> bool:
        return "51,111" in await _ask(person)

    await _becomes(changed)
    country.write_text(good + "  broken: [\n", encoding="utf-8")
    async with httpx.AsyncClient() as client:

        async def named() -> bool:
            answer = (await client.get(f"{url}/readyz")).json()
            return "KZ.yaml" in str(answer["content"]) and answer["ready"] is True

        await _becomes(named)
        assert "51,111" in await _ask(person)
        country.write_text(good, encoding="utf-8")

        async def mended() -> bool:
            return (await client.get(f"{url}/readyz")).json()["content"] is True

        await _becomes(mended)
    assert "43,250" in await _ask(person)
