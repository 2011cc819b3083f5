"""Working days: Monday to Friday without the holidays (domain.md A-22)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.engine.workdays import is_workday, next_workday, workdays_after
from tests.engine.building import day, days

EASTER_2018 = frozenset(days("2018-03-30", "2018-04-01", "2018-04-02"))
dates = st.dates(date(2018, 1, 1), date(2018, 12, 31))
holidays = st.frozensets(dates, max_size=20)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param("2018-03-29", True, id="Thursday"),
        pytest.param("2018-03-30", False, id="Good Friday"),
        pytest.param("2018-03-31", False, id="Saturday"),
        pytest.param("2018-04-01", False, id="Sunday"),
        pytest.param("2018-04-02", False, id="Easter Monday"),
        pytest.param("2018-04-06", True, id="Friday"),
    ],
)
def test_is_workday(on: str, expected: bool) -> None:
    assert is_workday(day(on), EASTER_2018) is expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        pytest.param("2018-03-29", "2018-03-29", id="a working day itself"),
        pytest.param("2018-03-30", "2018-04-03", id="over the whole of Easter"),
        pytest.param("2018-04-07", "2018-04-09", id="over a weekend"),
    ],
)
def test_next_workday(on: str, expected: str) -> None:
    assert next_workday(day(on), EASTER_2018) == day(expected)


@pytest.mark.parametrize(
    ("on", "count", "expected"),
    [
        pytest.param("2018-03-29", 1, "2018-04-03", id="the first after Easter"),
        pytest.param("2018-03-31", 1, "2018-04-03", id="from a Saturday"),
        pytest.param("2018-04-03", 3, "2018-04-06", id="within a week"),
        pytest.param("2018-04-03", 4, "2018-04-09", id="over a weekend"),
        pytest.param("2018-03-31", 0, "2018-03-31", id="none: the day itself"),
    ],
)
def test_workdays_after(on: str, count: int, expected: str) -> None:
    assert workdays_after(day(on), count, EASTER_2018) == day(expected)


@given(dates, st.integers(1, 40), holidays)
def test_so_many_working_days_lie_between(on: date, count: int, free: frozenset[date]) -> None:
    found = workdays_after(on, count, free)
    between = [on + timedelta(days=n) for n in range(1, (found - on).days + 1)]
    assert is_workday(found, free)
    assert sum(is_workday(one, free) for one in between) == count


@given(dates, holidays)
def test_the_next_working_day_is_the_first_from_that_day_on(on: date, free: frozenset[date]) -> None:
    found = next_workday(on, free)
    assert is_workday(found, free)
    assert not any(is_workday(on + timedelta(days=n), free) for n in range((found - on).days))
