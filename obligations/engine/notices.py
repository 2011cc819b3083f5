"""Which notices fall due about a row, and when: steps before, on and after its dates (design.md section 7).

Pure: values in, values out. Being due is 'on or before', never 'on': a night without workers heals itself (R-16).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from obligations.engine.terms import Kind
from obligations.engine.verdict import Assessment, Due, Instance, Interval, Quota, Status, Usage
from obligations.engine.windows import DAY
from obligations.engine.workdays import previous_workday, workdays_after


class StepKind(StrEnum):
    """What a step says of its date. The order is that of urgency, the least urgent first."""

    OPENS = "opens"
    AROSE = "arose"
    SLOT = "slot"
    PERCENT = "percent"
    BEFORE = "before"
    ON = "on"
    AFTER = "after"
    OVER = "over"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Rule:
    """When people are told. Days and percentages are whole; `second_after`: working days, None: nobody is."""

    opens: bool = True
    slot: tuple[int, ...] = ()
    before: tuple[int, ...] = ()
    on_the_day: bool = True
    after: tuple[int, ...] = ()
    at_percent: tuple[int, ...] = ()
    second_after: int | None = 5
    second_waits: bool = True


DEFAULTS = {
    Kind.CADENCE: Rule(slot=(30, 14), before=(30, 14), after=(7,)),
    Kind.CAP: Rule(at_percent=(75, 100), second_after=None),
    Kind.DEADLINE: Rule(before=(60, 30, 14), after=(7,)),
    Kind.DUTY: Rule(before=(7,), after=(7,)),
    Kind.STANDING: Rule(opens=False, on_the_day=False, second_after=None),
    Kind.HELD: Rule(opens=False, on_the_day=False, second_after=None),
}
"""What holds where neither the covenant nor its definition says anything."""
QUIET = frozenset(
    {
        None,
        Status.MET,
        Status.MET_LATE,
        Status.WAIVED,
        Status.NOT_RECORDED,
        Status.NO_QUOTA,
        Status.UPCOMING,
        Status.SUPERSEDED,
        Status.EXPIRED,
        Status.ENDED,
        Status.NOT_TRIGGERED,
    }
)
"""Nothing is asked of anybody in these."""


@dataclass(frozen=True, slots=True)
class Step:
    """`name`: 'before:30'. `about`: the date it is about. `due_on`: the working day on which it falls due.

    `covenant_date`: that date stands in the text. `waits`: it goes only when the secretariat says so.
    """

    kind: StepKind
    name: str
    about: date
    due_on: date
    covenant_date: bool = False
    waits: bool = False


def steps(row: Assessment, rule: Rule, as_of: date, holidays: Collection[date]) -> list[Step]:
    """Every step of a row as it stands, past and to come, in the order in which they fall due.

    Of a maximum only what is reached on `as_of`, which is known by what was recorded and by no date.
    """
    if row.status in QUIET:
        return []
    found = [*_of_detail(row, rule, as_of, holidays)]
    return sorted(found, key=lambda step: (step.due_on, list(StepKind).index(step.kind)))


def is_arranged(row: Assessment) -> bool:
    """True when enough is planned or reported: nobody is asked anything more about it (users.md rule 1)."""
    detail = row.detail
    if isinstance(detail, Quota):
        coming = detail.planned + detail.reported
        short = detail.required - detail.done
        in_time = detail.next_on is not None and detail.planned_on is not None and detail.planned_on <= detail.next_on
        return coming > 0 and (coming >= short or in_time or (detail.reported > 0 and detail.planned_on is None))
    if isinstance(detail, Interval | Due | Instance):
        # Past an own target it is arranged all the same; past a date of the text it is not.
        late = _is_hard(detail) and detail.planned_on is not None and detail.planned_on > (detail.due_on or date.max)
        return detail.reported > 0 or (detail.planned > 0 and not late)
    return False


def _is_hard(detail: Interval | Due | Instance) -> bool:
    """True when the date stands in the text."""
    if isinstance(detail, Instance):
        return detail.hard
    return isinstance(detail, Interval) or detail.dated


def _of_detail(row: Assessment, rule: Rule, as_of: date, holidays: Collection[date]) -> Iterator[Step]:
    detail = row.detail
    if isinstance(detail, Quota):
        yield from _of_period(row, detail, rule, holidays)
    elif isinstance(detail, Usage):
        yield from _of_maximum(row, detail, rule, as_of)
    elif isinstance(detail, Interval):
        yield from _around(detail.due_on, rule, holidays, covenant_date=True)
    elif isinstance(detail, Due):
        if rule.opens and detail.opens_on is not None and detail.dated:
            yield Step(StepKind.OPENS, "opens", detail.opens_on, previous_workday(detail.opens_on, holidays), True)
        if detail.due_on is not None:
            yield from _around(detail.due_on, rule, holidays, covenant_date=detail.dated)
    elif isinstance(detail, Instance):
        if rule.opens:
            yield Step(StepKind.AROSE, "arose", detail.trigger_on, previous_workday(detail.trigger_on, holidays))
        if detail.due_on is not None:
            yield from _around(detail.due_on, rule, holidays, covenant_date=detail.hard)


def _of_period(row: Assessment, quota: Quota, rule: Rule, holidays: Collection[date]) -> Iterator[Step]:
    """A period: its own targets first, then its last day, which the text sets."""
    last = row.window.last
    if quota.next_on is not None and quota.next_on != last:
        for days in sorted(rule.slot, reverse=True):
            yield _before(StepKind.SLOT, quota.next_on, days, holidays)
    if last is not None:
        yield from _around(last, rule, holidays, covenant_date=True)


def _of_maximum(row: Assessment, usage: Usage, rule: Rule, as_of: date) -> Iterator[Step]:
    """The highest percentage that is reached; one that is crossed waits for the secretariat (users.md rule 7)."""
    about = row.window.first or as_of
    if usage.limit and usage.used > usage.limit:
        if rule.at_percent:
            yield Step(StepKind.OVER, "over", about, as_of, covenant_date=True, waits=True)
        return
    for percent in sorted(rule.at_percent):
        if usage.used * 100 >= usage.limit * percent:
            yield Step(StepKind.PERCENT, f"percent:{percent}", about, as_of)


def _around(due: date, rule: Rule, holidays: Collection[date], *, covenant_date: bool) -> Iterator[Step]:
    """Steps before, on and after a date, and the second person after those."""
    for days in sorted(rule.before, reverse=True):
        yield _before(StepKind.BEFORE, due, days, holidays, covenant_date=covenant_date)
    if rule.on_the_day and covenant_date:
        yield Step(StepKind.ON, "on", due, previous_workday(due, holidays), covenant_date)
    for days in sorted(rule.after):
        moment = _after(due, days, holidays)
        yield Step(StepKind.AFTER, f"after:{days}", due, moment, covenant_date)
    if rule.second_after is not None and covenant_date:
        last = _after(due, max(rule.after, default=0), holidays)
        moment = workdays_after(last, rule.second_after, holidays)
        yield Step(StepKind.SECOND, f"second:{rule.second_after}", due, moment, covenant_date, rule.second_waits)


def _before(kind: StepKind, due: date, days: int, holidays: Collection[date], *, covenant_date: bool = False) -> Step:
    moment = previous_workday(due - timedelta(days=days), holidays)
    return Step(kind, f"{kind.value}:{days}", due, moment, covenant_date)


def _after(due: date, days: int, holidays: Collection[date]) -> date:
    """The previous working day, but never on or before the date itself: then nothing is over yet."""
    moment = previous_workday(due + timedelta(days=days), holidays)
    return moment if moment > due else workdays_after(due, 1, holidays)


@dataclass(frozen=True, slots=True)
class SortedOut:
    """Steps of one row sorted out on a day: what is `due`, what of it is `passed_by`, and the next day to look."""

    due: tuple[Step, ...]
    passed_by: tuple[Step, ...]
    next_on: date | None


def sort_out(found: Collection[Step], known: Collection[tuple[str, date]], as_of: date) -> SortedOut:
    """What of these steps is due on `as_of` and not `known` (name, date) yet.

    Of several that were missed only the last is due, the others are passed by (R-17); a second person is never told
    before the first: it has its own step, also when both were missed.
    """
    new = [step for step in found if step.due_on <= as_of and (step.name, step.about) not in known]
    later = [step.due_on for step in found if step.due_on > as_of]
    ahead = min(later, default=None)
    first = [step for step in new if step.kind is not StepKind.SECOND]
    second = [step for step in new if step.kind is StepKind.SECOND]
    if first and second:
        # The first person hears now; the second step counts from there, at the earliest the day after.
        following = as_of + DAY
        ahead = following if ahead is None else min(ahead, following)
        second = []
    return SortedOut(tuple(first[-1:] or second[-1:]), tuple(first[:-1]), ahead)
