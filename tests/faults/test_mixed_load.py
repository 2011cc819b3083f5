"""Writes, pages and sweeps at once on SQLite: nothing locked out, nothing lost.

`make test-all` lets it last ten minutes (CONVENANT_LOAD_SECONDS).
"""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.processes import ending, environment
from tests.faults.test_embedded import Up
from tests.servers import ROOT

pytestmark = pytest.mark.faults
SECONDS = float(os.environ.get("CONVENANT_LOAD_SECONDS", "20"))
WRITERS = ("a", "b", "c")
PAGES = (
    "/",
    "/convenant/vng-nvvb/",
    "/convenant/vng-nvvb/verplichting/ambtelijk-overleg/",
    "/admin/obligations/event/",
    "/admin/obligations/currentstatus/",
    "/healthz",
)


class Visitor:
    """Someone who is logged in."""

    def __init__(self, port: int, password: str) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.post("/accounts/login/", username="beheer", password=password)

    def get(self, path: str) -> str:
        with self.opener.open(self.base + path, timeout=60) as response:
            assert response.status == 200, path
            return str(response.read().decode())

    def post(self, path: str, **fields: str) -> str:
        self.get(path)
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token or ""}).encode()
        request = urllib.request.Request(self.base + path, data, headers={"Referer": self.base + path})
        with self.opener.open(request, timeout=60) as response:
            return str(response.geturl())


def test_nobody_is_locked_out_and_nothing_is_lost(tmp_path: Path) -> None:
    # Ready means a sweep every third interval at least, also when eight processes want the one writer.
    up = Up(tmp_path / "home", CONVENANT_SWEEP_SECONDS="5")
    with ending([up]):
        up.ready()
        found = re.search(r"Wachtwoord: (\S+)", up.log.read_text())
        assert found is not None
        load(up, found[1])


def load(up: Up, password: str) -> None:
    end = time.monotonic() + SECONDS
    wrong: list[str] = []
    served, holidays = [0], [0]

    def read() -> None:
        visitor, number = Visitor(up.port, password), 0
        while time.monotonic() < end:
            try:
                visitor.get(PAGES[number % len(PAGES)])
                served[0] += 1
            except OSError as error:
                wrong.append(f"{PAGES[number % len(PAGES)]}: {error}")
            number += 1

    def write() -> None:
        visitor = Visitor(up.port, password)
        while time.monotonic() < end:
            on = f"{2100 + holidays[0] // 336:04}-{holidays[0] // 28 % 12 + 1:02}-{holidays[0] % 28 + 1:02}"
            try:
                went = visitor.post("/admin/obligations/holiday/add/", on=on, name="Belast")
                assert went.endswith("/admin/obligations/holiday/"), went
                holidays[0] += 1
            except (OSError, AssertionError) as error:
                wrong.append(f"holiday {on}: {error}")
            time.sleep(0.2)

    threads = [threading.Thread(target=act) for act in (read, read, read, write)]
    env = environment(up.home, DJANGO_SETTINGS_MODULE="convenant.settings")
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writer", name, str(SECONDS)],
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in WRITERS
    ]
    for thread in threads:
        thread.start()
    said = [writer.communicate() for writer in writers]
    for thread in threads:
        thread.join()
    assert [writer.returncode for writer in writers] == [0, 0, 0], said
    assert wrong == [], Counter(wrong)
    assert "is locked" not in up.said() + "".join(error for _out, error in said)
    compare(up, [json.loads(out) for out, _error in said], holidays[0])
    print(f"{SECONDS:.0f} s: {served[0]} pages, {holidays[0]} holidays, {[out.strip() for out, _error in said]}")
    up.again()


def compare(up: Up, told: list[dict[str, int]], holidays: int) -> None:
    """Every act that was acknowledged is there, none twice, and each with its history."""
    connection = sqlite3.connect(f"file:{up.home / 'db.sqlite3'}?mode=ro", uri=True, timeout=20)

    def one(query: str) -> int:
        return int(connection.execute(query).fetchone()[0])

    shared = "FROM obligations_event e JOIN obligations_reference r ON r.id = e.reference_id WHERE r.ref = 'GEDEELD'"
    counted = sum(one_told["counted"] for one_told in told)
    assert one(f"SELECT e.minutes {shared}") == counted
    history = f"SELECT count(*) FROM obligations_historicalevent WHERE id = (SELECT e.id {shared})"
    assert one(history) == counted
    added = "SELECT count(*) FROM obligations_reference WHERE ref GLOB '[abc]-*'"
    assert one(added) == sum(one_told["added"] for one_told in told)
    assert one("SELECT count(*) FROM obligations_holiday WHERE name = 'Belast'") == holidays
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
