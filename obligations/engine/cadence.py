"""At least so often per period (domain.md 6.3; design.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from obligations.engine import intervals
from obligations.engine.counting import count
from obligations.engine.facts import Fact
from obligations.engine.periods import (
    Period,
    days_in,
    first_of,
    months_after,
    period_at,
    periods,
    whole_period,
)
from obligations.engine.readings import PartYear, Rounding, Switch
from obligations.engine.terms import Cadence, Kind, Terms, life_of
from obligations.engine.verdict import Assessment, Note, Quota, Status
from obligations.engine.view import SOON, View, stirs
from obligations.engine.windows import DAY, Window

SHORTEST_PART = 30
"""A part of fewer days never gets a quota (A-08)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A period to be judged, with the terms that hold in each stretch of it."""

    period: Period
    stretches: tuple[tuple[Terms, Window], ...]


def rows(view: View, day: date, since: date | None) -> list[Assessment]:
    """One row per period that started by `day` and ended after `since`; before the start the first one."""
    term = cadence_of(view.terms)
    if term.at_least is None:
        return intervals.rows(view, day, since)
    facts = view.facts(_types(view, day))
    return [_assess(view, span, facts, day) for span in _spans(view, day, since)]


def turning_points(view: View, day: date) -> set[date]:
    """Days after which a row can differ by the passing of time alone."""
    if cadence_of(view.terms).at_least is None:
        return intervals.turning_points(view, day)
    window = view.life(day).window
    points = set() if window.first is None else {window.first}
    before = view.terms.predecessor
    joined = None if before is None else _switch_period(view.terms, before, day)
    if joined is not None:
        points.add(first_of(joined.part))
    if day in window:
        points.update(stir for stir in stirs(view.facts(_types(view, day)), day))
    for span in _spans(view, day, day):
        part = span.period.part
        end = first_of(part) + timedelta(days=days_in(part))
        points = {point for point in points if point < end} | {first_of(part), end}
        for target in _targets(view, span, _required(view, span)[0]):
            points.update((target + DAY, target - SOON))
    return points


def cadence_of(terms: Terms) -> Cadence:
    assert isinstance(terms.term, Cadence)
    return terms.term


def _types(view: View, day: date) -> tuple[str, ...]:
    before = view.terms.predecessor
    own = cadence_of(view.terms).of
    if before is None or _switch_period(view.terms, before, day) is None:
        return own
    return (*own, *cadence_of(before).of)


def _spans(view: View, day: date, since: date | None) -> list[Span]:
    terms, window = view.terms, view.life(day).window
    if window.first is None or window.is_empty:
        return []
    per = cadence_of(terms).per
    joined = _joined_span(view, day)
    spans = [] if joined is None or (since is not None and joined.period.part.ended_by(since)) else [joined]
    if joined is not None and joined.period.part.end is not None:
        window = window & Window(joined.period.part.end)
    if day < first_of(window):
        awaited = joined is None and day < terms.revision.in_force_from
        first = period_at(first_of(window), per.months, terms.anchor(per), window) if awaited else None
        return spans if first is None else [Span(first, ((terms, first.part),))]
    begin = window if since is None else _from_period(terms, window, since)
    ahead = None if terms.successor is None else _switch_period(terms.successor, terms, day)
    for period in periods(begin, per.months, terms.anchor(per), day):
        whole = period if begin == window else Period(period.whole, period.whole & window, per.months)
        if ahead is None or whole.whole != ahead.whole:
            spans.append(Span(whole, ((terms, whole.part),)))
    return spans


def _from_period(terms: Terms, window: Window, since: date) -> Window:
    """`window` without the periods that ended by `since`: closed form, however long the history is."""
    per = cadence_of(terms).per
    if since <= first_of(window):
        return window
    return window & Window(whole_period(since, per.months, terms.anchor(per)).first)


def _joined_span(view: View, day: date) -> Span | None:
    """The period of a switch judged as one, under the newer revision (A-04 lineage)."""
    terms, before = view.terms, view.terms.predecessor
    period = None if before is None else _switch_period(terms, before, day)
    if period is None or before is None or day < first_of(period.part):
        return None
    older = replace(before, readings=terms.readings)
    stretches = (
        (older, life_of(older, day).window & period.part),
        (terms, view.life(day).window & period.part),
    )
    return Span(period, stretches)


def _switch_period(newer: Terms, older: Terms, day: date) -> Period | None:
    """The uncut period of the switch when both sides are cadences of one step and one calendar (A-04), else None."""
    if newer.readings.switch is not Switch.LINEAGE or newer.soft or older.soft:
        return None
    ours, theirs = newer.term, older.term
    if not isinstance(ours, Cadence) or not isinstance(theirs, Cadence):
        return None
    if ours.at_least is None or theirs.at_least is None or ours.per is not theirs.per:
        return None
    anchor = newer.anchor(ours.per)
    before, after = life_of(replace(older, readings=newer.readings), day).window, life_of(newer, day).window
    if anchor != older.anchor(ours.per) or before.is_empty or after.is_empty or before.end != after.first:
        return None
    switch = first_of(after)
    whole = whole_period(switch, ours.per.months, anchor)
    if whole.first == switch:
        return None
    return Period(whole, whole & Window(before.first, after.end), ours.per.months)


def _assess(view: View, span: Span, facts: Iterable[Fact], day: date) -> Assessment:
    window = span.period.part
    required, exact, notes = _required(view, span)
    counted = count(span.stretches, facts, day)
    targets = _targets(view, span, required)
    expected = sum(target < day for target in targets)
    done, planned = len(counted.refs), counted.planned
    settled = done >= required or window.ended_by(day)
    next_on = None if settled else targets[max(done, expected)]
    detail = Quota(
        required,
        exact,
        done,
        expected,
        len(planned),
        counted.reported,
        next_on,
        planned[0] if planned else None,
        targets,
    )
    occurrence = f"period:{span.period.name}"
    waived = view.waives(occurrence, view.life(day).force)
    status = Status.WAIVED if waived else _status(view, window, detail, planned, day)
    return Assessment(
        view.terms.revision.key,
        view.terms.code,
        Kind.CADENCE,
        occurrence,
        window,
        status,
        detail,
        counted.refs,
        counted.passed_over,
        notes,
        _readings(view, span),
    )


def _status(view: View, window: Window, quota: Quota, planned: Sequence[date], day: date) -> Status:
    """First matching row of domain.md 6.3."""
    tracked_from = view.record.tracked_from
    if day < first_of(window):
        return Status.UPCOMING
    if quota.required == 0:
        return Status.NO_QUOTA
    if quota.done >= quota.required:
        return Status.MET
    if quota.next_on is None:
        kept = tracked_from is None or window.end is None or window.end > tracked_from
        return Status.MISSED if kept else Status.NOT_RECORDED
    if quota.done < quota.expected:
        later = [on for on in planned if on > day]
        arranged = bool(later) and later[0] <= quota.next_on
        enough = quota.expected - quota.done <= len(later)
        return Status.DUE_SOON if arranged and enough else Status.AT_RISK
    return Status.DUE_SOON if quota.next_on - day <= SOON else Status.ON_TRACK


def _quota_window(view: View, span: Span) -> Window:
    """The days that the quota is for: the period, or its part from the day the register is kept (A-54)."""
    part, tracked_from = span.period.part, view.record.tracked_from
    if tracked_from is not None and tracked_from in part:
        return Window(tracked_from, part.end)
    return part


def _required(view: View, span: Span) -> tuple[int, Fraction, tuple[Note, ...]]:
    """The required number, the number before rounding, and the note of the guard (A-02, A-03, A-08)."""
    window, whole = _quota_window(view, span), span.period.whole
    readings = view.terms.readings
    if window == whole and len(span.stretches) == 1:
        number = cadence_of(view.terms).at_least or 0
        return number, Fraction(number), ()
    exact = Fraction(0)
    if window == whole or readings.part_year is not PartYear.NONE:
        base = days_in(window if readings.part_year is PartYear.FULL else whole)
        exact = sum((_share(terms, stretch & window, base) for terms, stretch in span.stretches), exact)
    if window != whole and days_in(window) < SHORTEST_PART:
        return 0, exact, (Note.STUB,)
    return _rounded(exact, readings.rounding), exact, ()


def _share(terms: Terms, stretch: Window, base: int) -> Fraction:
    return Fraction(0) if stretch.is_empty else Fraction((cadence_of(terms).at_least or 0) * days_in(stretch), base)


def _rounded(exact: Fraction, rounding: Rounding) -> int:
    if rounding is Rounding.UP:
        return -(-exact.numerator // exact.denominator)
    if rounding is Rounding.HALF_UP:
        exact += Fraction(1, 2)
    return exact.numerator // exact.denominator


def _targets(view: View, span: Span, required: int) -> tuple[date, ...]:
    """Own targets: month blocks in a whole period that R divides, else day k·length/R of the part (domain.md 4.7)."""
    window, whole, months = _quota_window(view, span), span.period.whole, span.period.months
    if required == 0:
        return ()
    if window == whole and months % required == 0:
        anchor = view.terms.anchor(cadence_of(view.terms).per)
        start = first_of(whole)
        steps = (start.year - anchor.year) * 12 + start.month - anchor.month
        block = months // required
        return tuple(months_after(anchor, steps + k * block) - DAY for k in range(1, required + 1))
    length, first = days_in(window), first_of(window)
    return tuple(first + timedelta(days=k * length // required - 1) for k in range(1, required + 1))


def _readings(view: View, span: Span) -> tuple[str, ...]:
    window, whole = _quota_window(view, span), span.period.whole
    basis = "month" if span.period.months == 1 else "year"
    cut = ("part_year", "rounding") if window != whole or len(span.stretches) > 1 else ()
    end = ("end_date",) if span.period.part.end != whole.end else ()
    links = ("switch",) if cut and (view.terms.predecessor or view.terms.successor) else ()
    return (basis, *cut, *end, *links, "knowledge", "quorum", "same_day")
