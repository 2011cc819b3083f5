"""Once, by a day, or undated (domain.md 6.5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from obligations.engine.dated import ENDINGS, LastDay
from obligations.engine.facts import Fact, FactState
from obligations.engine.readings import DeadlineAtSwitch, Early, Workday
from obligations.engine.terms import Deadline, Ending, Kind, Life
from obligations.engine.verdict import Assessment, Due, Note, PassedOver, Status, Why
from obligations.engine.view import View, absent, is_planned, is_reported, not_happened, stirs
from obligations.engine.windows import DAY, Window
from obligations.engine.workdays import next_workday

SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What settled it, the days on which something is planned, and all that does not count."""

    met: Fact | None
    planned: list[date]
    reported: list[date]
    passed_over: tuple[PassedOver, ...]
    after_all: bool


def rows(view: View, day: date, since: date | None) -> list[Assessment]:
    """One row, from the signing on."""
    del since
    live = live_window(view, day)
    return [] if live.is_empty else [_assess(view, live, day)]


def turning_points(view: View, day: date) -> set[date]:
    """Days after which the row can differ by the passing of time alone."""
    live, term = live_window(view, day), deadline_of(view)
    points = stirs(view.facts(term.done_by), day)
    if _evidence(view, live, day).met is not None:
        return points | ({live.end} if live.end is not None else set())
    points.update(point for point in (live.first, live.end) if point is not None)
    due = _due_on(view, live, day)
    if due is not None:
        points.update(_last_day(view, live, due, day).turning_points())
    if term.target is not None:
        points.add(term.target + DAY)
    return points


def deadline_of(view: View) -> Deadline:
    assert isinstance(view.terms.term, Deadline)
    return view.terms.term


def live_window(view: View, day: date) -> Window:
    """The days on which it can be done: the term of force, or the nominal term where it survives the switch (A-44)."""
    life = view.life(day)
    if life.ending is Ending.SUPERSEDED and _at_switch(view) is DeadlineAtSwitch.SURVIVES:
        return Window(life.force.first, view.terms.revision.nominal_end(view.terms.readings))
    return life.force


def _at_switch(view: View) -> DeadlineAtSwitch:
    return view.terms.readings.deadline_at_switch


def _due_on(view: View, live: Window, day: date) -> date | None:
    """Last day in time: grace first, then the shift to a working day, clipped at the last day of force."""
    term, readings = deadline_of(view), view.terms.readings
    nominal = view.terms.revision.nominal_end(readings)
    written = (nominal - DAY if nominal is not None else None) if term.due_at_end else term.due
    if written is None:
        return None
    life = view.life(day)
    superseded = life.force.end if life.ending is Ending.SUPERSEDED else None
    if superseded is not None and written >= superseded and _at_switch(view) is DeadlineAtSwitch.DUE_BEFORE:
        return superseded - DAY
    due = written + timedelta(days=term.grace_days)
    if readings.workday is Workday.NEXT:
        due = next_workday(due, view.record.holidays)
    for last in (live.last, nominal - DAY if nominal is not None else None):
        if last is not None and written <= last:
            return min(due, last)
    return due


def _last_day(view: View, live: Window, due: date, day: date) -> LastDay:
    ending = ENDINGS[view.life(day).ending]
    return LastDay(due, live, deadline_of(view).opens, SOON, ending, view.record.tracked_from)


def _evidence(view: View, live: Window, day: date) -> Evidence:
    term = deadline_of(view)
    met: Fact | None = None
    planned: list[date] = []
    passed: list[PassedOver] = []
    reported: list[date] = []
    after_all = False
    for fact in view.facts(term.done_by):
        if fact.state is not FactState.HAPPENED:
            passed.append(not_happened(fact, day))
            if is_reported(fact, day) and fact.on in live:
                reported.append(fact.on)
            if is_planned(fact, day) and fact.on in live:
                planned.append(fact.on)
            continue
        why = _why_not(view, fact, live, met)
        if why is None:
            met = fact
        else:
            passed.append(why)
            after_all = after_all or why.why is Why.AFTER_ALL
    return Evidence(met, planned, reported, tuple(passed), after_all)


def _why_not(view: View, fact: Fact, live: Window, met: Fact | None) -> PassedOver | None:
    """None when the fact settles it, else why not."""
    term = deadline_of(view)
    if live.ended_by(fact.on):
        return PassedOver(fact.ref, Why.AFTER_ALL)
    if fact.on not in live:
        return PassedOver(fact.ref, Why.OUTSIDE_COVENANT)
    if term.opens is not None and fact.on < term.opens and view.terms.readings.early is Early.IN_WINDOW:
        return PassedOver(fact.ref, Why.BEFORE_WINDOW)
    if term.jointly and (missing := absent(view.terms, fact)):
        return PassedOver(fact.ref, Why.ABSENT, missing)
    return None if met is None else PassedOver(fact.ref, Why.SURPLUS)


def _assess(view: View, live: Window, day: date) -> Assessment:
    term, terms = deadline_of(view), view.terms
    evidence = _evidence(view, live, day)
    due = _due_on(view, live, day)
    met_on = None if evidence.met is None else evidence.met.on
    planned_on = evidence.planned[0] if evidence.planned else None
    arranged_on = min((*evidence.reported, *evidence.planned), default=None)
    detail = Due(
        due if term.is_dated else term.target,
        term.opens,
        due is not None,
        len(evidence.planned),
        len(evidence.reported),
        planned_on,
        met_on,
    )
    if due is None:
        status = _undated(view, live, term, met_on, day)
    else:
        status = _last_day(view, live, due, day).status(day, met_on, arranged_on)
    occurrence = f"deadline:{terms.revision.key}"
    if view.waives(occurrence, view.life(day).force):
        status = Status.WAIVED
    return Assessment(
        terms.revision.key,
        terms.code,
        Kind.DEADLINE,
        occurrence,
        live,
        status,
        detail,
        () if evidence.met is None else (evidence.met.ref,),
        evidence.passed_over,
        tuple(_notes(term, evidence, met_on)),
        _readings(view, view.life(day), term),
    )


def _undated(view: View, live: Window, term: Deadline, met_on: date | None, day: date) -> Status:
    """Without a date in the text the clock never makes it late (A-48)."""
    if met_on is not None:
        return Status.MET
    if live.first is not None and day < live.first:
        return Status.UPCOMING
    if live.ended_by(day):
        return ENDINGS[view.life(day).ending]
    return Status.ATTENTION if term.target is not None and day > term.target else Status.OPEN


def _notes(term: Deadline, evidence: Evidence, met_on: date | None) -> Iterator[Note]:
    if met_on is None:
        if evidence.after_all:
            yield Note.AFTER_ALL
        return
    if term.opens is not None and met_on < term.opens:
        yield Note.BEFORE_WINDOW
    if not term.is_dated and term.target is not None and met_on > term.target:
        yield Note.TARGET_PASSED


def _readings(view: View, life: Life, term: Deadline) -> tuple[str, ...]:
    found = ["workday"] if term.is_dated else []
    if term.opens is not None:
        found.append("early")
    if term.jointly:
        found.append("quorum")
    if term.due_at_end:
        found.append("end_date")
    if view.terms.revision.superseded_from is not None or life.ending is Ending.SUPERSEDED:
        found += ["deadline_at_switch", "supersession", "knowledge"]
    return tuple(found)
