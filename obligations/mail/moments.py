"""When mail may leave, in the civil time of the covenants."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from obligations.civil_time import local
from obligations.engine.workdays import is_workday, next_workday
from obligations.models import Holiday

OVERVIEW_AT = time(8)
"""Local time from which an overview leaves."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant with its day and the days nobody works."""

    now: datetime
    holidays: frozenset[date]

    @property
    def today(self) -> date:
        return local(self.now).date()

    @property
    def is_open(self) -> bool:
        """True when mail may leave: on working days within MAIL_WINDOW, or always (R-20)."""
        window: tuple[time, time] | None = settings.MAIL_WINDOW
        if window is None:
            return True
        wall = local(self.now)
        return is_workday(wall.date(), self.holidays) and window[0] <= wall.time() < window[1]

    @property
    def overview_at(self) -> datetime:
        """From when the overviews of today leave."""
        return timezone.make_aware(datetime.combine(self.today, OVERVIEW_AT))


def moment_of(now: datetime) -> Moment:
    """`now` with the holidays of its year and the next. One query."""
    year = now.year
    days = Holiday.objects.filter(on__year__range=(year - 1, year + 1)).values_list("on", flat=True)
    return Moment(now, frozenset(days))


def is_overview_day(day: date, weekday: int, holidays: Collection[date]) -> bool:
    """True on the chosen weekday (0 is Monday), or on the first working day after it where nobody works that day."""
    chosen = day - timedelta(days=(day.weekday() - weekday) % 7)
    return next_workday(chosen, holidays) == day


def at_eight(day: date) -> datetime:
    """The instant on `day` at which a rehearsal and a sweep for that day stand: after the overviews have left."""
    return timezone.make_aware(datetime.combine(day, time(8, 1)))
