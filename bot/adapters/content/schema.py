"""The shapes of the files in `faq/` and `locales/`; everything comes in as strings."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from bot.core.content import NO_HOST, Contact, Topic, Words
from bot.core.fact import Confidence, Covers, Fact, Source
from bot.core.locale import Language
from bot.core.rule import FIELDS, Rule
from bot.core.value import Value, parse_date, parse_value

KEY = re.compile(r"[a-z][a-z0-9_]*")


def _lines(raw: Any) -> Any:
    return (
        tuple(line.strip() for line in raw.splitlines() if line.strip())
        if isinstance(raw, str)
        else raw
    )


def _date(raw: Any) -> Any:
    return parse_date(raw).date if isinstance(raw, str) else raw


def _published(raw: Any) -> Any:
    if not isinstance(raw, str) or not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?|undated", raw):
        raise ValueError(
            f"published is written '2026-03-12', '2026-03', '2026' or 'undated', not '{raw}'"
        )
    return raw


def _citizenship(raw: Any) -> Any:
    if not isinstance(raw, str):
        return raw
    if raw not in NO_HOST and not re.fullmatch("[A-Z]{2}", raw):
        raise ValueError(f"'{raw}' is neither a country's two letters nor {' nor '.join(NO_HOST)}")
    return raw


Block = Annotated[str, BeforeValidator(lambda raw: raw.strip() if isinstance(raw, str) else raw)]
LineList = Annotated[tuple[str, ...], BeforeValidator(_lines)]
Date = Annotated[date, BeforeValidator(_date)]
Citizenship = Annotated[str, BeforeValidator(_citizenship)]
Host = Annotated[str, Field(pattern="^[A-Z]{2}$")]


class Shape(BaseModel):
    """A part of a file; unknown names are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class SourceShape(Shape):
    """Who says it."""

    title: Block
    url: Block
    published: Annotated[str, BeforeValidator(_published)]

    def build(self) -> Source:
        """The core value."""
        return Source(self.title, self.url, self.published)


class CoversShape(Shape):
    """Whom a fact is about."""

    citizenships: tuple[Citizenship, ...] = ()
    excepted: tuple[Citizenship, ...] = Field((), alias="except")
    status: tuple[Literal["visa_free", "visa", "residence_permit"], ...] = ()
    age: Literal["adult", "minor"] | None = None

    def build(self) -> Covers:
        """The core value."""
        return Covers(
            frozenset(self.citizenships), frozenset(self.excepted), frozenset(self.status), self.age
        )


class FactShape(Shape):
    """A fact, or with `kind` and the fields of that kind a rule."""

    model_config = ConfigDict(extra="allow", frozen=True)

    topics: tuple[str, ...] = Field(min_length=1)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    covers: CoversShape = CoversShape()
    valid_from: Date | None = None
    valid_until: Date | None = None
    source: SourceShape
    checked: Date
    confidence: Literal["official", "press", "other"]
    order: int = 50
    note: str = ""
    abroad: Literal["yes", "no"] = "no"
    kind: str = ""

    @model_validator(mode="after")
    def _is_consistent(self) -> FactShape:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from")
        self.typed_values()
        return self

    def typed_values(self) -> dict[str, Value]:
        """What the sentences may quote; raises ValueError with words for an editor."""
        found: dict[str, Value] = {}
        for name, typed in self.values.items():
            if len(typed) != 1:
                raise ValueError(f"value '{name}' needs exactly one type, like 'money: 10 KZT'")
            found[name] = parse_value(*next(iter(typed.items())))
        extra: dict[str, Any] = self.model_extra or {}
        if self.kind and self.kind not in FIELDS:
            raise ValueError(f"kind '{self.kind}' is not one of {', '.join(FIELDS)}")
        known = FIELDS.get(self.kind, {})
        for name, raw in extra.items():
            if name not in known:
                raise ValueError(f"'{name}' is not a name this file knows; is it misspelt?")
            if not isinstance(raw, str):
                # pydantic reports ValueError, not TypeError
                raise ValueError(  # noqa: TRY004
                    f"'{name}' is written plainly, like '{name}: 3 days'"
                )
            found[name] = parse_value(known[name], raw)
        return found

    def build(self, country: str, key: str) -> Fact:
        """The core value: a Fact, or a Rule if it has a kind."""
        common: dict[str, Any] = {
            "country": country,
            "key": key,
            "topics": self.topics,
            "values": self.typed_values(),
            "covers": self.covers.build(),
            "valid_from": self.valid_from,
            "valid_until": self.valid_until,
            "source": self.source.build(),
            "checked": self.checked,
            "confidence": Confidence[self.confidence],
            "order": self.order,
            "abroad": self.abroad == "yes",
        }
        return Rule(kind=self.kind, **common) if self.kind else Fact(**common)


class CountryShape(Shape):
    """`faq/countries/<CC>.yaml`; each fact is checked on its own."""

    country: Host
    facts: dict[str, Any] = Field(default_factory=dict)
    rules: dict[str, Any] = Field(default_factory=dict)


class TopicShape(Shape):
    """One topic in `faq/topics.yaml`."""

    section: str
    icon: str
    importance: Literal["vital", "common", "extra"]
    order: int
    related: tuple[str, ...] = ()
    revision: int = 1
    review: Date

    def build(self, topic: str) -> Topic:
        """The core value."""
        return Topic(topic, self.section, self.icon, self.importance, self.related, self.review)


class WordsShape(Shape):
    """`faq/<locale>/<topic>.yaml`."""

    question: Block = ""
    answer: Block = ""
    todo: Block = ""
    also_asked: LineList = ()

    def build(self) -> Words:
        """The core value."""
        return Words(self.question, self.answer, self.todo, self.also_asked)


class ContactShape(Shape):
    """One contact in `faq/agencies.yaml`."""

    kind: Literal[
        "emergency",
        "migration",
        "hotline",
        "embassy",
        "consulate",
        "foreign_ministry",
        "ombudsman",
        "un",
        "legal_aid",
        "protection",
        "portal",
    ]
    host: Host | None = None
    of: Host | None = None
    serves: tuple[str, ...] = ()
    names: dict[str, str] = Field(default_factory=dict)
    city: dict[str, str] = Field(default_factory=dict)
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    address: str = ""
    hours: str = ""
    languages: tuple[str, ...] = ()
    source: SourceShape
    checked: Date
    confidence: Literal["official", "press", "other"]
    order: int = 50
    note: str = ""

    def build(self, key: str) -> Contact:
        """The core value."""
        return Contact(
            key=key,
            kind=self.kind,
            host=self.host,
            of=self.of,
            serves=self.serves,
            names=self.names,
            city=self.city,
            phones=self.phones,
            emails=self.emails,
            sites=self.sites,
            address=self.address,
            hours=self.hours,
            languages=self.languages,
            source=self.source.build(),
            checked=self.checked,
            confidence=Confidence[self.confidence],
            order=self.order,
        )


class LanguageShape(Shape):
    """One language in `locales/languages.yaml`."""

    native_name: str
    chain: tuple[str, ...]
    derived_from: str | None = None
    telegram: tuple[str, ...] = ()
    stewards: tuple[str, ...] = ()
    countries: dict[str, str] = Field(default_factory=dict)
    units: dict[str, str] = Field(default_factory=dict)

    def build(self, code: str) -> Language:
        """The core value."""
        return Language(
            code,
            self.native_name,
            self.chain,
            self.derived_from,
            self.telegram,
            self.stewards,
            self.countries,
            self.units,
        )
