"""To the next and the previous moment at which something changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Max

from obligations.assessments import Standing
from obligations.models import Covenant, StatusChange
from obligations.web.as_of import Link, Moment, shown_day
from obligations.web.standings import Look

REACH = (timedelta(days=31), timedelta(days=124), timedelta(days=500), timedelta(days=4000))
"""How far back is looked for the previous change, each further than the last."""
MOST_LINES = 120
"""With more obligations than this the log tells the previous change, not the engine."""


@dataclass(frozen=True)
class Steps:
    """Ways to look at the same page at another moment; None where nothing changes on that side."""

    previous: Link | None
    following: Link | None


def steps_of(look: Look, page: str) -> Steps:
    """From a day that was assessed in full."""
    return Steps(_link(look.moment, page, previous_change(look.standing)), next_change(look, page))


def next_change(look: Look, page: str) -> Link | None:
    """The first later day on which anything shown differs, as a way to look at it."""
    return None if look.over is not None else _link(look.moment, page, look.standing.changes_on)


def stored_steps(covenant: Covenant, moment: Moment, page: str, changes_on: date | None) -> Steps:
    """From today, by what is stored: the first day on which it no longer holds, and the last line of the log."""
    log = StatusChange.objects.filter(covenant=covenant, on__lt=moment.today)
    return Steps(_link(moment, page, log.aggregate(last=Max("on"))["last"]), _link(moment, page, changes_on))


def previous_change(standing: Standing) -> date | None:
    """The last day on or before the shown one on which anything shown became what it is.

    Goes forward from ever further back, as the engine knows of each day only the next change.
    """
    first = min((revision.term.signed_on for revision in standing.covenant.revisions), default=None)
    if first is None or standing.as_of <= first or len(standing.lines) > MOST_LINES:
        return None
    codes = {line.obligation.code for line in standing.lines}
    for reach in REACH:
        start = max(standing.as_of - reach, first)
        last = _last_change(standing, start, codes)
        if last is not None or start == first:
            return last or first
    return first


def _last_change(standing: Standing, start: date, codes: set[str]) -> date | None:
    """The last change after `start` and before the shown day; None when there is none."""
    day, last = start, None
    while True:
        following = standing.on(day, codes=codes).changes_on
        if following is None or following >= standing.as_of:
            return last
        day = last = following


def _link(moment: Moment, page: str, day: date | None) -> Link | None:
    """The page on that day; of today without a day in its address."""
    if day is None:
        return None
    there = replace(moment, path=page)
    url = page if day == moment.today and moment.known_at is None and moment.final_on is None else there.at(day)
    return Link(shown_day(day), url)
