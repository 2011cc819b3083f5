"""`manage.py up`: prepares a site once, keeps what is there, and says why it does not start."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from convenant.catalogs import compile_catalogs
from tests.servers import free_port

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent


def environment(home: Path) -> dict[str, str]:
    """Nothing of whoever runs the tests: an embedded site in `home`."""
    return {"PATH": os.environ["PATH"], "CONVENANT_HOME": str(home)}


def up(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py up` to its end."""
    command = [sys.executable, "manage.py", "up", "--port", str(free_port()), *arguments]
    return subprocess.run(command, env=environment(home), cwd=ROOT, capture_output=True, text=True, check=False)


@contextmanager
def running(home: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """A site that answers on `port`, in a process group of its own."""
    command = [sys.executable, "manage.py", "up", "--port", str(port)]
    site = subprocess.Popen(command, env=environment(home), cwd=ROOT, start_new_session=True, text=True)
    try:
        deadline = time.monotonic() + 60
        while not answers(port):
            assert site.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield site
    finally:
        if group_lives(site.pid):
            os.killpg(site.pid, signal.SIGKILL)
        site.wait()


def answers(port: int) -> bool:
    """Whether the login page is served."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=10) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def group_lives(group: int) -> bool:
    """Whether any process of the group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_first_start_gives_a_password_and_the_second_keeps_it(tmp_path: Path) -> None:
    first, second = up(tmp_path, "--no-serve"), up(tmp_path, "--no-serve")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert re.search(r"Adres: +http://127\.0\.0\.1:\d+/\nAccount: +beheer\nWachtwoord: \S{16} ", first.stdout)
    assert "Niet voor productie" in first.stdout
    assert "Wachtwoord:" not in second.stdout
    assert "changepassword beheer" in second.stdout


def test_a_name_that_is_taken_and_a_register_that_is_no_example(tmp_path: Path) -> None:
    assert "Er zijn voorbeeldgegevens geladen." in up(tmp_path, "--no-serve").stdout
    changed(
        tmp_path, "UPDATE auth_user SET is_superuser = 0", "UPDATE obligations_covenant SET has_example_register = 0"
    )
    again = up(tmp_path, "--no-serve")
    assert re.search(r"Account: +beheer2\nWachtwoord: \S{16} ", again.stdout), again.stderr
    assert "Er zijn geen voorbeeldgegevens." in again.stdout
    assert "changepassword beheer2" in up(tmp_path, "--no-serve").stdout
    changed(tmp_path, "UPDATE auth_user SET is_superuser = 1")
    assert "het account beheer zijn bewaard" in up(tmp_path, "--no-serve").stdout


def changed(home: Path, *statements: str) -> None:
    """Change the database of a site that does not run."""
    with closing(sqlite3.connect(home / "db.sqlite3")) as database, database:
        for statement in statements:
            database.execute(statement)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_leaves_no_process_behind(tmp_path: Path, how: signal.Signals) -> None:
    with running(tmp_path, free_port()) as site:
        site.send_signal(how)
        assert site.wait(20) == 0
        assert not group_lives(site.pid)


def test_a_port_in_use_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = up(tmp_path, "--port", str(port))
    assert refused.returncode == 1
    assert refused.stderr == f"Poort {port} is al in gebruik. Kies een andere, zoals PORT={port + 1}.\n"
    assert not (tmp_path / "db.sqlite3").exists()


def test_a_database_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    assert up(tmp_path, "--no-serve").returncode == 0
    database = sqlite3.connect(tmp_path / "db.sqlite3")
    with database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)",
            ("obligations", "9999_later", "2030-01-01"),
        )
    database.close()
    refused = up(tmp_path, "--no-serve")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "onbekend: obligations.9999_later" in refused.stderr


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").write_text("not a database, but long enough to be looked at " * 40)
    refused = up(tmp_path, "--no-serve")
    assert refused.returncode == 1
    assert refused.stderr.startswith("De database is niet te gebruiken: ")
    assert refused.stderr.count("\n") == 1


def test_a_home_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("in the way")
    refused = up(tmp_path, "--no-serve")
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Schrijven in {tmp_path} kan niet")
    assert refused.stderr.count("\n") == 1


def test_translations_are_compiled_when_they_changed(tmp_path: Path) -> None:
    source = tmp_path / "nl" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text('msgid "Hello"\nmsgstr "Dag"\n')
    target = source.with_suffix(".mo")
    assert compile_catalogs(tmp_path) == [target]
    assert compile_catalogs(tmp_path) == []
    os.utime(source, (target.stat().st_mtime + 1,) * 2)
    assert compile_catalogs(tmp_path) == [target]
    assert b"Dag" in target.read_bytes()
