"""The one place that reads the clock. Only the doors call it: pages, tasks and commands."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today in the civil time of the covenants, or the fixed day of `CONVENANT_TODAY`."""
    fixed: date | None = settings.CONVENANT_TODAY
    return fixed if fixed is not None else timezone.localdate()


def now() -> datetime:
    """This instant. Mail, leases and sessions keep the real time, also where `CONVENANT_TODAY` fixes the day."""
    return timezone.now()
