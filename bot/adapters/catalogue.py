"""Interface texts from `locales/<locale>/LC_MESSAGES/bot.po`, and values written by Babel."""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

from bot.adapters.content.documents import Ledger
from bot.adapters.messages import pairs, placeholder_faults
from bot.core.locale import Language
from bot.core.value import DAYS, Country, Day, Duration, Money, Number, Text, Value


class Words:
    """One language: gettext with Babel's formats. `write` turns a text into the derived script."""

    def __init__(
        self,
        language: Language,
        texts: gettext.NullTranslations,
        write: Callable[[str], str] | None = None,
    ) -> None:
        self.locale = language.code
        self._language = language
        self._babel = Locale.parse(language.derived_from or language.code)
        self._texts = texts
        self._write = write or (lambda text: text)

    def gettext(self, message: str) -> str:
        """The message in this language, or the message itself."""
        found = self._texts.gettext(message)
        return message if found == message else self._write(found)

    def pgettext(self, context: str, message: str) -> str:
        """The message as it is said in a context, such as `button`."""
        found = self._texts.pgettext(context, message)
        return message if found == message else self._write(found)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The message in the plural form this language uses for `n`."""
        found = self._texts.ngettext(one, many, n)
        return found if found in (one, many) else self._write(found)

    def value(self, value: Value) -> str:
        """A sum, a length of time, a date … as readers of this language write it."""
        match value:
            case Money():
                return self._write(self._money(value))
            case Duration():
                return self._duration(value)
            case Day():
                return self.date(value.date)
            case Number():
                return self._number(value)
            case Country(code):
                return self.country(code)
            case Text(text, "hours"):
                return self._write(self._hours(text))
            case Text(text, _):
                return text

    def _number(self, value: Number) -> str:
        if value.percent:
            share = value.amount / 100
            return str(format_percent(share, locale=self._babel, decimal_quantization=False))
        return str(format_decimal(value.amount, locale=self._babel))

    def _money(self, value: Money) -> str:
        digits = value.amount != value.amount.to_integral_value()
        amount = format_decimal(value.amount, "#,##0.00" if digits else "#,##0", locale=self._babel)
        name = self._babel.currencies.get(value.currency)
        if name is None:
            return f"{amount} {value.currency}"
        return str(
            format_currency(
                value.amount if digits else Decimal(int(value.amount)),
                value.currency,
                locale=self._babel,
                format_type="name",
                currency_digits=digits,
                decimal_quantization=digits,
            )
        )

    def _duration(self, value: Duration) -> str:
        if value.unit == "working_days":
            # Translators: a length of time counted in days on which offices work.
            text = self.ngettext("{n} working day", "{n} working days", value.count)
            return text.format(n=value.count)
        if word := self._language.units.get(value.unit):
            return self._write(f"{self._number(Number(Decimal(value.count)))} {word}")
        unit = f"duration-{value.unit.removesuffix('s')}"
        written = format_unit(value.count, unit, length="long", locale=self._babel)
        if unit in written:  # Babel does not follow CLDR's alias from the long to the short form
            written = format_unit(value.count, unit, length="short", locale=self._babel)
        return self._write(str(written))

    def _hours(self, text: str) -> str:
        names = get_day_names("abbreviated", locale=self._babel)
        for index, day in enumerate(DAYS):
            text = text.replace(day, names[index])
        return text

    def date(self, day: date) -> str:
        """A date in long form."""
        return self._write(str(format_date(day, "long", locale=self._babel)))

    def published(self, raw: str) -> str:
        """A date, month or year of publication; empty for `undated`."""
        if raw == "undated":
            return ""
        if len(raw) == 4:
            return raw
        if len(raw) == 7:
            month = date(int(raw[:4]), int(raw[5:]), 1)
            return self._write(str(format_skeleton("yMMMM", month, locale=self._babel)))
        return self.date(date.fromisoformat(raw))

    def country(self, code: str) -> str:
        """Name of a country."""
        name = self._language.countries.get(code) or self._babel.territories.get(code, code)
        return self._write(str(name))


class GettextCatalogue:
    """All languages of the interface, loaded from `.po` files; nothing compiled is kept on disk."""

    def __init__(
        self,
        folder: Path,
        languages: Mapping[str, Language],
        writers: Mapping[str, Callable[[str], str]],
        ledger: Ledger,
    ) -> None:
        self._speakers = {}
        for code, language in languages.items():
            source = language.derived_from or code
            texts = _texts(folder / source / "LC_MESSAGES" / "bot.po", ledger, code)
            self._speakers[code] = Words(language, texts, writers.get(code))

    def speaker(self, locale: str) -> Words:
        """The speaker of a language; English for an unknown one."""
        return self._speakers.get(locale) or self._speakers["en"]


def _texts(path: Path, ledger: Ledger, code: str) -> gettext.NullTranslations:
    if code == "en" or not path.exists():
        return gettext.NullTranslations()
    stat = path.stat()
    try:
        compiled, faults = _compiled(path, stat.st_mtime_ns, stat.st_size)
    except (PoFileError, ValueError) as error:
        ledger.note(path, (getattr(error, "lineno", 0) or 0) + 1, f"cannot be read: {error}")
        return gettext.NullTranslations()
    for line, fault in faults:
        ledger.note(path, line, fault)
    return compiled


@lru_cache(maxsize=64)
def _compiled(
    path: Path, _changed: int, _size: int
) -> tuple[gettext.GNUTranslations, list[tuple[int, str]]]:
    """The texts of a file, and those that would fail when they are filled in."""
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    faults = [
        (message.lineno or 1, fault)
        for message in catalogue
        if message.id
        for english, text in pairs(message)
        for fault in placeholder_faults(english, text)
    ]
    return gettext.GNUTranslations(compiled), faults
