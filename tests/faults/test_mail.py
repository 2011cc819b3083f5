"""Mail under faults: workers are killed at random, servers go away; nothing is lost, and nothing is sent unseen twice.

P-1 and P-2 of reliability.md, the short form: `CONVENANT_MAIL_KILLS` sets how often a worker is killed.
"""

from __future__ import annotations

import email
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import pytest

from tests.faults.processes import Process, celery, ending, environment, manage, production, until
from tests.mail.sink import Sink, running
from tests.servers import own_postgres, own_redis

pytestmark = pytest.mark.faults
KILLS = int(os.environ.get("CONVENANT_MAIL_KILLS", "50"))
MAILS = 1200
QUEUE = """
from datetime import date
from obligations.clock import now
from obligations.models import Message
Message.objects.bulk_create([Message(recipient=f"p{n}@partij.nl", on=date(2026, 1, 5), kind="test",
    covenant_date=n %% 2 == 0, due_at=now()) for n in range(%d)], batch_size=200)
"""
ENDED = "from obligations.models import Message as M; print(M.objects.exclude(state__in=('sent', 'unknown')).count())"
SOON = "from obligations.models import Message as M; M.objects.filter(state='queued').update(next_try_at=None)"
ROWS = (
    "from obligations.models import Message as M; import json; "
    "print(json.dumps(list(M.objects.values_list('message_id', 'state', 'covenant_date', 'reason'))))"
)


def settings_of(sink: Sink) -> dict[str, str]:
    return {
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "MAIL_FROM": "convenant@convenant.nl",
        "MAIL_WINDOW": "always",
        "MAIL_PER_MINUTE": "0",
        "MAIL_LEASE_SECONDS": "4",
        "MAIL_LAST_SECONDS": "3",
    }


def shell(env: dict[str, str], code: str) -> str:
    return (
        manage(env, "shell", "--no-imports", "-c", code).strip().splitlines()[-1]
        if "print" in code
        else manage(env, "shell", "--no-imports", "-c", code)
    )


@dataclass
class Table:
    """What came of a run."""

    lost: int = 0
    stray: int = 0
    twins_unnamed: int = 0
    twins: int = 0
    different: int = 0
    unknown: int = 0
    kills: int = 0
    seconds: float = 0.0
    said: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"silent losses {self.lost} | stray {self.stray} | twins outside the window {self.twins_unnamed} | "
            f"twins inside it {self.twins}, in other bytes {self.different} | left for a person {self.unknown} | "
            f"kills {self.kills} | {self.seconds:.0f} s"
        )


def counted(sink: Sink, env: dict[str, str], kills: int, seconds: float) -> Table:
    """Lay what the server took beside what the database says."""
    import json  # noqa: PLC0415

    rows = json.loads(shell(env, ROWS))
    taken: dict[str, list[bytes]] = {}
    for _recipient, content in sink.taken:
        taken.setdefault(str(email.message_from_bytes(content)["Message-ID"]), []).append(content)
    table = Table(kills=kills, seconds=seconds)
    known = {message_id for message_id, *_rest in rows if message_id}
    table.stray = sum(message_id not in known for message_id in taken)
    for message_id, state, resend, _reason in rows:
        copies = taken.get(message_id, [])
        table.lost += state == "sent" and not copies
        table.lost += state not in ("sent", "unknown")
        table.unknown += state == "unknown"
        if len(copies) > 1:
            table.twins += bool(resend)
            table.twins_unnamed += not resend
            table.different += len(set(copies)) > 1
    return table


def harm(workers: list[Process], kills: int, others: dict[int, Callable[[], None]], settled: Callable[[], None]) -> int:
    """Kill a random worker again and again; at some kills something else goes wrong too."""
    chance = random.Random(7)
    for number in range(kills):
        time.sleep(chance.uniform(0.2, 0.5))
        worker = chance.choice(workers)
        worker.send(signal.SIGKILL)
        worker.ended()
        worker.start()
        if number in others:
            others[number]()
        if number % 10 == 9:
            settled()
    return kills


def finish(env: dict[str, str]) -> None:
    """Let what waits for a later attempt go now, until all has ended."""

    def ended() -> bool:
        shell(env, SOON)
        return shell(env, ENDED) == "0"

    until(ended, 150, lambda: shell(env, ENDED))


@contextmanager
def careful_sink() -> Iterator[Sink]:
    with running() as sink:
        sink.seconds, sink.chance = 0.06, random.Random(3)
        yield sink


def assert_zeros(table: Table) -> None:
    print(f"\n{table}")
    assert (table.lost, table.stray, table.twins_unnamed, table.different) == (0, 0, 0, 0), str(table)


def test_workers_beats_and_servers_of_production_are_killed(tmp_path: Path) -> None:
    """PostgreSQL, Redis, three workers and two beats: kills, FLUSHALL, restarts of Redis and PostgreSQL."""
    with own_postgres() as postgres, own_redis() as redis, careful_sink() as sink:
        env = {**production(tmp_path, postgres.url, redis.url), **settings_of(sink)}
        manage(env, "migrate", "--verbosity=0")
        manage(env, "mail", "on", "--about-past")
        shell(env, QUEUE % MAILS)
        workers: list[Process] = []
        beats: list[Process] = []
        everyone: list[Process] = []

        def restart_postgres() -> None:
            postgres.stop(signal.SIGQUIT)
            postgres.start()

        def restart_redis() -> None:
            redis.stop(signal.SIGKILL)
            redis.start()

        def kill_beat() -> None:
            beats[0].send(signal.SIGKILL)
            beats[0].ended()
            beats[0].start()

        others = {
            3: redis.flush,
            8: restart_redis,
            14: restart_postgres,
            20: kill_beat,
            30: redis.flush,
            38: restart_postgres,
        }
        with ending(everyone):
            workers += [celery("worker", f"worker{n}", env, tmp_path) for n in range(3)]
            beats += [celery("beat", f"beat{n}", env, tmp_path) for n in range(2)]
            everyone += [*workers, *beats]
            until(lambda: sink.taken, 60)
            start = time.monotonic()
            kills = harm(workers, KILLS, others, lambda: _soon(postgres.url))
            finish(env)
            assert_zeros(counted(sink, env, kills, time.monotonic() - start))


def _soon(url: str) -> None:
    """What waits for a later attempt may go: the clock jumps."""
    try:
        connection = psycopg2.connect(url, connect_timeout=5)
    except psycopg2.OperationalError:
        return
    with connection, connection.cursor() as cursor:
        cursor.execute("UPDATE obligations_message SET next_try_at = NULL WHERE state = 'queued'")
    connection.close()


def workers_on_sqlite(folder: Path, sink: Sink, *arguments: str) -> tuple[dict[str, str], list[Process]]:
    env = environment(
        folder, **settings_of(sink), CONVENANT_PRODUCTION="0", DJANGO_SETTINGS_MODULE="convenant.settings"
    )
    manage(env, "migrate", "--verbosity=0")
    manage(env, "mail", "on", "--about-past")
    shell(env, QUEUE % MAILS)
    command = [sys.executable, "-m", "tests.faults.mail_worker", *arguments]
    return env, [Process(f"worker{n}", command, env, folder) for n in range(3)]


def test_three_processes_on_sqlite_are_killed(tmp_path: Path) -> None:
    with careful_sink() as sink:
        env, workers = workers_on_sqlite(tmp_path, sink)
        with ending(workers):
            until(lambda: sink.taken, 60)
            start = time.monotonic()
            kills = harm(workers, KILLS, {}, lambda: None)
            finish(env)
            assert_zeros(counted(sink, env, kills, time.monotonic() - start))


def test_without_the_claim_the_same_run_fails(tmp_path: Path) -> None:
    """Else the harness would prove nothing."""
    with careful_sink() as sink:
        _env, workers = workers_on_sqlite(tmp_path, sink, "without-claim")
        with ending(workers):
            until(lambda: len(sink.taken) > MAILS // 2, 120)
    twice = [found for found, number in Counter(recipient for recipient, _content in sink.taken).items() if number > 1]
    print(f"\nwithout a claim: {len(twice)} people got a mail more than once")
    assert len(twice) > MAILS // 20
