"""The page behind the button of a mail: R-30 … R-32, users.md section 5."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.mail.deliver import deliver
from obligations.mail.links import hash_of
from obligations.mail.writing import text_of
from obligations.models import MailChoice, MailLink, Membership, Message, Notice, Report, Role, save_all
from tests.mail.conftest import Office, Sink, open_office, way_to

pytestmark = pytest.mark.django_db
MONDAY = date(2017, 12, 18)
LINK = re.compile(r"http://[^/]+(/m/([^/]+)/)")


@pytest.fixture
def mailed(office: Office, sink: Sink, settings: object) -> tuple[str, str]:
    """The address and the key in the mail to A, on that Monday."""
    settings.CONVENANT_TODAY = MONDAY  # type: ignore[attr-defined]
    office.plan(MONDAY)
    deliver(office.on(MONDAY, 9), way=lambda: way_to(sink))
    content = next(content for recipient, content in sink.taken if recipient.startswith("houder.a"))
    found = LINK.search(text_of(content))
    assert found is not None
    return found[1], found[2]


def state() -> list[object]:
    """Everything that a visit might have changed."""
    models = (Report, Notice, Message, MailLink, MailChoice)
    return [list(model.objects.order_by("pk").values()) for model in models]  # type: ignore[attr-defined]


def test_looking_changes_nothing(client: Client, mailed: tuple[str, str]) -> None:
    address, _token = mailed
    before = state()
    for page in ("", "1/", "2/", "keuze/", "niet-ik/", "maand/", "99/"):
        for method in (client.get, client.head, client.options):
            response = method(address + page)
            assert response.status_code in (200, 302, 404, 405)
    assert state() == before


def test_pressing_without_choosing_changes_nothing(client: Client, mailed: tuple[str, str]) -> None:
    """What a machine does that presses the first button it finds."""
    address, _token = mailed
    before = state()
    for page in ("1/", "2/", "keuze/", "niet-ik/"):
        form = client.get(address + page)
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.content.decode()))
        if page == "keuze/":
            fields = {"weekday": "0", "question": "on", "language": ""}
        client.post(address + page, fields)
    assert state() == before


def test_the_page_says_for_whom_what_and_until_when(client: Client, mailed: tuple[str, str]) -> None:
    address, _token = mailed
    text = client.get(f"{address}1/").content.decode()
    for words in ("U antwoordt namens Partij A.", "Dat ben ik niet", "Uiterste datum (convenant): zondag 31 december"):
        assert words in text
    assert "checked" not in text


def test_nothing_of_it_is_kept_or_told_on(client: Client, mailed: tuple[str, str]) -> None:
    response = client.get(f"{mailed[0]}1/")
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]


ANSWERS = [
    ({"choice": "done", "on": "2017-12-14", "present": ["aa", "bb"]}, "het was op 14 december 2017"),
    ({"choice": "planned", "on": "2017-12-21", "at": "10:00"}, "er is afgesproken: 21 december 2017"),
    ({"choice": "cannot", "note": "Geen ruimte; in januari wel."}, "het lukt niet op tijd"),
    ({"choice": "mine", "until": "2017-12-27"}, "dit wordt opgepakt"),
    ({"choice": "other", "who": "weet ik niet"}, "dit is voor een ander"),
]


@pytest.mark.parametrize(("answer", "words"), ANSWERS)
def test_every_answer_is_kept_shown_again_and_stops_the_reminders(
    client: Client, office: Office, sink: Sink, mailed: tuple[str, str], answer: dict[str, object], words: str
) -> None:
    address, _token = mailed
    response = client.post(f"{address}1/", answer, follow=True)
    text = response.content.decode()
    assert "Doorgegeven." in text
    assert words in text
    assert 'name="choice"' not in client.get(f"{address}1/").content.decode()
    row = Report.objects.get()
    assert row.via == "Via link van account_holder aa (A)"
    sink.taken.clear()
    office.plan(MONDAY + timedelta(days=8))
    waiting = Notice.objects.filter(code=row.code, occurrence=row.occurrence, state=Notice.State.WAITING)
    assert not waiting.exists()


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"choice": "done"},
        {"choice": "done", "on": "2017-12-30"},
        {"choice": "planned", "on": "2017-12-01"},
        {"choice": "mine"},
        {"choice": "mine", "until": "2019-01-01"},
        {"choice": "cannot"},
        {"choice": "gehackt"},
        {"choice": "done", "on": "geen dag"},
        {"choice": "other", "who": "x" * 500},
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words(
    client: Client, mailed: tuple[str, str], answer: dict[str, str]
) -> None:
    response = client.post(f"{mailed[0]}1/", answer)
    assert response.status_code == 200
    assert not Report.objects.exists()


def test_answering_again_changes_the_answer(client: Client, mailed: tuple[str, str]) -> None:
    address, _token = mailed
    client.post(f"{address}1/", {"choice": "mine", "until": "2017-12-27"})
    client.post(f"{address}1/?wijzigen", {"choice": "cannot", "note": "toch niet"})
    assert Report.objects.get().choice == "cannot"


def test_another_party_reads_that_it_is_settled(
    client: Client, office: Office, sink: Sink, mailed: tuple[str, str]
) -> None:
    client.post(f"{mailed[0]}1/", {"choice": "planned", "on": "2017-12-21"})
    content = next(content for recipient, content in sink.taken if recipient.startswith("houder.b"))
    found = LINK.search(text_of(content))
    assert found is not None
    pages = [client.get(f"{found[1]}{number}/").content.decode() for number in (1, 2)]
    assert any("A gaf al door" in page and 'name="choice"' not in page for page in pages)


@pytest.mark.parametrize("spoil", ["expired", "revoked", "other"])
def test_a_key_that_does_not_work_says_nothing_of_what_it_was_about(
    client: Client, mailed: tuple[str, str], caplog: pytest.LogCaptureFixture, spoil: str
) -> None:
    address, token = mailed
    link = MailLink.objects.filter(token_hash=hash_of(token))
    if spoil == "expired":
        link.update(expires_on=MONDAY - timedelta(days=1))
    elif spoil == "revoked":
        link.update(revoked=True)
    else:
        address = address.replace(token, token[:-1] + ("a" if token[-1] != "a" else "b"))
    for page in ("", "1/", "keuze/", "niet-ik/"):
        response = client.get(address + page)
        assert response.status_code == 404
        text = response.content.decode()
        assert "Deze link werkt niet meer" in text
        assert "Convenant Proef" not in text
        assert "Partij A" not in text
    assert token not in caplog.text


def test_only_the_hash_of_a_key_is_kept(mailed: tuple[str, str]) -> None:
    _address, token = mailed
    assert not MailLink.objects.filter(token_hash=token).exists()
    assert len(token) >= 32


def test_one_chooses_another_day_and_is_away(client: Client, mailed: tuple[str, str]) -> None:
    fields = {"weekday": "2", "language": "en", "question": "on", "away_from": "2018-01-01", "away_until": "2018-01-14"}
    client.post(f"{mailed[0]}keuze/", fields)
    row = MailChoice.objects.get()
    assert (row.weekday, row.language, row.away_until) == (2, "en", date(2018, 1, 14))


def test_that_is_not_me_reaches_the_secretariat(client: Client, mailed: tuple[str, str]) -> None:
    client.post(f"{mailed[0]}niet-ik/", {"sure": "1", "who": "een collega"})
    row = Report.objects.get()
    assert (row.choice, row.who) == ("other", "een collega")


class TestTheSecretariat:
    @pytest.fixture
    def desk(self, client: Client, office: Office, mailed: tuple[str, str]) -> Client:
        client.post(f"{mailed[0]}1/", {"choice": "planned", "on": "2017-12-21"})
        client.force_login(User.objects.get(username="secretaris.proef"))
        return client

    def test_a_report_is_a_line_on_vandaag_and_is_taken_over(self, desk: Client) -> None:
        assert "Controleren en overnemen" in desk.get("/").content.decode()
        row = Report.objects.get()
        page = f"/convenant/proef/melding/{row.pk}/"
        assert "er is afgesproken: 21 december 2017" in desk.get(page).content.decode()
        response = desk.post(page, {"what": "over"})
        row.refresh_from_db()
        assert row.state == Report.State.TAKEN_OVER
        assert "dag=2017-12-21" in response["Location"]
        assert "Controleren en overnemen" not in desk.get("/").content.decode()

    def test_given_back_the_mails_go_on(self, desk: Client, office: Office) -> None:
        row = Report.objects.get()
        desk.post(f"/convenant/proef/melding/{row.pk}/", {"what": "terug", "answer": "die datum kan niet"})
        row.refresh_from_db()
        assert row.state == Report.State.RETURNED
        office.plan(MONDAY + timedelta(days=8))
        assert Notice.objects.filter(code=row.code, state__in=("waiting", "carried")).exists()

    def test_the_overview_shows_every_state_with_its_reason(self, desk: Client, office: Office) -> None:
        states = list(Message.State.values)
        for place, found in enumerate(states):
            row = Message(
                recipient=f"x{place}@partij.nl", on=MONDAY, kind="test", due_at=office.on(MONDAY), state=found
            )
            row.lease_token, row.lease_until, row.reason = "a", office.on(MONDAY), "later:recipient"
            row.save()
            row.about_covenants.create(covenant=office.covenant)
        text = desk.get("/mail/").content.decode()
        for place in range(len(states)):
            assert f"x{place}@partij.nl" in text
        assert "De mailserver nam hem nog niet aan" in text
        for found in states:
            assert desk.get(f"/mail/?stand={found}").status_code == 200

    def test_the_overview_costs_the_same_for_many_mails(self, desk: Client, office: Office) -> None:
        counts = []
        for number in (1, 40):
            for place in range(number):
                row = Message(
                    recipient=f"n{number}.{place}@partij.nl", on=MONDAY, kind="test", due_at=office.on(MONDAY)
                )
                row.save()
                row.about_covenants.create(covenant=office.covenant)
            with CaptureQueriesContext(connection) as asked:
                desk.get("/mail/")
            counts.append(len(asked))
        assert counts[0] == counts[1]


class TestTwoWorlds:
    def test_nobody_reads_anything_of_another_covenant(
        self, client: Client, office: Office, sink: Sink, tmp_path: object, settings: object
    ) -> None:
        other = open_office(tmp_path, settings, key="ander", title="Tweede Wereld")  # type: ignore[arg-type]
        settings.CONVENANT_TODAY = MONDAY  # type: ignore[attr-defined]
        office.plan(MONDAY)
        deliver(office.on(MONDAY, 9), way=lambda: way_to(sink))
        assert len(sink.taken) == 6
        for recipient, content in sink.taken:
            text = text_of(content)
            mine, foreign = ("Convenant Proef", "Tweede Wereld")[:: 1 if ".proef@" in recipient else -1]
            assert mine in text
            assert foreign not in text
        client.force_login(User.objects.get(username="secretaris.ander"))
        for row in Message.objects.filter(recipient__contains=".proef@"):
            assert client.get(f"/mail/{row.pk}/").status_code == 404
            assert client.post(f"/mail/{row.pk}/opnieuw/").status_code == 404
        assert ".proef@" not in client.get("/mail/").content.decode()
        held = Notice.objects.filter(covenant=office.covenant)
        held.update(state=Notice.State.HELD, message=None)
        client.post("/mail/wacht/", {"notice": [row.pk for row in held], "what": "release"})
        assert not held.exclude(state=Notice.State.HELD).exists()
        assert other.covenant.pk != office.covenant.pk

    def test_a_mail_about_two_covenants_is_seen_by_who_keeps_both(
        self, client: Client, office: Office, tmp_path: object, settings: object
    ) -> None:
        other = open_office(tmp_path, settings, key="ander", title="Tweede Wereld")  # type: ignore[arg-type]
        row = Message.objects.create(recipient="x@partij.nl", on=MONDAY, kind="test", due_at=office.on(MONDAY))
        for covenant in (office.covenant, other.covenant):
            row.about_covenants.create(covenant=covenant)
        user = User.objects.get(username="secretaris.proef")
        client.force_login(user)
        assert client.get(f"/mail/{row.pk}/").status_code == 404
        save_all([Membership(covenant=other.covenant, user=user, role=Role.SECRETARIAT)], reason="proef")
        assert client.get(f"/mail/{row.pk}/").status_code == 200
