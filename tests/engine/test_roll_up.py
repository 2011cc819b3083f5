"""The worst of many (domain.md 6.8), and the ages of what is late."""

import itertools

import pytest

from obligations.engine.assessment import roll_up
from obligations.engine.verdict import Status

WORST_FIRST = (
    "missed",
    "overdue",
    "exceeded",
    "at_risk",
    "not_in_order",
    "attention",
    "at_cap",
    "near",
    "due_soon",
    "open",
    "on_track",
    "met",
)
NEVER_WEIGHS = (
    "no_quota",
    "not_triggered",
    "not_reviewed",
    "waived",
    "superseded",
    "expired",
    "ended",
    "upcoming",
    "not_recorded",
)


@pytest.mark.parametrize(("worse", "better"), list(itertools.pairwise(WORST_FIRST)))
def test_the_worst_comes_first(worse: str, better: str) -> None:
    assert roll_up([Status(better), Status(worse), Status(better)]) == worse


@pytest.mark.parametrize("as_good", ["within", "in_order"])
def test_what_goes_well_is_between_open_and_met(as_good: str) -> None:
    assert roll_up([Status.OPEN, Status(as_good)]) == "open"
    assert roll_up([Status.MET, Status(as_good)]) == as_good


@pytest.mark.parametrize("status", NEVER_WEIGHS)
def test_what_never_weighs(status: str) -> None:
    assert roll_up([Status(status), Status.MET]) == "met"
    assert roll_up([Status(status)]) is None


def test_what_has_no_status_never_weighs() -> None:
    assert roll_up([None]) is None
    assert roll_up([]) is None
