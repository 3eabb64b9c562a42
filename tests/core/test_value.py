"""Values as editors write them, and what they are told where they slip."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.value import (
    PARSERS,
    UNITS,
    Country,
    Day,
    Duration,
    Money,
    Number,
    Text,
    Value,
    parse_value,
)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("money", "43250 KZT", Money(Decimal(43250), "KZT")),
        ("money", " 43 250.50 KZT ", Money(Decimal("43250.50"), "KZT")),
        ("duration", "90 days", Duration(90, "days")),
        ("duration", "1 day", Duration(1, "days")),
        ("duration", "1 working_day", Duration(1, "working_days")),
        ("duration", "6 months", Duration(6, "months")),
        ("date", "2026-07-01", Day(date(2026, 7, 1))),
        ("number", "2.9", Number(Decimal("2.9"))),
        ("number", "-3", Number(Decimal(-3))),
        ("percent", "50", Number(Decimal(50), percent=True)),
        ("percent", "50 %", Number(Decimal(50), percent=True)),
        ("phone", "+7 727 258-45-98", Text("+7 727 258-45-98", "phone")),
        ("phone", "112", Text("112", "phone")),
        ("phone", "(012) 565 61 18 ext. 12", Text("(012) 565 61 18 ext. 12", "phone")),
        ("url", "https://my.gov.uz/a?b=c", Text("https://my.gov.uz/a?b=c", "url")),
        ("url", "my.gov.uz", Text("my.gov.uz", "url")),
        ("email", " a@b.kz ", Text("a@b.kz", "email")),
        ("address", "Long street 1", Text("Long street 1", "address")),
        ("text", "form: No. 2", Text("form: No. 2", "text")),
        ("hours", "Mon-Fri 9:00-18:00", Text("Mon-Fri 9:00-18:00", "hours")),
        ("flag", "yes", Text("yes", "flag")),
        ("country", "KZ", Country("KZ")),
    ],
)
def test_a_value_is_read(kind: str, raw: str, value: Value) -> None:
    assert parse_value(kind, raw) == value


MONEY = "a sum is written like '43250 KZT', not '{}'"
LENGTH = f"a length of time is written like '90 days' (one of {', '.join(UNITS)})"
DATE = "a date is written like '2026-07-01', not '{}'"
NUMBER = "a number is written like '10' or '2.9', not '{}'"
PHONE = "a phone has digits, spaces, brackets and dashes only, not '{}'"
LINK = "a link is written like 'https://my.gov.uz', not '{}'"
COUNTRY = "a country is its two-letter code, such as 'KZ', not '{}'"


@pytest.mark.parametrize(
    ("kind", "raw", "words"),
    [
        ("money", "43250", MONEY),
        ("money", "43250 tenge", MONEY),
        ("money", "KZT 43250", MONEY),
        ("money", "43,250 KZT", MONEY),
        ("money", "", MONEY),
        ("duration", "90", LENGTH),
        ("duration", "ninety days", LENGTH),
        ("duration", "2.5 days", LENGTH),
        ("duration", "3 fortnights", LENGTH),
        ("duration", "", LENGTH),
        ("date", "1.7.2026", DATE),
        ("date", "2026-02-30", DATE),
        ("date", "2026-07", DATE),
        ("number", "ten", NUMBER),
        ("number", "1,5", NUMBER),
        ("percent", "half", NUMBER),
        ("phone", "call us", PHONE),
        ("phone", "1", PHONE),
        ("phone", "8 (727) 5O", PHONE),
        ("url", "somewhere", LINK),
        ("url", "https://my gov.uz", LINK),
        ("url", "ftp://my.gov.uz", LINK),
        ("flag", "true", "write 'yes' or 'no', not '{}'"),
        ("country", "kz", COUNTRY),
        ("country", "KAZ", COUNTRY),
        ("text", "  ", "this is empty"),
        ("email", "", "this is empty"),
        ("address", "", "this is empty"),
        ("hours", "", "this is empty"),
    ],
)
def test_a_slip_is_told_in_words_an_editor_understands(kind: str, raw: str, words: str) -> None:
    with pytest.raises(ValueError) as error:  # its words are compared below
        parse_value(kind, raw)
    assert str(error.value) == words.format(raw)


def test_an_unknown_type_is_told_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="unknown type 'sum'; the types are money, duration, "):
        parse_value("sum", "10 KZT")


@given(st.sampled_from(sorted(PARSERS)), st.text(max_size=30))
def test_any_text_is_read_or_refused_in_words(kind: str, raw: str) -> None:
    try:
        value = parse_value(kind, raw)
    except ValueError as error:
        assert str(error)
    else:
        assert repr(parse_value(kind, f"  {raw}\n")) == repr(value)


@given(st.integers(0, 10**9), st.sampled_from(UNITS), st.sampled_from(("KZT", "EUR")))
def test_what_is_written_by_the_rule_is_read_back(count: int, unit: str, currency: str) -> None:
    assert parse_value("duration", f"{count} {unit}") == Duration(count, unit)
    assert parse_value("money", f"{count} {currency}") == Money(Decimal(count), currency)
    assert parse_value("number", str(count)) == Number(Decimal(count))
