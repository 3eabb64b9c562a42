"""Questions edited afterwards: the answer changes in its place."""

from __future__ import annotations

from tests.faces.telegram.stage import (
    AFTER_MISS,
    FINE,
    FINE_IN,
    UNKNOWN,
    Stage,
    data,
    said_by_the_bot,
    votes_on,
)


async def test_an_edited_question_changes_the_answer_in_place(stage: Stage) -> None:
    aziza = stage.person()
    asked = await aziza.says(FINE_IN.format("Kazakhstan"))
    (answer,) = await stage.hears(aziza)
    await aziza.edits(asked, FINE_IN.format("Kyrgyzstan"))
    assert await stage.hears(aziza) == [answer]
    assert answer.edited
    assert answer.text.splitlines()[2] == "📍 Kyrgyzstan"
    assert data(answer)[-2:] == votes_on(f"{FINE}:KG")
    await aziza.edits(asked, UNKNOWN)
    assert await stage.hears(aziza) == [answer]
    assert data(answer) == AFTER_MISS
    assert said_by_the_bot(aziza) == [answer]


async def test_editing_an_earlier_question_leaves_the_later_answer_alone(stage: Stage) -> None:
    aziza = stage.person()
    first = await aziza.says(FINE_IN.format("Kazakhstan"))
    (answer,) = await stage.hears(aziza)
    later = await stage.one(aziza, UNKNOWN)
    await aziza.edits(first, FINE_IN.format("Kyrgyzstan"))
    assert await stage.hears(aziza) == [answer]
    assert not later.edited


async def test_an_edit_that_changes_nothing_in_the_answer_is_taken_calmly(stage: Stage) -> None:
    aziza = stage.person()
    asked = await aziza.says(UNKNOWN)
    (answer,) = await stage.hears(aziza)
    await aziza.edits(asked, f"{UNKNOWN} zxcv")
    assert await stage.hears(aziza) == []
    assert said_by_the_bot(aziza) == [answer]


async def test_an_edit_long_after_its_answer_was_forgotten_is_answered_anew(stage: Stage) -> None:
    aziza = stage.person()
    asked = await aziza.says(FINE_IN.format("Kazakhstan"))
    (answer,) = await stage.hears(aziza)
    stage.store.committed.replies.clear()
    await aziza.edits(asked, FINE_IN.format("Kyrgyzstan"))
    (anew,) = await stage.hears(aziza)
    assert (answer.edited, anew.edited) == (False, False)
    assert anew.text.splitlines()[2] == "📍 Kyrgyzstan"
    await aziza.edits(asked, UNKNOWN)
    assert await stage.hears(aziza) == [anew]


async def test_an_edit_whose_answer_was_deleted_is_answered_anew(stage: Stage) -> None:
    aziza = stage.person()
    asked = await aziza.says(FINE_IN.format("Kazakhstan"))
    (answer,) = await stage.hears(aziza)
    del aziza.room.messages[answer.id]
    await aziza.edits(asked, FINE_IN.format("Kyrgyzstan"))
    (anew,) = await stage.hears(aziza)
    assert anew.text.splitlines()[2] == "📍 Kyrgyzstan"
    assert said_by_the_bot(aziza) == [anew]
    await aziza.edits(asked, UNKNOWN)
    assert await stage.hears(aziza) == [anew]
    assert data(anew) == AFTER_MISS
