"""Work in the background: is it put out, taken up and done in time?"""

from __future__ import annotations

import redis
from django.conf import settings
from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Now

from convenant.beat import LEASE
from convenant.doctor.finding import Finding, good, look, wrong
from obligations.models import BeatLease
from obligations.tasks import sweep_states

RESTART = "Kijk of 'celery -A convenant worker' draait, en start het opnieuw."
BEAT = "Kijk of 'celery -A convenant beat' draait, en start het opnieuw."
UP = "Kijk of 'manage.py up' draait."


def worker() -> Finding:
    """Whether every sweep ran well not long ago."""
    states = sweep_states()
    late = [state.said for state in states if state.late]
    if late:
        return wrong("achtergrondwerk", " ".join(late), RESTART if settings.REDIS_URL else UP)
    failing = [state for state in states if state.error]
    if failing:
        said = "; ".join(f"{state.name}: {state.error}" for state in failing)
        return look("achtergrondwerk", f"ging de laatste keer mis ({said})", "Zie de regels van de worker in het log.")
    ages = ", ".join(f"{state.name} {state.age} s geleden" for state in states)
    return good("achtergrondwerk", f"{ages} (hooguit {states[0].limit} s)")


def beat() -> Finding:
    """Whether some process puts the sweeps out."""
    left = ExpressionWrapper(F("until") - Now(), output_field=DurationField())
    lease = BeatLease.objects.annotate(left=left).filter(pk=1).first()
    if lease is None:
        return wrong("klok van het werk", "geen proces zet werk klaar", BEAT if settings.REDIS_URL else UP)
    host = lease.owner.split(":")[0] or "niemand"
    seconds = int(lease.left.total_seconds())
    if seconds < -LEASE.total_seconds():
        do = BEAT if settings.REDIS_URL else UP
        return wrong("klok van het werk", f"geen proces zet werk klaar (laatst: {host})", do)
    return good("klok van het werk", f"{host} zet het werk klaar")


def broker() -> Finding:
    """Whether messages get from beat to worker."""
    if not settings.REDIS_URL:
        return good("berichten", "in het geheugen van één proces")
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=5, socket_timeout=5) as client:
            version = client.info("server")["redis_version"]
            policy = client.info("memory").get("maxmemory_policy", "noeviction")
    except redis.RedisError as error:
        return wrong(
            "berichten", f"Redis antwoordt niet ({type(error).__name__})", "Start Redis, of verbeter REDIS_URL."
        )
    if policy != "noeviction":
        return look(
            "berichten",
            f"Redis {version} met maxmemory-policy {policy}: het kan berichten weggooien",
            "Zet maxmemory-policy op noeviction, of geef deze site een eigen Redis.",
        )
    return good("berichten", f"Redis {version}")
