"""Which fact settles which instance of a duty: the sentences of design.md 4.2 and 5.1, one by one."""

from __future__ import annotations

import pytest

from obligations.engine.facts import Fact
from obligations.engine.readings import DEFAULT, Readings
from obligations.engine.terms import Deadline, Duty, Each, Relation, Terms, Unit, When
from obligations.engine.verdict import Note, days_late
from tests.engine.building import (
    PARTIES_2016,
    day,
    entry,
    history_on,
    meetings,
    only,
    reading,
    status_on,
    terms_2016,
    terms_2019,
    whys,
)

REJECT = reading(same_day_before="reject")


def duty(relation: str, readings: Readings = DEFAULT, each: Each | None = None, **more: object) -> Terms:
    return terms_2016("duty", Duty(When(("trigger",)), Relation(relation), ("done",), each=each, **more), readings)


def trigger(ref: str, on: str, **more: object) -> Fact:
    return entry("trigger", on, ref=ref, **more)


def done(ref: str, on: str, **more: object) -> Fact:
    return entry("done", on, ref=ref, **more)


def settled(terms: Terms, facts: list[Fact], as_of: str = "2018-12-31") -> dict[str, tuple[str, ...]]:
    """By trigger, the facts that settled it."""
    rows = history_on(terms, facts, as_of)
    return {occurrence.removeprefix("trigger:"): row.counted for occurrence, row in rows.items()}


TWO = [trigger("first", "2018-03-01"), trigger("second", "2018-05-01")]


def test_a_fact_settles_at_most_one_instance() -> None:
    assert settled(duty("after"), [*TWO, done("once", "2018-06-01")]) == {"first": ("once",), "second": ()}


def test_the_one_it_answers_goes_before_the_oldest() -> None:
    facts = [*TWO, done("once", "2018-06-01", answers="second")]
    assert settled(duty("after"), facts) == {"first": (), "second": ("once",)}


def test_what_answers_is_placed_before_what_does_not() -> None:
    facts = [*TWO, done("early", "2018-06-01"), done("late", "2018-07-01", answers="first")]
    assert settled(duty("after"), facts) == {"first": ("late",), "second": ("early",)}


def test_the_oldest_open_instance_is_the_next() -> None:
    facts = [*TWO, done("one", "2018-06-01"), done("two", "2018-06-02")]
    assert settled(duty("after"), facts) == {"first": ("one",), "second": ("two",)}


def test_one_too_many_settles_nothing() -> None:
    facts = [TWO[0], done("one", "2018-06-01"), done("two", "2018-06-02")]
    assert whys(only(duty("after"), facts, "2018-12-31")) == {"two": "surplus"}


def test_answers_takes_a_trigger_name() -> None:
    term = Duty(When(start=True), Relation.AFTER, ("done",))
    row = only(terms_2016("duty", term), [done("done", "2016-06-01", answers="start")], "2016-07-01")
    assert (row.occurrence, row.status, row.counted) == ("trigger:start", "met", ("done",))


def test_answers_of_any_date_skips_the_previous_trigger() -> None:
    facts = [*TWO, done("early", "2018-02-01", answers="second")]
    assert settled(duty("before"), facts) == {"first": (), "second": ("early",)}


def test_an_answer_that_names_no_instance_settles_nothing() -> None:
    facts = [TWO[0], done("done", "2018-03-02", answers="another")]
    row = only(duty("after"), facts, "2018-12-31")
    assert (row.status, row.counted, list(whys(row))) == ("open", (), ["done"])


def test_a_fact_used_up_by_the_older_revision_counts_for_the_newer() -> None:
    term = Duty(When(("trigger",)), Relation.AFTER, ("done",))
    facts = [trigger("old", "2019-05-16"), trigger("new", "2019-05-22"), done("done", "2019-05-30")]
    assert settled(terms_2016("duty", term), facts, "2019-06-30") == {"old": ("done",)}
    assert settled(terms_2019("duty", term), facts, "2019-06-30") == {"new": ("done",)}


def test_equal_days_go_by_trigger_name() -> None:
    facts = [trigger("b", "2018-03-01", at="09:00"), trigger("a", "2018-03-01", at="15:00"), done("done", "2018-03-05")]
    assert settled(duty("after"), facts) == {"a": ("done",), "b": ()}


def test_not_yet_known_keeps_a_duty_open() -> None:
    facts = [TWO[0], done("unsure", "2018-03-05", answers="first", state="unknown")]
    row = only(duty("after", target_days=14), facts, "2018-12-31")
    assert (row.status, row.notes) == ("open", (Note.TO_COMPLETE,))
    assert whys(row) == {"unsure": "unknown"}


def test_a_real_answer_beside_not_yet_known_wins() -> None:
    unsure = done("unsure", "2018-03-05", answers="first", state="unknown")
    row = only(duty("after"), [TWO[0], unsure, done("done", "2018-03-10")], "2018-12-31")
    assert (row.status, row.counted, row.notes) == ("met", ("done",), ())


def test_a_later_not_yet_known_is_not_there() -> None:
    facts = [TWO[0], done("unsure", "2018-07-01", answers="first", state="unknown")]
    row = only(duty("after"), facts, "2018-06-30")
    assert (row.status, row.notes, row.passed_over) == ("open", (), ())


@pytest.mark.parametrize(
    ("on", "status"),
    [
        pytest.param("2018-03-01", "missed", id="on the previous trigger's day"),
        pytest.param("2018-03-02", "met", id="the day after it"),
        pytest.param("2018-05-01", "met", id="on the trigger's day"),
        pytest.param("2018-05-02", "missed", id="the day after it is too late"),
    ],
)
def test_before_after_the_previous_trigger_up_to_its_own(on: str, status: str) -> None:
    terms = duty("before", lead_days=7)
    answered = done("answered", "2018-02-01", answers="first")
    assert status_on(terms, [*TWO, answered, done("done", on)], "2018-12-31", "trigger:second") == status


@pytest.mark.parametrize(
    ("on", "status"),
    [("2016-05-08", "missed"), ("2016-05-09", "missed"), ("2016-05-10", "met")],
    ids=["before it", "on its day", "after it"],
)
def test_the_previous_trigger_may_lie_outside_the_window(on: str, status: str) -> None:
    facts = [trigger("outside", "2016-05-09"), trigger("inside", "2016-05-20"), done("done", on)]
    assert status_on(duty("before"), facts, "2016-06-01") == status
    assert status_on(duty("before"), facts[1:], "2016-06-01") == "met"


def test_the_previous_trigger_is_one_on_an_earlier_day() -> None:
    facts = [trigger("a", "2018-03-01"), trigger("b", "2018-03-01"), done("1", "2018-02-27"), done("2", "2018-02-28")]
    assert settled(duty("before"), facts) == {"a": ("1",), "b": ("2",)}


def test_a_planned_trigger_is_no_previous_trigger_of_a_duty_after() -> None:
    facts = [trigger("ahead", "2018-03-01", state="planned")]
    assert not history_on(duty("after"), facts, "2018-03-01")
    assert not history_on(duty("upon"), facts, "2018-03-01")


@pytest.mark.parametrize(
    ("readings", "of_done", "of_trigger", "status", "notes"),
    [
        pytest.param(DEFAULT, None, None, "met", (Note.ORDER_UNKNOWN,), id="accepted, order unknown"),
        pytest.param(REJECT, None, None, "missed", (Note.AFTER_ALL,), id="rejected as too late"),
        pytest.param(DEFAULT, "09:00", "14:00", "met", (), id="the times tell: before"),
        pytest.param(REJECT, "09:00", "14:00", "met", (), id="the times tell, whatever the reading"),
        pytest.param(DEFAULT, "15:00", "14:00", "missed", (Note.AFTER_ALL,), id="the times tell: after"),
        pytest.param(DEFAULT, "15:00", None, "met", (Note.ORDER_UNKNOWN,), id="one time tells nothing"),
        pytest.param(DEFAULT, "14:00", "14:00", "met", (Note.ORDER_UNKNOWN,), id="the same time, accepted"),
        pytest.param(REJECT, "14:00", "14:00", "missed", (Note.AFTER_ALL,), id="the same time, rejected"),
    ],
)
def test_done_on_the_day_itself(
    readings: Readings, of_done: str | None, of_trigger: str | None, status: str, notes: tuple[Note, ...]
) -> None:
    facts = [trigger("trigger", "2018-03-01", at=of_trigger), done("done", "2018-03-01", at=of_done)]
    row = only(duty("before", readings), facts, "2018-03-31")
    assert (row.status, row.notes) == (status, notes)


def test_too_late_for_one_trigger_of_the_day_it_is_in_time_for_the_next() -> None:
    facts = [
        trigger("a", "2018-03-01", at="09:00"),
        trigger("b", "2018-03-01", at="15:00"),
        done("done", "2018-03-01", at="12:00"),
    ]
    assert settled(duty("before"), facts) == {"a": (), "b": ("done",)}


def test_rejected_on_the_day_it_is_known_to_be_too_late_at_once() -> None:
    facts = [trigger("trigger", "2018-03-01"), done("done", "2018-03-01")]
    row = only(duty("before", REJECT), facts, "2018-03-31")
    assert (row.status, row.counted, whys(row)) == ("missed", (), {"done": "after_all"})


@pytest.mark.parametrize(
    ("relation", "on", "status"),
    [
        pytest.param("upon", "2018-02-28", "open", id="upon: before the trigger, unlinked"),
        pytest.param("upon", "2018-03-01", "met", id="upon: on the day"),
        pytest.param("upon", "2018-09-01", "met", id="upon: later"),
        pytest.param("after", "2018-02-28", "open", id="after: before the trigger"),
        pytest.param("after", "2018-03-01", "met", id="after: on the day"),
        pytest.param("after", "2018-09-01", "met", id="after: later"),
    ],
)
def test_upon_and_after_from_the_trigger_on(relation: str, on: str, status: str) -> None:
    assert status_on(duty(relation), [TWO[0], done("done", on)], "2018-12-31") == status


def test_upon_what_answers_counts_whatever_its_date() -> None:
    facts = [TWO[0], done("done", "2018-02-01", answers="first")]
    assert status_on(duty("upon"), facts, "2018-12-31") == "met"


@pytest.mark.parametrize("answers", [None, "first"])
def test_a_fact_before_the_trigger_of_a_duty_after_is_passed_over(answers: str | None) -> None:
    row = only(duty("after"), [TWO[0], done("done", "2018-02-28", answers=answers)], "2018-12-31")
    assert (row.status, whys(row)) == ("open", {"done": "before_trigger"})


def test_on_the_day_of_a_duty_after_times_decide_the_order() -> None:
    at_noon = trigger("trigger", "2018-03-01", at="12:00")
    assert status_on(duty("after"), [at_noon, done("done", "2018-03-01", at="11:00")], "2018-03-31") == "open"
    assert status_on(duty("after"), [at_noon, done("done", "2018-03-01", at="12:00")], "2018-03-31") == "met"
    assert status_on(duty("after"), [at_noon, done("done", "2018-03-01", at="13:00")], "2018-03-31") == "met"


def test_before_done_after_all_stays_missed() -> None:
    facts = [TWO[0], done("done", "2018-03-09", answers="first")]
    row = only(duty("before"), facts, "2018-12-31")
    assert (row.status, row.notes, row.counted) == ("missed", (Note.AFTER_ALL,), ())
    assert whys(row) == {"done": "after_all"}


def test_who_acted_does_not_matter() -> None:
    facts = [TWO[0], done("done", "2018-03-09", by="somebody else", to=("nobody",))]
    assert status_on(duty("after"), facts, "2018-12-31") == "met"


def test_each_bearer_has_its_own_instance_and_evidence() -> None:
    facts = [TWO[0], done("of vng", "2018-03-09", by="vng"), done("of another", "2018-03-09", by="other")]
    rows = history_on(duty("after", each=Each.BEARER), facts, "2018-12-31")
    assert {key: row.status for key, row in rows.items()} == {
        "trigger:first:vng": "met",
        "trigger:first:king": "open",
        "trigger:first:nvvb": "open",
    }
    assert {row.detail.bearer for row in rows.values()} == set(PARTIES_2016)


def test_one_fact_settles_one_instance_for_each_addressee_in_its_to() -> None:
    first = trigger("first", "2018-03-01", by="nvvb", to=("vng", "king"))
    facts = [first, done("done", "2018-03-09", by="nvvb", to=("vng", "king"))]
    rows = history_on(duty("after", each=Each.ADDRESSEE), facts, "2018-12-31")
    assert {key: row.counted for key, row in rows.items()} == {
        "trigger:first:vng": ("done",),
        "trigger:first:king": ("done",),
    }


def test_the_bearer_of_an_instance_per_addressee_is_who_triggered_it() -> None:
    first = trigger("first", "2018-03-01", by="nvvb", to=("vng",))
    assert only(duty("after", each=Each.ADDRESSEE), [first], "2018-03-01").detail.bearer == "nvvb"


def test_an_addressee_needs_to_be_named() -> None:
    first = trigger("first", "2018-03-01", by="nvvb", to=("vng", "king"))
    facts = [first, done("done", "2018-03-09", by="nvvb", to=("vng",))]
    rows = history_on(duty("after", each=Each.ADDRESSEE), facts, "2018-12-31")
    assert {key: row.status for key, row in rows.items()} == {
        "trigger:first:vng": "met",
        "trigger:first:king": "open",
    }


def test_without_addressees_on_the_trigger_they_are_the_others_it_is_owed_to() -> None:
    rows = history_on(duty("after", each=Each.ADDRESSEE), [trigger("first", "2018-03-01", by="nvvb")], "2018-03-01")
    assert list(rows) == ["trigger:first:vng", "trigger:first:king"]


def test_an_instance_without_each_has_no_bearer() -> None:
    assert only(duty("after"), TWO[:1], "2018-03-01").detail.bearer is None


@pytest.mark.parametrize(
    ("by", "to", "readings", "status"),
    [
        pytest.param("vng", ("king", "nvvb"), DEFAULT, "met", id="all three took part"),
        pytest.param("vng", ("nvvb",), DEFAULT, "on_track", id="KING took no part"),
        pytest.param(None, PARTIES_2016, DEFAULT, "met", id="only addressees"),
        pytest.param("vng", ("nvvb",), reading(quorum="both_sides"), "met", id="both sides"),
        pytest.param("vng", ("king",), reading(quorum="both_sides"), "on_track", id="one side"),
        pytest.param("vng", ("king",), reading(quorum="any_two"), "met", id="any two"),
        pytest.param("vng", (), reading(quorum={"at_least": 1}), "met", id="at least one"),
        pytest.param("vng", ("king",), reading(quorum={"at_least": 3}), "on_track", id="at least three"),
    ],
)
def test_jointly_needs_the_quorum(by: str | None, to: tuple[str, ...], readings: Readings, status: str) -> None:
    terms = terms_2016("deadline", Deadline(("done",), day("2018-12-31"), jointly=True), readings)
    assert status_on(terms, [done("done", "2018-03-01", by=by, to=to)], "2018-04-01") == status


def test_not_jointly_anybody_will_do() -> None:
    terms = terms_2016("deadline", Deadline(("done",), day("2018-12-31")))
    assert status_on(terms, [done("done", "2018-03-01", by="vng")], "2018-04-01") == "met"


WITHIN_14_DAYS = {"within": (14, Unit.DAYS)}


@pytest.mark.parametrize(
    ("on", "as_of", "status", "late"),
    [
        pytest.param(None, "2018-03-01", "at_risk", None, id="14 days left and nothing planned"),
        pytest.param(None, "2018-03-15", "at_risk", None, id="the last day"),
        pytest.param(None, "2018-03-16", "overdue", 1, id="the day after"),
        pytest.param("2018-03-15", "2018-04-01", "met", None, id="met on the last day"),
        pytest.param("2018-03-17", "2018-04-01", "met_late", 2, id="met late"),
        pytest.param(None, "2019-05-21", "missed", None, id="missed with the covenant"),
    ],
)
def test_a_term_in_the_text_has_the_statuses_of_a_deadline(
    on: str | None, as_of: str, status: str, late: int | None
) -> None:
    facts = [TWO[0]] if on is None else [TWO[0], done("done", on)]
    row = only(duty("after", **WITHIN_14_DAYS), facts, as_of)
    assert (row.status, days_late(row, day(as_of))) == (status, late)
    assert row.detail.due_on == day("2018-03-15")


@pytest.mark.parametrize(
    ("within", "due"),
    [
        pytest.param((14, Unit.DAYS), "2018-02-14", id="days"),
        pytest.param((2, Unit.WEEKS), "2018-02-14", id="weeks"),
        pytest.param((1, Unit.MONTHS), "2018-02-28", id="months, clamped"),
        pytest.param((3, Unit.WORKDAYS), "2018-02-05", id="working days, over a weekend"),
    ],
)
def test_the_last_day_is_the_trigger_and_the_term(within: tuple[int, Unit], due: str) -> None:
    on = "2018-01-31"
    row = only(duty("after", within=within), [trigger("trigger", on)], on)
    assert row.detail.due_on == day(due)


@pytest.mark.parametrize(
    ("on", "status"),
    [
        pytest.param("2018-02-24", "met", id="five days before"),
        pytest.param("2018-02-25", "met_late", id="four days before"),
        pytest.param("2018-03-01", "met_late", id="on the day"),
    ],
)
def test_at_least_so_many_days_before(on: str, status: str) -> None:
    row = only(duty("before", at_least_days_before=5), [TWO[0], done("done", on)], "2018-03-31")
    assert (row.status, row.detail.due_on) == (status, day("2018-02-24"))


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        pytest.param("2017-12-01", "on_track", id="85 days left"),
        pytest.param("2017-12-26", "due_soon", id="60 days left"),
        pytest.param("2018-02-10", "at_risk", id="14 days left"),
        pytest.param("2018-02-24", "at_risk", id="the last day"),
    ],
)
def test_days_before_a_planned_trigger(as_of: str, status: str) -> None:
    ahead = trigger("trigger", "2018-03-01", state="planned")
    assert status_on(duty("before", at_least_days_before=5), [ahead], as_of) == status


def test_times_decide_the_order_on_the_day_of_a_term_in_the_text() -> None:
    facts = [trigger("trigger", "2018-03-01", at="12:00"), done("done", "2018-03-01", at="11:00")]
    row = only(duty("after", **WITHIN_14_DAYS), facts, "2018-03-02")
    assert (row.status, whys(row)) == ("at_risk", {"done": "before_trigger"})


def test_a_term_in_the_text_that_runs_past_the_end_runs_on() -> None:
    terms, facts = duty("after", **WITHIN_14_DAYS), [trigger("trigger", "2019-05-16")]
    statuses = [status_on(terms, facts, as_of) for as_of in ("2019-05-21", "2019-05-30", "2019-05-31")]
    assert statuses == ["at_risk", "at_risk", "missed"]


def test_a_term_that_runs_on_can_still_be_met() -> None:
    facts = [trigger("trigger", "2019-05-16"), done("done", "2019-05-28")]
    assert status_on(duty("after", **WITHIN_14_DAYS), facts, "2019-06-10") == "met"


def test_a_term_in_the_text_that_runs_past_the_end_may_lapse() -> None:
    terms = duty("after", reading(after_effect="lapses"), **WITHIN_14_DAYS)
    assert status_on(terms, [trigger("trigger", "2019-05-16")], "2019-05-21") == "superseded"


def test_what_was_final_by_the_end_is_not_undone() -> None:
    facts = [TWO[0], done("done", "2019-05-22")]
    row = only(duty("after", **WITHIN_14_DAYS), facts, "2019-06-01")
    assert (row.status, row.notes, row.counted) == ("missed", (Note.AFTER_ALL,), ())
    assert whys(row) == {"done": "after_all"}


def test_what_is_final_is_not_open_any_more() -> None:
    facts = [TWO[0], trigger("trailing", "2019-05-16"), done("done", "2019-05-22")]
    rows = history_on(duty("after", **WITHIN_14_DAYS), facts, "2019-06-01")
    assert [(row.status, row.counted) for row in rows.values()] == [("missed", ()), ("met", ("done",))]


@pytest.mark.parametrize("types", [("trigger",), ("trigger", "trigger")])
def test_any_fact_of_a_type_of_the_duty_can_settle(types: tuple[str, ...]) -> None:
    term = Duty(When(types), Relation.BEFORE, ("done", "overleg"))
    facts = [TWO[0], *meetings("overleg", "2018-02-01")]
    assert status_on(terms_2016("duty", term), facts, "2018-12-31") == "met"


@pytest.mark.parametrize("relation", ["upon", "after"])
def test_what_is_done_all_the_same_after_a_duty_lapsed_is_met(relation: str) -> None:
    lapsed = duty(relation, reading(after_effect="lapses"))
    assert only(lapsed, [TWO[0]], "2019-05-21").status == "superseded"
    row = only(lapsed, [TWO[0], done("done", "2019-05-22")], "2019-06-01")
    assert (row.status, row.counted) == ("met", ("done",))


def test_a_term_of_the_text_that_lapsed_is_not_met_afterwards() -> None:
    lapsed = duty("after", reading(after_effect="lapses"), **WITHIN_14_DAYS)
    facts = [trigger("one", "2019-05-16"), done("done", "2019-05-22")]
    row = only(lapsed, facts, "2019-06-01")
    assert (row.status, row.counted, whys(row)) == ("superseded", (), {"done": "after_all"})


def test_each_planned_answer_is_for_the_next_instance() -> None:
    ahead = [done(ref, "2018-09-01", state="planned") for ref in ("one", "two")]
    rows = history_on(duty("after"), [*TWO, *ahead], "2018-06-01")
    assert [row.detail.planned for row in rows.values()] == [1, 1]


def test_not_yet_known_says_nothing_of_an_instance_it_does_not_answer() -> None:
    row = only(duty("after"), [TWO[0], done("unsure", "2018-06-01", state="unknown")], "2018-12-31")
    assert (row.status, row.notes, whys(row)) == ("open", (), {"unsure": "unknown"})
