"""`manage.py doctor`: every finding, from a real cause."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Now
from django.test import override_settings

from convenant.doctor import CHECKS, Level, background, database, examine, machine
from obligations.models import BeatLease, Covenant, Sweep, save_all
from obligations.models.append_only import releases
from obligations.tasks import SWEEPS, run
from tests.faults.processes import environment
from tests.obligations.lively import FIRST
from tests.servers import ROOT, Redis, free_port, own_redis

pytestmark = pytest.mark.django_db
GOOD, LOOK, WRONG = Level.GOOD, Level.LOOK, Level.WRONG


def ran(seconds: int, error: str = "") -> None:
    for name in SWEEPS:
        run(name, FIRST)
    Sweep.objects.update(finished_at=Now() - timedelta(seconds=seconds), error=error)


@pytest.fixture(autouse=True)
def a_database_that_waits_for_its_disk(request: pytest.FixtureRequest) -> None:
    """As in production; the servers of the tests do not, to be fast."""
    request.getfixturevalue("db")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO on")


class TestDatabase:
    def test_a_database_that_does_not_wait_for_its_disk(self) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit TO off")
            assert database.database().level is WRONG
        else:
            assert "SQLite" in database.database().what

    def test_the_database_of_the_tests_is_good(self) -> None:
        assert [check().level for check in (database.database, database.version, database.history)] == [GOOD] * 3

    def test_a_database_that_is_behind(self) -> None:
        MigrationRecorder.Migration.objects.filter(app="obligations", name__startswith="0004").delete()
        found = database.version()
        assert (found.level, "migrate" in found.do) == (WRONG, True)
        assert "obligations.0004_one_lease_and_append_only" in found.what

    def test_a_database_of_later(self) -> None:
        MigrationRecorder.Migration.objects.create(app="meetings", name="9999_later")
        assert (database.version().level, "meetings.9999_later" in database.version().what) == (WRONG, True)

    def test_a_history_that_can_be_changed(self) -> None:
        with connection.cursor() as cursor:
            for statement in releases(connection.vendor, "meetings_historicalmeeting"):
                cursor.execute(statement)
        found = database.history()
        assert (found.level, "meetings_historicalmeeting" in found.what) == (WRONG, True)

    @pytest.mark.parametrize(("production", "level"), [(False, GOOD), (True, LOOK)])
    def test_an_example_register(self, production: bool, level: Level) -> None:
        assert database.examples().level is GOOD
        save_all([Covenant(key="proef", title="Proef", has_example_register=True)], reason="proef")
        with override_settings(PRODUCTION=production):
            assert (database.examples().level, "proef" in database.examples().what) == (level, True)


class TestBackground:
    def test_before_the_first_sweep(self) -> None:
        found = background.worker()
        assert (found.level, found.what.startswith("check heeft nog niet gelopen.")) == (WRONG, True)

    @pytest.mark.parametrize(
        ("seconds", "error", "level"), [(10, "", GOOD), (10, "ValueError: x", LOOK), (500, "", WRONG)]
    )
    def test_a_sweep(self, seconds: int, error: str, level: Level) -> None:
        ran(seconds, error)
        assert background.worker().level is level

    @pytest.mark.parametrize(("seconds", "level"), [(5, GOOD), (-3, GOOD), (-60, WRONG)])
    def test_the_lease(self, seconds: int, level: Level) -> None:
        BeatLease.objects.update(owner="server1:1:a", until=Now() + timedelta(seconds=seconds))
        assert (background.beat().level, "server1" in background.beat().what) == (level, True)

    def test_nobody_ever_had_the_lease(self) -> None:
        assert (background.beat().level, "niemand" in background.beat().what) == (WRONG, True)

    def test_a_lease_that_is_gone(self) -> None:
        BeatLease.objects.all().delete()
        assert (background.beat().level, background.beat().do) == (WRONG, background.UP)

    def test_redis_that_is_not_there(self) -> None:
        with override_settings(REDIS_URL=f"redis://:geheim@127.0.0.1:{free_port()}/0"):
            found = background.broker()
        assert (found.level, "geheim" in str(found)) == (WRONG, False)

    def test_redis_that_is_there_and_one_that_throws_away(self, redis_server: Redis) -> None:
        with override_settings(REDIS_URL=redis_server.url):
            assert background.broker().level is GOOD
            with redis.Redis.from_url(redis_server.url) as client:
                client.config_set("maxmemory-policy", "allkeys-lru")
            assert (background.broker().level, "allkeys-lru" in background.broker().what) == (LOOK, True)

    def test_without_redis_messages_stay_in_the_process(self) -> None:
        assert background.broker().level is GOOD


@pytest.fixture
def redis_server() -> Iterator[Redis]:
    with own_redis() as server:
        yield server


@contextmanager
def listening(answer: bytes) -> Iterator[int]:
    """A port where something answers like this to whoever comes, whatever is said."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            try:
                while True:
                    client, _address = server.accept()
                    with client:
                        client.sendall(answer)
                        while data := client.recv(1000):
                            client.sendall(b"221 bye\r\n" if data.lower().startswith(b"quit") else b"250 fine\r\n")
            except OSError:
                return

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def server(port: int, **more: object) -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": port, "user": "", "password": "", "starttls": False, "tls": False, **more}


class TestMachine:
    def test_clock_and_zone_of_the_tests_are_good(self) -> None:
        assert [machine.clock().level, machine.time_zone(settings.TIME_ZONE).level] == [GOOD, GOOD]

    def test_a_day_that_stands_still(self) -> None:
        with override_settings(CONVENANT_TODAY=FIRST):
            assert machine.clock().level is LOOK

    @pytest.mark.parametrize("zone", ["Europe/Nergens", "America/New_York"])
    def test_another_zone(self, zone: str) -> None:
        assert machine.time_zone(zone).level is WRONG

    def test_the_data_directory(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o700)
        with override_settings(CONVENANT_HOME=tmp_path):
            assert (machine.home().level, machine.disk().level) == (GOOD, GOOD)
            key = tmp_path / "secret_key"
            key.write_text("x")
            key.chmod(0o644)
            found = machine.home()
            assert (found.level, found.do) == (LOOK, f"Voer uit: chmod go-rwx {key}")
            assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]

    def test_a_data_directory_that_is_not_there(self, tmp_path: Path) -> None:
        with override_settings(CONVENANT_HOME=tmp_path / "weg"):
            assert machine.home().level is WRONG

    def test_mail_that_goes_to_files(self) -> None:
        assert machine.mail().level is GOOD

    def test_a_mail_server_that_answers(self) -> None:
        with listening(b"220 hello\r\n") as port, override_settings(MAIL_SERVER=server(port)):
            assert machine.mail().level is GOOD

    def test_a_mail_server_that_refuses_or_cannot_encrypt_or_is_away(self) -> None:
        with listening(b"421 not now\r\n") as port, override_settings(MAIL_SERVER=server(port)):
            assert machine.mail().level is WRONG
        with listening(b"220 hello\r\n") as port, override_settings(MAIL_SERVER=server(port, starttls=True)):
            assert machine.mail().level is WRONG
        with override_settings(MAIL_SERVER=server(free_port())):
            assert machine.mail().level is WRONG

    def test_production_without_its_files(self, tmp_path: Path) -> None:
        with override_settings(PRODUCTION=True, STATIC_ROOT=tmp_path):
            assert machine.production().level is WRONG
            (tmp_path / "staticfiles.json").touch()
            assert machine.production().level is GOOD
        assert machine.production().level is GOOD

    @pytest.mark.parametrize(("days", "level"), [(None, LOOK), (0, GOOD), (5, LOOK)])
    def test_backups_in_production(self, tmp_path: Path, days: int | None, level: Level) -> None:
        if days is not None:
            (tmp_path / "backups").mkdir()
            file = tmp_path / "backups" / "convenant-20260101T000000Z.tar"
            file.touch()
            then = file.stat().st_mtime - days * 86400
            os.utime(file, (then, then))
        with override_settings(CONVENANT_HOME=tmp_path, PRODUCTION=True):
            assert machine.backups().level is level
        with override_settings(CONVENANT_HOME=tmp_path):
            assert machine.backups().level is GOOD


class TestTheCommand:
    def said(self, *arguments: str) -> tuple[int, str]:
        out = StringIO()
        try:
            call_command("doctor", *arguments, stdout=out)
        except SystemExit as end:
            return int(str(end.code)), out.getvalue()
        return 0, out.getvalue()

    def test_all_is_well(self) -> None:
        ran(0)
        BeatLease.objects.update(owner="server1:1:a", until=Now() + timedelta(seconds=5))
        code, text = self.said()
        assert (code, "fout" in text, len(text.splitlines()) >= len(CHECKS)) == (0, False, True)
        code, text = self.said("--json")
        found = json.loads(text)
        assert {finding["level"] for finding in found} <= {"goed", "let op"}
        assert [finding.keys() for finding in found] == [{"name", "level", "what", "do"}] * len(CHECKS)

    def test_something_is_wrong_and_it_says_what_to_do(self) -> None:
        code, text = self.said()
        assert code == 1
        assert "fout    achtergrondwerk: check heeft nog niet gelopen." in text
        assert "wat te doen: Kijk of" in text

    def test_what_is_only_to_be_looked_at_counts_when_asked(self) -> None:
        ran(0)
        BeatLease.objects.update(owner="server1:1:a", until=Now() + timedelta(seconds=5))
        with override_settings(CONVENANT_TODAY=FIRST):
            assert (self.said()[0], self.said("--strict")[0]) == (0, 1)

    def test_every_finding_that_is_not_good_says_what_to_do(self) -> None:
        assert all(bool(finding.do) is (finding.level is not GOOD) for finding in examine())

    @pytest.mark.once
    def test_a_database_that_is_away_is_said_once_and_the_rest_is_looked_at(self, tmp_path: Path) -> None:
        url = f"postgresql://bob:geheim@127.0.0.1:{free_port()}/weg"
        env = environment(tmp_path, DATABASE_URL=url, CONVENANT_PRODUCTION="0")
        done = subprocess.run(
            [sys.executable, "manage.py", "doctor"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (1, "")
        assert done.stdout.count("fout") == done.stdout.count("de database antwoordt niet") == 1
        assert "goed    schijf" in done.stdout
        assert "geheim" not in done.stdout
