"""Worked examples of caps (domain.md 5.3). Minutes; one dagdeel is 240."""

from fractions import Fraction

import pytest

from obligations.engine.facts import Fact
from obligations.engine.readings import DEFAULT, Readings
from obligations.engine.terms import Counter
from obligations.engine.verdict import Assessment, Note
from tests.engine.building import continued, day, entry, history_on, only, reading, standing_on
from tests.engine.covenants import (
    advice_cap,
    advies_verlenen_2019,
    financieel_2016,
    gebouwgebruik_aantal,
    gebouwgebruik_personen,
    personeelsadvies_2016,
    personeelsadvies_2019,
    rechtspositie_volgen_2019,
    vergoeding,
)

PER_ENTRY = reading(count="started_per_entry")
INCLUSIVE = reading(end_date="inclusive")


def advice(on: str, minutes: int, type_: str = "personeelsadvies") -> Fact:
    return entry(type_, on, by="vng", to=("nvvb",), minutes=minutes)


def percent(row: Assessment) -> tuple[float, str | None]:
    """Use as a percentage of the maximum, and the status."""
    return round(float(100 * row.detail.used / row.detail.limit), 2), row.status


MARCH = [
    advice("2018-03-05", 90),
    advice("2018-03-14", 60),
    advice("2018-03-20", 30),
    advice("2018-03-28", 60),
    advice("2018-03-30", 15),
]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        pytest.param("2018-03-05", (37.5, "within"), id="T36 90 minutes"),
        pytest.param("2018-03-14", (62.5, "within"), id="T36 150 minutes"),
        pytest.param("2018-03-20", (75, "near"), id="T36 180 minutes"),
        pytest.param("2018-03-28", (100, "at_cap"), id="T36 240 minutes"),
        pytest.param("2018-03-30", (106.25, "exceeded"), id="T36 255 minutes"),
        pytest.param("2018-05-01", (106.25, "exceeded"), id="T36 the last status is kept"),
    ],
)
def test_a_month_of_advice(as_of: str, expected: tuple[float, str]) -> None:
    assert percent(history_on(personeelsadvies_2016(), MARCH, as_of)["period:2018-03"]) == expected


def test_t36_exceeded_by_a_quarter_of_an_hour() -> None:
    usage = history_on(personeelsadvies_2016(), MARCH, "2018-03-30")["period:2018-03"].detail
    assert (usage.used - usage.limit) * 240 == 15
    assert usage.crossed_by == "personeelsadvies 2018-03-30"


def test_t36_one_compensation_arises_from_the_crossing_entry() -> None:
    assert not history_on(vergoeding(personeelsadvies_2016()), MARCH, "2018-03-29")
    row = only(vergoeding(personeelsadvies_2016()), MARCH, "2018-03-30")
    assert row.occurrence == "trigger:exceeded:personeelsadvies-cap:2018-03-01"
    assert (row.detail.trigger_on, row.detail.due_on) == (day("2018-03-30"), day("2018-04-13"))


def test_t36_each_started_dagdeel_counts_per_entry() -> None:
    cap = personeelsadvies_2016(PER_ENTRY)
    used = history_on(cap, MARCH, "2018-03-30")["period:2018-03"].detail.used
    after_two = history_on(cap, MARCH, "2018-03-14")["period:2018-03"]
    assert used == 5
    assert (after_two.detail.used, after_two.status) == (2, "exceeded")
    assert only(vergoeding(cap), MARCH, "2018-03-30").detail.trigger_on == day("2018-03-14")


APRIL = [advice("2018-04-10", 180), advice("2018-04-12", 120, "financieel-advies")]


def test_t38_two_kinds_of_advice_are_two_caps() -> None:
    personnel, financial = personeelsadvies_2016(), financieel_2016()
    assert percent(history_on(personnel, APRIL, "2018-04-30")["period:2018-04"]) == (75, "near")
    assert percent(history_on(financial, APRIL, "2018-04-30")["period:2018-04"]) == (50, "within")
    assert not history_on(vergoeding(personnel, financial), APRIL, "2018-04-30")


@pytest.mark.parametrize(
    ("at_most", "expected", "compensations"),
    [
        pytest.param(1, (125, "exceeded"), 1, id="T38 combined maximum of one"),
        pytest.param(2, (62.5, "within"), 0, id="T38 combined maximum of two"),
    ],
)
def test_two_kinds_under_one_cap(at_most: int, expected: tuple[float, str], compensations: int) -> None:
    combined = personeelsadvies_2016(cap=advice_cap("personeelsadvies", "financieel-advies", at_most=at_most))
    assert percent(history_on(combined, APRIL, "2018-04-30")["period:2018-04"]) == expected
    assert len(history_on(vergoeding(combined), APRIL, "2018-04-30")) == compensations


MAY_2019 = [advice("2019-05-08", 120), advice("2019-05-27", 150)]


def test_t40_the_month_of_the_switch_is_one_running_sum() -> None:
    old, new = continued(personeelsadvies_2016(), personeelsadvies_2019())
    row = standing_on(new, MAY_2019, "2019-05-31")["period:2019-05"]
    assert percent(row) == (112.5, "exceeded")
    assert row.detail.crossed_by == "personeelsadvies 2019-05-27"
    assert row.window.first == day("2019-05-21")
    assert percent(history_on(old, MAY_2019, "2019-05-31")["period:2019-05"]) == (50, "within")


def test_t40_crossed_under_the_new_covenant_it_asks_for_no_compensation() -> None:
    old, _ = continued(personeelsadvies_2016(), personeelsadvies_2019())
    assert not history_on(vergoeding(old), MAY_2019, "2019-05-31")


def test_t40_a_new_counter_from_the_switch() -> None:
    reset = reading(cap_switch="reset")
    old, new = continued(personeelsadvies_2016(reset), personeelsadvies_2019(reset))
    assert percent(history_on(old, MAY_2019, "2019-05-31")["period:2019-05"]) == (50, "within")
    assert percent(history_on(new, MAY_2019, "2019-05-31")["period:2019-05"]) == (62.5, "within")


def test_t42_exceeded_under_the_new_covenant_is_a_signal() -> None:
    facts = [advice("2019-09-10", 300)]
    row = history_on(personeelsadvies_2019(), facts, "2019-09-30")["period:2019-09"]
    assert percent(row) == (125, "exceeded")
    assert not history_on(vergoeding(personeelsadvies_2016()), facts, "2019-09-30")


TURN_OF_2020 = [advice("2019-12-31", 240), advice("2020-01-01", 60)]
UNAFFECTED = pytest.mark.parametrize(
    "readings", [pytest.param(DEFAULT, id="exclusive end"), pytest.param(INCLUSIVE, id="inclusive end")]
)


@UNAFFECTED
def test_t43_the_last_month_of_the_own_window(readings: Readings) -> None:
    rows = history_on(personeelsadvies_2019(readings), TURN_OF_2020, "2020-01-01")
    assert percent(rows["period:2019-12"]) == (100, "at_cap")
    (january,) = (row for row in rows.values() if row.window.first == day("2020-01-01"))
    assert (january.status, january.notes) == (None, (Note.OUTSIDE_COVENANT,))
    assert [passed.ref for passed in january.passed_over] == ["personeelsadvies 2020-01-01"]


def test_t43_without_an_entry_january_has_no_row() -> None:
    assert not standing_on(personeelsadvies_2019(), TURN_OF_2020[:1], "2020-01-01")


@UNAFFECTED
@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        pytest.param("2019-12-31", "not_reviewed", id="T43 live on its last day"),
        pytest.param("2020-01-01", "ended", id="T43 ended the day after"),
    ],
)
def test_following_the_scheme(readings: Readings, as_of: str, status: str) -> None:
    assert only(rechtspositie_volgen_2019(readings), [], as_of).status == status


@UNAFFECTED
def test_t43_no_advice_is_due_for_a_request_after_the_own_window(readings: Readings) -> None:
    asked = [entry("personeelsadvies-gevraagd", on, by="nvvb") for on in ("2019-12-31", "2020-01-01")]
    rows = standing_on(advies_verlenen_2019(readings), asked, "2020-01-01")
    assert list(rows) == ["trigger:personeelsadvies-gevraagd 2019-12-31"]


def uses(guest: str, host: str, number: int) -> list[Fact]:
    return [
        entry("zaalgebruik", f"2018-02-{n:02d}", ref=f"{guest} at {host} {n}", by=guest, host=host)
        for n in range(1, number + 1)
    ]


ROOMS = uses("nvvb", "vng", 5) + uses("nvvb", "king", 1) + uses("vng", "nvvb", 3) + uses("king", "vng", 2)


def used_by_counter(counter: Counter) -> dict[str | None, tuple[Fraction, str | None]]:
    rows = history_on(gebouwgebruik_aantal(counter), ROOMS, "2018-12-31").values()
    return {row.detail.counter: (row.detail.used, row.status) for row in rows if row.window.first == day("2018-01-01")}


def test_t45_six_per_guest() -> None:
    assert used_by_counter(Counter.GUEST) == {
        "nvvb": (6, "at_cap"),
        "vng": (3, "within"),
        "king": (2, "within"),
    }


def test_t45_six_per_direction() -> None:
    used = used_by_counter(Counter.DIRECTION)
    assert used.pop("nvvb>vng") == (5, "near")
    assert used == {
        "nvvb>king": (1, "within"),
        "vng>nvvb": (3, "within"),
        "king>vng": (2, "within"),
        "vng>king": (0, "within"),
        "king>nvvb": (0, "within"),
    }


def test_t45_six_together() -> None:
    assert used_by_counter(Counter.JOINT) == {None: (11, "exceeded")}


@pytest.mark.parametrize(
    ("host", "persons", "excess", "status"),
    [
        pytest.param("vng", 50, 0, "at_cap", id="T47 50 at VNG"),
        pytest.param("vng", 51, 1, "exceeded", id="T47 51 at VNG"),
        pytest.param("nvvb", 15, 0, "at_cap", id="T47 15 at NVVB"),
        pytest.param("nvvb", 16, 1, "exceeded", id="T47 16 at NVVB"),
        pytest.param("vng", 49, -1, "within", id="T47 49 at VNG is not near"),
    ],
)
def test_persons_in_a_building(host: str, persons: int, excess: int, status: str) -> None:
    guest = "king"
    booking = entry("zaalgebruik", "2018-02-01", ref="booking", by=guest, host=host, persons=persons)
    cap = gebouwgebruik_personen(host, {"vng": 50, "nvvb": 15}[host])
    row = only(cap, [booking], "2018-02-01")
    assert (row.occurrence, row.detail.counter) == ("event:booking", "booking")
    assert (row.detail.used - row.detail.limit, row.status) == (excess, status)


def test_t47_no_norm_for_persons_at_king_but_one_of_the_six() -> None:
    booking = entry("zaalgebruik", "2018-02-01", ref="booking", by="vng", host="king", persons=60)
    assert not history_on(gebouwgebruik_personen("vng", 50), [booking], "2018-02-01")
    assert not history_on(gebouwgebruik_personen("nvvb", 15), [booking], "2018-02-01")
    assert standing_on(gebouwgebruik_aantal(), [booking], "2018-02-01")["period:2018:vng"].detail.used == 1


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        pytest.param(240, (83.33, "near"), id="T49 of four hours"),
        pytest.param(180, (111.11, "exceeded"), id="T49 of three hours"),
        pytest.param(210, (95.24, "near"), id="T49 of three and a half hours"),
    ],
)
def test_how_long_a_dagdeel_is(minutes: int, expected: tuple[float, str]) -> None:
    cap = personeelsadvies_2016(cap=advice_cap(minutes=minutes))
    assert percent(history_on(cap, [advice("2018-03-10", 200)], "2018-03-31")["period:2018-03"]) == expected


@pytest.mark.parametrize(
    ("first", "limit"),
    [
        pytest.param("2016-05-11", 3, id="A-27 2016: 3.85 rounded down"),
        pytest.param("2017-01-01", 6, id="A-27 a full year"),
        pytest.param("2019-01-01", 2, id="A-27 2019: 2.30 rounded down"),
    ],
)
def test_the_six_in_a_part_of_a_year(first: str, limit: int) -> None:
    pro_rata = gebouwgebruik_aantal(Counter.JOINT, reading(cap_part_year="pro_rata"))
    full = gebouwgebruik_aantal(Counter.JOINT)
    for cap, expected in ((pro_rata, limit), (full, 6)):
        rows = history_on(cap, [], "2019-05-20").values()
        assert [row.detail.limit for row in rows if row.window.first == day(first)] == [expected]
