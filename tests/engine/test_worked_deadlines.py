"""Worked examples of deadlines (domain.md 5.4)."""

from datetime import date

import pytest

from obligations.engine.facts import Fact
from obligations.engine.periods import months_after
from obligations.engine.readings import DEFAULT, Readings
from obligations.engine.terms import Terms
from obligations.engine.verdict import Note, days_late
from tests.engine.building import PARTIES_2016, day, entry, only, reading
from tests.engine.covenants import (
    eindevaluatie_2016,
    eindevaluatie_2019,
    modelovereenkomst,
    rechtspositie_onderzoek,
    standaardvoorwaarden,
    tussentijdse_2016,
    tussentijdse_2019,
    voortzettingsoverleg,
)

INCLUSIVE, NEXT = reading(end_date="inclusive"), reading(workday="next")
IN_WINDOW = reading(early="in_window")
LAPSES, DUE_BEFORE, SURVIVES = (reading(deadline_at_switch=value) for value in ("lapses", "due_before", "survives"))
LENIENT = "2016-07-01"


def done(type_: str, on: str) -> Fact:
    return entry(type_, on, by="vng", to=PARTIES_2016)


def outcome(terms: Terms, facts: list[Fact], as_of: str) -> tuple[str | None, int | None]:
    """Status, and days late where that says something."""
    row = only(terms, facts, as_of)
    return row.status, days_late(row, day(as_of))


@pytest.mark.parametrize(
    ("due", "as_of", "expected"),
    [
        pytest.param("2016-06-30", "2016-05-11", ("due_soon", None), id="T50 50 days before"),
        pytest.param("2016-06-30", "2016-06-15", ("due_soon", None), id="T50 15 days before"),
        pytest.param("2016-06-30", "2016-06-16", ("at_risk", None), id="T50 14 days before"),
        pytest.param("2016-06-30", "2016-06-30", ("at_risk", None), id="T50 the last day"),
        pytest.param("2016-06-30", "2016-07-01", ("overdue", 1), id="T50 the day after"),
        pytest.param(LENIENT, "2016-07-01", ("at_risk", None), id="T50 lenient: the last day"),
        pytest.param(LENIENT, "2016-07-02", ("overdue", 1), id="T50 lenient: the day after"),
    ],
)
def test_standard_terms_before_1_july(due: str, as_of: str, expected: tuple[str, int | None]) -> None:
    assert outcome(standaardvoorwaarden(due), [], as_of) == expected


PRODUCTS = [
    entry("standaardvoorwaarden-vastgesteld", "2016-06-28"),
    entry("modelovereenkomst-vastgesteld", "2016-07-01"),
]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        pytest.param(standaardvoorwaarden(), ("met", None), id="T51 the terms are in time"),
        pytest.param(modelovereenkomst(), ("met_late", 1), id="T51 the model is a day late"),
        pytest.param(modelovereenkomst(LENIENT), ("met", None), id="T51 lenient: the model is in time"),
    ],
)
def test_each_product_has_its_own_outcome(terms: Terms, expected: tuple[str, int | None]) -> None:
    assert outcome(terms, PRODUCTS, "2016-07-05") == expected


@pytest.mark.parametrize(
    ("grace_days", "late"),
    [
        pytest.param(0, 39, id="T53 39 days late"),
        pytest.param(31, 8, id="T53 with 31 days of grace 8 days late"),
    ],
)
def test_the_interim_evaluation_held_late(grace_days: int, late: int) -> None:
    facts = [done("evaluatie-tussentijds", "2018-02-08")]
    assert outcome(tussentijdse_2016(grace_days=grace_days), facts, "2018-02-08") == ("met_late", late)


EARLY = [done("evaluatie-tussentijds", "2017-09-20")]


def test_t54_before_the_window_it_is_met_with_a_note() -> None:
    row = only(tussentijdse_2016(), EARLY, "2017-10-15")
    assert (row.status, row.notes) == ("met", (Note.BEFORE_WINDOW,))


def test_t54_before_the_window_it_does_not_count_when_so_read() -> None:
    row = only(tussentijdse_2016(IN_WINDOW), EARLY, "2017-10-15")
    assert (row.status, row.notes, row.counted) == ("due_soon", (), ())


@pytest.mark.parametrize(
    "readings", [LAPSES, DUE_BEFORE, SURVIVES], ids=["T57 lapses", "T57 due before", "T57 survives"]
)
def test_an_outcome_stays_when_the_covenant_is_replaced(readings: Readings) -> None:
    facts = [done("evaluatie-eind", "2019-04-10")]
    assert only(eindevaluatie_2016(readings), facts, "2019-05-21").status == "met"


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        pytest.param(LAPSES, ["on_track", "superseded", "superseded", "superseded"], id="A-44 lapses"),
        pytest.param(DUE_BEFORE, ["at_risk", "missed", "missed", "missed"], id="A-44 due before"),
        pytest.param(SURVIVES, ["on_track", "on_track", "at_risk", "missed"], id="A-44 survives"),
    ],
)
def test_the_end_evaluation_that_was_not_held_before_the_switch(readings: Readings, expected: list[str]) -> None:
    as_ofs = ("2019-05-20", "2019-05-21", "2019-12-31", "2020-01-01")
    assert [only(eindevaluatie_2016(readings), [], as_of).status for as_of in as_ofs] == expected


@pytest.mark.parametrize(
    ("facts", "as_of", "expected"),
    [
        pytest.param([], "2021-09-30", ("on_track", None), id="T58 before the window"),
        pytest.param([], "2021-10-01", ("due_soon", None), id="T58 the window opens"),
        pytest.param([], "2021-12-31", ("at_risk", None), id="T58 the last day"),
        pytest.param([], "2022-01-01", ("overdue", 1), id="T58 the day after"),
        pytest.param(
            [done("evaluatie-tussentijds", "2021-12-31")],
            "2021-12-31",
            ("met", None),
            id="T58 held on the last day",
        ),
    ],
)
def test_an_evaluation_at_the_end_of_2021(facts: list[Fact], as_of: str, expected: tuple[str, int | None]) -> None:
    assert outcome(tussentijdse_2019(), facts, as_of) == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        pytest.param("2023-11-01", ("met", None), id="T60 two months before, by the calendar"),
        pytest.param("2023-10-31", ("met_late", 1), id="T60 two free months"),
    ],
)
def test_talks_on_continuation(due: str, expected: tuple[str, int | None]) -> None:
    facts = [done("voortzettingsoverleg", "2023-11-01")]
    assert outcome(voortzettingsoverleg(due), facts, "2023-11-01") == expected


@pytest.mark.parametrize(
    ("readings", "as_of", "status"),
    [
        pytest.param(DEFAULT, "2023-10-31", "on_track", id="T62 61 days before"),
        pytest.param(DEFAULT, "2023-11-01", "due_soon", id="T62 60 days before"),
        pytest.param(DEFAULT, "2023-12-31", "at_risk", id="T62 the last day"),
        pytest.param(DEFAULT, "2024-01-01", "missed", id="T62 never overdue"),
        pytest.param(INCLUSIVE, "2024-01-01", "at_risk", id="T62 inclusive: the last day"),
        pytest.param(INCLUSIVE, "2024-01-02", "missed", id="T62 inclusive: the day after"),
        pytest.param(NEXT, "2023-12-31", "at_risk", id="T62 the shift is clipped: the last day"),
        pytest.param(NEXT, "2024-01-01", "missed", id="T62 the shift is clipped: the day after"),
    ],
)
def test_the_end_evaluation(readings: Readings, as_of: str, status: str) -> None:
    assert outcome(eindevaluatie_2019(readings), [], as_of) == (status, None)


def test_t62_the_last_day_of_a_covenant_is_not_shifted() -> None:
    assert only(eindevaluatie_2019(NEXT), [], "2023-12-01").detail.due_on == day("2023-12-31")


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        pytest.param("2019-12-31", "open", id="T63 the day of the own target"),
        pytest.param("2020-01-01", "attention", id="T63 the day after it"),
        pytest.param("2024-01-01", "expired", id="T63 closed with the covenant"),
    ],
)
def test_a_study_without_a_date(as_of: str, status: str) -> None:
    assert outcome(rechtspositie_onderzoek(), [], as_of) == (status, None)


@pytest.mark.parametrize(
    ("anchor", "months", "expected"),
    [
        pytest.param("2024-01-01", -2, "2023-11-01", id="T64 from the first of January"),
        pytest.param("2023-12-31", -2, "2023-10-31", id="T64 from the last of December"),
        pytest.param("2024-04-30", -2, "2024-02-29", id="T64 into a leap February"),
        pytest.param("2023-04-30", -2, "2023-02-28", id="T64 into a short February"),
        pytest.param("2020-02-29", 12, "2021-02-28", id="T64 a year after a leap day"),
    ],
)
def test_date_arithmetic(anchor: str, months: int, expected: str) -> None:
    assert months_after(date.fromisoformat(anchor), months) == date.fromisoformat(expected)
