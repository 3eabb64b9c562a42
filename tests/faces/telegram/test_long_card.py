"""An answer too long for one message: it is one message all the same, and a button sends the rest."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest
from telegram.constants import MessageLimit

from bot.core.content import Content
from bot.faces.sandbox.people import Person
from bot.faces.sandbox.seen import Message
from bot.faces.telegram.render import units
from bot.services.knowledge import Library
from tests.builders import a_fact
from tests.faces.telegram.conftest import TODAY
from tests.faces.telegram.stage import (
    AFTER_MISS,
    FINE,
    FINE_IN,
    UNKNOWN,
    Stage,
    data,
    first_line,
    hosts_of,
    said_by_the_bot,
    staged,
    title,
    votes_on,
)
from tests.faces.telegram.test_reply_language import a_question

LONG, SHORT = FINE_IN.format("Kyrgyzstan"), FINE_IN.format("Kazakhstan")
SENTENCES = tuple(f"Rule {number} of many. {'So it is. ' * 10}".strip() for number in range(90))


def with_many_facts(content: Content) -> Content:
    """The content with so many facts on a fine in Kyrgyzstan that no message holds them."""
    facts = [
        a_fact(f"many_{number}", country="KG", topics=(FINE,)) for number in range(len(SENTENCES))
    ]
    english = content.speech["en"]
    said = {**english.facts, **{f.id: s for f, s in zip(facts, SENTENCES, strict=True)}}
    return replace(
        content,
        facts={**content.facts, "KG": (*content.facts["KG"], *facts)},
        speech={**content.speech, "en": replace(english, facts=said)},
    )


@pytest.fixture
async def long(library: Library) -> AsyncIterator[Stage]:
    """A bot that knows a lot about fines in Kyrgyzstan."""
    knowledge = replace(library.now, content=with_many_facts(library.now.content))
    async with staged(Library(lambda: knowledge, lambda: TODAY)) as running:
        yield running


def told(messages: Sequence[Message]) -> list[str]:
    """Sentences of ours in messages, in their order."""
    lines = [line.removeprefix("• ") for m in messages for line in m.text.splitlines()]
    return [line for line in lines if line in SENTENCES]


def is_whole(stage: Stage, message: Message, locale: str = "en") -> bool:
    """Whether a message is the long card from its title to its dates, with the button for more."""
    card = stage.card(FINE, "KG", locale)
    last = (*card.dates, *card.notices)[-1]
    return (
        first_line(message) == title(card)
        and message.text.endswith(last)
        and data(message)[0] == f"+:{FINE}:KG"
        and units(message.html) <= MessageLimit.MAX_TEXT_LENGTH
    )


async def the_long_answer(stage: Stage, person: Person) -> Message:
    answer = await stage.one(person, LONG)
    assert is_whole(stage, answer)
    return answer


async def test_a_long_answer_is_one_whole_message_with_a_button_for_more(long: Stage) -> None:
    answer = await the_long_answer(long, long.person())
    shown = told([answer])
    assert shown == list(SENTENCES[: len(shown)])
    assert 0 < len(shown) < len(SENTENCES)
    assert answer.buttons[0].text == "➕ More about this"
    assert data(answer)[-2:] == votes_on(f"{FINE}:KG")


async def test_more_sends_the_rest_once_and_leaves_the_answer(long: Stage) -> None:
    aziza = long.person()
    answer = await the_long_answer(long, aziza)
    rest = await long.presses(aziza, f"+:{FINE}:KG")
    assert told([answer, *rest]) == list(SENTENCES)
    assert len(rest) > 1
    assert said_by_the_bot(aziza) == [answer, *rest]
    assert (answer.edited, [data(message) for message in rest]) == (False, [[]] * len(rest))


async def test_more_keeps_the_passport_that_the_question_named(long: Stage) -> None:
    aziza = long.person()
    answer = await long.one(aziza, "Uzbek citizen overstay fine in Kyrgyzstan")
    assert data(answer)[0] == f"+:{FINE}:KG:UZ"
    rest = await long.presses(aziza, f"+:{FINE}:KG:UZ")
    assert told([answer, *rest]) == list(SENTENCES)


async def test_more_is_sent_in_the_language_of_who_presses(long: Stage) -> None:
    aziza = long.person(language="ru")
    await long.chooses(aziza, host="KG")
    await long.one(aziza, a_question(long, "ru"))
    rest = await long.presses(aziza, f"+:{FINE}:KG")
    assert first_line(rest[0]) == long.library.speaker("ru").gettext("More about this")


async def test_a_short_answer_has_no_button_for_more(long: Stage) -> None:
    answer = await long.one(long.person(), SHORT)
    assert [code for code in data(answer) if code and code.startswith("+")] == []


async def test_a_question_edited_into_a_long_answer_keeps_to_one_message(long: Stage) -> None:
    aziza = long.person()
    asked = await aziza.says(SHORT)
    (answer,) = await long.hears(aziza)
    await aziza.edits(asked, LONG)
    assert await long.hears(aziza) == [answer]
    assert is_whole(long, answer)
    assert said_by_the_bot(aziza) == [answer]


@pytest.mark.parametrize(("text", "last"), [(SHORT, votes_on(f"{FINE}:KZ")), (UNKNOWN, AFTER_MISS)])
async def test_a_question_edited_away_from_a_long_answer_leaves_nothing_of_it(
    long: Stage, text: str, last: list[str]
) -> None:
    aziza = long.person()
    asked = await aziza.says(LONG)
    (answer,) = await long.hears(aziza)
    assert is_whole(long, answer)
    await aziza.edits(asked, text)
    assert await long.hears(aziza) == [answer]
    assert data(answer)[-2:] == last
    assert said_by_the_bot(aziza) == [answer]
    assert told([answer]) == []


async def test_the_country_pressed_brings_a_long_answer_in_place(long: Stage) -> None:
    aziza = long.person()
    asked = await long.one(aziza, "fine for overstay")
    assert await long.presses(aziza, f"T:{FINE}:KG") == [asked]
    assert is_whole(long, asked)
    assert said_by_the_bot(aziza) == [asked]


async def test_a_long_answer_and_another_country_take_turns_in_one_message(long: Stage) -> None:
    aziza = long.person()
    answer = await the_long_answer(long, aziza)
    await long.presses(aziza, f"hp:{FINE}:KG", answer)
    assert data(answer) == hosts_of(FINE)
    assert await long.presses(aziza, f"T:{FINE}:KZ", answer) == [answer]
    assert (first_line(answer), told([answer])) == (title(long.card(FINE, "KZ")), [])
    await long.presses(aziza, f"hp:{FINE}:KZ", answer)
    assert await long.presses(aziza, f"T:{FINE}:KG", answer) == [answer]
    assert is_whole(long, answer)
    assert said_by_the_bot(aziza) == [answer]


async def test_a_long_answer_changes_its_language_in_place(long: Stage) -> None:
    aziza = long.person(language="en")
    await long.chooses(aziza, host="KG")
    answer = await long.one(aziza, a_question(long, "ru"))
    assert is_whole(long, answer)
    assert await long.presses(aziza, f"l:ru:{FINE}:KG") == [answer]
    assert is_whole(long, answer, "ru")
    assert said_by_the_bot(aziza) == [answer]


async def test_a_vote_leaves_the_button_for_more(long: Stage) -> None:
    aziza = long.person()
    answer = await the_long_answer(long, aziza)
    shown = data(answer)
    await long.presses(aziza, f"v:1:-:{FINE}:KG")
    assert data(answer) == shown[:-2]
    assert is_whole(long, answer)


async def test_a_long_answer_under_the_numbers_of_an_emergency_is_one_message(long: Stage) -> None:
    aziza = long.person()
    menu = await long.one(aziza, "/topics")
    _, (answer,) = await long.forges(aziza, f"t:{FINE}:KG:-:1", menu)
    assert answer.text.startswith("🆘 In danger?")
    assert data(answer)[0] == f"+:{FINE}:KG:-:1"
    assert units(answer.html) <= MessageLimit.MAX_TEXT_LENGTH


async def test_inline_a_long_answer_is_one_whole_card(long: Stage) -> None:
    (card,) = await long.person().inline(LONG)
    text = card["input_message_content"]["text"]
    shown = long.card(FINE, "KG")
    assert text.startswith(title(shown))
    assert text.endswith((*shown.dates, *shown.notices)[-1])
