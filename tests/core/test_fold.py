"""Folding: what different hands type comes out alike, and folding twice is folding once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.understand.fold import LONGEST, cut, fold

OURS = st.sampled_from(sorted(set("ığəşçöüñžäý'’ʻʼoʻgʻаәбвгғдхһцчшщъыьэюяўқҳóőűckhqstwxyz1 .İIß")))


@given(st.text(max_size=80) | st.text(OURS, max_size=80))
def test_folding_a_skeleton_changes_nothing(text: str) -> None:
    skeleton = fold(text)
    assert fold(skeleton) == skeleton


@given(st.text(max_size=80) | st.text(OURS, max_size=80))
def test_a_skeleton_is_plain_letters_zeros_and_single_spaces(text: str) -> None:
    skeleton = fold(text)
    assert re.fullmatch(r"([a-z0]+( [a-z0]+)*)?", skeleton)
    assert re.search(r"([a-z])\1", skeleton) is None


@pytest.mark.parametrize(
    ("texts", "skeleton"),
    [
        (("oʻqish", "o'qish", "o’qish", "oqish", "O‘QISH", "ўқиш"), "okis"),
        (("gʻisht", "g'isht", "ғишт"), "gist"),
        (("sanʼat", "san'at", "sanat", "санъат"), "sanat"),
        (("SIĞINMA", "sığınma", "siginma", "SIGINMA", "sığınma\u200b"), "siginma"),
        (("İstanbul", "istanbul", "Istanbul", "ıstanbul", "i̇stanbul"), "istanbul"),
        (("qayta", "қайта", "kayta", "кайта"), "kaita"),
        (("штраф", "shtraf", "Штраф!", "strаf"), "straf"),
        (("Жалға", "jalga", "zhalgha"), "jalga"),
        (("vokzal", "wokzal", "вокзал"), "vokzal"),
        (("хочу", "hochu", "khochu", "xochu"), "hocu"),
        (("цена", "tsena", "cena", "tcena"), "cena"),
        (("щит", "shchit", "schit"), "sit"),
        (("миграция", "migratsiia"), "migracia"),
        (("hosszú", "hoszu", "hosszu"), "hoszu"),
        (("passport", "pasport", "паспорт", "passssport"), "pasport"),
        (("möhlet", "mohlet", "möhlet"), "mohlet"),
        (("ýyl", "iil", "yyl"), "il"),
        (("90 days", "30 DAYS", "٣٠ days"), "0 dais"),
        (("2026-11-25", "1.5.2"), "0 0 0"),
        (("ёлка", "елка"), "elka"),
        (("viza / visum", "viza — visum...", "  viza\nvisum"), "viza visum"),
        (("", "...", "😀", "中文"), ""),
    ],
)
def test_ways_of_typing_a_word_fold_alike(texts: tuple[str, ...], skeleton: str) -> None:
    assert [fold(text) for text in texts] == [skeleton] * len(texts)


def test_different_words_stay_different() -> None:
    words = ("visa", "fine", "штраф", "виза", "граница", "jarima", "chegara", "şert", "bírság")
    assert len({fold(word) for word in words}) == len(words)


def test_a_long_text_keeps_its_beginning_and_its_end() -> None:
    text = "a" * 10 + "b" * LONGEST + "c" * 10
    kept = cut(text)
    assert kept == "a" * 10 + "b" * (LONGEST // 2 - 11) + " " + "b" * (LONGEST // 2 - 11) + "c" * 10
    assert cut(kept) == kept
    assert cut("b" * LONGEST) == "b" * LONGEST
