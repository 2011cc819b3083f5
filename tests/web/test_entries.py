"""Record what happened, plan a meeting, look through, and agree that something need not be done."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from meetings.models import Meeting
from obligations.models import Covenant, Event, Membership, Review, Role, Waiver
from tests import factories
from tests.web.conftest import words_of

AT = "/convenant/voorbeeld/"
TALK = f"{AT}vastleggen/?soort=uitkomst&bij=voorbeeld-G&plicht=terugkoppelen"
MEETING = f"{AT}overleg/nieuw/?soort=overleg&plicht=overleg"


@pytest.fixture
def desk(client: Client, covenant: Covenant) -> Client:
    user = User.objects.create_user("sanne")
    Membership.objects.create(covenant=covenant, user=user, role=Role.SECRETARIAT)
    client.force_login(user)
    return client


def words(client: Client, address: str) -> str:
    return words_of(client.get(address).content.decode())


def done(**changed: Any) -> dict[str, Any]:
    return {"type": "uitkomst", "on": "2018-12-03", "by": "stad", "to": ["regio"], "token": str(uuid4()), **changed}


def test_what_was_asked_for_is_recorded_and_the_line_is_gone(desk: Client) -> None:
    assert "Uitkomst van een gesprek melden" in words(desk, "/")
    response = desk.post(TALK, done())
    assert response["Location"] == f"{AT}verplichting/terugkoppelen/"
    event = Event.objects.get(type__key="uitkomst")
    assert (event.on, event.by.key, event.answers) == (date(2018, 12, 3), "stad", "voorbeeld-G")
    assert "Gedaan" in words(desk, response["Location"])
    assert "Uitkomst van een gesprek melden" not in words(desk, "/")


def test_sending_twice_writes_once(desk: Client) -> None:
    form = done()
    assert [desk.post(TALK, form).status_code for _ in range(3)] == [302, 302, 302]
    assert Event.objects.filter(type__key="uitkomst").count() == 1
    assert Event.history.filter(type__key="uitkomst").count() == 1
    desk.post(TALK, done())
    assert Event.objects.filter(type__key="uitkomst").count() == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"on": ""}, "Op welke dag: Dit veld is verplicht."),
        ({"on": "gisteren"}, "Dit is geen dag. Schrijf hem als 31-12-2026."),
        ({"on": "1850-01-01"}, "1850-01-01"),
        ({"type": "geen"}, "Wat:"),
        ({"by": "niemand"}, "Wie heeft het gedaan:"),
        ({"subject": "x" * 301}, "Onderwerp:"),
        ({"subject": "a\u2028b"}, "In deze tekst staat een teken dat niet bewaard kan worden."),
    ],
)
def test_a_mistake_is_said_on_top_and_at_the_field_and_nothing_is_lost(
    desk: Client, changed: dict[str, Any], said: str
) -> None:
    response = desk.post(TALK, done(**{"subject": "over de zaal", **changed}))
    page = words_of(response.content.decode())
    assert response.status_code == 200
    assert "Kijk 1 ding na" in page
    assert said in page
    if "subject" not in changed:
        assert 'value="over de zaal"' in response.content.decode()
    assert not Event.objects.filter(type__key="uitkomst").exists()


@pytest.mark.parametrize("day", ["2018-12-03", "03-12-2018", "3/12/2018"])
def test_a_day_as_people_write_it(desk: Client, day: str) -> None:
    desk.post(TALK, done(on=day))
    assert Event.objects.get(type__key="uitkomst").on == date(2018, 12, 3)


def test_only_what_the_type_measures_is_asked(desk: Client, covenant: Covenant) -> None:
    covenant.types.filter(key="zaal")
    kind = covenant.types.get(key="zaal")
    kind.measure = "persons"
    kind.save()
    assert "Hoeveel personen" in words(desk, f"{AT}vastleggen/?soort=zaal")
    assert "Hoeveel personen" not in words(desk, f"{AT}vastleggen/?soort=brief")


def test_a_meeting_to_come_is_planned_and_one_that_was_is_held(desk: Client) -> None:
    desk.post(MEETING, {"type": "overleg", "on": "2018-12-19", "token": str(uuid4())})
    planned = Meeting.objects.get(on=date(2018, 12, 19))
    assert planned.state == "planned"
    assert "Gepland op 19 december" in words(desk, f"{AT}verplichting/overleg/")
    held = {"type": "overleg", "on": "2018-12-05", "present": ["stad", "regio"], "token": str(uuid4())}
    desk.post(MEETING, held)
    assert Meeting.objects.get(on=date(2018, 12, 5)).state == "held"
    assert "4 van 4 ambtelijke overleggen in 2018" in words(desk, f"{AT}verplichting/overleg/")


def test_of_a_meeting_that_was_it_is_asked_who_were_there(desk: Client) -> None:
    response = desk.post(MEETING, {"type": "overleg", "on": "2018-12-05"})
    assert "Die dag is voorbij of vandaag: zeg welke partijen er waren." in response.content.decode()
    assert not Meeting.objects.filter(on=date(2018, 12, 5)).exists()


def test_looking_through_and_not_needed(desk: Client) -> None:
    desk.post(f"{AT}nalopen/?plicht=in-beeld-houden", {"in_order": "yes", "on": "2018-12-10", "token": str(uuid4())})
    assert Review.objects.get().in_order
    assert "Nagelopen: op orde." in words(desk, f"{AT}verplichting/in-beeld-houden/")
    waived = {"agreed_by": ["stad", "regio"], "on": "2018-12-10", "why": "in overleg", "token": str(uuid4())}
    desk.post(f"{AT}hoeft-niet/?plicht=terugkoppelen&keer=trigger:voorbeeld-G", waived)
    assert Waiver.objects.get().occurrence == "trigger:voorbeeld-G"
    assert "In overleg: hoeft niet" in words(desk, f"{AT}verplichting/terugkoppelen/")


@pytest.mark.parametrize("address", [f"{AT}nalopen/?plicht=geen", f"{AT}hoeft-niet/?plicht=geen"])
def test_an_obligation_that_does_not_exist_is_refused_in_words(desk: Client, address: str) -> None:
    form = {"in_order": "yes", "on": "2018-12-10", "agreed_by": ["stad"]}
    assert "is geen verplichting van dit convenant" in words_of(desk.post(address, form).content.decode())


def test_a_form_leaves_the_day_that_was_looked_at_and_says_so(desk: Client) -> None:
    page = words(desk, f"{AT}vastleggen/?peildatum=2017-03-01")
    assert "U keek naar 1 maart 2017. Wat u hier vastlegt, wordt vandaag vastgelegd." in page
    assert "U kijkt naar" not in page


def test_nothing_of_another_covenant_can_be_named(desk: Client) -> None:
    other = factories.make_covenant("ander", "Ander convenant")
    factories.add_event(other, "ANDERS", "gesprek", date(2018, 12, 1))
    response = desk.post("/convenant/ander/opzijzetten/", {"code": "overleg", "until": "2018-12-20"})
    assert response.status_code == 404


def test_what_is_being_typed_is_kept_until_it_is_sent(desk: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{TALK}"}
    assert desk.post("/bewaren/", done(subject="half af"), headers=headers).status_code == 204
    assert not Event.objects.filter(type__key="uitkomst").exists()
    page = desk.get(TALK).content.decode()
    assert 'value="half af"' in page
    assert "Dit was nog niet opgeslagen." in page
    assert "half af" not in desk.get(f"{AT}vastleggen/").content.decode()
    desk.post(TALK, done(subject="af"))
    assert "half af" not in desk.get(TALK).content.decode()


def test_a_form_from_whoever_is_not_signed_in_any_more_is_there_after_signing_in(client: Client, desk: Client) -> None:
    user = User.objects.get(username="sanne")
    user.set_password("een lang wachtwoord")
    user.save()
    desk.logout()
    form = done(subject="lang getypt", to=["regio"])
    response = desk.post(TALK, form)
    assert response.status_code == 302
    assert not Event.objects.filter(type__key="uitkomst").exists()
    where = response["Location"]
    signed_in = desk.post(where, {"username": "sanne", "password": "een lang wachtwoord"}, follow=True)
    page = signed_in.content.decode()
    assert signed_in.request["PATH_INFO"] + "?" + signed_in.request["QUERY_STRING"] == TALK
    assert 'value="lang getypt"' in page
    assert 'value="regio" class' in page or "checked" in page
    assert form["token"] in page  # so that sending it again writes it once


def test_nothing_secret_and_nothing_endless_is_kept(desk: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{TALK}"}
    desk.post("/bewaren/", {"password": "geheim", "csrfmiddlewaretoken": "x"}, headers=headers)
    desk.post("/bewaren/", done(subject="x" * 70_000), headers=headers)
    assert "kept_forms" not in desk.session
    for number in range(15):
        there = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/{number}"}
        desk.post("/bewaren/", done(), headers=there)
    assert len(desk.session["kept_forms"]) == 10
