"""Names of places, signs of emergencies and idle talk: what understanding needs besides phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.adapters.content.documents import Ledger, read
from bot.core.content import HOSTS
from bot.core.place import Place

URGENT = (
    "danger",
    "passport_taken_by_employer",
    "child_alone",
    "medical_emergency",
    "detained_now",
)
NAME_KINDS = ("country", "citizenship", "agency")


def read_places(faq: Path, locales: Iterable[str], ledger: Ledger) -> tuple[Place, ...]:
    """Places of `places.yaml` (cities, airports, crossings) and of each language's `_names.yaml`."""
    places = list(_places(faq / "places.yaml", ledger))
    for locale in locales:
        path = faq / locale / "_names.yaml"
        if path.exists():
            places += _names(path, ledger)
    return tuple(places)


def _places(path: Path, ledger: Ledger) -> Iterator[Place]:
    document = read(path, ledger)
    kinds = {"airports": "airport", "crossings": "crossing", "cities": "city"}
    for host, groups in document.data.items():
        if host not in HOSTS:
            ledger.note(path, document.line((host,)), f"'{host}' is not a host country")
            continue
        for group, entries in groups.items():
            for key, entry in entries.items():
                not_in = frozenset(entry.get("not_in") or ())
                yield Place(key, host, kinds.get(group, group), _list(entry.get("names")), not_in)


def _names(path: Path, ledger: Ledger) -> Iterator[Place]:
    document = read(path, ledger)
    for kind, countries in document.data.items():
        if kind not in NAME_KINDS:
            ledger.note(
                path, document.line((kind,)), f"'{kind}' is not one of {', '.join(NAME_KINDS)}"
            )
            continue
        for code, names in countries.items():
            yield Place(code, code, kind, _list(names))


def _list(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, str):
        return tuple(part.strip() for part in raw.replace("\n", ",").split(",") if part.strip())
    return tuple(str(item) for item in raw or ())


def read_urgent(
    faq: Path, locales: Iterable[str], ledger: Ledger
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Phrases of each kind of emergency, by locale: one phrase a line."""
    found: dict[str, dict[str, tuple[str, ...]]] = {kind: {} for kind in URGENT}
    for locale in locales:
        path = faq / locale / "_urgent.yaml"
        document = read(path, ledger) if path.exists() else None
        for kind, text in (document.data if document else {}).items():
            if document and kind not in URGENT:
                line = document.line((kind,))
                ledger.note(path, line, f"'{kind}' is not one of {', '.join(URGENT)}")
            else:
                found[kind][locale] = _lines(text)
    return found


def read_chatter(faq: Path, locales: Iterable[str], ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """Messages that are about nothing the bot knows, by locale: one a line."""
    found = {}
    for locale in locales:
        path = faq / locale / "_chatter.yaml"
        if path.exists():
            found[locale] = _lines(read(path, ledger).data.get("chatter", ""))
    return found


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
