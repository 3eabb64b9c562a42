"""Languages as data, and Uzbek Cyrillic derived from Uzbek Latin by rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Language:
    """A written form the bot speaks, as `locales/languages.yaml` describes it."""

    code: str
    """Babel's spelling, such as `uz_Cyrl`."""
    native_name: str
    chain: tuple[str, ...]
    """Languages shown instead where a text is missing, nearest first; ends with `en`."""
    derived_from: str | None = None
    telegram: tuple[str, ...] = ()
    """Telegram `language_code`s that suggest this language."""
    stewards: tuple[str, ...] = ()
    countries: Mapping[str, str] = field(default_factory=dict)
    """Country names that people use where the standard one is not theirs."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Words for lengths of time (`days`) where the standard data of the language has none."""


def knows(telegram_code: str | None, languages: Mapping[str, Language]) -> bool:
    """Whether a phone's language code names a language the bot speaks."""
    code = (telegram_code or "").replace("_", "-").lower()
    return any(
        {code, code.split("-")[0]} & set(language.telegram) for language in languages.values()
    )


def guess(telegram_code: str | None, languages: Mapping[str, Language]) -> str:
    """The locale to begin with for a phone's language code; `en` if none fits."""
    code = (telegram_code or "en").replace("_", "-").lower()
    for wanted in (code, code.split("-")[0]):
        for language in languages.values():
            if wanted in language.telegram:
                return language.code
    return "en"


_PAIRS: Final = (
    ("o[ʻ'’‘`]", "ў"),
    ("g[ʻ'’‘`]", "ғ"),
    ("yo(?![ʻ'’‘`])", "ё"),
    ("yu", "ю"),
    ("ya", "я"),
    ("ye", "е"),
    ("sh", "ш"),
    ("ch", "ч"),
    ("[ʼ'’‘`]", "ъ"),
)
_LETTERS: Final = dict(zip("abdefghijklmnopqrstuvxyzwc", "абдефгҳижклмнопқрстувхйзвс", strict=True))
_VOWELS: Final = "aeiouоўўаиуэеёюя"
_KEPT: Final = (
    r"\{\w+\}|</?\w+[^>]*>|&\w+;|https?://\S+|\w+@[\w.]+|@\w+|/\w+|[\w-]+(?:\.[a-z]{2,})+"
)


def cyrillic_uzbek(text: str, exceptions: Mapping[str, str]) -> str:
    """Latin Uzbek in Cyrillic letters.

    Placeholders, tags, links and commands stay; `exceptions` maps lower-case
    Latin words (or the beginning of a word, ended by `*`) to their Cyrillic form.
    """
    pattern = re.compile(rf"({_KEPT})|([^\W\d_](?:[^\W\d_]|[ʻʼ'’‘`](?=[^\W\d_])|[ʻ])*)")
    return pattern.sub(lambda m: m[0] if m[1] else _word(m[2], exceptions), text)


def _word(word: str, exceptions: Mapping[str, str]) -> str:
    low = re.sub("(?<=[og])['’‘`]", "ʻ", word.lower()).replace("’", "ʼ").replace("'", "ʼ")
    for end in range(len(low), 0, -1):
        stem = exceptions.get(low if end == len(low) else low[:end] + "*")
        if stem is not None:
            return _like(word, stem) + (_word(word[end:], {}) if end < len(low) else "")
    return _like(word, _letters(low))


def _letters(low: str) -> str:
    low = re.sub(rf"(?<![^\W\d_])e|(?<=[{_VOWELS}])e", "э", low)
    for latin, cyrillic in _PAIRS:
        low = re.sub(latin, cyrillic, low)
    return "".join(_LETTERS.get(letter, letter) for letter in low)


def _like(model: str, word: str) -> str:
    letters = [letter for letter in model if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def transliterator(exceptions: Mapping[str, str]) -> Callable[[str], str]:
    """`cyrillic_uzbek` with its exceptions bound."""
    return lambda text: cyrillic_uzbek(text, exceptions)
