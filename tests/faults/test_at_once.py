"""R-05: a sweep is safe to run any number of times at the same moment, on both databases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.processes import environment
from tests.servers import ROOT, own_postgres

pytestmark = pytest.mark.faults
ROUNDS = "20"


def run(home: Path, **more: str) -> str:
    env = environment(home, DJANGO_SETTINGS_MODULE="convenant.settings", CONVENANT_PRODUCTION="0", **more)
    command = [sys.executable, "-m", "tests.faults.at_once", ROUNDS]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_eight_sweeps_at_once_leave_what_one_leaves_on_sqlite(tmp_path: Path) -> None:
    assert run(tmp_path).startswith("sqlite: 20 rounds")


def test_eight_sweeps_at_once_leave_what_one_leaves_on_postgresql(tmp_path: Path) -> None:
    with own_postgres() as postgres:
        assert run(tmp_path, DATABASE_URL=postgres.url).startswith("postgresql: 20 rounds")
