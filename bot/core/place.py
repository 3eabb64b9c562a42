"""Names by which people tell where they are or whose passport they hold."""

from __future__ import annotations

from dataclasses import dataclass

ELSEWHERE = ""
"""Host of a place in a country the bot has no facts of."""


@dataclass(frozen=True, slots=True)
class Place:
    """A country, city, airport, crossing or agency, with the names people use for it."""

    key: str
    host: str
    """Country the name points to."""
    kind: str
    """`country`, `citizenship`, `city`, `airport`, `crossing`, `agency` or `elsewhere`."""
    names: tuple[str, ...]
    not_in: frozenset[str] = frozenset()
    """Languages in which the names mean something else (`karakol`, a police station in Turkish)."""
