"""What becomes of a meeting, and that a page and a register built from scratch always agree."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from meetings.invitations import sequence_of, uid_of
from meetings.models import Agreement, Attendance, Meeting, Series
from meetings.services import MeetingEntry, More, acts, record_meetings
from meetings.services.series import Plan, Rule, change_series, end_series, start_series
from obligations.assessments import assess_covenants
from obligations.models import Covenant, CurrentStatus
from obligations.services.checking import check_statuses
from obligations.services.known import known_to
from obligations.services.refusal import Refusal
from obligations.services.trying import try_out
from obligations.snapshots import of_data
from tests import factories

TODAY = date(2018, 6, 15)
BOTH = ("stad", "regio")
pytestmark = pytest.mark.django_db


@pytest.fixture
def covenant(db: None) -> Covenant:
    return factories.make_covenant()


def planned(covenant: Covenant, on: date = date(2018, 6, 14), ref: str = "P-1", **more: Any) -> Meeting:
    entry = MeetingEntry(ref, "overleg", on, "planned", time(10), more=More(**more))
    record_meetings(known=known_to(covenant), entries=[entry], today=TODAY, reason="test")
    return Meeting.objects.get(reference__ref=ref, covenant=covenant)


def hold(meeting: Meeting, *present: str, represented: dict[str, str] | None = None) -> None:
    acts.hold_meeting(meeting=meeting.pk, present=present, represented=represented or {}, today=TODAY, reason="test")


def done(covenant: Covenant, as_of: date = TODAY) -> int:
    """How many meetings of 2018 count."""
    rows = assess_covenants([covenant.pk], as_of, history=True)[covenant.pk].rows
    row = next(row for row in rows if row.occurrence == "period:2018")
    return row.detail.done  # type: ignore[union-attr]


def test_everyone_was_there_in_one_click(covenant: Covenant) -> None:
    meeting = planned(covenant)
    assert done(covenant) == 0
    acts.hold_with_everyone(meeting=meeting.pk, today=TODAY, reason="test")
    assert done(covenant) == 1
    assert set(meeting.attendance.values_list("party__key", flat=True)) == set(BOTH)


def test_without_one_party_it_does_not_count_until_it_was_represented_or_agreed(covenant: Covenant) -> None:
    meeting = planned(covenant)
    hold(meeting, "stad")
    assert done(covenant) == 0
    hold(meeting, *BOTH, represented={"regio": "de directeur van de stad"})
    assert done(covenant) == 1
    assert Attendance.objects.get(party__key="regio").represented_by == "de directeur van de stad"
    hold(meeting, "stad")
    assert done(covenant) == 0
    agree(meeting)
    assert done(covenant) == 1
    assert [one.party.key for one in Agreement.objects.get().agreed_by.order_by("party__key")] == ["regio", "stad"]
    acts.withdraw_agreement(meeting=meeting.pk, today=TODAY, reason="test")
    assert done(covenant) == 0


def agree(meeting: Meeting, *agreed_by: str, on: date = TODAY) -> None:
    acts.agree_that_it_counts(
        meeting=meeting.pk,
        agreed_by=agreed_by or BOTH,
        on=on,
        why="verslag is rondgestuurd",
        today=TODAY,
        reason="test",
    )


def test_what_is_stored_follows_each_act(covenant: Covenant) -> None:
    check_statuses(TODAY)
    meeting = planned(covenant)
    for act in (lambda: hold(meeting, "stad"), lambda: agree(meeting), lambda: hold(meeting, *BOTH)):
        act()
        stored = {row.occurrence: of_data(row.assessment) for row in CurrentStatus.objects.all()}
        fresh = {row.occurrence: row for row in assess_covenants([covenant.pk], TODAY, history=True)[covenant.pk].rows}
        assert stored["period:2018"] == fresh["period:2018"]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (hold, "welke partijen er waren"),
        (lambda m: hold(m, "iemand"), "is geen partij van dit convenant"),
        (agree, "Alleen een overleg dat is doorgegaan"),
        (lambda m: acts.close_meeting(meeting=m.pk, reason="test"), "Zeg eerst of het is doorgegaan"),
        (lambda m: acts.open_again(meeting=m.pk, why=" ", reason="test"), "waarom"),
        (
            lambda m: acts.move_meeting(
                meeting=m.pk, on=date(2018, 7, 1), at=time(10), ends_at=time(9), today=TODAY, reason="test"
            ),
            "eindigt nadat het begint",
        ),
        (
            lambda m: acts.move_meeting(
                meeting=m.pk, on=date(1800, 1, 1), at=None, ends_at=None, today=TODAY, reason="test"
            ),
            "1800-01-01",
        ),
        (lambda m: acts.take_out(meeting=m.pk + 1, today=TODAY, reason="test"), "er niet meer"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(covenant: Covenant, act: Any, said: str) -> None:
    meeting = planned(covenant)
    rows = Meeting.history.count()
    with pytest.raises(Refusal, match=said):
        act(meeting)
    assert Meeting.history.count() == rows


def test_not_everybody_agreed_or_not_yet(covenant: Covenant) -> None:
    meeting = planned(covenant)
    hold(meeting, "stad")
    with pytest.raises(Refusal, match="Elke partij moet instemmen; deze niet: Voorbeeld"):
        agree(meeting, "stad")
    with pytest.raises(Refusal, match="moet nog komen"):
        agree(meeting, on=TODAY + timedelta(days=1))
    assert not Agreement.objects.exists()


def test_a_party_that_was_none_on_that_day_cannot_have_been_there(covenant: Covenant) -> None:
    factories.revise(covenant, date(2018, 3, 1))
    covenant.revisions.get(key="2019").members.get(party__key="regio").delete()
    early, late = planned(covenant, date(2018, 2, 1), "V"), planned(covenant, date(2018, 4, 1), "N")
    hold(early, *BOTH)
    with pytest.raises(Refusal, match="was op die dag geen partij"):
        hold(late, *BOTH)
    hold(late, "stad")
    assert done(covenant) == 1


def test_outside_every_revision_it_is_kept_and_counts_for_nothing(covenant: Covenant) -> None:
    meeting = planned(covenant, date(2015, 3, 2))
    with pytest.raises(Refusal, match="gold geen convenant"):
        acts.hold_with_everyone(meeting=meeting.pk, today=TODAY, reason="test")
    hold(meeting, *BOTH)
    assert done(covenant) == 0


def test_what_still_has_to_come_cannot_have_been_held(covenant: Covenant) -> None:
    meeting = planned(covenant, TODAY + timedelta(days=1))
    with pytest.raises(Refusal, match="moet nog komen"):
        hold(meeting, *BOTH)


def test_a_held_meeting_that_moves_to_a_later_day_is_planned_again(covenant: Covenant) -> None:
    meeting = planned(covenant)
    hold(meeting, *BOTH)
    acts.move_meeting(meeting=meeting.pk, on=date(2018, 7, 2), at=None, ends_at=None, today=TODAY, reason="test")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.on, meeting.attendance.count()) == ("planned", date(2018, 7, 2), 0)
    assert done(covenant) == 0


def test_closed_means_closed_and_opening_says_why(covenant: Covenant) -> None:
    meeting = planned(covenant)
    hold(meeting, *BOTH)
    acts.close_meeting(meeting=meeting.pk, reason="test")
    for act in (
        lambda: hold(meeting, "stad"),
        lambda: acts.cancel_meeting(meeting=meeting.pk, why="", today=TODAY, reason="test"),
        lambda: acts.take_out(meeting=meeting.pk, today=TODAY, reason="test"),
        lambda: agree(meeting),
    ):
        with pytest.raises(Refusal, match="afgesloten"):
            act()
    acts.open_again(meeting=meeting.pk, why="naam vergeten", reason="op de pagina")
    assert Meeting.history.filter(id=meeting.pk).latest().history_change_reason == "op de pagina: naam vergeten"
    hold(meeting, "stad")


def test_trying_out_shows_what_changes_and_keeps_nothing(covenant: Covenant) -> None:
    meeting = planned(covenant)
    hold(meeting, *BOTH)
    rows = Meeting.history.count()
    found = try_out(covenant.pk, lambda: acts.take_out(meeting=meeting.pk, today=TODAY, reason="test"), TODAY)
    assert [(one.before.detail.done, one.after.detail.done) for one in found if one.before and one.after] == [(1, 0)]  # type: ignore[union-attr]
    assert Meeting.history.count() == rows
    assert done(covenant) == 1


def test_taking_back_makes_it_what_it_was_unless_somebody_changed_it(covenant: Covenant) -> None:
    meeting = planned(covenant)
    before = acts.entry_of(meeting)
    hold(meeting, "stad", represented={"stad": "een ander"})
    kept = acts.Before(acts.entry_of_data(acts.data_of(before)), acts.version_of(meeting.pk))
    acts.take_back(meeting=meeting.pk, before=kept, today=TODAY, reason="test")
    meeting.refresh_from_db()
    assert acts.entry_of(meeting) == before
    hold(meeting, *BOTH)
    stale = acts.Before(before, acts.version_of(meeting.pk))
    hold(meeting, "regio")
    with pytest.raises(Refusal, match="daarna gewijzigd"):
        acts.take_back(meeting=meeting.pk, before=stale, today=TODAY, reason="test")
    assert list(meeting.attendance.values_list("party__key", flat=True)) == ["regio"]


def test_taking_out_leaves_a_history_of_all_of_it(covenant: Covenant) -> None:
    meeting = planned(covenant)
    hold(meeting, *BOTH)
    pk = meeting.pk
    acts.take_out(meeting=pk, today=TODAY, reason="test")
    assert not Meeting.objects.filter(pk=pk).exists()
    assert Meeting.history.filter(id=pk).latest().history_type == "-"
    assert Attendance.history.filter(meeting_id=pk, history_type="-").count() == 2


# --- Any sequence of acts ------------------------------------------------------------------------------------


def from_scratch(covenant: Covenant) -> list[Any]:
    """How the covenant stands when its register, as it is now, is written into another covenant at once."""
    number = Covenant.objects.count()
    copy = factories.make_covenant(f"kopie-{number}", "Kopie")
    entries = []
    agreed = []
    for meeting in Meeting.objects.filter(covenant=covenant).select_related("reference", "type"):
        present = tuple(meeting.attendance.order_by("party__key").values_list("party__key", flat=True))
        ref = meeting.reference.ref
        entries.append(MeetingEntry(ref, meeting.type.key, meeting.on, meeting.state, meeting.at, present))
        agreed += [ref] if Agreement.objects.filter(meeting=meeting).exists() else []
    record_meetings(known=known_to(copy), entries=entries, today=TODAY, reason="test")
    for ref in agreed:
        row = Meeting.objects.get(covenant=copy, reference__ref=ref)
        Agreement.objects.create(meeting=row, on=TODAY)
    return rows_of(copy)


def rows_of(covenant: Covenant) -> list[Any]:
    standing = assess_covenants([covenant.pk], TODAY, history=True)[covenant.pk]
    return sorted(standing.rows, key=lambda row: (row.code, row.occurrence))


class AYearOfMeetings(RuleBasedStateMachine):
    """Plan, move, cancel, hold, correct, reopen, delete, change a series: the numbers never depend on the way."""

    days = st.integers(-40, 60).map(lambda n: TODAY + timedelta(days=n))
    some = st.sets(st.sampled_from(BOTH)).map(lambda keys: tuple(sorted(keys)))

    @initialize()
    def begin(self) -> None:
        self.point = transaction.savepoint()
        self.covenant = factories.make_covenant(f"reeks-{Covenant.objects.count()}")
        self.number = 0
        self.sequences: dict[int, int] = {}
        self.uids: dict[int, str] = {}

    def teardown(self) -> None:
        if hasattr(self, "point"):
            try:
                assert rows_of(self.covenant) == from_scratch(self.covenant)
            finally:
                transaction.savepoint_rollback(self.point)

    def pick(self, number: int) -> Meeting | None:
        rows = list(Meeting.objects.filter(covenant=self.covenant).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def attempt(self, act: Any) -> None:
        """What cannot be is refused, and then nothing has changed."""
        before = Meeting.history.count(), Attendance.history.count()
        try:
            act()
        except Refusal:
            assert (Meeting.history.count(), Attendance.history.count()) == before

    @rule(on=days)
    def plan(self, on: date) -> None:
        self.number += 1
        planned(self.covenant, on, f"M-{self.number}")

    @rule(which=st.integers(0, 12), on=days, at=st.sampled_from([None, time(9), time(14, 30)]))
    def move(self, which: int, on: date, at: time | None) -> None:
        if row := self.pick(which):
            self.attempt(
                lambda: acts.move_meeting(meeting=row.pk, on=on, at=at, ends_at=None, today=TODAY, reason="test")
            )

    @rule(which=st.integers(0, 12), there=some)
    def hold(self, which: int, there: tuple[str, ...]) -> None:
        if row := self.pick(which):
            self.attempt(lambda: hold(row, *there))

    @rule(which=st.integers(0, 12))
    def cancel(self, which: int) -> None:
        if row := self.pick(which):
            self.attempt(lambda: acts.cancel_meeting(meeting=row.pk, why="griep", today=TODAY, reason="test"))

    @rule(which=st.integers(0, 12))
    def reopen(self, which: int) -> None:
        if row := self.pick(which):
            self.attempt(lambda: acts.plan_again(meeting=row.pk, today=TODAY, reason="test"))

    @rule(which=st.integers(0, 12), agreed=st.booleans())
    def agree(self, which: int, agreed: bool) -> None:
        if row := self.pick(which):
            if agreed:
                self.attempt(lambda: agree(row))
            else:
                self.attempt(lambda: acts.withdraw_agreement(meeting=row.pk, today=TODAY, reason="test"))

    @rule(which=st.integers(0, 12))
    def delete(self, which: int) -> None:
        if row := self.pick(which):
            self.attempt(lambda: acts.take_out(meeting=row.pk, today=TODAY, reason="test"))

    @rule(
        first=st.integers(-20, 20).map(lambda n: TODAY + timedelta(days=n)),
        every=st.integers(1, 3),
        unit=st.sampled_from(["weeks", "months", "weekdays"]),
    )
    def series(self, first: date, every: int, unit: str) -> None:
        self.number += 1
        rule_ = Rule(every, unit, first, first + timedelta(days=100))
        self.attempt(
            lambda: start_series(
                covenant=self.covenant,
                rule=rule_,
                plan=Plan("overleg"),
                ref=f"R-{self.number}",
                today=TODAY,
                reason="test",
            )
        )

    @precondition(lambda self: Series.objects.filter(covenant=self.covenant).exists())
    @rule(which=st.integers(0, 9), after=st.integers(0, 30), stop=st.booleans())
    def change(self, which: int, after: int, stop: bool) -> None:
        found = list(Series.objects.filter(covenant=self.covenant).order_by("pk"))
        series, day = found[which % len(found)], TODAY + timedelta(days=after)
        settled = self.settled()
        self.number += 1
        if stop:
            self.attempt(lambda: end_series(series=series.pk, from_day=day, today=TODAY, reason="test"))
        else:
            other = Rule(3, "weeks", day, day + timedelta(days=60))
            self.attempt(
                lambda: change_series(
                    series=series.pk,
                    from_day=day,
                    rule=other,
                    plan=Plan("overleg"),
                    ref=f"R-{self.number}",
                    today=TODAY,
                    reason="test",
                )
            )
        # Nothing that was held, cancelled or past is changed by what becomes of a rule.
        assert settled.items() <= self.settled().items()

    def settled(self) -> dict[int, tuple[Any, ...]]:
        rows = Meeting.objects.filter(covenant=self.covenant)
        kept = [row for row in rows if row.state != "planned" or row.on < TODAY]
        return {
            row.pk: (row.on, row.at, row.state, tuple(row.attendance.values_list("party", flat=True))) for row in kept
        }

    @invariant()
    def versions_never_fall(self) -> None:
        if not hasattr(self, "covenant"):
            return
        for row in Meeting.objects.filter(covenant=self.covenant):
            now = sequence_of(row)
            assert now >= self.sequences.get(row.pk, 0)
            self.sequences[row.pk] = now
            assert self.uids.setdefault(row.pk, uid_of(row)) == uid_of(row)


@pytest.mark.django_db
class TestAYearOfMeetings(AYearOfMeetings.TestCase):  # type: ignore[name-defined, misc]
    settings = settings(max_examples=40, stateful_step_count=20, suppress_health_check=list(HealthCheck), deadline=None)

    @pytest.fixture(autouse=True)
    def inside_a_transaction(self, db: None) -> None:
        """Each example starts from the same savepoint."""
