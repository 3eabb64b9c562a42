"""Values of facts: a sum, a length of time, a date, a phone. Words quote them, faces format them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

UNITS: Final = (
    "minutes",
    "hours",
    "days",
    "working_days",
    "weeks",
    "months",
    "years",
)
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money; `currency` is an ISO 4217 code."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time, such as 90 days or 3 working days."""

    count: int
    unit: str
    """One of `UNITS`."""


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar date."""

    date: date


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number, or a percentage."""

    amount: Decimal
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Something told as it is written: a phone, a link, an address, the name of an office."""

    text: str
    kind: str
    """One of `phone url email address text hours flag`."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country, by ISO 3166 code."""

    code: str


Value = Money | Duration | Day | Number | Text | Country


def parse_money(raw: str) -> Money:
    """`43250 KZT`; raises ValueError with words for an editor."""
    match = re.fullmatch(r"(\d[\d ]*(?:\.\d+)?) ([A-Z]{3})", raw.strip())
    if not match:
        raise ValueError(f"a sum is written like '43250 KZT', not '{raw}'")
    return Money(Decimal(match[1].replace(" ", "")), match[2])


def parse_duration(raw: str) -> Duration:
    """`90 days`; raises ValueError with words for an editor."""
    match = re.fullmatch(r"(\d+) (\w+)", raw.strip())
    unit = match[2] if match else ""
    if match and unit not in UNITS and unit + "s" in UNITS:
        unit += "s"
    if not match or unit not in UNITS:
        raise ValueError(f"a length of time is written like '90 days' (one of {', '.join(UNITS)})")
    return Duration(int(match[1]), unit)


def parse_date(raw: str) -> Day:
    """`2026-07-01`; raises ValueError with words for an editor."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw.strip()):
            raise ValueError(raw)
        return Day(date.fromisoformat(raw.strip()))
    except ValueError:
        raise ValueError(f"a date is written like '2026-07-01', not '{raw}'") from None


def parse_number(raw: str, *, percent: bool = False) -> Number:
    """`10` or `2.9`; raises ValueError with words for an editor."""
    digits = raw.strip().removesuffix("%").strip()
    if not re.fullmatch(r"-?\d+(?:\.\d+)?", digits):
        raise ValueError(f"a number is written like '10' or '2.9', not '{raw}'")
    return Number(Decimal(digits), percent)


def parse_phone(raw: str) -> Text:
    """`+7 727 258 45 98` or `112`; raises ValueError with words for an editor."""
    if not re.fullmatch(r"(?=.*\d)\+?[\d() ./\-]{2,}(?:ext\.? ?\d+)?", raw.strip()):
        raise ValueError(f"a phone has digits, spaces, brackets and dashes only, not '{raw}'")
    return Text(raw.strip(), "phone")


def parse_url(raw: str) -> Text:
    """`https://my.gov.uz` or `my.gov.uz`; raises ValueError with words for an editor."""
    if not re.fullmatch(
        r"(https?://)?[\w.-]+\.[a-z]{2,}(:\d+)?(/\S*)?", raw.strip(), re.IGNORECASE
    ):
        raise ValueError(f"a link is written like 'https://my.gov.uz', not '{raw}'")
    return Text(raw.strip(), "url")


def parse_flag(raw: str) -> Text:
    """`yes` or `no`; raises ValueError with words for an editor."""
    if raw.strip() not in ("yes", "no"):
        raise ValueError(f"write 'yes' or 'no', not '{raw}'")
    return Text(raw.strip(), "flag")


def parse_country(raw: str) -> Country:
    """`KZ`; raises ValueError with words for an editor."""
    if not re.fullmatch(r"[A-Z]{2}", raw.strip()):
        raise ValueError(f"a country is its two-letter code, such as 'KZ', not '{raw}'")
    return Country(raw.strip())


def _as_it_is(kind: str) -> Callable[[str], Text]:
    def parse(raw: str) -> Text:
        if not raw.strip():
            raise ValueError("this is empty")
        return Text(raw.strip(), kind)

    return parse


PARSERS: Final[dict[str, Callable[[str], Value]]] = {
    "money": parse_money,
    "duration": parse_duration,
    "date": parse_date,
    "number": parse_number,
    "percent": lambda raw: parse_number(raw, percent=True),
    "phone": parse_phone,
    "url": parse_url,
    "email": _as_it_is("email"),
    "address": _as_it_is("address"),
    "text": _as_it_is("text"),
    "hours": _as_it_is("hours"),
    "country": parse_country,
    "flag": parse_flag,
}
"""How a value of each type is read from its written form."""


def parse_value(kind: str, raw: str) -> Value:
    """The value written as `kind: raw`; raises ValueError with words for an editor."""
    if kind not in PARSERS:
        raise ValueError(f"unknown type '{kind}'; the types are {', '.join(PARSERS)}")
    return PARSERS[kind](raw)
