"""Values and texts in all written forms the bot speaks."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from bot.adapters.catalogue import GettextCatalogue, Words
from bot.adapters.content.documents import Ledger
from bot.adapters.content.load import load_languages, writers
from bot.core.locale import Language
from bot.core.value import UNITS, Country, Day, Duration, Money, Number, Text, Value
from bot.settings import PROJECT
from tests.builders import HOSTS, a_content, english, some_languages
from tests.content.tree import echoing

FORMS = ("en", "ru", "az", "tr", "kk", "ky", "uz", "uz_Cyrl", "tk", "hu")
CURRENCIES = ("AZN", "TRY", "HUF", "KZT", "KGS", "UZS", "TMT", "USD", "EUR")
every_form = pytest.mark.parametrize("code", FORMS)


@cache
def languages() -> dict[str, Language]:
    return load_languages(PROJECT / "locales", Ledger(PROJECT / "locales"))


@cache
def catalogue() -> GettextCatalogue:
    """The real one."""
    content = a_content(languages=languages())
    ledger = Ledger(PROJECT / "locales")
    return GettextCatalogue(
        PROJECT / "locales", languages(), writers(PROJECT / "faq", content), ledger
    )


def said(code: str, value: Value) -> str:
    return catalogue().speaker(code).value(value)


def digits(text: str) -> str:
    return "".join(re.findall(r"\d", text))


def test_the_bot_speaks_ten_written_forms() -> None:
    assert tuple(sorted(languages())) == tuple(sorted(FORMS))
    assert [catalogue().speaker(code).locale for code in FORMS] == list(FORMS)


@every_form
@pytest.mark.parametrize("unit", UNITS)
def test_a_length_of_time_is_a_number_and_a_word(code: str, unit: str) -> None:
    for count in (0, 1, 2, 3, 5, 11, 21, 90, 180):
        text = said(code, Duration(count, unit))
        assert digits(text) == str(count)
        assert re.search(r"[^\W\d_]", text), text
        assert re.search(r"duration|[{}_]", text) is None, text


@every_form
def test_lengths_of_time_differ_by_their_unit(code: str) -> None:
    assert len({said(code, Duration(5, unit)) for unit in UNITS}) == len(UNITS)


@every_form
@pytest.mark.parametrize("currency", CURRENCIES)
def test_a_sum_has_its_digits_and_the_name_of_its_currency(code: str, currency: str) -> None:
    whole = said(code, Money(Decimal(43250), currency))
    assert digits(whole) == "43250"
    assert len(re.findall(r"[^\W\d_]", whole)) >= 3
    assert digits(said(code, Money(Decimal("7.5"), currency))) == "750"


@every_form
def test_a_date_has_its_day_and_year_and_no_month_in_figures(code: str) -> None:
    text = said(code, Day(date(2026, 7, 1)))
    assert sorted(re.findall(r"\d+", text)) in (["01", "2026"], ["1", "2026"])
    assert catalogue().speaker(code).date(date(2026, 7, 1)) == text
    speak = catalogue().speaker(code)
    assert speak.published("2026-07-01") == text
    assert digits(speak.published("2026-07")) == "2026"
    assert (speak.published("2026"), speak.published("undated")) == ("2026", "")


@every_form
def test_every_host_has_a_name(code: str) -> None:
    names = [said(code, Country(host)) for host in HOSTS]
    assert len(set(names)) == len(HOSTS)
    assert [name for name in names if len(name) < 4] == []


@every_form
def test_hours_of_an_office_name_the_days_in_its_language(code: str) -> None:
    text = said(code, Text("Mon-Fri 9:00-18:00", "hours"))
    assert text.endswith(" 9:00-18:00")
    assert ("Mon" in text) is (code == "en")


@every_form
@pytest.mark.parametrize("kind", ["phone", "url", "email", "address", "text", "flag"])
def test_what_is_told_as_written_stays_so(code: str, kind: str) -> None:
    assert said(code, Text("+7 a@b.kz Shosh koʻcha", kind)) == "+7 a@b.kz Shosh koʻcha"


@pytest.mark.parametrize(
    "value",
    [
        *(Duration(3, unit) for unit in UNITS),
        *(Money(Decimal(3), currency) for currency in CURRENCIES),
        *(Country(host) for host in HOSTS),
        Day(date(2026, 7, 1)),
        Text("Sat 9:00", "hours"),
    ],
)
def test_uzbek_in_cyrillic_letters_has_no_latin_ones(value: Value) -> None:
    assert re.findall("[a-zA-Z]", said("uz_Cyrl", value)) == []
    assert re.findall("[а-яА-Я]", said("uz", value)) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Duration(1, "days"), "1 day"),
        (Duration(90, "days"), "90 days"),
        (Duration(1, "working_days"), "1 working day"),
        (Duration(3, "working_days"), "3 working days"),
        (Money(Decimal(1), "EUR"), "1 euro"),
        (Money(Decimal("1234.5"), "EUR"), "1,234.50 euros"),
        (Money(Decimal(1234), "XQX"), "1,234 XQX"),
        (Number(Decimal("1234.5")), "1,234.5"),
        (Number(Decimal("2.9"), percent=True), "2.9%"),
        (Number(Decimal(50), percent=True), "50%"),
        (Day(date(2026, 7, 1)), "July 1, 2026"),
        (Country("TR"), "Türkiye"),
        (Country("XX"), "XX"),
    ],
)
def test_english_writes_a_value(value: Value, text: str) -> None:
    assert english().value(value) == text


def test_a_language_s_own_words_win_over_the_standard_ones() -> None:
    own = Language(
        "tk", "Türkmençe", (), units={"days": "gije-gündiz"}, countries={"KZ": "Gazagystan (öz)"}
    )
    speak = Words(own, english()._texts)
    assert speak.value(Duration(90, "days")) == "90 gije-gündiz"
    assert speak.value(Duration(1200, "days")) == "1\xa0200 gije-gündiz"
    assert speak.country("KZ") == "Gazagystan (öz)"
    assert speak.country("UZ") != "UZ"


def russian(folder: Path, **changes: str) -> Words:
    """A Russian catalogue in a folder, with texts replaced; Kazakh there has none."""
    text = echoing("ru")
    for old, new in changes.items():
        text = text.replace(f'msgstr "{old}"', f'msgstr "{new}"')
    for index, form in enumerate(("{n} день", "{n} дня", "{n} дней")):
        text = text.replace(f'msgstr[{index}] "{{n}} working days"', f'msgstr[{index}] "{form}"')
    path = folder / "ru" / "LC_MESSAGES" / "bot.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return GettextCatalogue(folder, some_languages(), {}, Ledger(folder)).speaker("ru")


def test_working_days_take_the_plural_form_of_their_number(tmp_path: Path) -> None:
    speak = russian(tmp_path)
    days = [speak.value(Duration(n, "working_days")) for n in (1, 2, 5, 11, 21, 22)]
    assert days == ["1 день", "2 дня", "5 дней", "11 дней", "21 день", "22 дня"]


def test_a_text_is_said_in_the_language_or_else_in_english(tmp_path: Path) -> None:
    speak = russian(tmp_path, Soon="Скоро", Back="Назад")
    assert speak.gettext("Soon") == "Скоро"
    assert speak.pgettext("button", "Back") == "Назад"
    assert speak.pgettext("section", "Back") == "Back"
    assert speak.gettext("Nothing like it") == "Nothing like it"
    kazakh = GettextCatalogue(tmp_path, some_languages(), {}, Ledger(tmp_path)).speaker("kk")
    assert (kazakh.locale, kazakh.gettext("Soon")) == ("kk", "Soon")


def test_an_unknown_language_is_spoken_in_english() -> None:
    assert catalogue().speaker("fr").locale == "en"


def test_a_derived_language_writes_the_texts_of_its_base(tmp_path: Path) -> None:
    russian(tmp_path, Soon="Скоро")
    derived = {
        **some_languages(),
        "ru_Test": Language("ru_Test", "ABC", ("ru",), derived_from="ru"),
    }
    speak = GettextCatalogue(
        tmp_path, derived, {"ru_Test": "‹{}›".format}, Ledger(tmp_path)
    ).speaker("ru_Test")
    assert speak.gettext("Soon") == "‹Скоро›"
    assert speak.gettext("Back") == "Back"
    assert speak.value(Duration(2, "working_days")) == "‹2 дня›"
    assert speak.country("KZ") == "‹Казахстан›"


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    assert russian(tmp_path, Soon="Скоро").gettext("Soon") == "Скоро"
    assert russian(tmp_path, Soon="Совсем скоро").gettext("Soon") == "Совсем скоро"


def test_a_catalogue_that_cannot_be_read_is_noted_and_english_is_spoken(tmp_path: Path) -> None:
    russian(tmp_path)
    path = tmp_path / "ru" / "LC_MESSAGES" / "bot.po"
    path.write_text('msgid "Soon"\nmsgstring "Скоро"\n', encoding="utf-8")
    ledger = Ledger(tmp_path)
    made = GettextCatalogue(tmp_path, some_languages(), {}, ledger)
    assert made.speaker("ru").gettext("Soon") == "Soon"
    assert [mistake.message.split(":")[0] for mistake in ledger.mistakes] == ["cannot be read"]
