"""The library: the last good state stays live, answers are made once a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.core.content import Content
from bot.core.errors import BadContent, Mistake
from bot.core.understand.decide import Decider
from bot.core.understand.index import build
from bot.services.knowledge import Knowledge, Library
from tests.builders import TODAY, OneTongue, a_content, a_fact, some_speech, some_words

MISTAKES = (Mistake("faq/b.yaml", 2, "worse"), Mistake("faq/a.yaml", 1, "bad"))


def knowing(content: Content) -> Knowledge:
    return Knowledge(content, OneTongue(), Decider(build(content)))


def saying(answer: str) -> Knowledge:
    words = some_words("What is the fine?", answer=answer)
    return knowing(a_content(speech={"en": some_speech(topics={"fine": words})}))


class Files:
    """What the library loads: the next of these states, or a mistake."""

    def __init__(self, *states: Knowledge | BadContent) -> None:
        self._states: Iterator[Knowledge | BadContent] = iter(states)

    def __call__(self) -> Knowledge:
        state = next(self._states)
        if isinstance(state, BadContent):
            raise state
        return state


def library(*states: Knowledge | BadContent) -> Library:
    return Library(Files(*states), lambda: TODAY)


def told(library: Library) -> str:
    return library.card("fine", "en", "KZ", None).answer


def test_a_change_of_the_files_is_taken_in() -> None:
    shelf = library(saying("old"), saying("new"))
    assert told(shelf) == "old"
    assert shelf.reload() is True
    assert (told(shelf), shelf.note()) == ("new", "")


def test_while_files_are_broken_the_last_good_state_stays_live_and_says_so() -> None:
    shelf = library(saying("old"), BadContent(MISTAKES), saying("new"))
    before = shelf.now
    assert shelf.reload() is False
    assert (told(shelf), shelf.now) == ("old", before)
    assert shelf.read("What is the fine?").topic == "fine"
    assert shelf.note() == ("the last good files are used; 2 mistakes, first: faq/a.yaml:1: bad")
    assert shelf.reload() is True
    assert (told(shelf), shelf.note(), shelf.problem) == ("new", "", None)


def test_without_a_first_good_state_there_is_no_library() -> None:
    with pytest.raises(BadContent):
        library(BadContent(MISTAKES))


def test_an_answer_is_made_once_a_day_and_anew_the_next() -> None:
    days = [TODAY]
    fact = a_fact(valid_until=TODAY)
    shelf = Library(Files(knowing(a_content(facts=[fact]))), lambda: days[-1])
    first = shelf.card("fine", "en", "KZ", None)
    assert shelf.card("fine", "en", "KZ", None) is first
    assert first.facts == ("About limit.",)
    days.append(TODAY + timedelta(1))
    assert shelf.card("fine", "en", "KZ", None).facts == ()


@pytest.mark.parametrize(
    "other",
    [
        ("border", "en", "KZ", None),
        ("fine", "ru", "KZ", None),
        ("fine", "en", "UZ", None),
        ("fine", "en", "KZ", "UZ"),
    ],
)
def test_answers_to_different_questions_are_not_mixed_up(other: tuple[Any, ...]) -> None:
    speech = {"ru": some_speech(topics={"fine": some_words("?", answer="ru")})}
    shelf = library(knowing(a_content(facts=[a_fact()], speech=speech)))
    first = shelf.card("fine", "en", "KZ", None)
    assert shelf.card(*other) != first
    assert shelf.card("fine", "en", "KZ", None) is first


def test_the_chosen_language_of_a_writer_is_heard() -> None:
    shelf = library(knowing(a_content()))
    assert shelf.read("...", "kk").lang == "kk"
    assert shelf.read("...").lang == "en"
