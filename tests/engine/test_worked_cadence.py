"""Worked examples of cadences (domain.md 5.2)."""

from collections.abc import Sequence

import pytest

from obligations.engine.facts import Fact
from obligations.engine.readings import DEFAULT, Readings
from obligations.engine.terms import Terms
from obligations.engine.verdict import Assessment, Quota
from tests.engine.building import continued, day, history_on, meeting, meetings, reading, standing_on
from tests.engine.covenants import ambtelijk_2016, bestuurlijk_2016, bestuurlijk_2019, topambtelijk_2019

HALF_UP, UP = reading(rounding="half_up"), reading(rounding="up")
FULL, NONE = reading(part_year="full"), reading(part_year="none")
INCLUSIVE, EACH = reading(end_date="inclusive"), reading(same_day="each")


def counts(row: Assessment) -> tuple[int, int, str | None]:
    """Required, done and status: what the examples state."""
    assert isinstance(row.detail, Quota)
    return row.detail.required, row.detail.done, row.status


def period(terms: Terms, facts: Sequence[Fact], as_of: str, name: str) -> Assessment:
    return history_on(terms, facts, as_of)[f"period:{name}"]


def test_t09_ahead_of_schedule_the_next_target_is_the_third() -> None:
    facts = meetings("ambtelijk-overleg", "2018-01-17", "2018-02-21")
    row = period(ambtelijk_2016(), facts, "2018-03-01", "2018")
    assert counts(row) == (4, 2, "on_track")
    assert (row.detail.expected, row.detail.next_on) == (0, day("2018-09-30"))


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        pytest.param("2018-02-28", "on_track", id="T11 31 days to the first target"),
        pytest.param("2018-03-01", "due_soon", id="T12 exactly 30 days to it"),
    ],
)
def test_nothing_done_yet_in_2018(as_of: str, status: str) -> None:
    row = period(ambtelijk_2016(), [], as_of, "2018")
    assert counts(row) == (4, 0, status)
    assert (row.detail.expected, row.detail.next_on) == (0, day("2018-03-31"))


TWO_IN_2016 = meetings("ambtelijk-overleg", "2016-06-29", "2016-10-12")
ONE_BOARD_IN_2016 = meetings("bestuurlijk-overleg", "2016-11-30")
ONE_IN_2019 = meetings("ambtelijk-overleg", "2019-02-13")
ONE_BOARD_IN_2019 = meetings("bestuurlijk-overleg", "2019-11-27")


@pytest.mark.parametrize(
    ("readings", "required", "status"),
    [
        pytest.param(DEFAULT, 2, "met", id="T15 2.568 rounded down"),
        pytest.param(HALF_UP, 3, "missed", id="T15 half up"),
        pytest.param(UP, 3, "missed", id="T15 up"),
        pytest.param(FULL, 4, "missed", id="T15 full"),
        pytest.param(NONE, 0, "no_quota", id="T15 none"),
    ],
)
def test_ambtelijk_in_the_part_of_2016(readings: Readings, required: int, status: str) -> None:
    row = period(ambtelijk_2016(readings), TWO_IN_2016, "2017-01-01", "2016")
    assert counts(row) == (required, 2, status)


@pytest.mark.parametrize(
    ("readings", "required", "status"),
    [
        pytest.param(DEFAULT, 1, "met", id="T17 1.284 rounded down"),
        pytest.param(HALF_UP, 1, "met", id="T17 half up"),
        pytest.param(UP, 2, "missed", id="T17 up"),
        pytest.param(FULL, 2, "missed", id="T17 full"),
    ],
)
def test_bestuurlijk_in_the_part_of_2016(readings: Readings, required: int, status: str) -> None:
    row = period(bestuurlijk_2016(readings), ONE_BOARD_IN_2016, "2017-01-01", "2016")
    assert counts(row) == (required, 1, status)


def test_t18_the_day_before_the_covenant_does_not_count() -> None:
    facts = meetings("ambtelijk-overleg", "2016-05-10", "2016-05-11")
    row = period(ambtelijk_2016(), facts, "2016-05-31", "2016")
    assert row.detail.done == 1
    assert row.counted == ("ambtelijk-overleg 2016-05-11",)


@pytest.mark.parametrize(
    ("readings", "required", "status"),
    [
        pytest.param(DEFAULT, 1, "met", id="T20 1.534 rounded down"),
        pytest.param(HALF_UP, 2, "missed", id="T20 half up"),
        pytest.param(UP, 2, "missed", id="T20 up"),
        pytest.param(FULL, 4, "missed", id="T20 full"),
        pytest.param(NONE, 0, "no_quota", id="T20 none"),
    ],
)
def test_the_old_part_of_the_year_of_the_switch(readings: Readings, required: int, status: str) -> None:
    row = period(ambtelijk_2016(readings), ONE_IN_2019, "2019-05-21", "2019")
    assert counts(row) == (required, 1, status)


@pytest.mark.parametrize(
    ("readings", "required", "status"),
    [
        pytest.param(DEFAULT, 0, "no_quota", id="T22 0.616 rounded down, one held"),
        pytest.param(HALF_UP, 1, "met", id="T22 half up"),
        pytest.param(UP, 1, "met", id="T22 up"),
        pytest.param(FULL, 1, "met", id="T22 full"),
    ],
)
def test_the_new_part_of_the_year_of_the_switch(readings: Readings, required: int, status: str) -> None:
    row = period(bestuurlijk_2019(readings), ONE_BOARD_IN_2019, "2020-01-01", "2019")
    assert counts(row) == (required, 1, status)


@pytest.mark.parametrize(
    ("as_of", "readings", "required", "status"),
    [
        pytest.param("2019-11-30", DEFAULT, 1, "on_track", id="T24 31 days before the target"),
        pytest.param("2019-12-01", DEFAULT, 1, "due_soon", id="T24 30 days before it"),
        pytest.param("2020-01-01", DEFAULT, 1, "missed", id="T24 the year is over"),
        pytest.param("2020-01-01", UP, 2, "missed", id="T24 up"),
        pytest.param("2020-01-01", FULL, 2, "missed", id="T24 full"),
    ],
)
def test_topambtelijk_in_the_part_of_2019(as_of: str, readings: Readings, required: int, status: str) -> None:
    assert counts(period(topambtelijk_2019(readings), [], as_of, "2019")) == (required, 0, status)


def test_t25_only_from_the_first_day_of_the_new_covenant() -> None:
    facts = meetings("topambtelijk-overleg", "2019-05-20", "2019-05-21")
    row = period(topambtelijk_2019(), facts, "2019-06-01", "2019")
    assert counts(row) == (1, 1, "met")
    assert row.counted == ("topambtelijk-overleg 2019-05-21",)


@pytest.mark.parametrize(
    ("types", "done", "status"),
    [
        pytest.param((), 3, "missed", id="T28 an extra meeting is of another type"),
        pytest.param(("ingelast-overleg",), 4, "met", id="T28 counted by the definition"),
    ],
)
def test_an_extra_meeting(types: tuple[str, ...], done: int, status: str) -> None:
    facts = meetings("ambtelijk-overleg", "2018-02-01", "2018-05-01", "2018-09-01")
    facts += meetings("ingelast-overleg", "2018-10-01")
    row = period(ambtelijk_2016(DEFAULT, *types), facts, "2019-01-01", "2018")
    assert counts(row) == (4, done, status)


@pytest.mark.parametrize(
    ("readings", "done", "status"),
    [
        pytest.param(DEFAULT, 1, "missed", id="T29 one per type per day"),
        pytest.param(EACH, 2, "met", id="T29 each"),
    ],
)
def test_two_meetings_on_one_day(readings: Readings, done: int, status: str) -> None:
    facts = [meeting("topambtelijk-overleg", "2021-06-15", ref=ref) for ref in ("first", "second")]
    assert counts(period(topambtelijk_2019(readings), facts, "2022-01-01", "2021")) == (2, done, status)


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        pytest.param("2020-07-01", "on_track", id="T31 half way"),
        pytest.param("2020-11-30", "on_track", id="T31 31 days left"),
        pytest.param("2020-12-01", "due_soon", id="T31 30 days left"),
        pytest.param("2021-01-01", "missed", id="T31 the year is over"),
    ],
)
def test_once_a_year_and_nothing_held(as_of: str, status: str) -> None:
    assert counts(period(bestuurlijk_2019(), [], as_of, "2020")) == (1, 0, status)


@pytest.mark.parametrize(
    ("as_of", "readings", "name", "required", "status"),
    [
        pytest.param("2023-12-31", DEFAULT, "2023", 1, "due_soon", id="T33 the last day still counts"),
        pytest.param("2024-01-01", DEFAULT, "2023", 1, "missed", id="T33 the covenant has expired"),
        pytest.param("2024-01-01", INCLUSIVE, "2024", 0, "no_quota", id="T33 a year of one day"),
        pytest.param("2024-01-01", INCLUSIVE, "2023", 1, "missed", id="T33 the year before it"),
    ],
)
def test_the_last_year(as_of: str, readings: Readings, name: str, required: int, status: str) -> None:
    assert counts(period(bestuurlijk_2019(readings), [], as_of, name)) == (required, 0, status)


def test_t34_more_than_required_is_met() -> None:
    facts = meetings("bestuurlijk-overleg", "2017-03-15", "2017-06-21", "2017-11-22")
    assert counts(period(bestuurlijk_2016(), facts, "2017-12-01", "2017")) == (2, 3, "met")


def test_a04_one_judgement_over_the_whole_year_of_the_switch() -> None:
    lineage = reading(switch="lineage")
    old, new = continued(bestuurlijk_2016(lineage), bestuurlijk_2019(lineage))
    row = period(new, ONE_BOARD_IN_2019, "2020-01-01", "2019")
    assert counts(row) == (1, 1, "met")
    assert round(float(row.detail.exact), 2) == 1.38
    assert (row.window.first, row.window.end) == (day("2019-01-01"), day("2020-01-01"))
    assert "period:2019" not in history_on(old, ONE_BOARD_IN_2019, "2020-01-01")


@pytest.mark.parametrize(
    ("as_of", "end", "required"),
    [
        pytest.param("2019-05-19", "2020-01-01", 4, id="A-06 the day before the signing"),
        pytest.param("2019-05-20", "2019-05-21", 1, id="A-06 the day of the signing"),
    ],
)
def test_what_a_day_knew_of_the_revision(as_of: str, end: str, required: int) -> None:
    row = standing_on(ambtelijk_2016(reading(knowledge="of_the_day")), [], as_of)["period:2019"]
    assert row.window.end == day(end)
    assert row.detail.required == required
    assert standing_on(ambtelijk_2016(), [], as_of)["period:2019"].window.end == day("2019-05-21")
