"""What templates show of a meeting: words for its day, time, state and minutes."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from meetings.models import Meeting
from obligations.web.words import Badge
from obligations.wording import Lang

State = Meeting.State
INVITATIONS = [("ourselves", _lazy("I did that myself")), ("system", _lazy("by this system"))]
INVITATION_HELP = _lazy("By this system: sent once this site sends mail.")


def weekday(day: date, lang: Lang) -> str:
    """'woensdag 17 juni 2026'."""
    return format_date(day, "EEEE d MMMM y", locale=lang)


def time_text(meeting: Meeting) -> str:
    """'10.00–11.30 uur', '' without a time."""
    if meeting.at is None:
        return ""
    begin = meeting.at.strftime("%H.%M")
    if meeting.ends_at is None:
        return _("%(begin)s hours") % {"begin": begin}
    return _("%(begin)s–%(end)s hours") % {"begin": begin, "end": meeting.ends_at.strftime("%H.%M")}


def state_badge(meeting: Meeting, today: date) -> Badge:
    """A planned meeting whose day has passed asks whether it took place."""
    if meeting.state == State.HELD:
        return Badge(_("Took place"), "circle-check", "achieved")
    if meeting.state == State.CANCELLED:
        return Badge(_("Did not take place"), "circle-off", "not-now")
    if meeting.on < today:
        return Badge(_("Did it take place?"), "circle-question-mark", "to-do")
    return Badge(_("Planned"), "calendar-check", "running")


def minutes_text(state: str) -> str:
    """How far the minutes are."""
    return {"draft": _("Draft"), "shared": _("Shared"), "adopted": _("Adopted")}[state]


def name_of(meeting: Meeting) -> str:
    """What a meeting is called: its subject, else its type."""
    return meeting.subject or meeting.type.name
