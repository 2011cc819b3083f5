"""What of a standing belongs on a page: each obligation once, in the group of its worst row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from obligations import wording
from obligations.assessments import Line, Standing, assess_covenants
from obligations.engine.assessment import WORST_FIRST, is_current
from obligations.engine.terms import Cadence, Duty, Kind, When, life_of
from obligations.engine.verdict import Assessment, Status, Usage
from obligations.web.as_of import Moment
from obligations.wording import Group

WORST_GROUP_FIRST = (Group.TO_DO, Group.NOT_ACHIEVED, Group.RUNNING, Group.ACHIEVED, Group.NOT_NOW)


@dataclass(frozen=True)
class Look:
    """A covenant on the day that its page shows."""

    moment: Moment
    standing: Standing

    @property
    def over(self) -> date | None:
        """The first day out of force, when that is the shown day or an earlier one."""
        return self.standing.ended_on


@dataclass(frozen=True)
class Placed:
    """An obligation on a page with the rows to show, worst first, and its group; no rows: nothing calls for it."""

    line: Line
    rows: tuple[Assessment, ...]
    group: Group


def look_at(ids: Sequence[int], moment: Moment, codes: Sequence[str] | None = None) -> dict[int, Look]:
    """These covenants on the day of the page, by id; one that is over shows how it ended, and `codes` all history."""
    opened = assess_covenants(ids, moment.today, known_at=moment.known_at, codes=())
    found = {}
    for id_, covenant in opened.items():
        own = moment.opening(covenant.ended_on)
        over = covenant.on(own.as_of, codes=()).ended_on is not None
        found[id_] = Look(own, covenant.on(own.as_of, history=over or codes is not None, codes=codes))
    return found


def placed(look: Look) -> list[Placed]:
    """Every obligation that the page shows, each once per revision, worst first, then in the order of the text."""
    found = []
    for line in look.standing.lines:
        rows = rows_of(look, line)
        if rows or shows_without_rows(look, line):
            ordered = tuple(sorted(rows, key=lambda row: (WORST_GROUP_FIRST.index(wording.group(row)), badness(row))))
            found.append(Placed(line, ordered, group_of(ordered)))
    return sorted(found, key=lambda one: badness(one.rows[0]) if one.rows else len(WORST_FIRST))


def rows_of(look: Look, line: Line) -> list[Assessment]:
    """The rows of a line on the page: how a covenant that is over ended, else those of the day.

    Of a revision that no longer holds only what still trails.
    """
    rows, as_of = list(line.assessed.rows), look.standing.as_of
    if look.over is not None and is_last(look, line):
        return [row for row in rows if not is_periodic(row) or row.window.end == look.over]
    return [row for row in rows if is_current(line.obligation.terms, row, as_of)] or still_shown(look, line)


def still_shown(look: Look, line: Line) -> list[Assessment]:
    """What is done stays on the page: by a day of each year until the year is over, once at the start for good."""
    term, as_of = line.obligation.terms.term, look.standing.as_of
    yearly = isinstance(term, Cadence) and term.by is not None
    at_start = isinstance(term, Duty) and term.when == When(start=True)
    if not yearly and not at_start:
        return []
    lines = look.standing.on(as_of, history=True, codes=[line.obligation.code]).lines
    rows = (row for found in lines if found.revision.key == line.revision.key for row in found.assessed.rows)
    return [row for row in rows if at_start or (row.window.first is not None and row.window.first.year == as_of.year)]


def is_periodic(row: Assessment) -> bool:
    """True for what is counted by period, of which only the last belongs to how a covenant ended."""
    counted = row.kind is Kind.CADENCE or isinstance(row.detail, Usage)
    return counted and not row.occurrence.startswith("event:")


def is_last(look: Look, line: Line) -> bool:
    """True for a revision that ran until the covenant was over."""
    life = life_of(line.obligation.terms, look.standing.as_of)
    return life.force.end == look.over


def shows_without_rows(look: Look, line: Line) -> bool:
    """An obligation of which nothing is open is shown while its revision holds, or when it was the last."""
    if look.standing.status(line.revision) is Status.IN_FORCE:
        return True
    return look.over is not None and is_last(look, line)


def badness(row: Assessment) -> int:
    """Place in the order of domain.md 6.8, the worst first."""
    return WORST_FIRST.index(row.status) if row.status in WORST_FIRST else len(WORST_FIRST)


def group_of(rows: Iterable[Assessment]) -> Group:
    groups = {wording.group(row) for row in rows}
    return next((group for group in WORST_GROUP_FIRST if group in groups), Group.NOT_NOW)
