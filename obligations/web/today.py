"""Vandaag: what needs the secretary now, one line and one button each, and what comes next (users.md section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from obligations import wording
from obligations.assessments import Line, Standing
from obligations.current import Asked, Week, standing_with, week_of
from obligations.current.week import MOST
from obligations.engine.verdict import Assessment
from obligations.models import Covenant
from obligations.services.drafting import may_start
from obligations.web.access import covenants_of
from obligations.web.acts import act_on
from obligations.web.addresses import obligation_url
from obligations.web.as_of import Link, Moment, as_of_from
from obligations.web.checked import checked
from obligations.web.language import page_language
from obligations.web.upcoming import upcoming
from obligations.web.words import RowView, row_view, subject_of
from obligations.wording import Lang

MOST_LINES = 7
SNOOZES = (7, 14, 30)
"""Days for which a line can be put off with one click."""


@dataclass(frozen=True)
class Snooze:
    """How a line is taken off the list: where it is sent, what it names, and the days that are offered."""

    url: str
    code: str
    occurrence: str
    status: str
    days: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Answer:
    """One of several ways to answer a question. `send`: one click does it; else it leads to a form."""

    text: str
    url: str
    send: bool = False


@dataclass(frozen=True)
class TodayLine:
    """One thing that needs someone: what, how it stands in one sentence, and the one button that does it.

    `answers`: the buttons instead, where it is a question.
    """

    title: str
    url: str
    language: str
    covenant: str
    row: RowView
    act: Link | None
    snooze: Snooze | None
    answers: tuple[Answer, ...] = ()


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The list of the week over every covenant that this person sees; it is always about today."""
    asked = as_of_from(request)
    moment, lang = Moment(asked.path, asked.today, asked.today), page_language()
    covenants, writes = covenants_of(request.user)
    everything = "alles" in request.GET
    week = week_of(covenants, moment.today, MOST if everything else MOST_LINES)
    desk = Desk(covenants, writes, standings_of(week, covenants, moment.today), moment, lang)
    # What only she can say comes first: how the rest stands may hang on it.
    lines = plugged_in(request, moment, lang) + [desk.line(one) for one in week.asked]
    number = week.number + len(lines) - len(week.asked)
    shown = lines if everything else lines[:MOST_LINES]
    context = {
        "moment": moment,
        "covenants": covenants,
        "several": len(covenants) > 1,
        "number": number,
        "lines": shown,
        "more": number - len(shown),
        "off": [desk.line(one) for one in week.off],
        "filling": [desk.line(one) for one in week.filling],
        "upcoming": upcoming(covenants, week.dated, desk.standings, moment, lang),
        "checked": checked(),
        "may_import": not covenants and may_start(request.user),
        "day": wording.full_day(moment.today, lang),
    }
    return render(request, "today/today.html", context)


def standings_of(week: Week, covenants: dict[int, Covenant], day: date) -> dict[int, Standing]:
    """What the words need of the covenants that something is asked of."""
    asked = [*week.asked, *week.filling, *week.off, *week.dated]
    rows: dict[int, list[Assessment]] = {}
    days: dict[str, date] = {}
    for one in asked:
        rows.setdefault(one.obligation_id, []).append(one.row)
        days |= one.days
    named = {one.covenant_id: covenants[one.covenant_id] for one in asked}
    return standing_with(named.values(), rows, {one.code for one in asked}, days, day) if rows else {}


@dataclass(frozen=True)
class Desk:
    """What is needed to make a line of a row: names, rights and the day. `writes`: covenants she is secretariat of."""

    covenants: dict[int, Covenant]
    writes: frozenset[int]
    standings: dict[int, Standing]
    moment: Moment
    lang: Lang

    @cached_property
    def lines(self) -> dict[int, Line]:
        return {line.obligation.id: line for standing in self.standings.values() for line in standing.lines}

    def line(self, one: Asked) -> TodayLine:
        covenant, line = self.covenants[one.covenant_id], self.lines[one.obligation_id]
        standing, may = self.standings[one.covenant_id], one.covenant_id in self.writes
        meetings = frozenset(key for key, found in standing.covenant.type_names.items() if found.meeting)
        return TodayLine(
            line.obligation.title,
            obligation_url(covenant.key, one.code, self.moment),
            covenant.language,
            covenant.title,
            row_view(subject_of(standing, line), one.row, self.moment.today, self.lang),
            act_on(covenant.key, line, one.row, meetings) if may else None,
            self.snooze(covenant.key, one) if may else None,
        )

    def snooze(self, key: str, one: Asked) -> Snooze:
        status = "" if one.row.status is None else one.row.status.value
        later = [self.moment.today + timedelta(days=number) for number in SNOOZES]
        days = tuple((day.isoformat(), wording.day_text(day, self.moment.today, self.lang)) for day in later)
        return Snooze(reverse("set-aside", kwargs={"key": key}), one.code, one.row.occurrence, status, days)


def plugged_in(request: HttpRequest, moment: Moment, lang: Lang) -> list[TodayLine]:
    """Lines of other kinds: each source that TODAY_LINES names is asked."""
    return [line for path in settings.TODAY_LINES for line in import_string(path)(request.user, moment, lang)]
