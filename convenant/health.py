"""`/healthz`: is this site able to do its work? For whatever watches it; says nothing about people or covenants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import convenant
from convenant import schema
from obligations.models import Sweep
from obligations.tasks import SWEEPS

INTERVALS = 3
"""So many intervals after its last good run a sweep is too late (R-06)."""


@dataclass(frozen=True)
class SweepState:
    """How a sweep runs. `age`: whole seconds since its last good run in the time of the database, None: never."""

    name: str
    age: int | None
    runs: int
    error: str

    @property
    def late(self) -> bool:
        return self.age is None or self.age > limit()

    @property
    def said(self) -> str:
        """Why it is too late, in words."""
        if self.age is None:
            return f"{self.name} heeft nog niet gelopen."
        trouble = " De laatste keer ging het mis." if self.error else ""
        return f"{self.name} liep {self.age} seconden geleden voor het laatst goed, hooguit {limit()} mag.{trouble}"


@dataclass
class Health:
    """Whether the site is ready, and every reason why not."""

    reasons: list[str] = field(default_factory=list)
    sweeps: list[SweepState] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        return not self.reasons


def limit() -> int:
    """Seconds after which a sweep is too late."""
    return INTERVALS * int(settings.SWEEP_SECONDS)


def sweep_states() -> list[SweepState]:
    """How every sweep runs, in one query; by the clock of the database, as several machines write there."""
    age = ExpressionWrapper(Now() - F("finished_at"), output_field=DurationField())
    rows = {row.name: row for row in Sweep.objects.annotate(age=age)}
    found = []
    for name in SWEEPS:
        row = rows.get(name)
        seconds = None if row is None or row.age is None else max(int(row.age.total_seconds()), 0)
        found.append(SweepState(name, seconds, row.runs if row else 0, row.error if row else ""))
    return found


def health() -> Health:
    """The state of the site; a constant number of queries."""
    found = Health()
    try:
        schemas = schema.difference()
        if schemas.missing:
            found.reasons.append("De database is ouder dan dit programma: voer migrate uit.")
        if schemas.unknown:
            found.reasons.append("De database is van een nieuwer programma.")
        if found.ready:
            found.sweeps = sweep_states()
    except (DatabaseError, InterfaceError):
        # Without its text: that may hold an address and a name.
        found.reasons.append("De database antwoordt niet.")
    found.reasons += [sweep.said for sweep in found.sweeps if sweep.late]
    return found


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when all is well, else 503 with the reasons."""
    found = health()
    data: dict[str, Any] = {
        "live": True,
        "ready": found.ready,
        "reasons": found.reasons,
        "version": convenant.__version__,
        "sweeps": {
            sweep.name: {"age_seconds": sweep.age, "limit_seconds": limit(), "runs": sweep.runs, "late": sweep.late}
            for sweep in found.sweeps
        },
    }
    return JsonResponse(data, status=200 if found.ready else 503, json_dumps_params={"ensure_ascii": False})


@login_not_required
@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; nothing is asked of the database."""
    return HttpResponse("live\n", content_type="text/plain")
