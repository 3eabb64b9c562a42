"""The interface to a language: the bot's own sentences and the way values are written."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from bot.core.value import Value


class Speaker(Protocol):
    """Speaks one language: interface texts, plurals, and values as its readers write them."""

    @property
    def locale(self) -> str:
        """Babel's spelling of the language."""
        ...

    def gettext(self, message: str) -> str:
        """The message in this language, or the message itself."""
        ...

    def pgettext(self, context: str, message: str) -> str:
        """The message as it is said in a context, such as `button`."""
        ...

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The message in the plural form this language uses for `n`."""
        ...

    def value(self, value: Value) -> str:
        """A sum, a length of time, a date … as readers of this language write it."""
        ...

    def date(self, day: date) -> str:
        """A date in long form."""
        ...

    def published(self, raw: str) -> str:
        """A date, month or year of publication; empty for `undated`."""
        ...

    def country(self, code: str) -> str:
        """Name of a country."""
        ...


class Catalogue(Protocol):
    """All languages of the interface."""

    def speaker(self, locale: str) -> Speaker:
        """The speaker of a language; English for an unknown one."""
        ...
