"""Old and forged buttons, odd texts, a flood: always a helpful reply, never an exception."""

from __future__ import annotations

import asyncio
import itertools
import math

import pytest
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.faces.sandbox.people import Person
from bot.faces.sandbox.seen import Button, Message
from bot.faces.telegram.asking import CROWDED
from bot.faces.telegram.browsing import PRESSES
from tests.faces.telegram.stage import FINE, FINE_IN, SECTIONS, Stage, data, first_line, title

OUTDATED = "This button is from an older version. Write your question, or use /topics."
NOTICE = "⏳ You write faster than I may answer. Every message is in line."
LONGEST = int(InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)


@pytest.mark.parametrize(
    "code",
    [
        "zz:1", "zz", ":", "", "t", "T", "t:nope:KZ", "T:nope:KZ", "hp", "hp:nope", "l", "l:xx",
        "sl:", "sl:RU", "v", "v:1", "v:1:-", "v:1:-:nope:KZ", f"v:2:-:{FINE}:KZ", f"v::-:{FINE}",
        f"v:{FINE}:KZ:1", "+", "+:nope:KZ", "sh", "sh:", "sh:XX", "sh:kz", "sh:other", "sc", "sc:", "sc:XX",
        "sc:uz", "x" * LONGEST,
        "t:" + "x" * (LONGEST - 2), "ж" * (LONGEST // 2), "😀" * (LONGEST // 4), "T:<b>:&", "\u202e",
    ],
)  # fmt: skip
async def test_an_old_or_forged_button_is_explained(stage: Stage, code: str) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="KZ", citizenship="UZ")
    menu = await stage.one(aziza, "/topics")
    press, heard = await stage.forges(aziza, code, menu)
    assert heard == []
    assert await stage.kept(aziza) == (None, "KZ", "UZ")
    assert press.answer == {"text": OUTDATED, "show_alert": True, "url": ""}
    assert (data(menu), stage.dead, stage.votes) == (SECTIONS, [], [])


@pytest.mark.parametrize("code", ["m:nope", "m:", "m:stay:more:and:more"])
async def test_a_button_to_a_section_that_is_gone_opens_the_menu(stage: Stage, code: str) -> None:
    aziza = stage.person()
    asked = await stage.one(aziza, "/language")
    _, heard = await stage.forges(aziza, code, asked)
    assert heard == [asked]
    assert "m" in data(asked) or data(asked) == SECTIONS


async def test_a_button_of_a_country_that_is_gone_still_answers(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="KZ")
    menu = await stage.one(aziza, "/topics")
    _, heard = await stage.forges(aziza, f"t:{FINE}:ZZ", menu)
    assert heard[0].text.splitlines()[::2][:2] == [title(stage.card(FINE, "KZ")), "📍 Kazakhstan"]


async def test_a_forged_reason_is_left_out_of_the_vote(stage: Stage) -> None:
    aziza = stage.person()
    answer = await stage.one(aziza, FINE_IN.format("Kazakhstan"))
    await stage.forges(aziza, f"v:0:rude words:{FINE}:ZZ", answer)
    assert [(vote.topic, vote.host, vote.reason) for vote in stage.votes] == [(FINE, None, None)]


async def test_no_combination_of_verb_and_arguments_breaks_the_bot(stage: Stage) -> None:
    aziza = stage.person()
    menu = await stage.one(aziza, "/topics")
    words = ("", "-", "KZ", FINE, "0", "1", "stay", "\x00", "'; --")
    codes = [
        ":".join((verb, *arguments))
        for verb in (*PRESSES, "other")
        for count in range(3)
        for arguments in itertools.product(words, repeat=count)
    ]
    presses = []
    for code in codes:
        presses.append(aziza._press(menu, Button("x", code[:LONGEST])))
        if len(presses) % 50 == 0:
            await stage.at_rest()
    await stage.at_rest()
    assert stage.dead == []
    assert all(press is not None and press.answer is not None for press in presses)


async def test_every_press_ends_the_waiting_of_its_button(stage: Stage) -> None:
    aziza = stage.person()
    answer = await stage.one(aziza, FINE_IN.format("Kazakhstan"))
    for code in data(answer):
        if code is not None:
            press, _ = await stage.forges(aziza, code, answer)
            assert press.answer is not None, code


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 4096, "x" * 10_000, FINE_IN.format("Kazakhstan") + " please" * 1_500,
        "a\x07b\x1bc \x0c fine", "\u200f\u202eمرحبا\u202c\u200f", "😀", "👨‍👩‍👧‍👦🇰🇿", "'", "?", "0", "<b>",
        "&amp;<a href='x'>", "{host} {reference} %s", "\u0301\u0301\u0301", "..." * 300, "abc\n" * 800,
        "١٢٣", "ﬁne ﬀ", "İİİ ıııı", "你好，罚款多少",
    ],
    ids=ascii,
)  # fmt: skip
async def test_an_odd_text_gets_a_helpful_reply(stage: Stage, text: str) -> None:
    """A phone sends a text too long for one message as several; each is answered."""
    aziza = stage.person()
    heard = await stage.says(aziza, text)
    written = [message for message in aziza.chat if not message.from_bot]
    answers = [await _answer_to(stage, aziza, message) for message in written]
    assert len(written) == math.ceil(
        len(text.encode("utf-16-le")) / 2 / MessageLimit.MAX_TEXT_LENGTH
    )
    assert all(answer in heard and answer.buttons for answer in answers)
    assert (len(set(answers)), stage.dead) == (len(written), [])


async def _answer_to(stage: Stage, person: Person, question: Message) -> Message:
    async with stage.store.reading() as uow:
        answer = await uow.replies.answer_to(person.id, question.id)
    assert answer is not None
    return person.message(answer)


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "\x00", "\ud83d", "\u202e", " ", "x" * 20_000, "/\x00", "\u2028" * 9],
    ids=ascii,
)
async def test_what_no_phone_sends_is_answered_too(stage: Stage, text: str) -> None:
    """Other programs than Telegram's own write to bots."""
    aziza = stage.person()
    aziza.put(aziza.room, {"text": text.encode("utf-8", "replace").decode()})
    heard = await stage.hears(aziza)
    assert heard[-1].buttons
    assert stage.dead == []


async def test_of_thirty_messages_at_once_each_is_answered_with_one_notice(stage: Stage) -> None:
    aziza, other = stage.person(), stage.person("Other")
    for number in range(30):
        await aziza.says(f"fine for overstay {number} days in Kazakhstan")
    await other.says("fine for overstay in Kazakhstan")
    heard = await stage.hears(aziza)
    notices = [message for message in heard if message.text == NOTICE]
    answers = [message for message in heard if message.text != NOTICE]
    assert (len(notices), len(answers)) == (1, 30)
    assert {first_line(answer) for answer in answers} == {title(stage.card(FINE, "KZ"))}
    assert heard.index(notices[0]) == CROWDED
    assert len([m for m in other.chat if m.from_bot]) == 1
    assert len(stage.store.committed.replies) == 31


@pytest.mark.parametrize("texts", [0, 1], ids=["to the mark", "past the mark"])
async def test_the_notice_comes_once_when_messages_have_two_answers_each(
    stage: Stage, texts: int
) -> None:
    """A picture is answered with a warning and the answer to its caption."""
    aziza = stage.person()
    for _ in range(texts):
        await aziza.says(FINE_IN.format("Kazakhstan"))
    for _ in range(CROWDED):
        await aziza.sends_photo(caption=FINE_IN.format("Kazakhstan"))
    heard = await stage.hears(aziza)
    noticed = [number for number, message in enumerate(heard) if message.text == NOTICE]
    assert (len(heard), noticed) == (texts + 2 * CROWDED + 1, [texts + CROWDED])


async def test_answers_keep_the_order_of_the_questions(stage: Stage) -> None:
    people = [stage.person(f"P{number}") for number in range(5)]
    countries = ("Kazakhstan", "Kyrgyzstan", "Azerbaijan", "Kazakhstan")
    for country in countries:
        await asyncio.gather(*(person.says(FINE_IN.format(country)) for person in people))
    await stage.at_rest()
    for person in people:
        shown = [m.text.splitlines()[2] for m in person.chat if m.from_bot]
        assert shown == [f"📍 {country}" for country in countries]


async def test_a_text_as_long_as_a_message_may_be_is_one_question(stage: Stage) -> None:
    aziza = stage.person()
    question = FINE_IN.format("Kazakhstan")
    text = question + "." * (int(MessageLimit.MAX_TEXT_LENGTH) - len(question))
    answer = await stage.one(aziza, text)
    assert first_line(answer) == title(stage.card(FINE, "KZ"))


async def test_a_button_of_a_message_out_of_reach_is_answered_anew(stage: Stage) -> None:
    aziza = stage.person()
    answer = await stage.one(aziza, "fine for overstay")
    bare = {"chat": answer.raw["chat"], "message_id": answer.id, "date": 0}
    out_of_reach = Message(answer.chat, bare)
    del aziza.room.messages[answer.id]
    _, (anew,) = await stage.forges(aziza, f"T:{FINE}:KZ", out_of_reach)
    assert anew.text.splitlines()[2] == "📍 Kazakhstan"
    assert await stage.kept(aziza) == (None, "KZ", None)
