"""To prepare a meeting: what happened since the last one of its kind, what is open, how every obligation stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.models import Action, Meeting
from meetings.web.gate import meeting_url, of_meeting
from meetings.web.meeting import action_views
from meetings.web.words import name_of, time_text, weekday
from obligations.assessments import Standing, assess_covenants
from obligations.evidence import sources
from obligations.models import Covenant
from obligations.web.addresses import obligation_url
from obligations.web.agenda import fact_word
from obligations.web.as_of import Moment, as_of_from, shown_day
from obligations.web.language import page_language
from obligations.web.standings import Look, placed
from obligations.web.words import GROUP_ICONS, RowView, row_view, subject_of, tone_of
from obligations.wording import Group, Lang, day_text, group_name

MOST_FACTS = 100


@dataclass(frozen=True)
class Happened:
    """Something since the last meeting: its day, what, and how certain it is."""

    day: str
    title: str
    state: str
    url: str


@dataclass(frozen=True)
class Stands:
    title: str
    url: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class GroupView:
    name: str
    icon: str
    tone: str
    entries: tuple[Stands, ...]


@require_safe
@of_meeting
def preparation(request: HttpRequest, covenant: Covenant, row: Meeting, writes: bool) -> HttpResponse:
    """What whoever prepares this meeting wants on paper."""
    del writes
    moment, lang = as_of_from(request), page_language()
    last = before(row)
    first = last.on if last is not None else row.on - timedelta(days=365)
    standing = assess_covenants([covenant.pk], moment.today)[covenant.pk]
    open_actions = Action.objects.filter(meeting__covenant=covenant, done_on__isnull=True)
    context = {
        "covenant": covenant,
        "meeting": row,
        "moment": moment,
        "title": _("Preparation"),
        "name": name_of(row),
        "day": weekday(row.on, lang),
        "time": time_text(row),
        "back": meeting_url(row),
        "since": shown_day(first),
        "last": last,
        "happened": happened(covenant, first, min(moment.today, row.on), moment, lang),
        "items": list(row.agenda.select_related("owner").order_by("position", "pk")),
        "actions": action_views(open_actions.select_related("owner"), moment.today, lang),
        "groups": groups(standing, moment, lang),
    }
    return render(request, "meetings/preparation.html", context)


def before(row: Meeting) -> Meeting | None:
    """The last meeting of the same kind that was held before this one."""
    rows = Meeting.objects.filter(
        covenant=row.covenant_id, type=row.type_id, state=Meeting.State.HELD, on__lt=row.on
    ).select_related("type")
    return rows.order_by("-on", "-pk").first()


def happened(covenant: Covenant, first: date, last: date, moment: Moment, lang: Lang) -> list[Happened]:
    """Everything that is recorded after `first` up to and including `last`."""
    found = [one for source in sources() for one in source.agenda([covenant.pk], first + timedelta(days=1), last)]
    found.sort(key=lambda one: (one.on, one.title))
    return [
        Happened(day_text(one.on, moment.today, lang), one.title, fact_word(one.state, lang), one.address or "")
        for one in found[-MOST_FACTS:]
    ]


def groups(standing: Standing, moment: Moment, lang: Lang) -> list[GroupView]:
    """How every obligation stands, what needs attention first; what does not count now is left out."""
    look = Look(moment, standing)
    found: dict[Group, list[Stands]] = {group: [] for group in Group}
    for one in placed(look):
        subject = subject_of(standing, one.line)
        rows = tuple(row_view(subject, row, moment.today, lang) for row in one.rows)
        url = obligation_url(standing.covenant.key, one.line.obligation.code, moment)
        found[one.group].append(Stands(one.line.obligation.title, url, rows))
    return [view(group, entries, lang) for group, entries in found.items() if entries and group is not Group.NOT_NOW]


def view(group: Group, entries: Sequence[Stands], lang: Lang) -> GroupView:
    return GroupView(group_name(group, lang), GROUP_ICONS[group], tone_of(group), tuple(entries))
