"""Groups and inline mode: the bot speaks where it is spoken to."""

from __future__ import annotations

import pytest

from bot.faces.sandbox.people import Group, Person
from tests.builders import HOSTS
from tests.faces.telegram.stage import (
    FINE,
    FINE_IN,
    SECTIONS,
    UNKNOWN,
    Stage,
    data,
    first_line,
    said_by_the_bot,
    title,
)

NAME = "@yoldash_sandbox_bot"
QUESTION = FINE_IN.format("Kazakhstan")


def a_group(stage: Stage) -> tuple[Person, Group]:
    aziza = stage.person()
    return aziza, stage.sandbox.group("Dormitory", [aziza, stage.person("Other")])


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        "help he will kill me",
        "@yoldash_sandbox_bot2 fine for overstay",
        "mail me at a@yoldash_sandbox_bot.example",
        "/nonsense",
        "/topics@other_sandbox_bot",
    ],
)
async def test_in_a_group_the_bot_is_silent_unless_spoken_to(stage: Stage, text: str) -> None:
    aziza, group = a_group(stage)
    await aziza.says(text, to=group)
    assert await stage.hears(group) == []
    assert [message.from_bot for message in group.chat] == [False]


@pytest.mark.parametrize(
    "kind", ["voice", "photo", "sticker", "document", "location", "contact", "newcomer"]
)
async def test_in_a_group_the_bot_is_silent_about_all_but_words(stage: Stage, kind: str) -> None:
    aziza, group = a_group(stage)
    if kind == "newcomer":
        group.add(stage.person("Newcomer"))
    else:
        await aziza.sends(kind, to=group)
    assert await stage.hears(group) == []


@pytest.mark.parametrize(
    "text", [f"{NAME} {QUESTION}", f"{QUESTION}, {NAME}?", f"{NAME.upper()} {QUESTION}"]
)
async def test_mentioned_in_a_group_the_bot_answers_as_a_reply(stage: Stage, text: str) -> None:
    aziza, group = a_group(stage)
    asked = await aziza.says(text, to=group)
    (answer,) = await stage.hears(group)
    assert answer.answers == asked.id
    assert first_line(answer) == title(stage.card(FINE, "KZ"))
    assert aziza.chat == []


async def test_replied_to_in_a_group_the_bot_answers_as_a_reply(stage: Stage) -> None:
    aziza, group = a_group(stage)
    await aziza.says(f"{NAME} {QUESTION}", to=group)
    (answer,) = await stage.hears(group)
    asked = await aziza.says(FINE_IN.format("Kyrgyzstan"), to=group, reply_to=answer)
    (later,) = await stage.hears(group)
    assert (later.answers, later.text.splitlines()[2]) == (asked.id, "📍 Kyrgyzstan")


async def test_a_reply_to_somebody_else_in_a_group_is_left_alone(stage: Stage) -> None:
    aziza, group = a_group(stage)
    theirs = await stage.person("Third").says("hello", to=group)
    await aziza.says(QUESTION, to=group, reply_to=theirs)
    assert await stage.hears(group) == []


@pytest.mark.parametrize("command", ["/topics", f"/topics{NAME}"])
async def test_commanded_in_a_group_the_bot_answers_as_a_reply(stage: Stage, command: str) -> None:
    aziza, group = a_group(stage)
    asked = await aziza.says(command, to=group)
    (answer,) = await stage.hears(group)
    assert (answer.answers, data(answer)) == (asked.id, SECTIONS)


async def test_a_press_in_a_group_counts_for_the_one_who_pressed(stage: Stage) -> None:
    aziza, group = a_group(stage)
    other = stage.person("Other")
    await stage.chooses(aziza, host="TR")
    await aziza.says(f"{NAME} fine for overstay", to=group)
    (answer,) = await stage.hears(group)
    assert "📍 Türkiye" not in answer.text
    await other.presses(f"T:{FINE}:KG", answer, within=group)
    await stage.at_rest()
    assert answer.text.splitlines()[2] == "📍 Kyrgyzstan"
    assert await stage.kept(aziza) == (None, "TR", None)
    assert await stage.kept(other) == (None, None, None)


HIDDEN = ("📍 Türkiye", "no citizenship", "passport:", "157")


@pytest.mark.parametrize("question", ["fine for overstay", UNKNOWN, "help he will kill me"])
async def test_a_group_does_not_learn_where_somebody_is_nor_that_they_are_stateless(
    stage: Stage, question: str
) -> None:
    aziza, group = a_group(stage)
    await stage.chooses(aziza, host="TR", citizenship="stateless")
    await aziza.says(f"{NAME} {question}", to=group)
    (answer,) = await stage.hears(group)
    assert [word for word in HIDDEN if word in answer.text] == []
    assert [d for d in data(answer) if ":stateless" in (d or "")] == []
    assert await stage.kept(aziza) == (None, "TR", "stateless")


async def test_an_inline_card_does_not_tell_where_somebody_is_nor_their_passport(
    stage: Stage,
) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="TR", citizenship="stateless")
    for card in await aziza.inline("fine for overstay"):
        shown = f"{card['title']} {card['description']} {card['input_message_content']['text']}"
        assert [word for word in ("📍", *HIDDEN) if word in shown] == []
        assert card["id"].endswith("-any")


async def test_an_edited_mention_in_a_group_changes_the_answer_in_place(stage: Stage) -> None:
    aziza, group = a_group(stage)
    asked = await aziza.says(f"{NAME} {QUESTION}", to=group)
    (answer,) = await stage.hears(group)
    await aziza.edits(asked, f"{NAME} {FINE_IN.format('Kyrgyzstan')}")
    await stage.at_rest()
    assert answer.text.splitlines()[2] == "📍 Kyrgyzstan"
    assert [message.from_bot for message in group.chat] == [False, True]


async def test_inline_a_question_gets_the_card_of_its_answer(stage: Stage) -> None:
    (card,) = await stage.person().inline(QUESTION)
    shown = stage.card(FINE, "KZ")
    assert (card["id"], card["title"]) == (f"{FINE}-KZ", title(shown))
    assert card["description"] == "Kazakhstan"
    assert card["input_message_content"]["text"].startswith(f"{title(shown)}\n\n📍 Kazakhstan")


async def test_inline_cards_are_in_the_stored_language(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, locale="ru", host="TR")
    (card,) = await aziza.inline("fine for overstay")
    assert (card["id"], card["title"]) == (f"{FINE}-any", title(stage.card(FINE, None, "ru")))


@pytest.mark.parametrize("query", ["", "asdf qwerty", "😀", "'", "\u200f\u202e", "<>&"])
async def test_inline_without_an_answer_vital_topics_are_offered(stage: Stage, query: str) -> None:
    cards = await stage.person().inline(query)
    topics = stage.library.now.content.topics.values()
    vital = [topic.id for topic in topics if topic.importance == "vital"][:8]
    assert [card["id"] for card in cards] == [f"{topic}-any" for topic in vital]


@pytest.mark.parametrize(
    "query", ["x" * 256, "<b>fine</b> & <a", "штраф " * 40, "border", "😀" * 200]
)
async def test_inline_any_question_gets_cards_that_telegram_takes(stage: Stage, query: str) -> None:
    cards = await stage.person().inline(query)
    assert cards
    assert stage.dead == []


@pytest.mark.parametrize("host", HOSTS)
async def test_inline_answers_every_host(stage: Stage, host: str) -> None:
    country = stage.library.speaker("en").country(host)
    (card,) = await stage.person().inline(FINE_IN.format(country))
    assert card["id"] == f"{FINE}-{host}"


async def test_an_inline_card_can_be_put_into_any_chat(stage: Stage) -> None:
    aziza, group = a_group(stage)
    (card,) = await aziza.inline(QUESTION)
    message = await aziza.picks(card, to=group)
    await stage.at_rest()
    assert group.chat == [message]
    assert message.html.startswith(f"<b>{title(stage.card(FINE, 'KZ'))}</b>")


@pytest.mark.parametrize("place", ["private", "group"])
async def test_the_bots_own_inline_card_is_no_question(stage: Stage, place: str) -> None:
    aziza, group = a_group(stage)
    room = aziza if place == "private" else group
    await aziza.says("/topics", to=room)
    (menu,) = await stage.hears(room)
    (card,) = await aziza.inline(QUESTION)
    await aziza.picks(card, to=room)
    assert await stage.hears(room) == []
    assert said_by_the_bot(room) == [menu]


async def test_what_another_bot_put_into_the_chat_is_a_question(stage: Stage) -> None:
    aziza = stage.person()
    other = {"id": 7, "is_bot": True, "first_name": "Other", "username": "other_sandbox_bot"}
    aziza.put(aziza.room, {"text": QUESTION, "via_bot": other})
    (answer,) = await stage.hears(aziza)
    assert first_line(answer) == title(stage.card(FINE, "KZ"))


async def test_inline_questions_leave_nothing_behind(stage: Stage) -> None:
    aziza = stage.person()
    await aziza.inline("my secret word plov")
    await stage.at_rest()
    assert "plov" not in repr(stage.store.committed)
    assert stage.store.committed.people == {}
