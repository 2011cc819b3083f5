"""Start the processes of a site as a machine would, end them as a machine might, and see whether any is left."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.servers import ROOT

OWN = (
    "DATABASE_URL",
    "MIGRATE_DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "BASE_URL",
    "DEBUG",
    "PORT",
    "CONVENANT_TODAY",
    "CONVENANT_PRODUCTION",
    "DJANGO_SETTINGS_MODULE",
    "PYTEST_CURRENT_TEST",
)
PROMISED = 15.0
"""Seconds within which the sweeps run again after whatever happened."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a process of a site finds in its environment; nothing of the settings of whoever runs the tests."""
    rest = {name: value for name, value in os.environ.items() if name not in OWN}
    return {**rest, "CONVENANT_HOME": str(home), "CONVENANT_SWEEP_SECONDS": "1", "PYTHONUNBUFFERED": "1", **more}


def production(home: Path, database: str, redis: str) -> dict[str, str]:
    """The environment of a site in production."""
    return environment(
        home,
        DATABASE_URL=database,
        REDIS_URL=redis,
        EMAIL_URL="smtp://127.0.0.1:1",
        SECRET_KEY=secrets.token_urlsafe(64),
        ALLOWED_HOSTS="convenant.example",
        BASE_URL="https://convenant.example",
    )


class Process:
    """One process of a site, in a group of its own, that can be started again with the same command."""

    def __init__(self, name: str, command: list[str], env: Mapping[str, str], folder: Path) -> None:
        self.name, self.command, self.env = name, command, dict(env)
        self.log = folder / f"{name}.log"
        self.groups: set[int] = set()
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.groups.add(self.child.pid)

    def send(self, how: int) -> None:
        self.child.send_signal(how)

    def ended(self, within: float = 30) -> int:
        """The exit code, once it has ended. AssertionError when it has not by then."""
        try:
            return self.child.wait(within)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} runs on after {within} s:\n{self.said()}") from None

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]

    def members(self) -> list[int]:
        """Ids of the processes that it, or one before it, left or has."""
        told = subprocess.run(["ps", "-axo", "pid=,pgid=,stat="], capture_output=True, text=True, check=True).stdout
        rows = [line.split() for line in told.splitlines()]
        return [int(pid) for pid, group, state in rows if int(group) in self.groups and not state.startswith("Z")]


def celery(what: str, name: str, env: Mapping[str, str], folder: Path) -> Process:
    """A worker, or a beat."""
    options = ["--concurrency=1", f"--hostname={name}@%h"] if what == "worker" else ["--pidfile="]
    command = [sys.executable, "-m", "celery", "-A", "convenant", what, "--loglevel=warning", *options]
    return Process(name, command, env, folder)


def manage(env: Mapping[str, str], *arguments: str) -> str:
    """What a management command prints. AssertionError when it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=dict(env), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def until(true: Callable[[], object], within: float, what: Callable[[], str] = lambda: "it did not happen") -> float:
    """Seconds until `true` holds. AssertionError, with `what` there is to say, when it does not within so many."""
    start = time.monotonic()
    while time.monotonic() - start < within:
        if true():
            return time.monotonic() - start
        time.sleep(0.1)
    raise AssertionError(f"not within {within} s: {what()}")


@contextmanager
def ending(processes: Collection[Process]) -> Iterator[None]:
    """Whatever happens, nothing of these processes, also of those that join later, outlives the block."""
    try:
        yield
    finally:
        for process in processes:
            for pid in process.members():
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            process.child.wait(10)
