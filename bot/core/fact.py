"""Facts: written once, without language, each with its source, its dates and whom it covers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from bot.core.value import Value


class Confidence(IntEnum):
    """How sure a fact is, least sure first."""

    other = 0
    """A law firm, an aid group, an inference."""
    press = 1
    """Press quoting the agency, the government or the act."""
    official = 2
    """The agency's own page or the law."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it and when."""

    title: str
    url: str
    published: str
    """ISO date, month (`2026-03`), year, or `undated`."""


@dataclass(frozen=True, slots=True)
class Covers:
    """Whom a fact is about; an empty field limits nothing."""

    citizenships: frozenset[str] = frozenset()
    excepted: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    age: str | None = None

    def citizenship(self, code: str | None) -> bool:
        """Whether a person with this passport may be covered; an unknown passport may be."""
        if code is None:
            return True
        if code in self.excepted:
            return False
        return not self.citizenships or code in self.citizenships


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something known of a country. `values` are what its sentences quote."""

    country: str
    key: str
    topics: tuple[str, ...]
    values: Mapping[str, Value] = field(default_factory=dict)
    covers: Covers = Covers()
    valid_from: date | None = None
    valid_until: date | None = None
    source: Source
    checked: date
    confidence: Confidence
    order: int = 50
    abroad: bool = False
    """Shown to citizens of `country` in every host, not to people in `country`."""

    @property
    def id(self) -> str:
        """`KZ/fine_over_3_to_5_days`."""
        return f"{self.country}/{self.key}"

    def is_over(self, today: date) -> bool:
        """Whether the fact's end lies before today."""
        return self.valid_until is not None and self.valid_until < today

    def is_ahead(self, today: date) -> bool:
        """Whether the fact begins after today."""
        return self.valid_from is not None and self.valid_from > today
