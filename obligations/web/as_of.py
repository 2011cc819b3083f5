"""The door that reads the clock: which day a page looks at, and what it says about that day.

`?peildatum=2018-03-01` is the day, `&bekend=2018-04-01` leaves out what was recorded after that day (design.md 6).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from obligations import clock
from obligations.web.language import page_language
from obligations.wording import full_day

DAY_FIELD, KNOWN_FIELD = "peildatum", "bekend"
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
LONGEST_ECHO = 40


@dataclass(frozen=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True)
class Banner:
    """What must be said above a page about the day it looks at. `icon` names a template of components/icons."""

    text: str
    icon: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Moment:
    """The day a page looks at. `asked`: the address names it; `known_at` None: with what we know now.

    `final_on`: the day on which a covenant that is over opens by itself. `error` stands at the field when what was
    entered is no day; the page then opens as if nothing was asked.
    """

    path: str
    today: date
    as_of: date
    asked: bool = False
    known_at: date | None = None
    final_on: date | None = None
    error: str = ""

    @property
    def query(self) -> str:
        """What every link on the page carries along: '' or '?peildatum=2018-03-01'."""
        return query_of(self.as_of if self.asked else None, self.known_at)

    @property
    def value(self) -> str:
        """What stands in the date field."""
        return "" if self.error else self.as_of.isoformat()

    @property
    def known(self) -> str:
        """What the date form carries along."""
        return "" if self.known_at is None else self.known_at.isoformat()

    def at(self, day: date) -> str:
        """The address of this page on another day."""
        return self.path + query_of(day, self.known_at)

    def opening(self, ended_on: date | None) -> Moment:
        """An ended covenant opens on its first day out of force, unless the address asks for a day."""
        as_of = self.as_of if self.asked or ended_on is None else ended_on
        return replace(self, as_of=as_of, final_on=ended_on)


def query_of(day: date | None, known_at: date | None) -> str:
    pairs = [(DAY_FIELD, day), (KNOWN_FIELD, known_at)]
    found = [(name, value.isoformat()) for name, value in pairs if value is not None]
    return f"?{urlencode(found)}" if found else ""


def as_of_from(request: HttpRequest) -> Moment:
    """The day that the address asks for, else today."""
    today = clock.today()
    entered = request.GET.get(DAY_FIELD, "").strip()
    known = request.GET.get(KNOWN_FIELD, "").strip()
    day, known_at = parsed(entered), parsed(known)
    wrong = next((text for text, found in ((entered, day), (known, known_at)) if text and found is None), "")
    return Moment(
        request.path,
        today,
        day or today,
        asked=day is not None,
        known_at=known_at,
        error=problem(wrong) if wrong else "",
    )


def parsed(text: str) -> date | None:
    """The day written as YYYY-MM-DD; None when it is none, or lies outside what a page can show."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def problem(entered: str) -> str:
    """What is wrong with what was entered, and what to do."""
    shown = entered if len(entered) <= LONGEST_ECHO else entered[:LONGEST_ECHO] + "…"
    return _(
        "“%(entered)s” is not a day that we can show. Choose a day between 1900 and 2200, "
        "written as 2018-03-01. This page was opened without it."
    ) % {"entered": shown}


def banners(moment: Moment, ended_on: date | None = None, kept: str = "") -> tuple[Banner, ...]:
    """Which day the page shows, when that is not today; that the covenant is over; `kept`: since when it is kept."""
    over: tuple[Banner, ...] = () if ended_on is None else (ended_banner(moment, ended_on),)
    over += (Banner(kept, "history"),) if kept else ()
    shows_today = moment.as_of == moment.today and moment.known_at is None
    if shows_today or not (moment.asked or moment.known_at):
        return over
    text = day_words(moment) % {"day": shown_day(moment.as_of), "known": shown_day(moment.known_at)}
    return (Banner(text, "calendar-clock", day_links(moment)), *over)


def day_words(moment: Moment) -> str:
    if moment.known_at is not None and moment.known_at == moment.as_of:
        return _("You are looking at %(day)s, as we knew it then.")
    if moment.known_at is not None:
        return _("You are looking at %(day)s, as we knew it on %(known)s.")
    if moment.as_of > moment.today:
        return _("You are looking ahead to %(day)s, with what we know now.")
    return _("You are looking at %(day)s, as it was then (with what we know now).")


def day_links(moment: Moment) -> tuple[Link, ...]:
    """Back, and the same day as it was known then, or with what we know now."""
    back = Link(_("Back to today") if moment.final_on is None else _("Back to the final standing"), moment.path)
    if moment.known_at is not None:
        other = Link(_("With what we know now"), moment.path + query_of(moment.as_of, None))
    elif moment.as_of < moment.today:
        other = Link(_("As we knew it then"), moment.path + query_of(moment.as_of, moment.as_of))
    else:
        return (back,)
    return (back, other)


def ended_banner(moment: Moment, ended_on: date) -> Banner:
    if moment.asked:
        text = _("This covenant ended on %(day)s. What had to happen in its last period is shown.")
    else:
        text = _("This covenant ended on %(day)s. You see how it stood on that day.")
    return Banner(text % {"day": shown_day(ended_on)}, "archive")


def shown_day(day: date | None) -> str:
    return "" if day is None else full_day(day, page_language())
