"""An answer: the facts of one country that hold today for one passport, in the right language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answer import CONTACTS_SHOWN, Answer, compose
from bot.core.content import Content
from bot.core.fact import Confidence, Covers, Fact
from tests.builders import (
    TODAY,
    a_contact,
    a_content,
    a_fact,
    a_rule,
    a_source,
    a_topic,
    some_speech,
    some_words,
)

YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)


def answer(
    content: Content,
    topic: str = "fine",
    *,
    host: str | None = "KZ",
    citizenship: str | None = None,
    locale: str = "en",
) -> Answer:
    return compose(content, topic, locale=locale, host=host, citizenship=citizenship, today=TODAY)


def keys(*facts: Fact, host: str | None = "KZ", citizenship: str | None = None) -> list[str]:
    """Keys of the facts an answer tells."""
    told = answer(a_content(facts=facts), host=host, citizenship=citizenship)
    return [line.fact.key for line in told.lines]


def test_facts_of_the_topic_and_the_country_are_told_in_their_order() -> None:
    facts = (
        a_fact("second"), a_fact("first"), a_fact("other_topic", topics=("border",)),
        a_fact("elsewhere", country="UZ"),
    )  # fmt: skip
    assert keys(*facts) == ["second", "first"]
    assert keys(*facts, host="UZ") == ["elsewhere"]
    assert keys(*facts, host=None) == []


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({}, "lines"),
        ({"valid_until": TODAY}, "lines"),
        ({"valid_from": TODAY}, "lines"),
        ({"valid_from": TOMORROW}, "ahead"),
        ({"valid_from": TOMORROW, "valid_until": TOMORROW}, "ahead"),
        ({"valid_until": YESTERDAY}, "expired"),
        ({"valid_until": YESTERDAY, "checked": YESTERDAY}, "expired"),
        ({"valid_until": YESTERDAY, "checked": TODAY}, "ended"),
    ],
)
def test_a_fact_stands_where_its_days_put_it(fields: dict[str, Any], place: str) -> None:
    made = answer(a_content(facts=[a_fact(**fields)]))
    filled = [name for name in ("lines", "ahead", "ended", "expired") if getattr(made, name)]
    assert filled == [place]


def test_a_measure_of_the_past_is_told_as_ended_and_any_other_rule_is_not() -> None:
    measure = a_rule("measure", "amnesty", valid_until=YESTERDAY)
    stay = a_rule("stay", "days", days="90 days", valid_until=YESTERDAY)
    made = answer(a_content(facts=[measure, stay]))
    assert [line.fact for line in made.ended] == [measure]
    assert made.expired == (stay,)


@pytest.mark.parametrize(
    ("covers", "told"),
    [
        (Covers(), [None, "KG", "UZ", "other", "stateless"]),
        (Covers(frozenset({"KG"})), [None, "KG"]),
        (Covers(frozenset({"KG", "stateless"})), [None, "KG", "stateless"]),
        (Covers(excepted=frozenset({"KG"})), [None, "UZ", "other", "stateless"]),
        (Covers(frozenset({"KG", "UZ"}), frozenset({"KG"})), [None, "UZ"]),
    ],
)
def test_a_fact_is_told_to_whom_it_may_cover(covers: Covers, told: list[str | None]) -> None:
    fact = a_fact(covers=covers)
    passports = (None, "KG", "UZ", "other", "stateless")
    assert [p for p in passports if keys(fact, citizenship=p)] == told


@pytest.mark.parametrize(
    ("host", "citizenship", "told"),
    [
        ("KZ", "UZ", ["here", "home_abroad"]),
        (None, "UZ", ["home_abroad"]),
        ("UZ", "UZ", ["home"]),
        ("UZ", None, ["home"]),
        ("KZ", "KG", ["here"]),
        ("KZ", None, ["here"]),
        ("KZ", "stateless", ["here"]),
    ],
)
def test_what_a_state_does_for_its_citizens_abroad_is_told_to_them_only(
    host: str | None, citizenship: str | None, told: list[str]
) -> None:
    facts = (
        a_fact("here"), a_fact("home", country="UZ"),
        a_fact("home_abroad", country="UZ", abroad=True),
        a_fact("home_other_topic", country="UZ", abroad=True, topics=("border",)),
    )  # fmt: skip
    assert keys(*facts, host=host, citizenship=citizenship) == told


@pytest.mark.parametrize(
    ("said", "least"),
    [
        ([], None),
        (["official"], Confidence.official),
        (["official", "press"], Confidence.press),
        (["press", "other", "official"], Confidence.other),
    ],
)
def test_an_answer_is_as_sure_as_its_least_sure_fact(
    said: list[str], least: Confidence | None
) -> None:
    facts = [a_fact(f"f{n}", confidence=Confidence[name]) for n, name in enumerate(said)]
    assert answer(a_content(facts=facts)).confidence == least


def test_dates_are_the_earliest_check_and_the_latest_beginning() -> None:
    facts = (
        a_fact("a", checked=date(2026, 11, 1), valid_from=date(2024, 1, 1)),
        a_fact("b", checked=date(2026, 10, 1)),
        a_fact("c", checked=date(2026, 12, 1), valid_from=date(2025, 1, 1)),
        a_fact("later", checked=date(2026, 9, 1), valid_from=TOMORROW),
    )
    made = answer(a_content(facts=facts))
    assert made.checked == date(2026, 9, 1)
    assert made.in_force_since == date(2025, 1, 1)
    nothing = answer(a_content())
    assert (nothing.checked, nothing.in_force_since) == (None, None)


def test_each_source_is_named_once_in_the_order_of_the_facts() -> None:
    facts = [
        a_fact(f"f{n}", source=a_source(f"https://{name}.example"))
        for n, name in enumerate(("b", "a", "b"))
    ]
    hidden = a_fact("over", valid_until=YESTERDAY, source=a_source("https://gone.example"))
    ahead = a_fact("soon", valid_from=TOMORROW, source=a_source("https://soon.example"))
    made = answer(a_content(facts=[ahead, *facts, hidden]))
    assert [source.url for source in made.sources] == [
        "https://b.example", "https://a.example", "https://soon.example",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("review", "fields", "needed"),
    [
        (TOMORROW, {}, False),
        (TODAY, {}, True),
        (YESTERDAY, {}, True),
        (TOMORROW, {"valid_until": YESTERDAY}, True),
        (TOMORROW, {"valid_from": TOMORROW}, False),
    ],
)
def test_an_answer_past_its_day_asks_for_a_new_check(
    review: date, fields: dict[str, Any], needed: bool
) -> None:
    content = a_content(topics=[a_topic(review=review)], facts=[a_fact(**fields)])
    assert answer(content).needs_review is needed


def test_a_missing_or_stale_text_is_borrowed_from_the_nearest_language() -> None:
    facts = (a_fact("a"), a_fact("b"), a_fact("c"))
    russian = some_speech(
        topics={"fine": some_words("ru?", answer="ru")},
        said={"KZ/a": "ru a", "KZ/b": "ru b"},
    )
    kazakh = some_speech(
        topics={"fine": some_words("kk?", answer="kk"), "border": some_words("kk?", answer="")},
        said={"KZ/a": "kk a", "KZ/b": "kk b"},
        stale=frozenset({"topic/fine", "KZ/b"}),
    )
    content = a_content(facts=facts, speech={"ru": russian, "kk": kazakh})
    made = answer(content, locale="kk")
    assert (made.words.answer, made.words_locale, made.locale) == ("ru", "ru", "kk")
    assert [(line.sentence, line.locale) for line in made.lines] == [
        ("kk a", "kk"), ("ru b", "ru"), ("About c.", "en"),
    ]  # fmt: skip
    assert answer(content, "border", locale="kk").words_locale == "en"
    assert answer(content, locale="unknown").words_locale == "en"


def test_a_signature_counts_for_the_words_that_are_shown() -> None:
    signed = some_speech(topics={"fine": some_words("?", answer="ru")}, signed={"fine": "A. B."})
    content = a_content(speech={"ru": signed})
    assert answer(content, locale="ru").signed_by == "A. B."
    assert answer(content, locale="kk").signed_by == "A. B."
    assert answer(content, locale="en").signed_by is None


def test_the_hotline_is_the_migration_service_or_the_next_best() -> None:
    emergency = a_contact("police", kind="emergency", serves=("police",), phones=("102",))
    general = a_contact("all", kind="emergency", serves=("all",), phones=("112",))
    line = a_contact("line", kind="hotline", phones=("1500",))
    silent = a_contact("silent", phones=())
    abroad = a_contact("abroad", host="UZ")
    for contacts, key in (
        ((general, emergency, line, a_contact()), "migration"),
        ((general, emergency, line, silent), "line"),
        ((emergency, general, silent), "police"),
        ((abroad,), None),
    ):
        made = answer(a_content(contacts=contacts))
        assert (made.hotline.key if made.hotline else None) == key
    assert answer(a_content(contacts=[general, emergency])).emergency == general
    assert answer(a_content(contacts=[general]), host=None).emergency is None


def test_contacts_are_of_the_kinds_the_topic_shows_and_of_the_reader_s_state() -> None:
    contacts = (
        a_contact("embassy", kind="embassy", of="UZ"), a_contact("far", kind="embassy", of="KG"),
        a_contact("ministry", kind="foreign_ministry", host=None, of="UZ"),
        a_contact("in_baku", kind="consulate", of="UZ", host="AZ"),
        a_contact("un", kind="un"), a_contact("aid", kind="legal_aid"),
    )  # fmt: skip
    content = a_content(topics=[a_topic("transit_zone"), a_topic("fine")], contacts=contacts)
    content = replace(
        content, speech={"en": some_speech(topics=dict.fromkeys(content.topics, some_words()))}
    )
    shown = answer(content, "transit_zone", citizenship="UZ").contacts
    assert [contact.key for contact in shown] == ["embassy", "ministry", "un"]
    unknown = answer(content, "transit_zone").contacts
    assert [contact.key for contact in unknown] == ["un"]
    assert answer(content, citizenship="UZ").contacts == ()
    assert CONTACTS_SHOWN["transit_zone"] == ("consulate", "un")


def test_an_unknown_topic_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        answer(a_content(), "nothing")


DAYS = st.none() | st.integers(-3, 3).map(lambda n: TODAY + timedelta(n))


@given(st.lists(st.tuples(DAYS, DAYS, st.booleans()), max_size=6))
def test_every_fact_of_the_topic_stands_in_exactly_one_place(
    days: list[tuple[date | None, date | None, bool]],
) -> None:
    facts: list[Fact] = []
    for n, (start, end, is_measure) in enumerate(days):
        fields = {"valid_from": start, "valid_until": end}
        key = f"f{n}"
        facts.append(a_rule("measure", key, **fields) if is_measure else a_fact(key, **fields))
    made = answer(a_content(facts=facts))
    told = [line.fact.key for line in (*made.lines, *made.ahead, *made.ended)]
    assert sorted([*told, *(fact.key for fact in made.expired)]) == [f.key for f in facts]
    assert [line for line in made.lines if line.fact.is_over(TODAY)] == []
