"""Entries that cross a maximum at the same moment, from two processes: none is lost, and one duty follows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.processes import environment
from tests.servers import ROOT, own_postgres

pytestmark = pytest.mark.faults
EACH = 10


def cross(home: Path, **more: str) -> None:
    env = environment(home, DJANGO_SETTINGS_MODULE="convenant.settings", CONVENANT_PRODUCTION="0", **more)

    def manage(*arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    manage("migrate", "--verbosity", "0")
    manage("import_covenant", "fixtures/vng-nvvb.yaml")
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.cross_at_once", name, str(EACH)],
            cwd=ROOT,
            env=env,
            stderr=subprocess.PIPE,
        )
        for name in ("een", "twee")
    ]
    for writer in writers:
        _out, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors.decode()[-3000:]
    codes = ["personeelsadvies-cap", "vergoeding-bij-overschrijding"]
    asked = [part for code in codes for part in ("--obligation", code)]
    rows = json.loads(manage("assess", "vng-nvvb", "--as-of", "2018-03-20", "--json", *asked))["assessments"]
    march = [row for row in rows if row["occurrence"] == "period:2018-03" and row["obligation"] == codes[0]]
    assert [(row["used"], row["status"]) for row in march] == [("4.1667", "exceeded")]
    assert len(march[0]["counted"]) == 2 * EACH
    talks = [row for row in rows if row["obligation"] == codes[1] and row["status"] is not None]
    assert len(talks) == 1, talks


def test_two_processes_cross_a_maximum_on_sqlite(tmp_path: Path) -> None:
    cross(tmp_path)


def test_two_processes_cross_a_maximum_on_postgresql(tmp_path: Path) -> None:
    with own_postgres() as postgres:
        cross(tmp_path, DATABASE_URL=postgres.url)
