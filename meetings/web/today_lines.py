"""Lines of Vandaag: meetings of which nobody said yet whether they took place (users.md rules 5 and 9)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.evidence import page_of
from meetings.models import Meeting
from meetings.web.words import name_of
from obligations.models import Covenant, Membership, Role
from obligations.web.as_of import Moment
from obligations.web.today import Answer, TodayLine
from obligations.web.words import Badge, RowView
from obligations.wording import Lang, day_text
from obligations.wording.language import lower

MOST = 50


def unanswered(user: Any, moment: Moment, lang: Lang) -> list[TodayLine]:
    """A line per planned meeting whose day has passed, of the covenants that this person keeps. One query."""
    covenants = Covenant.objects.visible_to(user)
    if not (user.is_staff or user.is_superuser):
        covenants = covenants.filter(
            pk__in=Membership.objects.filter(user=user, role=Role.SECRETARIAT).values("covenant")
        )
    rows = Meeting.objects.filter(
        covenant__in=covenants, state=Meeting.State.PLANNED, on__lt=moment.today, closed=False
    ).select_related("covenant", "type")
    return [_line(row, moment, lang) for row in rows.order_by("on", "pk")[:MOST]]


def _line(row: Meeting, moment: Moment, lang: Lang) -> TodayLine:
    names = {"key": row.covenant.key, "pk": row.pk}
    day = day_text(row.on, moment.today, lang)
    title = _("Did the %(meeting)s of %(day)s take place?") % {"meeting": lower(name_of(row)), "day": day}
    sentence = _("It was planned. Until you say what became of it, it counts for nothing.")
    badge = Badge(_("To answer"), "circle-question-mark", "to-do")
    answers = (
        Answer(_("Took place, everyone was there"), reverse("meeting-hold", kwargs=names), send=True),
        Answer(_("Took place, not everyone"), reverse("meeting-attendance", kwargs=names)),
        Answer(_("Move it"), reverse("meeting-move", kwargs=names)),
        Answer(_("Did not take place"), reverse("meeting-cancel", kwargs=names)),
    )
    return TodayLine(
        title,
        page_of(row.covenant.key, row.pk),
        row.covenant.language,
        row.covenant.title,
        RowView(badge, sentence),
        None,
        None,
        answers,
    )
