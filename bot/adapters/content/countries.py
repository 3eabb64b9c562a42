"""Facts and rules of each country, and the offices that help, from their files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.adapters.content.documents import Document, Ledger, Where, entries, read, typed
from bot.adapters.content.schema import KEY, ContactShape, CountryShape, FactShape
from bot.core.content import NO_HOST, Contact, Topic
from bot.core.fact import Fact
from bot.core.rule import Rule, conflicts


def read_country(
    path: Path, topics: Mapping[str, Topic], hosts: Collection[str], ledger: Ledger
) -> tuple[Fact, ...]:
    """Facts and rules of `countries/<CC>.yaml`, in the order they are shown."""
    document = read(path, ledger)
    shape = typed(document, CountryShape, document.data, (), ledger) if document.data else None
    if shape is None:
        return ()
    if shape.country != path.stem:
        ledger.note(path, document.line(("country",)), f"country is not '{path.stem}'")
    facts: list[Fact] = []
    for part, members in (("facts", shape.facts), ("rules", shape.rules)):
        for key, raw in members.items():
            fact = _fact(document, shape.country, (part, key), raw, topics, ledger)
            if fact:
                facts.append(fact)
                _known(document, (part, key, "covers"), _citizenships(fact), hosts, ledger)
    for key in shape.facts.keys() & shape.rules.keys():
        line = document.line(("rules", key))
        ledger.note(path, line, f"'{key}' is a fact and a rule; rename one")
    for conflict in conflicts([fact for fact in facts if isinstance(fact, Rule)]):
        ledger.note(path, document.line(("rules", conflict.rule.key)), conflict.message)
    return tuple(sorted(facts, key=lambda fact: fact.order))


def _fact(
    document: Document,
    country: str,
    where: Where,
    raw: Any,
    topics: Mapping[str, Topic],
    ledger: Ledger,
) -> Fact | None:
    part, key = where
    if not KEY.fullmatch(key):
        ledger.note(document.path, document.line(where), f"'{key}': only a-z, 0-9 and _ in a name")
    shape = typed(document, FactShape, raw, where, ledger)
    if shape is None:
        return None
    if bool(shape.kind) != (part == "rules"):
        message = "a rule needs its kind" if part == "rules" else "a fact has no kind; it is a rule"
        ledger.note(document.path, document.line(where), f"'{key}': {message}")
    for topic in shape.topics:
        if topic not in topics:
            line = document.line((*where, "topics"))
            ledger.note(document.path, line, f"'{key}': there is no topic '{topic}'")
    return shape.build(country, key)


def _citizenships(fact: Fact) -> Iterator[str]:
    yield from (*fact.covers.citizenships, *fact.covers.excepted)


def _known(
    document: Document, where: Where, codes: Iterator[str], hosts: Collection[str], ledger: Ledger
) -> None:
    """Notes countries that have no file here."""
    for code in sorted(set(codes) - {*hosts, *NO_HOST}):
        words = f"'{code}' has no file in countries/; there are {', '.join((*hosts, *NO_HOST))}"
        ledger.note(document.path, document.line(where), words)


def read_contacts(path: Path, hosts: Collection[str], ledger: Ledger) -> tuple[Contact, ...]:
    """Offices and lines of `agencies.yaml`, in the order they are shown."""
    document = read(path, ledger)
    contacts = []
    listed = document.data.get("contacts", {})
    for key, raw in entries(document, ("contacts",), listed, ledger):
        shape = typed(document, ContactShape, raw, ("contacts", key), ledger)
        if shape:
            contacts.append(shape.build(key))
            codes = (code for code in (shape.host, shape.of) if code)
            _known(document, ("contacts", key), codes, hosts, ledger)
    return tuple(sorted(contacts, key=lambda contact: contact.order))
