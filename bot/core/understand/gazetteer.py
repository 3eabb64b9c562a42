"""Where a person is and whose passport they hold, from the names in their words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.core.place import ELSEWHERE, Place
from bot.core.understand.fold import fold

MOST_WORDS: Final = 5
SHORTEST_STEM: Final = 4
"""Letters a one-word name needs before endings are accepted after it."""
LONGEST_ENDING: Final = 7
_CASES: Final = re.compile(
    r"(?:l[ae]r)?(?:[dt][aeo].*|[gkn]?[aeo]|i[ae]|n|[ndt]?[iu]n?|[ndt]?ing|[bnr][ae]n?|[brt][oe]l"
    r"|n[ae][lk]|h[oe]z|men|l[iu].*|[iu]n?d[ae]n?|sk.*|[aeoiu]n?|[oeia][im]|iu|ah|ami)"
)
"""Folded endings of place names: Turkic, Russian and Hungarian cases, and what follows `in`."""
_RUSSIAN_A: Final = re.compile(r"[eiu]|[oe]i|ii|iu")
"""Endings of Russian names in -a, which lose it."""
_NO_RUSSIAN_A: Final = ("tr", "az", "hu", "en")
_FROM: Final = ("dan", "den", "tan", "ten", "nan", "nen", "don", "ton", "bol", "tol", "rol")
_IN: Final = ("da", "de", "ta", "te", "do", "to", "ban", "ben", "on", "en")
_INSIDE: Final = 2
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
    """What stands after the name."""
    last: str = ""
    """The name's last letter: a doubled one may hide the first of the ending (`Taşkentten`)."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a name stands for, and which endings it takes."""

    place: Place
    endings: re.Pattern[str] | None
    """None: any."""

    def takes(self, ending: str, lang: str) -> bool:
        """Whether the name may have this ending in this language."""
        if self.endings is _RUSSIAN_A and lang in _NO_RUSSIAN_A:
            return False
        return self.endings is None or self.endings.fullmatch(ending) is not None


@dataclass(slots=True)
class Gazetteer:
    """Finds names of places, nationalities and agencies in folded words, with their endings."""

    exact: defaultdict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    stems: defaultdict[str, list[_Meaning]] = field(default_factory=lambda: defaultdict(list))

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
        self.exact[key].append(place)
        if len(key) < SHORTEST_STEM:
            return
        if name.endswith("*"):
            self.stems[key].append(_Meaning(place, None))
        elif place.kind in _PLACES:
            self.stems[key].append(_Meaning(place, _CASES))
            if key.endswith("a") and len(key) > SHORTEST_STEM:
                self.stems[key[:-1]].append(_Meaning(place, _RUSSIAN_A))

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
                place = self._meant(key, ending, lang)
                if place is not None:
                    return Named(place.kind, place.host, at, at + count, ending, key[-1])
        return None

    def _meant(self, key: str, ending: str, lang: str) -> Place | None:
        """The first place of this name that the language knows by it."""
        if ending:
            stems = self.stems.get(key, ())
            found = [meaning.place for meaning in stems if meaning.takes(ending, lang)]
        else:
            found = self.exact.get(key, [])
        return next((place for place in found if lang not in place.not_in), None)


def _splits(piece: str, last: int) -> Iterator[tuple[str, str]]:
    yield piece, ""
    for length in range(1, min(LONGEST_ENDING, last - 2) + 1):
        yield piece[:-length], piece[-length:]


def host_of(names: Iterable[Named], skeleton: str) -> str | None:
    """The country a text is about: a place somebody is in wins over one they came from.

    `ELSEWHERE` for one who is in a country the bot has no facts of.
    """
    words = skeleton.split()
    best: tuple[int, int] | None = None
    host = None
    for named in names:
        before = words[named.start - 1] if named.start else ""
        case = _place_case(before, named)
        if named.kind == "citizenship" or (named.host == ELSEWHERE and case < _INSIDE):
            continue
        weight = _WEIGHT.get(named.kind, 1) + 10 * case
        rank = (weight, -named.start)
        if best is None or rank > best:
            best, host = rank, named.host
    return host


def _place_case(before: str, named: Named) -> int:
    """2 for `in Baku`, 1 for `Baku`, 0 for `from Baku`."""
    ending = named.ending
    if before in _FROM_WORDS or ending.startswith(_FROM) or f"{named.last}{ending}" in _FROM:
        return 0
    inside = ending.startswith(_IN) or f"{named.last}{ending}" in _IN
    return _INSIDE if before in _IN_WORDS or inside else 1


def citizenship_of(names: Iterable[Named]) -> str | None:
    """The passport a text names."""
    return next((named.host for named in names if named.kind == "citizenship"), None)
