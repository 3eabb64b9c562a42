"""The menu and descriptions of the bot, registered in every language that Telegram knows."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.adapters.memory import MemoryStore
from bot.faces.sandbox.driver import Sandbox
from bot.faces.sandbox.world import Chat, Json
from bot.faces.telegram.bot import PROFILE_STATE
from bot.faces.telegram.other import command_words
from bot.services.knowledge import Library
from tests.faces.telegram.stage import SECTIONS, Stage, a_store, at_work, data, until

TWO_LETTERS = ("en", "ru", "az", "tr", "kk", "ky", "uz", "tk", "hu")
CALLS = 3 * (1 + len(TWO_LETTERS))
"""Commands, description and short description, for all languages and for each."""


class Counter:
    """How often the bot changed its profile."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.changes = 0
        sandbox.world.listeners.append(self)

    def __call__(self, event: str, chat: Chat | None, what: Json) -> None:
        self.changes += event == "profile"


@asynccontextmanager
async def registered(
    sandbox: Sandbox, library: Library, store: MemoryStore
) -> AsyncIterator[Stage]:
    """A bot that has registered its profile."""
    async with at_work(sandbox, library, store) as stage:
        await until(lambda: PROFILE_STATE in store.committed.state)
        yield stage


async def test_at_start_every_language_of_two_letters_is_registered(library: Library) -> None:
    assert tuple(c for c in library.now.content.languages if len(c) == 2) == TWO_LETTERS
    async with Sandbox() as sandbox:
        counter = Counter(sandbox)
        async with registered(sandbox, library, a_store()):
            assert counter.changes == CALLS
            profile = sandbox.world.profile
            scopes = {('{"type":"default"}', code) for code in ("", *TWO_LETTERS)}
            assert set(profile.commands) == scopes
            for name in ("description", "short_description"):
                said = {code for key, code in profile.texts if key == name}
                assert said == {"", *TWO_LETTERS}


@pytest.mark.parametrize("locale", TWO_LETTERS)
async def test_a_phone_shows_the_menu_in_its_language(library: Library, locale: str) -> None:
    async with Sandbox() as sandbox, registered(sandbox, library, a_store()):
        words = command_words(library.speaker(locale))
        shown = {c["command"]: c["description"] for c in sandbox.world.profile.commands_for(locale)}
        assert shown == words


async def test_a_phone_of_another_language_shows_english(library: Library) -> None:
    async with Sandbox() as sandbox, registered(sandbox, library, a_store()):
        shown = {c["command"]: c["description"] for c in sandbox.world.profile.commands_for("de")}
        assert shown == command_words(library.speaker("en"))


async def test_an_unchanged_profile_is_not_registered_again(library: Library) -> None:
    store = a_store()
    async with Sandbox() as sandbox:
        async with registered(sandbox, library, store):
            pass
        counter = Counter(sandbox)
        async with at_work(sandbox, library, store) as stage:
            # Registering would begin before the first poll, which brings this question.
            menu = await stage.one(sandbox.person("Aziza", "en"), "/topics")
            assert data(menu) == SECTIONS
        assert counter.changes == 0


async def test_a_changed_profile_is_registered_again(library: Library) -> None:
    store = a_store()
    store.committed.state[PROFILE_STATE] = "of an earlier version"
    async with Sandbox() as sandbox:
        counter = Counter(sandbox)
        async with at_work(sandbox, library, store):
            await until(lambda: store.committed.state[PROFILE_STATE] != "of an earlier version")
        assert counter.changes == CALLS


async def test_people_are_answered_while_the_profile_is_being_registered(library: Library) -> None:
    async with Sandbox(latency=0.02) as sandbox, at_work(sandbox, library) as stage:
        menu = await stage.one(sandbox.person("Aziza", "en"), "/topics")
        assert data(menu) == SECTIONS
        assert PROFILE_STATE not in stage.store.committed.state
