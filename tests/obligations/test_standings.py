"""How every obligation stands is kept, and is never anything else than what a fresh assessment says."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from obligations.assessments import Standing, assess_covenants
from obligations.current import current_rows
from obligations.engine.assessment import is_current
from obligations.engine.verdict import Assessment
from obligations.models import CurrentStatus, Horizon, StatusChange
from obligations.services.checking import check_statuses
from obligations.services.standings import clear_covenants
from obligations.snapshots import of_data, to_data
from tests.obligations.lively import FIRST, LAST, Secretariat, days

pytestmark = pytest.mark.django_db
# The rules are the same on both databases and each day costs a whole assessment: `make test-all` looks at every day.
THOROUGH = bool(os.environ.get("CONVENANT_THOROUGH"))
STRIDE = {"sqlite": 2, "postgresql": 7}
Whole = tuple[Assessment, tuple[str, ...], date | None, bool]
Rows = dict[tuple[int, str], Whole]


def whole(row: Assessment, current: bool) -> Whole:
    """An assessment with what its own comparison leaves out."""
    return row, row.readings, row.holds_until, current


def recorded(covenant_id: int, today: date) -> Standing:
    return assess_covenants([covenant_id], today, history=True)[covenant_id]


def fresh(covenant_id: int, today: date) -> Rows:
    return assessed(recorded(covenant_id, today), today)


def assessed(standing: Standing, today: date) -> Rows:
    return {
        (line.obligation.id, row.occurrence): whole(row, is_current(line.obligation.terms, row, today))
        for line in standing.lines
        for row in line.assessed.rows
    }


def read(covenant_id: int, today: date) -> Rows:
    """What a page would show, stored or assessed in memory."""
    found = current_rows([covenant_id], today, history=True)
    rows = {(each.obligation_id, each.row.occurrence): whole(each.row, each.current) for each in found}
    assert len(rows) == len(found)
    return rows


def stored(covenant_id: int) -> Rows:
    rows = CurrentStatus.objects.filter(covenant=covenant_id)
    return {(row.obligation_id, row.occurrence): whole(of_data(row.assessment), row.current) for row in rows}


def log(covenant_id: int) -> dict[tuple[str, ...], list[tuple[str, str, date, str]]]:
    found: dict[tuple[str, ...], list[tuple[str, str, date, str]]] = {}
    for row in StatusChange.objects.filter(covenant=covenant_id):
        key = (row.revision, row.code, row.occurrence)
        found.setdefault(key, []).append((row.before, row.after, row.on, row.cause))
    return found


def assert_log_tells_what_is_stored(covenant_id: int) -> None:
    """Each occurrence's lines form a chain that ends in its stored status."""
    rows = CurrentStatus.objects.filter(covenant=covenant_id).select_related("obligation__revision")
    now = {(row.obligation.revision.key, row.obligation.code, row.occurrence): row for row in rows}
    lines = log(covenant_id)
    for key, changes in lines.items():
        assert changes[0][0] == ""
        assert all(one[1] == other[0] and one[2] <= other[2] for one, other in pairwise(changes))
        assert changes[-1][1] == (now[key].status if key in now else "")
    for key, row in now.items():
        assert not row.status or (key in lines and lines[key][-1][2] == row.since)


@pytest.mark.parametrize("year", [2016, 2018, 2020, 2023])
def test_whatever_the_day_what_is_stored_is_what_a_fresh_assessment_says(tmp_path: Path, year: int) -> None:
    first = max(FIRST, date(year, 1, 1))
    last = {2016: date(2017, 12, 31), 2018: date(2019, 12, 31), 2020: date(2022, 12, 31), 2023: LAST}[year]
    office = Secretariat(tmp_path, seed=year)
    pk = office.covenant.pk
    for _ in range(60):
        office.act(first)
    standing, kept = recorded(pk, first), stored(pk)
    for today in list(days(first, last))[:: 1 if THOROUGH else STRIDE[connection.vendor]]:
        if check_statuses(today)["obligations"]:
            kept = stored(pk)
        assert kept == assessed(standing.on(today, history=True), today), today
        if office.chance.random() < 0.12:
            office.act(today)
            standing, kept = recorded(pk, today), stored(pk)
            assert read(pk, today) == assessed(standing, today), today
    assert kept == stored(pk)
    assert_log_tells_what_is_stored(pk)


@settings(max_examples=25 if THOROUGH else 10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), steps=st.lists(st.integers(0, 90), min_size=3, max_size=25))
def test_with_sweeps_and_writes_in_any_order_the_pages_are_right(tmp_path: Path, seed: int, steps: list[int]) -> None:
    with transaction.atomic():
        office = Secretariat(tmp_path, seed)
        pk = office.covenant.pk
        today = FIRST + timedelta(days=seed % 2800)
        for step in steps:
            today += timedelta(days=step)
            if office.chance.random() < 0.6:
                office.act(today)
            else:
                check_statuses(today)
            assert read(pk, today) == fresh(pk, today)
        check_statuses(today)
        assert stored(pk) == fresh(pk, today)
        assert_log_tells_what_is_stored(pk)
        transaction.set_rollback(True)


@settings(max_examples=8 if THOROUGH else 4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), gaps=st.lists(st.integers(1, 200), min_size=1, max_size=20))
def test_the_log_is_the_same_whether_the_sweep_ran_daily_or_once_in_a_while(
    tmp_path: Path, seed: int, gaps: list[int]
) -> None:
    with transaction.atomic():
        office = Secretariat(tmp_path, seed)
        pk = office.covenant.pk
        start = FIRST + timedelta(days=seed % 1500)
        for _ in range(40):
            office.act(start)
        check_statuses(start)
        end = start + timedelta(days=sum(gaps))

        def swept(on: list[date]) -> tuple[Rows, object]:
            point = transaction.savepoint()
            for day in on:
                check_statuses(day)
            found = stored(pk), log(pk)
            transaction.savepoint_rollback(point)
            return found

        seldom = [start + timedelta(days=sum(gaps[:at])) for at in range(1, len(gaps) + 1)]
        assert swept(list(days(start, end))) == swept(seldom) == swept([end])
        transaction.set_rollback(True)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), after=st.integers(0, 3000))
def test_what_a_row_keeps_is_read_back_whole(tmp_path: Path, seed: int, after: int) -> None:
    with transaction.atomic():
        office = Secretariat(tmp_path, seed)
        today = FIRST + timedelta(days=after)
        for _ in range(30):
            office.act(today)
        for row, *_rest in fresh(office.covenant.pk, today).values():
            again = of_data(json.loads(json.dumps(to_data(row))))
            assert whole(again, True) == whole(row, True)
        transaction.set_rollback(True)


class TestTheClockGoesBack:
    """R-21: what was computed for a later day is kept, not trusted, and not computed for an earlier one."""

    def test_pages_of_the_earlier_day_are_right_and_nothing_is_logged(self, tmp_path: Path) -> None:
        office = Secretariat(tmp_path, seed=1)
        pk = office.covenant.pk
        late, early = date(2018, 3, 10), date(2018, 3, 1)
        for _ in range(30):
            office.act(early)
        check_statuses(late)
        before, lines = stored(pk), StatusChange.objects.count()
        assert check_statuses(early) == {"obligations": 0, "changes": 0}
        assert read(pk, early) == fresh(pk, early)
        assert (stored(pk), StatusChange.objects.count()) == (before, lines)

    def test_what_is_recorded_meanwhile_shows_on_both_days(self, tmp_path: Path) -> None:
        office = Secretariat(tmp_path, seed=2)
        pk = office.covenant.pk
        late, early = date(2018, 3, 10), date(2018, 3, 1)
        check_statuses(late)
        for _ in range(12):
            office.act(early)
            assert read(pk, early) == fresh(pk, early)
        check_statuses(early)
        check_statuses(late)
        assert stored(pk) == fresh(pk, late)
        assert_log_tells_what_is_stored(pk)


def test_a_new_covenant_is_due_at_once_and_a_page_needs_no_sweep(tmp_path: Path) -> None:
    office = Secretariat(tmp_path, seed=3)
    pk = office.covenant.pk
    assert CurrentStatus.objects.count() == 0
    assert read(pk, FIRST) == fresh(pk, FIRST)
    assert check_statuses(FIRST)["obligations"] == Horizon.objects.count() == 28


def test_clearing_twice_is_clearing_once_and_keeps_the_earlier_day(tmp_path: Path) -> None:
    office = Secretariat(tmp_path, seed=4)
    pk = office.covenant.pk
    check_statuses(FIRST)
    clear_covenants([pk], today=date(2017, 2, 1))
    clear_covenants([pk], today=date(2017, 3, 1))
    dues = set(Horizon.objects.values_list("changes_on", flat=True))
    assert max(day for day in dues if day) == date(2017, 2, 1)
    assert Horizon.objects.filter(cleared=False).count() == 0
