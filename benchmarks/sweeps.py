"""What the check sweep costs: with nothing due, and when ten thousand statuses change.

    python -m benchmarks.sweeps                                        on SQLite, in a directory that is thrown away
    python -m tests.servers run -- python -m benchmarks.sweeps         on PostgreSQL

Ratios within one run count; seconds depend on the machine.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

HOME = tempfile.TemporaryDirectory(prefix="convenant-bench-")
os.environ.update(CONVENANT_HOME=HOME.name, CONVENANT_PRODUCTION="0", DJANGO_SETTINGS_MODULE="convenant.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from obligations.models import CurrentStatus, Horizon  # noqa: E402
from obligations.models.bulk import insert_rows  # noqa: E402
from obligations.services.checking import LOOK, check_statuses  # noqa: E402
from obligations.services.standings import OWN, ROW, Work  # noqa: E402

TODAY = date(2026, 6, 1)
SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 200
CHANGES = 10_000
BARE = (
    "SELECT covenant_id FROM obligations_horizon WHERE changes_on <= %s AND changes_on IS NOT NULL "
    f"ORDER BY changes_on, covenant_id LIMIT {LOOK}"
)


def main() -> None:
    call_command("migrate", verbosity=0)
    print(f"{connection.vendor}: a check with nothing due, median of {ROUNDS}, in microseconds")
    print(f"{'obligations':>12} {'check':>8} {'bare':>8} {'ratio':>6} {'driver':>8}  plan")
    first = None
    for size in SIZES:
        grow(size)
        check = median(lambda: check_statuses(TODAY))
        bare = median(lambda: ask(BARE, [TODAY]))
        driver = median(by_driver())
        first = first or check
        print(f"{size:>12,} {check:>8.0f} {bare:>8.0f} {check / bare:>6.1f} {driver:>8.0f}  {plan()}")
    print(f"cost at {SIZES[-1]:,} against {SIZES[0]:,}: {check / first:.2f}")
    print(f"largest memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    changes()


# --- Nothing due -------------------------------------------------------------------------------------------


def grow(size: int) -> None:
    """Bring the number of obligations to `size`, a hundred a covenant, none due before 2027."""
    having = Horizon.objects.count()
    series = (
        "generate_series(%s::int, %s::int) AS g(n)"
        if connection.vendor == "postgresql"
        else "(WITH RECURSIVE g(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM g WHERE n < %s) SELECT n FROM g) AS g"
    )
    bounds = [having // 100, size // 100 - 1]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO obligations_covenant (id, key, title, language, has_example_register) "
            f"SELECT n + 1, 'c' || n, 'C', 'nl', {false()} FROM {series}",
            bounds,
        )
        cursor.execute(
            "INSERT INTO obligations_revision (id, covenant_id, key, title, signed_on, in_force_from, status) "
            f"SELECT n + 1, n + 1, '1', 'R', '2016-01-01', '2016-01-01', 'published' FROM {series}",
            bounds,
        )
        bounds = [having, size - 1]
        cursor.execute(
            "INSERT INTO obligations_obligation (id, revision_id, code, title, summary, kind, soft, bearers_all, "
            "towards_all, reminders, position) "
            f"SELECT n + 1, n / 100 + 1, 'o' || n, 'O', 'S', 'held', {false()}, {false()}, {false()}, '{{}}', n %% 100 "
            f"FROM {series}",
            bounds,
        )
        cursor.execute(
            "INSERT INTO obligations_horizon (obligation_id, covenant_id, assessed_on, changes_on, cleared) "
            f"SELECT n + 1, n / 100 + 1, '2026-01-01', {later()}, {false()} FROM {series}",
            bounds,
        )
        cursor.execute("ANALYZE")


def false() -> str:
    return "false" if connection.vendor == "postgresql" else "0"


def later() -> str:
    """A day in 2027 or later, spread, and none for one in ten."""
    day = (
        "date '2027-01-01' + n % 2000"
        if connection.vendor == "postgresql"
        else "date('2027-01-01', n % 2000 || ' days')"
    )
    return f"CASE WHEN n % 10 = 0 THEN NULL ELSE {day} END".replace("%", "%%")


def median(act: Callable[[], Any]) -> float:
    """Microseconds."""
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent) * 1e6


def ask(query: str, params: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchall()


def by_driver() -> Callable[[], Any]:
    """The same query without Django."""
    connection.ensure_connection()
    cursor = connection.connection.cursor()
    query = BARE if connection.vendor == "postgresql" else BARE.replace("%s", "?")

    def act() -> Any:
        cursor.execute(query, (TODAY.isoformat(),))
        return cursor.fetchall()

    return act


def plan() -> str:
    """The first line of how the database finds what is due."""
    explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
    lines = [str(row[-1]).strip() for row in ask(explain + BARE, [TODAY])]
    return next(line for line in lines if "horizon" in line)


# --- Ten thousand changes ----------------------------------------------------------------------------------


def changes() -> None:
    """Write as many changed statuses as a sweep does, beside one UPDATE of as many rows."""
    print(f"\n{connection.vendor}: {CHANGES:,} statuses change, in milliseconds, best of 5")
    tick = count()
    fill()
    bare = best(lambda: ask_nothing(*update(next(tick))))
    rows = best(lambda found: Work(known=found.known).write(), lambda: work(next(tick)))
    logged = best(lambda found: Work(known=found.known, changes=found.changes).write(), lambda: work(next(tick)))
    whole = best(lambda found: found.write(), lambda: work(next(tick)))
    keyed = best(one_by_one, lambda: [(*row[1:], row[0]) for row in work(next(tick)).known])
    print(f"one UPDATE              {bare:8.1f}   every row gets the same values")
    print(f"as many UPDATEs by key  {keyed:8.1f}   {keyed / bare:.1f} times; each row its own values, executemany")
    print(f"statuses                {rows:8.1f}   {rows / bare:.1f} times")
    print(f"… and the log of each   {logged:8.1f}   {logged / bare:.1f} times")
    print(f"… and the horizons      {whole:8.1f}   {whole / bare:.1f} times")


def fill() -> None:
    """A status for each of the first ten thousand obligations, with the same id."""
    names = ("id", *OWN, *ROW)
    rows = [(n, n, (n - 1) // 100 + 1, "period:2026", *row) for n, *row in work(0).known]
    insert_rows(CurrentStatus, names, rows)


def best(act: Callable[..., Any], prepare: Callable[[], Any] | None = None) -> float:
    """Milliseconds of the fastest of five, each in its own transaction; preparing is not counted."""
    spent = []
    for _ in range(5):
        prepared = () if prepare is None else (prepare(),)
        start = time.perf_counter()
        with transaction.atomic():
            act(*prepared)
        spent.append(time.perf_counter() - start)
    return min(spent) * 1e3


def work(number: int) -> Work:
    """What a sweep would write for the first ten thousand obligations."""
    found = Work()
    for n in range(1, CHANGES + 1):
        owner = (n - 1) // 100 + 1
        data = {**SAMPLE, "holds_until": str(date(2027, 1, 1 + number % 28))}
        found.known.append((n, STATUSES[number % 2], True, TODAY, TODAY, None, TODAY, None, json.dumps(data)))
        found.changes.append((owner, "1", f"o{n}", "period:2026", "on_track", "at_risk", TODAY, "time"))
        found.horizons.append((n, TODAY, date(2027, 1, 1 + number % 28), False))
    return found


STATUSES = ("on_track", "at_risk")
SAMPLE = {
    "revision": "1",
    "code": "overleg",
    "kind": "cadence",
    "occurrence": "period:2026",
    "window": ["2026-01-01", "2027-01-01"],
    "status": "on_track",
    "detail": {"of": "Quota", "required": 4, "exact": "4", "done": 2, "expected": 2, "planned": 0, "reported": 0},
    "counted": ["M1", "M2"],
    "readings": ["year", "part_year", "rounding"],
}


def update(number: int) -> tuple[str, list[Any]]:
    columns = "status = %s, current = %s, since = %s, starts_on = %s, due_on = %s, holds_until = %s, assessment = %s"
    data = json.dumps({**SAMPLE, "holds_until": str(date(2027, 1, 1 + number % 28))})
    values = [STATUSES[number % 2], True, TODAY, TODAY, TODAY, None, data]
    return f"UPDATE {CurrentStatus._meta.db_table} SET {columns}", values


def one_by_one(rows: list[tuple[Any, ...]]) -> None:
    plain = [tuple(v.isoformat() if isinstance(v, date) else v for v in row) for row in rows]
    with connection.cursor() as cursor:
        sets = ", ".join(f"{name} = %s" for name in ROW)
        cursor.executemany(f"UPDATE {CurrentStatus._meta.db_table} SET {sets} WHERE id = %s", plain)


def ask_nothing(query: str, params: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, params)


if __name__ == "__main__":
    main()
