"""Which facts make the answer to a topic for one person, today; templates and values, no language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.core.content import Contact, Content, Topic, Words
from bot.core.fact import Confidence, Fact, Source

SHOWN_WHEN_OVER = ("measure",)
"""Kinds of rules that are still told, as ended, after their end."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact as it is shown."""

    fact: Fact
    sentence: str
    locale: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything an answer card shows."""

    topic: Topic
    host: str | None
    citizenship: str | None
    locale: str
    """Language the reader asked for."""
    words: Words
    words_locale: str
    """Language the words are in; differs from `locale` where they are missing or out of date."""
    today: date
    lines: tuple[Line, ...] = ()
    ahead: tuple[Line, ...] = ()
    """Facts that will hold later."""
    ended: tuple[Line, ...] = ()
    """Special measures of the past, told as ended."""
    expired: tuple[Fact, ...] = ()
    """Facts that ran out since they were checked: not told, only that they are being re-checked."""
    contacts: tuple[Contact, ...] = ()
    hotline: Contact | None = None
    emergency: Contact | None = None
    signed_by: str | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Sources of what is shown, each address once, in order."""
        shown: dict[str, Source] = {}
        for line in (*self.lines, *self.ahead, *self.ended):
            shown.setdefault(line.fact.source.url, line.fact.source)
        return tuple(shown.values())

    @property
    def checked(self) -> date | None:
        """The earliest day on which any shown fact was checked."""
        days = [line.fact.checked for line in (*self.lines, *self.ahead, *self.ended)]
        return min(days, default=None)

    @property
    def in_force_since(self) -> date | None:
        """The latest day on which any shown fact began to hold, where it is known."""
        days = [line.fact.valid_from for line in self.lines if line.fact.valid_from]
        return max(days, default=None)

    @property
    def confidence(self) -> Confidence | None:
        """The least sure of the shown facts."""
        return min((line.fact.confidence for line in self.lines), default=None)

    @property
    def needs_review(self) -> bool:
        """Whether the topic's review day has come or a fact of it has run out."""
        return bool(self.expired) or self.topic.review <= self.today


def compose(
    content: Content,
    topic_id: str,
    *,
    locale: str,
    host: str | None,
    citizenship: str | None,
    today: date,
) -> Answer:
    """The answer to a topic for a person; raises KeyError for an unknown topic."""
    words_locale, words = content.words(topic_id, locale)
    facts = list(_facts(content, topic_id, host, citizenship))
    current = [f for f in facts if not f.is_over(today)]
    over = [f for f in facts if f.is_over(today)]
    speech = content.speech.get(words_locale)
    return Answer(
        topic=content.topics[topic_id],
        host=host,
        citizenship=citizenship,
        locale=locale,
        words=words,
        words_locale=words_locale,
        today=today,
        lines=_lines(content, (f for f in current if not f.is_ahead(today)), locale),
        ahead=_lines(content, (f for f in current if f.is_ahead(today)), locale),
        ended=_lines(content, (f for f in over if _is_history(f)), locale),
        expired=tuple(f for f in over if not _is_history(f)),
        contacts=_contacts(content, topic_id, host, citizenship),
        hotline=content.hotline(host) if host else None,
        emergency=next(iter(content.emergency(host)), None) if host else None,
        signed_by=speech.signed.get(topic_id) if speech else None,
    )


def _facts(
    content: Content, topic_id: str, host: str | None, citizenship: str | None
) -> Iterable[Fact]:
    if host:
        for fact in content.facts.get(host, ()):
            if not fact.abroad and topic_id in fact.topics and fact.covers.citizenship(citizenship):
                yield fact
    if citizenship and citizenship != host:
        for fact in content.facts.get(citizenship, ()):
            if fact.abroad and topic_id in fact.topics:
                yield fact


def _lines(content: Content, facts: Iterable[Fact], locale: str) -> tuple[Line, ...]:
    lines = []
    for fact in facts:
        found, sentence = content.sentence(fact, locale)
        lines.append(Line(fact, sentence, found))
    return tuple(lines)


def _is_history(fact: Fact) -> bool:
    """Whether a fact that is over is told as ended: a measure, or what was over when it was checked."""
    checked_when_over = fact.valid_until is not None and fact.valid_until < fact.checked
    return getattr(fact, "kind", None) in SHOWN_WHEN_OVER or checked_when_over


def _contacts(
    content: Content, topic_id: str, host: str | None, citizenship: str | None
) -> tuple[Contact, ...]:
    kinds = CONTACTS_SHOWN.get(topic_id, ())
    shown: list[Contact] = []
    if "consulate" in kinds and host and citizenship:
        shown += content.consulates(citizenship, host)
    if host:
        shown += [c for c in content.contacts if c.host == host and c.kind in kinds and not c.of]
    return tuple(shown)


CONTACTS_SHOWN = {
    "hotline": ("emergency", "migration", "hotline", "protection"),
    "consulate_contact": ("consulate",),
    "lost_passport": ("consulate",),
    "no_money": ("un", "protection"),
    "undocumented_worker": ("protection", "legal_aid"),
    "children_family": ("protection",),
    "human_contact": ("migration", "hotline"),
    "deportation": ("legal_aid", "ombudsman"),
    "medical": ("emergency",),
    "transit_zone": ("consulate", "un"),
}
"""Which kinds of contacts an answer carries."""
