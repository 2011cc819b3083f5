"""The pages of the register and of the people, as a secretary uses them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.models import Covenant, Event, Membership, Project, Review, Role, Tenure
from obligations.services.known import known_to
from obligations.services.register import Entry, record_events
from tests import factories
from tests.web.conftest import Read, words_of

AT = "/convenant/voorbeeld/"
TODAY = date(2018, 12, 10)
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, covenant: Covenant) -> Client:
    user = User.objects.create_user("sanne")
    Membership.objects.create(covenant=covenant, user=user, role=Role.SECRETARIAT)
    client.force_login(user)
    return client


def words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return words_of(response.content.decode())


def send(client: Client, address: str, **form: Any) -> str:
    response = client.post(address, {"token": str(uuid4()), **form}, follow=True)
    assert response.status_code == 200
    return words_of(response.content.decode())


def entry(ref: str) -> Event:
    return Event.objects.get(reference__ref=ref)


def test_five_choices_lead_to_what_the_covenant_has(desk: Client) -> None:
    page = words(desk, "/vastleggen/")
    for text in ("Wat is er gebeurd?", "Brief", "Zaal", "Extern overleg", "Iets anders", "Overleg"):
        assert text in page
    assert "Hoeveel tijd" not in words(desk, f"{AT}vastleggen/?soort=brief")
    assert "Bij wie" in words(desk, f"{AT}vastleggen/?soort=zaal")
    assert "Bij wie" not in words(desk, f"{AT}vastleggen/?soort=brief")


def test_a_reader_has_no_button_and_is_told_why(read: Read) -> None:
    assert "u bent van geen enkel convenant het secretariaat" in read("/vastleggen/")


def test_what_asks_for_something_is_shown_before_it_is_saved(desk: Client) -> None:
    form = {"type": "brief", "on": "2018-12-09", "by": "stad", "to": ["regio"]}
    page = send(desk, f"{AT}vastleggen/?soort=brief", **form)
    assert "Er is nog niets opgeslagen." in page
    assert "Kopie van een brief sturen" in page
    assert not Event.objects.filter(type__key="brief").exists()
    page = send(desk, f"{AT}vastleggen/?soort=brief", **form, sure="1")
    assert "Vastgelegd." in page
    assert "Wat dit vraagt" in page
    row = Event.objects.get(type__key="brief")
    page = send(desk, f"{AT}register/{row.pk}/", d0="2018-12-10")
    assert "Gedaan" in page
    answer = Event.objects.get(type__key="kopie")
    assert (answer.answers, answer.on) == (row.reference.ref, TODAY)


def test_what_is_not_known_yet_stays_open(desk: Client) -> None:
    form = {"type": "brief", "on": "2018-12-09", "by": "stad", "to": ["regio"], "sure": "1"}
    send(desk, f"{AT}vastleggen/?soort=brief", **form)
    row = Event.objects.get(type__key="brief")
    page = send(desk, f"{AT}register/{row.pk}/", **{"d0-onbekend": "on"})
    assert "Nog aanvullen" in page
    assert Event.objects.get(type__key="kopie").state == "unknown"


def test_over_a_maximum_it_asks_why_and_never_refuses(desk: Client, covenant: Covenant) -> None:
    Event.objects.filter(type__key="zaal").order_by("-pk")[0].delete()
    form = {"type": "zaal", "on": "2018-11-09", "by": "stad", "host": "regio"}
    page = send(desk, f"{AT}vastleggen/?soort=zaal", **form)
    assert "Dit gaat boven het maximum. Zet bij de opmerking waarom" in page
    page = send(desk, f"{AT}vastleggen/?soort=zaal", **form, remark="hun zaal was in verbouwing", sure="1")
    assert "Vastgelegd." in page
    assert Event.objects.get(on=date(2018, 11, 9)).remark == "hun zaal was in verbouwing"


def test_save_and_another_keeps_the_kind(desk: Client) -> None:
    form = {"type": "uitkomst", "on": "2018-12-09", "by": "stad", "again": "1"}
    response = desk.post(f"{AT}vastleggen/?soort=uitkomst", {"token": str(uuid4()), **form})
    assert response["Location"] == f"{AT}vastleggen/?soort=uitkomst"
    assert "Laatst vastgelegd" in words(desk, response["Location"])


def test_a_correction_shows_what_changes_and_asks_why_of_what_is_not_her_own(desk: Client, covenant: Covenant) -> None:
    pk = entry("voorbeeld-G").pk
    at = f"{AT}register/{pk}/verbeteren/"
    form = {"type": "gesprek", "on": "2018-12-01", "by": "stad", "to": ["regio"]}
    assert "Waarom u het verbetert: Dit veld is verplicht." in send(desk, at, **form)
    page = send(desk, at, **form, why="verkeerde dag")
    assert "Er is nog niets opgeslagen." in page
    assert entry("voorbeeld-G").on == date(2018, 8, 1)
    assert "Verbeterd." in send(desk, at, **form, why="verkeerde dag", sure="1")
    assert entry("voorbeeld-G").on == date(2018, 12, 1)
    latest: Any = Event.history.filter(id=pk).latest()
    assert latest.history_change_reason.endswith("verkeerde dag")


def test_a_slip_of_ones_own_needs_no_reason(desk: Client) -> None:
    send(desk, f"{AT}vastleggen/?soort=uitkomst", type="uitkomst", on="2018-12-09", by="stad")
    pk = Event.objects.get(type__key="uitkomst").pk
    assert "Waarom u het verbetert" not in words(desk, f"{AT}register/{pk}/verbeteren/")
    assert "Ingetrokken. Het blijft in de lijst staan." in send(desk, f"{AT}register/{pk}/intrekken/", why="", sure="1")
    assert "ingetrokken" in words(desk, "/register/?stand=withdrawn")
    assert "Het telt weer mee." in send(desk, f"{AT}register/{pk}/terugnemen/", sure="1")


def test_the_register_filters_and_says_when_it_is_empty(desk: Client) -> None:
    page = words(desk, "/register/")
    assert "voorbeeld-Z-1" in page
    assert "voorbeeld-Z-1" not in words(desk, "/register/?soort=gesprek")
    assert "voorbeeld-Z-1" not in words(desk, "/register/?jaar=2017")
    assert "voorbeeld-Z-1" in words(desk, "/register/?partij=regio&jaar=2018")
    assert "Hier is niets vastgelegd." in words(desk, "/register/?jaar=1950")
    assert words(desk, "/register/?jaar=x&stand=y&blad=-1&partij=z&convenant=%00")
    assert desk.get("/register/excel/?soort=zaal").status_code == 200


LINES = "dag;soort;wie;voor wie;bij wie;onderwerp\n"


def test_lines_are_shown_and_only_then_recorded(desk: Client) -> None:
    text = (
        f"{LINES}3-12-2018;Zaal gebruikt;Voorbeeldstad;;Regio Voorbeeld;Overleg\n2018-12-04;brief;stad;regio;;Brief 4\n"
    )
    token = str(uuid4())
    page = send(desk, f"{AT}plakken/", lines=text, token=token)
    assert "2 regels kunnen worden vastgelegd" in page
    before = Event.objects.count()
    for _ in range(2):
        page = send(desk, f"{AT}plakken/", lines=text, token=token, sure="1")
    assert "Vastgelegd: 2 regels." in page
    assert Event.objects.count() == before + 2


def test_every_bad_line_is_named_and_nothing_is_written(desk: Client) -> None:
    good = [f"3-12-2018;brief;stad;regio;;Brief {number}" for number in range(5000)]
    bad = dict.fromkeys(range(7, 5000, 100), "31-2-2018;wat;wie;niemand;;x")
    lines = LINES + "\n".join(bad.get(number, line) for number, line in enumerate(good, 2))
    before = Event.objects.count()
    file = SimpleUploadedFile("regels.csv", lines.encode())
    page = send(desk, f"{AT}plakken/", file=file, sure="1")
    assert len(bad) == 50
    for number in bad:
        assert f"Regel {number}: ‘31-2-2018’ is geen dag." in page
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Plak minstens een kopregel en een regel."),
        ("onderwerp\nx", "de kolom ‘dag’ ontbreekt"),
        ("dag;soort;kleur\n", "‘kleur’ is geen kolom"),
        (f"{LINES}3-12-2018;brief;stad;regio;;", ""),
        (f"{LINES}3-12-2018;;stad;regio;;", "er staat niet bij wat"),
        ("dag;soort;tijd\n3-12-2018;brief;veel", "is geen hoeveelheid tijd"),
        ("dag;soort;kenmerk\n3-12-2018;brief;A\n3-12-2018;brief;A", "dit kenmerk staat al op regel 2"),
    ],
)
def test_what_is_wrong_with_pasted_lines_is_said(desk: Client, text: str, said: str) -> None:
    assert said in send(desk, f"{AT}plakken/", lines=text)


def test_all_standing_duties_are_looked_through_at_once(desk: Client) -> None:
    page = words(desk, f"{AT}alles-nalopen/")
    assert "Ontwikkelingen in beeld houden" in page
    form = {"on": "2018-12-10", "d-in-beeld-houden": "order", "during": "voorbeeld-O-11"}
    token = str(uuid4())
    for _ in range(2):
        assert "Nagelopen: 1 verplichtingen." in send(desk, f"{AT}alles-nalopen/", **form, token=token)
    assert Review.objects.count() == 1
    page = words(desk, f"{AT}verplichting/in-beeld-houden/")
    assert "Op orde" in page
    assert "Nagelopen: op orde. Bij overleg voorbeeld-O-11." in page
    send(desk, f"{AT}alles-nalopen/", **{**form, "d-in-beeld-houden": "skip"})
    assert Review.objects.count() == 1


def test_people_with_their_gaps_and_a_post_that_is_handed_over(desk: Client, covenant: Covenant) -> None:
    factories.add_account_holder(covenant, "accounthouder A", first=date(2016, 1, 1), end=date(2017, 1, 1))
    factories.add_account_holder(covenant, "accounthouder B", first=date(2017, 3, 1))
    page = words(desk, f"{AT}mensen/")
    assert "niemand vanaf 1 januari 2017 tot en met 28 februari 2017" in page
    assert "Niemand op deze dag." in page  # of the other party
    at = f"{AT}mensen/stad/account_holder/"
    assert "Vul in van wie dit adres is." in send(desk, at, last_on="2018-12-31", email="c@voorbeeld.example")
    form = {"last_on": "2018-12-31", "name": "accounthouder C", "email": "c@voorbeeld.example"}
    assert "De functie is gewisseld." in send(desk, at, **form)
    assert Tenure.objects.get(name="accounthouder B").ends_before == date(2019, 1, 1)
    assert desk.get(f"{AT}mensen/stad/koning/").status_code == 404
    assert desk.get(f"{AT}mensen/niemand/account_holder/").status_code == 404


def test_what_a_covenant_lacks_is_advice(desk: Client) -> None:
    page = words(desk, f"{AT}compleet/")
    assert "Van Voorbeeldstad en Voorbeeld is geen accounthouder bekend." in page
    assert "Er is niets afgesproken over het wijzigen van het convenant." in page


def test_a_list_and_an_entry_cost_the_same_however_many_there_are(desk: Client, covenant: Covenant) -> None:
    def cost(address: str) -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as found:
            desk.get(address)
        return len(found)

    pages = ["/register/", f"{AT}register/{entry('voorbeeld-G').pk}/", f"{AT}mensen/", f"{AT}alles-nalopen/"]
    few = [cost(page) for page in pages]
    entries = [Entry(f"N-{number}", "zaal", date(2018, 1, 5), by="stad", host="regio") for number in range(300)]
    record_events(known=known_to(covenant), entries=entries, today=TODAY, reason="test")
    assert [cost(page) for page in pages] == few


def test_nothing_of_another_covenant_can_be_reached(desk: Client) -> None:
    other = factories.make_covenant("ander", "Ander convenant")
    foreign = factories.add_event(other, "X", "brief", date(2018, 12, 1))
    assert desk.get(f"/convenant/ander/register/{foreign.pk}/").status_code == 404
    assert desk.get(f"{AT}register/{foreign.pk}/").status_code == 404
    assert "Ander" not in words(desk, "/register/")
    assert re.search("Ander", words(desk, "/vastleggen/?convenant=ander")) is None


def test_an_entry_has_documents(desk: Client) -> None:
    pk = entry("voorbeeld-G").pk
    page = send(desk, f"{AT}register/{pk}/document/", file=SimpleUploadedFile("brief.txt", b"Beste"))
    assert "brief.txt" in page


def test_a_project_with_the_subjects_of_its_agreement(desk: Client, covenant: Covenant) -> None:
    assert "Nog geen projecten." in words(desk, "/projecten/")
    brief = covenant.types.get(key="brief")
    brief.key, brief.name = "project-gestart", "Project gestart"
    brief.save()
    event = factories.add_event(covenant, "P-1", "project-gestart", date(2018, 10, 1), subject="Digitaal loket")
    page = words(desk, "/projecten/")
    assert "Digitaal loket" in page
    assert "nog niet afgesproken: Taken, Verantwoordelijkheden, Sturing, Geld" in page
    at = f"{AT}register/{event.pk}/"
    assert "Wat is afgesproken over het project" in words(desk, at)
    page = send(desk, f"{at}project/", subjects=["tasks", "finance"], ended_on="2018-09-01")
    assert "Een project eindigt nadat het begon." in page
    send(desk, f"{at}project/", subjects=["tasks", "finance"], model_version="versie 2 (2017)")
    page = words(desk, "/projecten/")
    assert "nog niet afgesproken: Verantwoordelijkheden, Sturing" in page
    assert "versie 2 (2017)" in page
    send(desk, f"{at}project/", subjects=["tasks"])
    assert Project.history.count() == 2
