"""Calendar periods in closed form: steps are taken from the anchor, never chained (domain.md A-21)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from obligations.engine.windows import Window

CALENDAR = date(1, 1, 1)
"""Anchor of calendar months, quarters, halves and years."""


class Per(StrEnum):
    """The step of a norm."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    EVENT = "event"

    @property
    def months(self) -> int:
        """Length in months: 1, 3, 6 or 12; 0 for one occasion."""
        return MONTHS[self]


MONTHS = {Per.MONTH: 1, Per.QUARTER: 3, Per.HALF_YEAR: 6, Per.YEAR: 12, Per.EVENT: 0}


def months_after(anchor: date, months: int) -> date:
    """`months` calendar months after `anchor` (before it when negative), on its day or the month's last.

    31 January + 1 = 28 or 29 February; 30 April 2024 - 2 = 29 February 2024 (A-21).
    """
    year, month0 = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    day = anchor.day
    if day > 28:
        day = min(day, monthrange(year, month0 + 1)[1])
    return date(year, month0 + 1, day)


@dataclass(frozen=True, slots=True)
class Period:
    """One step of the calendar: `whole` uncut, `part` the days of it inside a window."""

    whole: Window
    part: Window
    months: int

    @property
    def is_cut(self) -> bool:
        return self.whole != self.part

    @property
    def days(self) -> int:
        return days_in(self.part)

    @property
    def name(self) -> str:
        """`2018`, `2018-H1`, `2018-Q2` or `2018-03`, after the day on which the uncut period starts."""
        return period_name(first_of(self.whole), self.months)


def period_name(start: date, months: int) -> str:
    """The occurrence name of a period of `months` (1, 3, 6, 12) that starts on `start`."""
    if months == 12:
        return f"{start.year:04d}"
    if months == 6:
        return f"{start.year:04d}-H{(start.month - 1) // 6 + 1}"
    if months == 3:
        return f"{start.year:04d}-Q{(start.month - 1) // 3 + 1}"
    return f"{start.year:04d}-{start.month:02d}"


def first_of(window: Window) -> date:
    """The first day of a window that has one."""
    assert window.first is not None
    return window.first


def days_in(window: Window) -> int:
    """Number of days of a closed window."""
    assert window.first is not None
    assert window.end is not None
    return (window.end - window.first).days


def whole_period(day: date, months: int, anchor: date) -> Window:
    """The uncut step of `months` months from `anchor` that contains `day`."""
    steps = (day.year - anchor.year) * 12 + day.month - anchor.month
    if months_after(anchor, steps) > day:
        steps -= 1
    start = steps // months * months
    return Window(months_after(anchor, start), months_after(anchor, start + months))


def period_at(day: date, months: int, anchor: date, within: Window) -> Period | None:
    """The period that contains `day`, cut to `within`; None when `day` lies outside it."""
    if day not in within:
        return None
    whole = whole_period(day, months, anchor)
    return Period(whole, whole & within, months)


def periods(within: Window, months: int, anchor: date, until: date) -> list[Period]:
    """The periods of `within` that start on or before `until`, oldest first; they tile it (law 5)."""
    found: list[Period] = []
    day = within.first
    while day is not None and day <= until and day in within:
        period = period_at(day, months, anchor, within)
        assert period is not None
        found.append(period)
        day = period.part.end
    return found
