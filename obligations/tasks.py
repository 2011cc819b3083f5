"""The sweeps as Celery tasks: without arguments, the truth is in the database, a lost message costs a minute."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from celery import shared_task
from django.conf import settings

from obligations.clock import now, today
from obligations.mail.deliver import deliver as deliver_mail
from obligations.mail.moments import at_eight
from obligations.mail.plan import plan as plan_mail
from obligations.services.checking import check_statuses
from obligations.services.sweeping import Act, Counts, SweepState, run_sweep, states_of

DELIVER_SECONDS = (1080, 1200)
"""Soft and hard limit of a delivery: longer than the last answer of a mail server may take (R-02, R-12)."""


def plan_day(as_of: date) -> Counts:
    """Plan the mail of a day: of today as it is now, of an earlier one as at eight in the morning."""
    return plan_mail(_instant(as_of))


def deliver_day(as_of: date) -> Counts:
    """Send what is due. Where the clock stands still nothing is mailed."""
    if settings.CONVENANT_TODAY is not None:
        return {"sent": 0}
    return deliver_mail(_instant(as_of))


def _instant(as_of: date) -> datetime:
    fixed = settings.CONVENANT_TODAY is not None
    return now() if as_of == today() and not fixed else at_eight(as_of)


SWEEPS: Mapping[str, Act] = {"check": check_statuses, "plan": plan_day, "deliver": deliver_day}
"""Every sweep by name, in the order in which one night without workers is made good."""


INTERVALS = 3
"""So many intervals after its last good run a sweep is too late (R-06)."""


def sweep_states() -> list[SweepState]:
    """How every sweep runs."""
    return states_of(SWEEPS, limit=INTERVALS * int(settings.SWEEP_SECONDS))


def run(name: str, as_of: date) -> Counts:
    """Run a sweep for `as_of`. Raises KeyError for a name that is none."""
    return run_sweep(name, SWEEPS[name], as_of)


@shared_task(name="check")  # type: ignore[untyped-decorator]
def check() -> None:
    """Assess again what changes today."""
    run("check", today())


@shared_task(name="plan")  # type: ignore[untyped-decorator]
def plan() -> None:
    """Write down what falls due to be told, and make the mails of today."""
    run("plan", today())


@shared_task(  # type: ignore[untyped-decorator]
    name="deliver", soft_time_limit=DELIVER_SECONDS[0], time_limit=DELIVER_SECONDS[1]
)
def deliver() -> None:
    """Send what is due."""
    run("deliver", today())
