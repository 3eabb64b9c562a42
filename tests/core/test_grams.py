"""N-grams: one bucket for each stretch of letters, the same wherever it stands."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.core.understand.grams import ascii_codes, char_grams, features, word_grams

BUCKETS = 1 << 17
SKELETONS = st.text("abcdefgh0 ", max_size=40)


@given(SKELETONS, st.integers(1, 5))
def test_each_length_has_one_gram_for_each_place_it_fits(skeleton: str, length: int) -> None:
    codes = ascii_codes(skeleton)
    (found,) = char_grams(codes, range(length, length + 1), BUCKETS)
    assert len(found) == max(0, len(skeleton) + 2 - length + 1)


@given(SKELETONS, st.sampled_from([64, 1 << 10, BUCKETS]))
def test_every_gram_lies_within_the_buckets(skeleton: str, buckets: int) -> None:
    found = features(skeleton, range(2, 6), buckets)
    assert found.dtype == np.int32
    assert [n for n in found.tolist() if not 0 <= n < buckets] == []


@given(st.text("abc", min_size=1, max_size=5), st.text("xyz ", max_size=9))
def test_a_gram_has_the_same_bucket_wherever_it_stands(gram: str, before: str) -> None:
    length = range(len(gram), len(gram) + 1)
    (alone,) = char_grams(ascii_codes(gram)[1:-1], length, BUCKETS)
    (within,) = char_grams(ascii_codes(before + gram), length, BUCKETS)
    assert within[1 + len(before)] == alone[0]


def test_grams_of_different_letters_or_lengths_rarely_share_a_bucket() -> None:
    grams = ["a", "b", "ab", "ba", "abc", "acb", "aab", "aaa", "aa", " a", "a "]
    buckets = []
    for gram in grams:
        codes = ascii_codes(gram)[1:-1]
        buckets += char_grams(codes, range(len(gram), len(gram) + 1), BUCKETS)[0].tolist()
    assert len(set(buckets)) == len(grams)


def test_words_and_pairs_of_neighbours_are_grams_of_their_own() -> None:
    one, two, pair = word_grams(["pay", "fine"], BUCKETS)
    assert word_grams(["pay"], BUCKETS) == [one]
    assert word_grams(["fine", "pay"], BUCKETS)[:2] == [two, one]
    assert word_grams(["fine", "pay"], BUCKETS)[2] != pair
    assert word_grams([], BUCKETS) == []


@given(SKELETONS)
def test_features_are_all_grams_of_letters_and_words_with_repetitions(skeleton: str) -> None:
    lengths = range(2, 6)
    chars = np.concatenate(char_grams(ascii_codes(skeleton), lengths, BUCKETS)).tolist()
    words = word_grams(skeleton.split(), BUCKETS)
    assert Counter(features(skeleton, lengths, BUCKETS).tolist()) == Counter([*chars, *words])
