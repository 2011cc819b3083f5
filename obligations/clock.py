"""The one place that reads the clock. Only the doors call it: pages, tasks and commands."""

from __future__ import annotations

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today in the civil time of the covenants, or the fixed day of `CONVENANT_TODAY`."""
    fixed: date | None = settings.CONVENANT_TODAY
    return fixed if fixed is not None else timezone.localdate()


def end_of_day(day: date) -> datetime:
    """The last instant of `day` in civil time: what was recorded on that day is known by then."""
    return timezone.make_aware(datetime.combine(day, time.max))


def noon(day: date) -> datetime:
    """An instant on `day` that no change of clock or time zone moves to another day."""
    return timezone.make_aware(datetime.combine(day, time(12)))
