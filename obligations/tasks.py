"""The sweeps as Celery tasks: without arguments, the truth is in the database, a lost message costs a minute."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from celery import shared_task
from django.conf import settings

from obligations.clock import today
from obligations.services.checking import check_statuses
from obligations.services.sweeping import Act, Counts, SweepState, run_sweep, states_of

SWEEPS: Mapping[str, Act] = {"check": check_statuses}
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
