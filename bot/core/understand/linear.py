"""A linear model over hashed n-grams: multinomial logistic regression, trained in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.core.understand.grams import Ids

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Head:
    """One question the model answers: which of `classes` columns, starting at `start`."""

    start: int
    stop: int


@dataclass(frozen=True)
class Linear:
    """Weights (buckets x classes of all heads) and the weight of each feature."""

    weights: Floats
    bias: Floats
    idf: Floats

    def logits(self, ids: Ids) -> Floats:
        """Scores of all classes for one text."""
        values = self.idf[ids]
        norm = float(np.sqrt(values @ values))
        if norm == 0.0:
            return self.bias
        return (values @ self.weights[ids]) / np.float32(norm) + self.bias


def softmax(scores: Floats) -> Floats:
    """Probabilities of scores."""
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum(), np.float32)


def inverse_frequency(rows: Sequence[Ids], buckets: int) -> Floats:
    """Weight of each feature: rare ones count more, unseen ones not at all."""
    seen = np.zeros(buckets, np.int32)
    for ids in rows:
        seen[np.unique(ids)] += 1
    weight = np.log(len(rows) / np.maximum(seen, 1)).astype(np.float32)
    return np.where(seen > 0, np.maximum(weight, 0.1), 0).astype(np.float32)


def train(
    rows: Sequence[Ids],
    targets: npt.NDArray[np.int32],
    heads: Sequence[Head],
    buckets: int,
    *,
    epochs: int = 4,
    rate: float = 1.0,
    scale: float = 6.0,
    seed: int = 7,
) -> Linear:
    """Learns by stochastic gradient descent, the same way every time.

    `targets` (rows x heads) holds the right class of each row within each head, -1 where a
    row says nothing about it. `scale` widens the scores: text vectors have length 1.
    """
    classes = max(head.stop for head in heads)
    idf = inverse_frequency(rows, buckets)
    weights = np.zeros((buckets, classes), np.float32)
    bias = np.zeros(classes, np.float32)
    samples = [_sample(ids, idf) for ids in rows]
    random = np.random.default_rng(seed)
    step = 0
    total = epochs * len(rows)
    for _ in range(epochs):
        for number in random.permutation(len(rows)):
            ids, values = samples[number]
            own = weights[ids]
            gradient = _gradient(values @ own * scale + bias, targets[number], heads)
            speed = np.float32(rate * (1 - step / total))
            weights[ids] = own - np.outer(values, gradient * speed)
            bias -= gradient * speed * np.float32(0.02)
            step += 1
    rounded = (weights * np.float32(scale)).astype(np.float16)  # as they are kept
    return Linear(rounded.astype(np.float32), bias, idf)


def _sample(ids: Ids, idf: Floats) -> tuple[Ids, Floats]:
    unique, counts = np.unique(ids, return_counts=True)
    values = idf[unique] * counts.astype(np.float32)
    norm = float(np.sqrt((idf[ids] ** 2).sum()))  # as `Linear.logits` computes it
    return unique.astype(np.int32), values / np.float32(max(norm, 1e-6))


def _gradient(scores: Floats, target: npt.NDArray[np.int32], heads: Sequence[Head]) -> Floats:
    gradient = np.zeros_like(scores)
    for head, right in zip(heads, target, strict=True):
        if right >= 0:
            part = softmax(scores[head.start : head.stop])
            part[right] -= 1
            gradient[head.start : head.stop] = part
    return gradient
