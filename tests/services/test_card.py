"""A card: an answer in words, in English, whose texts are the msgids themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.core.answer import compose
from bot.core.content import Content
from bot.core.fact import Confidence, Covers, Source
from bot.services.card import (
    FACTS_AT_ONCE,
    Card,
    Cited,
    Reachable,
    contact_name,
    put_into_words,
    reachable,
)
from tests.builders import (
    TODAY,
    a_contact,
    a_content,
    a_fact,
    a_rule,
    a_source,
    a_topic,
    english,
    some_speech,
    some_words,
)

YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)
AGAIN = "This answer is being re-checked. Ask the office before you act on it."
MACHINE = "Machine-made translation, not yet reviewed by a person."


def card(content: Content, topic: str = "fine", **fields: Any) -> Card:
    asked = {"locale": "en", "host": "KZ", "citizenship": None, "today": TODAY} | fields
    return put_into_words(compose(content, topic, **asked), content, english())


def saying(question: str = "?", answer: str = "!", todo: str = "", **fields: Any) -> Content:
    """A content in which the topic `fine` says this in English."""
    words = some_words(question, answer=answer, todo=todo)
    return a_content(speech={"en": some_speech(topics={"fine": words})}, **fields)


def test_every_part_of_an_answer_is_put_into_words() -> None:
    fact = a_fact(
        "limit",
        values={"days": ("duration", "90 days"), "fine": ("money", "43250 EUR")},
        valid_from=date(2026, 7, 1),
        confidence=Confidence.press,
    )
    words = some_words("Fine in {host}?", answer="Call {hotline}.", todo="- Pay.\n\n - Call 112.")
    speech = some_speech([fact], topics={"fine": words}, said={fact.id: "{days}, then {fine}."})
    content = a_content(facts=[fact], contacts=[a_contact()], speech={"en": speech})
    assert card(content, citizenship="UZ") == Card(
        icon="💰",
        title="Fine in Kazakhstan?",
        where="Kazakhstan · passport: Uzbekistan",
        answer="Call 1414.",
        facts=("90 days, then 43,250 euros.",),
        todo=("Pay.", "Call 112."),
        dates=(
            "In force since: July 1, 2026",
            "Checked on: November 1, 2026",
            "Source: press quoting the office; not confirmed by the office",
        ),
        sources=(Cited("Migration service: stays", "https://migration.example/act", "March 2026"),),
        phones=("1414",),
    )


@pytest.mark.parametrize(
    ("host", "citizenship", "where"),
    [
        (None, None, ""),
        (None, "UZ", ""),
        ("KZ", None, "Kazakhstan"),
        ("KZ", "other", "Kazakhstan · passport: another country"),
        ("KZ", "stateless", "Kazakhstan · passport: no citizenship"),
    ],
)
def test_a_card_says_for_whom_it_is(host: str | None, citizenship: str | None, where: str) -> None:
    assert card(a_content(), host=host, citizenship=citizenship).where == where


def test_without_country_or_lines_words_say_what_is_true_everywhere() -> None:
    content = saying("{host}", "{hotline}, {emergency}", "{unknown}")
    nowhere = card(content, host=None)
    assert nowhere.title == "the country you are in"
    assert nowhere.answer == "the migration service there, 112"
    assert nowhere.todo == ("{unknown}",)
    police = a_contact("police", kind="emergency", phones=("102", "103"))
    assert card(saying("?", "{hotline}, {emergency}", contacts=[police])).answer == "102, 102"


@pytest.mark.parametrize(("count", "at_once"), [(1, 1), (FACTS_AT_ONCE, 6), (9, 6)])
def test_no_more_facts_are_told_at_once_than_can_be_taken_in(count: int, at_once: int) -> None:
    made = card(a_content(facts=[a_fact(f"f{n}") for n in range(count)]))
    assert (*made.facts, *made.more) == tuple(f"About f{n}." for n in range(count))
    assert len(made.facts) == at_once


def test_what_no_office_confirmed_is_marked() -> None:
    facts = (
        a_fact("sure"),
        a_fact("heard", confidence=Confidence.other),
        a_fact("soon", confidence=Confidence.other, valid_from=TOMORROW),
    )
    made = card(a_content(facts=facts))
    assert made.facts == ("About sure.", "About heard. (not confirmed)")
    assert made.ahead == ("From November 26, 2026: About soon. (not confirmed)",)
    assert made.dates[-1] == "Part of this is not from the office: confirm before you act"


def test_a_measure_of_the_past_is_told_as_ended_and_an_expired_fact_is_not_told() -> None:
    facts = (
        a_fact("now"), a_rule("measure", "amnesty", valid_until=YESTERDAY),
        a_fact("old", valid_until=YESTERDAY),
    )  # fmt: skip
    made = card(a_content(facts=facts))
    assert (made.facts, made.ended, made.ahead) == (("About now.",), ("About amnesty.",), ())
    assert made.notices == (AGAIN,)


@pytest.mark.parametrize(
    ("fields", "notices"),
    [
        ({}, ("We have no confirmed facts on this for Kazakhstan. Ask: 112.",)),
        (
            {"contacts": [a_contact()]},
            ("We have no confirmed facts on this for Kazakhstan. Ask: 1414.",),
        ),
        (
            {"facts": [a_fact(covers=Covers(frozenset({"KG"})))]},
            ("We have no confirmed facts on this for Kazakhstan. Ask: 112.",),
        ),
        ({"facts": [a_fact()]}, ()),
        ({"facts": [a_fact(valid_from=TOMORROW)]}, ()),
        ({"topics": [a_topic(section="bot")]}, ()),
        ({"facts": [a_fact()], "topics": [a_topic(review=TODAY)]}, (AGAIN,)),
    ],
)
def test_what_is_missing_or_old_is_told(fields: dict[str, Any], notices: tuple[str, ...]) -> None:
    assert card(a_content(**fields), citizenship="UZ").notices == notices


def test_without_a_country_nothing_is_told_to_be_missing() -> None:
    assert card(a_content(), host=None).notices == ()


@pytest.mark.parametrize(
    ("locale", "notices"),
    [
        ("en", ()),
        ("ru", (MACHINE,)),
        (
            "kk",
            (
                "This text is being updated in your language; shown in: Русский.",
                MACHINE,
            ),
        ),
    ],
)
def test_a_translation_tells_what_it_is_and_a_borrowed_text_its_language(
    locale: str, notices: tuple[str, ...]
) -> None:
    fact = a_fact()
    russian = some_speech([fact], topics={"fine": some_words("?", answer="ru")})
    assert card(a_content(facts=[fact], speech={"ru": russian}), locale=locale).notices == notices


def test_every_language_a_part_is_borrowed_from_is_named() -> None:
    fact, coming = a_fact(), a_fact("soon", valid_from=TOMORROW)
    kazakh = some_speech(topics={"fine": some_words("?", answer="kk")})
    russian = some_speech([coming], topics={})
    content = a_content(facts=[fact, coming], speech={"kk": kazakh, "ru": russian})
    words = "This text is being updated in your language; shown in: {}."
    assert card(content, locale="kk").notices == (
        words.format("English"), words.format("Русский"), MACHINE,
    )  # fmt: skip


def test_a_signed_translation_is_not_called_machine_made() -> None:
    fact = a_fact()
    topics = {"fine": some_words("?", answer="ru")}
    russian = some_speech([fact], topics=topics, signed={"fine": "A. B."})
    assert card(a_content(facts=[fact], speech={"ru": russian}), locale="ru").notices == ()


@pytest.mark.parametrize(
    ("published", "shown"),
    [("2026-03-12", "March 12, 2026"), ("2026-03", "March 2026"), ("2026", "2026"),
     ("undated", "undated")],
)  # fmt: skip
def test_a_source_is_cited_with_its_date(published: str, shown: str) -> None:
    fact = a_fact(source=a_source(published=published))
    assert [source.published for source in card(a_content(facts=[fact])).sources] == [shown]


def test_the_hotline_is_the_first_number_to_copy_and_none_comes_twice() -> None:
    contacts = (
        a_contact("all", kind="emergency", serves=("all",), phones=("112",)),
        a_contact("service", phones=("1414", "1415")),
        a_contact("aid", kind="hotline", phones=("1415", "1500")),
    )
    speech = {"en": some_speech(topics={"hotline": some_words()})}
    content = a_content(topics=[a_topic("hotline")], contacts=contacts, speech=speech)
    assert card(content, "hotline").phones == ("1414", "1415", "112", "1500")
    assert card(content, "hotline", host=None).phones == ()


@pytest.mark.parametrize(
    ("fields", "details"),
    [
        ({}, ()),
        ({"address": "Long street 1", "hours": "24/7"}, ("Long street 1", "24/7")),
        ({"hours": "Mon-Fri 9:00-18:00"}, ("Mon-Fri 9:00-18:00",)),
        ({"confidence": Confidence.press}, ("not confirmed, March 2026",)),
        ({"source": Source("Page", "https://a.example", "2019")}, ("not confirmed, 2019",)),
        (
            {"source": a_source(published="undated"), "confidence": Confidence.other},
            ("not confirmed",),
        ),
    ],
)
def test_a_contact_tells_its_place_its_hours_and_its_doubts(
    fields: dict[str, Any], details: tuple[str, ...]
) -> None:
    contact = a_contact(sites=("a.kz",), emails=("b@a.kz",), **fields)
    assert reachable(contact, english()) == Reachable(
        "Migration service", ("1414",), ("a.kz", "b@a.kz"), details
    )


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "emergency", "serves": ("all",)}, "Emergency"),
        ({"kind": "emergency", "serves": ("police", "ambulance")}, "Police / Ambulance"),
        ({"kind": "emergency", "serves": ("fire", "gas")}, "Fire and rescue / gas"),
        (
            {"kind": "embassy", "of": "UZ", "city": {"en": "Astana", "ru": "Астана"}},
            "Embassy: Uzbekistan (Astana)",
        ),
        ({"kind": "consulate", "of": "KG", "city": {"kk": "Алматы"}}, "Consulate: Kyrgyzstan (Алматы)"),
        ({"kind": "foreign_ministry", "of": "TM"}, "Foreign ministry: Turkmenistan"),
        ({"names": {"ru": "Служба"}}, "Служба"),
        ({"names": {}}, "migration"),
    ],
)  # fmt: skip
def test_a_contact_is_called_by_what_it_is(fields: dict[str, Any], name: str) -> None:
    assert contact_name(a_contact(**fields), english()) == name
