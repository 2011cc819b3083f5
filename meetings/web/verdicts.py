"""Whether a meeting counts, for what, and why not: at once, in the words of the obligation's own page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from meetings.models import Meeting
from meetings.services.members import members_on
from obligations import wording
from obligations.assessments import Line, Standing, assess_covenants
from obligations.engine.terms import Kind
from obligations.engine.verdict import Assessment, PassedOver, Quota
from obligations.models import ObligationType
from obligations.web.addresses import obligation_url
from obligations.web.as_of import Moment
from obligations.web.words import subject_of
from obligations.wording import Lang
from obligations.wording.language import capital
from obligations.wording.norms import about_text

COUNTING = (Kind.CADENCE, Kind.STANDING)


@dataclass(frozen=True)
class Verdict:
    """'Telt mee: 2 van 4 in 2027'. `counts`: None where it cannot be said yet. `url`: the obligation's page."""

    text: str
    counts: bool | None
    title: str = ""
    url: str = ""

    @property
    def icon(self) -> str:
        return {True: "circle-check", False: "circle-x", None: "circle-dashed"}[self.counts]

    @property
    def tone(self) -> str:
        return {True: "achieved", False: "not-achieved", None: "not-now"}[self.counts]


@dataclass(frozen=True)
class Result:
    """What a meeting does for the covenant on the day of the page. `standing`: of what looks at its type."""

    verdicts: tuple[Verdict, ...]
    standing: Standing

    @property
    def left_out(self) -> bool:
        """It was held, and something that counts such meetings does not count it."""
        return any(one.counts is False for one in self.verdicts)


def result_of(meeting: Meeting, moment: Moment, lang: Lang) -> Result:
    """Every obligation that counts this meeting, or looks at it and does not, on the day of the page."""
    codes = set(
        ObligationType.objects.filter(obligation__revision__covenant=meeting.covenant_id, type=meeting.type_id)
        .exclude(use=ObligationType.Use.AGENDA)
        .values_list("obligation__code", flat=True)
    )
    standing = assess_covenants([meeting.covenant_id], moment.today, history=True, only=codes)[meeting.covenant_id]
    return Result(tuple(_verdicts(meeting, standing, codes, moment, lang)), standing)


def _verdicts(meeting: Meeting, standing: Standing, codes: set[str], moment: Moment, lang: Lang) -> list[Verdict]:
    if meeting.state == Meeting.State.CANCELLED:
        return [Verdict(_("It did not take place, so it counts for nothing."), None)]
    if not members_on(standing.covenant, meeting.on):
        return [Verdict(_("On that day no revision was in force: it is kept, and counts for nothing."), False)]
    if meeting.state == Meeting.State.PLANNED:
        asked = meeting.on < moment.today
        text = _("Did it take place? It counts once that is said.") if asked else _("It counts once it took place.")
        return [Verdict(text, None)]
    ref = meeting.reference.ref
    found = []
    for line in standing.lines:
        for row in line.assessed.rows:
            if ref in row.counted:
                found.append(_counted(standing, line, row, moment, lang))
            passed = next((one for one in row.passed_over if one.ref == ref), None)
            if passed is not None and line.obligation.terms.kind in COUNTING and line.obligation.code in codes:
                found.append(_passed(standing, line, passed, moment, lang))
    return found or [Verdict(_("Nothing in the covenant counts such a meeting."), None)]


def _counted(standing: Standing, line: Line, row: Assessment, moment: Moment, lang: Lang) -> Verdict:
    about = about_text(subject_of(standing, line), row, lang)
    text = _("It counts")
    if isinstance(row.detail, Quota):
        about = about[:1].lower() + about[1:]
        if row.detail.required:
            numbers = {"done": row.detail.done, "required": row.detail.required, "about": about}
            text = _("It counts: %(done)s of %(required)s %(about)s") % numbers
        else:
            text = _("It counts: %(done)s %(about)s, too short a time for a number") % {
                "done": row.detail.done,
                "about": about,
            }
    url = obligation_url(standing.covenant.key, line.obligation.code, moment)
    return Verdict(text, True, line.obligation.title, url)


def _passed(standing: Standing, line: Line, passed: PassedOver, moment: Moment, lang: Lang) -> Verdict:
    text = capital(wording.why_text(passed, subject_of(standing, line), lang))
    return Verdict(
        text, False, line.obligation.title, obligation_url(standing.covenant.key, line.obligation.code, moment)
    )
