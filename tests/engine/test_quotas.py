"""The acceptance numbers of the quotas (domain.md 4.1): basis, part, and what each rounding makes of it."""

from collections.abc import Callable

import pytest

from obligations.engine.periods import days_in
from obligations.engine.terms import Terms
from obligations.engine.verdict import Assessment, Note
from tests.engine.building import day, history_on, reading
from tests.engine.covenants import ambtelijk_2016, bestuurlijk_2016, bestuurlijk_2019, topambtelijk_2019

Numbers = tuple[float, int, int, int, int]
"""Before rounding, then down, half up, up, full."""
BUILD = {
    "ambtelijk 2016": ambtelijk_2016,
    "bestuurlijk 2016": bestuurlijk_2016,
    "bestuurlijk 2019": bestuurlijk_2019,
    "topambtelijk 2019": topambtelijk_2019,
}


def part(first: str, last: str, length: int, **numbers: Numbers) -> list[pytest.ParameterSet]:
    """One line of the table: a part of a year, its length, and per obligation its numbers."""
    return [
        pytest.param(code.replace("_", " "), first, last, length, expected, id=f"{code} {first} … {last}")
        for code, expected in numbers.items()
    ]


def whole(first: str, last: str, length: int, **required: int) -> list[pytest.ParameterSet]:
    return part(first, last, length, **{code: (n, n, n, n, n) for code, n in required.items()})


CALENDAR = [
    *part(
        "2016-05-11",
        "2016-12-31",
        235,
        ambtelijk_2016=(2.568, 2, 3, 3, 4),
        bestuurlijk_2016=(1.284, 1, 1, 2, 2),
    ),
    *whole("2017-01-01", "2017-12-31", 365, ambtelijk_2016=4, bestuurlijk_2016=2),
    *whole("2018-01-01", "2018-12-31", 365, ambtelijk_2016=4, bestuurlijk_2016=2),
    *part(
        "2019-01-01",
        "2019-05-20",
        140,
        ambtelijk_2016=(1.534, 1, 2, 2, 4),
        bestuurlijk_2016=(0.767, 0, 1, 1, 2),
    ),
    *part(
        "2019-05-21",
        "2019-12-31",
        225,
        bestuurlijk_2019=(0.616, 0, 1, 1, 1),
        topambtelijk_2019=(1.233, 1, 1, 2, 2),
    ),
    *whole("2020-01-01", "2020-12-31", 366, bestuurlijk_2019=1, topambtelijk_2019=2),
    *whole("2021-01-01", "2021-12-31", 365, bestuurlijk_2019=1, topambtelijk_2019=2),
    *whole("2022-01-01", "2022-12-31", 365, bestuurlijk_2019=1, topambtelijk_2019=2),
    *whole("2023-01-01", "2023-12-31", 365, bestuurlijk_2019=1, topambtelijk_2019=2),
]
COVENANT = [
    *whole("2016-05-11", "2017-05-10", 365, ambtelijk_2016=4, bestuurlijk_2016=2),
    *whole("2017-05-11", "2018-05-10", 365, ambtelijk_2016=4, bestuurlijk_2016=2),
    *whole("2018-05-11", "2019-05-10", 365, ambtelijk_2016=4, bestuurlijk_2016=2),
    *part(
        "2019-05-11",
        "2019-05-20",
        10,
        ambtelijk_2016=(0.109, 0, 0, 0, 0),
        bestuurlijk_2016=(0.055, 0, 0, 0, 0),
    ),
    *whole("2019-05-21", "2020-05-20", 366, bestuurlijk_2019=1, topambtelijk_2019=2),
    *whole("2020-05-21", "2021-05-20", 365, bestuurlijk_2019=1, topambtelijk_2019=2),
    *whole("2021-05-21", "2022-05-20", 365, bestuurlijk_2019=1, topambtelijk_2019=2),
    *whole("2022-05-21", "2023-05-20", 365, bestuurlijk_2019=1, topambtelijk_2019=2),
    *part(
        "2023-05-21",
        "2023-12-31",
        225,
        bestuurlijk_2019=(0.615, 0, 1, 1, 1),
        topambtelijk_2019=(1.230, 1, 1, 2, 2),
    ),
]


def row_of(terms: Terms, first: str) -> Assessment:
    (row,) = (row for row in history_on(terms, [], "2024-01-01").values() if row.window.first == day(first))
    return row


def check(basis: str, code: str, first: str, last: str, length: int, expected: Numbers) -> None:
    build = BUILD[code]
    exact, *required = expected
    readings = [
        reading(year=basis, rounding="down"),
        reading(year=basis, rounding="half_up"),
        reading(year=basis, rounding="up"),
        reading(year=basis, part_year="full"),
    ]
    rows = [row_of(build(one), first) for one in readings]
    assert [row.detail.required for row in rows] == required
    assert round(float(rows[0].detail.exact), 3) == exact
    assert {row.window.last for row in rows} == {day(last)}
    assert days_in(rows[0].window) == length


@pytest.mark.parametrize(("code", "first", "last", "length", "expected"), CALENDAR)
def test_calendar_years(code: str, first: str, last: str, length: int, expected: Numbers) -> None:
    check("calendar", code, first, last, length, expected)


@pytest.mark.parametrize(("code", "first", "last", "length", "expected"), COVENANT)
def test_covenant_years(code: str, first: str, last: str, length: int, expected: Numbers) -> None:
    check("covenant", code, first, last, length, expected)


@pytest.mark.parametrize("build", [ambtelijk_2016, bestuurlijk_2016])
def test_a_part_of_ten_days_never_gets_a_quota(build: Callable[..., Terms]) -> None:
    row = row_of(build(reading(year="covenant", part_year="full")), "2019-05-11")
    assert (row.status, row.notes) == ("no_quota", (Note.STUB,))
