"""Rules that contradict each other or leave a hole are found, sound ones are left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from bot.core.fact import Covers
from bot.core.rule import FIELDS, Rule, conflicts, day
from bot.core.value import PARSERS
from tests.builders import a_rule


def step(key: str, over: str | None, up_to: str | None, **fields: Any) -> Rule:
    """One step of a scale of fines; None leaves an end open."""
    ends = {name: raw for name, raw in (("over", over), ("up_to", up_to)) if raw}
    return a_rule("overstay", key, **ends, **fields)


def stay(key: str, *citizenships: str, **fields: Any) -> Rule:
    covers = Covers(frozenset(citizenships), status=frozenset(fields.pop("status", ())))
    return a_rule("stay", key, days="90 days", covers=covers, **fields)


def measure(key: str, **fields: Any) -> Rule:
    return a_rule("measure", key, **fields)


def told(rules: Sequence[Rule]) -> list[tuple[str, str]]:
    return [(conflict.rule.key, conflict.message) for conflict in conflicts(rules)]


JAN, FEB, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
END_JAN = date(2026, 1, 31)
AFTER_JAN = measure("after", valid_from=MARCH, supersedes="before")


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [step("a", None, "3 days")],
        [step("a", None, "3 days"), step("b", "3 days", "1 month"), step("c", "30 days", None)],
        [step("c", "7 days", None), step("a", None, "1 week")],
        [step("a", None, "3 days", scale="fine"), step("b", None, "5 days", scale="ban")],
        [
            step("a", None, "3 days", covers=Covers(frozenset({"KG"}), age="adult")),
            step("b", None, "5 days", covers=Covers(frozenset({"UZ"}), age="minor")),
        ],
        [
            step("a", None, "3 days", covers=Covers(frozenset({"KG"}))),
            step("b", None, "5 days", covers=Covers(frozenset({"UZ"}))),
        ],
    ],
)
def test_an_even_scale_is_no_conflict(steps: list[Rule]) -> None:
    assert told(steps) == []


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (
            [step("a", None, "3 days"), step("b", "5 days", None)],
            [("b", "nothing covers 3 to 5 days, after 'a'")],
        ),
        (
            [step("a", None, "10 days"), step("b", "5 days", None)],
            [("b", "begins at 5 days, but 'a' reaches to 10")],
        ),
        (
            [step("a", None, None), step("b", "1 year", None)],
            [("b", "begins at 365 days, but 'a' reaches to 1000000000")],
        ),
        (
            [step("c", "30 days", None), step("a", None, "3 days"), step("b", "4 days", "2 weeks")],
            [
                ("b", "nothing covers 3 to 4 days, after 'a'"),
                ("c", "nothing covers 14 to 30 days, after 'b'"),
            ],
        ),
    ],
)
def test_a_hole_or_an_overlap_in_a_scale_is_told_at_the_later_step(
    steps: list[Rule], expected: list[tuple[str, str]]
) -> None:
    assert told(steps) == expected


@pytest.mark.parametrize(
    "rules",
    [
        [stay("a", "KG"), stay("b", "UZ")],
        [stay("a", "KG", valid_until=END_JAN), stay("b", "KG", valid_from=FEB)],
        [stay("a", "KG", status=["visa"]), stay("b", "KG", status=["visa_free"])],
        [stay("a"), stay("b")],
    ],
)
def test_stays_of_different_people_or_times_are_no_conflict(rules: list[Rule]) -> None:
    assert told(rules) == []


@pytest.mark.parametrize(
    "rules",
    [
        [stay("a", "KG", "UZ"), stay("b", "AZ", "KG")],
        [stay("a", "KG", valid_until=FEB), stay("b", "KG", valid_from=FEB)],
        [stay("a", "KG", valid_from=JAN), stay("b", "KG", valid_until=JAN)],
        [stay("a", "KG", status=["visa"]), stay("b", "KG")],
        [stay("a", "KG"), a_rule("visa_required", "b", covers=Covers(frozenset({"KG"})))],
    ],
)
def test_two_rules_for_the_same_stay_are_a_conflict(rules: list[Rule]) -> None:
    assert told(rules) == [("b", "'a' already decides the stay of KG at the same time")]


@pytest.mark.parametrize(
    "rules",
    [
        [measure("before", valid_until=END_JAN), measure("after", valid_from=MARCH)],
        [
            measure("before", valid_until=END_JAN),
            measure("after", valid_from=FEB, supersedes="before"),
        ],
        [
            measure("before", valid_until=END_JAN),
            measure("after", valid_from=MARCH, supersedes="before", gap="yes"),
        ],
    ],
)
def test_a_seamless_chain_of_measures_is_no_conflict(rules: list[Rule]) -> None:
    assert told(rules) == []


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([AFTER_JAN], "supersedes 'before', which is not a measure of this country"),
        (
            [a_rule("stay", "before", days="90 days"), AFTER_JAN],
            "supersedes 'before', which is not a measure of this country",
        ),
        (
            [measure("before"), AFTER_JAN],
            "'before' has no valid_until, so it is not clear when 'after' takes over",
        ),
        (
            [measure("before", valid_until=JAN), measure("after", supersedes="before")],
            "'after' has no valid_from, so it is not clear when 'after' takes over",
        ),
        (
            [measure("before", valid_until=MARCH), AFTER_JAN],
            "begins on 2026-03-01, but 'before' still holds then",
        ),
        (
            [measure("before", valid_until=END_JAN), AFTER_JAN],
            (
                "nothing covers the days between the end of 'before' (2026-01-31) and 2026-03-01;"
                " if the sources leave them open, write 'gap: yes'"
            ),
        ),
    ],
)
def test_a_broken_chain_of_measures_is_told_at_the_later_one(
    rules: list[Rule], message: str
) -> None:
    assert told(rules) == [("after", message)]


def test_every_field_of_a_rule_has_a_type_that_can_be_read() -> None:
    kinds = {kind for fields in FIELDS.values() for kind in fields.values()}
    assert kinds - PARSERS.keys() == set()


def test_a_field_is_read_as_what_it_is() -> None:
    rule = measure("one", leave_by="2026-03-01", condition="pays the fine")
    assert day(rule, "leave_by") == MARCH
    assert rule.text("condition") == "pays the fine"
    assert (day(rule, "condition"), rule.text("leave_by"), day(rule, "none")) == (None, None, None)


@pytest.mark.parametrize(
    ("today", "over", "ahead"),
    [
        (date(2025, 12, 31), False, True),
        (JAN, False, False),
        (END_JAN, False, False),
        (FEB, True, False),
    ],
)
def test_a_rule_holds_from_its_first_day_through_its_last(
    today: date, over: bool, ahead: bool
) -> None:
    rule = measure("one", valid_from=JAN, valid_until=END_JAN)
    assert (rule.is_over(today), rule.is_ahead(today)) == (over, ahead)
