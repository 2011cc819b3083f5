"""A sweep runs, and writes down that it ran: what health checks and people look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import F
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
