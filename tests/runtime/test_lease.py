"""One beat leads, the others stand by; what each does when it loses the lease or the database."""

from __future__ import annotations

import logging
import os
import socket
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models.functions import Now

from convenant.beat import LEASE, LOOK, LeaseScheduler
from convenant.celery import app
from obligations.models import BeatLease

pytestmark = pytest.mark.django_db
# Both close the connection, which in the transaction of a test only SQLite in memory survives.
closes = pytest.mark.once


@pytest.fixture
def one() -> LeaseScheduler:
    return LeaseScheduler(app=app)


@pytest.fixture
def other() -> LeaseScheduler:
    return LeaseScheduler(app=app)


def put_out(scheduler: LeaseScheduler) -> list[str]:
    """The sweeps that are due by this scheduler."""
    return [name for name, entry in scheduler.schedule.items() if entry.is_due().is_due]


def test_one_of_two_leads(one: LeaseScheduler, other: LeaseScheduler) -> None:
    assert (one._lead(), other._lead(), one._lead()) == (True, False, True)
    assert other.tick() == LOOK
    assert BeatLease.objects.get().owner == one.owner != other.owner
    assert one.owner.startswith(f"{socket.gethostname()[:40]}:{os.getpid()}:")


def test_the_lease_ends_by_the_clock_of_the_database(one: LeaseScheduler) -> None:
    one._lead()
    assert BeatLease.objects.filter(until__gt=Now(), until__lte=Now() + LEASE).exists()


def test_a_lease_that_ended_is_free(one: LeaseScheduler, other: LeaseScheduler) -> None:
    one._lead()
    BeatLease.objects.update(until=Now() - timedelta(seconds=1))
    assert other._lead()


def test_a_new_leader_puts_everything_out_at_once(one: LeaseScheduler) -> None:
    assert put_out(one) == []
    one._lead()
    assert put_out(one) == list(one.schedule)


def test_a_leader_that_lost_its_lease_stands_by(one: LeaseScheduler) -> None:
    """It stalled for so long that another took over."""
    one._lead()
    BeatLease.objects.update(owner="elsewhere:1:a", until=Now() + LEASE)
    one.renewed -= LEASE.total_seconds()
    assert one.tick() == LOOK
    assert not one.leading


def test_a_lease_that_was_emptied_is_made_again(one: LeaseScheduler, other: LeaseScheduler) -> None:
    BeatLease.objects.all().delete()
    assert (one._lead(), one._lead(), other._lead()) == (False, True, False)


@closes
def test_a_beat_that_stops_lets_another_lead_at_once(one: LeaseScheduler, other: LeaseScheduler) -> None:
    one._lead()
    one.close()
    assert (one.leading, other._lead()) == (False, True)
    one.close()
    assert BeatLease.objects.get().owner == other.owner


@closes
def test_without_a_database_it_stands_by_and_says_so_once(
    one: LeaseScheduler, caplog: pytest.LogCaptureFixture
) -> None:
    def gone(*arguments: Any) -> NoReturn:
        raise OperationalError("gone")

    with caplog.at_level(logging.WARNING, "convenant.beat"):
        with connection.execute_wrapper(gone):
            assert [one.tick() for _ in range(3)] == [LOOK] * 3
            one.close()
        # The transaction of the test would otherwise refuse to go on.
        transaction.set_rollback(False)
        assert one._lead()
    said = [record.getMessage().split(": ")[1].split(",")[0] for record in caplog.records]
    assert said == ["standing by", "the lease could not be given up; it ends by itself", "the database answers again"]
