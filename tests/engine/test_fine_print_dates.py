"""Last days, what is planned, and what nobody recorded: the sentences of design.md 5 and 5.1, one by one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from obligations.engine.facts import Fact, Record, record_of
from obligations.engine.readings import DEFAULT, Readings
from obligations.engine.terms import Deadline, Duty, Outcome, Relation, Standing, Terms, When
from obligations.engine.verdict import Note
from tests.engine.building import (
    NOT_REPLACED,
    PARTIES_2016,
    day,
    days,
    entry,
    history_on,
    meetings,
    only,
    reading,
    standing_on,
    status_on,
    terms_2016,
    whys,
)
from tests.engine.covenants import ambtelijk_2016, bestuurlijk_2016, eindevaluatie_2016, personeelsadvies_2016

NEXT, INCLUSIVE = reading(workday="next"), reading(end_date="inclusive")
SURVIVES, DUE_BEFORE = reading(deadline_at_switch="survives"), reading(deadline_at_switch="due_before")


def deadline(due: str, readings: Readings = DEFAULT, **more: object) -> Terms:
    return terms_2016("deadline", Deadline(("done",), day(due), **more), readings)


def done(on: str, state: str = "happened", ref: str = "done") -> Fact:
    return entry("done", on, ref=ref, state=state, by="vng", to=PARTIES_2016)


@pytest.mark.parametrize("readings", [DEFAULT, INCLUSIVE], ids=["exclusive", "inclusive"])
def test_a_date_in_the_file_never_moves_with_a_reading(readings: Readings) -> None:
    terms = replace(deadline("2019-12-31", readings), revision=NOT_REPLACED)
    assert only(terms, [], "2019-01-01").detail.due_on == day("2019-12-31")


@pytest.mark.parametrize(
    ("readings", "due"), [(DEFAULT, "2019-12-31"), (INCLUSIVE, "2020-01-01")], ids=["exclusive", "inclusive"]
)
def test_the_end_of_the_term_does(readings: Readings, due: str) -> None:
    assert only(eindevaluatie_2016(readings), [], "2019-01-01").detail.due_on == day(due)


@pytest.mark.parametrize(
    ("due", "grace_days", "holidays", "expected"),
    [
        pytest.param("2018-03-30", 1, (), "2018-04-02", id="grace first: Friday and a day, then to Monday"),
        pytest.param("2018-03-30", 1, ("2018-04-02",), "2018-04-03", id="over Easter Monday, which is data"),
        pytest.param("2018-03-30", 0, (), "2018-03-30", id="a working day stays"),
        pytest.param("2018-03-31", 2, (), "2018-04-02", id="not shifted before the grace"),
        pytest.param("2019-05-18", 0, (), "2019-05-20", id="to the last day of force"),
        pytest.param("2019-05-18", 0, ("2019-05-20",), "2019-05-20", id="clipped at the last day of force"),
        pytest.param("2019-05-20", 31, (), "2019-05-20", id="grace is clipped too"),
    ],
)
def test_grace_first_then_to_a_working_day_clipped_at_the_last_day_of_force(
    due: str, grace_days: int, holidays: tuple[str, ...], expected: str
) -> None:
    record = record_of(holidays=days(*holidays))
    assert only(deadline(due, NEXT, grace_days=grace_days), record, "2018-01-01").detail.due_on == day(expected)


def test_a_surviving_deadline_lives_until_the_nominal_end() -> None:
    terms = eindevaluatie_2016(SURVIVES)
    assert only(terms, [], "2019-06-01").window.end == day("2020-01-01")
    assert standing_on(terms, [], "2019-12-31")
    assert not standing_on(terms, [], "2020-01-01")


@pytest.mark.parametrize(
    ("on", "status"),
    [
        pytest.param("2019-12-31", "met", id="on the last day of the nominal term"),
        pytest.param("2020-01-01", "missed", id="after it"),
    ],
)
def test_a_surviving_deadline_is_evidenced_until_the_nominal_end(on: str, status: str) -> None:
    fact = entry("evaluatie-eind", on, by="vng", to=PARTIES_2016)
    assert status_on(eindevaluatie_2016(SURVIVES), [fact], "2020-02-01") == status


def test_due_before_the_switch_is_due_on_the_day_before_it() -> None:
    assert only(eindevaluatie_2016(DUE_BEFORE), [], "2019-01-01").detail.due_on == day("2019-05-20")


def test_due_before_leaves_a_deadline_before_the_switch_alone() -> None:
    assert only(deadline("2018-06-01", DUE_BEFORE), [], "2018-01-01").detail.due_on == day("2018-06-01")


@pytest.mark.parametrize(
    ("on", "why"),
    [
        pytest.param("2019-05-21", "after_all", id="after the end"),
        pytest.param("2016-05-10", "outside_covenant", id="before the beginning"),
    ],
)
def test_evidence_for_a_deadline_counts_inside_the_term_of_force_only(on: str, why: str) -> None:
    row = only(deadline("2018-06-30"), [done(on)], "2019-06-01")
    assert (row.status, row.counted, whys(row)) == ("missed", (), {"done": why})
    assert (Note.AFTER_ALL in row.notes) is (why == "after_all")


def test_the_first_evidence_settles_a_deadline_the_rest_is_surplus() -> None:
    row = only(deadline("2018-06-30"), [done("2018-03-01", ref="1"), done("2018-02-01", ref="2")], "2018-12-31")
    assert (row.counted, whys(row)) == (("2",), {"1": "surplus"})


@pytest.mark.parametrize(
    ("planned_on", "as_of", "status"),
    [
        pytest.param("2018-06-20", "2018-06-20", "due_soon", id="planned through its own day"),
        pytest.param("2018-06-20", "2018-06-21", "at_risk", id="not the day after"),
        pytest.param("2018-06-30", "2018-06-20", "due_soon", id="planned on the last day"),
        pytest.param("2018-07-01", "2018-06-20", "at_risk", id="planned after it"),
    ],
)
@pytest.mark.parametrize("state", ["planned", "reported", "happened"])
def test_what_is_planned_in_time_takes_the_risk_away(planned_on: str, as_of: str, status: str, state: str) -> None:
    if state == "happened" and planned_on <= as_of:
        state = "planned"
    waits = state == "reported" and planned_on < as_of
    assert status_on(deadline("2018-06-30"), [done(planned_on, state)], as_of) == ("due_soon" if waits else status)


@pytest.mark.parametrize(
    ("state", "as_of", "why", "planned", "reported"),
    [
        pytest.param("planned", "2018-03-01", "planned", 1, 0, id="planned, through its day"),
        pytest.param("planned", "2018-03-02", "day_passed", 0, 0, id="planned, its day has passed: did it happen?"),
        pytest.param("reported", "2018-02-28", "planned", 1, 0, id="reported of later is planned"),
        pytest.param("reported", "2018-03-01", "reported", 0, 1, id="reported, on its day"),
        pytest.param("reported", "2018-03-02", "reported", 0, 1, id="reported waits for the secretariat"),
        pytest.param("happened", "2018-02-28", "planned", 1, 0, id="happened later is planned"),
        pytest.param("unknown", "2018-03-01", "unknown", 0, 0, id="not yet known settles no deadline"),
    ],
)
def test_what_did_not_happen_counts_for_nothing(state: str, as_of: str, why: str, planned: int, reported: int) -> None:
    row = only(deadline("2018-06-30"), [done("2018-03-01", state)], as_of)
    assert (row.counted, whys(row)) == ((), {"done": why})
    assert (row.detail.planned, row.detail.reported) == (planned, reported)


def test_what_is_not_yet_known_of_a_later_day_is_ignored() -> None:
    assert only(deadline("2018-06-30"), [done("2018-03-01", "unknown")], "2018-02-28").passed_over == ()


def test_only_the_forecast_of_a_cadence_looks_strictly_after_the_day() -> None:
    facts = meetings("ambtelijk-overleg", "2018-06-15", state="planned")
    before, on_the_day = (only_period(ambtelijk_2016(), facts, as_of) for as_of in ("2018-06-14", "2018-06-15"))
    assert (before.detail.planned, before.status) == (1, "due_soon")
    assert (on_the_day.detail.planned, on_the_day.status) == (1, "at_risk")
    assert whys(on_the_day) == {"ambtelijk-overleg 2018-06-15": "planned"}


def only_period(terms: Terms, facts: list[Fact] | Record, as_of: str, name: str = "2018") -> object:
    return history_on(terms, facts, as_of)[f"period:{name}"]


def kept_from(tracked_from: str, facts: list[Fact] | tuple[Fact, ...] = ()) -> Record:
    return record_of(facts, tracked_from=day(tracked_from))


@pytest.mark.parametrize(
    ("tracked_from", "status"),
    [
        pytest.param("2019-01-01", "not_recorded", id="the register starts the day it ended"),
        pytest.param("2018-11-01", "missed", id="the register covers its end"),
    ],
)
def test_a_period_that_ended_before_the_register_is_not_recorded(tracked_from: str, status: str) -> None:
    terms = ambtelijk_2016(reading(part_year="full"))
    assert only_period(terms, kept_from(tracked_from), "2019-02-01").status == status


def test_unless_it_was_met() -> None:
    facts = meetings("bestuurlijk-overleg", "2018-03-01", "2018-09-01")
    assert only_period(bestuurlijk_2016(), kept_from("2019-01-01", facts), "2019-02-01").status == "met"


@pytest.mark.parametrize(
    ("tracked_from", "as_of", "status"),
    [
        pytest.param("2018-07-01", "2018-07-02", "not_recorded", id="due the day before the register"),
        pytest.param("2018-06-30", "2018-07-02", "overdue", id="due on its first day"),
        pytest.param("2018-07-01", "2018-06-30", "at_risk", id="not before it has passed"),
    ],
)
def test_a_deadline_due_before_the_register_is_not_recorded(tracked_from: str, as_of: str, status: str) -> None:
    assert status_on(deadline("2018-06-30"), kept_from(tracked_from), as_of) == status


def test_unless_the_deadline_was_met() -> None:
    assert status_on(deadline("2018-06-30"), kept_from("2018-07-01", [done("2018-06-01")]), "2018-08-01") == "met"


@pytest.mark.parametrize(
    ("tracked_from", "relation", "status"),
    [
        pytest.param("2018-03-02", "after", "not_recorded", id="after, the day before the register"),
        pytest.param("2018-03-01", "after", "open", id="after, on its first day"),
        pytest.param("2018-03-02", "before", "not_recorded", id="before, the day before the register"),
        pytest.param("2018-03-01", "before", "missed", id="before, on its first day"),
    ],
)
def test_a_duty_triggered_before_the_register_is_not_recorded(tracked_from: str, relation: str, status: str) -> None:
    terms = terms_2016("duty", Duty(When(("trigger",)), Relation(relation), ("done",)))
    record = kept_from(tracked_from, [entry("trigger", "2018-03-01")])
    assert status_on(terms, record, "2018-06-01") == status


def test_unless_the_duty_was_met() -> None:
    terms = terms_2016("duty", Duty(When(("trigger",)), Relation.AFTER, ("done",)))
    record = kept_from("2018-04-01", [entry("trigger", "2018-03-01"), done("2018-03-02")])
    assert status_on(terms, record, "2018-06-01") == "met"


def test_in_a_period_that_the_register_cuts_the_quota_is_of_its_part() -> None:
    record = kept_from("2018-07-01")
    row = only_period(ambtelijk_2016(), record, "2018-07-01")
    assert (row.detail.required, round(float(row.detail.exact), 3)) == (2, 2.016)
    assert row.window.first == day("2018-01-01")


def test_facts_of_the_whole_period_count() -> None:
    facts = meetings("ambtelijk-overleg", "2018-02-01", "2018-08-01")
    row = only_period(ambtelijk_2016(), kept_from("2018-07-01", facts), "2018-09-01")
    assert (row.detail.done, row.status) == (2, "met")


def test_targets_lie_in_the_part_from_the_register_on() -> None:
    row = only_period(ambtelijk_2016(), kept_from("2018-07-01"), "2018-07-01")
    assert row.detail.targets == days("2018-09-30", "2018-12-31")


UNREGULATED = reading(supersession="unregulated_survives")


@pytest.mark.parametrize("outcome", [Outcome.DROPPED, Outcome.MOVED])
def test_what_the_revision_does_not_regulate_ends_as_expired(outcome: Outcome) -> None:
    terms = terms_2016("standing", Standing(), UNREGULATED, outcome=outcome)
    statuses = [status_on(terms, [], as_of) for as_of in ("2019-05-21", "2019-12-31", "2020-01-01")]
    assert statuses == ["in_order", "in_order", "expired"]


@pytest.mark.parametrize("outcome", [Outcome.CONTINUED, Outcome.BECOMES, None])
def test_what_it_does_regulate_is_superseded(outcome: Outcome | None) -> None:
    terms = terms_2016("standing", Standing(), UNREGULATED, outcome=outcome)
    assert status_on(terms, [], "2019-05-21") == "superseded"


def test_a_cap_window_is_cut_at_the_end_of_force_and_keeps_its_last_status() -> None:
    facts = [entry("personeelsadvies", "2019-05-08", minutes=480)]
    row = history_on(personeelsadvies_2016(), facts, "2019-12-31")["period:2019-05"]
    assert (row.status, row.window.end) == ("exceeded", day("2019-05-21"))


@pytest.mark.parametrize(
    ("due", "status"),
    [
        pytest.param("2019-05-20", "missed", id="due on the last day of the old covenant"),
        pytest.param("2019-05-21", "superseded", id="due on the day of the switch"),
    ],
)
def test_a_deadline_on_or_after_the_switch_lapses_with_it(due: str, status: str) -> None:
    assert status_on(deadline(due), [], "2019-06-01") == status


def test_deadline_missed_is_final_on_the_first_day_out_of_force() -> None:
    statuses = [status_on(deadline("2018-06-30"), [], as_of) for as_of in ("2019-05-20", "2019-05-21")]
    assert statuses == ["overdue", "missed"]


@pytest.mark.parametrize(
    ("on", "readings", "status", "notes"),
    [
        pytest.param("2018-03-01", DEFAULT, "met", (), id="on the opening day"),
        pytest.param("2018-02-28", DEFAULT, "met", (Note.BEFORE_WINDOW,), id="the day before, with a note"),
        pytest.param("2018-03-01", reading(early="in_window"), "met", (), id="in the window"),
        pytest.param("2018-02-28", reading(early="in_window"), "at_risk", (), id="the day before does not count"),
    ],
)
def test_evidence_around_the_opening_day(on: str, readings: Readings, status: str, notes: tuple[Note, ...]) -> None:
    row = only(deadline("2018-04-01", readings, opens=day("2018-03-01")), [done(on)], "2018-03-20")
    assert (row.status, row.notes) == (status, notes)
