"""Telling written forms apart, also typed without their special letters."""

from __future__ import annotations

import pytest

from bot.core.understand.language import LanguageModel, learn, normal, variants

TEXTS = {
    "en": "how long may i stay without a visa\nwhere do i pay the fine\nmy passport was lost\n"
    "is the border open now\nwho helps me if i have no money",
    "ru": "сколько дней можно находиться без визы\nгде оплатить штраф\nя потерял паспорт\n"
    "открыта ли сейчас граница\nкто поможет если нет денег",
    "kk": "визасыз қанша күн жүруге болады\nайыппұлды қайда төлеймін\nпаспортымды жоғалтып алдым\n"
    "шекара қазір ашық па\nақшам жоқ болса кім көмектеседі",
    "tr": "vizesiz kaç gün kalabilirim\ncezayı nereye öderim\npasaportumu kaybettim\n"
    "sınır şimdi açık mı\nparam yoksa bana kim yardım eder",
}


def model() -> LanguageModel:
    return learn(TEXTS)


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("where is my passport, is the border open", "en"),
        ("WHERE DO I PAY???", "en"),
        ("где моя граница и штраф", "ru"),
        ("gde oplatit shtraf", "ru"),
        ("паспортымды қайда төлеймін", "kk"),
        ("айыппулды кайда толеймин", "kk"),
        ("sınır ne zaman açık", "tr"),
        ("cezayi nereye oderim", "tr"),
    ],
)
def test_a_text_is_told_however_it_is_typed(text: str, locale: str) -> None:
    assert model().detect(text)[0] == locale


def test_a_clear_text_is_sure_and_a_short_one_is_not() -> None:
    assert model().detect("сколько дней можно находиться без визы") == ("ru", True)
    assert model().detect("где штраф") == ("ru", False)


@pytest.mark.parametrize("text", ["", "   ", "12345", "?! 90/180", "😀😀"])
@pytest.mark.parametrize(("chosen", "locale"), [("kk", "kk"), (None, "en")])
def test_a_text_without_letters_is_in_the_chosen_language(
    text: str, chosen: str | None, locale: str
) -> None:
    assert model().detect(text, chosen) == (locale, False)


def test_the_chosen_language_wins_where_letters_do_not_tell() -> None:
    assert model().detect("ქქქ", "kk") == ("kk", False)
    assert model().detect("ქქქ", "tr") == ("tr", False)


def test_the_chosen_language_does_not_silence_another() -> None:
    assert model().detect("where do i pay the fine for my lost passport", "kk") == ("en", True)


def test_learning_is_the_same_every_time() -> None:
    assert model().table.tobytes() == model().table.tobytes()
    assert set(model().locales) == set(TEXTS)


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("Where is it?", ("where is it",)),
        ("SINIR Açık mı", ("sinir açık mı", "sinir acik mi")),
        ("Жұмыс", ("жұмыс", "жумыс", "zhumys")),
        ("", ("",)),
    ],
)
def test_a_text_is_learnt_in_all_ways_of_typing_it(text: str, ways: tuple[str, ...]) -> None:
    assert variants(text) == ways


def test_only_letters_apostrophes_and_spaces_are_left() -> None:
    assert normal("  İki  gün,\n90\tO‘zbek!") == "iki gün o‘zbek"
