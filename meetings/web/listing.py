"""Every meeting that a person may see, and everything that was promised at one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.evidence import page_of
from meetings.models import Action, Decision, Meeting
from meetings.web.words import name_of, state_badge, time_text, weekday
from obligations.exports.workbook import FILE_TYPE, workbook
from obligations.models import Covenant
from obligations.web.access import covenants_of
from obligations.web.as_of import Link, Moment, as_of_from, banners
from obligations.web.language import page_language
from obligations.web.words import Badge
from obligations.wording import Lang, day_text

PAGE = 50
EVERYTHING = 20_000


@dataclass(frozen=True)
class MeetingView:
    """A meeting in a list."""

    title: str
    type: str
    url: str
    day: str
    time: str
    place: str
    covenant: str
    language: str
    badge: Badge
    there: str


@dataclass(frozen=True)
class Asked:
    """What the list is about, as its address names it."""

    covenant: str
    type: str
    year: str

    @property
    def query(self) -> dict[str, str]:
        named = {"convenant": self.covenant, "soort": self.type, "jaar": self.year}
        return {name: value for name, value in named.items() if value}


def asked_from(request: HttpRequest) -> Asked:
    year = request.GET.get("jaar", "")
    return Asked(
        request.GET.get("convenant", "")[:80],
        request.GET.get("soort", "")[:80],
        year if year.isascii() and year.isdecimal() and 1900 <= int(year) <= 2199 else "",
    )


def chosen(covenants: Mapping[int, Covenant], asked: Asked) -> QuerySet[Meeting]:
    """The meetings of these covenants that the address asks for."""
    ids = [pk for pk, covenant in covenants.items() if not asked.covenant or covenant.key == asked.covenant]
    rows = Meeting.objects.filter(covenant__in=ids)
    if asked.type:
        rows = rows.filter(type__key=asked.type)
    return rows.filter(on__year=int(asked.year)) if asked.year else rows


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """What comes, what waits for an answer, and what was."""
    moment, lang, asked = as_of_from(request), page_language(), asked_from(request)
    covenants, writes = covenants_of(request.user)
    rows, day = chosen(covenants, asked), moment.as_of
    page = page_number(request.GET.get("blad", ""))
    waiting = rows.filter(state=Meeting.State.PLANNED, on__lt=day).order_by("on", "at", "pk")[:PAGE]
    coming = rows.filter(on__gte=day).order_by("on", "at", "pk")[:PAGE]
    past = rows.filter(on__lt=day).exclude(state=Meeting.State.PLANNED).order_by("-on", "-pk")
    shown = past[(page - 1) * PAGE : page * PAGE + 1]
    groups = [
        (_("Did it take place?"), views(waiting, covenants, moment, lang)),
        (_("To come"), views(coming, covenants, moment, lang)),
        (_("Held, or not"), views(list(shown)[:PAGE], covenants, moment, lang)),
    ]
    context = {
        "moment": moment,
        "banners": banners(moment),
        "groups": [(name, found) for name, found in groups if found],
        "several": len(covenants) > 1,
        "asked": asked,
        "choices": choices(covenants, rows, asked),
        "excel": f"{reverse('meetings-excel')}?{urlencode(asked.query)}",
        "pages": pages("meetings", asked, page, len(shown) > PAGE),
        "acts": acts(covenants, writes, asked, moment.today),
    }
    return render(request, "meetings/list.html", context)


def page_number(text: str) -> int:
    """A page of the list, 1 for anything that is none."""
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text) <= 100_000 else 1


def pages(name: str, asked: Asked, page: int, more: bool) -> list[Link]:
    """The pages before and after this one."""
    found = [(_("Later ones"), page - 1)] if page > 1 else []
    found += [(_("Earlier ones"), page + 1)] if more else []
    return [Link(text, f"{reverse(name)}?{urlencode({**asked.query, 'blad': str(n)})}") for text, n in found]


def views(rows: Any, covenants: Mapping[int, Covenant], moment: Moment, lang: Lang) -> list[MeetingView]:
    """Meetings in words. Two queries, whatever their number."""
    found = rows if isinstance(rows, list) else list(rows.select_related("type").prefetch_related("attendance__party"))
    return [view(row, covenants[row.covenant_id], moment, lang) for row in found]


def view(row: Meeting, covenant: Covenant, moment: Moment, lang: Lang) -> MeetingView:
    there = sorted(one.party.short for one in row.attendance.all())
    return MeetingView(
        name_of(row),
        row.type.name if row.subject else "",
        page_of(covenant.key, row.pk),
        weekday(row.on, lang),
        time_text(row),
        row.location,
        covenant.title,
        covenant.language,
        state_badge(row, moment.as_of),
        ", ".join(there),
    )


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    selected: bool


def choices(covenants: Mapping[int, Covenant], rows: QuerySet[Meeting], asked: Asked) -> dict[str, list[Choice]]:
    """What each filter offers. Two queries."""
    inside = Meeting.objects.filter(covenant__in=list(covenants))
    types = inside.order_by("type__name").values_list("type__key", "type__name").distinct()
    years = sorted({day.year for day in inside.dates("on", "year")} | ({int(asked.year)} if asked.year else set()))
    offered: dict[str, list[tuple[str, str]]] = {
        "convenant": [(covenant.key, covenant.title) for covenant in covenants.values()],
        "soort": list(dict(types).items()),
        "jaar": [(str(year), str(year)) for year in reversed(years)],
    }
    picked = {"convenant": asked.covenant, "soort": asked.type, "jaar": asked.year}
    return {
        name: [Choice(value, text, value == picked[name]) for value, text in values] for name, values in offered.items()
    }


def acts(covenants: Mapping[int, Covenant], writes: frozenset[int], asked: Asked, today: date) -> list[Link]:
    """Plan the year, one meeting or a series: of the covenant that is shown, else of the only one she writes in."""
    mine = [one for pk, one in covenants.items() if pk in writes and asked.covenant in ("", one.key)]
    if len(mine) != 1:
        return []
    key = {"key": mine[0].key}
    return [
        Link(_("Plan a year"), f"{reverse('plan-year', kwargs=key)}?jaar={asked.year or today.year}"),
        Link(_("Plan a meeting"), reverse("meeting-add", kwargs=key)),
        Link(_("A series"), reverse("series-add", kwargs=key)),
    ]


@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    moment, lang, asked = as_of_from(request), page_language(), asked_from(request)
    covenants, _writes = covenants_of(request.user)
    found = views(chosen(covenants, asked).order_by("-on", "-pk")[:EVERYTHING], covenants, moment, lang)
    names = [_("Covenant"), _("Meeting"), _("Type"), _("Day"), _("Time"), _("Place"), _("State"), _("Who were there")]
    rows = [
        (one.covenant, one.title, one.type or one.title, one.day, one.time, one.place, one.badge.text, one.there)
        for one in found
    ]
    response = HttpResponse(workbook(_("Meetings"), names, rows), content_type=FILE_TYPE)
    response["Content-Disposition"] = f'attachment; filename="overleggen-{moment.as_of.isoformat()}.xlsx"'
    return response


# --- Actions -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ActionLine:
    """An action with the meeting at which it was promised."""

    pk: int
    text: str
    owner: str
    due: str
    late: bool
    done: str
    meeting: str
    url: str
    covenant: str
    key: str
    meeting_pk: int
    may: bool


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """What was promised and is not done yet; `?gedaan=1` also what is."""
    moment, lang, asked = as_of_from(request), page_language(), asked_from(request)
    covenants, writes = covenants_of(request.user)
    everything = "gedaan" in request.GET
    page = page_number(request.GET.get("blad", ""))
    rows = actions_of(covenants, asked, everything)[(page - 1) * PAGE : page * PAGE + 1]
    found = [action_line(row, covenants, writes, moment, lang) for row in rows]
    context = {
        "moment": Moment(moment.path, moment.today, moment.today),
        "actions": found[:PAGE],
        "everything": everything,
        "several": len(covenants) > 1,
        "asked": asked,
        "choices": choices(covenants, Meeting.objects.none(), asked),
        "excel": f"{reverse('actions-excel')}?{urlencode(asked.query | ({'gedaan': '1'} if everything else {}))}",
        "pages": pages("actions", asked, page, len(found) > PAGE),
    }
    return render(request, "meetings/actions.html", context)


def actions_of(covenants: Mapping[int, Covenant], asked: Asked, everything: bool) -> QuerySet[Action]:
    ids = [pk for pk, covenant in covenants.items() if not asked.covenant or covenant.key == asked.covenant]
    rows = Action.objects.filter(meeting__covenant__in=ids).select_related("meeting__type", "owner")
    open_ = rows if everything else rows.filter(done_on__isnull=True)
    return open_.order_by(F("done_on").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")


def action_line(
    row: Action, covenants: Mapping[int, Covenant], writes: frozenset[int], moment: Moment, lang: Lang
) -> ActionLine:
    covenant, today = covenants[row.meeting.covenant_id], moment.today
    return ActionLine(
        row.pk,
        row.text,
        "" if row.owner is None else row.owner.short,
        "" if row.due_on is None else day_text(row.due_on, today, lang),
        row.done_on is None and row.due_on is not None and row.due_on < today,
        "" if row.done_on is None else day_text(row.done_on, today, lang),
        f"{name_of(row.meeting)}, {day_text(row.meeting.on, today, lang)}",
        f"{page_of(covenant.key, row.meeting_id)}?deel=acties#deel",
        covenant.title,
        covenant.key,
        row.meeting_id,
        covenant.pk in writes,
    )


@require_safe
def actions_excel(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    moment, lang, asked = as_of_from(request), page_language(), asked_from(request)
    covenants, writes = covenants_of(request.user)
    rows = actions_of(covenants, asked, "gedaan" in request.GET)[:EVERYTHING]
    found = [action_line(row, covenants, writes, moment, lang) for row in rows]
    names = [_("Covenant"), _("What has to be done"), _("Who does it"), _("Own target"), _("Done on"), _("Meeting")]
    cells = [(one.covenant, one.text, one.owner, one.due, one.done, one.meeting) for one in found]
    response = HttpResponse(workbook(_("Actions"), names, cells), content_type=FILE_TYPE)
    response["Content-Disposition"] = f'attachment; filename="acties-{moment.today.isoformat()}.xlsx"'
    return response


# --- Decisions -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DecisionLine:
    """A decision with the meeting that took it."""

    text: str
    meeting: str
    url: str
    covenant: str


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """What was decided, the last meeting first."""
    moment, lang, asked = as_of_from(request), page_language(), asked_from(request)
    covenants, _writes = covenants_of(request.user)
    page = page_number(request.GET.get("blad", ""))
    ids = [pk for pk, covenant in covenants.items() if not asked.covenant or covenant.key == asked.covenant]
    rows = Decision.objects.filter(meeting__covenant__in=ids).select_related("meeting__type")
    shown = list(rows.order_by("-meeting__on", "pk")[(page - 1) * PAGE : page * PAGE + 1])
    found = [
        DecisionLine(
            row.text,
            f"{name_of(row.meeting)}, {day_text(row.meeting.on, moment.today, lang)}",
            f"{page_of(covenants[row.meeting.covenant_id].key, row.meeting_id)}?deel=besluiten#deel",
            covenants[row.meeting.covenant_id].title,
        )
        for row in shown
    ]
    context = {
        "moment": moment,
        "decisions": found[:PAGE],
        "several": len(covenants) > 1,
        "pages": pages("decisions", asked, page, len(found) > PAGE),
    }
    return render(request, "meetings/decisions_all.html", context)
