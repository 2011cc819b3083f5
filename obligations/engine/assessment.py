"""How an obligation stands on a day: the engine's door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol

from obligations.engine import cadence, cap, deadline, duty, standing
from obligations.engine.facts import Record
from obligations.engine.readings import DEFAULT, Knowledge, Readings
from obligations.engine.terms import Kind, RevisionTerm, Terms
from obligations.engine.verdict import Assessed, Assessment, Instance, Status
from obligations.engine.view import View

__all__ = ["Assessed", "Assessment", "Status", "assess", "is_current", "revision_status", "roll_up"]


class Rules(Protocol):
    """What each module of a kind offers."""

    def rows(self, view: View, day: date, since: date | None) -> list[Assessment]: ...

    def turning_points(self, view: View, day: date) -> set[date]: ...


BY_KIND: Mapping[Kind, Rules] = {
    Kind.CADENCE: cadence,
    Kind.CAP: cap,
    Kind.DEADLINE: deadline,
    Kind.DUTY: duty,
    Kind.STANDING: standing,
}
FINAL_DUTY = frozenset(
    {
        Status.MET,
        Status.MET_LATE,
        Status.MISSED,
        Status.WAIVED,
        Status.NOT_RECORDED,
        Status.SUPERSEDED,
        Status.EXPIRED,
        Status.ENDED,
    }
)


def assess(terms: Terms, record: Record, as_of: date, *, history: bool = False) -> Assessed:
    """How `terms` stand at the end of the day `as_of`, given the `record` of the covenant.

    Without `history`: periods that contain the day, deadlines in force, duty instances not settled (design.md 4.4).
    With it also everything that was settled or final before. Each row carries `holds_until`.
    """
    view = View(terms, record, as_of)
    now = _rows(view, as_of, None if history else as_of)
    holds, changes_on = _horizon(view, as_of, _rows(view, as_of, as_of) if history else now)
    rows = [replace(row, holds_until=holds.get(row.occurrence)) for row in now]
    return Assessed(
        terms, tuple(rows if history else [row for row in rows if is_current(terms, row, as_of)]), changes_on
    )


def is_current(terms: Terms, row: Assessment, day: date) -> bool:
    """True when the row belongs to what is shown of `day` without history (design.md 4.4)."""
    if row.kind is Kind.DUTY and row.status is not None:
        return row.status not in FINAL_DUTY
    if row.kind in (Kind.DEADLINE, Kind.CADENCE) and row.status is not None and day < terms.revision.in_force_from:
        return True
    return day in row.window


def _rows(view: View, day: date, since: date | None) -> list[Assessment]:
    terms = view.terms
    if terms.soft or terms.kind is Kind.HELD:
        found = standing.unchecked(view, day)
    else:
        found = BY_KIND[terms.kind].rows(view, day, since)
    if day >= terms.revision.signed_on:
        return found
    return [row for row in found if row.window.first is not None and row.window.first < terms.revision.in_force_from]


def _horizon(view: View, as_of: date, now: list[Assessment]) -> tuple[dict[str, date], date | None]:
    """Per occurrence the first later day on which its row differs, and the first on which anything does (law 4).

    The rows of a later day are computed in full on each day on which time alone can change something.
    """
    pending = {row.occurrence: row for row in now if not _is_final(row, as_of)}
    known = {row.occurrence for row in now}
    current = {row.occurrence for row in now if is_current(view.terms, row, as_of)}
    holds: dict[str, date] = {}
    changes_on: date | None = None
    for day in sorted(point for point in _turning_points(view, as_of) if point > as_of):
        later = {row.occurrence: row for row in _rows(view, day, as_of)}
        for occurrence in [key for key, row in pending.items() if later.get(key) != row]:
            holds[occurrence] = day
            del pending[occurrence]
        if changes_on is None and (holds or later.keys() != known or _currents(view, later, day) != current):
            changes_on = day
        if changes_on is not None and not pending:
            break
    return holds, changes_on


def _is_final(row: Assessment, as_of: date) -> bool:
    """True for an instance of a duty that no passing of time changes any more."""
    if not isinstance(row.detail, Instance) or row.detail.trigger_on >= as_of:
        return False
    return row.status in FINAL_DUTY and not row.passed_over


def _currents(view: View, rows: Mapping[str, Assessment], day: date) -> set[str]:
    return {key for key, row in rows.items() if is_current(view.terms, row, day)}


def _turning_points(view: View, as_of: date) -> set[date]:
    terms = view.terms
    unchecked = terms.soft or terms.kind is Kind.HELD
    points_of = standing.unchecked_turning_points if unchecked else BY_KIND[terms.kind].turning_points
    points: set[date] = points_of(view, as_of) | {terms.revision.signed_on}
    for other in (terms, terms.successor, terms.predecessor):
        if other is None or other.readings.knowledge is not Knowledge.OF_THE_DAY:
            continue
        known_from = other.revision.superseded_known_from
        if known_from is not None and known_from > as_of:
            points |= {known_from} | points_of(view, known_from)
    return points


def revision_status(revision: RevisionTerm, as_of: date, readings: Readings = DEFAULT) -> Status:
    """domain.md 6.2."""
    if as_of < revision.signed_on:
        return Status.NOT_IN_FORCE
    if as_of < revision.in_force_from:
        return Status.SIGNED_NOT_IN_FORCE
    superseded = revision.superseded(readings, as_of)
    if superseded is not None and as_of >= superseded:
        return Status.SUPERSEDED
    end = revision.nominal_end(readings)
    return Status.EXPIRED if end is not None and as_of >= end else Status.IN_FORCE


WORST_FIRST = (
    Status.MISSED,
    Status.OVERDUE,
    Status.EXCEEDED,
    Status.AT_RISK,
    Status.NOT_IN_ORDER,
    Status.ATTENTION,
    Status.AT_CAP,
    Status.NEAR,
    Status.DUE_SOON,
    Status.OPEN,
    Status.ON_TRACK,
    Status.WITHIN,
    Status.IN_ORDER,
    Status.MET_LATE,
    Status.MET,
)


def roll_up(statuses: Iterable[Status | None]) -> Status | None:
    """The worst of these, None when none of them weighs (domain.md 6.8)."""
    found = set(statuses)
    return next((status for status in WORST_FIRST if status in found), None)
