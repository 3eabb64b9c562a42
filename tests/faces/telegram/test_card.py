"""An answer card: what is on it, switching its country, voting on it."""

from __future__ import annotations

import pytest

from bot.core.fact import Confidence
from bot.core.person import Vote
from bot.faces.sandbox.people import Person
from bot.faces.sandbox.seen import Button, Message
from bot.faces.telegram.buttons import REASONS
from bot.faces.telegram.render import source_line
from bot.services.card import confidence_text
from tests.builders import HOSTS
from tests.faces.telegram.stage import (
    FINE,
    FINE_IN,
    Stage,
    data,
    first_line,
    hosts_of,
    title,
    votes_on,
)

UP, DOWN = votes_on(f"{FINE}:KZ")


async def an_answer(stage: Stage, person: Person) -> Message:
    return await stage.one(person, FINE_IN.format("Kazakhstan"))


def votes_of(stage: Stage) -> list[tuple[str, str | None, str, bool, str | None]]:
    votes: list[Vote] = stage.votes
    return [(v.topic, v.host, v.locale, v.helpful, v.reason) for v in votes]


async def test_a_card_says_what_where_and_what_to_do(stage: Stage) -> None:
    card = stage.card(FINE, "KZ")
    answer = await an_answer(stage, stage.person())
    blocks = answer.text.split("\n\n")
    assert answer.html.startswith(f"<b>{title(card)}</b>\n\n📍 Kazakhstan\n\n")
    assert blocks[:3] == [title(card), "📍 Kazakhstan", card.answer.strip()]
    assert blocks[3].split("\n") == [f"• {fact}" for fact in card.facts]
    todo = next(block for block in blocks if block.startswith("✅ ")).split("\n")
    assert todo[1:] == [f"• {line}" for line in card.todo]
    assert (len(card.facts), len(card.todo) > 1) == (6, True)


async def test_a_card_names_its_sources_with_links_and_dates(stage: Stage) -> None:
    card = stage.card(FINE, "KZ")
    answer = await an_answer(stage, stage.person())
    quote = next(
        b for b in answer.html.split("\n\n") if b.startswith("<blockquote expandable><b>S")
    )
    lines = quote.removesuffix("</blockquote>").split("\n")
    assert lines[0] == "<blockquote expandable><b>Sources</b>"
    assert lines[1:] == [f"• {source_line(source)}" for source in card.sources]
    links = [entity["url"] for entity in answer.raw["entities"] if entity["type"] == "text_link"]
    assert links == [source.url for source in card.sources]
    assert links


async def test_a_card_ends_with_the_day_it_was_checked_and_how_sure_it_is(stage: Stage) -> None:
    card = stage.card(FINE, "KZ")
    answer = await an_answer(stage, stage.person())
    foot = answer.html.split("\n\n")[-1].split("\n")
    assert foot == [f"<i>{line}</i>" for line in (*card.dates, *card.notices)]
    *days, surety = card.dates
    assert [line.partition(": ")[0] for line in days] == ["In force since", "Checked on"]
    assert surety in [confidence_text(c, stage.library.speaker("en")) for c in Confidence]


async def test_under_a_card_stand_neighbours_country_person_numbers_and_votes(
    stage: Stage,
) -> None:
    answer = await an_answer(stage, stage.person())
    phones = stage.card(FINE, "KZ").phones[:2]
    related = stage.library.now.content.topics[FINE].related[:2]
    rows = [[button.data or button.copy for button in row] for row in answer.rows]
    assert rows == [
        *([f"t:{topic}:KZ"] for topic in related),
        [f"hp:{FINE}:KZ", "t:human_contact:KZ"],
        list(phones),
        [UP, DOWN],
    ]
    assert phones


async def test_a_number_is_copied_by_the_phone_alone(stage: Stage) -> None:
    aziza = stage.person()
    answer = await an_answer(stage, aziza)
    copies = [button for button in answer.buttons if button.copy]
    assert [button.text for button in copies] == [f"📋 {button.copy}" for button in copies]
    assert await aziza.presses(copies[0].text, answer) is None


async def test_a_neighbour_opens_as_a_new_message_for_the_same_country(stage: Stage) -> None:
    aziza = stage.person()
    answer = await an_answer(stage, aziza)
    neighbour = stage.library.now.content.topics[FINE].related[0]
    (opened,) = await stage.presses(aziza, f"t:{neighbour}:KZ", answer)
    assert first_line(opened) == title(stage.card(neighbour, "KZ"))
    assert not answer.edited


async def test_another_country_is_chosen_in_place_and_the_stored_one_stays(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="KZ")
    answer = await an_answer(stage, aziza)
    text = answer.text
    assert await stage.presses(aziza, f"hp:{FINE}:KZ", answer) == [answer]
    assert (answer.text, data(answer)) == (text, hosts_of(FINE))
    assert await stage.presses(aziza, f"T:{FINE}:KG", answer) == [answer]
    assert answer.text.splitlines()[2] == "📍 Kyrgyzstan"
    assert data(answer)[-2:] == votes_on(f"{FINE}:KG")
    assert await stage.kept(aziza) == (None, "KZ", None)


async def test_a_card_for_the_same_country_again_gets_its_buttons_back(stage: Stage) -> None:
    aziza = stage.person()
    answer = await an_answer(stage, aziza)
    shown = data(answer)
    await stage.presses(aziza, f"hp:{FINE}:KZ", answer)
    await stage.presses(aziza, f"T:{FINE}:KZ", answer)
    assert data(answer) == shown


@pytest.mark.parametrize("host", HOSTS)
async def test_every_host_can_be_shown_after_the_question_was_asked(
    stage: Stage, host: str
) -> None:
    aziza = stage.person()
    asked = await stage.one(aziza, "fine for overstay")
    heard = await stage.presses(aziza, f"T:{FINE}:{host}", asked)
    assert first_line(heard[0]) == title(stage.card(FINE, host))
    assert data(heard[-1])[-2:] == votes_on(f"{FINE}:{host}")
    assert await stage.kept(aziza) == (None, host, None)


async def test_a_vote_is_counted_thanked_for_and_not_asked_again(stage: Stage) -> None:
    aziza = stage.person()
    answer = await an_answer(stage, aziza)
    shown = data(answer)
    assert await stage.presses(aziza, UP) == [answer]
    assert data(answer) == shown[:-2]
    assert votes_of(stage) == [(FINE, "KZ", "en", True, None)]
    assert aziza.toasts == ["Thank you. This makes the answers better."]


@pytest.mark.parametrize("reason", REASONS)
async def test_a_vote_against_counts_at_once_and_takes_a_reason(stage: Stage, reason: str) -> None:
    aziza = stage.person()
    answer = await an_answer(stage, aziza)
    shown = data(answer)
    assert await stage.presses(aziza, DOWN) == [answer]
    assert votes_of(stage) == [(FINE, "KZ", "en", False, None)]
    assert data(answer) == [f"v:0:{why}:{FINE}:KZ" for why in REASONS]
    assert await stage.presses(aziza, f"v:0:{reason}:{FINE}:KZ") == [answer]
    assert votes_of(stage) == [(FINE, "KZ", "en", False, reason)]
    assert data(answer) == shown[:-2]


async def test_a_second_vote_on_a_message_replaces_the_first(stage: Stage) -> None:
    aziza = stage.person()
    answer = await an_answer(stage, aziza)
    await stage.presses(aziza, UP)
    await stage.forges(aziza, DOWN, answer)
    assert votes_of(stage) == [(FINE, "KZ", "en", False, None)]


async def test_votes_on_two_messages_and_of_two_people_all_count(stage: Stage) -> None:
    aziza, other = stage.person(), stage.person("Other", "ru")
    for person in (aziza, aziza, other):
        answer = await an_answer(stage, person)
        await stage.presses(person, UP, answer)
    assert sorted(votes_of(stage), key=str) == [
        (FINE, "KZ", "en", True, None),
        (FINE, "KZ", "en", True, None),
        (FINE, "KZ", "ru", True, None),
    ]


async def test_a_vote_tells_nothing_of_who_cast_it(stage: Stage) -> None:
    aziza = stage.person("Azizaname")
    await stage.presses(aziza, UP, await an_answer(stage, aziza))
    (vote,) = stage.votes
    assert str(aziza.id) not in repr(vote)
    assert stage.store.committed.people == {}


async def test_two_presses_in_a_row_are_one_vote(stage: Stage) -> None:
    aziza = stage.person()
    answer = await an_answer(stage, aziza)
    for _ in range(2):
        aziza._press(answer, Button("👍", UP))
    await stage.at_rest()
    assert votes_of(stage) == [(FINE, "KZ", "en", True, None)]
