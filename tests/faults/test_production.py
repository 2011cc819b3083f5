"""Two beats and two workers on PostgreSQL and Redis: each sweep once a tick, and again within 15 s after any fault."""

from __future__ import annotations

import json
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from sys import executable

import psycopg2
import pytest

from convenant.beat import LEASE, RENEW
from tests.faults.processes import PROMISED, Process, celery, ending, manage, production, until
from tests.servers import ROOT, Postgres, Redis, free_port, own_postgres, own_redis

pytestmark = pytest.mark.faults


@dataclass
class Site:
    """A site in production, with all of its processes."""

    folder: Path
    postgres: Postgres
    redis: Redis
    env: dict[str, str]
    processes: dict[str, Process] = field(default_factory=dict)

    def ask(self, query: str) -> tuple[object, ...]:
        connection = psycopg2.connect(self.postgres.url, connect_timeout=5)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchone() or ()
        finally:
            connection.close()

    def runs(self) -> int:
        """How often the check has run well."""
        try:
            found = self.ask("SELECT runs FROM obligations_sweep WHERE name = 'check'")
        except psycopg2.OperationalError:
            return -1
        return int(str(found[0])) if found else 0

    def leader(self) -> Process:
        """The beat that holds the lease."""
        pid = int(str(self.ask("SELECT owner FROM obligations_beatlease")[0]).split(":")[1])
        return next(process for process in self.processes.values() if process.child.pid == pid)

    def again(self) -> float:
        """Seconds until the check has run twice more."""
        before = max(self.runs(), 0)
        return until(lambda: self.runs() >= before + 2, PROMISED, self.said)

    def said(self) -> str:
        return "\n".join(f"--- {name}\n{process.said()}" for name, process in self.processes.items())

    def start(self, what: str, name: str) -> None:
        self.processes[name] = celery(what, name, self.env, self.folder)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("production")
    with own_postgres() as postgres, own_redis() as redis:
        made = Site(folder, postgres, redis, production(folder, postgres.url, redis.url))
        manage(made.env, "migrate", "--verbosity=0")
        manage(made.env, "collectstatic", "--noinput", "--verbosity=0")
        with ending(made.processes.values()):
            for name in ("worker1", "worker2", "beat1", "beat2"):
                made.start(name[:-1], name)
            until(lambda: made.runs() >= 2, 60, made.said)
            yield made


def recovers(site: Site, record_property: Callable[[str, object], None]) -> float:
    seconds = site.again()
    record_property("seconds", round(seconds, 1))
    print(f"recovered after {seconds:.1f} s")
    return seconds


def page(port: int) -> str:
    """The login page as it comes through a proxy that ends TLS; empty when it does not come."""
    headers = {"Host": "convenant.example", "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/accounts/login/", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return str(response.read().decode())
    except OSError:
        return ""


def test_each_sweep_runs_once_a_tick(site: Site) -> None:
    before, start = site.runs(), time.monotonic()
    time.sleep(10)
    ran, ticks = site.runs() - before, time.monotonic() - start
    assert ticks - 2.5 <= ran <= ticks + 1.5


def test_the_leading_beat_is_killed(site: Site, record_property: Callable[[str, object], None]) -> None:
    leader = site.leader()
    leader.send(signal.SIGKILL)
    assert leader.ended() == -signal.SIGKILL
    recovers(site, record_property)
    assert site.leader() is not leader
    leader.start()


def test_the_leading_beat_is_stopped(site: Site, record_property: Callable[[str, object], None]) -> None:
    leader = site.leader()
    leader.send(signal.SIGTERM)
    assert leader.ended() == 0
    assert recovers(site, record_property) < LEASE.total_seconds() - RENEW.total_seconds(), "the lease was kept"
    leader.start()


def test_both_beats_are_killed_and_started(site: Site, record_property: Callable[[str, object], None]) -> None:
    beats = [site.processes["beat1"], site.processes["beat2"]]
    for beat in beats:
        beat.send(signal.SIGKILL)
        beat.ended()
    for beat in beats:
        beat.start()
    recovers(site, record_property)


def test_a_worker_is_killed(site: Site, record_property: Callable[[str, object], None]) -> None:
    worker = site.processes["worker1"]
    worker.send(signal.SIGKILL)
    worker.ended()
    recovers(site, record_property)
    until(lambda: not worker.members(), PROMISED, lambda: f"left: {worker.members()}")
    worker.start()


def test_both_workers_are_killed_and_started(site: Site, record_property: Callable[[str, object], None]) -> None:
    workers = [site.processes["worker1"], site.processes["worker2"]]
    for worker in workers:
        worker.send(signal.SIGKILL)
        worker.ended()
    for worker in workers:
        until(lambda worker=worker: not worker.members(), PROMISED)  # type: ignore[misc]
        worker.start()
    recovers(site, record_property)


def test_a_worker_is_stopped(site: Site, record_property: Callable[[str, object], None]) -> None:
    worker = site.processes["worker2"]
    worker.send(signal.SIGTERM)
    assert worker.ended() == 0
    recovers(site, record_property)
    worker.start()


def test_a_worker_that_is_stopped_ends_what_it_does(site: Site) -> None:
    worker, other = site.processes["worker1"], site.processes["worker2"]
    before = site.runs()
    holding = psycopg2.connect(site.postgres.url)
    try:
        holding.cursor().execute("SELECT 1 FROM obligations_sweep FOR UPDATE")
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        until(lambda: site.ask(waiting) == (2,), PROMISED, site.said)
        worker.send(signal.SIGTERM)
        time.sleep(2)
        assert (worker.child.poll(), other.child.poll()) == (None, None)
    finally:
        holding.close()
    assert worker.ended() == 0
    assert site.runs() >= before + 2
    worker.start()


def test_redis_forgets_everything(site: Site, record_property: Callable[[str, object], None]) -> None:
    site.redis.flush()
    recovers(site, record_property)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_redis_goes_and_comes_back_empty(site: Site, how: int, record_property: Callable[[str, object], None]) -> None:
    site.redis.stop(how)
    time.sleep(3)
    site.redis.start()
    recovers(site, record_property)


def test_saving_does_not_need_redis(site: Site, record_property: Callable[[str, object], None]) -> None:
    """R-03: what people save waits for the database alone."""
    manage(site.env, "load_examples")
    site.redis.stop(signal.SIGKILL)
    command = [executable, "-m", "tests.faults.writer", "zonder", "5"]
    env = site.env | {"DJANGO_SETTINGS_MODULE": "convenant.settings"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    site.redis.start()
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["added"] > 5
    recovers(site, record_property)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "broken off"])
def test_postgresql_goes_and_comes_back(site: Site, how: int, record_property: Callable[[str, object], None]) -> None:
    site.postgres.stop(how)
    time.sleep(3)
    site.postgres.start()
    recovers(site, record_property)


def test_after_all_that_each_sweep_still_runs_once_a_tick(site: Site) -> None:
    until(lambda: all(process.child.poll() is None for process in site.processes.values()), 1, site.said)
    site.again()
    test_each_sweep_runs_once_a_tick(site)


def test_the_web_process_serves_the_same_site(site: Site) -> None:
    port = free_port()
    command = [executable, "-m", "gunicorn", "convenant.wsgi", f"--bind=127.0.0.1:{port}", "--no-control-socket"]
    web = site.processes["web"] = Process("web", command, site.env, site.folder)
    until(lambda: "Convenant" in page(port), 30, web.said)
    web.send(signal.SIGTERM)
    assert web.ended() == 0


def test_at_the_end_all_stop_and_nothing_is_left(site: Site) -> None:
    running = [process for process in site.processes.values() if process.child.poll() is None]
    assert len(running) == 4
    for process in running:
        process.send(signal.SIGTERM)
    assert {process.name: process.ended(40) for process in running} == dict.fromkeys(
        ("worker1", "worker2", "beat1", "beat2"), 0
    )
    left = {name: process.members() for name, process in site.processes.items()}
    until(lambda: not any(process.members() for process in site.processes.values()), 5, lambda: str(left))
    assert not list(site.folder.glob("celerybeat*"))


def test_one_process_without_redis_does_all_of_it(site: Site, record_property: Callable[[str, object], None]) -> None:
    """The others have stopped."""
    port = free_port()
    env = {name: value for name, value in site.env.items() if name != "REDIS_URL"}
    up = Process("up", [executable, "manage.py", "up", f"--port={port}"], env, site.folder)
    with ending([up]):
        until(lambda: "Convenant" in page(port), 60, up.said)
        assert "Het werk op de achtergrond doet dit proces zelf." in up.said()
        recovers(site, record_property)
        site.postgres.stop(signal.SIGQUIT)
        time.sleep(3)
        site.postgres.start()
        recovers(site, record_property)
        assert "Convenant" in page(port)
        up.send(signal.SIGTERM)
        assert up.ended() == 0
        until(lambda: not up.members(), 2, lambda: f"left: {up.members()}")
