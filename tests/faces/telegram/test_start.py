"""First contact: language, country, passport; deep links."""

from __future__ import annotations

import pytest

from bot.faces.telegram.choosing import welcome, where_text
from tests.builders import CITIZENSHIPS, HOSTS
from tests.faces.telegram.stage import (
    FINE,
    FINE_IN,
    SECTIONS,
    Stage,
    data,
    first_line,
    plain,
    title,
)

CHOOSE_HOST = [*(f"sh:{host}" for host in HOSTS), "sh:-"]
CHOOSE_PASSPORT = [*(f"sc:{code}" for code in CITIZENSHIPS), "sc:-"]


@pytest.mark.parametrize(
    ("phone", "locale"),
    [
        ("kk", "kk"),
        ("ru", "ru"),
        ("be", "ru"),
        ("uz", "uz"),
        ("en-GB", "en"),
        ("de", "en"),
        ("", "en"),
    ],
)
async def test_start_greets_in_the_language_of_the_phone(
    stage: Stage, phone: str, locale: str
) -> None:
    greeting = await stage.one(stage.person(language=phone), "/start")
    assert greeting.text == plain(welcome(stage.library.speaker(locale)))
    assert [b.data for b in greeting.buttons if b.text.startswith("✓")] == [f"sl:{locale}"]


async def test_start_offers_every_language_under_its_own_name(stage: Stage) -> None:
    greeting = await stage.one(stage.person(language="en"), "/start")
    offered = {button.data: button.text.removeprefix("✓ ") for button in greeting.buttons}
    languages = stage.library.now.content.languages
    assert offered == {f"sl:{code}": language.native_name for code, language in languages.items()}
    assert len(offered) == 10


async def test_start_asks_language_country_and_passport_in_one_message_and_keeps_them(
    stage: Stage,
) -> None:
    aziza = stage.person(language="ru")
    greeting = await stage.one(aziza, "/start")
    assert await stage.presses(aziza, "sl:en") == [greeting]
    assert greeting.text == plain(where_text(stage.library.speaker("en")))
    assert data(greeting) == CHOOSE_HOST
    assert await stage.presses(aziza, "sh:KZ") == [greeting]
    assert data(greeting) == CHOOSE_PASSPORT
    assert await stage.presses(aziza, "sc:UZ") == [greeting]
    assert data(greeting) == SECTIONS
    assert greeting.text.splitlines()[:2] == ["📍 Kazakhstan", "🛂 Uzbekistan"]
    assert await stage.kept(aziza) == ("en", "KZ", "UZ")


async def test_every_step_of_start_can_be_skipped(stage: Stage) -> None:
    aziza = stage.person()
    greeting = await stage.one(aziza, "/start")
    await stage.presses(aziza, "sl:en")
    await stage.presses(aziza, "sh:-")
    assert data(greeting) == CHOOSE_PASSPORT
    await stage.presses(aziza, "sc:-")
    assert data(greeting) == SECTIONS
    assert await stage.kept(aziza) == ("en", None, None)


async def test_skipping_leaves_what_was_chosen(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="KZ", citizenship="UZ")
    menu = await stage.one(aziza, "/country")
    await stage.presses(aziza, "sh:-")
    assert data(menu) == CHOOSE_PASSPORT
    await stage.presses(aziza, "sc:-")
    assert menu.text.splitlines()[:2] == ["📍 Kazakhstan", "🛂 Uzbekistan"]
    assert await stage.kept(aziza) == (None, "KZ", "UZ")


async def test_a_question_instead_of_a_choice_is_answered(stage: Stage) -> None:
    """Nobody has to go through the first steps."""
    aziza = stage.person()
    await stage.one(aziza, "/start")
    answer = await stage.one(aziza, FINE_IN.format("Kazakhstan"))
    assert first_line(answer) == title(stage.card(FINE, "KZ"))
    assert await stage.kept(aziza) == (None, None, None)


async def test_start_later_greets_in_the_chosen_language(stage: Stage) -> None:
    aziza = stage.person(language="en")
    await stage.chooses(aziza, locale="ru", host="KZ", citizenship="UZ")
    greeting = await stage.one(aziza, "/start")
    assert greeting.text == plain(welcome(stage.library.speaker("ru")))
    assert await stage.kept(aziza) == ("ru", "KZ", "UZ")


async def test_a_link_with_a_country_remembers_it_and_greets(stage: Stage) -> None:
    aziza = stage.person()
    greeting = await stage.one(aziza, "/start KZ")
    assert greeting.text == plain(welcome(stage.library.speaker("en")))
    assert await stage.kept(aziza) == (None, "KZ", None)


async def test_a_link_with_a_topic_answers_it_for_its_country(stage: Stage) -> None:
    aziza = stage.person()
    answer = await stage.one(aziza, f"/start KZ-{FINE}")
    assert first_line(answer) == title(stage.card(FINE, "KZ"))
    assert answer.text.splitlines()[2] == "📍 Kazakhstan"
    assert await stage.kept(aziza) == (None, "KZ", None)


async def test_a_link_with_an_unknown_place_remembers_its_country_and_greets(stage: Stage) -> None:
    aziza = stage.person()
    greeting = await stage.one(aziza, "/start KZ-some_crossing")
    assert greeting.text == plain(welcome(stage.library.speaker("en")))
    assert await stage.kept(aziza) == (None, "KZ", None)


@pytest.mark.parametrize(
    "payload", ["nonsense", "kz", "ZZ", f"ZZ-{FINE}", FINE, "-", "<b>&'", "x" * 64]
)
async def test_a_nonsense_link_greets_and_keeps_nothing(stage: Stage, payload: str) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="TR")
    greeting = await stage.one(aziza, f"/start {payload}")
    assert greeting.text == plain(welcome(stage.library.speaker("en")))
    assert await stage.kept(aziza) == (None, "TR", None)
