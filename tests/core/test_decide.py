"""Answer, offer or decline: what a message is taken to ask, on an index of two topics."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.place import Place
from bot.core.understand.decide import ANSWER, Decider
from bot.core.understand.index import build, classes, phrases
from bot.core.understand.linear import Floats
from tests.builders import BORDER, DANGER, FINE, a_content, a_topic, some_speech, some_words

CHATTER = ("hello bot how are you", "what is the weather tomorrow", "tell me a joke", "good night")
CONTENT = a_content(
    chatter={"en": CHATTER},
    urgent={"danger": {"en": DANGER}, "child_alone": {"en": ("my child is lost and alone",)}},
    places=(
        Place("KZ", "KZ", "country", ("Kazakhstan",)),
        Place("UZ", "UZ", "citizenship", ("uzbek passport",)),
    ),
)


@cache
def decider() -> Decider:
    return Decider(build(CONTENT))


@cache
def without_memory() -> Decider:
    return Decider(replace(build(CONTENT), exact={}))


@pytest.mark.parametrize(
    ("text", "topic"),
    [("What is the fine?", "fine"), *((t, "fine") for t in FINE), *((t, "border") for t in BORDER)],
)
def test_a_known_phrase_is_answered_for_certain(text: str, topic: str) -> None:
    for typed in (text, text.upper(), f"  {text}!!!"):
        reading = decider().read(typed)
        assert (reading.decision, reading.topic, reading.score) == ("answer", topic, 1.0)
        assert reading.offers == ()


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("fine for overstay how much", "fine"),
        ("my days ended how much fine must i pay", "fine"),
        ("which border crossing is open now", "border"),
        ("they open the border crossing when", "border"),
    ],
)
def test_what_resembles_one_topic_only_is_answered(text: str, topic: str) -> None:
    reading = decider().read(text)
    assert (reading.decision, reading.topic) == ("answer", topic)
    assert reading.score >= ANSWER


APPLES_OR_PLUMS = a_content(
    speech={
        "en": some_speech(
            topics={
                "fine": some_words("Buy red apples here?", also_asked=("a basket of red apples",)),
                "border": some_words("Buy red plums here?", also_asked=("a basket of red plums",)),
            }
        )
    }
)
"""Two topics that a message about red baskets resembles alike."""


def test_between_two_topics_a_choice_is_offered_best_first() -> None:
    reading = Decider(build(APPLES_OR_PLUMS)).read("a basket of red here")
    assert reading.decision == "offer"
    assert sorted(reading.offers) == ["border", "fine"]
    assert reading.topic == reading.offers[0]


@pytest.mark.parametrize(
    ("chances", "decision", "offers"),
    [
        ((0.9, 0.05, 0.05), "answer", "a"),
        ((0.05, 0.9, 0.05), "answer", "b"),
        ((0.45, 0.4, 0.15), "offer", "ab"),
        ((0.2, 0.5, 0.15, 0.15), "offer", "bac"),
        ((0.5, 0.3, 0.001, 0.001, 0.198), "offer", "ab"),
        ((0.6, 0.004, 0.001, 0.395), "offer", "ab"),
        ((0.19, 0.18, 0.17, 0.16, 0.15, 0.14, 0.01), "offer", "abcd"),
        ((0.2, 0.1, 0.7), "decline", "a"),
        ((0.3, 0.1, 0.6), "decline", "a"),
        ((0.03, 0.05, *(0.04,) * 18, 0.2), "decline", "b"),
    ],
)
def test_how_sure_it_is_decides_whether_to_answer_offer_or_decline(
    chances: tuple[float, ...], decision: str, offers: str
) -> None:
    decided, found, score = knowing(len(chances) - 1)._decide("whatever", floats(chances))
    assert (decided, "".join(found)) == (decision, offers)
    assert score == pytest.approx(max(chances[:-1]), abs=1e-4)


def knowing(count: int, **related: tuple[str, ...]) -> Decider:
    """Knows topics a, b, c …, each with its neighbours."""
    names = "abcdefghijklmnopqrstuvwxyz"[:count]
    topics = [a_topic(name, related=related.get(name, ())) for name in names]
    speech = {"en": some_speech(topics={name: some_words(f"{name} {name}?") for name in names})}
    return Decider(build(a_content(topics=topics, speech=speech)))


def floats(chances: tuple[float, ...]) -> Floats:
    return np.array(chances, np.float32)


def test_between_close_neighbours_a_question_is_asked_sooner() -> None:
    chances = floats((0.7, 0.27, 0.03))
    assert knowing(2)._decide("whatever", chances)[:2] == ("answer", ("a",))
    assert knowing(2, a=("b",))._decide("whatever", chances)[:2] == ("offer", ("a", "b"))
    assert knowing(2, a=("b",))._decide("whatever", floats((0.9, 0.07, 0.03)))[0] == "answer"


@pytest.mark.parametrize("text", ["hello bot", "what weather tomorrow", "a joke tell me please"])
def test_idle_talk_is_declined(text: str) -> None:
    reading = decider().read(text)
    assert (reading.decision, reading.topic, reading.offers) == ("decline", None, ())


@pytest.mark.parametrize("text", ["", "   ", "...", "😀", "中文"])
def test_a_text_without_letters_is_declined(text: str) -> None:
    reading = decider().read(text)
    assert (reading.decision, reading.topic, reading.score) == ("decline", None, 0.0)
    assert reading.urgent is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("he will kill me help", "danger"),
        ("my child is alone and lost", "child_alone"),
        ("How big is the fine for overstay? He will kill me, help me!", "danger"),
        ("how big is the fine for overstay", None),
        ("hello bot how are you", None),
    ],
)
def test_an_emergency_is_seen_whatever_else_is_asked(text: str, kind: str | None) -> None:
    assert decider().read(text).urgent == kind


def test_a_question_at_the_end_of_a_story_is_found() -> None:
    story = "Good night to all of you. I came with my mother. How big is the fine for overstay?"
    reading = without_memory().read(story)
    assert reading.topic == "fine"


def test_a_place_and_a_passport_are_read_beside_the_question() -> None:
    reading = decider().read("what fine in Kazakhstan with uzbek passport")
    assert (reading.host, reading.citizenship) == ("KZ", "UZ")
    plain = decider().read("what fine")
    assert (plain.host, plain.citizenship) == (None, None)


def test_without_memory_a_phrase_still_leads_to_its_topic() -> None:
    for topic, asked in (("fine", FINE), ("border", BORDER)):
        readings = [without_memory().read(text) for text in asked]
        assert [reading.topic for reading in readings] == [topic] * len(asked)


def test_building_twice_reads_the_same() -> None:
    other = Decider(build(CONTENT))
    for text in (*FINE, *BORDER, *CHATTER, *DANGER, "overstay and the border"):
        assert other.read(text) == decider().read(text)


def test_idle_talk_and_emergencies_are_learnt_beside_the_topics() -> None:
    known = {(phrase.topic, phrase.urgent): phrase.text for phrase in phrases(CONTENT)}
    assert sorted(known, key=str) == [
        ("border", "none"), ("fine", "none"), ("other", "none"), (None, "child_alone"),
        (None, "danger"),
    ]  # fmt: skip
    assert classes(CONTENT) == (("fine", "border", "other"), ("none", "danger", "child_alone"))


WORDS = st.sampled_from([*" ".join((*FINE, *BORDER, *CHATTER, *DANGER)).split(), ".", "!", "😀"])


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200) | st.lists(WORDS, max_size=30).map(" ".join))
def test_every_message_gets_one_consistent_reading(text: str) -> None:
    reading = decider().read(text, locale="en")
    assert reading == decider().read(text, locale="en")
    assert 0 <= reading.score <= 1
    assert (reading.topic is None) == (reading.decision == "decline")
    assert bool(reading.offers) == (reading.decision == "offer")
    assert len(set(reading.offers)) == len(reading.offers)
