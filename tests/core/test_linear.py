"""The linear model: it learns what it is shown, the same way every time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.understand.grams import Ids, features
from bot.core.understand.linear import Head, Linear, inverse_frequency, softmax, train

BUCKETS = 1 << 12
FRUIT, PEOPLE = Head(0, 2), Head(2, 5)
"""Apple or plum; one, two or many."""
ROWS = (
    ("one apple", 0, 0),
    ("an apple for one", 0, 0),
    ("two apples", 0, 1),
    ("apples for many", 0, 2),
    ("one plum", 1, 0),
    ("two plums", 1, 1),
    ("many plums", 1, 2),
    ("plums for two", 1, 1),
)


def ids(text: str) -> Ids:
    return features(text, range(2, 6), BUCKETS)


def learnt(rows: tuple[tuple[str, int, int], ...] = ROWS, *, seed: int = 7) -> Linear:
    targets = np.array([row[1:] for row in rows], np.int32)
    return train([ids(row[0]) for row in rows], targets, [FRUIT, PEOPLE], BUCKETS, seed=seed)


def best(model: Linear, text: str) -> tuple[int, int]:
    scores = model.logits(ids(text))
    return int(scores[:2].argmax()), int(scores[2:].argmax())


@pytest.mark.parametrize(("text", "fruit", "people"), ROWS)
def test_what_was_shown_is_known_again(text: str, fruit: int, people: int) -> None:
    assert best(learnt(), text) == (fruit, people)


def test_a_new_text_is_taken_for_what_it_resembles() -> None:
    assert [best(learnt(), text) for text in ("two ripe apples", "many old plums")] == [
        (0, 1),
        (1, 2),
    ]


def test_learning_twice_gives_the_same_model_to_the_last_bit() -> None:
    one, two = learnt(), learnt()
    assert one.weights.tobytes() == two.weights.tobytes()
    assert one.bias.tobytes() == two.bias.tobytes()
    assert learnt(seed=8).weights.tobytes() != one.weights.tobytes()


def test_a_row_without_a_target_teaches_its_head_nothing() -> None:
    silent = tuple((text, -1, people) for text, _, people in ROWS)
    model = learnt(silent)
    assert not model.weights[:, FRUIT.start : FRUIT.stop].any()
    assert not model.bias[FRUIT.start : FRUIT.stop].any()
    assert [best(model, text)[1] for text, _, _ in ROWS] == [people for _, _, people in ROWS]


def test_heads_do_not_disturb_each_other() -> None:
    both, alone = learnt(), learnt(tuple((text, fruit, -1) for text, fruit, _ in ROWS))
    np.testing.assert_allclose(both.weights[:, :2], alone.weights[:, :2], rtol=1e-4, atol=1e-6)


def test_a_text_of_unknown_features_scores_the_bias() -> None:
    model = replace(learnt(), bias=np.arange(5, dtype=np.float32))
    assert model.logits(ids("zzz")).tolist() == [0, 1, 2, 3, 4]


def test_repeating_a_text_does_not_widen_its_scores() -> None:
    model = learnt()
    text = np.concatenate([ids("two plums")] * 50)
    widest = np.abs(model.logits(text)).max()
    assert widest < 10 * np.abs(model.logits(ids("two plums"))).max()


def test_a_rare_feature_weighs_more_and_an_unseen_one_nothing() -> None:
    rows: list[Ids] = [np.array(row, np.int32) for row in ([0, 1], [0, 2, 2], [0, 1])]
    weight = inverse_frequency(rows, 4).tolist()
    assert weight == pytest.approx([0.1, np.log(3 / 2), np.log(3), 0])


@given(st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=30))
def test_probabilities_add_up_to_one_and_keep_the_order(raw: list[float]) -> None:
    scores: npt.NDArray[np.float32] = np.array(raw, np.float32)
    chances = softmax(scores)
    assert float(chances.sum()) == pytest.approx(1, abs=1e-5)
    assert chances[scores.argmax()] == chances.max()
    assert bool(np.isfinite(chances).all())
