"""What understanding learns from the content: built once, the same every time, kept as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bot.core.content import Content
from bot.core.understand import language, linear
from bot.core.understand.fold import fold
from bot.core.understand.gazetteer import Gazetteer
from bot.core.understand.grams import Ids, features
from bot.core.understand.language import LanguageModel
from bot.core.understand.linear import Head, Linear
from bot.core.understand.neighbours import Neighbours, arrange

VERSION: Final = 4
"""Raised when the way of learning changes, so that kept arrays are made anew."""
BUCKETS: Final = 1 << 17
LENGTHS: Final = range(3, 6)
NEAR: Final = ("starts", "rows", "weights", "rarity", "classes", "bounds")
OTHER: Final = "other"
"""The class of messages about nothing the bot knows."""

Arrays = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class Phrase:
    """One line somebody may write, and what it stands for."""

    text: str
    locale: str
    topic: str | None = None
    """A topic, or `other`; None where it says nothing about topics."""
    urgent: str | None = None
    """A kind of emergency, `none`, or None where it says nothing about it."""


def phrases(content: Content) -> Iterator[Phrase]:
    """Everything there is to learn from."""
    yield from _asked(content)
    for locale, lines in content.chatter.items():
        yield from (Phrase(line, locale, OTHER, "none") for line in lines)
    for kind, by_locale in content.urgent.items():
        for locale, lines in by_locale.items():
            yield from (Phrase(line, locale, None, kind) for line in lines)


def _asked(content: Content) -> Iterator[Phrase]:
    for locale, speech in content.speech.items():
        for topic, words in speech.topics.items():
            if topic in content.topics:
                yield Phrase(words.question, locale, topic, "none")
                for line in words.also_asked:
                    yield Phrase(line, locale, topic, "none")


@dataclass(frozen=True)
class Index:
    """Everything a message is held against."""

    topics: tuple[str, ...]
    """Classes of the first head; the last is `other`."""
    related: Mapping[str, frozenset[str]]
    """Topics close to each topic: told apart by asking, not by rank."""
    kinds: tuple[str, ...]
    """Classes of the second head; the first is `none`."""
    model: Linear
    neighbours: Neighbours
    """Phrases of the classes of the first head."""
    exact: Mapping[str, str]
    """Topic of each folded phrase."""
    tongues: LanguageModel
    places: Gazetteer

    @property
    def heads(self) -> tuple[Head, Head]:
        """Columns of topics and of emergencies."""
        return Head(0, len(self.topics)), Head(len(self.topics), len(self.topics) + len(self.kinds))


def featurize(skeleton: str) -> Ids:
    """The features of a folded text."""
    return features(skeleton, LENGTHS, BUCKETS)


def classes(content: Content) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Classes of both heads."""
    return (*content.topics, OTHER), ("none", *content.urgent)


def build(content: Content) -> Index:
    """Learns from the content; takes a second or two."""
    known = list(phrases(content))
    topics, kinds = classes(content)
    folded = [fold(phrase.text) for phrase in known]
    targets = np.array([_target(phrase, topics, kinds) for phrase in known], np.int32)
    heads = (Head(0, len(topics)), Head(len(topics), len(topics) + len(kinds)))
    rows = [featurize(text) for text in folded]
    model = linear.train(rows, targets, heads, BUCKETS)
    return Index(
        topics=topics,
        related=close(content),
        kinds=kinds,
        model=model,
        neighbours=arrange(rows, targets[:, 0], len(topics), model.idf),
        exact=_exact(known, folded),
        tongues=language.learn(_by_locale(content, known)),
        places=Gazetteer.of(content.places),
    )


def close(content: Content) -> dict[str, frozenset[str]]:
    """The neighbours of each topic, in both directions."""
    return {
        name: frozenset(topic.related)
        | {other.id for other in content.topics.values() if name in other.related}
        for name, topic in content.topics.items()
    }


def _target(phrase: Phrase, topics: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[int, int]:
    return (
        topics.index(phrase.topic) if phrase.topic else -1,
        kinds.index(phrase.urgent) if phrase.urgent else -1,
    )


def _exact(known: list[Phrase], folded: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for phrase, text in zip(known, folded, strict=True):
        if phrase.topic and phrase.topic != OTHER:
            found.setdefault(text, phrase.topic)
    return found


def _by_locale(content: Content, known: list[Phrase]) -> dict[str, str]:
    lines: dict[str, list[str]] = {locale: [] for locale in content.speech}
    for phrase in known:
        lines[phrase.locale].append(phrase.text)
    for locale, speech in content.speech.items():
        lines[locale] += [f"{words.answer}\n{words.todo}" for words in speech.topics.values()]
        lines[locale] += speech.facts.values()
    return {locale: "\n".join(said) for locale, said in lines.items() if said}


def to_arrays(index: Index) -> dict[str, npt.NDArray[Any]]:
    """What was learnt, for keeping; the rest comes from the content at no cost."""
    return {
        "weights": index.model.weights.astype(np.float16),
        "bias": index.model.bias,
        "idf": index.model.idf,
        **{f"near_{name}": getattr(index.neighbours, name) for name in NEAR},
        "tongues": index.tongues.table,
        "tongue_locales": np.array(index.tongues.locales),
        "exact": np.array([f"{topic}\t{text}" for text, topic in index.exact.items()]),
    }


def from_arrays(content: Content, arrays: Arrays) -> Index:
    """The index whose `to_arrays` these are; raises KeyError if they are of another version."""
    topics, kinds = classes(content)
    pairs = (str(line).split("\t", 1) for line in arrays["exact"])
    return Index(
        topics,
        close(content),
        kinds,
        Linear(arrays["weights"].astype(np.float32), arrays["bias"], arrays["idf"]),
        Neighbours(*(arrays[f"near_{name}"] for name in NEAR)),
        {text: topic for topic, text in pairs},
        LanguageModel(tuple(map(str, arrays["tongue_locales"])), arrays["tongues"]),
        Gazetteer.of(content.places),
    )
