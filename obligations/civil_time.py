"""Days to instants, in the civil time of the covenants."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone


def local(now: datetime) -> datetime:
    """An instant as the clock on the wall shows it."""
    return now.astimezone(timezone.get_default_timezone())


def end_of_day(day: date) -> datetime:
    """The last instant of `day`: what was recorded on that day is known by then."""
    return timezone.make_aware(datetime.combine(day, time.max))


def noon(day: date) -> datetime:
    """An instant on `day` that no change of clock or time zone moves to another day."""
    return timezone.make_aware(datetime.combine(day, time(12)))
