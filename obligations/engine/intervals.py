"""Cadences that are chains of deadlines: every n months, or each year on or before a day (design.md section 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from obligations.engine.dated import ENDINGS, LastDay
from obligations.engine.facts import Fact, FactState
from obligations.engine.periods import first_of, months_after
from obligations.engine.terms import Cadence, Kind, Life
from obligations.engine.verdict import Assessment, Interval, PassedOver, Status, Why
from obligations.engine.view import SOON, View, absent, is_planned, is_reported, not_happened, stirs
from obligations.engine.windows import DAY, Window


@dataclass(frozen=True, slots=True)
class Link:
    """One interval: its days, its last day in time, its opening day, and the fact that settled it."""

    window: Window
    due: date
    opens: date | None
    settled_by: Fact | None


def rows(view: View, day: date, since: date | None) -> list[Assessment]:
    """One row per interval that began by `day` and ended after `since`; before the start the first one."""
    life = view.life(day)
    if life.window.first is None or life.window.is_empty:
        return []
    if view.terms.revision.in_force_from <= day < life.window.first:
        return []
    facts = [fact for fact in view.facts(_term(view).of) if fact.on in life.window]
    until = max(day, first_of(life.window))
    return [
        _assess(view, life, link, facts, day)
        for link in _links(view, life, facts, until)
        if since is None or not link.window.ended_by(since)
    ]


def turning_points(view: View, day: date) -> set[date]:
    """Days after which a row can differ by the passing of time alone."""
    life = view.life(day)
    if life.window.first is None or life.window.is_empty:
        return set()
    facts = [fact for fact in view.facts(_term(view).of) if fact.on in life.window]
    points = stirs(facts, day)
    until = max(day, first_of(life.window))
    for link in _links(view, life, facts, until):
        if link.window.ended_by(day):
            continue
        points.update(_last_day(view, life, link).turning_points())
        if link.window.end is not None:
            points.add(link.window.end)
    if _term(view).by is not None:
        points.add(date(until.year + 1, 1, 1))
    return points


def _term(view: View) -> Cadence:
    assert isinstance(view.terms.term, Cadence)
    return view.terms.term


def _links(view: View, life: Life, facts: list[Fact], until: date) -> Iterator[Link]:
    qualifying = [
        fact for fact in facts if fact.state is FactState.HAPPENED and not (fact.meeting and absent(view.terms, fact))
    ]
    return (
        _chain(_term(view), life, qualifying, until)
        if _term(view).by is None
        else _years(_term(view), life, qualifying, until)
    )


def _chain(term: Cadence, life: Life, qualifying: list[Fact], until: date) -> Iterator[Link]:
    start = base = first_of(life.window)
    months = term.every_months or 0
    for fact in qualifying:
        if fact.on < start:
            continue
        yield Link(Window(start, fact.on + DAY), months_after(base, months), None, fact)
        start, base = fact.on + DAY, fact.on
    if start in life.window and start <= until:
        yield Link(Window(start, life.window.end), months_after(base, months), None, None)


def _years(term: Cadence, life: Life, qualifying: list[Fact], until: date) -> Iterator[Link]:
    month, of_month = term.by or (12, 31)
    for year in range(first_of(life.window).year, until.year + 1):
        window = Window(date(year, 1, 1), date(year + 1, 1, 1)) & life.window
        due = months_after(date(2000, month, of_month), (year - 2000) * 12)
        if window.is_empty or due < first_of(window) or first_of(window) > until:
            continue
        settled_by = next((fact for fact in qualifying if fact.on in window), None)
        settled = window if settled_by is None else Window(window.first, settled_by.on + DAY)
        yield Link(settled, due, date(year, 1, 1), settled_by)


def _last_day(view: View, life: Life, link: Link) -> LastDay:
    own = view.terms.own.end
    ending = Status.ENDED if own is not None and own == life.window.end else ENDINGS[life.ending]
    return LastDay(link.due, link.window, link.opens, SOON, ending, view.record.tracked_from)


def _assess(view: View, life: Life, link: Link, facts: list[Fact], day: date) -> Assessment:
    inside = [fact for fact in facts if fact.on in link.window]
    planned = [fact.on for fact in inside if is_planned(fact, day)]
    reported = [fact.on for fact in inside if is_reported(fact, day)]
    met_on = None if link.settled_by is None else link.settled_by.on
    detail = Interval(
        due_on=link.due,
        next_on=link.due,
        done=int(met_on is not None),
        planned=len(planned),
        reported=len(reported),
        planned_on=planned[0] if planned else None,
        met_on=met_on,
    )
    occurrence = f"interval:{first_of(link.window).isoformat()}"
    status = _last_day(view, life, link).status(day, met_on, min((*reported, *planned), default=None))
    return Assessment(
        view.terms.revision.key,
        view.terms.code,
        Kind.CADENCE,
        occurrence,
        link.window,
        Status.WAIVED if view.waives(occurrence, life.force) else status,
        detail,
        () if link.settled_by is None else (link.settled_by.ref,),
        tuple(_passed_over(view, link, inside, day)),
        (),
        ("knowledge", "quorum", "same_day"),
    )


def _passed_over(view: View, link: Link, inside: list[Fact], day: date) -> Iterator[PassedOver]:
    for fact in inside:
        if fact is link.settled_by:
            continue
        if fact.state is not FactState.HAPPENED:
            yield not_happened(fact, day)
        elif fact.meeting and (missing := absent(view.terms, fact)):
            yield PassedOver(fact.ref, Why.ABSENT, missing)
        elif link.settled_by is not None and fact.on == link.settled_by.on:
            yield PassedOver(fact.ref, Why.SAME_DAY)
        else:
            yield PassedOver(fact.ref, Why.SURPLUS)
