"""A month as weeks of days, with its words: pure, so that any month can be laid out without a database."""

from __future__ import annotations

from calendar import Calendar, monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from babel.dates import format_date, get_day_names, get_month_names

from obligations.web.agenda import Item
from obligations.wording import Lang
from obligations.wording.language import LOCALE, capital

FIRST_YEAR, LAST_YEAR = 1900, 2199
SHOWN = 4
"""So many things of a day stand open in a month; the rest is folded away."""


@dataclass(frozen=True)
class Day:
    """A day of a calendar. `inside`: it belongs to the month; `rest`: what is folded away behind `items`.

    `weekday` and `month` in words, for where no column or heading names them.
    """

    on: date
    weekday: str
    month: str
    inside: bool
    today: bool
    holiday: str
    items: tuple[Item, ...]
    rest: tuple[Item, ...] = ()

    @property
    def iso(self) -> str:
        return self.on.isoformat()

    @property
    def is_empty(self) -> bool:
        return not self.inside or not (self.items or self.holiday)


@dataclass(frozen=True)
class Week:
    """`number`: that of ISO 8601, of the week from Monday to Sunday."""

    number: int
    days: tuple[Day, ...]

    @property
    def is_empty(self) -> bool:
        return all(day.is_empty for day in self.days)


@dataclass(frozen=True)
class Sheet:
    """What a calendar is drawn with: things by day, holidays, which day is today, and the language."""

    items: Mapping[date, tuple[Item, ...]]
    holidays: Mapping[date, str]
    today: date
    lang: Lang

    def day(self, on: date, month: int, most: int) -> Day:
        """A day as it stands in a month, with at most so many things open."""
        inside = on.month == month
        items = self.items.get(on, ()) if inside else ()
        return Day(
            on,
            format_date(on, "EEEE", locale=LOCALE[self.lang]),
            month_word(on.month, self.lang),
            inside,
            on == self.today,
            self.holidays.get(on, "") if inside else "",
            items[:most],
            items[most:],
        )


def by_day(items: Iterable[Item]) -> dict[date, tuple[Item, ...]]:
    """Things in the order of their days, by day."""
    return {day: tuple(found) for day, found in groupby(items, key=lambda one: one.day)}


def weeks_of(year: int, month: int, sheet: Sheet) -> list[Week]:
    """The weeks from Monday that hold a day of the month, each with seven days."""
    return [
        Week(days[0].isocalendar().week, tuple(sheet.day(day, month, SHOWN) for day in days))
        for days in Calendar(0).monthdatescalendar(year, month)
    ]


def days_of(year: int, month: int, sheet: Sheet, most: int) -> tuple[list[Day], int]:
    """The days of a month on which there is something, until `most` things stand there, and how many are left."""
    found, left = [], most
    days = sorted(day for day in sheet.items if (day.year, day.month) == (year, month))
    for on in days:
        if left <= 0:
            break
        day = sheet.day(on, month, left)
        left -= len(day.items)
        found.append(day)
    number = sum(len(sheet.items[day]) for day in days)
    return found, number - sum(len(day.items) for day in found)


def first_and_last(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_away(year: int, month: int, number: int) -> tuple[int, int] | None:
    """The month `number` months later, None outside the years of the calendar."""
    there, month0 = divmod(year * 12 + month - 1 + number, 12)
    return (there, month0 + 1) if FIRST_YEAR <= there <= LAST_YEAR else None


def month_word(month: int, lang: Lang) -> str:
    """'maart', 'March'."""
    return str(get_month_names("wide", locale=LOCALE[lang])[month])


def month_title(year: int, month: int, lang: Lang) -> str:
    """'Maart 2027', 'March 2027'."""
    return f"{capital(month_word(month, lang))} {year}"


def weekdays(lang: Lang) -> list[tuple[str, str]]:
    """From Monday on: short and in full, 'ma' and 'maandag'."""
    short = get_day_names("abbreviated", locale=LOCALE[lang])
    full = get_day_names("wide", locale=LOCALE[lang])
    return [(str(short[day]), str(full[day])) for day in range(7)]
