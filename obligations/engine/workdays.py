"""Working days: Monday to Friday without the holidays, which are data (domain.md A-22)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from obligations.engine.windows import DAY


def is_workday(day: date, holidays: Collection[date]) -> bool:
    return day.weekday() < 5 and day not in holidays


def next_workday(day: date, holidays: Collection[date]) -> date:
    """`day` itself when it is a working day, else the first one after it."""
    while not is_workday(day, holidays):
        day += DAY
    return day


def previous_workday(day: date, holidays: Collection[date]) -> date:
    """`day` itself when it is a working day, else the last one before it."""
    while not is_workday(day, holidays):
        day -= DAY
    return day


def workdays_after(day: date, count: int, holidays: Collection[date]) -> date:
    """The `count`-th working day after `day`, which itself does not count."""
    for _ in range(count):
        day = next_workday(day + DAY, holidays)
    return day
