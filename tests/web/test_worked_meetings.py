"""The worked examples of domain.md 5.2 (T09 to T34): entered through pages, read back from the obligation's page."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from obligations.models import Covenant, Membership, Role
from tests.web.conftest import words_of

ROOT = Path(__file__).resolve().parents[2]
AT = "/convenant/vng-nvvb/"
LATER = date(2024, 6, 3)
AMBTELIJK, BESTUURLIJK, TOP, EXTRA = (
    "ambtelijk-overleg",
    "bestuurlijk-overleg",
    "topambtelijk-overleg",
    "ingelast-overleg",
)
Meetings = list[tuple[str, str]]


@pytest.fixture
def desk(client: Client, db: None, settings: Any) -> Client:
    settings.CONVENANT_TODAY = LATER
    call_command("import_covenant", str(ROOT / "fixtures" / "vng-nvvb.yaml"), verbosity=0)
    user = User.objects.create_user("sanne")
    Membership.objects.create(covenant=Covenant.objects.get(), user=user, role=Role.SECRETARIAT)
    client.force_login(user)
    return client


def enter(desk: Client, meetings: Meetings) -> None:
    for type_, day in meetings:
        present = ["vng", "nvvb"] if day >= "2019-05-21" else ["vng", "king", "nvvb"]
        form = {"type": type_, "on": day, "present": present, "token": str(uuid4())}
        response = desk.post(f"{AT}overleg/nieuw/", form)
        assert response.status_code == 302, words_of(response.content.decode())


def row_of(desk: Client, code: str, occurrence: str, revision: str, as_of: str) -> str:
    """The words of one period in the table of a revision on the obligation's page."""
    page = desk.get(f"{AT}verplichting/{code}/?peildatum={as_of}").content.decode()
    pk = Covenant.objects.get().revisions.get(key=revision).pk
    found = re.search(rf'<tr[^>]*id="p{pk}-{occurrence}".*?</tr>', page, re.DOTALL)
    assert found is not None, words_of(page)
    return words_of(f"<body>{found[0]}")


CASES: list[tuple[str, str, str, str, Meetings, str, list[str]]] = [
    ("T09", AMBTELIJK, "2016", "period-2018", [(AMBTELIJK, "2018-01-17"), (AMBTELIJK, "2018-02-21")], "2018-03-01",
     ["Op schema", "2 van 4"]),
    ("T11", AMBTELIJK, "2016", "period-2018", [], "2018-02-28", ["Op schema", "0 van 4"]),
    ("T12", AMBTELIJK, "2016", "period-2018", [], "2018-03-01", ["Binnenkort", "31 maart", "0 van 4"]),
    ("T15", AMBTELIJK, "2016", "period-2016", [(AMBTELIJK, "2016-06-29"), (AMBTELIJK, "2016-10-12")], "2017-01-01",
     ["Gehaald", "2 van 2"]),
    ("T17", BESTUURLIJK, "2016", "period-2016", [(BESTUURLIJK, "2016-11-30")], "2017-01-01", ["Gehaald", "1 van 1"]),
    ("T18", AMBTELIJK, "2016", "period-2016", [(AMBTELIJK, "2016-05-10"), (AMBTELIJK, "2016-05-11")], "2016-05-31",
     ["1 van 2"]),
    ("T20", AMBTELIJK, "2016", "period-2019", [(AMBTELIJK, "2019-02-13")], "2019-05-21", ["Gehaald", "1 van 1"]),
    ("T22", BESTUURLIJK, "2019", "period-2019", [(BESTUURLIJK, "2019-11-27")], "2020-01-01",
     ["Periode te kort voor een aantal"]),
    ("T24a", TOP, "2019", "period-2019", [], "2019-11-30", ["Op schema", "0 van 1"]),
    ("T24b", TOP, "2019", "period-2019", [], "2019-12-01", ["Binnenkort", "0 van 1"]),
    ("T24c", TOP, "2019", "period-2019", [], "2020-01-01", ["Niet gehaald (0 van 1)"]),
    ("T25", TOP, "2019", "period-2019", [(TOP, "2019-05-20"), (TOP, "2019-05-21")], "2019-06-01",
     ["Gehaald", "1 van 1"]),
    ("T28", AMBTELIJK, "2016", "period-2018",
     [(AMBTELIJK, "2018-02-01"), (AMBTELIJK, "2018-05-01"), (AMBTELIJK, "2018-09-04"), (EXTRA, "2018-11-01")],
     "2019-01-01", ["Niet gehaald (3 van 4)"]),
    ("T29", TOP, "2019", "period-2021", [(TOP, "2021-06-15"), (TOP, "2021-06-15")], "2022-01-01",
     ["Niet gehaald (1 van 2)", "want er telt al een overleg op dezelfde dag"]),
    ("T31a", BESTUURLIJK, "2019", "period-2020", [], "2020-07-01", ["Op schema", "0 van 1"]),
    ("T31b", BESTUURLIJK, "2019", "period-2020", [], "2020-11-30", ["Op schema"]),
    ("T31c", BESTUURLIJK, "2019", "period-2020", [], "2020-12-01", ["Binnenkort"]),
    ("T31d", BESTUURLIJK, "2019", "period-2020", [], "2021-01-01", ["Niet gehaald (0 van 1)"]),
    ("T33a", BESTUURLIJK, "2019", "period-2023", [], "2023-12-31", ["Binnenkort"]),
    ("T33b", BESTUURLIJK, "2019", "period-2023", [], "2024-01-01", ["Niet gehaald (0 van 1)"]),
    ("T34", BESTUURLIJK, "2016", "period-2017",
     [(BESTUURLIJK, "2017-03-15"), (BESTUURLIJK, "2017-06-21"), (BESTUURLIJK, "2017-11-22")], "2017-12-01",
     ["Gehaald", "3"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "revision", "occurrence", "meetings", "as_of", "said"),
    [case[1:] for case in CASES],
    ids=[c[0] for c in CASES],
)
def test_worked_example(
    desk: Client, code: str, revision: str, occurrence: str, meetings: Meetings, as_of: str, said: list[str]
) -> None:
    enter(desk, meetings)
    row = row_of(desk, code, occurrence, revision, as_of)
    for text in said:
        assert text in row, row


def test_a_meeting_outside_every_revision_is_kept_and_says_that_it_counts_for_nothing(desk: Client) -> None:
    enter(desk, [(TOP, "2024-03-01")])
    meeting = Covenant.objects.get()
    page = desk.get(f"/overleggen/?convenant={meeting.key}").content.decode()
    address = re.search(r'href="(/convenant/vng-nvvb/overleg/\d+/)"', page)
    assert address is not None
    said = words_of(desk.get(address[1]).content.decode())
    assert "Op die dag gold geen convenant: het overleg wordt bewaard en telt nergens voor mee." in said


def test_a_party_of_the_old_text_cannot_be_at_a_meeting_of_the_new_one(desk: Client) -> None:
    form = {"type": TOP, "on": "2019-11-27", "present": ["vng", "king", "nvvb"], "token": str(uuid4())}
    page = words_of(desk.post(f"{AT}overleg/nieuw/", form).content.decode())
    assert "KING was op die dag geen partij (partijen toen: VNG, NVVB)." in page


def test_the_points_that_the_text_asks_are_offered(desk: Client, settings: Any) -> None:
    settings.CONVENANT_TODAY = date(2018, 2, 1)
    desk.post(f"{AT}overleg/nieuw/", {"type": AMBTELIJK, "on": "2018-03-14", "token": str(uuid4())})
    page = desk.get("/overleggen/").content.decode()
    address = re.search(r'href="(/convenant/vng-nvvb/overleg/\d+/)"', page)
    assert address is not None
    assert "Vaste onderwerpen van het ambtelijk overleg" in words_of(desk.get(address[1]).content.decode())
    desk.post(f"{address[1]}agendapunt/", {"act": "demanded", "code": "ambtelijk-overleg-agenda"})
    page = words_of(desk.get(address[1]).content.decode())
    assert "Agenda (1)" in page
    assert "Het convenant vraagt deze punten" not in page
