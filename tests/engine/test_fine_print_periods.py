"""Quotas, targets, intervals and the year of a switch: the sentences of design.md 5 and 5.1, one by one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from obligations.engine.assessment import assess
from obligations.engine.facts import Fact, record_of
from obligations.engine.periods import Per
from obligations.engine.readings import DEFAULT, Readings
from obligations.engine.terms import Cadence, Cap, RevisionTerm, Terms
from obligations.engine.verdict import Assessment, Note, days_late
from obligations.engine.windows import ALWAYS, Window
from tests.engine.building import (
    C2016,
    C2019,
    NOT_REPLACED,
    continued,
    day,
    days,
    entry,
    history_on,
    meeting,
    meetings,
    only,
    reading,
    standing_on,
    terms_2016,
    terms_2019,
    whys,
    window,
)
from tests.engine.covenants import (
    ambtelijk_2016,
    bestuurlijk_2016,
    bestuurlijk_2019,
    personeelsadvies_2016,
    topambtelijk_2019,
)

COVENANT_YEAR, COVENANT_MONTH = reading(year="covenant"), reading(month="covenant")
LINEAGE = reading(switch="lineage")
LINEAGE_COVENANT = reading(switch="lineage", year="covenant")


def term_of(kind: str, per: Per) -> Cadence | Cap:
    return Cadence(("done",), 1, per) if kind == "cadence" else Cap(("done",), Fraction(1), per)


def first_days(terms: Terms, as_of: str) -> list[str]:
    return [str(row.window.first) for row in history_on(terms, [], as_of).values()]


@pytest.mark.parametrize("kind", ["cadence", "cap"])
@pytest.mark.parametrize(
    ("per", "readings", "second"),
    [
        pytest.param(Per.YEAR, DEFAULT, "2017-01-01", id="calendar year"),
        pytest.param(Per.YEAR, COVENANT_YEAR, "2017-05-11", id="covenant year"),
        pytest.param(Per.YEAR, COVENANT_MONTH, "2017-01-01", id="a year does not follow the month"),
        pytest.param(Per.HALF_YEAR, DEFAULT, "2016-07-01", id="calendar half year"),
        pytest.param(Per.HALF_YEAR, COVENANT_YEAR, "2016-11-11", id="half of a covenant year"),
        pytest.param(Per.QUARTER, DEFAULT, "2016-07-01", id="calendar quarter"),
        pytest.param(Per.QUARTER, COVENANT_YEAR, "2016-08-11", id="quarter of a covenant year"),
        pytest.param(Per.MONTH, DEFAULT, "2016-06-01", id="calendar month"),
        pytest.param(Per.MONTH, COVENANT_MONTH, "2016-06-11", id="month from the eleventh"),
        pytest.param(Per.MONTH, COVENANT_YEAR, "2016-06-01", id="a month does not follow the year"),
    ],
)
def test_periods_follow_the_year_months_the_month(kind: str, per: Per, readings: Readings, second: str) -> None:
    found = first_days(terms_2016("code", term_of(kind, per), readings), "2018-01-01")
    assert found[:2] == ["2016-05-11", second]


@pytest.mark.parametrize(
    ("per", "limit"),
    [
        pytest.param(Per.YEAR, 7, id="year: 12 times 235 of 366 days"),
        pytest.param(Per.HALF_YEAR, 3, id="half year: 12 times 51 of 182 days"),
        pytest.param(Per.QUARTER, 6, id="quarter: 12 times 51 of 91 days"),
        pytest.param(Per.MONTH, 12, id="a month keeps the full maximum"),
    ],
)
def test_a_part_of_a_cap_window_for_all_but_months(per: Per, limit: int) -> None:
    terms = terms_2016("cap", Cap(("done",), Fraction(12), per), reading(cap_part_year="pro_rata"))
    first = next(iter(history_on(terms, [], "2016-05-11").values()))
    assert first.detail.limit == limit


def quota(terms: Terms, as_of: str, name: str, facts: list[Fact] | None = None) -> Assessment:
    return history_on(terms, facts or [], as_of)[f"period:{name}"]


@pytest.mark.parametrize(
    ("at_least", "targets"),
    [
        pytest.param(1, ("2018-12-31",), id="one: the last day"),
        pytest.param(2, ("2018-06-30", "2018-12-31"), id="two: half years"),
        pytest.param(3, ("2018-04-30", "2018-08-31", "2018-12-31"), id="three: blocks of four months"),
        pytest.param(5, ("2018-03-14", "2018-05-26", "2018-08-07", "2018-10-19", "2018-12-31"), id="five: by days"),
    ],
)
def test_targets_are_month_blocks_when_the_number_divides_the_months(at_least: int, targets: tuple[str, ...]) -> None:
    row = quota(terms_2016("cadence", Cadence(("done",), at_least)), "2018-01-01", "2018")
    assert row.detail.targets == days(*targets)


def test_targets_of_a_covenant_year_are_blocks_of_its_months() -> None:
    row = quota(ambtelijk_2016(COVENANT_YEAR), "2018-01-01", "2017")
    assert row.detail.targets == days("2017-08-10", "2017-11-10", "2018-02-10", "2018-05-10")


def test_targets_of_a_part_go_by_days_counted_from_one() -> None:
    assert quota(ambtelijk_2016(), "2016-06-01", "2016").detail.targets == days("2016-09-04", "2016-12-31")


def test_exact_is_the_number_before_rounding_and_before_the_guard() -> None:
    row = quota(ambtelijk_2016(COVENANT_YEAR), "2019-05-20", "2019")
    assert (row.detail.required, row.detail.exact, row.notes) == (0, Fraction(40, 366), (Note.STUB,))


@pytest.mark.parametrize(
    ("ends_on", "required"),
    [
        pytest.param("2018-01-30", 0, id="29 days never get a quota"),
        pytest.param("2018-01-31", 1, id="30 days can"),
    ],
)
def test_a_part_of_fewer_than_thirty_days_never_gets_a_quota(ends_on: str, required: int) -> None:
    revision = replace(NOT_REPLACED, ends_on=day(ends_on))
    terms = replace(ambtelijk_2016(reading(rounding="up")), revision=revision)
    assert quota(terms, ends_on, "2018").detail.required == required


@pytest.mark.parametrize(
    ("done", "as_of", "next_on"),
    [
        pytest.param((), "2018-03-31", "2018-03-31", id="on the day of the first target"),
        pytest.param((), "2018-04-01", "2018-06-30", id="past the first target"),
        pytest.param(("2018-01-10", "2018-02-10", "2018-03-10"), "2018-04-01", "2018-12-31", id="three done"),
        pytest.param(("2018-01-10",) * 1, "2018-07-01", "2018-09-30", id="one done, two past"),
        pytest.param(("2018-01-10", "2018-02-10", "2018-03-10", "2018-04-10"), "2018-05-01", None, id="all done"),
        pytest.param((), "2019-01-01", None, id="the period is over"),
    ],
)
def test_the_next_target_is_not_yet_covered_and_not_yet_past(
    done: tuple[str, ...], as_of: str, next_on: str | None
) -> None:
    row = quota(ambtelijk_2016(), as_of, "2018", meetings("ambtelijk-overleg", *done))
    assert row.detail.next_on == (day(next_on) if next_on else None)


@pytest.mark.parametrize(
    ("planned", "as_of", "status"),
    [
        pytest.param((), "2018-04-01", "at_risk", id="one behind, nothing planned"),
        pytest.param(("2018-06-30",), "2018-04-01", "due_soon", id="planned on the next target"),
        pytest.param(("2018-07-01",), "2018-04-01", "at_risk", id="planned after it"),
        pytest.param(("2018-08-01",), "2018-07-01", "at_risk", id="two behind, one planned"),
        pytest.param(("2018-08-01", "2018-12-31"), "2018-07-01", "due_soon", id="two behind, two planned in the year"),
        pytest.param(("2018-08-01", "2019-01-01"), "2018-07-01", "at_risk", id="two behind, one after the year"),
    ],
)
def test_at_risk_becomes_due_soon_when_enough_is_planned_in_time(
    planned: tuple[str, ...], as_of: str, status: str
) -> None:
    facts = meetings("ambtelijk-overleg", *planned, state="planned")
    assert quota(ambtelijk_2016(), as_of, "2018", facts).status == status


@pytest.mark.parametrize("name", ["2016", "2019"])
def test_a_period_cut_by_the_covenant_is_judged_never_superseded(name: str) -> None:
    assert quota(ambtelijk_2016(), "2020-06-01", name).status == "missed"


def test_an_absent_party_is_named() -> None:
    row = quota(ambtelijk_2016(), "2018-12-31", "2018", [meeting("ambtelijk-overleg", "2018-02-01", ("vng", "nvvb"))])
    (passed,) = row.passed_over
    assert (row.detail.done, passed.why, passed.parties) == (0, "absent", ("king",))


@pytest.mark.parametrize(
    ("quorum", "present", "done"),
    [
        pytest.param("all_parties", ("vng", "nvvb"), 0, id="all parties"),
        pytest.param("both_sides", ("king", "nvvb"), 1, id="both sides"),
        pytest.param("both_sides", ("vng", "king"), 0, id="one side"),
        pytest.param("any_two", ("vng", "king"), 1, id="any two"),
        pytest.param("any_two", ("vng",), 0, id="only one"),
        pytest.param({"at_least": 3}, ("vng", "king"), 0, id="fewer than three"),
    ],
)
def test_the_quorum_of_a_meeting(quorum: object, present: tuple[str, ...], done: int) -> None:
    facts = [meeting("ambtelijk-overleg", "2018-02-01", present)]
    assert quota(ambtelijk_2016(reading(quorum=quorum)), "2018-12-31", "2018", facts).detail.done == done


def test_the_quorum_is_of_the_parties_of_that_day_and_never_of_an_organ() -> None:
    vng, king, nvvb = C2016.members
    left = (vng, replace(king, window=window(end="2018-06-01")), nvvb, replace(vng, party="bureau", organ=True))
    terms = replace(ambtelijk_2016(), revision=replace(C2016, members=left))
    facts = [meeting("ambtelijk-overleg", on, ("vng", "nvvb")) for on in ("2018-05-31", "2018-06-01")]
    assert quota(terms, "2018-12-31", "2018", facts).counted == ("ambtelijk-overleg 2018-06-01",)


def test_two_types_on_one_day_both_count() -> None:
    facts = [*meetings("ambtelijk-overleg", "2018-02-01"), *meetings("ingelast-overleg", "2018-02-01")]
    terms = ambtelijk_2016(DEFAULT, "ingelast-overleg")
    assert quota(terms, "2018-12-31", "2018", facts).detail.done == 2


def every(months: int, revision: RevisionTerm = C2016, own: Window = ALWAYS, readings: Readings = DEFAULT) -> Terms:
    return replace(
        terms_2016("interval", Cadence(("done",), every_months=months), readings, own=own), revision=revision
    )


def intervals(terms: Terms, as_of: str, *done: str) -> list[tuple[str, str, str, str | None]]:
    """First day, last day in time, end, status."""
    facts = [entry("done", on) for on in done]
    rows = history_on(terms, facts, as_of).values()
    return [(str(row.window.first), str(row.detail.due_on), str(row.window.end), row.status) for row in rows]


def test_the_first_interval_starts_with_the_window() -> None:
    assert intervals(every(6), "2016-05-11") == [("2016-05-11", "2016-11-11", "2019-05-21", "on_track")]


def test_an_interval_starts_the_day_after_the_previous_meeting_and_counts_from_it() -> None:
    assert intervals(every(6), "2016-10-01", "2016-08-31") == [
        ("2016-05-11", "2016-11-11", "2016-09-01", "met"),
        ("2016-09-01", "2017-02-28", "2019-05-21", "on_track"),
    ]


@pytest.mark.parametrize(
    ("as_of", "status", "late"),
    [
        pytest.param("2016-10-11", "on_track", None, id="31 days left"),
        pytest.param("2016-10-12", "due_soon", None, id="30 days left"),
        pytest.param("2016-10-28", "at_risk", None, id="14 days left, nothing planned"),
        pytest.param("2016-11-11", "at_risk", None, id="the last day"),
        pytest.param("2016-11-13", "overdue", 2, id="two days late"),
    ],
)
def test_an_interval_has_the_statuses_of_a_deadline(as_of: str, status: str, late: int | None) -> None:
    (row,) = standing_on(every(6), [], as_of).values()
    assert (row.status, days_late(row, day(as_of))) == (status, late)
    assert (row.detail.due_on, row.detail.next_on) == (day("2016-11-11"), day("2016-11-11"))


def test_an_interval_met_late_says_how_late() -> None:
    row = history_on(every(6), [entry("done", "2016-11-15")], "2016-12-01")["interval:2016-05-11"]
    assert (row.status, days_late(row, day("2016-12-01"))) == ("met_late", 4)
    assert (row.detail.required, row.detail.done) == (1, 1)


def test_planned_in_time_an_interval_is_not_at_risk() -> None:
    facts = [entry("done", "2016-11-11", state="planned")]
    (row,) = standing_on(every(6), facts, "2016-11-01").values()
    assert (row.status, row.detail.required, row.detail.done, row.detail.planned) == ("due_soon", 1, 0, 1)


@pytest.mark.parametrize(
    ("revision", "own", "status"),
    [
        pytest.param(C2016, ALWAYS, "superseded", id="the covenant was replaced"),
        pytest.param(NOT_REPLACED, ALWAYS, "expired", id="it ended by itself"),
        pytest.param(C2016, window(end="2018-01-01"), "ended", id="its own window ended"),
    ],
)
def test_without_verdict_the_last_interval_ends_as_the_window_does(
    revision: RevisionTerm, own: Window, status: str
) -> None:
    terms = every(48, revision, own)
    (row,) = history_on(terms, [], "2020-01-01").values()
    assert row.status == status


def test_an_interval_due_inside_the_window_is_missed_when_that_ends() -> None:
    (row,) = history_on(every(6), [], "2019-05-21").values()
    assert row.status == "missed"


def test_two_meetings_on_one_day_are_one_link_of_the_chain() -> None:
    facts = [entry("done", "2016-08-31", ref=ref) for ref in ("a", "b")]
    rows = history_on(every(6), facts, "2016-10-01")
    assert list(rows) == ["interval:2016-05-11", "interval:2016-09-01"]
    assert whys(rows["interval:2016-05-11"]) == {"b": "same_day"}


def test_an_interval_due_before_the_register_is_not_recorded() -> None:
    record = record_of(tracked_from=day("2016-11-12"))
    assert only(every(6), record, "2017-01-01").status == "not_recorded"
    assert only(every(6), [], "2017-01-01").status == "overdue"


YEARLY = terms_2016("yearly", Cadence(("done",), by=(12, 1)))


def test_a_yearly_day_has_one_interval_per_calendar_year_in_force() -> None:
    assert intervals(YEARLY, "2018-03-01", "2016-11-30", "2017-12-05") == [
        ("2016-05-11", "2016-12-01", "2016-12-01", "met"),
        ("2017-01-01", "2017-12-01", "2017-12-06", "met_late"),
        ("2018-01-01", "2018-12-01", "2019-01-01", "due_soon"),
    ]


def test_a_yearly_day_after_the_end_of_force_gets_no_verdict() -> None:
    assert intervals(YEARLY, "2019-06-01")[-1] == ("2019-01-01", "2019-12-01", "2019-05-21", "superseded")


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        pytest.param("2017-01-01", "due_soon", id="opens on 1 January"),
        pytest.param("2017-11-17", "at_risk", id="14 days left"),
        pytest.param("2017-12-01", "at_risk", id="on the day"),
        pytest.param("2017-12-02", "overdue", id="the day after"),
    ],
)
def test_the_year_of_a_yearly_day(as_of: str, status: str) -> None:
    (row,) = standing_on(YEARLY, [], as_of).values()
    assert row.status == status


ONE_HELD = meetings("bestuurlijk-overleg", "2019-02-13")


def joined(new: Terms, old: Terms) -> Terms:
    return continued(old, new)[1]


def test_a_year_in_two_parts_is_judged_under_the_newer_revision() -> None:
    row = quota(joined(bestuurlijk_2019(LINEAGE), bestuurlijk_2016()), "2019-12-31", "2019", ONE_HELD)
    assert (row.revision, row.window) == ("2019", window("2019-01-01", "2020-01-01"))
    assert row.detail.exact == Fraction(2 * 140 + 225, 365)


def test_before_the_switch_it_is_judged_there_too() -> None:
    old, new = continued(bestuurlijk_2016(LINEAGE), bestuurlijk_2019(LINEAGE))
    assert not standing_on(old, ONE_HELD, "2019-03-01")
    assert list(standing_on(new, ONE_HELD, "2019-03-01")) == ["period:2019"]


@pytest.mark.parametrize(
    ("of_old", "of_new"),
    [
        pytest.param(LINEAGE, DEFAULT, id="only the older text is read so"),
        pytest.param(DEFAULT, DEFAULT, id="neither is"),
        pytest.param(LINEAGE_COVENANT, LINEAGE_COVENANT, id="covenant years differ"),
    ],
)
def test_parts_stay_apart(of_old: Readings, of_new: Readings) -> None:
    old, new = continued(bestuurlijk_2016(of_old), bestuurlijk_2019(of_new))
    assert max(row.window.end for row in history_on(old, [], "2019-12-31").values()) == day("2019-05-21")
    assert min(row.window.first for row in history_on(new, [], "2019-12-31").values()) == day("2019-05-21")


@pytest.mark.parametrize(
    "newer",
    [
        pytest.param(Cadence(("bestuurlijk-overleg",), 1, Per.QUARTER), id="another step"),
        pytest.param(Cadence(("bestuurlijk-overleg",), every_months=6), id="a chain"),
        pytest.param(Cap(("bestuurlijk-overleg",), Fraction(1)), id="no cadence"),
    ],
)
def test_only_cadences_of_the_same_step_are_joined(newer: Cadence | Cap) -> None:
    old, new = continued(bestuurlijk_2016(LINEAGE), terms_2019("bestuurlijk-overleg", newer, LINEAGE))
    assert "period:2019" in history_on(old, [], "2019-12-31")
    assert min(row.window.first for row in history_on(new, [], "2019-12-31").values()) == day("2019-05-21")


def test_the_readings_of_a_joined_year_are_those_of_the_newer_revision() -> None:
    old = bestuurlijk_2016(reading(quorum="any_two", rounding="up"))
    facts = [meeting("bestuurlijk-overleg", "2019-02-13", ("vng", "king"))]
    assert quota(joined(bestuurlijk_2019(LINEAGE), old), "2019-12-31", "2019", facts).detail.done == 0
    row = quota(joined(bestuurlijk_2019(replace(LINEAGE, quorum=2)), old), "2019-12-31", "2019", facts)
    assert (row.detail.required, row.detail.done) == (1, 1)


def test_the_parties_of_a_joined_year_are_those_of_the_revision_of_the_day() -> None:
    facts = [meeting("bestuurlijk-overleg", on, ("vng", "nvvb")) for on in ("2019-02-13", "2019-11-27")]
    row = quota(joined(bestuurlijk_2019(LINEAGE), bestuurlijk_2016()), "2019-12-31", "2019", facts)
    assert row.counted == ("bestuurlijk-overleg 2019-11-27",)


ADVICE = [entry("personeelsadvies", "2019-05-08", minutes=120), entry("personeelsadvies", "2019-05-27", minutes=60)]


def used_in_may(old: Terms, new: Terms) -> list[Fraction]:
    parts = continued(old, new)
    return [history_on(one, ADVICE, "2019-05-31")["period:2019-05"].detail.used for one in parts]


def newer_cap(readings: Readings = DEFAULT, cap: Cap | None = None) -> Terms:
    return replace(personeelsadvies_2016(readings, cap), revision=C2019)


@pytest.mark.parametrize(
    ("readings", "cap", "used"),
    [
        pytest.param(DEFAULT, None, Fraction(3, 4), id="carried over"),
        pytest.param(reading(cap_switch="reset"), None, Fraction(1, 4), id="read as two"),
        pytest.param(
            DEFAULT,
            Cap(("personeelsadvies",), Fraction(2), Per.MONTH, "dagdeel", 240),
            Fraction(1, 4),
            id="another maximum",
        ),
        pytest.param(COVENANT_MONTH, None, Fraction(1, 4), id="months from another day"),
    ],
)
def test_one_running_sum_only_when_both_texts_cut_and_say_the_same(
    readings: Readings, cap: Cap | None, used: Fraction
) -> None:
    old = personeelsadvies_2016(readings)
    assert (
        history_on(continued(old, newer_cap(readings, cap))[1], ADVICE, "2019-05-31")["period:2019-05"].detail.used
        == used
    )


def test_the_old_window_ends_at_the_switch_and_the_new_one_starts_there() -> None:
    old, new = continued(personeelsadvies_2016(), newer_cap())
    assert history_on(old, ADVICE, "2019-05-31")["period:2019-05"].window == window("2019-05-01", "2019-05-21")
    assert history_on(new, ADVICE, "2019-05-31")["period:2019-05"].window == window("2019-05-21", "2019-06-01")
    assert used_in_may(personeelsadvies_2016(), newer_cap()) == [Fraction(1, 2), Fraction(3, 4)]


@pytest.mark.parametrize(
    ("count", "used"),
    [
        pytest.param("exact", Fraction(400, 240), id="exact minutes"),
        pytest.param("started_per_entry", 4, id="each started dagdeel per entry"),
        pytest.param("started_per_day", 3, id="each started dagdeel per day"),
    ],
)
def test_part_of_a_unit(count: str, used: Fraction) -> None:
    facts = [
        entry("personeelsadvies", on, ref=ref, minutes=100)
        for ref, on in (("a", "2018-03-05"), ("b", "2018-03-05"), ("c", "2018-03-05"), ("d", "2018-03-06"))
    ]
    terms = personeelsadvies_2016(reading(count=count))
    assert history_on(terms, facts, "2018-03-31")["period:2018-03"].detail.used == used


@pytest.mark.parametrize(
    ("minutes", "near", "status"),
    [
        pytest.param(179, 75, "within", id="just under"),
        pytest.param(180, 75, "near", id="exactly 75 percent"),
        pytest.param(180, 80, "within", id="another threshold"),
        pytest.param(0, 75, "within", id="nothing used"),
    ],
)
def test_near_the_maximum(minutes: int, near: int, status: str) -> None:
    facts = [entry("personeelsadvies", "2018-03-05", minutes=minutes)]
    assert history_on(personeelsadvies_2016(reading(near=near)), facts, "2018-03-31")["period:2018-03"].status == status


def test_a_topambtelijk_overleg_is_not_joined_with_anything() -> None:
    assert quota(topambtelijk_2019(LINEAGE), "2019-12-31", "2019").window.first == day("2019-05-21")


@pytest.mark.parametrize(
    ("terms", "name", "readings"),
    [
        pytest.param(ambtelijk_2016(), "2018", {"year"}, id="a whole year"),
        pytest.param(ambtelijk_2016(), "2016", {"year", "part_year", "rounding"}, id="cut at the beginning"),
        pytest.param(ambtelijk_2016(), "2019", {"year", "part_year", "rounding", "end_date"}, id="cut at the end"),
    ],
)
def test_the_readings_that_mattered_for_a_quota(terms: Terms, name: str, readings: set[str]) -> None:
    assert set(quota(terms, "2019-12-31", name).readings) - {"knowledge", "quorum", "same_day"} == readings


def test_a_joined_year_appears_on_its_first_day() -> None:
    new = joined(bestuurlijk_2019(LINEAGE), bestuurlijk_2016(LINEAGE))
    found = assess(new, record_of(), day("2018-12-31"))
    assert (found.rows, found.changes_on) == ((), day("2019-01-01"))


def test_a_meeting_without_its_quorum_is_no_link_of_a_chain() -> None:
    facts = [meeting("done", "2016-08-31", ("vng",), ref="few")]
    row = only(every(6), facts, "2016-10-01")
    assert (row.occurrence, row.detail.done, whys(row)) == ("interval:2016-05-11", 0, {"few": "absent"})
