"""Calendar steps: taken from the anchor, clamped at the month's last day, tiling any window."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.engine.periods import (
    CALENDAR,
    Per,
    days_in,
    months_after,
    period_at,
    period_name,
    periods,
    whole_period,
)
from obligations.engine.windows import ALWAYS, DAY, Window
from tests.engine.building import day, window

dates = st.dates(date(1900, 1, 1), date(2200, 12, 31))
steps = st.sampled_from((1, 3, 6, 12))
month_ends = st.builds(
    lambda year, month: date(year, month, monthrange(year, month)[1]), st.integers(1990, 2030), st.integers(1, 12)
)
anchors = st.one_of(st.just(CALENDAR), dates, month_ends)


@pytest.mark.parametrize(
    ("anchor", "months", "expected"),
    [
        pytest.param("2018-01-31", 1, "2018-02-28", id="clamped"),
        pytest.param("2018-01-31", 2, "2018-03-31", id="not chained from the clamped day"),
        pytest.param("2020-02-29", 48, "2024-02-29", id="leap day to leap day"),
        pytest.param("2018-01-31", 0, "2018-01-31", id="no step"),
        pytest.param("2018-01-31", -1, "2017-12-31", id="back over the year"),
        pytest.param("2018-12-15", 1, "2019-01-15", id="on over the year"),
        pytest.param("1900-01-29", 1, "1900-02-28", id="1900 is no leap year"),
    ],
)
def test_months_after(anchor: str, months: int, expected: str) -> None:
    assert months_after(day(anchor), months) == day(expected)


@given(anchors.filter(lambda anchor: anchor.year > 1), st.integers(-600, 600))
def test_a_step_lands_in_its_month_on_the_day_or_the_last(anchor: date, months: int) -> None:
    found = months_after(anchor, months)
    assert (found.year * 12 + found.month) - (anchor.year * 12 + anchor.month) == months
    assert found.day == min(anchor.day, monthrange(found.year, found.month)[1])


def naive_period(on: date, months: int, anchor: date) -> Window:
    """Counting steps from the anchor one by one."""
    step = 0
    while months_after(anchor, step * months) > on:
        step -= 1
    while months_after(anchor, (step + 1) * months) <= on:
        step += 1
    return Window(months_after(anchor, step * months), months_after(anchor, (step + 1) * months))


@given(
    st.dates(date(2000, 1, 1), date(2030, 12, 31)),
    steps,
    st.one_of(st.dates(date(1995, 1, 1), date(2035, 12, 31)), month_ends),
)
def test_the_closed_form_equals_naive_stepping(on: date, months: int, anchor: date) -> None:
    assert whole_period(on, months, anchor) == naive_period(on, months, anchor)


@given(dates, steps, anchors)
def test_a_whole_period_contains_its_day(on: date, months: int, anchor: date) -> None:
    assert on in whole_period(on, months, anchor)


@given(dates, steps, anchors, st.integers(0, 2000), st.integers(0, 2000))
def test_law_5_periods_tile_the_window(first: date, months: int, anchor: date, length: int, ahead: int) -> None:
    within = Window(first, first + timedelta(days=length))
    until = first + timedelta(days=ahead)
    found = periods(within, months, anchor, until)
    covered = [first + timedelta(days=n) for n in range(length) if n <= ahead]
    assert [on for period in found for on in days_of(period.part) if on <= until] == covered
    for period in found:
        assert period.whole == whole_period(period.part.first, months, anchor)
        assert period.part == period.whole & within
        assert period.is_cut is (period.days != days_in(period.whole))


def days_of(part: Window) -> list[date]:
    return [part.first + timedelta(days=n) for n in range(days_in(part))]


def test_an_open_window_is_tiled_up_to_the_day_asked_for() -> None:
    found = periods(window("2018-02-15"), 12, CALENDAR, day("2020-01-01"))
    assert [(period.name, period.part) for period in found] == [
        ("2018", window("2018-02-15", "2019-01-01")),
        ("2019", window("2019-01-01", "2020-01-01")),
        ("2020", window("2020-01-01", "2021-01-01")),
    ]


@pytest.mark.parametrize(
    ("within", "until"),
    [
        pytest.param(window("2018-01-01", "2018-01-01"), "2018-06-01", id="an empty window"),
        pytest.param(window("2018-01-01"), "2017-12-31", id="nothing has started"),
        pytest.param(ALWAYS, "2018-01-01", id="a window without a first day"),
    ],
)
def test_there_may_be_no_periods(within: Window, until: str) -> None:
    assert periods(within, 12, CALENDAR, day(until)) == []


def test_there_is_no_period_outside_the_window() -> None:
    assert period_at(day("2017-12-31"), 12, CALENDAR, window("2018-01-01")) is None


@pytest.mark.parametrize(
    ("start", "months", "name"),
    [
        ("2018-01-01", 12, "2018"),
        ("2018-05-11", 12, "2018"),
        ("2018-06-30", 6, "2018-H1"),
        ("2018-07-01", 6, "2018-H2"),
        ("2018-03-31", 3, "2018-Q1"),
        ("2018-04-01", 3, "2018-Q2"),
        ("2018-12-31", 3, "2018-Q4"),
        ("2018-09-30", 1, "2018-09"),
    ],
)
def test_names(start: str, months: int, name: str) -> None:
    assert period_name(day(start), months) == name


@pytest.mark.parametrize(
    ("per", "months"), [("month", 1), ("quarter", 3), ("half_year", 6), ("year", 12), ("event", 0)]
)
def test_steps_in_months(per: str, months: int) -> None:
    assert Per(per).months == months


NONE_OR_DATE = st.none() | st.dates(date(2018, 1, 1), date(2018, 3, 1))


@given(NONE_OR_DATE, NONE_OR_DATE, NONE_OR_DATE, NONE_OR_DATE, st.dates(date(2017, 12, 1), date(2018, 4, 1)))
def test_a_day_is_in_both_windows_or_not_in_what_they_share(
    first: date | None, end: date | None, other_first: date | None, other_end: date | None, on: date
) -> None:
    one, other = Window(first, end), Window(other_first, other_end)
    assert (on in one & other) is (on in one and on in other)


def test_windows_are_half_open() -> None:
    one = window("2018-01-01", "2018-02-01")
    assert day("2017-12-31") not in one
    assert day("2018-01-01") in one
    assert day("2018-01-31") in one
    assert day("2018-02-01") not in one
    assert one.last == day("2018-01-31")
    assert one.last + DAY == one.end
    assert not one.ended_by(day("2018-01-31"))
    assert one.ended_by(day("2018-02-01"))
    assert not one.is_empty


@pytest.mark.parametrize(
    ("one", "is_empty"),
    [
        (window("2018-01-01", "2018-01-01"), True),
        (window("2018-01-02", "2018-01-01"), True),
        (window("2018-01-01", "2018-01-02"), False),
        (window("2018-01-01"), False),
        (ALWAYS, False),
    ],
)
def test_an_empty_window(one: Window, is_empty: bool) -> None:
    assert one.is_empty is is_empty


def test_an_open_window_never_ends() -> None:
    assert not ALWAYS.ended_by(date.max)
    assert ALWAYS.last is None
