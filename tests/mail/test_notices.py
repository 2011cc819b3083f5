"""Which steps fall due about a row, and when (reliability.md R-16, R-17; issue list of sending days)."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.engine.notices import Rule, Step, StepKind, is_arranged, sort_out, steps
from obligations.engine.terms import Kind
from obligations.engine.verdict import Assessment, Due, Instance, Interval, Quota, Status, Usage
from obligations.engine.windows import Window

YEAR = Window(date(2017, 1, 1), date(2018, 1, 1))
CHRISTMAS = frozenset({date(2017, 12, 25), date(2017, 12, 26)})


def deadline(due: date, *, dated: bool = True, planned_on: date | None = None, reported: int = 0) -> Assessment:
    planned = int(planned_on is not None)
    detail = Due(due, None, dated, planned, reported, planned_on, None)
    return Assessment("2016", "evaluatie", Kind.DEADLINE, "deadline:2016", YEAR, Status.DUE_SOON, detail)


def quota(*, planned: int = 0, planned_on: date | None = None, done: int = 1, required: int = 4) -> Assessment:
    next_on = date(2017, 6, 30)
    detail = Quota(required, Fraction(4), done, 1, planned, 0, next_on, planned_on, (next_on,))
    return Assessment("2016", "overleg", Kind.CADENCE, "period:2017", YEAR, Status.DUE_SOON, detail)


def usage(used: int, limit: int = 8) -> Assessment:
    detail = Usage(Fraction(used), Fraction(limit), None, 0, 0, None, None)
    month = Window(date(2017, 3, 1), date(2017, 4, 1))
    return Assessment("2016", "advies", Kind.CAP, "period:2017-03", month, Status.WITHIN, detail)


def test_a_sending_day_on_a_sunday_moves_to_the_friday_before() -> None:
    found = steps(deadline(date(2017, 12, 31)), Rule(before=(14,), on_the_day=False, second_after=None), YEAR.first, ())
    assert [(step.name, step.due_on) for step in found] == [("before:14", date(2017, 12, 15))]


def test_a_sending_day_on_a_holiday_moves_too() -> None:
    rule = Rule(before=(5,), on_the_day=False, second_after=None)
    assert steps(deadline(date(2017, 12, 30)), rule, YEAR.first, CHRISTMAS)[0].due_on == date(2017, 12, 22)


def test_after_the_date_is_never_on_or_before_it() -> None:
    rule = Rule(after=(1,), on_the_day=False, second_after=2)
    friday = date(2017, 12, 29)
    after, second = steps(deadline(friday), rule, YEAR.first, CHRISTMAS)
    assert (after.due_on, second.due_on) == (date(2018, 1, 1), date(2018, 1, 3))
    assert second.waits
    assert not after.waits


def test_an_own_target_has_no_day_itself_and_no_second_person() -> None:
    found = steps(deadline(date(2017, 6, 30), dated=False), Rule(before=(14,), after=(7,)), YEAR.first, ())
    assert [step.kind for step in found] == [StepKind.BEFORE, StepKind.AFTER]
    assert not any(step.covenant_date for step in found)


def test_a_period_speaks_of_its_target_and_of_its_last_day() -> None:
    found = steps(quota(), Rule(slot=(14,), before=(30,), second_after=None), YEAR.first, ())
    marks = [(step.name, step.about, step.covenant_date) for step in found]
    assert marks == [
        ("slot:14", date(2017, 6, 30), False),
        ("before:30", date(2017, 12, 31), True),
        ("on", date(2017, 12, 31), True),
    ]


@pytest.mark.parametrize(
    ("used", "names"),
    [(5, []), (6, ["percent:75"]), (7, ["percent:75"]), (8, ["percent:75", "percent:100"]), (9, ["over"])],
)
def test_a_maximum_says_what_is_reached_and_waits_when_it_is_crossed(used: int, names: list[str]) -> None:
    found = steps(usage(used), Rule(at_percent=(75, 100)), date(2017, 3, 20), ())
    assert [step.name for step in found] == names
    assert all(step.waits == (step.name == "over") for step in found)


@pytest.mark.parametrize("status", [None, Status.MET, Status.MET_LATE, Status.WAIVED, Status.NOT_RECORDED])
def test_nothing_is_asked_about_what_is_settled(status: Status | None) -> None:
    row = deadline(date(2017, 12, 31))
    settled = Assessment(row.revision, row.code, row.kind, row.occurrence, row.window, status, row.detail)
    assert steps(settled, Rule(before=(30,), after=(7,)), YEAR.first, ()) == []


@pytest.mark.parametrize(
    ("row", "arranged"),
    [
        (deadline(date(2017, 12, 31)), False),
        (deadline(date(2017, 12, 31), planned_on=date(2017, 12, 1)), True),
        (deadline(date(2017, 12, 31), planned_on=date(2018, 1, 8)), False),
        (deadline(date(2017, 6, 30), dated=False, planned_on=date(2017, 8, 1)), True),
        (deadline(date(2017, 12, 31), reported=1), True),
        (quota(), False),
        (quota(planned=1, planned_on=date(2017, 6, 15)), True),
        (quota(planned=1, planned_on=date(2017, 9, 1)), False),
        (quota(planned=3, planned_on=date(2017, 9, 1)), True),
    ],
)
def test_what_is_arranged_stops_it(row: Assessment, arranged: bool) -> None:
    assert is_arranged(row) is arranged


def test_a_duty_is_told_when_it_arises_and_a_chain_by_its_last_day() -> None:
    instance = Instance("BR-1", date(2017, 3, 1), date(2017, 3, 15), "vng", False, 0, 0, None, None)
    row = Assessment("2016", "afschrift", Kind.DUTY, "trigger:BR-1", Window(date(2017, 3, 1)), Status.OPEN, instance)
    names = [step.name for step in steps(row, Rule(before=(7,), after=(7,)), YEAR.first, ())]
    assert names == ["arose", "before:7", "after:7"]
    chain = Interval(date(2017, 6, 30), date(2017, 6, 30), 0, 0, 0, None, None)
    link = Assessment("2016", "halfjaar", Kind.CADENCE, "interval:2017-01-01", YEAR, Status.ON_TRACK, chain)
    assert [step.kind for step in steps(link, Rule(second_after=None), YEAR.first, ())] == [StepKind.ON]


STEPS = st.lists(
    st.builds(
        lambda days, kind: Step(kind, f"{kind.value}:{days}", date(2017, 6, 30), date(2017, 6, 1) + timedelta(days)),
        st.integers(0, 60),
        st.sampled_from([StepKind.SLOT, StepKind.BEFORE, StepKind.AFTER]),
    ),
    max_size=8,
    unique_by=lambda step: step.name,
).map(lambda found: sorted(found, key=lambda step: (step.due_on, list(StepKind).index(step.kind))))


@given(STEPS, st.lists(st.integers(0, 70), min_size=1, max_size=30))
def test_whenever_one_looks_every_step_is_told_or_passed_by_once_and_nothing_twice(
    found: list[Step], gaps: list[int]
) -> None:
    """Late, often, or after a month without workers: each step that fell due ends in exactly one of the two."""
    known: set[tuple[str, date]] = set()
    told: list[Step] = []
    for offset in sorted(gaps):
        day = date(2017, 6, 1) + timedelta(days=offset)
        for _ in range(3):
            sorted_out = sort_out(found, known, day)
            assert len(sorted_out.due) <= 1
            both = {(step.name, step.about) for step in (*sorted_out.due, *sorted_out.passed_by)}
            assert not both & known
            known |= both
            told += sorted_out.due
    last = date(2017, 6, 1) + timedelta(days=max(gaps))
    assert {name for name, _about in known} == {step.name for step in found if step.due_on <= last}
    assert len({step.name for step in told}) == len(told)


def test_a_second_person_hears_after_the_first_also_when_both_were_missed() -> None:
    due = date(2017, 6, 30)
    found = steps(deadline(due), Rule(after=(7,), second_after=5), YEAR.first, ())
    long_after = date(2017, 9, 1)
    first = sort_out(found, (), long_after)
    assert [step.name for step in first.due] == ["after:7"]
    assert first.next_on == date(2017, 9, 2)
    known = {(step.name, step.about) for step in (*first.due, *first.passed_by)}
    assert [step.name for step in sort_out(found, known, date(2017, 9, 2)).due] == ["second:5"]
