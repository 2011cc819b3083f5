"""
Which beat process puts out the sweeps, and when.

As many beats as wanted may run: one holds the lease, a row in the database, the others stand by. A lease narrows
doubles, it does not abolish them (a leader may stall longer than its lease); sweeps are safe to run twice.
"""

import logging
import os
import secrets
import socket
import time
from datetime import timedelta
from typing import Any

from celery.beat import Scheduler
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Q
from django.db.models.functions import Now

from obligations.models import BeatLease
from obligations.tasks import SWEEPS

LOG = logging.getLogger(__name__)
# Sweeps must run again within 15 seconds after the leader was killed: the lease, a look, and a tick on a busy machine.
# It outlasts two renewals that fail.
LEASE = timedelta(seconds=8)
RENEW = timedelta(seconds=2)
LOOK = 1.0


def schedule(seconds: int) -> dict[str, dict[str, Any]]:
    """Every sweep each so many seconds; a message that nobody took before the next one is dropped."""
    expires = max(seconds * 0.9, 0.5)
    return {
        name: {"task": name, "schedule": timedelta(seconds=seconds), "options": {"expires": expires}} for name in SWEEPS
    }


class LeaseScheduler(Scheduler):  # type: ignore[misc]
    """Ticks while it holds the lease; what it puts out is known from the code alone, so nothing is lost with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.leading = False
        self.renewed = 0.0
        self.troubled = False
        super().__init__(*args, **kwargs)
        self.max_interval: float = min(self.max_interval, LOOK)

    def install_default_entries(self, data: Any) -> None:
        """Celery's own clean-up of results: there are none."""

    def setup_schedule(self) -> None:
        self.merge_inplace(schedule(settings.SWEEP_SECONDS))

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Put out what is due, if this is the leader; seconds until the next look."""
        if not self._lead():
            return LOOK
        return float(super().tick(*args, **kwargs))

    def close(self) -> None:
        """Let another beat lead at once."""
        try:
            # A second ago: the clock of SQLite has milliseconds, and 'now' is not yet past.
            BeatLease.objects.filter(owner=self.owner).update(until=Now() - timedelta(seconds=1))
            self.leading = False
        except (DatabaseError, InterfaceError):
            LOG.warning("beat: the lease could not be given up; it ends by itself")
        finally:
            connection.close()
            super().close()

    def _lead(self) -> bool:
        """Take the lease, or keep it; False while another beat has it or the database does not answer."""
        now = time.monotonic()
        if self.leading and now - self.renewed < RENEW.total_seconds():
            return True
        try:
            held = self._take()
        except (DatabaseError, InterfaceError) as error:
            self._stand_by(error)
            return False
        if self.troubled:
            LOG.warning("beat: the database answers again")
        self.troubled = False
        if held and not self.leading:
            self._due_at_once()
        # Counted from before the question, so that the lease never ends earlier than this beat believes.
        self.leading, self.renewed = held, now
        return held

    def _take(self) -> bool:
        """One atomic statement, in the time of the database: the clocks of several machines differ."""
        free = Q(owner=self.owner) | Q(until__lt=Now())
        if BeatLease.objects.filter(free, pk=1).update(owner=self.owner, until=Now() + LEASE):
            return True
        if not BeatLease.objects.filter(pk=1).exists():
            # Emptied tables would otherwise silence every beat for good. At the next look one of them leads.
            BeatLease.objects.bulk_create([BeatLease(pk=1, until=Now() - LEASE)], ignore_conflicts=True)
        return False

    def _stand_by(self, error: Exception) -> None:
        if not self.troubled:
            LOG.warning("beat: standing by, the database does not answer (%s)", type(error).__name__)
        self.troubled, self.leading = True, False
        connection.close()

    def _due_at_once(self) -> None:
        """A new leader does not know what the last one put out: better a sweep too many than an interval too few."""
        for entry in self.schedule.values():
            entry.last_run_at = entry.default_now() - timedelta(seconds=settings.SWEEP_SECONDS)
        self._heap = None
