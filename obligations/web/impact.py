"""What the switch from one revision to the next touches: open periods, duties that run on, dates, reminders, posts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from obligations import wording
from obligations.assessments import Line, Standing
from obligations.engine.readings import DeadlineAtSwitch
from obligations.engine.terms import Deadline
from obligations.engine.verdict import Assessed, Assessment, Care, Due, Instance, Interval, Quota, Status, Usage
from obligations.engine.windows import DAY
from obligations.models import Post, Tenure
from obligations.snapshots import ObligationSnapshot, RevisionSnapshot
from obligations.snapshots.covenants import MemberSnapshot
from obligations.web.comparing import codes_of
from obligations.web.words import subject_of
from obligations.wording import Lang
from obligations.wording.language import listing
from obligations.wording.norms import norm_text
from obligations.wording.reminders import reminders_text

SETTLED = frozenset({Status.MET, Status.MET_LATE, Status.WAIVED, Status.NOT_RECORDED})
OPEN = frozenset({Status.OPEN, Status.ATTENTION, Status.OVERDUE, Status.DUE_SOON, Status.AT_RISK, Status.ON_TRACK})
Row = tuple[Line, Assessment]


@dataclass(frozen=True)
class Touched:
    """One thing that the switch touches, in one sentence or two.

    `code`: the obligation that it is about, '' for a party; `is_new`: that one is not in the older text.
    """

    title: str
    code: str
    text: str
    is_new: bool = False

    @property
    def party(self) -> bool:
        return not self.code


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


@dataclass(frozen=True)
class Switch:
    """The last day of the older text and the first of the newer; `ahead`: the last day is still to come or runs."""

    eve: Standing
    first: Standing
    old: RevisionSnapshot
    new: RevisionSnapshot
    ahead: bool
    lang: Lang

    @cached_property
    def eve_rows(self) -> list[Row]:
        return rows_of(self.eve, self.old)

    @cached_property
    def then(self) -> Mapping[tuple[str, str], Row]:
        """How rows of the older text stand on the first day of the newer, by code and occurrence."""
        return {(row.code, row.occurrence): (line, row) for line, row in rows_of(self.first, self.old)}

    @cached_property
    def begun(self) -> Mapping[tuple[str, str | None], Row]:
        """The periods of the newer text that run on its first day, by code and whose use a maximum counts."""
        rows = [(line, row) for line, row in rows_of(self.first, self.new) if is_periodic(row)]
        return {(row.code, counter_of(row)): (line, row) for line, row in rows if self.first.as_of in row.window}

    @cached_property
    def followers(self) -> Mapping[str, Sequence[ObligationSnapshot]]:
        return followers_of(self.old, self.new)

    def on_eve(self, line: Line, row: Assessment) -> str:
        return wording.sentence(subject_of(self.eve, line), row, self.eve.as_of, self.lang)

    def on_first(self, line: Line, row: Assessment) -> str:
        return wording.sentence(subject_of(self.first, line), row, self.first.as_of, self.lang)


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


def rows_of(standing: Standing, revision: RevisionSnapshot) -> list[Row]:
    """Every row of the obligations of one revision."""
    lines = [line for line in standing.lines if line.revision.key == revision.key]
    return [(line, row) for line in lines for row in line.assessed.rows if row.status is not None]


def followers_of(old: RevisionSnapshot, new: RevisionSnapshot) -> dict[str, list[ObligationSnapshot]]:
    """By each code of the older text the obligations of the newer that go on with it."""
    by_code = {one.code: one for one in new.obligations}
    return {
        one.code: [by_code[code] for code in _continued(one.code, new) if code in by_code] for one in old.obligations
    }


def _continued(code: str, new: RevisionSnapshot) -> dict[str, None]:
    outcome = new.outcomes.get(code)
    return dict.fromkeys((code, *(outcome.becomes if outcome is not None else ())))


def counter_of(row: Assessment) -> str | None:
    return row.detail.counter if isinstance(row.detail, Usage) else None


def is_periodic(row: Assessment) -> bool:
    return isinstance(row.detail, Quota | Usage | Interval) and not row.occurrence.startswith("event:")


def cut_periods(switch: Switch) -> Iterator[Touched]:
    """Periods of a number or a maximum that are open on the last day: how far they are, how they end, what follows."""
    last = switch.eve.as_of
    for line, row in switch.eve_rows:
        if is_periodic(row) and last in row.window:
            parts = [switch.on_eve(line, row), _how_it_ends(switch, row), *_next_parts(switch, line, row)]
            yield Touched(line.obligation.title, line.obligation.code, _joined(parts))
    for line, row in rows_of(switch.eve, switch.new):
        before = line.obligation.terms.predecessor
        if before is not None and is_periodic(row) and last in row.window:
            whole = _("This period is judged as one.")
            yield Touched(line.obligation.title, before.code, _joined([switch.on_eve(line, row), whole]))


def _joined(parts: Sequence[str]) -> str:
    return " ".join(part for part in parts if part)


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
            text = _joined([switch.on_first(*after), *follows])
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


def posts(switch: Switch) -> Iterator[Touched]:
    """Parties that leave, with whoever holds a post there, parties that join, and functions that the text names."""
    before = {one.key: one for one in switch.old.members if switch.eve.as_of in one.window}
    after = {one.key: one for one in switch.new.members if switch.first.as_of in one.window}
    gone = [one for key, one in before.items() if key not in after]
    come = [one for key, one in after.items() if key not in before]
    tenures = _tenures(switch, [one.id for one in (*gone, *come)])
    for member in gone:
        yield Touched(member.name, "", _leaving(switch, member, tenures))
    for member in come:
        yield Touched(member.name, "", _joining(switch, member, tenures))
    for key, member in after.items():
        if key in before and before[key].function != member.function:
            yield Touched(member.name, "", _renamed(before[key].function, member.function))


def _tenures(switch: Switch, party_ids: Sequence[int]) -> list[Tenure]:
    """Who held, holds or will hold a post at these parties, deputies left out. One query."""
    rows = Tenure.objects.filter(
        post__covenant_id=switch.eve.covenant.id, post__party__in=party_ids, deputy_of__isnull=True
    )
    return list(rows.select_related("post__theme"))


def _holding(tenures: Sequence[Tenure], member: MemberSnapshot, day: date) -> list[Tenure]:
    return [
        row
        for row in tenures
        if row.post.party_id == member.id
        and (row.starts_on is None or row.starts_on <= day)
        and (row.ends_before is None or row.ends_before > day)
    ]


def _leaving(switch: Switch, member: MemberSnapshot, tenures: Sequence[Tenure]) -> str:
    held = [f"{row.name} ({_post_text(row.post)})" for row in _holding(tenures, member, switch.eve.as_of)]
    there = _("Until then there: %(who)s.") % {"who": listing(held, switch.lang)} if held else ""
    return _joined([_("Leaves the covenant."), there])


def _joining(switch: Switch, member: MemberSnapshot, tenures: Sequence[Tenure]) -> str:
    found = _holding(tenures, member, switch.first.as_of)
    holders = [row.name for row in found if row.post.role == Post.Role.ACCOUNT_HOLDER]
    if not holders:
        return _("Joins the covenant: who is account holder?")
    return _("Joins the covenant; account holder: %(who)s.") % {"who": listing(holders, switch.lang)}


def _renamed(before: str, after: str) -> str:
    if not after:
        return _("The text no longer names who is account holder (was: %(before)s).") % {"before": before}
    if not before:
        return _("The text now names the account holder: %(after)s.") % {"after": after}
    return _("Account holder: %(before)s becomes %(after)s.") % {"before": before, "after": after}


def _post_text(post: Post) -> str:
    words = {
        Post.Role.ACCOUNT_HOLDER: _("account holder"),
        Post.Role.CONTACT: _("contact"),
        Post.Role.THEME_LEAD: _("theme lead"),
        Post.Role.AGENDA_MEMBER: _("agenda member"),
        Post.Role.SECRETARIAT: _("secretariat"),
    }
    word = words[Post.Role(post.role)]
    return f"{word} {post.theme.name}" if post.theme is not None else word


def vacancies(switch: Switch) -> Iterator[Touched]:
    """Places that the newer text asks for and that nobody holds, where they were held or not asked for before."""
    empty = {(row.code, detail.place) for _line, row in switch.eve_rows if (detail := _vacant(row)) is not None}
    known = codes_of(switch.old)
    for line, row in rows_of(switch.first, switch.new):
        before, detail = line.obligation.terms.predecessor, _vacant(row)
        if detail is not None and (before is None or (before.code, detail.place) not in empty):
            code = line.obligation.code
            yield Touched(line.obligation.title, code, switch.on_first(line, row), code not in known)


def _vacant(row: Assessment) -> Care | None:
    return row.detail if isinstance(row.detail, Care) and row.detail.vacant else None
