"""Names of places, signs of emergencies and idle talk: what understanding needs besides phrases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import Field

from bot.adapters.content.documents import Document, Ledger, entries, read, typed
from bot.adapters.content.schema import Shape
from bot.core.place import ELSEWHERE, Place

URGENT = (
    "danger",
    "passport_taken_by_employer",
    "child_alone",
    "medical_emergency",
    "detained_now",
)
NAME_KINDS = ("country", "citizenship", "agency")
GROUPS = {"airports": "airport", "crossings": "crossing", "cities": "city"}


def read_places(
    faq: Path, locales: Iterable[str], hosts: Collection[str], ledger: Ledger
) -> tuple[Place, ...]:
    """Places of `places.yaml` (cities, airports, crossings) and of each language's `_names.yaml`."""
    places = list(_places(faq / "places.yaml", hosts, ledger))
    for _, lines in _phrases(faq / "elsewhere.yaml", ("names",), ledger):
        places.append(Place("elsewhere", ELSEWHERE, "elsewhere", lines))
    for locale in locales:
        path = faq / locale / "_names.yaml"
        if path.exists():
            places += _names(path, hosts, ledger)
    return tuple(places)


class PlaceShape(Shape):
    """One place in `places.yaml`."""

    names: tuple[str, ...] = Field(min_length=1)
    between: tuple[str, ...] = ()
    """Countries on both sides of a crossing; for editors."""
    not_in: tuple[str, ...] = ()


def _places(path: Path, hosts: Collection[str], ledger: Ledger) -> Iterator[Place]:
    document = read(path, ledger)
    for host, groups in document.data.items():
        if host not in hosts:
            ledger.note(path, document.line((host,)), f"'{host}' is not a host country")
            continue
        for group, members in entries(document, (host,), groups, ledger):
            if group not in GROUPS:
                line = document.line((host, group))
                ledger.note(path, line, f"'{group}' is not one of {', '.join(GROUPS)}")
                continue
            for key, entry in entries(document, (host, group), members, ledger):
                shape = typed(document, PlaceShape, entry, (host, group, key), ledger)
                if shape:
                    yield Place(key, host, GROUPS[group], shape.names, frozenset(shape.not_in))


def _text(document: Document, where: tuple[str, ...], data: Any, ledger: Ledger) -> str:
    """The text of a block; anything else is noted."""
    if isinstance(data, str):
        return data
    words = f"'{where[-1]}' must be a text: a block after '|', one entry a line"
    ledger.note(document.path, document.line(where), words)
    return ""


def _names(path: Path, hosts: Collection[str], ledger: Ledger) -> Iterator[Place]:
    document = read(path, ledger)
    for kind, countries in document.data.items():
        if kind not in NAME_KINDS:
            line = document.line((kind,))
            ledger.note(path, line, f"'{kind}' is not one of {', '.join(NAME_KINDS)}")
            continue
        for code, names in entries(document, (kind,), countries, ledger):
            if code not in hosts:
                line = document.line((kind, code))
                ledger.note(path, line, f"'{code}' is not a host country")
            text = _text(document, (kind, code), names, ledger).replace("\n", ",")
            yield Place(code, code, kind, tuple(n.strip() for n in text.split(",") if n.strip()))


def read_urgent(
    faq: Path, locales: Iterable[str], ledger: Ledger
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Phrases of each kind of emergency, by locale: one phrase a line."""
    found: dict[str, dict[str, tuple[str, ...]]] = {kind: {} for kind in URGENT}
    for locale in locales:
        for kind, lines in _phrases(faq / locale / "_urgent.yaml", URGENT, ledger):
            found[kind][locale] = lines
    return found


def read_chatter(faq: Path, locales: Iterable[str], ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """Messages that are about nothing the bot knows, by locale: one a line."""
    return {
        locale: lines
        for locale in locales
        for _, lines in _phrases(faq / locale / "_chatter.yaml", ("chatter",), ledger)
    }


def _phrases(
    path: Path, known: Collection[str], ledger: Ledger
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The blocks of a file of phrases, one phrase a line; a missing file has none."""
    if not path.exists():
        return
    document = read(path, ledger)
    for name, raw in document.data.items():
        if name not in known:
            line = document.line((name,))
            ledger.note(path, line, f"'{name}' is not one of {', '.join(known)}")
            continue
        text = _text(document, (name,), raw, ledger)
        yield name, tuple(line.strip() for line in text.splitlines() if line.strip())
