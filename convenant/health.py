"""`/healthz`: is this site able to do its work? For whatever watches it; says nothing about people or covenants."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import convenant
from convenant import schema
from obligations.services.sweeping import SweepState
from obligations.tasks import sweep_states


@dataclass
class Health:
    """Whether the site is ready, and every reason why not."""

    reasons: list[str] = field(default_factory=list)
    sweeps: list[SweepState] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        return not self.reasons


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
            sweep.name: {"age_seconds": sweep.age, "limit_seconds": sweep.limit, "runs": sweep.runs, "late": sweep.late}
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
