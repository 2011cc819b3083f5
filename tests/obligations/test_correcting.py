"""Entries are corrected and withdrawn, never gone; and the way to a register does not matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from obligations.assessments import assess_covenants
from obligations.models import Covenant, CurrentStatus, Event
from obligations.services.checking import check_statuses
from obligations.services.correcting import correct_event, entry_of, restore_event, withdraw_event
from obligations.services.handing_over import HandOver, hand_over, holder_on
from obligations.services.known import known_to
from obligations.services.refusal import Refusal
from obligations.services.register import Entry, record_events
from obligations.services.standings import clear_covenants
from obligations.snapshots import of_data
from tests import factories

TODAY = date(2018, 6, 15)
pytestmark = pytest.mark.django_db


@pytest.fixture
def covenant(db: None) -> Covenant:
    return factories.make_covenant()


def record(covenant: Covenant, ref: str, type_: str, on: date, **more: Any) -> Event:
    entry = Entry(ref, type_, on, **{"by": "stad", "to": ("regio",), **more})
    record_events(known=known_to(covenant), entries=[entry], today=TODAY, reason="test")
    return Event.objects.get(reference__covenant=covenant, reference__ref=ref)


def rows_of(covenant: Covenant) -> list[Any]:
    rows = assess_covenants([covenant.pk], TODAY, history=True)[covenant.pk].rows
    return sorted(rows, key=lambda row: (row.code, row.occurrence))


def stored_of(covenant: Covenant) -> list[Any]:
    rows = [of_data(row.assessment) for row in CurrentStatus.objects.filter(covenant=covenant)]
    return sorted(rows, key=lambda row: (row.code, row.occurrence))


def test_a_withdrawn_entry_stays_and_counts_for_nothing(covenant: Covenant) -> None:
    clear_covenants([covenant.pk], today=TODAY)
    check_statuses(TODAY)
    before = rows_of(covenant)
    event = record(covenant, "G", "gesprek", date(2018, 6, 1))
    assert rows_of(covenant) != before
    withdraw_event(event=event.pk, why="dubbel", today=TODAY, reason="test")
    assert rows_of(covenant) == before == stored_of(covenant)
    assert Event.objects.get().withdrawn_why == "dubbel"
    with pytest.raises(Refusal, match="ingetrokken"):
        correct_event(event=event.pk, entry=entry_of(event), today=TODAY, reason="test")
    restore_event(event=event.pk, today=TODAY, reason="test")
    assert rows_of(covenant) == stored_of(covenant) != before


def test_a_correction_keeps_its_ref_and_its_history(covenant: Covenant) -> None:
    event = record(covenant, "G", "gesprek", date(2018, 6, 1))
    correct_event(event=event.pk, entry=replace(entry_of(event), on=date(2018, 5, 1)), today=TODAY, reason="typefout")
    event.refresh_from_db()
    assert event.on == date(2018, 5, 1)
    assert [row.on for row in Event.history.filter(id=event.pk).order_by("history_id")] == [
        date(2018, 6, 1),
        date(2018, 5, 1),
    ]


class ARegister(RuleBasedStateMachine):
    """Entries, corrections, withdrawals and answers in any order: the same as written at once, in order of date."""

    days = st.integers(-200, 60).map(lambda n: TODAY + timedelta(days=n))
    types = st.sampled_from(["zaal", "gesprek", "uitkomst", "brief", "kopie", "evaluatie"])
    parties = st.sampled_from(["stad", "regio"])

    @initialize()
    def begin(self) -> None:
        self.point = transaction.savepoint()
        self.covenant = factories.make_covenant(f"register-{Covenant.objects.count()}")
        self.number = 0

    def pick(self, number: int) -> Event | None:
        rows = list(Event.objects.filter(covenant=self.covenant).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(type_=types, on=days, by=parties, host=parties, answers=st.integers(-3, 8))
    def add(self, type_: str, on: date, by: str, host: str, answers: int) -> None:
        self.number += 1
        other = "regio" if by == "stad" else "stad"
        answered = self.pick(answers) if answers >= 0 else None
        ref = "" if answered is None else answered.reference.ref
        record(self.covenant, f"E-{self.number}", type_, on, by=by, to=(other,), host=host, answers=ref)

    @rule(which=st.integers(0, 12), on=days, state=st.sampled_from(["happened", "planned", "unknown"]))
    def correct(self, which: int, on: date, state: str) -> None:
        row = self.pick(which)
        if row is not None and not row.withdrawn:
            correct_event(event=row.pk, entry=replace(entry_of(row), on=on, state=state), today=TODAY, reason="test")

    @rule(which=st.integers(0, 12))
    def withdraw(self, which: int) -> None:
        if row := self.pick(which):
            withdraw_event(event=row.pk, why="", today=TODAY, reason="test")

    @rule(which=st.integers(0, 12))
    def restore(self, which: int) -> None:
        if row := self.pick(which):
            restore_event(event=row.pk, today=TODAY, reason="test")

    def teardown(self) -> None:
        if not hasattr(self, "point"):
            return
        try:
            copy = factories.make_covenant(f"kopie-{Covenant.objects.count()}")
            kept = Event.objects.filter(covenant=self.covenant, withdrawn=False).order_by("on", "pk")
            entries = [replace(entry_of(row), aside=None) for row in kept]
            record_events(known=known_to(copy), entries=entries, today=TODAY, reason="test")
            assert rows_of(self.covenant) == rows_of(copy)
            clear_covenants([self.covenant.pk], today=TODAY)
            check_statuses(TODAY)
            assert stored_of(self.covenant) == rows_of(self.covenant)
        finally:
            transaction.savepoint_rollback(self.point)


@pytest.mark.django_db
class TestARegister(ARegister.TestCase):  # type: ignore[name-defined, misc]
    settings = settings(max_examples=30, stateful_step_count=20, suppress_health_check=list(HealthCheck), deadline=None)

    @pytest.fixture(autouse=True)
    def inside_a_transaction(self, db: None) -> None:
        """Each example starts from the same savepoint."""


# --- Handing over --------------------------------------------------------------------------------------------

POST = ("stad", "account_holder", None)


def test_a_post_is_handed_over_the_day_after(covenant: Covenant) -> None:
    factories.add_account_holder(covenant, "accounthouder stad", first=date(2016, 1, 1))
    change = HandOver(POST, date(2018, 6, 30), "nieuwe accounthouder stad", "stad@voorbeeld.example")
    hand_over(covenant=covenant, change=change, today=TODAY, reason="test")
    known = known_to(covenant)
    names = [
        found.name if (found := holder_on(known, POST, day)) else None
        for day in (date(2018, 6, 30), date(2018, 7, 1), date(2015, 1, 1))
    ]
    assert names == ["accounthouder stad", "nieuwe accounthouder stad", None]


def test_not_known_yet_leaves_a_gap_and_filling_it_closes_it(covenant: Covenant) -> None:
    factories.add_account_holder(covenant, "accounthouder stad", first=date(2016, 1, 1))
    hand_over(covenant=covenant, change=HandOver(POST, date(2018, 5, 31)), today=TODAY, reason="test")
    known = known_to(covenant)
    assert holder_on(known, POST, TODAY) is None
    with pytest.raises(Refusal, match="Niemand heeft deze functie"):
        hand_over(covenant=covenant, change=HandOver(POST, None), today=TODAY, reason="test")
    hand_over(covenant=covenant, change=HandOver(POST, None, "mailbox stad"), today=TODAY, reason="test")
    found = holder_on(known, POST, TODAY)
    assert found is not None
    assert found.name == "mailbox stad"


def test_nobody_leaves_before_he_came(covenant: Covenant) -> None:
    factories.add_account_holder(covenant, "accounthouder stad", first=date(2018, 6, 1))
    with pytest.raises(Refusal, match="01-06-2018"):
        hand_over(covenant=covenant, change=HandOver(POST, date(2018, 5, 1), "x"), today=TODAY, reason="test")
