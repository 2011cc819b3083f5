"""`manage.py up` on SQLite: worker and beat as threads of the web process, one command, one process tree."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.processes import PROMISED, Process, ending, environment, until
from tests.servers import free_port

pytestmark = pytest.mark.faults


class Up(Process):
    """A site on a laptop."""

    def __init__(self, home: Path, name: str = "up", **more: str) -> None:
        self.home, self.port = home, free_port()
        env = environment(home, PORT=str(self.port), **more)
        super().__init__(name, [sys.executable, "manage.py", "up"], env, home.parent)

    def runs(self) -> int:
        try:
            connection = sqlite3.connect(f"file:{self.home / 'db.sqlite3'}?mode=ro", uri=True, timeout=20)
            found = connection.execute("SELECT runs FROM obligations_sweep WHERE name = 'check'").fetchone()
            connection.close()
        except sqlite3.OperationalError:
            return 0
        return int(found[0]) if found else 0

    def again(self) -> float:
        """Seconds until the check has run twice more."""
        before = self.runs()
        return until(lambda: self.runs() >= before + 2, PROMISED, self.said)

    def worker(self) -> int:
        """The id of the one process that serves and works; the other one watches it."""
        [pid] = [pid for pid in self.members() if pid != self.child.pid]
        return pid

    def page(self) -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/accounts/login/", timeout=5) as response:
                return str(response.read().decode())
        except OSError:
            return ""

    def ready(self) -> None:
        until(lambda: "Convenant" in self.page() and self.runs() >= 2, 90, self.said)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first start put the database; what is tested after that starts faster."""
    return tmp_path_factory.mktemp("laptop") / "home"


@pytest.fixture
def up(home: Path) -> Iterator[Up]:
    started = Up(home)
    with ending([started]):
        started.ready()
        yield started


def nothing_left(up: Up, within: float = PROMISED) -> None:
    until(lambda: not up.members(), within, lambda: f"left: {up.members()}\n{up.said()}")


def test_each_sweep_runs_once_a_tick_and_sigterm_ends_all_of_it(up: Up) -> None:
    before, start = up.runs(), time.monotonic()
    time.sleep(8)
    ran, ticks = up.runs() - before, time.monotonic() - start
    assert ticks - 2.5 <= ran <= ticks + 1.5
    up.send(signal.SIGTERM)
    assert up.ended() == 0
    nothing_left(up, 2)
    assert not list(up.home.glob("celerybeat*"))


def test_the_process_that_serves_is_killed(up: Up) -> None:
    old = up.worker()
    os.kill(old, signal.SIGKILL)
    print(f"recovered after {up.again():.1f} s")
    assert up.worker() != old
    until(lambda: "Convenant" in up.page(), PROMISED, up.said)


def test_the_process_that_watches_is_killed(up: Up) -> None:
    up.send(signal.SIGKILL)
    up.ended()
    nothing_left(up)


def test_ctrl_c_goes_to_all_of_them_at_once(up: Up) -> None:
    os.killpg(up.child.pid, signal.SIGINT)
    assert up.ended() in (0, 130)
    nothing_left(up, 2)


def test_two_on_one_database_sweep_once_a_tick(up: Up) -> None:
    other = Up(up.home, "other")
    with ending([other]):
        until(lambda: "Convenant" in other.page(), 60, other.said)
        before, start = up.runs(), time.monotonic()
        time.sleep(8)
        ran, ticks = up.runs() - before, time.monotonic() - start
        assert ticks - 2.5 <= ran <= ticks + 1.5
        up.send(signal.SIGTERM)
        assert up.ended() == 0
        print(f"taken over after {other.again():.1f} s")


def test_a_thread_that_dies_ends_the_process(home: Path) -> None:
    """A process without its beat must not look well: it ends with 70, and whoever watches it starts another."""
    code = (
        "import django, time; django.setup()\n"
        "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
        "from convenant.embedded import Embedded\n"
        "one = Embedded(); one.start(); one.beat.service.stop(); time.sleep(30)\n"
    )
    env = environment(home, DJANGO_SETTINGS_MODULE="convenant.settings")
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, "beat died" in done.stderr) == (70, True)
