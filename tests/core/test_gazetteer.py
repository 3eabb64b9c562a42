"""Where somebody is and whose passport they hold, from names in any case and spelling."""

from __future__ import annotations

import pytest

from bot.core.place import ELSEWHERE, Place
from bot.core.understand.fold import fold
from bot.core.understand.gazetteer import Gazetteer, citizenship_of, host_of

PLACES = (
    Place("KZ", "KZ", "country", ("Kazakhstan", "Казахстан", "Qozogʻiston", "Қазақстан")),
    Place("TR", "TR", "country", ("Turkey", "Türkiye", "Турция", "Турци*")),
    Place("UZ", "UZ", "country", ("Uzbekistan", "Oʻzbekiston", "Узбекистан", "Өзбекстан")),
    Place("AZ", "AZ", "country", ("Azerbaijan", "Azərbaycan")),
    Place("UZ", "UZ", "citizenship", ("citizen of Uzbekistan", "uzbek passport*", "узбек*")),
    Place("KG", "KG", "citizenship", ("kyrgyz citizen*",)),
    Place("baku", "AZ", "city", ("Baku", "Bakı")),
    Place("osh", "KG", "city", ("Osh",)),
    Place("IST", "TR", "airport", ("Istanbul airport", "аэропорт Стамбула")),
    Place("istanbul", "TR", "city", ("Istanbul", "Стамбул")),
    Place("AZ", "AZ", "agency", ("DMX", "migration.gov.az")),
    Place("ankara", "TR", "city", ("Анкара",)),
    Place("HU", "HU", "country", ("Magyarország",)),
    Place("karakol", "KG", "city", ("Karakol",), frozenset({"tr"})),
    Place("sarpi", "TR", "crossing", ("Sarpi",)),
)


def found(text: str) -> list[tuple[str, str]]:
    return [(named.kind, named.host) for named in Gazetteer.of(PLACES).find(fold(text))]


def host(text: str) -> str | None:
    skeleton = fold(text)
    return host_of(Gazetteer.of(PLACES).find(skeleton), skeleton)


def passport(text: str) -> str | None:
    return citizenship_of(Gazetteer.of(PLACES).find(fold(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("в Казахстане", "KZ"),
        ("Казахстаном", "KZ"),
        ("Қазақстанда", "KZ"),
        ("Qozog'istondaman", "KZ"),
        ("Türkiye'de", "TR"),
        ("turkiyeyi", "TR"),
        ("Турцию", "TR"),
        ("Bakıda qalmışam", "AZ"),
        ("BAKU!!!", "AZ"),
        ("я в стамбуле", "TR"),
        ("Sarpida navbat", "TR"),
        ("letter from migration.gov.az", "AZ"),
        ("in Osh", "KG"),
        ("в Анкаре", "TR"),
        ("Анкарой", "TR"),
        ("Magyarországon", "HU"),
        ("Magyarországról", "HU"),
    ],
)
def test_a_name_is_found_with_any_ending_and_spelling(text: str, expected: str) -> None:
    assert host(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "how long may I stay",
        "oshxona qayerda",  # a kitchen, not Osh
        "oshda",  # short names take no ending
        "dmxabc",  # an agency without * takes no ending
        "kazak",  # the beginning of a name is not the name
        "bakuvoz",  # not an ending of any case
        "bakusteppenwolf",
    ],
)
def test_other_words_are_no_names(text: str) -> None:
    assert found(text) == []


def test_the_longest_name_wins_and_nothing_is_found_inside_it() -> None:
    assert found("citizen of Uzbekistan") == [("citizenship", "UZ")]
    assert found("Istanbul airport") == [("airport", "TR")]
    assert found("Istanbul, airport of Baku") == [("airport", "TR"), ("city", "AZ")]
    assert found("Uzbekistan") == [("country", "UZ")]


def test_a_name_says_where_it_stands_and_how_it_ends() -> None:
    (named,) = Gazetteer.of(PLACES).find(fold("men hozir Qozogʻistonda yashayman"))
    assert (named.kind, named.host) == ("country", "KZ")
    assert (named.start, named.stop, named.ending) == (2, 3, "da")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I came from Uzbekistan, now I am in Turkey", "TR"),
        ("in Turkey now, from Uzbekistan", "TR"),
        ("из Узбекистана в Турцию", "TR"),
        ("Oʻzbekistondan keldim, Qozogʻistonda turibman", "KZ"),
        ("Azərbaycandan gəldim, Türkiyədə qalıram", "TR"),
        ("Өзбекстандан келдим, Қазақстан", "KZ"),
        ("Өзбекстаннан келдім, Қазақстан", "KZ"),  # one of two н is folded away
        ("Uzbekistan or Kazakhstan", "UZ"),
        ("from Uzbekistan", "UZ"),
        ("from Uzbekistan, Kazakhstan", "KZ"),
        ("из Узбекистана, Стамбул", "TR"),
        ("Baku, I go to Kazakhstan", "KZ"),
        ("in Baku, later Kazakhstan", "AZ"),
        ("at Sarpi, from Kazakhstan", "TR"),
    ],
)
def test_the_place_somebody_is_in_wins_over_the_one_they_left(text: str, expected: str) -> None:
    assert host(text) == expected


@pytest.mark.parametrize(
    ("text", "country", "citizenship"),
    [
        ("citizen of Uzbekistan in Kazakhstan", "KZ", "UZ"),
        ("I have uzbek passports, I am in Baku", "AZ", "UZ"),
        ("citizen of Uzbekistan", None, "UZ"),
        ("Uzbekistan", "UZ", None),
        ("kyrgyz citizens and uzbek passport", None, "KG"),
        ("у меня узбекский паспорт, живу в Казахстане", "KZ", "UZ"),
    ],
)
def test_a_passport_is_not_a_place(text: str, country: str | None, citizenship: str | None) -> None:
    assert (host(text), passport(text)) == (country, citizenship)


def test_a_name_that_means_something_else_in_a_language_is_not_found_there() -> None:
    places = Gazetteer.of(PLACES)
    assert [named.host for named in places.find("karakolda", "ky")] == ["KG"]
    assert places.find("karakolda", "tr") == []


def test_a_name_that_folds_to_nothing_is_left_out() -> None:
    assert Gazetteer.of([Place("x", "KZ", "city", ("...", "*", ""))]).find("a b") == []


def test_the_first_of_two_meanings_of_a_name_stays() -> None:
    twice = (Place("a", "KZ", "city", ("Turkistan",)), Place("b", "UZ", "city", ("Turkistan",)))
    assert [named.host for named in Gazetteer.of(twice).find("turkistan")] == ["KZ"]


ABROAD = Gazetteer.of(
    [
        Place("elsewhere", ELSEWHERE, "elsewhere", ("росси*", "germany")),
        Place("KZ", "KZ", "country", ("Казахстан", "Kazakhstan")),
    ]
)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Я в России, какой штраф", ELSEWHERE),
        ("I am in Germany now", ELSEWHERE),
        ("приехал из России в Казахстан", "KZ"),
        ("из России", None),
        ("в Казахстане", "KZ"),
    ],
)
def test_who_is_where_nothing_is_known_is_not_taken_to_be_elsewhere(
    text: str, host: str | None
) -> None:
    skeleton = fold(text)
    assert host_of(ABROAD.find(skeleton), skeleton) == host
