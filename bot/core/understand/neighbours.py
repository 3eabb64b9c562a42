"""How much a text resembles each topic's phrases: cosine over their rarer n-grams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.core.understand.grams import Ids
from bot.core.understand.linear import Floats

COMMON: Final = 100
"""Phrases from which on an n-gram is too common to tell phrases apart; it also costs most."""
NEAREST: Final = 6
"""Power of the mean over a topic's phrases: the nearest few decide."""


@dataclass(frozen=True)
class Neighbours:
    """Phrases by n-gram: `rows[starts[b]:starts[b + 1]]` hold the n-gram of bucket b."""

    starts: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int32]
    weights: Floats
    """Weight of the n-gram within each of those phrases, all of a phrase being of length 1."""
    rarity: Floats
    """Weight of each n-gram in a text; 0 for common and unseen ones."""
    classes: npt.NDArray[np.int32]
    """Class of each phrase, in rising order."""
    bounds: npt.NDArray[np.int32]
    """First phrase of each class, and one past the last."""

    def likeness(self, ids: Ids) -> Floats:
        """For each class: about 0 for nothing in common, 1 for one of its phrases."""
        unique, counts = np.unique(ids, return_counts=True)
        values = self.rarity[unique] * counts
        norm = float(np.sqrt(values @ values))
        if norm == 0.0:
            return np.zeros(len(self.bounds) - 1, np.float32)
        begin, end = self.starts[unique], self.starts[unique + 1]
        lengths = end - begin
        at = np.repeat(end - np.cumsum(lengths), lengths) + np.arange(int(lengths.sum()))
        shared = self.weights[at] * np.repeat(values, lengths)
        scores = np.bincount(self.rows[at], shared, len(self.classes)) / norm
        together = np.add.reduceat(np.append(scores, 0.0) ** NEAREST, self.bounds[:-1])
        together[self.bounds[:-1] == self.bounds[1:]] = 0.0  # a class without phrases
        return np.asarray(together ** (1 / NEAREST), np.float32)


def arrange(
    rows: Sequence[Ids], targets: npt.NDArray[np.int32], classes: int, idf: Floats
) -> Neighbours:
    """The phrases that belong to a class (target not -1), arranged by n-gram."""
    order = [n for n in np.argsort(targets, kind="stable") if targets[n] >= 0]
    seen = np.zeros(len(idf), np.int32)
    pairs = [np.unique(rows[n], return_counts=True) for n in order]
    for unique, _ in pairs:
        seen[unique] += 1
    rarity = np.where((seen > 0) & (seen <= COMMON), idf, 0).astype(np.float32)
    kept = []
    for unique, counts in pairs:
        values = rarity[unique] * counts
        some = values > 0
        norm = max(float(np.sqrt(values @ values)), 1e-6)
        kept.append((unique[some], (values[some] / norm).astype(np.float32)))
    owners = np.repeat(np.arange(len(order)), [len(unique) for unique, _ in kept])
    buckets = np.concatenate([unique for unique, _ in kept])
    by_bucket = np.argsort(buckets, kind="stable")
    starts = np.searchsorted(buckets[by_bucket], np.arange(len(idf) + 1))
    ordered = targets[order]
    return Neighbours(
        starts.astype(np.int32),
        owners[by_bucket].astype(np.int32),
        np.concatenate([weights for _, weights in kept])[by_bucket],
        rarity,
        ordered.astype(np.int32),
        np.searchsorted(ordered, np.arange(classes + 1)).astype(np.int32),
    )
