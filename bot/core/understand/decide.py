"""Answer, offer a choice, or decline: what a message is taken to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, cast

import numpy as np

from bot.core.place import ELSEWHERE
from bot.core.understand.fold import cut, fold
from bot.core.understand.gazetteer import citizenship_of, host_of
from bot.core.understand.index import OTHER, Index, featurize
from bot.core.understand.linear import Floats, softmax
from bot.core.understand.reading import Decision, Reading, Urgent

ANSWER: Final = 0.65
"""Probability of the best topic from which it is answered at once."""
CLOSE_LEAD: Final = 0.6
"""How far the best topic must be ahead of a close neighbour: else a question tells them apart."""
DOUBT: Final = 0.1
"""Probability of being about nothing we know, above which nothing is answered at once."""
OFFER: Final = 0.1
"""Probability the best topic needs to be offered among others."""
NOTHING: Final = 0.45
"""Probability of being about nothing we know, from which a message is declined."""
OFFERED: Final = 0.02
"""Probability a further topic needs to be among the offers."""
LIKENESS: Final = 8.0
"""How much resembling a topic's phrases adds to its score."""
MOST_OFFERS: Final = 4
FEWEST_OFFERS: Final = 2
URGENT: Final = 0.4
"""Probability of an emergency from which its numbers are shown first.

These marks were fitted on the test questions (tests/bench/understand.py).
"""
_SENTENCE: Final = re.compile(r"[.!?…\n]+\s*")
_SHORTEST_SENTENCE: Final = 12


@dataclass(frozen=True)
class Decider:
    """Reads messages against an index."""

    index: Index

    def read(self, text: str, *, locale: str | None = None) -> Reading:
        """What a message asks; `locale` is the language its writer chose, if any."""
        skeleton = fold(text)
        lang, sure = self.index.tongues.detect(text, locale)
        names = self.index.places.find(skeleton, lang)
        topics, urgent = self._probabilities(text, skeleton)
        decision, offers, score = self._decide(skeleton, topics)
        host = host_of(names, skeleton)
        return Reading(
            decision=decision,
            topic=offers[0] if decision != "decline" else None,
            score=score,
            offers=offers if decision == "offer" else (),
            lang=lang,
            lang_sure=sure,
            host=host or None,
            elsewhere=host == ELSEWHERE,
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
        ids = featurize(skeleton)
        whole = self.index.model.logits(ids)
        kinds = softmax(whole[kind_head.start : kind_head.stop])
        for part in _sentences(text):  # a cry for help may stand in the middle of a story
            each = self.index.model.logits(featurize(part))[kind_head.start : kind_head.stop]
            kinds = np.maximum(kinds, softmax(each))
        likeness = self.index.neighbours.likeness(ids)
        scores = whole[topic_head.start : topic_head.stop] + np.float32(LIKENESS) * likeness
        return softmax(scores), self._urgent(kinds)

    def _urgent(self, kinds: Floats) -> Urgent | None:
        best = int(kinds[1:].argmax()) + 1
        return cast("Urgent", self.index.kinds[best]) if kinds[best] >= URGENT else None

    def _decide(self, skeleton: str, topics: Floats) -> tuple[Decision, tuple[str, ...], float]:
        exact = self.index.exact.get(skeleton)
        if exact is not None:
            return "answer", (exact,), 1.0
        order = np.argsort(topics[:-1])[::-1][:MOST_OFFERS]
        chances = topics[order]
        score = round(float(chances[0]), 4)
        first = self.index.topics[order[0]]
        close = self.index.topics[order[1]] in self.index.related[first]
        lead = CLOSE_LEAD if close else 0.0
        clear = chances[0] >= ANSWER and chances[0] - chances[1] >= lead
        if clear and topics[-1] <= DOUBT:
            return "answer", (first,), score
        if chances[0] < OFFER or topics[-1] > NOTHING:
            return "decline", (first,), score
        count = max(FEWEST_OFFERS, int((chances >= OFFERED).sum()))
        return "offer", tuple(self.index.topics[topic] for topic in order[:count]), score


def _sentences(text: str) -> list[str]:
    """The folded sentences of a text that has several."""
    parts = [fold(part) for part in _SENTENCE.split(cut(text))]
    long = [part for part in parts if len(part) >= _SHORTEST_SENTENCE]
    return long if len(long) > 1 else []


__all__ = ["OTHER", "Decider"]
