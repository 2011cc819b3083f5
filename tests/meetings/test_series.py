"""Rules and their days, years and their proposals, and dates as people paste them."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Meeting, Series
from meetings.services import acts
from meetings.services.proposals import Need, Proposal, proposals
from meetings.services.series import (
    MOST,
    Plan,
    Rule,
    block_weeks,
    change_series,
    days_of,
    end_series,
    meeting_day,
    quiet_days,
    start_series,
)
from meetings.web.pasting import Pasted, read_lines
from meetings.web.year import weeks_in, weeks_text
from obligations.models import BlockedWeek, Covenant, Holiday
from obligations.services.refusal import Refusal
from tests import factories

TODAY = date(2018, 6, 15)


@pytest.fixture
def covenant(db: None) -> Covenant:
    return factories.make_covenant()


def start(covenant: Covenant, rule: Rule, ref: str = "R") -> Series:
    return start_series(
        covenant=covenant, rule=rule, plan=Plan("overleg", time(10)), ref=ref, today=TODAY, reason="test"
    )


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (Rule(2, "weeks", date(2018, 9, 4), date(2018, 10, 5)), ["09-04", "09-18", "10-02"]),
        (Rule(1, "weekdays", date(2018, 9, 11), date(2018, 12, 1)), ["09-11", "10-09", "11-13"]),
        (Rule(1, "weekdays", date(2018, 8, 30), date(2018, 11, 30)), ["08-30", "09-27", "10-25", "11-29"]),
        (Rule(3, "months", date(2018, 7, 16), date(2018, 12, 31)), ["07-16", "10-16"]),
        (Rule(1, "months", date(2018, 8, 31), date(2018, 12, 1)), ["08-31", "09-30", "10-31", "11-30"]),
    ],
    ids=["every other week", "the second Tuesday", "the last Thursday", "a quarter", "the last day of short months"],
)
def test_the_days_of_a_rule(rule: Rule, days: list[str]) -> None:
    assert [f"{day:%m-%d}" for day in days_of(rule.text(), rule.first_on, rule.last_on)] == days


def test_the_29th_of_february_comes_back_on_the_28th() -> None:
    rule = Rule(12, "months", date(2016, 2, 29), date(2018, 12, 31))
    found = days_of(rule.text(), rule.first_on, rule.last_on)
    assert found == [date(2016, 2, 29), date(2017, 2, 28), date(2018, 2, 28)]


def test_an_occurrence_on_a_day_off_moves_and_keeps_its_own_day(covenant: Covenant) -> None:
    Holiday.objects.get_or_create(on=date(2018, 12, 25), defaults={"name": "Eerste kerstdag"})
    Holiday.objects.get_or_create(on=date(2018, 12, 26), defaults={"name": "Tweede kerstdag"})
    series = start(covenant, Rule(1, "weekdays", date(2018, 10, 23), date(2018, 12, 31)))
    found = list(series.occurrences.order_by("original_on").values_list("original_on", "on"))
    assert found[-1] == (date(2018, 12, 25), date(2018, 12, 27))
    assert [original for original, _on in found] == [date(2018, 10, 23), date(2018, 11, 27), date(2018, 12, 25)]


def test_starting_twice_starts_once(covenant: Covenant) -> None:
    rule = Rule(2, "weeks", date(2018, 9, 4), date(2018, 10, 5))
    assert start(covenant, rule) == start(covenant, rule)
    assert Meeting.objects.count() == 3


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule(1, "weeks", date(2018, 9, 4), date(2018, 9, 3)), "De laatste dag ligt vóór de eerste"),
        (Rule(0, "weeks", date(2018, 9, 4), date(2018, 9, 30)), "Vul 1 of meer in"),
        (Rule(1, "weeks", date(2018, 9, 4), date(2028, 9, 30)), f"meer dan {MOST}"),
        (Rule(1, "weeks", date(2015, 9, 4), date(2016, 9, 30)), "geldt geen convenant"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(covenant: Covenant, rule: Rule, said: str) -> None:
    with translation.override("nl"), pytest.raises(Refusal, match=said):
        start(covenant, rule)
    assert not Series.objects.exists()
    assert not Meeting.objects.exists()


def test_ending_leaves_what_somebody_decided_about(covenant: Covenant) -> None:
    series = start(covenant, Rule(1, "weeks", date(2018, 6, 5), date(2018, 8, 1)))
    rows = list(series.occurrences.order_by("on"))
    held, cancelled, moved = rows[0], rows[3], rows[4]
    acts.hold_with_everyone(meeting=held.pk, today=TODAY, reason="test")
    acts.cancel_meeting(meeting=cancelled.pk, why="vakantie", today=TODAY, reason="test")
    acts.move_meeting(meeting=moved.pk, on=moved.on + timedelta(days=1), at=None, ends_at=None, today=TODAY, reason="t")
    end_series(series=series.pk, from_day=date(2018, 6, 20), today=TODAY, reason="test")
    left = set(Meeting.objects.values_list("pk", flat=True))
    assert left == {row.pk for row in rows if row.original_on is not None and row.original_on < date(2018, 6, 20)} | {
        cancelled.pk,
        moved.pk,
    }
    series.refresh_from_db()
    assert series.last_on == date(2018, 6, 19)


def test_changing_ends_the_old_rule_and_starts_a_new_one_and_the_past_stays(covenant: Covenant) -> None:
    series = start(covenant, Rule(1, "weeks", date(2018, 6, 5), date(2018, 8, 1)))
    past = Meeting.objects.filter(on__lt=date(2018, 7, 1)).order_by("pk")
    before = list(past.values_list("pk", "on", "state"))
    new = change_series(
        series=series.pk,
        from_day=date(2018, 7, 2),
        rule=Rule(2, "weeks", date(2018, 7, 5), date(2018, 9, 1)),
        plan=Plan("overleg", time(14)),
        ref="N",
        today=TODAY,
        reason="test",
    )
    assert new.follows == series
    assert (
        list(Meeting.objects.filter(on__lt=date(2018, 7, 1)).order_by("pk").values_list("pk", "on", "state")) == before
    )
    later = Meeting.objects.filter(on__gte=date(2018, 7, 1)).order_by("on")
    assert {row.series for row in later} == {new}
    assert [row.at for row in later] == [time(14)] * 5
    with translation.override("nl"), pytest.raises(Refusal, match="Het verleden blijft"):
        end_series(series=new.pk, from_day=date(2018, 6, 1), today=TODAY, reason="test")


def test_days_of_blocked_weeks_and_holidays_are_quiet(covenant: Covenant) -> None:
    block_weeks(covenant=covenant, year=2018, weeks=[29, 30], reason="test")
    quiet = quiet_days(covenant.pk, date(2018, 7, 1), date(2018, 8, 31))
    assert meeting_day(date(2018, 7, 16), quiet) == date(2018, 7, 30)
    block_weeks(covenant=covenant, year=2018, weeks=[30], reason="test")
    assert list(BlockedWeek.objects.values_list("week", flat=True)) == [30]
    with translation.override("nl"), pytest.raises(Refusal, match="2018 heeft geen week 53"):
        block_weeks(covenant=covenant, year=2018, weeks=[53], reason="test")


# --- Proposals -----------------------------------------------------------------------------------------------

QUARTERS = (date(2018, 3, 31), date(2018, 6, 30), date(2018, 9, 30), date(2018, 12, 31))


def need(type_: str, required: int, targets: tuple[date, ...], there: int = 0) -> Need:
    return Need("code", "titel", type_, date(2018, 1, 1), date(2018, 12, 31), required, there, targets)


def propose(*needs: Need, quiet: Any = (), taken: Any = (), today: date = date(2017, 12, 31)) -> list[Proposal]:
    return proposals(2018, needs, {"board": "official"}, frozenset(quiet), frozenset(taken), today)


def test_each_part_of_the_year_gets_its_own_meeting() -> None:
    found = propose(need("official", 4, QUARTERS))
    assert len(found) == 4
    for one, before, last in zip(found, (date(2017, 12, 31), *QUARTERS), QUARTERS, strict=False):
        assert before < one.on <= last
    assert propose(need("official", 4, QUARTERS, there=3))[0].on > QUARTERS[2]
    assert propose(need("official", 4, QUARTERS, there=4)) == []


def test_an_official_meeting_comes_two_weeks_before_each_board_meeting() -> None:
    found = propose(need("board", 2, (date(2018, 6, 30), date(2018, 12, 31))), need("official", 4, QUARTERS))
    boards = [one.on for one in found if one.type == "board"]
    prepared = [one for one in found if one.prepares is not None]
    assert [one.prepares for one in prepared] == boards
    for one in prepared:
        assert one.prepares is not None
        assert 7 <= (one.prepares - one.on).days <= 21


@given(
    quiet=st.sets(st.dates(date(2018, 1, 1), date(2018, 12, 31)), max_size=150),
    taken=st.sets(st.dates(date(2018, 1, 1), date(2018, 12, 31)), max_size=20),
    today=st.dates(date(2017, 6, 1), date(2018, 12, 31)),
)
def test_a_proposal_is_a_free_working_day_after_today(quiet: set[date], taken: set[date], today: date) -> None:
    board = need("board", 2, (date(2018, 6, 30), date(2018, 12, 31)))
    found = propose(board, need("official", 4, QUARTERS), quiet=quiet, taken=taken, today=today)
    days = [one.on for one in found]
    assert len(set(days)) == len(days)
    for day in days:
        assert day.weekday() < 5
        assert day not in quiet | taken
        assert day > today
        assert day.year == 2018


# --- Pasting -------------------------------------------------------------------------------------------------

TYPES = {"overleg": "Ambtelijk overleg", "bestuur": "Bestuurlijk overleg"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2027-03-11", Pasted(date(2027, 3, 11))),
        ("11-3-2027", Pasted(date(2027, 3, 11))),
        ("11/03/2027\t10:00\tStadhuis", Pasted(date(2027, 3, 11), time(10), location="Stadhuis")),
        ("11 maart 2027", Pasted(date(2027, 3, 11))),
        ("do 11 maart", Pasted(date(2027, 3, 11))),
        ("11 mrt", Pasted(date(2027, 3, 11))),
        ("11 March 2027 10.30", Pasted(date(2027, 3, 11), time(10, 30))),
        ("donderdag 11 maart 2027 14u Zaal 3", Pasted(date(2027, 3, 11), time(14), location="Zaal 3")),
        ("Bestuurlijk overleg;11-3-2027;9.30", Pasted(date(2027, 3, 11), time(9, 30), "bestuur")),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, expected: Pasted) -> None:
    assert read_lines(line, 2027, TYPES) == ([expected], [])


@pytest.mark.parametrize("line", ["morgen", "31 februari", "2027-13-01", "Stadhuis", "10:00", "99-99", "٣ maart x"])
def test_a_line_without_a_day_is_named(line: str) -> None:
    with translation.override("nl"):
        found, wrong = read_lines(f"2027-01-05\n\n{line}\n2027-02-05", 2027, TYPES)
    assert [one.on for one in found] == [date(2027, 1, 5), date(2027, 2, 5)]
    assert wrong == [f"Regel 3: in ‘{line}’ staat geen dag."]


@given(st.text(max_size=200))
def test_any_text_is_read_or_named(text: str) -> None:
    found, wrong = read_lines(text, 2027, TYPES)
    assert len(found) + len(wrong) <= len(text.splitlines()) + 1


@given(st.sets(st.integers(1, 53)))
def test_weeks_are_read_back(weeks: set[int]) -> None:
    assert set(weeks_in(weeks_text(sorted(weeks)))) == weeks


@pytest.mark.parametrize("text", ["0", "54", "a", "9-8", "1,,x", "-"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        weeks_in(text)
