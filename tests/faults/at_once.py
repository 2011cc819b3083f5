"""Eight sweeps at the same moment, round after round, beside what one sweep alone would have done.

python -m tests.faults.at_once ROUNDS     on the database of the environment, which must be empty
"""

from __future__ import annotations

import random
import sys
import tempfile
import threading
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from obligations.models import CurrentStatus, Horizon, StatusChange  # noqa: E402
from obligations.services.checking import check_statuses  # noqa: E402
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


def together(day: date) -> list[str]:
    """Let eight sweeps start at the same moment; what went wrong."""
    gate, wrong = threading.Barrier(SWEEPS), list[str]()

    def sweep() -> None:
        try:
            gate.wait()
            check_statuses(day)
        except Exception as error:  # noqa: BLE001 - whatever it is, the round tells it
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(SWEEPS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


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
    print(f"{connection.vendor}: {rounds} rounds of {SWEEPS} sweeps at once, each as one; {len(expected[1])} changes")


if __name__ == "__main__":
    main(int(sys.argv[1]))
