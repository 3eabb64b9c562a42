"""Which written form a text is in: naive Bayes with a class for each form and way of typing it."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.core.understand.fold import cut
from bot.core.understand.grams import char_grams

BUCKETS: Final = 1 << 15
LENGTHS: Final = range(1, 5)
SURE: Final = 0.9
"""Probability from which a switch of language may be proposed."""
SURE_LETTERS: Final = 12
_PRIOR: Final = 1.6
"""How many times likelier the language a person chose is than another (as a logarithm)."""
_SMOOTHING: Final = 0.3
_DEPENDENCE: Final = 0.28
"""Neighbouring n-grams share letters: a text says less than the sum of its n-grams."""

_RUSSIAN_KEYS: Final = str.maketrans("әіңғқүұөһўҳ", "аингкууохух")
_ASCII: Final = str.maketrans("əıöüçşğñýžäőűáéíóúʻʼ’‘", "eioucsgnyzaouaeiou''''")
_CHAT: Final = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэёіәөүұқңғһҳў", "abvgdeziiklmnoprstufyeeiaouuqnghho", strict=True))
    | {"ж": "zh", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "yu", "я": "ya", "ъ": "",
       "ь": ""}
)  # fmt: skip


def variants(text: str) -> tuple[str, ...]:
    """A text in the ways people type it: as it is, without special letters, in chat Latin."""
    low = normal(text)
    careless = low.translate(_RUSSIAN_KEYS).translate(_ASCII)
    cyrillic = sum("а" <= letter <= "ӿ" for letter in low) * 2 > sum(map(str.isalpha, low))
    ways = (low, careless, low.translate(_CHAT)) if cyrillic else (low, careless)
    return tuple(dict.fromkeys(ways))


def normal(text: str) -> str:
    """Lower case, letters and spaces only."""
    low = unicodedata.normalize("NFC", cut(text).replace("İ", "i").casefold().replace("i̇", "i"))
    kept = "".join(letter if letter.isalpha() or letter in "ʻʼ'’‘" else " " for letter in low)
    return " ".join(kept.split())


def _codes(text: str) -> npt.NDArray[np.uint64]:
    return np.frombuffer(f" {text} ".encode("utf-32-le"), np.uint32).astype(np.uint64)


@dataclass(frozen=True)
class LanguageModel:
    """Logarithms of how often each n-gram comes in each class."""

    locales: tuple[str, ...]
    """Locale of each class."""
    table: npt.NDArray[np.float32]

    def detect(self, text: str, chosen: str | None = None) -> tuple[str, bool]:
        """The likeliest locale, and whether it is sure enough to propose a switch."""
        letters = normal(text)
        if not letters:
            return chosen or "en", False
        ids = np.concatenate(char_grams(_codes(letters), LENGTHS, BUCKETS))
        scores = self.table[ids].sum(axis=0) * _DEPENDENCE
        best: dict[str, float] = {}
        for locale, score in zip(self.locales, scores.tolist(), strict=True):
            best[locale] = max(best.get(locale, -1e9), score + (_PRIOR if locale == chosen else 0))
        found = max(best, key=best.__getitem__)
        total = sum(math.exp(score - best[found]) for score in best.values())
        return found, len(letters) >= SURE_LETTERS and 1 / total >= SURE


def learn(texts: Mapping[str, str]) -> LanguageModel:
    """A model from one long text a locale."""
    locales: list[str] = []
    rows: list[npt.NDArray[np.float32]] = []
    for locale, text in texts.items():
        for way in _ways(text):
            locales.append(locale)
            rows.append(_log_shares(way))
    return LanguageModel(tuple(locales), np.ascontiguousarray(np.array(rows, np.float32).T))


def _ways(text: str) -> list[str]:
    lines = [variants(line) for line in text.splitlines() if line.strip()]
    count = max((len(ways) for ways in lines), default=0)
    joined = (" ".join(ways[min(n, len(ways) - 1)] for ways in lines) for n in range(count))
    return list(dict.fromkeys(joined))


def _log_shares(text: str) -> npt.NDArray[np.float32]:
    grams = char_grams(_codes(text), LENGTHS, BUCKETS)
    shares = []
    for ids in grams:  # each length is a distribution of its own
        counts = np.bincount(ids, minlength=BUCKETS).astype(np.float64)
        shares.append(counts)
    total = np.sum(shares, axis=0) + _SMOOTHING
    return np.asarray(np.log(total / total.sum()), np.float32)
