"""The content of this repository: complete in every language, and understood."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot import wiring
from bot.core.rule import Rule
from bot.parts import RealParts
from bot.services.check import ENOUGH_PHRASES, Report
from bot.services.knowledge import Knowledge
from bot.settings import load
from tests.bench.understand import Score, measure, questions

LOCALES = ("en", "ru", "az", "tr", "kk", "ky", "uz", "uz_Cyrl", "tk", "hu")
TOPICS = [
    "visa_free_days",
    "registration",
    "extend_stay",
    "extension_documents_fee",
    "residence_permit",
    "overstay_fine_amount",
    "penalty_waiver",
    "pay_fine",
    "entry_ban",
    "deportation",
    "exit_deadline",
    "lost_passport",
    "undocumented_worker",
    "work_permit",
    "transit_zone",
    "children_family",
    "medical",
    "no_money",
    "consulate_contact",
    "hotline",
    "request_status",
    "human_contact",
    "data_privacy",
    "student",
    "border_open",
]
REACH, WRONG, ANSWERED_OUT_OF_SCOPE = 0.80, 0.06, 0.05


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return wiring.load_knowledge(load())


@pytest.fixture(scope="module")
def report() -> Report:
    return RealParts().check(load(today="2026-11-25"), None)


@pytest.fixture(scope="module")
def scores(knowledge: Knowledge) -> Iterator[dict[str, dict[str, Score]]]:
    yield measure(knowledge, questions())


def test_the_check_finds_no_mistake(report: Report) -> None:
    assert [str(mistake) for mistake in report.mistakes] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_language_says_everything(report: Report, locale: str) -> None:
    (row,) = [row for row in report.coverage if row.locale == locale]
    assert (row.topics, row.facts, row.interface) == (row.topics_of, row.facts_of, row.interface_of)
    assert row.stale == ()
    assert row.fewest >= ENOUGH_PHRASES


def test_the_topics_are_those_of_the_contract(knowledge: Knowledge) -> None:
    assert sorted(knowledge.content.topics) == sorted(TOPICS)


@pytest.mark.parametrize("host", ("AZ", "TR", "HU", "KZ", "KG", "UZ", "TM"))
def test_a_country_has_facts_measures_of_the_past_and_numbers_to_call(
    knowledge: Knowledge, host: str
) -> None:
    facts = knowledge.content.facts[host]
    assert len(facts) >= 30
    assert all(fact.source.url.startswith("http") for fact in facts)
    assert {rule.kind for rule in facts if isinstance(rule, Rule)} >= {
        "visa_required"
    } or host == "HU"
    assert knowledge.content.emergency(host) != ()


@pytest.mark.parametrize("locale", LOCALES)
def test_questions_nobody_here_wrote_reach_their_topic(
    scores: dict[str, dict[str, Score]], locale: str
) -> None:
    topics, outside = scores[locale]["topic"], scores[locale]["oos"]
    assert (topics.asked, outside.asked) >= (25, 20)
    assert topics.reach >= REACH
    assert topics.share(topics.answered_wrong) <= WRONG
    assert outside.share(outside.answered_right + outside.answered_wrong) <= ANSWERED_OUT_OF_SCOPE


def test_emergencies_are_recognised_and_ordinary_questions_raise_no_alarm(
    scores: dict[str, dict[str, Score]],
) -> None:
    urgent, ordinary = scores["all"]["urgent"], scores["all"]["topic"]
    assert urgent.share(urgent.alarms) >= 0.7
    assert ordinary.share(ordinary.alarms) <= 0.01
