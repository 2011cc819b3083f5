"""What the switch from one revision to the next touches: open periods, duties that run on, dates, reminders, posts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from obligations import wording
from obligations.assessments import Line, Standing
from obligations.engine.periods import whole_period
from obligations.engine.readings import DeadlineAtSwitch
from obligations.engine.terms import Cadence, Cap, Deadline
from obligations.engine.verdict import Assessed, Assessment, Due, Instance, Interval, Status, Usage
from obligations.engine.windows import DAY
from obligations.snapshots import ObligationSnapshot, RevisionSnapshot
from obligations.web.comparing import codes_of
from obligations.web.switch import Switch, Touched, counter_of, followers_of, is_periodic, joined, rows_of
from obligations.web.switch_posts import posts, vacancies
from obligations.web.words import subject_of
from obligations.wording import Lang
from obligations.wording.norms import norm_text
from obligations.wording.reminders import reminders_text

SETTLED = frozenset({Status.MET, Status.MET_LATE, Status.WAIVED, Status.NOT_RECORDED})
OPEN = frozenset({Status.OPEN, Status.ATTENTION, Status.OVERDUE, Status.DUE_SOON, Status.AT_RISK, Status.ON_TRACK})


@dataclass(frozen=True)
class ImpactPart:
    """One kind of thing that is touched; `empty`: what to say when there is nothing."""

    title: str
    lines: tuple[Touched, ...]
    empty: str


@dataclass(frozen=True)
class Impact:
    """Everything that the switch on `day` touches."""

    day: str
    parts: tuple[ImpactPart, ...]


def impact_of(standing: Standing, old: RevisionSnapshot, new: RevisionSnapshot, lang: Lang) -> Impact:
    """What happens on the day on which `new` takes the place of `old`. One query, for posts."""
    day = old.term.superseded_from or new.term.in_force_from
    eve, first = standing.on(day - DAY, history=True), standing.on(day, history=True)
    switch = Switch(eve, first, old, new, eve.as_of >= standing.as_of, lang)
    kinds = (
        (_("Periods that are cut"), cut_periods(switch), _("No period is open that day.")),
        (_("Still to be done"), trailing(switch), _("Nothing is left over.")),
        (_("Dates that lay later"), later_dates(switch), _("No date lay later.")),
        (_("Reminders"), reminders(old, new, lang), _("The reminders stay as they are.")),
        (_("Parties and posts"), (*posts(switch), *vacancies(switch)), _("The parties stay the same.")),
    )
    return Impact(
        wording.full_day(day, lang), tuple(ImpactPart(title, tuple(lines), empty) for title, lines, empty in kinds)
    )


def cut_periods(switch: Switch) -> Iterator[Touched]:
    """Periods of a number or a maximum that are open on the last day: how far they are, how they end, what follows."""
    last = switch.eve.as_of
    for line, row in switch.eve_rows:
        if last in row.window and _is_cut(line, row, switch.first.as_of):
            parts = [switch.on_eve(line, row), _how_it_ends(switch, row), *_next_parts(switch, line, row)]
            yield Touched(line.obligation.title, line.obligation.code, joined(parts))
    for line, row in rows_of(switch.eve, switch.new):
        before = line.obligation.terms.predecessor
        if before is not None and is_periodic(row) and last in row.window:
            whole = _("This period is judged as one.")
            yield Touched(line.obligation.title, before.code, joined([switch.on_eve(line, row), whole]))


def _is_cut(line: Line, row: Assessment, day: date) -> bool:
    """True for a period that would still have run on `day`, and for an interval that nobody filled yet."""
    terms, first = line.obligation.terms, row.window.first
    if not is_periodic(row) or first is None:
        return False
    if isinstance(row.detail, Interval):
        return row.detail.due_on >= day or row.detail.met_on is None
    assert isinstance(terms.term, Cadence | Cap)
    return day in whole_period(first, terms.term.per.months, terms.anchor(terms.term.per))


def _how_it_ends(switch: Switch, row: Assessment) -> str:
    """The label of the part once it is over; '' for a maximum, of which the sum says all."""
    found = switch.then.get((row.code, row.occurrence))
    if found is None:
        return ""
    line, after = found
    if switch.first.as_of in after.window:
        return _("It goes on: for this the older text still holds.")
    if isinstance(row.detail, Usage):
        return ""
    label = wording.label(subject_of(switch.first, line), after, switch.first.as_of, switch.lang)
    if switch.ahead:
        return _("If nothing else happens, this part ends as: %(label)s.") % {"label": label}
    return _("This part ends as: %(label)s.") % {"label": label}


def _next_parts(switch: Switch, line: Line, row: Assessment) -> list[str]:
    """What the newer text asks instead, or that it asks nothing."""
    found = switch.followers[line.obligation.code]
    if not found:
        return [_gone_text(switch.new, line.obligation.code)]
    return [text for one in found for text in (_norm(switch, line, one), _new_part(switch, one, row))]


def _gone_text(new: RevisionSnapshot, code: str) -> str:
    outcome = new.outcomes.get(code)
    names = {"new": new.title, "where": outcome.moved_to if outcome is not None else ""}
    if not names["where"]:
        return _("Not in %(new)s any more.") % names
    if outcome is not None and outcome.certain:
        return _("Not in %(new)s any more; it is now in %(where)s.") % names
    return _("Not in %(new)s any more; probably it is now in %(where)s.") % names


def _norm(switch: Switch, line: Line, follower: ObligationSnapshot) -> str:
    subject = switch.first.subject(Line(switch.new, follower, Assessed(follower.terms, (), None)))
    values = {"norm": norm_text(subject, switch.lang), "title": follower.title}
    if follower.code == line.obligation.code:
        return _("After that: %(norm)s.") % values
    return _("After that ‘%(title)s’: %(norm)s.") % values


def _new_part(switch: Switch, follower: ObligationSnapshot, row: Assessment) -> str:
    """What is left of the period, as the newer text counts it; of a maximum that of the same party."""
    found = switch.begun.get((follower.code, counter_of(row)))
    return "" if found is None else switch.on_first(*found)


def trailing(switch: Switch) -> Iterator[Touched]:
    """What was asked before the switch and is not done: it runs on or lapses, as the text is read."""
    for line, row in switch.eve_rows:
        detail = row.detail
        arose = isinstance(detail, Instance) and detail.trigger_on <= switch.eve.as_of
        undated = isinstance(detail, Due) and not detail.dated
        if row.status in OPEN and (arose or undated):
            after = switch.then.get((row.code, row.occurrence), (line, row))
            yield Touched(line.obligation.title, line.obligation.code, switch.on_first(*after))


def later_dates(switch: Switch) -> Iterator[Touched]:
    """Dates of the older text on or after the switch that were not met: what becomes of them, and what follows."""
    for line, row in switch.eve_rows:
        if row.status not in SETTLED and _lay_later(line, row, switch.first.as_of):
            after = switch.then.get((row.code, row.occurrence), (line, row))
            follows = [_norm(switch, line, one) for one in switch.followers[line.obligation.code]]
            text = joined([switch.on_first(*after), *follows])
            yield Touched(line.obligation.title, line.obligation.code, text)


def _lay_later(line: Line, row: Assessment, day: date) -> bool:
    """True for a date of the text on or after the switch, also when it is read as due before it (A-44)."""
    detail, terms = row.detail, line.obligation.terms
    if not isinstance(detail, Due) or not detail.dated or detail.due_on is None:
        return False
    if detail.due_on >= day:
        return True
    brought_forward = terms.readings.deadline_at_switch is DeadlineAtSwitch.DUE_BEFORE and detail.due_on == day - DAY
    end = terms.revision.nominal_end(terms.readings)
    term = terms.term
    written = term.due if isinstance(term, Deadline) else None
    written = end - DAY if written is None and end is not None else written
    return brought_forward and written is not None and written >= day


def reminders(old: RevisionSnapshot, new: RevisionSnapshot, lang: Lang) -> Iterator[Touched]:
    """Obligations of which reminding stops, begins or changes."""
    known, following = codes_of(old), followers_of(old, new)
    seen = {follower.code for found in following.values() for follower in found}
    for one in old.obligations:
        before, found = reminders_text(one.reminders, lang), following[one.code]
        if before and not found:
            yield Touched(one.title, one.code, _reminded(before, ""))
        for follower in found:
            then = reminders_text(follower.reminders, lang)
            if before != then:
                yield Touched(follower.title, follower.code, _reminded(before, then), follower.code not in known)
    for one in new.obligations:
        text = reminders_text(one.reminders, lang)
        if one.code not in seen and text:
            yield Touched(one.title, one.code, _reminded("", text), one.code not in known)


def _reminded(before: str, after: str) -> str:
    if not after:
        return _("No more reminders (were: %(before)s).") % {"before": before}
    if not before:
        return _("Reminders from now on: %(after)s.") % {"after": after}
    return _("Reminders change: from %(before)s to %(after)s.") % {"before": before, "after": after}
