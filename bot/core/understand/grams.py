"""Texts as hashed character and word n-grams, many texts at once."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xD6E8FEB86659FD93)
_SHIFT: Final = np.uint64(32)


def char_grams(codes: npt.NDArray[np.uint64], lengths: range, buckets: int) -> list[Ids]:
    """For each length, the bucket of the n-gram that starts at each position.

    `codes` holds one number a character; the array for length n is n - 1 shorter.
    """
    found: list[Ids] = []
    rolling = codes + np.uint64(1)
    mask = np.uint64(buckets - 1)
    for length in range(1, lengths.stop):
        if length > 1:
            rolling = rolling[:-1] * _MULTIPLIER + codes[length - 1 :]
        if length in lengths:
            mixed = (rolling ^ (rolling >> _SHIFT)) * _MIX
            found.append(((mixed >> _SHIFT) & mask).astype(np.int32))
    return found


@lru_cache(maxsize=65536)
def word_bucket(word: str, buckets: int) -> int:
    """Bucket of a word or of two words in a row."""
    return zlib.crc32(word.encode()) & (buckets - 1)


def word_grams(words: Sequence[str], buckets: int) -> list[int]:
    """Buckets of all words and of all pairs of neighbours."""
    pairs = (f"{one} {two}" for one, two in pairwise(words))
    singles = (f"{word} " for word in words)
    return [word_bucket(gram, buckets) for gram in (*singles, *pairs)]


def ascii_codes(skeleton: str) -> npt.NDArray[np.uint64]:
    """One number a character of a skeleton, with a space at both ends."""
    return np.frombuffer(f" {skeleton} ".encode("ascii"), np.uint8).astype(np.uint64)


def features(skeleton: str, lengths: range, buckets: int) -> Ids:
    """Buckets of everything in a skeleton, with repetitions."""
    chars = char_grams(ascii_codes(skeleton), lengths, buckets)
    words = np.array(word_grams(skeleton.split(), buckets), np.int32)
    return np.concatenate([*chars, words])
