"""Spelling, script and diacritics folded away: what is left of a text for matching only.

The skeleton of `oʻqish`, `uqish`, `ўқиш` and `o'qish` is nearly the same; it is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST: Final = 1600
"""Characters of a text that are read: the first and the last half of so many."""

_CYRILLIC: Final = dict(
    zip(
        "абвгдезийклмнопрстуфхцчшщыэёіәөүұқңғһҳўѓќїєґҹҝј",
        "abvgdeziiklmnoprstufhccssieeiaouuknghhogkiegcgi",
        strict=True,
    )
)
_LATIN: Final = dict(zip("ıəþðøłđŋ", "ietdoldn", strict=True))
_SEVERAL: Final = {"ж": "j", "ю": "iu", "я": "ia", "ъ": "", "ь": "", "ß": "s", "æ": "e", "œ": "o"}
_INSIDE: Final = dict.fromkeys("'’‘ʻʼ`´ʹ′ʽˈ‛＇\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
_TABLE: Final = str.maketrans(_CYRILLIC | _LATIN | _SEVERAL | _INSIDE)

_MERGED: Final = (
    (re.compile(r"shch|sch|sh"), "s"),
    (re.compile(r"ch|ts|tc"), "c"),
    (re.compile(r"zh"), "j"),
    (re.compile(r"kh|x"), "h"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"q"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"y"), "i"),
    (re.compile(r"\d+"), "0"),
    (re.compile(r"[^a-z0-9]+"), " "),
    (re.compile(r"([a-z])\1+"), r"\1"),
)
_UNMERGED: Final = re.compile(r"[csz]h|kh|gh|t[cs]|([a-z])\1")


def fold(text: str) -> str:
    """The skeleton of a text: a-z, `0` for any number, single spaces; folding it again changes nothing."""
    low = unicodedata.normalize("NFKC", cut(text).replace("İ", "i")).casefold().translate(_TABLE)
    if not low.isascii():
        low = _without_marks(low).translate(_TABLE)
    low = _merged(low)
    while _UNMERGED.search(low) or len(low) > LONGEST:  # letters that meet can merge again
        low = _merged(cut(low))
    return low.strip()


def _merged(low: str) -> str:
    for pattern, replacement in _MERGED:
        low = pattern.sub(replacement, low)
    return low


def cut(text: str) -> str:
    """A long text without its middle: stories begin with who and end with the question."""
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2 - 1
    return f"{text[:half]} {text[-half:]}"


def _without_marks(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in parts if unicodedata.category(letter) != "Mn")
