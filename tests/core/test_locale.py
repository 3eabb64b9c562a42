"""Which language to begin with, and Uzbek written in Cyrillic by rule."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.locale import Language, cyrillic_uzbek, guess, transliterator

LANGUAGES = {
    language.code: language
    for language in (
        Language("en", "English", (), telegram=("en",)),
        Language("ru", "Русский", ("en",), telegram=("ru", "be")),
        Language("uz", "Oʻzbekcha", ("ru", "en"), telegram=("uz",)),
        Language("uz_Cyrl", "Ўзбекча", ("uz",), derived_from="uz", telegram=("uz-cyrl",)),
    )
}


@pytest.mark.parametrize(
    ("code", "locale"),
    [
        ("ru", "ru"),
        ("RU", "ru"),
        ("ru-RU", "ru"),
        ("be", "ru"),
        ("uz", "uz"),
        ("uz-UZ", "uz"),
        ("uz-Cyrl", "uz_Cyrl"),
        ("uz_Cyrl", "uz_Cyrl"),
        ("uz-Latn", "uz"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("", "en"),
        ("-", "en"),
        (None, "en"),
    ],
)
def test_the_language_of_a_phone_suggests_one_of_ours(code: str | None, locale: str) -> None:
    assert guess(code, LANGUAGES) == locale


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("salom", "салом"),
        ("Oʻzbekiston", "Ўзбекистон"),
        ("O‘zbekiston", "Ўзбекистон"),
        ("gʻisht", "ғишт"),
        ("sanʼat", "санъат"),
        ("yoʻq", "йўқ"),
        ("yoz", "ёз"),
        ("yer", "ер"),
        ("yurt", "юрт"),
        ("yaxshi", "яхши"),
        ("choy", "чой"),
        ("shahar", "шаҳар"),
        ("ekan", "экан"),
        ("kelgan", "келган"),
        ("poema", "поэма"),
        ("qoʻrqmang", "қўрқманг"),
        ("xarajat jarimasi", "харажат жаримаси"),
        ("Chegara", "Чегара"),
        ("CHEGARA SHAHAR", "ЧЕГАРА ШАҲАР"),
        ("Yoʻl", "Йўл"),
        ("90 kun, 3 oy!", "90 кун, 3 ой!"),
        ("", ""),
    ],
)
def test_uzbek_is_written_in_cyrillic(latin: str, cyrillic: str) -> None:
    assert cyrillic_uzbek(latin, {}) == cyrillic


@pytest.mark.parametrize(
    "kept",
    [
        "{hotline}",
        "{n}",
        "<b>",
        "</code>",
        "&amp;",
        "https://my.gov.uz/yol",
        "info@migration.uz",
        "@yoldash_bot",
        "/language",
        "my.gov.uz",
        "reg.emehmon.uz",
    ],
)
def test_what_is_no_uzbek_stays_as_it_is(kept: str) -> None:
    assert cyrillic_uzbek(f"shu {kept} yoʻl", {}) == f"шу {kept} йўл"


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("aktyor", "актёр"),
        ("Aktyor", "Актёр"),
        ("AKTYOR", "АКТЁР"),
        ("aktyorlar", "актёрлар"),
        ("sentabr", "сентябрь"),
        ("sentabrda", "сентабрда"),
        ("ma'no", "маъно"),
    ],
)
def test_exceptions_win_over_the_rule(word: str, written: str) -> None:
    exceptions = {"aktyor": "актёр", "aktyor*": "актёр", "sentabr": "сентябрь", "maʼno": "маъно"}
    assert transliterator(exceptions)(word) == written


LETTERS = st.text("abdefghijklmnopqrstuvxyzʻʼ' AOG", max_size=40)


@given(LETTERS)
def test_no_latin_letter_is_left_in_a_word(text: str) -> None:
    assert re.findall("[a-zA-Z]", cyrillic_uzbek(text, {})) == []


@given(LETTERS, st.sampled_from(["{host}", "<b>", "my.gov.uz"]))
def test_writing_twice_is_writing_once(text: str, kept: str) -> None:
    once = cyrillic_uzbek(f"{text} {kept} {text}", {})
    assert kept in once
    assert cyrillic_uzbek(once, {}) == once
