"""Rules: facts that decide a date or a duty. Typed here; which of them contradict each other too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Final

from bot.core.fact import Covers, Fact
from bot.core.value import Day, Duration, Text

_EXTENSION: Final = {
    "apply_before": "duration",
    "apply_from": "duration",
    "max": "duration",
    "fee": "money",
    "decision": "duration",
}

FIELDS: Final[dict[str, dict[str, str]]] = {
    "stay": {
        "days": "duration",
        "window_days": "duration",
        "window": "duration",
        "per_visit": "duration",
    },
    "visa_required": {},
    "registration": {"within": "duration", "if_longer_than": "duration", "counts_from": "text"},
    "extension": _EXTENSION,
    "permit": _EXTENSION,
    "overstay": {
        "over": "duration",
        "up_to": "duration",
        "fine": "money",
        "fine_max": "money",
        "units": "number",
        "warning": "flag",
        "ban": "duration",
        "paid": "flag",
        "unprompted": "flag",
        "scale": "text",
    },
    "measure": {
        "chain": "text",
        "supersedes": "text",
        "gap": "flag",
        "stay_ended_from": "date",
        "stay_ended_until": "date",
        "lawful_until": "date",
        "leave_by": "date",
        "condition": "text",
        "fee": "money",
    },
}
"""The fields of each kind of rule and the type of each."""

_DAYS: Final = {"days": 1, "working_days": 1, "weeks": 7, "months": 30, "years": 365}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Fact):
    """A fact that decides a date or a duty; its fields are in `values` (see `FIELDS`)."""

    kind: str

    def text(self, name: str) -> str | None:
        """The words of a text field, or None."""
        value = self.values.get(name)
        return value.text if isinstance(value, Text) else None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two rules that cannot both stand, or a hole between them."""

    rule: Rule
    message: str


def conflicts(rules: Sequence[Rule]) -> Iterator[Conflict]:
    """Gaps and overlaps among the rules of one country."""
    yield from _double_stays([r for r in rules if r.kind in ("stay", "visa_required")])
    yield from _broken_chains([r for r in rules if r.kind == "measure"])
    scales: dict[tuple[str, Covers], list[Rule]] = {}
    for rule in rules:
        if rule.kind == "overstay":
            scales.setdefault((rule.text("scale") or "", rule.covers), []).append(rule)
    for steps in scales.values():
        yield from _uneven_steps(steps)


def _double_stays(rules: Sequence[Rule]) -> Iterator[Conflict]:
    for one, two in combinations(rules, 2):
        shared = one.covers.citizenships & two.covers.citizenships
        status = one.covers.status & two.covers.status or not (
            one.covers.status and two.covers.status
        )
        if shared and status and _overlap(one, two):
            who = ", ".join(sorted(shared))
            yield Conflict(two, f"'{one.key}' already decides the stay of {who} at the same time")


def _overlap(one: Rule, two: Rule) -> bool:
    return (one.valid_from or date.min) <= (two.valid_until or date.max) and (
        two.valid_from or date.min
    ) <= (one.valid_until or date.max)


def _broken_chains(rules: Sequence[Rule]) -> Iterator[Conflict]:
    by_key = {rule.key: rule for rule in rules}
    for rule in rules:
        before_key = rule.text("supersedes")
        if before_key is None:
            continue
        before = by_key.get(before_key)
        if before is None:
            yield Conflict(
                rule, f"supersedes '{before_key}', which is not a measure of this country"
            )
        else:
            yield from _seam(before, rule)


def _seam(before: Rule, after: Rule) -> Iterator[Conflict]:
    if before.valid_until is None or after.valid_from is None:
        missing = (
            f"'{before.key}' has no valid_until"
            if before.valid_until is None
            else (f"'{after.key}' has no valid_from")
        )
        yield Conflict(after, f"{missing}, so it is not clear when '{after.key}' takes over")
    elif after.valid_from <= before.valid_until:
        yield Conflict(after, f"begins on {after.valid_from}, but '{before.key}' still holds then")
    elif after.valid_from - before.valid_until > timedelta(days=1) and after.text("gap") != "yes":
        yield Conflict(
            after,
            f"nothing covers the days between the end of '{before.key}' ({before.valid_until}) and"
            f" {after.valid_from}; if the sources leave them open, write 'gap: yes'",
        )


def _uneven_steps(steps: Iterable[Rule]) -> Iterator[Conflict]:
    ordered = sorted(steps, key=lambda rule: _days(rule, "over", 0))
    for one, two in pairwise(ordered):
        end, start = _days(one, "up_to", 10**9), _days(two, "over", 0)
        if start < end:
            yield Conflict(two, f"begins at {start} days, but '{one.key}' reaches to {end}")
        elif start > end:
            yield Conflict(two, f"nothing covers {end} to {start} days, after '{one.key}'")


def _days(rule: Rule, name: str, otherwise: int) -> int:
    value = rule.values.get(name)
    return value.count * _DAYS[value.unit] if isinstance(value, Duration) else otherwise


def day(rule: Rule, name: str) -> date | None:
    """The date in a field of a rule, or None."""
    value = rule.values.get(name)
    return value.date if isinstance(value, Day) else None
