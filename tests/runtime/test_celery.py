"""What Celery is told (R-01, R-02), and what the code never asks of it."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from convenant.beat import LEASE, LOOK, RENEW, LeaseScheduler, schedule
from convenant.celery import app
from obligations import tasks
from tests.faults.processes import environment
from tests.servers import ROOT

pytestmark = pytest.mark.once
CODE = [path for name in ("convenant", "meetings", "obligations") for path in (ROOT / name).rglob("*.py")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("task_ignore_result", True),
        ("result_backend", None),
        ("task_acks_late", False),
        ("worker_prefetch_multiplier", 1),
        ("task_soft_time_limit", 120),
        ("task_time_limit", 180),
        ("accept_content", ["json"]),
        ("timezone", "UTC"),
        ("broker_connection_retry_on_startup", True),
        ("broker_connection_max_retries", None),
        ("worker_soft_shutdown_timeout", 30),
        ("worker_max_tasks_per_child", 200),
        ("beat_scheduler", "convenant.beat:LeaseScheduler"),
        ("broker_url", "memory://localhost/"),
    ],
)
def test_celery_is_told(name: str, value: object) -> None:
    assert getattr(app.conf, name) == value


def test_redis_is_given_up_on_in_time(tmp_path: Path) -> None:
    code = (
        "from django.conf import settings as s; o = s.CELERY_BROKER_TRANSPORT_OPTIONS; print(s.CELERY_BROKER_URL, "
        "o['visibility_timeout'], o['socket_connect_timeout'], o['socket_timeout'], o['socket_keepalive'], "
        "o['health_check_interval'])"
    )
    env = environment(tmp_path, REDIS_URL="redis://127.0.0.1:6379/3", DJANGO_SETTINGS_MODULE="convenant.settings")
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["redis://127.0.0.1:6379/3", "3600", "5", "30", "True", "30"]


@pytest.mark.parametrize("wrong", ["0", "3601", "veel"])
def test_a_wrong_interval_is_one_clear_line(tmp_path: Path, wrong: str) -> None:
    env = environment(tmp_path) | {"CONVENANT_SWEEP_SECONDS": wrong}
    said = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    expected = f"CONVENANT_SWEEP_SECONDS='{wrong}': expected a number of seconds from 1 to 3600.\n"
    assert (said.returncode, said.stderr) == (2, expected)


def test_every_sweep_is_scheduled_and_is_a_task_without_arguments() -> None:
    app.loader.import_default_modules()
    entries = schedule(60)
    assert entries.keys() == tasks.SWEEPS.keys()
    for entry in entries.values():
        task = app.tasks[entry["task"]]
        inspect.signature(task.run).bind()
        assert "args" not in entry
        assert "kwargs" not in entry


@pytest.mark.parametrize("seconds", [1, 2, 60, 3600])
def test_a_message_is_dropped_before_the_next_one_comes(seconds: int) -> None:
    for entry in schedule(seconds).values():
        assert entry["schedule"] == timedelta(seconds=seconds)
        assert 0 < entry["options"]["expires"] < seconds


def test_another_beat_leads_within_fifteen_seconds() -> None:
    assert LEASE.total_seconds() + 2 * LOOK < 15
    assert RENEW + timedelta(seconds=LOOK) < LEASE / 2


def test_nothing_is_on_the_schedule_but_the_sweeps() -> None:
    scheduler = LeaseScheduler(app=app)
    assert scheduler.schedule.keys() == tasks.SWEEPS.keys()
    assert settings.SWEEP_SECONDS == 60


FORBIDDEN = {"delay", "apply_async", "retry", "send_task"}


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_hands_work_to_a_message(path: Path) -> None:
    """R-01: no countdown, eta or retry; nothing is published but by the beat."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            assert name not in FORBIDDEN, f"{path}:{node.lineno}"
            assert not {"countdown", "eta"} & {keyword.arg for keyword in node.keywords}, f"{path}:{node.lineno}"
