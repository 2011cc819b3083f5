"""Kalender: a month or a year over every covenant that a person sees, or over one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obligations.models import Covenant
from obligations.web.access import covenants_of
from obligations.web.addresses import covenant_url
from obligations.web.agenda import Item, holidays_between, items_between
from obligations.web.as_of import DAY_FIELD, KNOWN_FIELD, Link, Moment, as_of_from, banners
from obligations.web.language import page_language
from obligations.web.lists import covenants_named
from obligations.web.menu import address_of
from obligations.web.months import (
    FIRST_YEAR,
    LAST_YEAR,
    Day,
    Sheet,
    by_day,
    days_of,
    first_and_last,
    month_title,
    month_word,
    months_away,
    weekdays,
    weeks_of,
)
from obligations.web.obligation_list import Choice
from obligations.wording import Lang

MOST_OF_MONTH = 8
"""So many things of each month stand on the page of a year."""


@dataclass(frozen=True)
class MonthView:
    """A month on the page of a year. `number`: how many things stand in it, of which `rest` only on its own page."""

    title: str
    url: str
    number: int
    days: tuple[Day, ...]
    rest: int
    current: bool


@dataclass(frozen=True)
class Desk:
    """Who looks, at what: `chosen` are the covenants of the page, `key` is '' when these are all of them."""

    covenants: dict[int, Covenant]
    chosen: dict[int, Covenant]
    writes: frozenset[int]
    key: str
    moment: Moment
    lang: Lang

    @classmethod
    def of(cls, request: HttpRequest) -> Desk:
        """One query. A key of no covenant that this person sees keeps them all."""
        covenants, writes = covenants_of(request.user)
        asked = request.GET.get("convenant", "").strip()[:80]
        chosen = covenants_named(covenants, asked)
        key = asked if any(covenant.key == asked for covenant in chosen.values()) else ""
        return cls(covenants, chosen, writes, key, as_of_from(request), page_language())

    def month_url(self, year: int, month: int) -> str:
        return reverse("calendar-month", kwargs={"year": year, "month": month}) + self.query

    def year_url(self, year: int) -> str:
        return reverse("calendar-year", kwargs={"year": year}) + self.query

    @property
    def query(self) -> str:
        """The covenant and the day that every link of the calendar keeps."""
        day = self.moment.as_of.isoformat() if self.moment.asked else ""
        pairs = {"convenant": self.key, DAY_FIELD: day, KNOWN_FIELD: self.moment.known}
        found = {name: value for name, value in pairs.items() if value}
        return f"?{urlencode(found)}" if found else ""

    def sheet(self, first: date, last: date) -> tuple[list[Item], Sheet]:
        """What stands in this time: a constant number of queries."""
        items = items_between(self.chosen, first, last, self.moment, self.lang) if self.chosen else []
        return items, Sheet(by_day(items), holidays_between(first, last), self.moment.today, self.lang)

    @property
    def next_steps(self) -> list[Link]:
        """What to do when nothing stands there: plan a meeting, or see what was agreed."""
        found = []
        for pk, covenant in self.chosen.items() if len(self.chosen) == 1 else ():
            page = address_of("meeting-add", key=covenant.key) if pk in self.writes else ""
            found = [Link(_("Plan a meeting"), page)] if page else []
            found.append(Link(_("See what was agreed"), covenant_url(covenant.key, self.moment)))
        return found or [Link(_("Go to the obligations"), reverse("obligations") + self.moment.query)]

    @property
    def context(self) -> dict[str, Any]:
        """What both pages show."""
        options = [Choice(one.key, one.title, one.key == self.key) for one in self.covenants.values()]
        return {
            "moment": self.moment,
            "banners": banners(self.moment),
            "covenants": self.covenants,
            "options": options if len(options) > 1 else [],
            "next_steps": self.next_steps,
        }


@require_safe
def this_month(request: HttpRequest) -> HttpResponse:
    """The month of the day that is looked at."""
    desk = Desk.of(request)
    day = desk.moment.as_of
    return month_page(request, desk, *((day.year, day.month) if day.year <= LAST_YEAR else (LAST_YEAR, 12)))


@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month as a table of weeks. Http404 outside the years 1900 to 2199."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404(f"no month {year}-{month}")
    return month_page(request, Desk.of(request), year, month)


def month_page(request: HttpRequest, desk: Desk, year: int, month: int) -> HttpResponse:
    today, lang = desk.moment.today, desk.lang
    items, sheet = desk.sheet(*first_and_last(year, month))
    before, after = (
        Link(month_title(*there, lang), desk.month_url(*there)) if there else None
        for there in (months_away(year, month, -1), months_away(year, month, 1))
    )
    is_this = (year, month) == (today.year, today.month)
    context = desk.context | {
        "title": f"{month_word(month, lang)} {year}",
        "nothing": _("Nothing stands in this month."),
        "weekdays": weekdays(lang),
        "weeks": weeks_of(year, month, sheet),
        "number": len(items),
        "before": before,
        "after": after,
        "year": Link(str(year), desk.year_url(year)),
        "now": None if is_this else Link(month_title(today.year, today.month, lang), now_url(desk)),
        "ahead": (year, month) > (today.year, today.month),
    }
    return render(request, "calendar/month.html", context)


def now_url(desk: Desk) -> str:
    return desk.month_url(desk.moment.today.year, desk.moment.today.month)


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Twelve months as lists. Http404 outside the years 1900 to 2199."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404(f"no year {year}")
    desk = Desk.of(request)
    items, sheet = desk.sheet(date(year, 1, 1), date(year, 12, 31))
    before, after = (
        Link(str(there), desk.year_url(there)) if FIRST_YEAR <= there <= LAST_YEAR else None
        for there in (year - 1, year + 1)
    )
    context = desk.context | {
        "title": str(year),
        "nothing": _("Nothing stands in this year."),
        "months": [month_view(desk, sheet, year, number) for number in range(1, 13)],
        "number": len(items),
        "before": before,
        "after": after,
        "ahead": year > desk.moment.today.year,
    }
    return render(request, "calendar/year.html", context)


def month_view(desk: Desk, sheet: Sheet, year: int, month: int) -> MonthView:
    days, rest = days_of(year, month, sheet, MOST_OF_MONTH)
    today = desk.moment.today
    return MonthView(
        month_title(year, month, desk.lang),
        desk.month_url(year, month),
        sum(len(day.items) for day in days) + rest,
        tuple(days),
        rest,
        (year, month) == (today.year, today.month),
    )
