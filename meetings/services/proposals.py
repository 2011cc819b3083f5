"""Days for the meetings of a year: what the cadences ask, spread over the year, each on a day on which people work."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from obligations.assessments import Standing
from obligations.engine.terms import Cadence, Duty, Relation
from obligations.engine.verdict import Quota
from obligations.engine.windows import DAY

BEFORE_TARGET = timedelta(days=21)
"""So long before the end of its part of the year a meeting is proposed, so that it can be moved once."""
PREPARED = timedelta(days=14)
"""So long before the meeting that it prepares."""


@dataclass(frozen=True, slots=True)
class Need:
    """What one cadence asks of a period: `missing` meetings of `type`, each in its part, whose last days are given."""

    code: str
    title: str
    type: str
    first: date
    last: date
    required: int
    there: int
    targets: tuple[date, ...]

    @property
    def missing(self) -> int:
        return max(self.required - self.there, 0)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A meeting of this type on a day. `prepares`: the day of the meeting that it prepares, if it does."""

    type: str
    on: date
    prepares: date | None = None


def needs_of(standing: Standing, year: int) -> list[Need]:
    """What every cadence asks of the periods that touch `year`, held and planned ones counted as there.

    `standing` looks at the last day of that year, when each of them has begun.
    """
    found = []
    for line in standing.lines:
        term = line.obligation.terms.term
        if not isinstance(term, Cadence) or line.obligation.terms.soft:
            continue
        for row in line.assessed.rows:
            first, last = row.window.first, row.window.last
            if (
                not isinstance(row.detail, Quota)
                or first is None
                or last is None
                or year not in (first.year, last.year)
            ):
                continue
            days = _there(standing, term.of, first, last)
            targets = tuple(row.detail.targets) or (last,)
            need = Need(
                row.code, line.obligation.title, term.of[0], first, last, row.detail.required, len(days), targets
            )
            found.append(need)
    return found


def _there(standing: Standing, types: Sequence[str], first: date, last: date) -> set[tuple[str, date]]:
    return {
        (fact.type, fact.on)
        for type_ in types
        for fact in standing.record.facts.get(type_, ())
        if first <= fact.on <= last and fact.state.value in ("happened", "planned", "reported")
    }


def preparing(standing: Standing) -> dict[str, str]:
    """Which meeting prepares which: per type the type that a duty asks to come before it."""
    meetings = {key for key, found in standing.covenant.type_names.items() if found.meeting}
    found: dict[str, str] = {}
    for line in standing.lines:
        term = line.obligation.terms.term
        if isinstance(term, Duty) and term.relation is Relation.BEFORE:
            first = next((key for key in term.done_by if key in meetings), None)
            for key in term.when.types:
                if first is not None and key in meetings and key != first:
                    found.setdefault(key, first)
    return found


def proposals(
    year: int,
    needs: Iterable[Need],
    prepares: dict[str, str],
    quiet: Collection[date],
    taken: Collection[date],
    today: date,
) -> list[Proposal]:
    """A day in `year` for every meeting that is missing: first those that others prepare, then those others."""
    days = set(taken)
    found: list[Proposal] = []
    asked = sorted(needs, key=lambda need: (need.type not in prepares, need.type, need.first))
    for need in asked:
        before = [one.on for one in found if prepares.get(one.type) == need.type and need.first <= one.on <= need.last]
        for target in _open_parts(need):
            if target.year != year:
                continue
            start = max(_start_of(need, target), today + DAY)
            if start > target:
                start = max(need.first, today + DAY)
            prepared = next((day for day in before if start <= day - PREPARED <= target), None)
            ideal = target - BEFORE_TARGET if prepared is None else prepared - PREPARED
            on = _free_day(min(max(ideal, start), target), start, min(need.last, target), quiet, days)
            if on is not None:
                days.add(on)
                found.append(Proposal(need.type, on, prepared))
    return sorted(found, key=lambda one: (one.on, one.type))


def _open_parts(need: Need) -> list[date]:
    """The last days of the parts for which a meeting is still missing: the last ones."""
    targets = list(need.targets)[: need.required] or [need.last]
    while len(targets) < need.required:
        targets.append(need.last)
    return targets[need.required - need.missing :]


def _start_of(need: Need, target: date) -> date:
    earlier = [day for day in need.targets if day < target]
    return max(earlier) + DAY if earlier else need.first


def _free_day(ideal: date, first: date, last: date, quiet: Collection[date], taken: Collection[date]) -> date | None:
    """The free working day nearest to `ideal`; days in the middle of a week and in a week of its own come first."""
    choices = [
        day
        for number in range((last - first).days + 1)
        if (day := first + timedelta(days=number)).weekday() < 5 and day not in quiet and day not in taken
    ]
    weeks = {day.isocalendar()[:2] for day in taken}

    def cost(day: date) -> tuple[int, date]:
        busy = 14 if day.isocalendar()[:2] in weeks else 0
        edge = 0 if day.weekday() in (1, 2, 3) else 2
        return abs((day - ideal).days) + busy + edge, day

    return min(choices, key=cost, default=None)
