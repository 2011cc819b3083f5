"""A sweep runs, and writes down that it ran: what health checks and people look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Now

from obligations.models import Sweep

Counts = Mapping[str, int]
Act = Callable[[date], Counts]
"""What a sweep does on a day, and how much of what it did. Safe to run any number of times, also at once."""

ERROR_LENGTH = 500


def run_sweep(name: str, act: Act, as_of: date) -> Counts:
    """Let a sweep act and record start, end and counts in database time; an error is recorded too, and raised."""
    Sweep.objects.bulk_create([Sweep(name=name)], ignore_conflicts=True)
    row = Sweep.objects.filter(name=name)
    row.update(started_at=Now())
    try:
        counts = act(as_of)
    except Exception as error:
        with transaction.atomic():
            row.update(failed_at=Now(), error=f"{type(error).__name__}: {error}"[:ERROR_LENGTH])
        raise
    row.update(finished_at=Now(), counts=dict(counts), runs=F("runs") + 1, error="")
    return counts


@dataclass(frozen=True)
class SweepState:
    """How a sweep runs. `age`: whole seconds since its last good run in the time of the database, None: never.

    `limit`: the age in seconds from which it is too late.
    """

    name: str
    age: int | None
    limit: int
    runs: int
    error: str
    finished_at: datetime | None = None

    @property
    def late(self) -> bool:
        return self.age is None or self.age > self.limit

    @property
    def said(self) -> str:
        """How it is with it, in words."""
        if self.age is None:
            return f"{self.name} heeft nog niet gelopen."
        trouble = " De laatste keer ging het mis." if self.error else ""
        if self.late:
            return (
                f"{self.name} liep {self.age} seconden geleden voor het laatst goed, hooguit {self.limit} mag.{trouble}"
            )
        return f"{self.name} liep {self.age} seconden geleden.{trouble}"


def states_of(names: Iterable[str], *, limit: int) -> list[SweepState]:
    """How these sweeps run, in one query; by the clock of the database, as several machines write there."""
    age = ExpressionWrapper(Now() - F("finished_at"), output_field=DurationField())
    rows = {row.name: row for row in Sweep.objects.annotate(age=age)}
    found = []
    for name in names:
        row = rows.get(name)
        seconds = None if row is None or row.age is None else max(int(row.age.total_seconds()), 0)
        at = None if row is None else row.finished_at
        found.append(SweepState(name, seconds, limit, row.runs if row else 0, row.error if row else "", at))
    return found
