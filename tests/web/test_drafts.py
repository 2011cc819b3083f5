"""A new covenant without a file, and its revision by two people: through the pages alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from obligations.models import Covenant, CurrentStatus, Membership, Obligation, Outcome, Revision, Role, StatusChange
from obligations.services.checking import check_statuses
from tests.web.conftest import words_of

ROOT = Path(__file__).resolve().parents[2]
AT = "/convenant/samen-voor-de-wijk/herziening/"


@pytest.fixture
def sanne(db: None) -> User:
    return User.objects.create_user("sanne", is_staff=True)


@pytest.fixture
def desk(client: Client, sanne: User) -> Client:
    client.force_login(sanne)
    return client


def post(client: Client, address: str, **data: Any) -> str:
    """Send a form as a browser does, with its token and version; where it leads."""
    page = client.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(version|token|party)" value="([^"]*)"', page))
    response = client.post(address, {**hidden, **data})
    assert response.status_code == 302, words_of(response.content.decode())
    return str(response["Location"])


def start(client: Client) -> None:
    """Name and dates, two parties, from when it is kept: five requests."""
    assert post(client, "/nieuw-convenant/", title="Samen voor de wijk") == f"{AT}datums/"
    post(client, f"{AT}datums/", title="Convenant 2018", signed_on="2018-01-15", in_force_from="2018-02-01")
    party = {"function": "directeur", "mailbox": "convenant@voorbeeld.example"}
    post(client, f"{AT}partijen/", name="Gemeente Wijkstad", short="Wijkstad", **party)
    post(client, f"{AT}partijen/", name="Stichting Wijk", short="Stichting", **party)
    post(client, f"{AT}vanaf/", tracked_from="2018-02-01")


def three(client: Client) -> None:
    """Three obligations with ready sentences."""
    duty = f"{AT}verplichtingen/?zin="
    post(client, f"{duty}overleg", number="4", per="year", what="Wijkoverleg", clause="Overleg")
    post(client, f"{duty}hooguit", number="4", unit="uur", per="month", what="Advies", clause="Advies")
    post(client, f"{duty}binnen", number="14", unit="days", when="Klacht", what="Antwoord", clause="Klachten")


def publish(client: Client) -> str:
    return post(client, f"{AT}nakijken/", signed_on="2018-01-15", in_force_from="2018-02-01", sure="on")


def test_a_covenant_with_three_obligations_without_a_file(desk: Client, today: Any) -> None:
    start(desk)
    three(desk)
    assert publish(desk) == "/convenant/samen-voor-de-wijk/"
    page = words_of(desk.get("/convenant/samen-voor-de-wijk/").content.decode())
    assert "Minstens 4 keer per jaar wijkoverleg" in page
    assert "Hooguit 4 uur per maand advies" in page
    assert "Binnen 14 dagen na klacht: antwoord" in page
    covenant = Covenant.objects.get(key="samen-voor-de-wijk")
    assert covenant.memberships.get().role == Role.SECRETARIAT
    check_statuses(today)
    assert CurrentStatus.objects.filter(covenant=covenant).exists()


def test_a_draft_counts_for_nothing(desk: Client, today: Any) -> None:
    start(desk)
    three(desk)
    check_statuses(today)
    assert not CurrentStatus.objects.exists()
    assert not StatusChange.objects.exists()
    assert "Nog niet vastgesteld" in words_of(desk.get("/convenant/samen-voor-de-wijk/").content.decode())


def test_each_sentence_makes_an_obligation(desk: Client) -> None:
    start(desk)
    duty = f"{AT}verplichtingen/?zin="
    post(desk, f"{duty}datum", what="de evaluatie", before="2019-07-01", clause="Evaluatie")
    post(desk, f"{duty}altijd", what="elkaar op de hoogte houden", clause="Overleg")
    post(desk, f"{duty}hooguit", number="6", unit="", per="year", what="Zaal", clause="Zalen", bearers=["wijkstad"])
    page = words_of(desk.get(f"{AT}verplichtingen/").content.decode())
    assert "De evaluatie klaar Uiterste datum (convenant): 30 juni 2019" in page
    assert "Elkaar op de hoogte houden Geldt altijd" in page
    assert "Hoogstens 6 keer per jaar" in page


@pytest.mark.parametrize(
    ("zin", "data", "said"),
    [
        ("overleg", {"number": "0", "per": "year", "what": "x"}, "Minstens hoeveel keer:"),
        ("overleg", {"number": "4", "per": "eeuw", "what": "x"}, "Per:"),
        ("datum", {"what": "x", "before": "31 februari"}, "Dit is geen dag."),
        ("binnen", {"number": "14", "unit": "days", "when": "", "what": "x"}, "Na wat: Dit veld is verplicht."),
    ],
)
def test_a_mistake_is_said_and_nothing_is_lost(desk: Client, zin: str, data: dict[str, str], said: str) -> None:
    start(desk)
    response = desk.post(f"{AT}verplichtingen/?zin={zin}", {"clause": "Mijn kopje", **data})
    assert response.status_code == 200
    page = response.content.decode()
    assert said in words_of(page)
    assert 'value="Mijn kopje"' in page
    assert not Obligation.objects.exists()


def test_sending_twice_writes_once(desk: Client) -> None:
    start(desk)
    token = str(uuid4())
    form = {"token": token, "number": "4", "per": "year", "what": "Wijkoverleg", "clause": "Overleg"}
    for _ in range(3):
        assert desk.post(f"{AT}verplichtingen/?zin=overleg", form).status_code == 302
    assert Obligation.objects.count() == 1


def test_the_second_of_two_is_told_and_may_go_over_it(desk: Client, sanne: User) -> None:
    start(desk)
    three(desk)
    page = f"{AT}verplichting/minstens-4-keer-per-jaar-wijkoverleg/"
    html = desk.get(page).content.decode()
    version = re.search(r'name="version" value="([^"]+)"', html)
    assert version is not None
    rest = {"summary": "s", "per": "year", "clause": "Overleg", "bearers": ["all"], "counts": ["wijkoverleg"]}
    post(desk, page, title="Eerst gewijzigd", at_least="3", **rest)
    second = {"title": "Mijn titel", "at_least": "5", **rest}
    response = desk.post(page, {**second, "version": version[1], "token": str(uuid4())})
    told = response.content.decode()
    assert "sanne heeft dit gewijzigd terwijl u het open had." in words_of(told)
    assert "Dit staat er nu Titel Eerst gewijzigd Minstens hoeveel keer 3" in words_of(told)
    assert 'value="Mijn titel"' in told
    fresh = re.search(r'name="version" value="([^"]+)"', told)
    assert fresh is not None
    assert desk.post(page, {**second, "version": fresh[1], "token": str(uuid4())}).status_code == 302
    assert Obligation.objects.filter(title="Mijn titel").exists()


def test_what_is_missing_is_said_before_it_can_be_used(desk: Client) -> None:
    post(desk, "/nieuw-convenant/", title="Samen voor de wijk")
    page = words_of(desk.get(f"{AT}nakijken/").content.decode())
    assert "Er doet nog geen partij mee." in page
    assert "In gebruik nemen" not in page[page.index("Eerst nog te doen") :].replace("Nakijken en in gebruik", "")


def test_a_revision_is_drafted_looked_through_and_put_into_use_by_two(desk: Client, client: Client) -> None:
    start(desk)
    three(desk)
    publish(desk)
    covenant = Covenant.objects.get()
    piet = User.objects.create_user("piet")
    Membership.objects.create(covenant=covenant, user=piet, role=Role.SECRETARIAT)
    post(desk, AT, title="Convenant 2019")
    old, draft = covenant.revisions.order_by("pk")
    assert (draft.replaces, draft.status, draft.obligations.count()) == (old, "draft", 3)
    post(desk, f"{AT}datums/", title="Convenant 2019", signed_on="2019-01-10", in_force_from="2019-02-01")
    dropped = draft.obligations.get(code__startswith="hooguit")
    page = desk.get(f"{AT}uitkomsten/").content.decode()
    assert "nog 3 te kiezen" in words_of(page)
    line = page[page.index(f'name="code" value="{dropped.code}"') :]
    version = re.search(r'name="version" value="([^"]+)"', line)
    assert version is not None
    chosen = {"code": dropped.code, "version": version[1], "kind": "dropped"}
    desk.post(f"{AT}uitkomsten/kiezen/", chosen)
    assert "nog 2 te kiezen" in words_of(desk.get(f"{AT}uitkomsten/").content.decode())
    seen = re.findall(r'name="seen" value="([^"]+)"', desk.get(f"{AT}uitkomsten/").content.decode())
    desk.post(f"{AT}uitkomsten/overnemen/", {"seen": seen})
    assert "Alles is gekozen." in words_of(desk.get(f"{AT}uitkomsten/").content.decode())
    check = words_of(desk.get(f"{AT}nakijken/").content.decode())
    assert "vervalt" in check
    assert "Wat de overgang op 1 februari 2019 raakt" in check
    day = {"signed_on": "2019-01-10", "in_force_from": "2019-02-01", "sure": "on"}
    refused = desk.post(f"{AT}nakijken/", {**day, "token": str(uuid4())})
    assert "Eerst kijkt een tweede persoon het na." in words_of(refused.content.decode())
    desk.post(f"{AT}nakijken/vragen/")
    desk.post(f"{AT}nakijken/akkoord/")
    assert "U vroeg dit zelf; iemand anders kijkt het na." in words_of(desk.get(f"{AT}nakijken/").content.decode())
    desk.force_login(piet)
    desk.post(f"{AT}nakijken/akkoord/")
    assert post(desk, f"{AT}nakijken/", **day) == "/convenant/samen-voor-de-wijk/"
    assert Revision.objects.get(pk=draft.pk).status == "published"
    assert Outcome.objects.get(revision=draft).kind == "dropped"
    assert "1 vervallen" in words_of(desk.get("/convenant/samen-voor-de-wijk/vergelijken/").content.decode())


def test_a_draft_can_be_thrown_away(desk: Client) -> None:
    start(desk)
    three(desk)
    publish(desk)
    post(desk, AT, title="Convenant 2019")
    assert desk.post(f"{AT}weggooien/").status_code == 302
    assert Revision.objects.count() == 1
    assert desk.get(f"{AT}datums/").status_code == 404


def test_who_is_no_secretary_of_anything_starts_nothing(client: Client, bob: User) -> None:
    client.force_login(bob)
    assert client.get("/nieuw-convenant/").status_code == 403
    assert client.post("/nieuw-convenant/", {"title": "x"}).status_code == 403
    assert client.get("/nieuw-convenant/bestand/").status_code == 403


def yaml(text: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("convenant.yaml", text.encode())}


def test_a_file_shows_its_plan_first_and_is_taken_over_after(desk: Client) -> None:
    text = (ROOT / "fixtures" / "voorbeeldconvenant.yaml").read_text()
    page = desk.post("/nieuw-convenant/bestand/", yaml(text)).content.decode()
    assert "Een nieuw convenant: voorbeeldconvenant" in words_of(page)
    assert not Covenant.objects.exists()
    plan = re.search(r'name="plan" value="([0-9a-f]+)"', page)
    assert plan is not None
    response = desk.post("/nieuw-convenant/bestand/", {"text": text, "name": "convenant.yaml", "plan": plan[1]})
    assert response["Location"] == "/convenant/voorbeeldconvenant/"
    assert Covenant.objects.get().memberships.get().role == Role.SECRETARIAT
    again = desk.post("/nieuw-convenant/bestand/", yaml(text)).content.decode()
    assert "Er zou niets veranderen." in words_of(again)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("covenant: x\ntitle: y\n", "Line 1"),
        ("\tnot yaml", "Line 1"),
        ("", "empty"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_by_line(desk: Client, content: str, said: str) -> None:
    page = words_of(desk.post("/nieuw-convenant/bestand/", yaml(content)).content.decode())
    assert said in page
    assert not Covenant.objects.exists()


def test_without_a_file_or_with_a_large_one_it_says_what_to_do(desk: Client) -> None:
    assert "Kies een bestand." in words_of(desk.post("/nieuw-convenant/bestand/", {}).content.decode())
    large = words_of(desk.post("/nieuw-convenant/bestand/", yaml("#" * 2_100_000)).content.decode())
    assert "Dit bestand is groter dan 2 MB." in large
    other = {"file": SimpleUploadedFile("x.yaml", b"\xff\xfe\x00")}
    assert desk.post("/nieuw-convenant/bestand/", other).status_code == 200


def test_another_covenant_is_not_changed_by_a_file_of_who_may_not(client: Client, covenant: Covenant) -> None:
    other = User.objects.create_user("vera")
    mine = Covenant.objects.create(key="mijn", title="Mijn")
    Membership.objects.create(covenant=mine, user=other, role=Role.SECRETARIAT)
    client.force_login(other)
    text = (
        (ROOT / "fixtures" / "voorbeeldconvenant.yaml")
        .read_text()
        .replace("covenant: voorbeeldconvenant", "covenant: voorbeeld", 1)
    )
    assert client.post("/nieuw-convenant/bestand/", yaml(text)).status_code == 403


def test_a_large_file_is_confirmed_as_a_browser_sends_it_back(desk: Client) -> None:
    text = (ROOT / "fixtures" / "voorbeeldconvenant.yaml").read_text() + ("# " + "é: " * 40 + "\n") * 11_000
    page = desk.post("/nieuw-convenant/bestand/", yaml(text)).content.decode()
    assert 'enctype="multipart/form-data" action="/nieuw-convenant/bestand/"><input' in page
    plan = re.search(r'name="plan" value="([0-9a-f]+)"', page)
    assert plan is not None
    back = {"text": text.replace("\n", "\r\n"), "name": "convenant.yaml", "plan": plan[1]}
    assert desk.post("/nieuw-convenant/bestand/", back)["Location"] == "/convenant/voorbeeldconvenant/"


def test_a_plan_for_what_changed_meanwhile_is_shown_anew(desk: Client) -> None:
    text = (ROOT / "fixtures" / "voorbeeldconvenant.yaml").read_text()
    page = desk.post("/nieuw-convenant/bestand/", yaml(text)).content.decode()
    plan = re.search(r'name="plan" value="([0-9a-f]+)"', page)
    assert plan is not None
    confirm = {"text": text, "name": "convenant.yaml", "plan": plan[1]}
    desk.post("/nieuw-convenant/bestand/", confirm)
    covenant = Covenant.objects.get()
    covenant.title = "Anders"
    covenant.save()
    again = desk.post("/nieuw-convenant/bestand/", confirm)
    assert "Het convenant is intussen gewijzigd; dit is het plan zoals het nu is." in words_of(again.content.decode())
    assert Covenant.objects.get().title == "Anders"


def test_putting_into_use_twice_leads_to_the_covenant(desk: Client) -> None:
    start(desk)
    three(desk)
    form = {"token": str(uuid4()), "signed_on": "2018-01-15", "in_force_from": "2018-02-01", "sure": "on"}
    for _ in range(2):
        assert desk.post(f"{AT}nakijken/", form)["Location"] == "/convenant/samen-voor-de-wijk/"
