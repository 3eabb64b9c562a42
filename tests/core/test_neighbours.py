"""Likeness: a text resembles the phrases it shares rare stretches with."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from bot.core.understand.grams import Ids, features
from bot.core.understand.linear import inverse_frequency
from bot.core.understand.neighbours import Neighbours, arrange

BUCKETS = 1 << 20
PHRASES = (
    ("pay the fine at the bank", 2),
    ("lost my passport", 0),
    ("how big is the fine", 2),
    ("good night", -1),
    ("where is my passport", 0),
)
"""Phrases of classes 0 and 2; class 1 has none, and -1 belongs to no class."""


def ids(text: str) -> Ids:
    return features(text, range(3, 6), BUCKETS)


@cache
def neighbours() -> Neighbours:
    rows = [ids(text) for text, _ in PHRASES]
    targets = np.array([number for _, number in PHRASES], np.int32)
    return arrange(rows, targets, 3, inverse_frequency(rows, BUCKETS))


def likeness(text: str) -> list[float]:
    return [round(float(value), 3) for value in neighbours().likeness(ids(text))]


@pytest.mark.parametrize(("text", "number"), [phrase for phrase in PHRASES if phrase[1] >= 0])
def test_a_phrase_resembles_its_own_class_most(text: str, number: int) -> None:
    found = likeness(text)
    assert found[number] == pytest.approx(1, abs=0.01)
    assert [value for n, value in enumerate(found) if n != number and value > 0.5] == []


def test_a_text_with_nothing_in_common_resembles_nothing() -> None:
    assert likeness("zzz xxx") == [0, 0, 0]
    assert likeness("") == [0, 0, 0]


def test_a_phrase_of_no_class_and_a_class_of_no_phrase_are_left_out() -> None:
    assert likeness("good night") == [0, 0, 0]
    assert [likeness(text)[1] for text, _ in PHRASES] == [0] * len(PHRASES)


def test_a_text_nearer_to_a_phrase_resembles_it_more() -> None:
    near, far = likeness("my passport was lost")[0], likeness("my dog was lost")[0]
    assert 0 < far < near < 1


def test_repeating_a_text_changes_nothing() -> None:
    once = ids("lost my passport")
    twice = neighbours().likeness(np.concatenate([once, once]))
    assert neighbours().likeness(once).tolist() == pytest.approx(twice.tolist(), abs=1e-6)
