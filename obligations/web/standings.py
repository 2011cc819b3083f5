"""What of a standing belongs on a page: each obligation once, in the group of its worst row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from obligations.assessments import Line, Standing, assess_covenants
from obligations.civil_time import end_of_day
from obligations.engine.terms import Kind, life_of
from obligations.engine.verdict import Assessment, Status, Usage
from obligations.evidence import first_recorded
from obligations.models import Covenant
from obligations.web.as_of import Moment, shown_day
from obligations.wording import Group
from obligations.wording.placing import WITHOUT_ROWS, group_of, rank_of, shown_rows, urgency


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
    opened = assess_covenants(ids, moment.today, known_at=moment.known_at, codes=(), only=codes)
    found = {}
    for id_, covenant in opened.items():
        own = moment.opening(covenant.ended_on)
        found[id_] = Look(own, covenant.on(own.as_of, history=True, codes=codes))
    return found


def placed(look: Look) -> list[Placed]:
    """Every obligation that the page shows, each once per revision, worst first, then in the order of the text."""
    found = []
    for line in look.standing.lines:
        rows = rows_of(look, line)
        if rows or shows_without_rows(look, line):
            ordered = tuple(sorted(rows, key=urgency))
            found.append(Placed(line, ordered, group_of(ordered)))
    return sorted(found, key=lambda one: rank_of(one.rows[0]) if one.rows else WITHOUT_ROWS)


def rows_of(look: Look, line: Line) -> list[Assessment]:
    """The rows of a line on the page: how a covenant that is over ended, else those that a list of the day shows."""
    rows, as_of = list(line.assessed.rows), look.standing.as_of
    if look.over is not None and is_last(look, line):
        return [row for row in rows if not is_periodic(row) or row.window.end == look.over]
    return shown_rows(line.obligation.terms, rows, as_of)


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


def kept_from(found: Covenant, look: Look) -> str:
    """What must be said when the register was not kept yet on the shown day, or held nothing yet; '' when it did."""
    if look.moment.known_at is not None:
        first = first_recorded(found.pk)
        if first is None or first > end_of_day(look.moment.known_at):
            return _("On %(day)s nothing had been recorded here yet, so nothing counts.") % {
                "day": shown_day(look.moment.known_at)
            }
    if found.tracked_from is not None and look.standing.as_of < found.tracked_from:
        return _("The register is kept from %(day)s. What happened before is not known here.") % {
            "day": shown_day(found.tracked_from)
        }
    return ""
