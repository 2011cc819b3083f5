"""From what is due to what a mail server took, and back: R-10 … R-22."""

from __future__ import annotations

import email
from datetime import date, datetime, timedelta
from email import policy
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obligations.mail import outbox
from obligations.mail.composing import compose
from obligations.mail.deliver import deliver
from obligations.mail.moments import at_eight, moment_of
from obligations.mail.sender import Files, dotted
from obligations.models import ARROWS, Message, Notice, Report, Sender
from obligations.services.mailing import Subject, call_about, hold_mail, send_again, switch_mail
from obligations.services.reporting import Answer, Point, report
from tests.mail.conftest import Office, Sink, way_to

pytestmark = pytest.mark.django_db
State = Message.State
MONDAY = date(2017, 12, 18)


def queue(number: int = 1, *, covenant_date: bool = False, kind: str = "test", due: datetime | None = None) -> None:
    """Mails that need nothing but to be sent."""
    Message.objects.bulk_create(
        [
            Message(
                recipient=f"iemand{place}@partij.nl",
                on=MONDAY,
                kind=kind,
                covenant_date=covenant_date,
                due_at=due or at_eight(MONDAY),
            )
            for place in range(number)
        ]
    )


def send(sink: Sink, now: datetime | None = None) -> Any:
    return deliver(now or at_eight(MONDAY) + timedelta(hours=1), way=lambda: way_to(sink))


class TestAMonday:
    def test_what_is_due_reaches_who_holds_the_post(self, office: Office, sink: Sink) -> None:
        planned = office.plan(MONDAY)
        assert planned["notices"] > 0
        assert planned["messages"] == Message.objects.count()
        send(sink)
        assert {recipient for recipient, _content in sink.taken} == {
            "houder.a.proef@partij.nl",
            "houder.b.proef@partij.nl",
            "secretaris.proef@partij.nl",
        }
        assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}
        for row in Message.objects.all():
            assert row.rendered is not None
            assert row.mark

    def test_once_more_changes_nothing(self, office: Office, sink: Sink) -> None:
        office.plan(MONDAY)
        send(sink)
        before = len(sink.taken), Notice.objects.count(), Message.objects.count()
        for _ in range(3):
            office.plan(MONDAY)
            send(sink)
        assert (len(sink.taken), Notice.objects.count(), Message.objects.count()) == before

    def test_the_headers_and_both_parts(self, office: Office, sink: Sink) -> None:
        office.plan(MONDAY)
        send(sink)
        ids = set()
        for recipient, content in sink.taken:
            message = email.message_from_bytes(content, policy=policy.default)
            assert not message.defects
            assert message["Auto-Submitted"] == "auto-generated"
            assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply, DR, RN, NRN"
            assert message["Content-Language"] == "nl"
            assert message["Reply-To"] == "secretariaat.proef@partij.nl"
            assert message["To"].addresses[0].addr_spec == recipient
            assert message["List-Unsubscribe"] is None
            plain, html = message.get_body(("plain",)), message.get_body(("html",))
            assert plain is not None
            assert html is not None
            assert "Kenmerk: PR-2017-" in plain.get_content()
            assert "Kenmerk: PR-2017-" in html.get_content()
            ids.add(message["Message-ID"])
        assert len(ids) == len(sink.taken)

    def test_outside_the_hours_and_on_a_holiday_nothing_leaves(self, office: Office, sink: Sink) -> None:
        office.plan(MONDAY)
        assert send(sink, office.on(MONDAY, 6, 59)) == {"sent": 0}
        assert send(sink, office.on(MONDAY, 18, 0)) == {"sent": 0}
        assert send(sink, office.on(date(2017, 12, 25), 10)) == {"sent": 0}
        assert send(sink, office.on(MONDAY, 8, 1))["sent"] > 0

    def test_switched_off_nothing_leaves_and_on_again_it_does(self, office: Office, sink: Sink) -> None:
        office.plan(MONDAY)
        switch_mail(on=False, about_past=False, today=MONDAY, reason="proef")
        assert send(sink)["sent"] == 0
        assert sink.taken == []
        switch_mail(on=True, about_past=True, today=MONDAY, reason="proef")
        assert send(sink)["sent"] == Message.objects.count()

    def test_switched_on_without_the_past_nothing_of_the_past_is_mailed(self, office: Office, sink: Sink) -> None:
        switch_mail(on=True, about_past=False, today=MONDAY, reason="proef")
        office.plan(MONDAY)
        old = Notice.objects.filter(due_on__lt=MONDAY)
        assert old.exists()
        assert set(old.values_list("state", flat=True)) == {Notice.State.DROPPED}

    def test_what_is_settled_between_plan_and_sending_is_not_mailed(self, office: Office, sink: Sink) -> None:
        office.plan(MONDAY)
        for notice in Notice.objects.filter(state=Notice.State.CARRIED):
            point = Point(office.covenant, notice.code, notice.occurrence, notice.party.key, "proef")
            if not Report.objects.filter(code=notice.code, occurrence=notice.occurrence).exists():
                answer = Answer("mine", until=MONDAY + timedelta(days=30))
                report(point=point, answer=answer, now=at_eight(MONDAY), today=MONDAY, reason="proef")
        send(sink)
        overviews = Message.objects.filter(kind="overview")
        assert [recipient for recipient, _content in sink.taken if recipient.startswith("houder")] == []
        assert set(overviews.values_list("state", "reason")) == {(State.CANCELLED, "reported")}
        assert not Notice.objects.filter(state=Notice.State.CARRIED).exists()

    def test_a_subject_that_is_held_back_is_silent_until_that_day(self, office: Office, sink: Sink) -> None:
        office.plan(MONDAY)
        code = Notice.objects.filter(state=Notice.State.CARRIED).values_list("code", flat=True).first()
        subject = Subject(office.covenant, "", code or "")
        until = MONDAY + timedelta(days=7)
        hold_mail(subject=subject, until=until, why="overleg loopt", today=MONDAY, reason="proef")
        send(sink)
        said = Notice.objects.filter(code=code).exclude(reason="superseded").values_list("reason", flat=True)
        assert set(said) == {"held_back"}

    def test_a_person_gets_one_overview_a_day(self, office: Office, sink: Sink) -> None:
        day = date(2017, 11, 27)
        while day <= date(2018, 1, 31):
            office.plan(day)
            send(sink, office.on(day, 9))
            office.plan(day)
            send(sink, office.on(day, 10))
            day += timedelta(days=1)
        rows = Message.objects.filter(kind="overview", state=State.SENT)
        keys = list(rows.values_list("recipient", "on"))
        assert len(keys) > 3
        assert len(set(keys)) == len(keys)

    def test_after_a_month_down_one_mail_each_and_every_step_has_a_row(self, office: Office, sink: Sink) -> None:
        office.plan(date(2017, 10, 2))
        send(sink, office.on(date(2017, 10, 2), 9))
        sink.taken.clear()
        office.plan(date(2017, 11, 6))
        send(sink, office.on(date(2017, 11, 6), 9))
        overviews = Message.objects.filter(on=date(2017, 11, 6), kind="overview")
        assert overviews.count() <= 2
        assert len(set(overviews.values_list("recipient", flat=True))) == overviews.count()
        dropped = Notice.objects.filter(state=Notice.State.DROPPED)
        assert all(dropped.values_list("reason", flat=True))


# What a server says at which step, the state after it, and the reason.
OUTCOMES = [
    ({"connect": ["drop"]}, State.QUEUED, "later:connect"),
    ({"connect": ["421 later"]}, State.QUEUED, "later:connect"),
    ({"connect": ["554 no"]}, State.QUEUED, "later:connect"),
    ({"sender": ["451 later"]}, State.QUEUED, "later:sender"),
    ({"sender": ["550 not you"]}, State.QUEUED, ""),
    ({"recipient": ["450 greylisted"]}, State.QUEUED, "later:recipient"),
    ({"recipient": ["550 nobody here"]}, State.FAILED, "refused:recipient"),
    ({"recipient": ["452 full"]}, State.QUEUED, "later:recipient"),
    ({"content": ["451 later"]}, State.QUEUED, "later:content"),
    ({"content": ["554 no"]}, State.FAILED, "refused:content"),
    ({"end": ["451 later"]}, State.QUEUED, "later:end"),
    ({"end": ["552 too big"]}, State.FAILED, "refused:end"),
    ({"end": ["drop"]}, State.UNKNOWN, "no_answer:end"),
    ({}, State.SENT, ""),
]


@pytest.mark.parametrize(("script", "state", "reason"), OUTCOMES, ids=lambda value: str(value)[:30])
def test_every_answer_has_its_own_state(
    office: Office, sink: Sink, script: dict[str, list[str]], state: str, reason: str
) -> None:
    queue()
    sink.script = {step: list(answers) for step, answers in script.items()}
    send(sink)
    row = Message.objects.get()
    assert (row.state, row.reason) == (state, reason)
    assert row.lease_token == ""
    if state == State.QUEUED and reason:
        assert row.next_try_at == at_eight(MONDAY) + timedelta(hours=1, minutes=5)
        assert row.attempts == 1


def test_no_answer_after_the_content_goes_again_with_a_covenant_date_in_the_same_bytes(
    office: Office, sink: Sink
) -> None:
    queue(covenant_date=True)
    sink.script = {"end": ["drop"]}
    send(sink)
    assert Message.objects.get().reason == "resent:end"
    send(sink, at_eight(MONDAY) + timedelta(hours=2))
    assert Message.objects.get().state == State.SENT
    assert len(sink.taken) == 2
    assert sink.taken[0] == sink.taken[1]


def test_a_server_that_refuses_our_account_stops_the_run_and_counts_nothing(office: Office, sink: Sink) -> None:
    queue(5)
    sink.script = {"sender": ["530 log in first"]}
    send(sink)
    assert set(Message.objects.values_list("state", "attempts")) == {(State.QUEUED, 0)}
    assert "530" in Sender.objects.get().trouble
    assert send(sink, at_eight(MONDAY) + timedelta(hours=1, minutes=4)) == {"sent": 0}
    assert send(sink, at_eight(MONDAY) + timedelta(hours=1, minutes=6))["sent"] == 5


def test_one_that_cannot_be_made_does_not_stop_the_others(office: Office, sink: Sink) -> None:
    queue(499)
    poison = Message(recipient="a@partij.nl", name="x\r\nBcc: allen@partij.nl", on=MONDAY, kind="test")
    poison.due_at = at_eight(MONDAY) - timedelta(minutes=5)
    poison.save()
    while send(sink)["sent"]:
        pass
    assert Message.objects.filter(state=State.SENT).count() == 499
    poison.refresh_from_db()
    assert (poison.state, poison.reason) == (State.FAILED, "refused:unreadable")
    assert not any(b"Bcc:" in content for _recipient, content in sink.taken)


def test_it_is_tried_ever_less_often_and_given_up_after_five_days(office: Office, sink: Sink) -> None:
    queue()
    now, waits = at_eight(MONDAY), []
    office.settings.MAIL_WINDOW = None
    while Message.objects.get().state == State.QUEUED:
        sink.script = {"recipient": ["450 later"]}
        deliver(now, way=lambda: way_to(sink))
        row = Message.objects.get()
        if row.state == State.QUEUED and row.next_try_at is not None:
            waits.append(row.next_try_at - now)
            now = row.next_try_at
    assert [wait.total_seconds() / 60 for wait in waits[:6]] == [5, 15, 30, 60, 120, 240]
    assert now - at_eight(MONDAY) >= outbox.GIVE_UP
    assert Message.objects.get().reason == "gave_up:recipient"


def test_an_example_address_is_never_given_to_a_server(office: Office, sink: Sink) -> None:
    for place, address in enumerate(("a@voorbeeld.example", "b@example.org", "c@sub.example.nl", "d@partij.nl")):
        Message(recipient=address, on=MONDAY, kind="test", due_at=at_eight(MONDAY), generation=place).save()
    send(sink)
    assert [recipient for recipient, _content in sink.taken] == ["d@partij.nl"]
    assert Message.objects.filter(state=State.SUPPRESSED, reason="example_address").count() == 3


def test_without_a_server_mail_goes_to_files_of_the_owner_alone(office: Office, tmp_path: Path) -> None:
    queue(2)
    folder = tmp_path / "mail"
    deliver(at_eight(MONDAY), way=lambda: Files(folder))
    files = list(folder.iterdir())
    assert len(files) == 2
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
    assert Message.objects.filter(state=State.SENT).count() == 2


def test_a_limit_per_minute_holds(office: Office, sink: Sink) -> None:
    office.settings.MAIL_PER_MINUTE = 7
    queue(20)
    assert send(sink)["sent"] == 7
    assert send(sink)["sent"] == 0
    assert send(sink, at_eight(MONDAY) + timedelta(hours=1, minutes=1))["sent"] == 7


class TestTheLease:
    def test_two_claims_never_have_the_same_message(self, office: Office) -> None:
        queue(15)
        stopped = outbox.Stopped(False, frozenset(), frozenset(), frozenset())
        first = outbox.claim(at_eight(MONDAY), stopped, 10)
        second = outbox.claim(at_eight(MONDAY), stopped, 10)
        assert (len(first), len(second)) == (10, 5)
        assert not {row.pk for row in first} & {row.pk for row in second}

    def test_whoever_lost_the_lease_changes_nothing(self, office: Office) -> None:
        queue()
        stopped = outbox.Stopped(False, frozenset(), frozenset(), frozenset())
        [row] = outbox.claim(at_eight(MONDAY), stopped)
        Message.objects.update(lease_until=at_eight(date(2000, 1, 1)))
        assert outbox.recover(at_eight(MONDAY)) == 1
        assert not outbox.begin(row)
        assert not outbox.sent(row, outbox.Answer(250, ""), at_eight(MONDAY))
        assert Message.objects.get().state == State.QUEUED

    @pytest.mark.parametrize(("covenant_date", "state"), [(True, State.QUEUED), (False, State.UNKNOWN)])
    def test_what_was_being_sent_goes_again_or_to_a_person(
        self, office: Office, covenant_date: bool, state: str
    ) -> None:
        queue(covenant_date=covenant_date)
        stopped = outbox.Stopped(False, frozenset(), frozenset(), frozenset())
        [row] = outbox.claim(at_eight(MONDAY), stopped)
        assert outbox.begin(row)
        Message.objects.update(lease_until=at_eight(date(2000, 1, 1)))
        outbox.recover(at_eight(MONDAY))
        assert Message.objects.get().state == state

    def test_switched_off_between_claim_and_content_nothing_is_sent(self, office: Office) -> None:
        queue()
        stopped = outbox.Stopped(False, frozenset(), frozenset(), frozenset())
        [row] = outbox.claim(at_eight(MONDAY), stopped)
        switch_mail(on=False, about_past=False, today=MONDAY, reason="proef")
        assert not outbox.begin(row)


class TestByHand:
    def test_once_more_is_a_new_message_with_the_same_letter(self, office: Office, sink: Sink) -> None:
        office.plan(MONDAY)
        send(sink)
        row = Message.objects.filter(kind="overview").order_by("pk").first()
        assert row is not None
        first = next(content for recipient, content in sink.taken if recipient == row.recipient)
        again = send_again(message=row, now=at_eight(MONDAY), today=MONDAY, by="secretaris")
        send(sink)
        recipient, second = sink.taken[-1]
        assert recipient == row.recipient
        assert again.generation == row.generation + 1
        one, other = (email.message_from_bytes(content, policy=policy.default) for content in (first, second))
        assert one["Message-ID"] != other["Message-ID"]
        assert one.get_body(("plain",)).get_content() == other.get_body(("plain",)).get_content()  # type: ignore[union-attr]

    def test_what_did_not_arrive_is_settled_by_a_call(self, office: Office, sink: Sink) -> None:
        queue()
        sink.script = {"recipient": ["550 nobody"]}
        send(sink)
        assert call_about(message=Message.objects.get(), by="secretaris")
        assert Message.objects.get().state == State.CANCELLED
        assert not call_about(message=Message.objects.get(), by="secretaris")


def test_states_only_move_along_the_arrows() -> None:
    assert set(ARROWS) == set(State.values)
    assert all(target in State.values for targets in ARROWS.values() for target in targets)


@pytest.mark.parametrize(
    ("content", "line"),
    [(b".", b"..\r\n"), (b"a\n.b\n", b"a\r\n..b\r\n"), (b"a\rb", b"a\r\nb\r\n"), (b"a\r\n\r\n", b"a\r\n")],
)
def test_dots_and_line_ends(content: bytes, line: bytes) -> None:
    assert dotted(content) == line


def test_queries_do_not_grow_with_what_is_stored(office: Office, sink: Sink) -> None:
    """A sweep with nothing due costs the same few questions."""
    office.plan(MONDAY)
    send(sink)
    with CaptureQueriesContext(connection) as asked:
        compose(moment_of(at_eight(MONDAY)))
        send(sink)
    assert len(asked) < 20
