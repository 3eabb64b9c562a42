"""Commands besides /start: topics, language, country, help, privacy, stop, and unknown ones."""

from __future__ import annotations

import pytest

from bot.faces.telegram.buttons import section_names
from bot.faces.telegram.other import command_words
from tests.builders import CITIZENSHIPS, HOSTS
from tests.faces.telegram.stage import FINE, SECTIONS, Stage, data, first_line, title, votes_on


async def test_topics_lead_to_a_section_to_an_answer_and_back(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="KZ")
    menu = await stage.one(aziza, "/topics")
    assert data(menu) == SECTIONS
    assert await stage.presses(aziza, "m:overstay") == [menu]
    topics = stage.library.now.content.topics.values()
    ids = [topic.id for topic in topics if topic.section == "overstay"]
    assert data(menu) == [*(f"t:{topic}:-" for topic in ids), "m"]
    assert menu.text == section_names(stage.library.speaker("en"))["overstay"]
    (answer,) = await stage.presses(aziza, f"t:{FINE}:-")
    assert answer != menu
    assert first_line(answer) == title(stage.card(FINE, "KZ"))
    assert await stage.presses(aziza, "m", menu) == [menu]
    assert data(menu) == SECTIONS


async def test_an_old_menu_answers_for_the_country_one_has_moved_to(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="KZ")
    menu = await stage.one(aziza, "/topics")
    await stage.presses(aziza, "m:overstay", menu)
    await stage.chooses(aziza, host="TR")
    (answer,) = await stage.presses(aziza, f"t:{FINE}:-", menu)
    assert "📍 Türkiye" in answer.text


async def test_every_topic_is_in_the_menu_once(stage: Stage) -> None:
    aziza = stage.person()
    menu = await stage.one(aziza, "/topics")
    found: list[str | None] = []
    for section in SECTIONS:
        await stage.presses(aziza, section, menu)
        found += data(menu)[:-1]
        await stage.presses(aziza, "m", menu)
    assert found == [f"t:{topic}:-" for topic in stage.library.now.content.topics]


async def test_language_marks_the_one_spoken_and_keeps_the_chosen_one(stage: Stage) -> None:
    aziza = stage.person(language="ru")
    await stage.chooses(aziza, host="KZ", citizenship="UZ")
    menu = await stage.one(aziza, "/language")
    assert data(menu) == [f"l:{code}" for code in stage.library.now.content.languages]
    assert [b.data for b in menu.buttons if b.text.startswith("✓")] == ["l:ru"]
    assert await stage.presses(aziza, "l:en") == [menu]
    assert data(menu) == SECTIONS
    assert menu.text == "I will speak this language from now on."
    assert await stage.kept(aziza) == ("en", "KZ", "UZ")


async def test_country_asks_for_the_passport_too_and_leaves_the_language(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, locale="en", host="KZ", citizenship="UZ")
    menu = await stage.one(aziza, "/country")
    assert data(menu) == [*(f"sh:{host}" for host in HOSTS), "sh:-"]
    assert await stage.presses(aziza, "sh:TR") == [menu]
    assert data(menu) == [*(f"sc:{code}" for code in CITIZENSHIPS), "sc:-"]
    assert await stage.presses(aziza, "sc:stateless") == [menu]
    assert await stage.kept(aziza) == ("en", "TR", "stateless")


async def test_help_lists_every_command_of_the_menu(stage: Stage) -> None:
    answer = await stage.one(stage.person(), "/help")
    listed = [line.split(" · ") for line in answer.text.splitlines() if line.startswith("/")]
    words = command_words(stage.library.speaker("en"))
    assert listed == [[f"/{name}", said] for name, said in words.items()]
    assert data(answer) == SECTIONS


async def test_every_command_of_the_menu_leads_on_by_buttons(stage: Stage) -> None:
    aziza = stage.person()
    for name in command_words(stage.library.speaker("en")):
        assert (await stage.one(aziza, f"/{name}")).buttons, name


async def test_privacy_answers_at_once_without_asking_for_a_country(stage: Stage) -> None:
    answer = await stage.one(stage.person(), "/privacy")
    assert first_line(answer) == title(stage.card("data_privacy"))
    assert data(answer)[-2:] == votes_on("data_privacy:-")


async def test_stop_asks_and_forgets(stage: Stage) -> None:
    aziza, other = stage.person(), stage.person("Other")
    for each in (aziza, other):
        await stage.chooses(each, locale="en", host="KZ", citizenship="UZ")
    asked = await stage.one(aziza, "/stop")
    assert data(asked) == ["x", "k"]
    assert await stage.kept(aziza) == ("en", "KZ", "UZ")
    assert await stage.presses(aziza, "x") == [asked]
    assert data(asked) == []
    assert await stage.kept(aziza) == (None, None, None)
    assert list(stage.store.committed.people.values()) == [await stage.row(other)]


async def test_stop_says_farewell_in_the_language_used_until_now(stage: Stage) -> None:
    aziza = stage.person(language="en")
    await stage.chooses(aziza, locale="ru")
    asked = await stage.one(aziza, "/stop")
    await stage.presses(aziza, "x")
    farewell = "Done. I know nothing about you now."
    assert asked.text == stage.library.speaker("ru").gettext(farewell)


async def test_stop_can_be_taken_back(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, locale="en", host="KZ", citizenship="UZ")
    asked = await stage.one(aziza, "/stop")
    assert await stage.presses(aziza, "k") == [asked]
    assert data(asked) == SECTIONS
    assert await stage.kept(aziza) == ("en", "KZ", "UZ")


@pytest.mark.parametrize("text", ["/nonsense", "/topics2", "/topics@other_sandbox_bot"])
async def test_an_unknown_command_is_explained_with_the_sections(stage: Stage, text: str) -> None:
    answer = await stage.one(stage.person(), text)
    assert data(answer) == SECTIONS


@pytest.mark.parametrize("text", ["/topics@yoldash_sandbox_bot", "/TOPICS", "/topics now please"])
async def test_a_command_may_carry_the_name_of_the_bot_or_more_words(
    stage: Stage, text: str
) -> None:
    answer = await stage.one(stage.person(), text)
    assert (answer.text, data(answer)) == ("Choose a subject:", SECTIONS)
