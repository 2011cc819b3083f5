"""The one button that does what a row asks for."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from obligations.assessments import Line
from obligations.engine.terms import Cadence, Cap, Deadline, Duty, Kind, Standing
from obligations.engine.verdict import Assessment, Care, Instance, Status
from obligations.web.as_of import Link
from obligations.web.menu import address_of

NEVER_WAIVED = frozenset({None, Status.MET, Status.MET_LATE, Status.WAIVED, Status.IN_ORDER, Status.WITHIN})


def act_on(key: str, line: Line, row: Assessment, meetings: frozenset[str]) -> Link | None:
    """Plan a meeting, record what was done, or look it through; None where nothing can be recorded.

    `meetings`: the keys of the types of this covenant that are a meeting.
    """
    if getattr(row.detail, "reported", 0):
        return Link(_("Check"), reverse("obligation", kwargs={"key": key, "code": line.obligation.code}))
    if isinstance(row.detail, Care):
        return None if row.detail.vacant else Link(_("Look through"), _url("review", key, plicht=line.obligation.code))
    types = types_done_by(line)
    if not types:
        return None
    if types[0] in meetings:
        if not address_of("meeting-add", key=key):
            return None
        return Link(_("Plan a meeting"), _url("meeting-add", key, soort=types[0], plicht=line.obligation.code))
    trigger = row.detail.trigger if isinstance(row.detail, Instance) else ""
    return Link(_("Record"), _url("record-entry", key, soort=types[0], bij=trigger, plicht=line.obligation.code))


def review_of(key: str, line: Line) -> Link | None:
    """Look a standing duty through."""
    if line.obligation.terms.kind is not Kind.STANDING:
        return None
    return Link(_("Look through"), _url("review", key, plicht=line.obligation.code))


def waive_of(key: str, line: Line, row: Assessment | None) -> Link | None:
    """Record that the parties agreed that this need not be done."""
    if row is None or row.status in NEVER_WAIVED:
        return None
    return Link(_("Not needed, agreed"), _url("waive", key, plicht=line.obligation.code, keer=row.occurrence))


def types_done_by(line: Line) -> tuple[str, ...]:
    """The types of fact with which the obligation is met; none for a maximum, which is only used up."""
    term = line.obligation.terms.term
    if isinstance(term, Cadence):
        return term.of
    if isinstance(term, Deadline | Duty):
        return term.done_by
    return term.of if isinstance(term, Standing | Cap) and line.obligation.terms.kind is not Kind.CAP else ()


def _url(page: str, key: str, **asked: str) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse(page, kwargs={'key': key})}?{query}"
