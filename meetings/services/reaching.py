"""Whether these meetings are enough for a year: how it would stand after it, had every one of them been held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from meetings.services.members import members_on
from obligations.assessments import Standing
from obligations.engine.facts import Fact, FactState, in_order
from obligations.engine.verdict import Quota


@dataclass(frozen=True, slots=True)
class Reach:
    """How a cadence would end in a period of the year."""

    title: str
    done: int
    required: int

    @property
    def short(self) -> int:
        return max(self.required - self.done, 0)


def reach(standing: Standing, days: Iterable[tuple[str, date]], year: int) -> list[Reach]:
    """How every cadence of the year ends when what is planned, and a meeting of each type and day, takes place.

    `standing` must have been assessed with its facts. Computed in memory by the engine itself, under every reading.
    """
    facts = [_held(standing, fact) for found in standing.record.facts.values() for fact in found]
    new = [
        Fact(f"nieuw {number}", type_, on, to=_parties(standing, on), meeting=True)
        for number, (type_, on) in enumerate(days)
    ]
    by_type: dict[str, list[Fact]] = {}
    for fact in sorted([*facts, *new], key=in_order):
        by_type.setdefault(fact.type, []).append(fact)
    record = replace(standing.record, facts={key: tuple(found) for key, found in by_type.items()})
    after = replace(standing, record=record).on(date(year + 1, 1, 1), history=True)
    return [
        Reach(line.obligation.title, row.detail.done, row.detail.required)
        for line in after.lines
        if not line.obligation.terms.soft
        for row in line.assessed.rows
        if isinstance(row.detail, Quota) and row.window.last is not None and row.window.last.year == year
    ]


def _held(standing: Standing, fact: Fact) -> Fact:
    """A planned meeting as if it had been held by everyone; anything else as it is."""
    if not fact.meeting or fact.state is FactState.HAPPENED:
        return fact
    return replace(fact, state=FactState.HAPPENED, to=_parties(standing, fact.on))


def _parties(standing: Standing, on: date) -> tuple[str, ...]:
    return tuple(sorted(member.key for member in members_on(standing.covenant, on)))
