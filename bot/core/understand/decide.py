"""Answer, offer a choice, or decline: what a message is taken to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, cast

import numpy as np

from bot.core.understand.fold import fold
from bot.core.understand.gazetteer import citizenship_of, host_of
from bot.core.understand.index import OTHER, Index, featurize
from bot.core.understand.linear import Floats, softmax
from bot.core.understand.reading import Reading, Urgent

ANSWER: Final = 0.6
"""Probability of the best topic from which it is answered at once."""
LEAD: Final = 0.2
"""How far the best topic must be ahead of the second to be answered at once."""
OFFER: Final = 0.22
"""Probability of the best topics together from which a choice is offered."""
OFFERED: Final = 0.06
"""Probability a topic needs to be among the offers."""
MOST_OFFERS: Final = 4
FEWEST_OFFERS: Final = 2
URGENT: Final = 0.5
_SENTENCE: Final = re.compile(r"[.!?…\n]+\s*")
_SHORTEST_SENTENCE: Final = 12


@dataclass(frozen=True)
class Decider:
    """Reads messages against an index."""

    index: Index

    def read(self, text: str, *, locale: str | None = None) -> Reading:
        """What a message asks; `locale` is the language its writer chose, if any."""
        skeleton = fold(text)
        names = self.index.places.find(skeleton)
        lang, sure = self.index.tongues.detect(text, locale)
        topics, urgent = self._probabilities(text, skeleton)
        decision, offers, score = self._decide(skeleton, topics)
        return Reading(
            decision=decision,  # type: ignore[arg-type]  # one of the three
            topic=offers[0] if decision != "decline" else None,
            score=score,
            offers=offers if decision == "offer" else (),
            lang=lang,
            lang_sure=sure,
            host=host_of(names, skeleton),
            citizenship=citizenship_of(names),
            urgent=urgent,
        )

    def _probabilities(self, text: str, skeleton: str) -> tuple[Floats, Urgent | None]:
        """Of each topic, `other` last; and the emergency the text tells of."""
        if not skeleton:
            nothing = np.zeros(len(self.index.topics), np.float32)
            nothing[-1] = 1
            return nothing, None
        topic_head, kind_head = self.index.heads
        whole = self.index.model.logits(featurize(skeleton))
        topics = softmax(whole[topic_head.start : topic_head.stop])
        kinds = softmax(whole[kind_head.start : kind_head.stop])
        parts = [fold(part) for part in _SENTENCE.split(text)]
        parts = [part for part in parts if len(part) >= _SHORTEST_SENTENCE]
        if len(parts) > 1:
            logits = [self.index.model.logits(featurize(part)) for part in parts]
            each = np.array([softmax(row[topic_head.start : topic_head.stop]) for row in logits])
            topics = _together(topics, each)
            urgent = np.array([softmax(row[kind_head.start : kind_head.stop]) for row in logits])
            kinds = np.maximum(kinds, urgent.max(axis=0))
        return topics, self._urgent(kinds)

    def _urgent(self, kinds: Floats) -> Urgent | None:
        best = int(kinds[1:].argmax()) + 1
        return cast("Urgent", self.index.kinds[best]) if kinds[best] >= URGENT else None

    def _decide(self, skeleton: str, topics: Floats) -> tuple[str, tuple[str, ...], float]:
        exact = self.index.exact.get(skeleton)
        if exact is not None:
            return "answer", (exact,), 1.0
        order = np.argsort(topics[:-1])[::-1][:MOST_OFFERS]
        chances = topics[order]
        score = round(float(chances[0]), 4)
        first = self.index.topics[order[0]]
        if chances[0] >= ANSWER and chances[0] - chances[1] >= LEAD:
            return "answer", (first,), score
        if chances[0] < OFFERED or chances.sum() < max(OFFER, float(topics[-1]) * 0.5):
            return "decline", (first,), score
        offers = [t for t, chance in zip(order, chances, strict=True) if chance >= OFFERED]
        count = max(FEWEST_OFFERS, len(offers))
        return "offer", tuple(self.index.topics[topic] for topic in order[:count]), score


def _together(whole: Floats, parts: Floats) -> Floats:
    """A story: the whole and its clearest sentence, each counting half."""
    clearest = parts[:, :-1].max(axis=0)
    mixed = np.empty_like(whole)
    mixed[:-1] = (whole[:-1] + clearest) / 2
    mixed[-1] = (whole[-1] + parts[:, -1].min()) / 2
    return np.asarray(mixed / mixed.sum(), np.float32)


__all__ = ["OTHER", "Decider"]
