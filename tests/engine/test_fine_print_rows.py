"""Which rows there are, what they are called, and standing duties: design.md 4.4 and 5.1, one sentence each."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from obligations.engine.assessment import assess
from obligations.engine.facts import Fact, FactState, Record, Tenure, record_of
from obligations.engine.periods import Per
from obligations.engine.readings import DEFAULT
from obligations.engine.terms import (
    Cadence,
    Cap,
    Counter,
    Deadline,
    Duty,
    Held,
    Holding,
    Member,
    Register,
    Relation,
    Standing,
    Term,
    Terms,
    Unit,
    When,
)
from obligations.engine.verdict import Note
from obligations.engine.windows import ALWAYS, Window
from tests.engine.building import (
    C2016,
    PARTIES_2016,
    PARTIES_2019,
    day,
    entry,
    history_on,
    meetings,
    only,
    reading,
    record_with,
    review,
    standing_on,
    status_on,
    terms_2016,
    terms_2019,
    waiver,
    whys,
    window,
)
from tests.engine.covenants import (
    ambtelijk_2016,
    bekendmaken_2016,
    eindevaluatie_2016,
    gebouwgebruik_aantal,
    gebouwgebruik_personen,
    personeelsadvies_2016,
    personeelsadvies_2019,
    rechtspositie_onderzoek,
    rechtspositie_volgen_2019,
    terugkoppelen,
    topambtelijk_2019,
    tussentijdse_2016,
    vergoeding,
    vooraf_informeren,
    voortzettingsoverleg,
)


def duty(when: When, relation: str, **more: object) -> Terms:
    return terms_2016("duty", Duty(when, Relation(relation), ("done",), **more))


def booking(ref: str, guest: str, host: str, on: str = "2018-02-01", persons: int | None = None) -> Fact:
    return entry("zaalgebruik", on, ref=ref, by=guest, host=host, persons=persons)


def test_periods_that_contain_the_day() -> None:
    assert list(standing_on(ambtelijk_2016(), [], "2018-12-31")) == ["period:2018"]
    assert list(standing_on(ambtelijk_2016(), [], "2019-01-01")) == ["period:2019"]


def test_with_history_every_period() -> None:
    assert list(history_on(ambtelijk_2016(), [], "2019-06-01")) == [
        "period:2016",
        "period:2017",
        "period:2018",
        "period:2019",
    ]


def test_every_deadline_of_a_revision_in_force_settled_or_not() -> None:
    settled = [entry("evaluatie-tussentijds", "2017-11-01", by="vng", to=PARTIES_2016)]
    for facts in ([], settled):
        assert list(standing_on(tussentijdse_2016(), facts, "2019-05-20")) == ["deadline:2016"]
        assert not standing_on(tussentijdse_2016(), facts, "2019-05-21")
        assert list(history_on(tussentijdse_2016(), facts, "2019-05-21")) == ["deadline:2016"]


@pytest.mark.parametrize(
    ("relation", "facts", "as_of", "status", "is_shown"),
    [
        pytest.param("after", [], "2018-03-05", "open", True, id="open"),
        pytest.param("after", [], "2018-03-08", "due_soon", True, id="due soon"),
        pytest.param("after", [], "2018-12-31", "attention", True, id="attention"),
        pytest.param("after", ["2018-03-02"], "2018-12-31", "met", False, id="met"),
        pytest.param("before", [], "2018-03-01", "due_soon", True, id="its day"),
        pytest.param("before", [], "2018-03-02", "missed", False, id="missed"),
    ],
)
def test_duty_instances_not_settled(relation: str, facts: list[str], as_of: str, status: str, is_shown: bool) -> None:
    terms = duty(When(("trigger",)), relation, target_days=14 if relation == "after" else None)
    record = [entry("trigger", "2018-03-01", ref="trigger"), *(entry("done", on) for on in facts)]
    assert status_on(terms, record, as_of) == status
    assert bool(standing_on(terms, record, as_of)) is is_shown


@pytest.mark.parametrize(
    ("as_of", "status", "is_shown"),
    [
        pytest.param("2018-03-16", "overdue", True, id="overdue, not final"),
        pytest.param("2019-05-21", "missed", False, id="final"),
    ],
)
def test_with_a_hard_term_until_met_or_final(as_of: str, status: str, is_shown: bool) -> None:
    terms = duty(When(("trigger",)), "after", within=(14, Unit.DAYS))
    record = [entry("trigger", "2018-03-01", ref="trigger")]
    assert status_on(terms, record, as_of) == status
    assert bool(standing_on(terms, record, as_of)) is is_shown


def test_a_duty_without_a_trigger_has_no_row() -> None:
    assert not history_on(terugkoppelen(), [], "2018-03-01")


def test_due_soon_within_seven_days_of_the_own_target() -> None:
    terms = duty(When(("trigger",)), "after", target_days=14)
    record = [entry("trigger", "2018-03-01")]
    statuses = [status_on(terms, record, as_of) for as_of in ("2018-03-07", "2018-03-08", "2018-03-15", "2018-03-16")]
    assert statuses == ["open", "due_soon", "due_soon", "attention"]


@pytest.mark.parametrize(
    ("lead_days", "as_of", "status"),
    [
        pytest.param(7, "2018-02-21", "open", id="eight days before"),
        pytest.param(7, "2018-02-22", "due_soon", id="seven days before"),
        pytest.param(0, "2018-02-28", "open", id="no lead: the day before"),
        pytest.param(0, "2018-03-01", "due_soon", id="no lead: the day itself"),
    ],
)
def test_a_duty_before_something_planned(lead_days: int, as_of: str, status: str) -> None:
    terms = duty(When(("trigger",)), "before", lead_days=lead_days)
    assert status_on(terms, [entry("trigger", "2018-03-01", state="planned")], as_of) == status


def test_a_trigger_that_was_planned_and_did_not_happen_makes_no_duty() -> None:
    terms = duty(When(("trigger",)), "before", lead_days=7)
    assert not history_on(terms, [entry("trigger", "2018-03-01", state="planned")], "2018-03-02")


UPCOMING = [
    pytest.param(voortzettingsoverleg(), ["deadline:2019"], ["upcoming"], id="a deadline"),
    pytest.param(rechtspositie_onderzoek(), ["deadline:2019"], ["upcoming"], id="an undated deadline"),
    pytest.param(topambtelijk_2019(), ["period:2019"], ["upcoming"], id="the first period of a cadence"),
    pytest.param(
        terms_2019("interval", Cadence(("done",), every_months=6)),
        ["interval:2019-05-21"],
        ["upcoming"],
        id="the first link of a chain",
    ),
    pytest.param(
        terms_2019("yearly", Cadence(("done",), by=(12, 1))), ["interval:2019-05-21"], ["upcoming"], id="the first year"
    ),
    pytest.param(terms_2019("cap", Cap(("done",), Fraction(1))), [], [], id="no cap"),
    pytest.param(rechtspositie_volgen_2019(), [], [], id="no standing duty"),
    pytest.param(terms_2019("held", Held(Holding.MAY)), [], [], id="nothing held"),
    pytest.param(terms_2019("duty", Duty(When(start=True), Relation.AFTER, ("done",))), [], [], id="no duty"),
    pytest.param(
        terms_2019("duty", Duty(When(each_year=(12, 31)), Relation.BEFORE, ("done",))), [], [], id="no yearly duty"
    ),
]


@pytest.mark.parametrize(("terms", "occurrences", "statuses"), UPCOMING)
def test_of_a_signed_revision_deadlines_and_first_periods(
    terms: Terms, occurrences: list[str], statuses: list[str]
) -> None:
    rows = standing_on(terms, [], "2019-05-20")
    assert list(rows) == occurrences
    assert [row.status for row in rows.values()] == statuses


@pytest.mark.parametrize(("terms", "occurrences", "statuses"), UPCOMING)
def test_before_the_signing_there_are_no_rows(terms: Terms, occurrences: list[str], statuses: list[str]) -> None:
    assert not standing_on(terms, [], "2019-05-19")
    assert not history_on(terms, [], "2019-05-19")


@pytest.mark.parametrize(
    ("as_of", "occurrences"),
    [
        pytest.param("2017-03-01", ["trigger:2017-12-31"], id="the next date"),
        pytest.param("2017-12-31", ["trigger:2017-12-31"], id="through that day"),
        pytest.param("2018-01-01", ["trigger:2018-12-31"], id="the day after it the next"),
    ],
)
def test_each_year_before_only_the_next_date(as_of: str, occurrences: list[str]) -> None:
    assert list(standing_on(duty(When(each_year=(12, 31)), "before"), [], as_of)) == occurrences


def test_each_year_after_arises_on_the_day() -> None:
    terms = duty(When(each_year=(12, 31)), "after", target_days=90)
    assert list(history_on(terms, [], "2017-12-30")) == ["trigger:2016-12-31"]
    rows = history_on(terms, [], "2017-12-31")
    assert list(rows) == ["trigger:2016-12-31", "trigger:2017-12-31"]
    assert rows["trigger:2017-12-31"].detail.due_on == day("2018-03-31")


def test_each_year_of_a_leap_day_is_the_28th_in_other_years() -> None:
    assert list(history_on(duty(When(each_year=(2, 29)), "after"), [], "2018-03-01")) == [
        "trigger:2017-02-28",
        "trigger:2018-02-28",
    ]


def test_counters_are_the_bearers_used_or_not() -> None:
    assert list(standing_on(gebouwgebruik_aantal(), [], "2018-03-01")) == [
        "period:2018:vng",
        "period:2018:king",
        "period:2018:nvvb",
    ]


def test_directions_are_each_bearer_to_each_other_party() -> None:
    terms = replace(gebouwgebruik_aantal(Counter.DIRECTION), bearers=("vng", "nvvb"))
    assert {row.detail.counter for row in standing_on(terms, [], "2018-03-01").values()} == {
        "vng>king",
        "vng>nvvb",
        "nvvb>vng",
        "nvvb>king",
    }


@pytest.mark.parametrize("counter", list(Counter))
def test_use_of_ones_own_building_does_not_count(counter: Counter) -> None:
    facts = [booking("own", "vng", "vng"), booking("other", "vng", "king")]
    rows = standing_on(gebouwgebruik_aantal(counter), facts, "2018-03-01").values()
    assert sum(row.detail.used for row in rows) == 1
    assert {ref: why for row in rows for ref, why in whys(row).items()} == {"own": "own_building"}


def test_a_booking_has_its_own_day_as_window() -> None:
    facts = [booking("one", "king", "vng", persons=10), booking("two", "king", "vng", "2018-02-02", persons=60)]
    rows = history_on(gebouwgebruik_personen("vng", 50), facts, "2018-02-02")
    assert [(key, row.window) for key, row in rows.items()] == [
        ("event:one", window("2018-02-01", "2018-02-02")),
        ("event:two", window("2018-02-02", "2018-02-03")),
    ]
    assert list(standing_on(gebouwgebruik_personen("vng", 50), facts, "2018-02-02")) == ["event:two"]


def test_a_booking_that_is_only_planned_has_no_row() -> None:
    facts = [booking("one", "king", "vng", persons=10)]
    assert not history_on(gebouwgebruik_personen("vng", 50), facts, "2018-01-31")


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        pytest.param(booking("x", "vng", "vng"), "own_building", id="own building"),
        pytest.param(booking("x", "other", "vng"), "not_the_party", id="not a guest that is counted"),
        pytest.param(replace(booking("x", "king", "vng"), state=FactState.PLANNED), "day_passed", id="planned"),
    ],
)
def test_why_a_use_does_not_count(fact: Fact, why: str) -> None:
    rows = standing_on(gebouwgebruik_aantal(), [fact], "2018-03-01").values()
    assert [passed.why for row in rows for passed in row.passed_over] == [why]


def test_an_entry_without_its_measure_is_passed_over() -> None:
    row = standing_on(personeelsadvies_2016(), [entry("personeelsadvies", "2018-03-01")], "2018-03-02")[
        "period:2018-03"
    ]
    assert (row.detail.used, [str(passed.why) for passed in row.passed_over]) == (0, ["no_measure"])


STANDING = terms_2016("standing", Standing(review_months=12))


@pytest.mark.parametrize(
    "terms",
    [STANDING, terms_2016("held", Held(Holding.POWER)), replace(ambtelijk_2016(), soft=True)],
    ids=["standing", "held", "soft"],
)
def test_standing_and_held_rows_after_their_window_only_with_history(terms: Terms) -> None:
    assert list(standing_on(terms, [], "2019-05-20")) == ["standing:2016"]
    assert not standing_on(terms, [], "2019-05-21")
    assert list(history_on(terms, [], "2019-05-21")) == ["standing:2016"]


@pytest.mark.parametrize(
    "term",
    [
        Held(Holding.MAY),
        Held(Holding.DEFINITION),
        Cadence(("done",), 4),
        Cap(("done",), Fraction(1)),
        Deadline(("done",), day("2018-01-01")),
        Duty(When(start=True), Relation.AFTER, ("done",)),
        Standing(Register.ACCOUNT_HOLDERS),
    ],
    ids=["may", "definition", "soft cadence", "soft cap", "soft deadline", "soft duty", "soft register"],
)
def test_soft_and_held_have_one_row_without_status(term: Term) -> None:
    terms = terms_2016("code", term, soft=not isinstance(term, Held), own=window("2017-01-01"))
    row = only(terms, [entry("done", "2018-03-01")], "2018-06-01")
    assert (row.status, row.kind, row.window) == (None, terms.kind, window("2017-01-01", "2019-05-21"))


@pytest.mark.parametrize(
    ("terms", "facts", "as_of", "window_"),
    [
        pytest.param(ambtelijk_2016(), [], "2018-06-01", window("2018-01-01", "2019-01-01"), id="the period"),
        pytest.param(tussentijdse_2016(), [], "2018-06-01", window("2016-05-11", "2019-05-21"), id="a deadline: force"),
        pytest.param(
            rechtspositie_volgen_2019(), [], "2019-06-01", window("2019-05-21", "2020-01-01"), id="own and force"
        ),
        pytest.param(
            terugkoppelen(), [entry("extern-overleg", "2018-05-01")], "2018-06-01", window("2018-05-01"), id="a duty"
        ),
    ],
)
def test_first_day_and_end_of_a_row(terms: Terms, facts: list[Fact], as_of: str, window_: Window) -> None:
    (row,) = standing_on(terms, facts, as_of).values()
    assert row.window == window_


@pytest.mark.parametrize(
    ("terms", "due_on"),
    [
        pytest.param(duty(When(("trigger",)), "before"), "2018-03-01", id="before: the trigger's day"),
        pytest.param(duty(When(("trigger",)), "upon", target_days=10), "2018-03-11", id="upon: the target"),
        pytest.param(duty(When(("trigger",)), "after", target_days=10), "2018-03-11", id="after: the target"),
        pytest.param(duty(When(("trigger",)), "after"), None, id="after, without target"),
    ],
)
def test_due_on_of_a_duty(terms: Terms, due_on: str | None) -> None:
    row = only(terms, [entry("trigger", "2018-03-01")], "2018-03-01")
    assert row.detail.due_on == (day(due_on) if due_on else None)


def test_due_on_of_an_undated_deadline_is_its_target() -> None:
    assert only(rechtspositie_onderzoek(), [], "2019-06-01").detail.due_on == day("2019-12-31")


def test_an_undated_deadline_met_after_its_target_is_met_with_a_note() -> None:
    row = only(rechtspositie_onderzoek(), [entry("onderzoek-afgerond", "2020-03-01")], "2020-04-01")
    assert (row.status, row.notes) == ("met", (Note.TARGET_PASSED,))


@pytest.mark.parametrize(
    ("per", "readings", "name"),
    [
        pytest.param(Per.YEAR, DEFAULT, "period:2018", id="year"),
        pytest.param(Per.HALF_YEAR, DEFAULT, "period:2018-H2", id="half year"),
        pytest.param(Per.QUARTER, DEFAULT, "period:2018-Q3", id="quarter"),
        pytest.param(Per.MONTH, DEFAULT, "period:2018-08", id="month"),
        pytest.param(Per.YEAR, reading(year="covenant"), "period:2018", id="covenant year"),
        pytest.param(Per.MONTH, reading(month="covenant"), "period:2018-08", id="month from the eleventh"),
    ],
)
def test_the_key_of_a_period(per: Per, readings: object, name: str) -> None:
    assert list(standing_on(terms_2016("c", Cadence(("done",), 1, per), readings), [], "2018-08-15")) == [name]


def test_the_key_of_a_period_is_by_the_day_on_which_it_starts_uncut() -> None:
    assert list(standing_on(ambtelijk_2016(reading(year="covenant")), [], "2018-02-01")) == ["period:2017"]
    assert list(standing_on(topambtelijk_2019(), [], "2019-06-01")) == ["period:2019"]


def test_keys_of_instances_per_party() -> None:
    assert list(standing_on(bekendmaken_2016(), [], "2016-06-01")) == [
        "trigger:start:vng",
        "trigger:start:king",
        "trigger:start:nvvb",
    ]


def test_exceeded_uses_the_start_of_the_window_as_cut() -> None:
    facts = [entry("personeelsadvies", "2016-05-20", minutes=300)]
    row = only(vergoeding(personeelsadvies_2016()), facts, "2016-05-20")
    assert row.detail.trigger == "exceeded:personeelsadvies-cap:2016-05-11"


def test_exceeded_names_its_counter() -> None:
    facts = [booking(str(n), "nvvb", "vng", f"2018-02-0{n}") for n in range(1, 8)]
    cap = gebouwgebruik_aantal()
    terms = replace(duty(When(exceeded=(cap.code,)), "after"), caps={cap.code: cap})
    row = only(terms, facts, "2018-03-01")
    assert (row.detail.trigger, row.detail.trigger_on) == (
        "exceeded:gebouwgebruik-aantal:2018-01-01:nvvb",
        day("2018-02-07"),
    )


def test_own_windows() -> None:
    terms = replace(ambtelijk_2016(), own=window("2017-03-01", "2018-03-01"))
    rows = history_on(terms, [], "2019-01-01")
    assert [row.window for row in rows.values()] == [
        window("2017-03-01", "2018-01-01"),
        window("2018-01-01", "2018-03-01"),
    ]


@pytest.mark.parametrize(
    ("reviews", "as_of", "status"),
    [
        pytest.param([], "2018-01-01", "not_reviewed", id="never reviewed"),
        pytest.param([review("standing", "2017-03-01")], "2018-03-01", "in_order", id="twelve months old"),
        pytest.param([review("standing", "2017-03-01")], "2018-03-02", "attention", id="a day older"),
        pytest.param([review("standing", "2017-03-01", in_order=False)], "2017-03-01", "not_in_order", id="a finding"),
        pytest.param([review("standing", "2017-03-01", in_order=False)], "2019-03-01", "not_in_order", id="still open"),
        pytest.param(
            [review("standing", "2017-03-01", in_order=False), review("standing", "2017-04-01")],
            "2017-04-01",
            "in_order",
            id="a finding settled by the next review",
        ),
        pytest.param([review("standing", "2018-01-02")], "2018-01-01", "not_reviewed", id="a later review"),
        pytest.param([review("another", "2017-12-01")], "2018-01-01", "not_reviewed", id="of another obligation"),
    ],
)
def test_a_standing_duty_is_reviewed(reviews: list, as_of: str, status: str) -> None:
    assert status_on(STANDING, record_of(reviews=reviews), as_of) == status


@pytest.mark.parametrize(
    ("on", "status"),
    [
        pytest.param("2016-05-11", "attention", id="of the first day"),
        pytest.param("2016-05-10", "not_reviewed", id="before the revision was in force"),
    ],
)
def test_a_review_of_any_date_counts_in_force(on: str, status: str) -> None:
    terms = replace(STANDING, own=window("2018-01-01"))
    assert status_on(terms, record_of(reviews=[review("standing", on)]), "2018-06-01") == status


def test_a_review_counts_for_the_revision_in_force_on_its_date() -> None:
    newer = terms_2019("standing", Standing(review_months=12))
    record = record_of(reviews=[review("standing", "2019-05-20")])
    assert status_on(newer, record, "2019-06-01") == "not_reviewed"
    assert status_on(STANDING, record, "2019-05-20") == "in_order"


def test_unless_it_names_an_occurrence() -> None:
    newer = terms_2019("standing", Standing(review_months=12))
    record = record_of(reviews=[review("standing", "2019-05-20", occurrence="standing:2019")])
    assert status_on(newer, record, "2019-06-01") == "in_order"


def holders(role: str, *parties: str, theme: str | None = None) -> list[Tenure]:
    return [Tenure(party, role, ALWAYS, theme) for party in parties]


def register(kind: Register, *, themes: tuple[str, ...] = (), review_months: int | None = None) -> Terms:
    return terms_2016("register", Standing(kind, review_months=review_months), themes=themes)


def test_a_review_covers_all_places() -> None:
    record = record_of(reviews=[review("register", "2018-01-01")], tenures=holders("account_holder", *PARTIES_2016))
    rows = standing_on(register(Register.ACCOUNT_HOLDERS, review_months=12), record, "2018-06-01")
    assert [row.status for row in rows.values()] == ["in_order"] * 3


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (Register.ACCOUNT_HOLDERS, "account_holder"),
        (Register.AGENDA_MEMBERS, "agenda_member"),
    ],
)
def test_a_full_register_without_a_review_is_in_order(kind: Register, role: str) -> None:
    rows = standing_on(register(kind), record_of(tenures=holders(role, "vng", "king")), "2018-06-01")
    assert {key: row.status for key, row in rows.items()} == {
        "standing:2016:vng": "in_order",
        "standing:2016:king": "in_order",
        "standing:2016:nvvb": "attention",
    }
    assert {row.detail.bearer for row in rows.values()} == set(PARTIES_2016)


def test_a_full_register_with_a_review_term_is_reviewed() -> None:
    record = record_of(tenures=holders("account_holder", *PARTIES_2016))
    rows = standing_on(register(Register.ACCOUNT_HOLDERS, review_months=12), record, "2018-06-01")
    assert {row.status for row in rows.values()} == {"not_reviewed"}


def test_theme_leads_have_a_place_per_party_and_theme() -> None:
    terms = register(Register.THEME_LEADS, themes=("identity", "elections"))
    rows = standing_on(terms, record_of(tenures=holders("theme_lead", "vng", theme="identity")), "2018-06-01")
    assert len(rows) == 6
    assert rows["standing:2016:vng:identity"].status == "in_order"
    assert rows["standing:2016:vng:elections"].status == "attention"


def test_a_finding_weighs_more_than_a_vacancy() -> None:
    record = record_of(reviews=[review("register", "2018-01-01", in_order=False)])
    rows = standing_on(register(Register.ACCOUNT_HOLDERS, review_months=12), record, "2018-06-01")
    assert {row.status for row in rows.values()} == {"not_in_order"}


def test_counted_without_a_norm() -> None:
    terms = terms_2016("periodiek-overleg", Standing(of=("ambtelijk-overleg",), remind_after_days=120))
    facts = meetings("ambtelijk-overleg", "2016-05-10", "2016-05-11", "2018-02-01", "2018-07-01")
    row = only(terms, facts, "2018-06-01")
    assert (row.detail.done, row.notes) == (2, (Note.NO_NORM,))
    assert whys(row) == {"ambtelijk-overleg 2018-07-01": "planned"}


@pytest.mark.parametrize(
    ("agreed_by", "on", "as_of", "status"),
    [
        pytest.param(PARTIES_2016, "2018-03-01", "2018-12-31", "waived", id="all parties agreed"),
        pytest.param(PARTIES_2019, "2018-03-01", "2018-12-31", "at_risk", id="one did not"),
        pytest.param(PARTIES_2016, "2018-03-01", "2018-02-28", "on_track", id="not before they did"),
    ],
)
def test_a_waiver_is_of_all_parties(agreed_by: tuple[str, ...], on: str, as_of: str, status: str) -> None:
    record = record_of(waivers=[waiver("ambtelijk-overleg", on, agreed_by)])
    assert standing_on(ambtelijk_2016(), record, as_of)["period:2018"].status == status


def test_a_waiver_keeps_the_numbers() -> None:
    facts = meetings("ambtelijk-overleg", "2018-02-01")
    plain = history_on(ambtelijk_2016(), facts, "2019-01-15")["period:2018"]
    record = record_with(facts, waivers=[waiver("ambtelijk-overleg", "2018-12-01", occurrence="period:2018")])
    row = history_on(ambtelijk_2016(), record, "2019-01-15")["period:2018"]
    assert (plain.status, row.status) == ("missed", "waived")
    assert (row.detail, row.counted) == (plain.detail, plain.counted)


def test_a_waiver_of_an_occurrence_is_of_nothing_else() -> None:
    record = record_of(waivers=[waiver("ambtelijk-overleg", "2018-12-01", occurrence="period:2018")])
    rows = history_on(ambtelijk_2016(), record, "2019-01-15")
    assert [key for key, row in rows.items() if row.status == "waived"] == ["period:2018"]


def test_a_waiver_counts_for_the_revision_in_force_on_its_date() -> None:
    record = record_of(waivers=[waiver("code", "2018-12-01")])
    term = Standing(review_months=12)
    assert status_on(terms_2016("code", term), record, "2019-01-15") == "waived"
    assert status_on(terms_2019("code", term), record, "2019-06-15") == "not_reviewed"


def test_unless_the_waiver_names_an_occurrence() -> None:
    record = record_of(waivers=[waiver("code", "2018-12-01", occurrence="standing:2019")])
    assert status_on(terms_2019("code", Standing(review_months=12)), record, "2019-06-15") == "waived"


@pytest.mark.parametrize(
    ("terms", "facts", "occurrence"),
    [
        pytest.param(eindevaluatie_2016(), [], "deadline:2016", id="deadline"),
        pytest.param(
            vooraf_informeren(), [entry("extern-overleg", "2018-03-01", ref="x")], "trigger:x", id="duty before"
        ),
        pytest.param(terugkoppelen(), [entry("extern-overleg", "2018-03-01", ref="x")], "trigger:x", id="duty after"),
        pytest.param(personeelsadvies_2016(), [], "period:2018-06", id="cap"),
        pytest.param(STANDING, [], "standing:2016", id="standing"),
        pytest.param(
            terms_2016("interval", Cadence(("done",), every_months=6)), [], "interval:2016-05-11", id="interval"
        ),
    ],
)
def test_a_waiver_wins_over_everything(terms: Terms, facts: list[Fact], occurrence: str) -> None:
    record = record_with(facts, waivers=[waiver(terms.code, "2018-06-01", occurrence=occurrence)])
    assert status_on(terms, record, "2018-06-15", occurrence) == "waived"


def test_a_waived_instance_is_settled() -> None:
    facts = [entry("extern-overleg", "2018-03-01", ref="x")]
    record = record_with(facts, waivers=[waiver("overleg-terugkoppelen", "2018-06-01", occurrence="trigger:x")])
    assert not standing_on(terugkoppelen(), record, "2018-06-15")


def test_a_party_within_the_revision_bears_only_then() -> None:
    vng, _, nvvb = C2016.members
    members = (vng, Member("king", window("2017-01-01")), nvvb)
    terms = replace(register(Register.ACCOUNT_HOLDERS), revision=replace(C2016, members=members))
    assert "standing:2016:king" not in standing_on(terms, [], "2016-12-31")
    assert "standing:2016:king" in standing_on(terms, [], "2017-01-01")


def test_an_obligation_holds_until_and_changes_on() -> None:
    found = assess(ambtelijk_2016(), Record(), day("2018-01-01"))
    assert [row.holds_until for row in found.rows] == [day("2018-03-01")]
    assert found.changes_on == day("2018-03-01")


def test_days_late_is_no_change() -> None:
    overdue = assess(tussentijdse_2016(), Record(), day("2018-01-01"))
    assert [(row.status, row.holds_until) for row in overdue.rows] == [("overdue", day("2019-05-21"))]


def test_what_never_changes_holds_for_ever() -> None:
    found = assess(tussentijdse_2016(), Record(), day("2019-05-21"), history=True)
    assert [(row.status, row.holds_until) for row in found.rows] == [("missed", None)]
    assert found.changes_on is None


def test_a_row_still_to_come_is_a_change() -> None:
    assert assess(personeelsadvies_2016(), Record(), day("2016-05-10")).changes_on == day("2016-05-11")


@pytest.mark.parametrize(
    ("per", "end", "entry_on"),
    [
        pytest.param(Per.YEAR, "2018-06-01", "2018-07-01", id="a year"),
        pytest.param(Per.MONTH, "2018-06-15", "2018-06-20", id="a month"),
    ],
)
def test_a_cap_that_ends_inside_a_period_has_one_row_per_key(per: Per, end: str, entry_on: str) -> None:
    terms = terms_2016("cap", Cap(("done",), Fraction(1), per), own=window(end=end))
    found = assess(terms, record_of([entry("done", entry_on)]), day(entry_on), history=True).rows
    assert len({row.occurrence for row in found}) == len(found)
    assert whys(found[-1]) == {f"done {entry_on}": "outside_covenant"}


def test_a_met_instance_of_a_planned_trigger_holds_through_its_day() -> None:
    facts = [entry("trigger", "2018-03-01", state="planned"), entry("done", "2018-02-01")]
    found = assess(duty(When(("trigger",)), "before"), record_of(facts), day("2018-02-15"), history=True)
    assert [(row.status, row.holds_until) for row in found.rows] == [("met", day("2018-03-02"))]
    assert found.changes_on == day("2018-03-02")


@pytest.mark.parametrize("role", ["contact", "theme_lead", "agenda_member"])
def test_a_post_of_another_kind_fills_no_place(role: str) -> None:
    rows = standing_on(register(Register.ACCOUNT_HOLDERS), record_of(tenures=holders(role, "vng")), "2018-06-01")
    assert rows["standing:2016:vng"].status == "attention"


def test_replaced_on_the_very_day_of_its_end_it_is_superseded() -> None:
    revision = replace(C2016, ends_on=day("2019-05-21"))
    assert status_on(replace(STANDING, revision=revision), [], "2019-05-21") == "superseded"


def test_what_lies_outside_the_covenant_is_shown_in_its_period_only() -> None:
    record = record_of([entry("personeelsadvies", "2020-01-01", minutes=60)])
    found = assess(personeelsadvies_2019(), record, day("2020-01-15"))
    assert [row.notes for row in found.rows] == [(Note.OUTSIDE_COVENANT,)]
    assert found.changes_on == day("2020-02-01")
