"""`/healthz`, for whatever watches the site (R-06)."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Now
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from obligations.models import Sweep
from obligations.tasks import SWEEPS, run
from tests.faults.processes import Process, ending, production, until
from tests.obligations.lively import FIRST
from tests.servers import free_port

pytestmark = pytest.mark.django_db


def asked(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/healthz")
    return response.status_code, response.json()


def aged(seconds: int) -> None:
    """Every sweep ran well so many seconds ago."""
    for name in SWEEPS:
        run(name, FIRST)
    Sweep.objects.update(finished_at=Now() - timedelta(seconds=seconds))


def test_before_the_first_sweep_it_is_not_ready_and_says_why(client: Client) -> None:
    status, told = asked(client)
    assert (status, told["live"], told["ready"]) == (503, True, False)
    assert told["reasons"] == [f"{name} heeft nog niet gelopen." for name in SWEEPS]


@pytest.mark.parametrize(("seconds", "status"), [(0, 200), (170, 200), (190, 503), (100_000, 503)])
def test_it_is_ready_until_a_sweep_is_three_intervals_old(client: Client, seconds: int, status: int) -> None:
    aged(seconds)
    found, told = asked(client)
    assert (found, told["ready"]) == (status, status == 200)
    assert seconds <= told["sweeps"]["check"]["age_seconds"] < seconds + 30
    assert told["sweeps"]["check"]["limit_seconds"] == 180
    assert bool(told["reasons"]) is (status == 503)


def test_three_intervals_are_those_of_the_settings(client: Client) -> None:
    aged(100)
    with override_settings(SWEEP_SECONDS=10):
        assert asked(client)[0] == 503


def test_a_sweep_that_fails_each_time_is_late_like_one_that_does_not_run(client: Client) -> None:
    aged(200)
    Sweep.objects.update(error="OperationalError: connection to 10.0.0.1 refused for user bob", failed_at=Now())
    status, told = asked(client)
    assert status == 503
    assert "De laatste keer ging het mis." in told["reasons"][0]
    assert "bob" not in str(told)


@pytest.mark.parametrize("known", [True, False])
def test_a_database_of_another_version_is_not_ready(client: Client, known: bool) -> None:
    aged(0)
    rows = MigrationRecorder.Migration.objects
    if known:
        rows.filter(app="obligations", name__startswith="0004").delete()
    else:
        rows.create(app="obligations", name="9999_of_later")
    status, told = asked(client)
    assert status == 503
    assert told["reasons"] == [
        "De database is ouder dan dit programma: voer migrate uit."
        if known
        else "De database is van een nieuwer programma."
    ]


def test_it_costs_the_same_whatever_there_is(client: Client) -> None:
    aged(0)
    asked(client)
    with CaptureQueriesContext(connection) as captured:
        asked(client)
    assert len(captured) <= 3


@pytest.mark.parametrize("path", ["/healthz", "/healthz/live"])
def test_nobody_logs_in_and_nothing_is_remembered(client: Client, path: str) -> None:
    response = client.get(path)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert client.head(path).status_code == response.status_code
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/healthz", "/healthz/live"])
@override_settings(SECURE_SSL_REDIRECT=True)
def test_a_probe_behind_the_proxy_is_not_sent_to_https(client: Client, path: str) -> None:
    assert client.get(path).status_code in (200, 503)
    assert client.get("/accounts/login/").status_code == 301


def test_live_asks_nothing_of_the_database(client: Client) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/healthz/live").content == b"live\n"
    assert len(captured) == 0


@pytest.mark.once
def test_without_a_database_it_says_so_in_time_and_nothing_else(tmp_path: Path) -> None:
    """A real server with a database that is not there: 503, no traceback, no address, no password."""
    port = free_port()
    env = production(tmp_path, f"postgresql://bob:geheim@127.0.0.1:{free_port()}/weg", "redis://127.0.0.1:1/0")
    command = [sys.executable, "-m", "gunicorn", "convenant.wsgi", f"--bind=127.0.0.1:{port}", "--no-control-socket"]
    web = Process("web", command, env, tmp_path)

    def ask(path: str) -> tuple[int, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": "convenant.example"})
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    with ending([web]):
        until(lambda: ask("/healthz/live")[0] == 200, 30, web.said)
        status, text = ask("/healthz")
        assert (status, "De database antwoordt niet." in text) == (503, True)
        assert "geheim" not in text + web.said()
        assert "Traceback" not in web.said()
