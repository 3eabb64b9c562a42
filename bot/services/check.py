"""The promises on content that files alone cannot show: what is found, how it looks, how old it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.core.answer import compose
from bot.core.content import Content
from bot.core.errors import Mistake
from bot.core.understand.fold import fold
from bot.services.card import Card, put_into_words
from bot.services.knowledge import Knowledge, Reader
from bot.services.speech import Speaker

LONGEST_QUESTION = 64
"""Characters of a question: it is a button, too."""
MOST_MESSAGES = 3
"""Messages one answer may take."""
ENOUGH_PHRASES = 12

Render = Callable[[Card, Speaker], Sequence[str]]
"""A card as the messages a face sends."""


class Places(Protocol):
    """Knows in which file and line a text stands."""

    def topic(self, locale: str, topic: str, text: str = "") -> tuple[str, int]:
        """File and line of a text in the words of a topic."""
        ...

    def structure(self, topic: str, name: str) -> tuple[str, int]:
        """File and line of a topic's own value, such as its review date."""
        ...


@dataclass(frozen=True, slots=True)
class Coverage:
    """How complete one language is."""

    locale: str
    topics: int
    """Topics with words made from today's English."""
    topics_of: int
    facts: int
    """Sentences made from today's English."""
    facts_of: int
    interface: int
    interface_of: int
    phrases: int
    fewest: int
    """Phrases of the topic that has the fewest."""
    stale: tuple[str, ...]
    """Texts whose English original has moved on: not shown until they are translated anew."""
    signed: int
    """Topics a named person has signed."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found."""

    mistakes: tuple[Mistake, ...]
    coverage: tuple[Coverage, ...] = ()


def check_meaning(
    knowledge: Knowledge,
    learnt: Reader,
    render: Render,
    places: Places,
    today: date,
    locale: str | None = None,
) -> Iterator[Mistake]:
    """Mistakes in content that loads; `learnt` reads without a list of the phrases by heart."""
    content = knowledge.content
    locales = [locale] if locale else list(content.languages)
    yield from _reviews(content, places, today)
    yield from _shared_phrases(content, places, set(locales))
    for code in locales:
        yield from _lost_phrases(content, learnt, places, code)
        yield from _long_questions(content, places, code)
        yield from _long_answers(knowledge, render, places, today, code)


def _reviews(content: Content, places: Places, today: date) -> Iterator[Mistake]:
    for topic in content.topics.values():
        if topic.review <= today:
            yield Mistake(
                *places.structure(topic.id, "review"),
                f"'{topic.id}' was to be re-checked by {topic.review}: check its facts, then set a new day",
            )


def _shared_phrases(content: Content, places: Places, locales: set[str]) -> Iterator[Mistake]:
    said: Mapping[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for code, speech in content.speech.items():
        for topic, words in speech.topics.items():
            for phrase in words.also_asked:
                said[fold(phrase)].setdefault(topic, (code, phrase))
    for by_topic in said.values():
        topics = list(by_topic)
        for topic in topics[1:]:
            code, phrase = by_topic[topic]
            if code in locales:
                yield Mistake(
                    *places.topic(code, topic, phrase),
                    f"'{phrase}' also stands in '{topics[0]}': keep it where it belongs",
                )


def _lost_phrases(
    content: Content, learnt: Reader, places: Places, locale: str
) -> Iterator[Mistake]:
    speech = content.speech.get(locale)
    for topic, words in speech.topics.items() if speech else ():
        for phrase in words.also_asked:
            found = learnt.read(phrase, locale=locale)
            if topic not in (found.topic, *found.offers):
                led = found.topic or "no topic"
                yield Mistake(
                    *places.topic(locale, topic, phrase),
                    f"'{phrase}' leads to {led}, not to '{topic}': say it more clearly or move it",
                )


def _long_questions(content: Content, places: Places, locale: str) -> Iterator[Mistake]:
    speech = content.speech.get(locale)
    for topic, words in speech.topics.items() if speech else ():
        if len(words.question) > LONGEST_QUESTION:
            yield Mistake(
                *places.topic(locale, topic, words.question),
                f"the question of '{topic}' has {len(words.question)} characters, a button shows "
                f"{LONGEST_QUESTION}",
            )


def _long_answers(
    knowledge: Knowledge, render: Render, places: Places, today: date, locale: str
) -> Iterator[Mistake]:
    content, speak = knowledge.content, knowledge.catalogue.speaker(locale)
    for topic in content.topics:
        for host in (None, *content.hosts):
            answer = compose(
                content, topic, locale=locale, host=host, citizenship=None, today=today
            )
            count = len(render(put_into_words(answer, content, speak), speak))
            if count > MOST_MESSAGES:
                yield Mistake(
                    *places.topic(locale, topic),
                    f"the answer to '{topic}' for {host or 'no country'} takes {count} messages, "
                    f"more than {MOST_MESSAGES}: shorten it or show fewer facts",
                )


def coverage(content: Content, interface: Mapping[str, tuple[int, int]]) -> Iterable[Coverage]:
    """How complete each language is; `interface` tells translated texts and all, by locale."""
    facts_of = sum(map(len, content.facts.values()))
    for code in content.languages:
        speech = content.speech[code]
        stale = speech.stale
        phrases = [len(words.also_asked) for words in speech.topics.values()]
        said, of = interface.get(code, (0, 0))
        yield Coverage(
            locale=code,
            topics=sum(
                bool(w.answer) and f"topic/{t}" not in stale for t, w in speech.topics.items()
            ),
            topics_of=len(content.topics),
            facts=sum(fact not in stale for fact in speech.facts),
            facts_of=facts_of,
            interface=said,
            interface_of=of,
            phrases=sum(phrases),
            fewest=min(phrases, default=0) if len(phrases) == len(content.topics) else 0,
            stale=tuple(sorted(stale)),
            signed=len(speech.signed),
        )
