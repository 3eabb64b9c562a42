"""All that the bot knows and says, as one value: topics, facts, words, contacts, languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.fact import Confidence, Fact, Source
from bot.core.locale import Language
from bot.core.place import Place

NO_HOST = ("other", "stateless")
"""Citizenships besides those of the host countries."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject people ask about: its place among the others, no words."""

    id: str
    section: str
    icon: str
    importance: str
    """`vital`, `common` or `extra`."""
    related: tuple[str, ...]
    review: date
    """From this day on the answer says that it is being re-checked."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of one topic in one language; templates with placeholders."""

    question: str
    answer: str
    todo: str = ""
    also_asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An office or a line that helps."""

    key: str
    kind: str
    host: str | None
    of: str | None
    serves: tuple[str, ...]
    names: Mapping[str, str]
    city: Mapping[str, str]
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    sites: tuple[str, ...]
    address: str
    hours: str
    languages: tuple[str, ...]
    source: Source
    checked: date
    confidence: Confidence
    order: int


@dataclass(frozen=True, slots=True)
class Speech:
    """Everything said in one language."""

    topics: Mapping[str, Words]
    facts: Mapping[str, str]
    """Sentence of each fact and rule, by its id (`KZ/fine_over_3_to_5_days`)."""
    stale: frozenset[str] = frozenset()
    """Texts whose English source has moved on: `topic/<id>` or a fact's id. Never shown."""
    signed: Mapping[str, str] = field(default_factory=dict)
    """Topics (and country codes) a named person has signed, with that name."""


@dataclass(frozen=True)
class Content:
    """One consistent state of `faq/` and `locales/`."""

    languages: Mapping[str, Language]
    sections: tuple[str, ...]
    topics: Mapping[str, Topic]
    facts: Mapping[str, tuple[Fact, ...]]
    """Facts and rules of each country, in the order they are shown."""
    contacts: tuple[Contact, ...]
    places: tuple[Place, ...]
    urgent: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Phrases that tell of an emergency: kind, then locale."""
    speech: Mapping[str, Speech]
    chatter: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Messages that are about nothing the bot knows, by locale: they train its silence."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Countries the bot answers for: those with a file of facts."""
        return tuple(self.facts)

    @property
    def citizenships(self) -> tuple[str, ...]:
        """Passports a person may name."""
        return (*self.facts, *NO_HOST)

    def chain(self, locale: str) -> tuple[str, ...]:
        """The locale, then the ones that stand in for it."""
        language = self.languages.get(locale)
        return (locale, *language.chain) if language else ("en",)

    def words(self, topic: str, locale: str) -> tuple[str, Words]:
        """The words of a topic in the nearest language that has them up to date, and which."""
        for code in self.chain(locale):
            speech = self.speech.get(code)
            if speech and topic in speech.topics and f"topic/{topic}" not in speech.stale:
                words = speech.topics[topic]
                if words.answer:
                    return code, words
        return "en", self.speech["en"].topics[topic]

    def sentence(self, fact: Fact, locale: str) -> tuple[str, str]:
        """The sentence of a fact in the nearest language that has it up to date, and which."""
        for code in self.chain(locale):
            speech = self.speech.get(code)
            if speech and fact.id in speech.facts and fact.id not in speech.stale:
                return code, speech.facts[fact.id]
        return "en", self.speech["en"].facts[fact.id]

    def emergency(self, host: str) -> tuple[Contact, ...]:
        """Emergency numbers of a host, the general one first."""
        lines = (c for c in self.contacts if c.kind == "emergency" and c.host == host)
        return tuple(c for c in lines if c.phones)

    def hotline(self, host: str) -> Contact | None:
        """The migration service's line, or the host's emergency number where none is known."""
        lines = [c for c in self.contacts if c.host == host and c.phones and c.kind == "migration"]
        others = [c for c in self.contacts if c.host == host and c.phones and c.kind == "hotline"]
        return next(iter((*lines, *others, *self.emergency(host))), None)

    def consulates(self, citizenship: str, host: str) -> tuple[Contact, ...]:
        """Embassies and consulates of a citizenship in a host, then its ministry's own line."""
        missions = ("embassy", "consulate")
        near = [c for c in self.contacts if c.kind in missions and c.of == citizenship]
        home = [c for c in self.contacts if c.kind == "foreign_ministry" and c.of == citizenship]
        return (*(c for c in near if c.host == host), *home)
