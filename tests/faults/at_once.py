"""Eight sweeps at the same moment, round after round, beside what one sweep alone would have done.

python -m tests.faults.at_once ROUNDS     on the database of the environment, which must be empty
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from obligations.models import CurrentStatus, Holiday, Horizon, StatusChange  # noqa: E402
from obligations.services.checking import check_statuses  # noqa: E402
from obligations.services.holidays import add_holiday  # noqa: E402
from obligations.services.locks import lock_covenant  # noqa: E402
from obligations.services.standings import clear_everything  # noqa: E402
from tests.obligations.lively import Secretariat  # noqa: E402

SWEEPS = 8
COVENANTS = 6
State = tuple[list[Any], list[Any], list[Any]]


def state() -> State:
    """Everything that a sweep writes, without numbers that depend on who wrote first."""
    statuses = CurrentStatus.objects.order_by("obligation", "occurrence").values_list(
        "obligation", "occurrence", "status", "current", "since", "due_on", "holds_until", "assessment"
    )
    log = StatusChange.objects.order_by("covenant", "revision", "code", "occurrence", "on", "before", "after")
    lines = log.values_list("covenant", "revision", "code", "occurrence", "before", "after", "on", "cause")
    horizons = Horizon.objects.order_by("pk").values_list("pk", "assessed_on", "changes_on", "cleared")
    return list(statuses), list(lines), list(horizons)


def alone(day: date) -> State:
    """What one sweep would leave; nothing of it is kept."""
    with transaction.atomic():
        check_statuses(day)
        found = state()
        transaction.set_rollback(True)
    return found


def holidays(day: date) -> None:
    """A working day of the coming weeks becomes a holiday, while others sweep."""
    ahead = day + timedelta(days=random.Random(day.toordinal()).randrange(1, 20))
    if not Holiday.objects.filter(on=ahead).exists():
        add_holiday(on=ahead, name="Vrij", today=day, reason="proef")


def together(day: date, *others: Callable[[date], object]) -> list[str]:
    """Let eight sweeps, and what else there is, start at the same moment; what went wrong."""
    acts = [check_statuses] * SWEEPS + list(others)
    gate, wrong = threading.Barrier(len(acts)), list[str]()

    def run(act: Callable[[date], object]) -> None:
        try:
            gate.wait()
            act(day)
        except Exception as error:  # noqa: BLE001 - whatever it is, the round tells it
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def waits(act: Callable[[], object], covenant: int) -> bool:
    """True when `act` does not end before whoever has the covenant in hand, and ends then."""

    def run() -> None:
        act()
        connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        lock_covenant(covenant)
        thread.start()
        thread.join(1)
        waited = thread.is_alive()
    thread.join(20)
    return waited and not thread.is_alive()


def main(rounds: int) -> None:
    call_command("migrate", verbosity=0)
    chance, day = random.Random(7), date(2016, 6, 1)
    with tempfile.TemporaryDirectory() as folder:
        offices = [Secretariat(Path(folder), number, key=f"c{number}") for number in range(COVENANTS)]
        for number in range(rounds):
            day += timedelta(days=chance.randrange(1, 60))
            for office in offices:
                for _ in range(3):
                    office.act(day)
            expected = alone(day)
            wrong = together(day)
            assert not wrong, wrong
            assert state() == expected, f"round {number}, {day}"
        for number in range(rounds):
            day += timedelta(days=chance.randrange(1, 20))
            for office in offices:
                office.enter(day)
            wrong = together(day, holidays)
            assert not wrong, wrong
            check_statuses(day)
            left = state()[0]
            clear_everything(today=day)
            check_statuses(day)
            assert state()[0] == left, f"holiday round {number}, {day}"
        late = {"on": day + timedelta(days=3), "name": "Vrij", "today": day, "reason": "proef"}
        Holiday.objects.filter(on=late["on"]).delete()
        assert waits(lambda: add_holiday(**late), offices[-1].covenant.pk)
    print(f"{connection.vendor}: {rounds} rounds of {SWEEPS} sweeps at once, each as one; {len(expected[1])} changes")


if __name__ == "__main__":
    main(int(sys.argv[1]))
