"""In which language the bot answers, and how it offers another."""

from __future__ import annotations

import pytest

from bot.faces.sandbox.seen import Message
from tests.faces.telegram.stage import (
    FINE,
    FINE_IN,
    SECTIONS,
    Stage,
    data,
    first_line,
    hosts_of,
    title,
    votes_on,
)


def a_question(stage: Stage, locale: str, topic: str = FINE) -> str:
    """A question about a topic as people ask it in a language, told apart from all others."""
    asked = stage.library.now.content.speech[locale].topics[topic].also_asked
    readings = ((text, stage.library.read(text)) for text in asked)
    return next(
        text
        for text, found in readings
        if (found.lang, found.lang_sure, found.topic, found.decision, found.host)
        == (locale, True, topic, "answer", None)
    )


def switches(message: Message) -> list[str | None]:
    return [code for code in data(message) if code and code.startswith("l:")]


async def test_the_chosen_language_wins_over_the_language_of_the_text(stage: Stage) -> None:
    aziza = stage.person(language="ru")
    await stage.chooses(aziza, locale="en", host="KZ")
    answer = await stage.one(aziza, a_question(stage, "ru"))
    assert first_line(answer) == title(stage.card(FINE, "KZ", "en"))
    assert switches(answer) == [f"l:ru:{FINE}:KZ"]


async def test_the_language_of_the_phone_wins_over_the_language_of_the_text(stage: Stage) -> None:
    aziza = stage.person(language="en")
    await stage.chooses(aziza, host="KZ")
    answer = await stage.one(aziza, a_question(stage, "ru"))
    assert first_line(answer) == title(stage.card(FINE, "KZ", "en"))
    assert switches(answer) == [f"l:ru:{FINE}:KZ"]


@pytest.mark.parametrize("locale", ["ru", "kk", "ky", "uz", "az", "tr", "tk", "hu"])
async def test_a_text_in_another_language_brings_a_button_with_its_own_name(
    stage: Stage, locale: str
) -> None:
    answer = await stage.one(stage.person(language="en"), a_question(stage, locale))
    name = stage.library.now.content.languages[locale].native_name
    assert [(b.text, b.data) for b in answer.rows[-1]] == [(f"🌐 {name}", f"l:{locale}:{FINE}:-")]


async def test_pressing_the_switch_changes_the_language_of_the_answer_and_for_good(
    stage: Stage,
) -> None:
    aziza = stage.person(language="en")
    question = a_question(stage, "ru")
    answer = await stage.one(aziza, question)
    assert await stage.presses(aziza, f"l:ru:{FINE}:-") == [answer]
    assert first_line(answer) == title(stage.card(FINE, None, "ru"))
    assert data(answer) == hosts_of(FINE)
    assert await stage.kept(aziza) == ("ru", None, None)
    later = await stage.one(aziza, question)
    assert first_line(later) == title(stage.card(FINE, None, "ru"))
    assert switches(later) == []


async def test_the_switch_keeps_the_country_and_the_passport_of_the_question(stage: Stage) -> None:
    aziza = stage.person(language="ru")
    await stage.chooses(aziza, host="TR")
    answer = await stage.one(aziza, "Uzbek citizen overstay fine in Kazakhstan")
    assert switches(answer) == [f"l:en:{FINE}:KZ:UZ"]
    assert await stage.presses(aziza, f"l:en:{FINE}:KZ:UZ") == [answer]
    assert answer.text.splitlines()[::2][:2] == [
        title(stage.card(FINE, "KZ")), "📍 Kazakhstan · passport: Uzbekistan",
    ]  # fmt: skip
    assert data(answer)[-2:] == votes_on(f"{FINE}:KZ:UZ")
    assert await stage.kept(aziza) == ("en", "TR", None)


async def test_the_switch_answers_for_the_country_that_was_stored_meanwhile(stage: Stage) -> None:
    aziza = stage.person(language="en")
    answer = await stage.one(aziza, a_question(stage, "ru"))
    await stage.chooses(aziza, host="KZ")
    await stage.presses(aziza, f"l:ru:{FINE}:-")
    assert first_line(answer) == title(stage.card(FINE, "KZ", "ru"))
    assert data(answer)[-2:] == votes_on(f"{FINE}:KZ")


async def test_a_text_in_the_spoken_language_brings_no_switch(stage: Stage) -> None:
    answer = await stage.one(stage.person(language="en"), FINE_IN.format("Kazakhstan"))
    assert switches(answer) == []


async def test_a_text_too_short_to_be_sure_brings_no_switch(stage: Stage) -> None:
    answer = await stage.one(stage.person(language="en"), "жарима")
    assert switches(answer) == []


async def test_what_is_not_answered_brings_the_switch_too(stage: Stage) -> None:
    question = "Как приготовить вкусный борщ на обед?"
    assert stage.library.read(question).decision != "answer"
    aziza = stage.person(language="en")
    answer = await stage.one(aziza, question)
    assert switches(answer) == ["l:ru"]
    assert await stage.presses(aziza, "l:ru") == [answer]
    assert data(answer) == SECTIONS
    assert await stage.kept(aziza) == ("ru", None, None)


@pytest.mark.parametrize(
    ("phone", "written", "answered"),
    [("uz", "uz_Cyrl", "uz_Cyrl"), ("uz", "uz", "uz"), ("ru", "uz_Cyrl", "ru"), ("", "kk", "kk")],
)
async def test_the_text_decides_only_what_the_phone_leaves_open(
    stage: Stage, phone: str, written: str, answered: str
) -> None:
    """An Uzbek phone does not tell the script; some phones tell nothing at all."""
    answer = await stage.one(stage.person(language=phone), a_question(stage, written))
    assert first_line(answer) == title(stage.card(FINE, None, answered))
    assert switches(answer) == ([] if written == answered else [f"l:{written}:{FINE}:-"])


@pytest.mark.parametrize(
    ("phone", "written", "kept"),
    [
        ("uz", "uz_Cyrl", "uz_Cyrl"),
        ("", "uz_Cyrl", None),
        ("uz", "uz", None),
        ("ru", "uz_Cyrl", None),
        ("", "kk", None),
        ("en", "ru", None),
    ],
)
async def test_of_a_question_only_a_script_that_no_phone_tells_is_remembered(
    stage: Stage, phone: str, written: str, kept: str | None
) -> None:
    aziza = stage.person(language=phone)
    await stage.one(aziza, a_question(stage, written))
    assert await stage.kept(aziza) == (kept, None, None)


async def test_the_buttons_under_a_cyrillic_answer_lead_to_cyrillic(stage: Stage) -> None:
    aziza = stage.person(language="uz")
    answer = await stage.one(aziza, a_question(stage, "uz_Cyrl"))
    assert await stage.presses(aziza, f"T:{FINE}:KG") == [answer]
    assert first_line(answer) == title(stage.card(FINE, "KG", "uz_Cyrl"))
    assert title(stage.card(FINE, "KG", "uz_Cyrl")) != title(stage.card(FINE, "KG", "uz"))
    assert await stage.kept(aziza) == ("uz_Cyrl", "KG", None)


async def test_a_cyrillic_question_leaves_what_else_was_chosen(stage: Stage) -> None:
    aziza = stage.person(language="uz")
    await stage.chooses(aziza, host="KZ", citizenship="UZ")
    await stage.one(aziza, a_question(stage, "uz_Cyrl"))
    assert await stage.kept(aziza) == ("uz_Cyrl", "KZ", "UZ")


async def test_a_chosen_script_stays_whatever_is_written(stage: Stage) -> None:
    aziza = stage.person(language="uz")
    await stage.chooses(aziza, locale="uz")
    answer = await stage.one(aziza, a_question(stage, "uz_Cyrl"))
    assert first_line(answer) == title(stage.card(FINE, None, "uz"))
    assert await stage.kept(aziza) == ("uz", None, None)


async def test_one_message_does_not_settle_the_language_of_a_phone_that_tells_none(
    stage: Stage,
) -> None:
    aziza = stage.person(language="")
    await stage.one(aziza, "муддатим 5 кунга утиб кетди, жарима канча тулайман")
    assert await stage.kept(aziza) == (None, None, None)
    answer = await stage.one(aziza, "Я просрочил 5 дней в Казахстане, какой штраф?")
    assert first_line(answer) == title(stage.card(FINE, "KZ", "ru"))
