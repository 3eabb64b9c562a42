"""Where a person is and whose passport they hold, from the names in their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.core.place import Place
from bot.core.understand.fold import fold

MOST_WORDS: Final = 5
SHORTEST_STEM: Final = 4
"""Letters a one-word name needs before endings are accepted after it."""
LONGEST_ENDING: Final = 7
_CASES: Final = re.compile(
    r"(?:l[ae]r)?(?:[dt][aeo].*|[gkn]?[aeo]|[ndt]?[iu]n?|[ndt]?ing|[bnr][ae]n?|[brt][oe]l|n[ae]l"
    r"|i?g|[aeoiu]n?|[oeia][im]|iu|ah|ami)"
)
"""Folded endings of place names: Turkic, Russian and Hungarian cases, and what follows `in`."""
_RUSSIAN_A: Final = re.compile(r"[eiu]|[oe]i|ii|iu")
"""Endings of Russian names in -a, which lose it."""
_FROM: Final = ("dan", "den", "tan", "ten", "nan", "nen", "don", "ton", "bol", "tol", "rol")
_IN: Final = ("da", "de", "ta", "te", "do", "to", "ban", "ben", "on", "en")
_FROM_WORDS: Final = ("iz", "ot", "from", "s")
_IN_WORDS: Final = ("v", "vo", "na", "in", "at", "po")
_WEIGHT: Final = {"crossing": 2, "airport": 4, "agency": 3, "city": 3, "country": 4}
_PLACES: Final = ("city", "airport", "crossing", "country")


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text."""

    kind: str
    host: str
    start: int
    stop: int
    ending: str


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a name stands for, and which endings it takes."""

    place: Place
    endings: re.Pattern[str] | None
    """None: any."""


@dataclass(slots=True)
class Gazetteer:
    """Finds names of places, nationalities and agencies in folded words, with their endings."""

    exact: dict[str, Place] = field(default_factory=dict)
    stems: dict[str, _Meaning] = field(default_factory=dict)

    @classmethod
    def of(cls, places: Iterable[Place]) -> Gazetteer:
        """From names; one ended by `*` takes any ending, a place's name the usual ones."""
        made = cls()
        for place in places:
            for name in place.names:
                made._add(name, place)
        return made

    def _add(self, name: str, place: Place) -> None:
        key = fold(name.rstrip("*"))
        if not key:
            return
        self.exact.setdefault(key, place)
        if len(key) < SHORTEST_STEM:
            return
        if name.endswith("*"):
            self.stems.setdefault(key, _Meaning(place, None))
        elif place.kind in _PLACES:
            self.stems.setdefault(key, _Meaning(place, _CASES))
            if key.endswith("a") and len(key) > SHORTEST_STEM:
                self.stems.setdefault(key[:-1], _Meaning(place, _RUSSIAN_A))

    def find(self, skeleton: str, lang: str = "") -> list[Named]:
        """Names in a skeleton, longest first at each word, none inside another."""
        words = skeleton.split()
        found: list[Named] = []
        at = 0
        while at < len(words):
            named = self._longest(words, at, lang)
            if named is not None:
                found.append(named)
                at = named.stop
            else:
                at += 1
        return found

    def _longest(self, words: list[str], at: int, lang: str) -> Named | None:
        for count in range(min(MOST_WORDS, len(words) - at), 0, -1):
            piece = " ".join(words[at : at + count])
            for key, ending in _splits(piece, len(words[at + count - 1])):
                place = self._meant(key, ending)
                if place is not None and lang not in place.not_in:
                    return Named(place.kind, place.host, at, at + count, ending)
        return None

    def _meant(self, key: str, ending: str) -> Place | None:
        if not ending:
            return self.exact.get(key)
        meaning = self.stems.get(key)
        if meaning is None or (meaning.endings and not meaning.endings.fullmatch(ending)):
            return None
        return meaning.place


def _splits(piece: str, last: int) -> Iterator[tuple[str, str]]:
    yield piece, ""
    for length in range(1, min(LONGEST_ENDING, last - 2) + 1):
        yield piece[:-length], piece[-length:]


def host_of(names: Iterable[Named], skeleton: str) -> str | None:
    """The country a text is about: a place somebody is in wins over one they came from."""
    words = skeleton.split()
    best: tuple[int, int] | None = None
    host = None
    for named in names:
        if named.kind == "citizenship":
            continue
        before = words[named.start - 1] if named.start else ""
        weight = _WEIGHT.get(named.kind, 1) + 10 * _place_case(before, named.ending)
        rank = (weight, -named.start)
        if best is None or rank > best:
            best, host = rank, named.host
    return host


def _place_case(before: str, ending: str) -> int:
    """2 for `in Baku`, 1 for `Baku`, 0 for `from Baku`."""
    if before in _FROM_WORDS or ending.startswith(_FROM):
        return 0
    return 2 if before in _IN_WORDS or ending.startswith(_IN) else 1


def citizenship_of(names: Iterable[Named]) -> str | None:
    """The passport a text names."""
    return next((named.host for named in names if named.kind == "citizenship"), None)
