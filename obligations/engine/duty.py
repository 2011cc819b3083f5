"""What must be done before, upon or after something else (domain.md 6.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from obligations.engine.dated import ENDINGS, LastDay
from obligations.engine.periods import months_after
from obligations.engine.readings import AfterEffect
from obligations.engine.settling import Case, Settlement
from obligations.engine.terms import Duty, Each, Kind, Life, Relation, Unit
from obligations.engine.triggers import Trigger, duty_of, next_days, occasions, recorded
from obligations.engine.verdict import Assessment, Instance, Note, Status
from obligations.engine.view import View, stirs
from obligations.engine.windows import DAY, Window
from obligations.engine.workdays import workdays_after

SOON = timedelta(days=7)
TERM_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Moment:
    """A case on a day, with all that its status follows from."""

    view: View
    life: Life
    case: Case
    due: date | None
    day: date

    @property
    def is_over(self) -> bool:
        return self.life.force.ended_by(self.day)

    @property
    def lapses(self) -> bool:
        return self.view.terms.readings.after_effect is AfterEffect.LAPSES


def rows(view: View, day: date, since: date | None) -> list[Assessment]:
    """One row per instance, settled or not, once the revision is in force."""
    del since
    life = view.life(day)
    if life.window.is_empty or day < view.terms.revision.in_force_from:
        return []
    return [_assess(view, life, case, day) for case in _cases(view, life, day)]


def turning_points(view: View, day: date) -> set[date]:
    """Days after which a row can differ by the passing of time alone."""
    duty, life = duty_of(view), view.life(day)
    points = next_days(view, day) | stirs(view.facts(duty.done_by), day)
    unsettled = [case for case in _cases(view, life, day) if case.settled_by is None]
    if unsettled and life.force.end is not None:
        points.add(life.force.end)
    for case in unsettled:
        points.update(_case_points(view, life, duty, case))
    return points


def _case_points(view: View, life: Life, duty: Duty, case: Case) -> set[date]:
    due = _due_on(view, duty, case.trigger)
    if duty.has_term and due is not None:
        return _last_day(view, life, due).turning_points()
    if duty.relation is Relation.BEFORE:
        return {case.trigger.on + DAY, case.trigger.on - timedelta(days=duty.lead_days)}
    return set() if due is None else {due + DAY, due - SOON}


def _cases(view: View, life: Life, day: date) -> list[Case]:
    duty = duty_of(view)
    triggers = recorded(view, day)
    previous = _previous_days(triggers)
    cases = [
        Case(found, previous[found.trigger.on], _closes_on(view, life, duty, found.trigger))
        for found in occasions(view, triggers, day)
    ]
    if not cases:
        return []
    facts = view.facts(duty.done_by)
    Settlement(duty, view.terms.readings.same_day_before, cases, day).settle(facts)
    return cases


def _closes_on(view: View, life: Life, duty: Duty, trigger: Trigger) -> date | None:
    """The first day out of force that is past the term of the text: missed by then is final (A-45, A-46)."""
    due = _due_on(view, duty, trigger) if duty.has_term else None
    if due is None or life.force.end is None:
        return None
    lapses = view.terms.readings.after_effect is AfterEffect.LAPSES
    return life.force.end if lapses else max(life.force.end, due + DAY)


def _previous_days(triggers: list[Trigger]) -> dict[date, date | None]:
    """Per trigger day the previous one, also outside the window (design.md 5.1)."""
    days = sorted({trigger.on for trigger in triggers})
    return dict(zip(days, (None, *days), strict=False))


def _due_on(view: View, duty: Duty, trigger: Trigger) -> date | None:
    """Last day by the text, or our own target; for a soft duty before something its trigger's day."""
    if duty.at_least_days_before is not None:
        return trigger.on - timedelta(days=duty.at_least_days_before)
    if duty.within is not None:
        return _within(duty.within, trigger.on, view)
    if duty.relation is Relation.BEFORE:
        return trigger.on
    return None if duty.target_days is None else trigger.on + timedelta(days=duty.target_days)


def _within(term: tuple[int, Unit], day: date, view: View) -> date:
    number, unit = term
    if unit is Unit.MONTHS:
        return months_after(day, number)
    if unit is Unit.WORKDAYS:
        return workdays_after(day, number, view.record.holidays)
    return day + timedelta(days=number * (7 if unit is Unit.WEEKS else 1))


def _last_day(view: View, life: Life, due: date) -> LastDay:
    """A term of the text runs on after the end of force unless the reading says that it lapses (A-46)."""
    runs_on = view.terms.readings.after_effect is AfterEffect.TRIGGER_DECIDES
    beyond = life.force.end is not None and due >= life.force.end
    end = due + DAY if runs_on and beyond else life.force.end
    return LastDay(due, Window(None, end), None, TERM_SOON, ENDINGS[life.ending], view.record.tracked_from)


def _assess(view: View, life: Life, case: Case, day: date) -> Assessment:
    duty, terms = duty_of(view), view.terms
    trigger = case.trigger
    moment = Moment(view, life, case, _due_on(view, duty, trigger), day)
    met_on = None if case.settled_by is None else case.settled_by.on
    planned = [fact.on for fact in case.planned]
    detail = Instance(
        trigger.name,
        trigger.on,
        moment.due,
        case.occasion.party if duty.each is Each.BEARER else trigger.by if duty.each is Each.ADDRESSEE else None,
        duty.has_term,
        len(planned),
        len(case.reported),
        planned[0] if planned else None,
        met_on,
    )
    waived = view.waives(case.occasion.occurrence, life.force)
    status = Status.WAIVED if waived else _status(moment, met_on)
    return Assessment(
        terms.revision.key,
        terms.code,
        Kind.DUTY,
        case.occasion.occurrence,
        Window(trigger.on, None),
        status,
        detail,
        () if case.settled_by is None else (case.settled_by.ref,),
        tuple(case.passed_over),
        tuple(_notes(moment, met_on, status)),
        _readings(duty),
    )


def _status(moment: Moment, met_on: date | None) -> Status:
    """First matching row of domain.md 6.6, of 6.5 for a term of the text."""
    duty, trigger, day = duty_of(moment.view), moment.case.trigger, moment.day
    tracked_from = moment.view.record.tracked_from
    if met_on is None and tracked_from is not None and trigger.on < tracked_from:
        return Status.NOT_RECORDED
    if moment.case.to_complete and met_on is None:
        return Status.OPEN
    if duty.has_term and moment.due is not None:
        arranged_on = min((fact.on for fact in (*moment.case.reported, *moment.case.planned)), default=None)
        return _last_day(moment.view, moment.life, moment.due).status(day, met_on, arranged_on)
    if met_on is not None:
        return Status.MET
    if duty.relation is Relation.BEFORE:
        if day > trigger.on or moment.case.late_by is not None:
            return Status.MISSED
        return Status.DUE_SOON if (trigger.on - day).days <= duty.lead_days else Status.OPEN
    return _undone(moment)


def _undone(moment: Moment) -> Status:
    """Upon and after: the clock never makes it missed."""
    if moment.is_over and moment.lapses:
        return ENDINGS[moment.life.ending]
    if moment.due is None:
        return Status.OPEN
    if moment.day > moment.due:
        return Status.ATTENTION
    return Status.DUE_SOON if moment.due - moment.day <= SOON else Status.OPEN


def _notes(moment: Moment, met_on: date | None, status: Status) -> Iterator[Note]:
    case, duty = moment.case, duty_of(moment.view)
    fact = case.settled_by
    if met_on is not None and fact is not None:
        if duty.relation is Relation.BEFORE and not duty.has_term and _same_moment(fact.at, case.trigger, met_on):
            yield Note.ORDER_UNKNOWN
        if duty.relation is not Relation.BEFORE and not duty.has_term and moment.due and met_on > moment.due:
            yield Note.TARGET_PASSED
        return
    if case.late_by is not None:
        yield Note.AFTER_ALL
    if case.to_complete and status is Status.OPEN:
        yield Note.TO_COMPLETE
    if moment.is_over and status in UNSETTLED:
        yield Note.TRAILING


UNSETTLED = frozenset({Status.OPEN, Status.DUE_SOON, Status.ATTENTION, Status.ON_TRACK, Status.AT_RISK, Status.OVERDUE})


def _same_moment(at: object, trigger: Trigger, met_on: date) -> bool:
    return met_on == trigger.on and (at is None or trigger.at is None or at == trigger.at)


def _readings(duty: Duty) -> tuple[str, ...]:
    found = ["supersession", "knowledge", "after_effect"]
    if duty.relation is Relation.BEFORE:
        found.insert(0, "same_day_before")
    return tuple(found)
