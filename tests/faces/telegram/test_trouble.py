"""When people block the bot, and when the bot has a bug."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.understand.reading import Reading
from bot.faces.sandbox.world import Json
from bot.faces.telegram import apology
from bot.services.knowledge import Library, Reader
from tests.faces.telegram.conftest import TODAY
from tests.faces.telegram.stage import (
    FINE,
    FINE_IN,
    Stage,
    data,
    first_line,
    plain,
    staged,
    title,
)

REFERENCE = re.compile(r"\b[0-9a-f]{8}\b")
CURSED = "this text breaks the bot"


UNREADABLE: Json = {"poll": {"id": "1", "question": "plov?", "options": []}}
"""A message of which python-telegram-bot misses something."""


class BrokenReader:
    """Reads as another reader does, except for one text that it cannot bear."""

    def __init__(self, sound: Reader) -> None:
        self._sound = sound

    def read(self, text: str, *, locale: str | None = None) -> Reading:
        if CURSED in text:
            raise ZeroDivisionError
        return self._sound.read(text, locale=locale)


@pytest.fixture
async def broken(library: Library) -> AsyncIterator[Stage]:
    """A bot with a bug."""
    knowledge = replace(library.now, reader=BrokenReader(library.now.reader))
    async with staged(Library(lambda: knowledge, lambda: TODAY)) as running:
        yield running


async def test_a_blocked_bot_notes_it_and_keeps_the_choices(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, locale="en", host="KZ")
    await stage.one(aziza, "/topics")
    await aziza.blocks()
    await stage.at_rest()
    assert (await stage.row(aziza)).blocked_at is not None
    assert await stage.kept(aziza) == ("en", "KZ", None)


async def test_an_unblocked_bot_clears_the_note_and_answers(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, locale="en", host="KZ")
    await aziza.blocks()
    await stage.at_rest()
    await aziza.unblocks()
    await stage.at_rest()
    row = await stage.row(aziza)
    assert (row.blocked_at, row.locale, row.host) == (None, "en", "KZ")
    assert (await stage.one(aziza, "/topics")).buttons


async def test_a_refused_answer_notes_the_block_and_drops_what_waits(stage: Stage) -> None:
    """The refusal may come before the news of the block, or without it."""
    aziza = stage.person()
    for _ in range(5):
        await aziza.says(FINE_IN.format("Kazakhstan"))
    aziza.room.blocked = True
    assert await stage.hears(aziza) == []
    assert (await stage.row(aziza)).blocked_at is not None
    assert stage.store.committed.outbox == {}


async def test_one_who_blocks_costs_nobody_else_an_answer(stage: Stage) -> None:
    aziza, other = stage.person(), stage.person("Other")
    await aziza.says("/topics")
    await other.says("/topics")
    aziza.room.blocked = True
    assert len(await stage.hears(other)) == 1
    assert (await stage.row(other)).blocked_at is None


async def test_a_group_that_shuts_the_bot_out_is_nobody_who_blocks(stage: Stage) -> None:
    aziza = stage.person()
    group = stage.sandbox.group("Dormitory", [aziza])
    await aziza.says("/topics", to=group)
    group.room.blocked = True
    assert await stage.hears(group) == []
    assert (stage.store.committed.people, stage.store.committed.outbox) == ({}, {})


async def test_being_taken_into_a_group_is_no_unblocking(stage: Stage) -> None:
    aziza = stage.person()
    await stage.one(aziza, "/topics")
    await aziza.blocks()
    await stage.at_rest()
    stage.sandbox.group("Dormitory", [aziza])
    await stage.at_rest()
    assert (await stage.row(aziza)).blocked_at is not None


@pytest.mark.parametrize("phone", ["en", "ru", "kk", "uz"])
async def test_a_bug_becomes_an_apology_in_the_language_of_the_phone(
    broken: Stage, phone: str
) -> None:
    sorry = await broken.one(broken.person(language=phone), CURSED)
    (reference,) = REFERENCE.findall(sorry.text)
    said = apology.words(broken.library.speaker(phone), reference)
    assert sorry.html.replace("&#39;", "'").startswith(said.replace("&#39;", "'"))
    assert sorry.text.count("112") == 1  # somebody in danger must not be left with an apology
    assert broken.dead == ["ZeroDivisionError"]


async def test_a_bug_becomes_an_apology_in_the_chosen_language(broken: Stage) -> None:
    aziza = broken.person(language="en")
    await broken.chooses(aziza, locale="ru")
    sorry = await broken.one(aziza, CURSED)
    (reference,) = REFERENCE.findall(sorry.text)
    assert sorry.text.startswith(plain(apology.words(broken.library.speaker("ru"), reference)))


@pytest.mark.parametrize("phone", ["en", "ru"])
async def test_what_cannot_be_read_gets_an_apology_too(stage: Stage, phone: str) -> None:
    """A field that a later version of the Bot API leaves out, for one."""
    aziza = stage.person(language=phone)
    aziza.put(aziza.room, UNREADABLE)
    (sorry,) = await stage.hears(aziza)
    (reference,) = REFERENCE.findall(sorry.text)
    assert sorry.text.startswith(plain(apology.words(stage.library.speaker(phone), reference)))
    assert stage.dead == ["Unparsable"]


async def test_what_cannot_be_read_in_a_group_bothers_nobody(stage: Stage) -> None:
    aziza = stage.person()
    group = stage.sandbox.group("Dormitory", [aziza])
    aziza.put(group.room, UNREADABLE)
    assert await stage.hears(group) == []
    assert (stage.dead, aziza.chat) == (["Unparsable"], [])


async def test_two_bugs_have_two_references(broken: Stage) -> None:
    aziza = broken.person()
    texts = [(await broken.one(aziza, f"{CURSED} {number}")).text for number in range(2)]
    assert len({reference for text in texts for reference in REFERENCE.findall(text)}) == 2
    assert len(broken.dead) == 2


async def test_after_a_bug_the_next_message_is_answered(broken: Stage) -> None:
    aziza = broken.person()
    await broken.says(aziza, CURSED)
    answer = await broken.one(aziza, FINE_IN.format("Kazakhstan"))
    assert first_line(answer) == title(broken.card(FINE, "KZ"))


async def test_a_bug_between_two_questions_leaves_their_answers_in_order(broken: Stage) -> None:
    aziza, other = broken.person(), broken.person("Other")
    for text in (FINE_IN.format("Kazakhstan"), CURSED, FINE_IN.format("Kyrgyzstan")):
        await aziza.says(text)
        await other.says(FINE_IN.format("Kazakhstan"))
    first, sorry, last = await broken.hears(aziza)
    shown = [first.text.splitlines()[2], last.text.splitlines()[2]]
    assert shown == ["📍 Kazakhstan", "📍 Kyrgyzstan"]
    assert REFERENCE.search(sorry.text)
    assert len([message for message in other.chat if message.from_bot]) == 3


async def test_a_bug_undoes_what_its_message_said_so_far(broken: Stage) -> None:
    """The warning before a caption is not sent, or it would come twice."""
    aziza = broken.person()
    await aziza.sends_photo(caption=CURSED)
    (sorry,) = await broken.hears(aziza)
    assert REFERENCE.search(sorry.text)


async def test_a_bug_in_a_group_bothers_nobody(broken: Stage) -> None:
    aziza = broken.person()
    group = broken.sandbox.group("Dormitory", [aziza])
    await aziza.says(f"@yoldash_sandbox_bot {CURSED}", to=group)
    assert await broken.hears(group) == []
    assert broken.dead == ["ZeroDivisionError"]


async def test_a_bug_in_an_inline_question_bothers_nobody(broken: Stage) -> None:
    aziza = broken.person()
    with pytest.raises(TimeoutError):
        await aziza.inline(CURSED, patience=0.1)
    await broken.at_rest()
    assert (aziza.chat, broken.dead) == ([], ["ZeroDivisionError"])


async def test_an_apology_does_not_repeat_what_was_written(broken: Stage) -> None:
    sorry = await broken.one(broken.person(), f"{CURSED} plov")
    assert "plov" not in sorry.text
    assert data(sorry) == []
