"""What the switch from one revision to the next touches: open periods, duties that run on, dates, reminders, posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from obligations import wording
from obligations.assessments import Line, Standing
from obligations.engine.terms import Terms
from obligations.engine.verdict import Assessed, Assessment, Due, Instance, Quota, Status, Usage
from obligations.engine.windows import DAY
from obligations.models import Tenure
from obligations.snapshots import ObligationSnapshot, RevisionSnapshot
from obligations.web.words import subject_of
from obligations.wording import Lang
from obligations.wording.language import capital
from obligations.wording.norms import norm_text
from obligations.wording.reminders import reminders_text

SETTLED = frozenset({Status.MET, Status.MET_LATE, Status.WAIVED, Status.NOT_RECORDED})


@dataclass(frozen=True)
class Touched:
    """One thing that the switch touches. `code`: the obligation, '' for a person or party."""

    title: str
    code: str
    text: str


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
    switch = new.term.in_force_from
    eve = standing.on(switch - DAY, history=True)
    first = standing.on(switch, history=True)
    return Impact(
        wording.full_day(switch, lang),
        (
            ImpactPart(_("Periods that are cut"), cut_periods(eve, old, new, lang), _("No period is open that day.")),
            ImpactPart(_("Still to be done"), trailing(first, old, lang), _("Nothing is left over.")),
            ImpactPart(_("Dates that lay later"), later_dates(eve, first, old, lang), _("No date lay later.")),
            ImpactPart(_("Reminders"), reminders(old, new, lang), _("The reminders stay as they are.")),
            ImpactPart(_("Parties and posts"), posts(standing, old, new), _("The parties stay the same.")),
        ),
    )


def rows_of(standing: Standing, revision: RevisionSnapshot) -> list[tuple[Line, Assessment]]:
    """Every row of the obligations of one revision."""
    lines = [line for line in standing.lines if line.revision.key == revision.key]
    return [(line, row) for line in lines for row in line.assessed.rows if row.status is not None]


def cut_periods(eve: Standing, old: RevisionSnapshot, new: RevisionSnapshot, lang: Lang) -> tuple[Touched, ...]:
    """Periods of a number or a maximum that are open on the last day: how far they are, and what follows."""
    after = {one.code: one for one in new.obligations}
    found = []
    for line, row in rows_of(eve, old):
        counted = isinstance(row.detail, Quota | Usage) and not row.occurrence.startswith("event:")
        if counted and eve.as_of in row.window:
            follows = _next_norm(eve, new, line.obligation.terms, after, lang)
            text = wording.sentence(subject_of(eve, line), row, eve.as_of, lang)
            found.append(Touched(line.obligation.title, line.obligation.code, f"{text} {follows}".strip()))
    return tuple(found)


def _next_norm(
    standing: Standing, new: RevisionSnapshot, terms: Terms, after: dict[str, ObligationSnapshot], lang: Lang
) -> str:
    """What the new revision asks instead, '' where it asks nothing of the kind."""
    successor = terms.successor
    if successor is None or successor.code not in after:
        return ""
    found = after[successor.code]
    subject = standing.subject(Line(new, found, Assessed(found.terms, (), None)))
    return _("After that: %(norm)s.") % {"norm": norm_text(subject, lang)}


def trailing(first: Standing, old: RevisionSnapshot, lang: Lang) -> tuple[Touched, ...]:
    """Duties that arose before the switch and are not done."""
    return tuple(
        Touched(
            line.obligation.title,
            line.obligation.code,
            wording.sentence(subject_of(first, line), row, first.as_of, lang),
        )
        for line, row in rows_of(first, old)
        if isinstance(row.detail, Instance)
        and row.detail.trigger_on < first.as_of
        and row.status in (Status.OPEN, Status.ATTENTION, Status.OVERDUE, Status.DUE_SOON, Status.AT_RISK)
    )


def later_dates(eve: Standing, first: Standing, old: RevisionSnapshot, lang: Lang) -> tuple[Touched, ...]:
    """Dates of the old text on or after the switch, and yearly ones, that were not met: what becomes of them."""
    then = {(row.code, row.occurrence): (line, row) for line, row in rows_of(first, old)}
    found = []
    for line, row in rows_of(eve, old):
        dated = isinstance(row.detail, Due) and row.detail.dated and row.detail.due_on is not None
        if not dated or row.status in SETTLED or not _lies_later(row, first):
            continue
        after_line, after = then.get((row.code, row.occurrence), (line, row))
        text = wording.sentence(subject_of(first, after_line), after, first.as_of, lang)
        found.append(Touched(line.obligation.title, line.obligation.code, text))
    return tuple(found)


def _lies_later(row: Assessment, first: Standing) -> bool:
    return isinstance(row.detail, Due) and row.detail.due_on is not None and row.detail.due_on >= first.as_of - DAY


def reminders(old: RevisionSnapshot, new: RevisionSnapshot, lang: Lang) -> tuple[Touched, ...]:
    """Obligations of which reminding stops, begins or changes."""
    after = {one.code: one for one in new.obligations}
    found, seen = [], set()
    for one in old.obligations:
        successor = one.terms.successor
        follows = after.get(successor.code) if successor is not None else None
        seen.add(follows.code if follows else "")
        before, then = reminders_text(one.reminders, lang), reminders_text(follows.reminders if follows else {}, lang)
        if before != then:
            found.append(_reminded(one.title, follows.code if follows else one.code, before, then))
    for one in new.obligations:
        text = reminders_text(one.reminders, lang)
        if one.code not in seen and text:
            found.append(_reminded(one.title, one.code, "", text))
    return tuple(found)


def _reminded(title: str, code: str, before: str, after: str) -> Touched:
    if not after:
        return Touched(title, code, _("No more reminders (were: %(before)s).") % {"before": before})
    if not before:
        return Touched(title, code, _("Reminders from now on: %(after)s.") % {"after": after})
    return Touched(
        title, code, _("Reminders change: from %(before)s to %(after)s.") % {"before": before, "after": after}
    )


def posts(standing: Standing, old: RevisionSnapshot, new: RevisionSnapshot) -> tuple[Touched, ...]:
    """Parties that leave, with whoever holds a post there, and parties that join."""
    before, after = ({member.key: member for member in revision.members} for revision in (old, new))
    gone = [member for key, member in before.items() if key not in after]
    come = [member for key, member in after.items() if key not in before]
    held = _held_posts(standing, [member.id for member in gone], new)
    found = [
        Touched(member.name, "", " ".join([_("Leaves the covenant."), *held.get(member.id, [])])) for member in gone
    ]
    found += [Touched(member.name, "", _("Joins the covenant: who is account holder?")) for member in come]
    found += [
        Touched(
            member.name,
            "",
            _("Account holder: %(before)s becomes %(after)s.")
            % {"before": before[key].function or "–", "after": member.function or "–"},
        )
        for key, member in after.items()
        if key in before and before[key].function != member.function
    ]
    return tuple(found)


def _held_posts(standing: Standing, party_ids: Sequence[int], new: RevisionSnapshot) -> dict[int, list[str]]:
    """Who holds a post at these parties on the day of the switch, in words."""
    rows = Tenure.objects.filter(
        post__covenant_id=standing.covenant.id, post__party__in=party_ids, deputy_of__isnull=True
    ).select_related("post")
    found: dict[int, list[str]] = {}
    for row in rows:
        starts, ends = row.starts_on, row.ends_before
        day = new.term.in_force_from - DAY
        if (starts is None or starts <= day) and (ends is None or ends > day):
            text = _("%(name)s is %(post)s there.") % {"name": row.name, "post": row.post.get_role_display()}
            found.setdefault(row.post.party_id, []).append(capital(text))
    return found
