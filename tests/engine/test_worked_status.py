"""Worked examples of the covenant status (domain.md 5.1)."""

import pytest

from obligations.engine.assessment import revision_status
from obligations.engine.readings import DEFAULT, Readings
from obligations.engine.verdict import Status
from tests.engine.building import C2016, C2019, day, reading

INCLUSIVE = reading(end_date="inclusive")


@pytest.mark.parametrize(
    ("as_of", "readings", "of_2016", "of_2019"),
    [
        pytest.param("2016-05-10", DEFAULT, "not_in_force", "not_in_force", id="T01 the day before the signing"),
        pytest.param("2016-05-11", DEFAULT, "in_force", "not_in_force", id="T02 first day of 2016"),
        pytest.param("2019-05-20", DEFAULT, "in_force", "signed_not_in_force", id="T03 last day of 2016"),
        pytest.param("2019-05-21", DEFAULT, "superseded", "in_force", id="T04 first day of 2019"),
        pytest.param("2020-01-01", DEFAULT, "superseded", "in_force", id="T05 nominal end of 2016"),
        pytest.param("2023-12-31", DEFAULT, "superseded", "in_force", id="T06 last day of 2019"),
        pytest.param("2024-01-01", DEFAULT, "superseded", "expired", id="T07 end of 2019"),
        pytest.param("2024-01-01", INCLUSIVE, "superseded", "in_force", id="T07 the end date itself, inclusive"),
        pytest.param("2024-01-02", INCLUSIVE, "superseded", "expired", id="T07 the day after it, inclusive"),
    ],
)
def test_covenant_status(as_of: str, readings: Readings, of_2016: str, of_2019: str) -> None:
    assert revision_status(C2016, day(as_of), readings) == Status(of_2016)
    assert revision_status(C2019, day(as_of), readings) == Status(of_2019)
