"""Builders with defaults for facts, topics, contacts and whole contents."""

from __future__ import annotations

import gettext
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.adapters.catalogue import Words as Speaking
from bot.core.content import Contact, Content, Speech, Topic, Words
from bot.core.fact import Confidence, Fact, Source
from bot.core.locale import Language
from bot.core.place import Place
from bot.core.rule import FIELDS, Rule
from bot.core.value import parse_value

TODAY = date(2026, 11, 25)

FINE = (
    "how big is the fine for overstay",
    "what fine must I pay for staying too long",
    "overstayed ten days, how much is the fine",
    "my days ended, what fine",
)
BORDER = (
    "is the border crossing open today",
    "which crossing is open for trucks",
    "border closed or open this week",
    "when will they open the border gate",
)
DANGER = ("help he will kill me", "they beat me every day", "he hits me, I am locked in")

HOSTS = ("AZ", "HU", "KG", "KZ", "TM", "TR", "UZ")
"""Host countries of this repository, in the order of their files."""
CITIZENSHIPS = (*HOSTS, "other", "stateless")


def a_source(url: str = "https://migration.example/act", *, published: str = "2026-03") -> Source:
    return Source("Migration service: stays", url, published)


def a_fact(key: str = "limit", **fields: Any) -> Fact:
    """A fact of KZ for the topic `fine`; `values` in written form, like `{"days": "90 days"}`."""
    typed = {name: parse_value(*raw) for name, raw in fields.pop("values", {}).items()}
    return Fact(**_common(key) | fields, values=typed)


def a_rule(kind: str, key: str = "rule", **fields: Any) -> Rule:
    """A rule of KZ; fields of its kind in written form, like `over="3 days"`."""
    known = FIELDS[kind]
    values = {
        name: parse_value(known[name], fields.pop(name)) for name in list(fields) if name in known
    }
    return Rule(kind=kind, **_common(key) | fields, values=values)


def _common(key: str) -> dict[str, Any]:
    return {
        "country": "KZ",
        "key": key,
        "topics": ("fine",),
        "source": a_source(),
        "checked": date(2026, 11, 1),
        "confidence": Confidence.official,
    }


def a_topic(
    topic: str = "fine",
    *,
    review: date = date(2027, 5, 1),
    section: str = "stay",
    related: tuple[str, ...] = (),
) -> Topic:
    return Topic(topic, section, "💰", "vital", related, review)


def some_words(question: str = "What is the fine?", **fields: Any) -> Words:
    return Words(question, fields.pop("answer", "It depends on the days."), **fields)


def a_contact(key: str = "migration", **fields: Any) -> Contact:
    """A line of KZ's migration service with the phone 1414."""
    known: dict[str, Any] = {
        "kind": "migration",
        "host": "KZ",
        "of": None,
        "serves": (),
        "names": {"en": "Migration service"},
        "city": {},
        "phones": ("1414",),
        "emails": (),
        "sites": (),
        "address": "",
        "hours": "",
        "languages": (),
        "source": a_source(),
        "checked": date(2026, 11, 1),
        "confidence": Confidence.official,
        "order": 50,
    }
    return Contact(key=key, **known | fields)


def some_languages() -> dict[str, Language]:
    return {
        "en": Language("en", "English", ()),
        "ru": Language("ru", "Русский", ("en",), telegram=("ru", "be")),
        "kk": Language("kk", "Қазақша", ("ru", "en"), telegram=("kk",)),
    }


def a_content(
    *,
    topics: Sequence[Topic] = (a_topic("fine"), a_topic("border", section="travel")),
    facts: Sequence[Fact] = (),
    contacts: Sequence[Contact] = (),
    speech: Mapping[str, Speech] | None = None,
    places: Sequence[Place] = (),
    **fields: Any,
) -> Content:
    """Two topics in English, other languages as `speech` tells; facts speak as `some_speech` says."""
    by_country: dict[str, tuple[Fact, ...]] = {}
    for fact in facts:
        by_country[fact.country] = (*by_country.get(fact.country, ()), fact)
    return Content(
        languages=fields.pop("languages", some_languages()),
        sections=("stay", "travel"),
        topics={topic.id: topic for topic in topics},
        facts=by_country,
        contacts=tuple(contacts),
        places=tuple(places),
        urgent=fields.pop("urgent", {"danger": {"en": DANGER}}),
        speech={"en": some_speech(facts), **(speech or {})},
        **fields,
    )


def some_speech(facts: Sequence[Fact] = (), **fields: Any) -> Speech:
    """Words of both topics; each fact says `About <key>.` unless `facts_said` has a sentence."""
    topics = {
        "fine": some_words(also_asked=FINE),
        "border": some_words("Is the border open?", answer="Ask the service.", also_asked=BORDER),
    }
    said = {fact.id: f"About {fact.key}." for fact in facts} | fields.pop("said", {})
    return Speech(fields.pop("topics", topics), said, **fields)


def english() -> Speaking:
    """A speaker of English, whose texts are the msgids themselves."""
    return Speaking(Language("en", "English", ()), gettext.NullTranslations())


class OneTongue:
    """A catalogue that speaks English to everyone."""

    def speaker(self, locale: str) -> Speaking:
        return english()
