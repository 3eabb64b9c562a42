"""Every promise on content that loads can be broken, and is then told where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.content import Content
from bot.core.errors import Mistake
from bot.core.understand.decide import Decider
from bot.core.understand.index import build
from bot.services.card import Card
from bot.services.check import (
    LONGEST_QUESTION,
    MOST_MESSAGES,
    Coverage,
    check_meaning,
    coverage,
)
from bot.services.knowledge import Knowledge
from bot.services.speech import Speaker
from tests.builders import (
    BORDER,
    FINE,
    TODAY,
    OneTongue,
    a_content,
    a_fact,
    a_topic,
    some_speech,
    some_words,
)

TOMORROW = TODAY + timedelta(1)


class Named:
    """Says where a text stands by naming it."""

    def topic(self, locale: str, topic: str, text: str = "") -> tuple[str, int]:
        return f"faq/{locale}/{topic}.yaml: {text}", 7

    def structure(self, topic: str, name: str) -> tuple[str, int]:
        return f"faq/topics.yaml: {topic}.{name}", 3


def lines_as_messages(card: Card, _speak: Speaker) -> Sequence[str]:
    """A face that sends each fact in a message of its own."""
    return [card.answer, *card.facts, *card.more]


def check(content: Content, locale: str | None = None) -> list[Mistake]:
    index = build(content)
    knowledge = Knowledge(content, OneTongue(), Decider(index))
    learnt = Decider(replace(index, exact={}))
    return list(check_meaning(knowledge, learnt, lines_as_messages, Named(), TODAY, locale))


def asking(fine: Sequence[str] = FINE, border: Sequence[str] = BORDER, **fields: Any) -> Content:
    """A content whose English phrases are these."""
    topics = {
        "fine": some_words(also_asked=tuple(fine)),
        "border": some_words("Is the border open?", also_asked=tuple(border)),
    }
    speech = {"en": some_speech(topics=topics), **fields.pop("speech", {})}
    return a_content(speech=speech, **fields)


def test_a_sound_content_has_no_mistakes() -> None:
    assert check(asking()) == []
    assert check(a_content(facts=[a_fact("a"), a_fact("b")])) == []


@pytest.mark.parametrize(("days", "due"), [(1, False), (0, True), (-30, True)])
def test_a_topic_whose_review_day_has_come_is_told(days: int, due: bool) -> None:
    day = TODAY + timedelta(days)
    found = check(a_content(topics=[a_topic("fine"), a_topic("border", review=day)]))
    expected = Mistake(
        "faq/topics.yaml: border.review",
        3,
        f"'border' was to be re-checked by {day}: check its facts, then set a new day",
    )
    assert found == ([expected] if due else [])


SHARED = f"'{FINE[0]}' also stands in 'fine': keep it where it belongs"


def test_a_phrase_in_two_topics_is_told_in_the_later_one() -> None:
    typed = FINE[0].upper() + "!"
    assert check(asking(fine=FINE * 20, border=[*BORDER, typed])) == [
        Mistake(f"faq/en/border.yaml: {typed}", 7, SHARED.replace(FINE[0], typed)),
        Mistake(
            f"faq/en/border.yaml: {typed}",
            7,
            f"'{typed}' leads to fine, not to 'border': say it more clearly or move it",
        ),
    ]


def test_a_phrase_in_topics_of_two_languages_is_told_in_the_later_language() -> None:
    russian = some_speech(topics={"border": some_words("?", also_asked=(FINE[0],))})
    content = asking(fine=FINE * 20, speech={"ru": russian})
    shared = Mistake(f"faq/ru/border.yaml: {FINE[0]}", 7, SHARED)
    assert check(content)[0] == shared
    assert check(content, "ru")[0] == shared
    assert check(content, "en") == []


def test_a_phrase_that_leads_nowhere_is_told() -> None:
    content = asking(border=[*BORDER, "good night"], chatter={"en": ("good night",) * 60})
    assert [mistake.message for mistake in check(content)] == [
        "'good night' leads to no topic, not to 'border': say it more clearly or move it"
    ]


@pytest.mark.parametrize(("letters", "too_long"), [(LONGEST_QUESTION, False), (65, True)])
def test_a_question_longer_than_a_button_is_told(letters: int, too_long: bool) -> None:
    question = "f" * letters
    topics = {"fine": some_words(question), "border": some_words()}
    found = check(a_content(speech={"en": some_speech(topics=topics)}))
    expected = Mistake(
        f"faq/en/fine.yaml: {question}",
        7,
        "the question of 'fine' has 65 characters, a button shows 64",
    )
    assert found == ([expected] if too_long else [])


@pytest.mark.parametrize(("count", "too_many"), [(MOST_MESSAGES - 1, False), (3, True)])
def test_an_answer_of_too_many_messages_is_told_for_the_country_it_is_of(
    count: int, too_many: bool
) -> None:
    facts = [a_fact(f"f{n}", country="UZ") for n in range(count)]
    found = check(a_content(facts=facts), "en")
    words = (
        "the answer to 'fine' for UZ takes 4 messages, more than 3: shorten it or show fewer facts"
    )
    assert found == ([Mistake("faq/en/fine.yaml: ", 7, words)] if too_many else [])


def test_with_a_locale_only_its_texts_are_looked_at() -> None:
    long = "f" * 65
    russian = some_speech(topics={"fine": some_words(long)})
    english = some_speech(topics={"fine": some_words(long), "border": some_words(long)})
    content = a_content(speech={"en": english, "ru": russian})
    files = {locale: [m.file.split(":")[0] for m in check(content, locale)] for locale in
             ("en", "ru", "kk")}  # fmt: skip
    assert files == {
        "en": ["faq/en/fine.yaml", "faq/en/border.yaml"],
        "ru": ["faq/ru/fine.yaml"],
        "kk": [],
    }


def test_all_mistakes_come_at_once() -> None:
    facts = [a_fact(f"f{n}") for n in range(3)]
    topics = {
        "fine": some_words("f" * 70, also_asked=FINE * 20),
        "border": some_words("Is the border open?", also_asked=(*BORDER, FINE[0])),
    }
    content = a_content(
        topics=[a_topic("fine", review=TODAY), a_topic("border")],
        facts=facts,
        speech={"en": some_speech(facts, topics=topics)},
    )
    assert [mistake.message for mistake in check(content, "en")] == [
        f"'fine' was to be re-checked by {TODAY}: check its facts, then set a new day",
        SHARED,
        f"'{FINE[0]}' leads to fine, not to 'border': say it more clearly or move it",
        "the question of 'fine' has 70 characters, a button shows 64",
        "the answer to 'fine' for KZ takes 4 messages, more than 3: shorten it or show fewer facts",
    ]


def test_coverage_counts_what_each_language_says_of_today_s_english() -> None:
    facts = [a_fact("a"), a_fact("b"), a_fact("c")]
    russian = some_speech(
        topics={
            "fine": some_words(also_asked=("a", "b", "c")),
            "border": some_words(also_asked=("d",)),
        },
        said={"KZ/a": "a", "KZ/b": "b"},
        stale=frozenset({"topic/fine", "KZ/b"}),
        signed={"border": "A. B."},
    )
    kazakh = some_speech(topics={"fine": some_words(answer="")})
    content = a_content(facts=facts, speech={"ru": russian, "kk": kazakh})
    found = coverage(content, {"en": (9, 9), "ru": (5, 9)})
    assert list(found) == [
        Coverage("en", 2, 2, 3, 3, 9, 9, 8, 4, (), 0),
        Coverage("ru", 1, 2, 1, 3, 5, 9, 4, 1, ("KZ/b", "topic/fine"), 1),
        Coverage("kk", 0, 2, 0, 3, 0, 0, 0, 0, (), 0),
    ]
