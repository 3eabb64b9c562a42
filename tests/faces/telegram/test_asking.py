"""Questions in a person's own words: answered, offered, declined."""

from __future__ import annotations

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
    title,
    votes_on,
)

AMBIGUOUS = ("problem with border", "how long", "can I come", "money border", "border and papers")
PASSPORT = "fine for overstay, Uzbek passport"


def an_ambiguous_question(stage: Stage) -> tuple[str, tuple[str, ...]]:
    """A question that leads to a choice, and the topics to choose from."""
    readings = ((text, stage.library.read(text)) for text in AMBIGUOUS)
    return next((text, found.offers) for text, found in readings if found.decision == "offer")


async def test_a_question_is_answered_for_the_stored_country(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="TR", citizenship="UZ")
    answer = await stage.one(aziza, "fine for overstay")
    assert first_line(answer) == title(stage.card(FINE, "TR"))
    assert answer.text.splitlines()[2] == "📍 Türkiye · passport: Uzbekistan"
    assert not answer.edited


async def test_a_country_in_the_text_wins_and_the_stored_one_stays(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="TR")
    answer = await stage.one(aziza, FINE_IN.format("Kazakhstan"))
    assert answer.text.splitlines()[2] == "📍 Kazakhstan"
    assert data(answer)[-2:] == votes_on(f"{FINE}:KZ")
    assert await stage.kept(aziza) == (None, "TR", None)
    later = await stage.one(aziza, "fine for overstay")
    assert later.text.splitlines()[2] == "📍 Türkiye"


async def test_without_a_country_it_is_asked_for_and_the_answer_comes_in_place(
    stage: Stage,
) -> None:
    aziza = stage.person()
    answer = await stage.one(aziza, "fine for overstay")
    assert first_line(answer) == title(stage.card(FINE))
    assert answer.text.splitlines()[-1] == "📍 Which country are you in now?"
    assert data(answer) == hosts_of(FINE)
    assert await stage.presses(aziza, f"T:{FINE}:KG") == [answer]
    assert answer.text.splitlines()[2] == "📍 Kyrgyzstan"
    assert await stage.kept(aziza) == (None, "KG", None)
    assert said_by_the_bot(aziza) == [answer]
    later = await stage.one(aziza, "fine for overstay")
    assert later.text.splitlines()[2] == "📍 Kyrgyzstan"


async def test_an_ambiguous_question_is_offered_as_buttons(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="KZ")
    question, topics = an_ambiguous_question(stage)
    offer = await stage.one(aziza, question)
    assert data(offer) == [*(f"t:{topic}:-" for topic in topics), "none:-:-"]
    questions = [stage.card(topic).title for topic in topics]
    assert [button.text.split(" ", 1)[1] for button in offer.buttons[:-1]] == questions
    (answer,) = await stage.presses(aziza, f"t:{topics[1]}:-")
    assert first_line(answer) == title(stage.card(topics[1], "KZ"))
    assert len(said_by_the_bot(aziza)) == 2


async def test_none_of_the_offers_leads_on(stage: Stage) -> None:
    aziza = stage.person()
    question, _ = an_ambiguous_question(stage)
    offer = await stage.one(aziza, question)
    assert data(offer)[-1] == "none:-:-"
    assert await stage.presses(aziza, "none:-:-") == [offer]
    assert data(offer) == AFTER_MISS


async def test_a_declined_question_leads_to_the_topics_and_to_a_person(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="KZ")
    answer = await stage.one(aziza, UNKNOWN)
    assert data(answer) == ["m", "t:human_contact:-"]
    (person,) = await stage.presses(aziza, "t:human_contact:-")
    assert first_line(person) == title(stage.card("human_contact", "KZ"))


async def test_the_topics_offered_after_a_miss_open_in_its_place(stage: Stage) -> None:
    aziza = stage.person()
    answer = await stage.one(aziza, UNKNOWN)
    assert await stage.presses(aziza, "m") == [answer]


async def test_a_passport_in_the_text_wins_and_the_stored_one_stays(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="KZ", citizenship="KG")
    answer = await stage.one(aziza, PASSPORT)
    assert answer.text.splitlines()[2] == "📍 Kazakhstan · passport: Uzbekistan"
    assert data(answer)[-2:] == votes_on(f"{FINE}:KZ:UZ")
    assert await stage.kept(aziza) == (None, "KZ", "KG")


async def test_a_passport_in_the_text_outlives_the_choice_of_the_country(stage: Stage) -> None:
    aziza = stage.person()
    answer = await stage.one(aziza, PASSPORT)
    assert data(answer) == hosts_of(FINE, ":UZ")
    assert await stage.presses(aziza, f"T:{FINE}:KZ:UZ") == [answer]
    assert answer.text.splitlines()[2] == "📍 Kazakhstan · passport: Uzbekistan"
    assert await stage.presses(aziza, f"hp:{FINE}:KZ:UZ") == [answer]
    assert await stage.presses(aziza, f"T:{FINE}:KG:UZ") == [answer]
    assert answer.text.splitlines()[2] == "📍 Kyrgyzstan · passport: Uzbekistan"
    assert await stage.kept(aziza) == (None, "KZ", None)


async def test_one_who_is_in_a_country_nobody_knows_here_is_not_answered_for_the_chosen_one(
    stage: Stage,
) -> None:
    aziza = stage.person(language="ru")
    await stage.chooses(aziza, host="TR")
    answer = await stage.one(aziza, "Я в России, какой штраф за просрочку?")
    assert "📍 Турция" not in answer.text
    assert await stage.kept(aziza) == (None, "TR", None)
