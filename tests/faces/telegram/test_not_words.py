"""Voice, pictures, files, places, numbers: a truthful reply, and nothing kept."""

from __future__ import annotations

from typing import Any

import pytest

from bot.faces.sandbox.people import Person
from bot.faces.sandbox.seen import Message
from tests.builders import HOSTS
from tests.faces.telegram.stage import FINE, FINE_IN, SECTIONS, Stage, data, first_line, title

TRUTH = {
    "voice": "I cannot listen to voice or video.",
    "photo": "I do not look at pictures and files, and do not keep them.",
    "document": "I do not look at pictures and files, and do not keep them.",
    "sticker": "Please write a few words",
    "location": "I do not keep where you are.",
    "contact": "I do not need your number and do not keep it.",
}
LEAKS = ("43.238", "76.945", "+70000000000", "file-", "paper.pdf", "plov")
"""What the samples hold that could be kept by mistake."""


async def sends(stage: Stage, person: Person, kind: str, caption: str = "") -> list[Message]:
    await person.sends(kind, caption=caption)
    return await stage.hears(person)


def holds_nothing(stage: Stage) -> bool:
    rows = stage.store.committed
    empty = not (rows.people or rows.votes or rows.inbox or rows.outbox or rows.dead)
    return empty and not any(leak in repr(rows) for leak in LEAKS)


@pytest.mark.parametrize("kind", list(TRUTH))
async def test_what_is_not_words_gets_a_true_reply_and_a_way_on(stage: Stage, kind: str) -> None:
    heard = await sends(stage, stage.person(), kind)
    assert TRUTH[kind] in heard[0].text
    ways = [*(f"sh:{host}" for host in HOSTS), "sh:-"] if kind == "location" else SECTIONS
    assert data(heard[-1]) == ways
    assert len(heard) == (2 if kind in ("photo", "document") else 1)


@pytest.mark.parametrize("kind", list(TRUTH))
async def test_what_is_not_words_leaves_nothing_behind(stage: Stage, kind: str) -> None:
    aziza = stage.person()
    await sends(stage, aziza, kind, caption="plov" if kind in ("photo", "document") else "")
    assert any(leak in repr([m.raw for m in aziza.chat]) for leak in LEAKS)
    assert holds_nothing(stage)


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_a_caption_is_taken_as_the_question_after_the_warning(
    stage: Stage, kind: str
) -> None:
    aziza = stage.person()
    warning, answer = await sends(stage, aziza, kind, caption=FINE_IN.format("Kazakhstan"))
    assert TRUTH[kind] in warning.text
    assert first_line(answer) == title(stage.card(FINE, "KZ"))
    assert holds_nothing(stage)


async def test_a_caption_that_asks_nothing_known_is_declined_with_ways_on(stage: Stage) -> None:
    _, answer = await sends(stage, stage.person(), "photo", caption="asdf qwerty")
    assert data(answer) == ["m", "t:human_contact:-"]


async def test_where_the_country_is_known_its_numbers_come_with_the_reply(stage: Stage) -> None:
    aziza = stage.person()
    await stage.chooses(aziza, host="TR")
    (answer,) = await sends(stage, aziza, "voice")
    numbers = [", ".join(c.phones) for c in stage.library.now.content.emergency("TR")]
    called = [line.split(": ")[1] for line in answer.text.splitlines() if line.startswith("📞")]
    assert called == numbers
    assert numbers


async def test_a_shared_place_chooses_no_country_but_its_buttons_do(stage: Stage) -> None:
    aziza = stage.person()
    (asked,) = await sends(stage, aziza, "location")
    assert await stage.kept(aziza) == (None, None, None)
    assert await stage.presses(aziza, "sh:KZ", asked) == [asked]
    assert await stage.kept(aziza) == (None, "KZ", None)


FILE = {"file_id": "file-1", "file_unique_id": "1", "duration": 3}
OTHER_KINDS: dict[str, Any] = {
    "video": {**FILE, "width": 10, "height": 10},
    "video_note": {**FILE, "length": 10},
    "audio": FILE,
    "animation": {**FILE, "width": 10, "height": 10},
    "venue": {
        "location": {"latitude": 43.238, "longitude": 76.945},
        "title": "plov house",
        "address": "plov street",
    },
    "dice": {"emoji": "🎲", "value": 3},
    "poll": {
        "id": "1", "question": "plov?", "options": [], "total_voter_count": 0, "is_closed": False,
        "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
        "allows_revoting": False, "members_only": False,
    },
    "unheard_of": {"plov": True},
}  # fmt: skip


@pytest.mark.parametrize("kind", list(OTHER_KINDS))
async def test_every_other_kind_of_message_is_answered_too(stage: Stage, kind: str) -> None:
    aziza = stage.person()
    aziza.put(aziza.room, {kind: OTHER_KINDS[kind]})
    heard = await stage.hears(aziza)
    assert heard[-1].buttons
    assert holds_nothing(stage)


async def test_a_service_message_is_left_alone(stage: Stage) -> None:
    aziza = stage.person()
    aziza.put(aziza.room, {"write_access_allowed": {}})
    assert await stage.hears(aziza) == []
    assert stage.dead == []
