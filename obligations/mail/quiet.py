"""Days on which mail should have left and could not: a banner says so until somebody clicks it away (rule 15)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from obligations.civil_time import local
from obligations.engine.windows import DAY
from obligations.engine.workdays import is_workday
from obligations.mail.moments import Moment
from obligations.models import Message, Sender

GRACE = timedelta(hours=26)
"""Longer than a night and a morning; shorter than two working days without mail."""
WRITE_EACH = timedelta(minutes=5)


def watch(moment: Moment) -> Sender:
    """See whether mail stood still: the plan did not run, or what was due for a day has not left. One query or two."""
    row = Sender.objects.filter(pk=1).first() or Sender(pk=1)
    now = moment.now
    last = row.seen_at
    if last is not None and now - last > GRACE:
        _quiet(row, local(last).date() + DAY, moment.today - DAY, moment)
    oldest = _oldest_waiting(now)
    if oldest is not None:
        _quiet(row, local(oldest).date(), moment.today, moment)
    if row.pk is None or last is None or abs(now - last) > WRITE_EACH or oldest is not None:
        row.seen_at = now
        row.save()
    return row


def _quiet(row: Sender, first: date, last: date, moment: Moment) -> None:
    """These days were without mail, if any of them was one to work on."""
    days = [first + DAY * number for number in range(max((last - first).days, -1) + 1)]
    if not any(is_workday(day, moment.holidays) for day in days):
        return
    row.quiet_since = first if row.quiet_since is None else min(row.quiet_since, first)
    row.quiet_until = last if row.quiet_until is None else max(row.quiet_until, last)


def _oldest_waiting(now: datetime) -> datetime | None:
    """When the oldest mail fell due that is more than a day late."""
    late = Message.objects.filter(state=Message.State.QUEUED, due_at__lt=now - GRACE)
    found: datetime | None = late.order_by("due_at").values_list("due_at", flat=True).first()
    return found


def dismiss() -> None:
    """Somebody read it."""
    Sender.objects.filter(pk=1).update(quiet_since=None, quiet_until=None)
