"""Where an obligation stands in a list: which of its rows are shown, in which group, and how urgent that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from obligations.engine.assessment import WORST_FIRST, is_current, revision_status
from obligations.engine.terms import Cadence, Duty, Terms, When
from obligations.engine.verdict import Assessment, Due, Instance, Interval, Quota, Status
from obligations.wording.labels import Group, group

WORST_GROUP_FIRST = (Group.TO_DO, Group.NOT_ACHIEVED, Group.RUNNING, Group.ACHIEVED, Group.NOT_NOW)
UNRANKED = len(WORST_FIRST)
WITHOUT_ROWS = UNRANKED + 1
"""Rank of an obligation that nothing calls for: after everything else."""


@dataclass(frozen=True, slots=True)
class Place:
    """`group` None: not in any list on that day. `rank`: 0 is the worst. `on`: the first date that still matters."""

    group: Group | None
    rank: int
    on: date | None


def rank_of(row: Assessment) -> int:
    """Place in the order of domain.md 6.8, the worst first."""
    return WORST_FIRST.index(row.status) if row.status in WORST_FIRST else UNRANKED


def urgency(row: Assessment) -> tuple[int, int]:
    """Sort key: the group first, then the rank."""
    return WORST_GROUP_FIRST.index(group(row)), rank_of(row)


def group_of(rows: Iterable[Assessment]) -> Group:
    """The worst group of these rows; what has none does not count now."""
    groups = {group(row) for row in rows}
    return next((found for found in WORST_GROUP_FIRST if found in groups), Group.NOT_NOW)


def date_of(row: Assessment) -> date | None:
    """The date that the row is about: its last day in time, or the next target."""
    detail = row.detail
    if isinstance(detail, Quota):
        return detail.next_on
    return detail.due_on if isinstance(detail, Due | Instance | Interval) else None


def shown_rows(terms: Terms, rows: Sequence[Assessment], as_of: date) -> list[Assessment]:
    """Of all rows of an obligation those that a list of `as_of` shows.

    What is done stays: of a yearly day until the year is over, of a duty at the start as long as its revision holds.
    """
    found = [row for row in rows if is_current(terms, row, as_of)]
    return found or [row for row in rows if _stays(terms, row, as_of)]


def _stays(terms: Terms, row: Assessment, as_of: date) -> bool:
    term = terms.term
    if isinstance(term, Duty):
        return term.when == When(start=True) and _in_force(terms, as_of)
    yearly = isinstance(term, Cadence) and term.by is not None
    return yearly and row.window.first is not None and row.window.first.year == as_of.year


def is_listed(terms: Terms, rows: Sequence[Assessment], as_of: date) -> bool:
    """True when rows are shown, and also without any while its revision is in force."""
    return bool(rows) or _in_force(terms, as_of)


def _in_force(terms: Terms, as_of: date) -> bool:
    return revision_status(terms.revision, as_of, terms.readings) is Status.IN_FORCE


def place_of(terms: Terms, rows: Sequence[Assessment], as_of: date) -> Place:
    """Where the obligation stands, by the rows that are shown."""
    if not is_listed(terms, rows, as_of):
        return Place(None, WITHOUT_ROWS, None)
    if not rows:
        return Place(Group.NOT_NOW, WITHOUT_ROWS, None)
    worst = min(rows, key=urgency)
    days = [day for row in rows if group(row) is group(worst) and (day := date_of(row)) is not None]
    return Place(group(worst), rank_of(worst), min(days, default=None))
