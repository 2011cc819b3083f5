"""The list of obligations: by group, with filters in the address, page by page, and as a workbook."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from openpyxl import load_workbook

from obligations.exports.workbook import workbook
from obligations.models import Covenant
from obligations.services.checking import check_statuses
from obligations.services.standings import clear_covenants
from tests import factories
from tests.web.conftest import Read
from tests.web.test_covenants import asked

LIST = "/verplichtingen/"


@pytest.fixture(params=["stored", "computed"], autouse=True)
def either(request: pytest.FixtureRequest, covenant: Covenant, today: date) -> str:
    if request.param == "stored":
        clear_covenants([covenant.pk], today=today)
        check_statuses(today)
    return str(request.param)


def test_every_obligation_stands_in_one_group(read: Read) -> None:
    page = read(LIST)
    assert "3 Nu doen 0 Loopt 1 Gehaald 0 Niet gehaald 3 Telt nu niet" in page
    assert [page.count(title) for title in factories.TITLES.values()] == [1] * len(factories.TITLES)


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        pytest.param("soort=cap", ["zaal"], ["overleg", "kopie"], id="kind"),
        pytest.param("soort=geen", ["zaal", "overleg"], [], id="no kind"),
        pytest.param("groep=to-do", ["zaal", "overleg"], ["kopie", "evaluatie"], id="group"),
        pytest.param("groep=achieved", ["evaluatie"], ["zaal", "overleg"], id="other group"),
        pytest.param("partij=stad&kant=doet", ["zaal", "kopie"], [], id="party does"),
        pytest.param("partij=nergens", [], ["zaal", "overleg"], id="no party"),
        pytest.param("convenant=voorbeeld", ["zaal"], [], id="covenant"),
        pytest.param("thema=geen", [], ["zaal"], id="no theme"),
        pytest.param("peildatum=2018-03-02&soort=cap", ["zaal"], ["overleg"], id="another day"),
    ],
)
def test_a_filter_in_the_address(read: Read, query: str, there: list[str], gone: list[str]) -> None:
    page = read(f"{LIST}?{query}")
    assert [code for code in there if factories.TITLES[code] not in page] == []
    assert [code for code in gone if factories.TITLES[code] in page] == []


def test_the_same_on_a_day_that_is_computed_and_today(read: Read, today: date) -> None:
    """What is assessed for a day is what is stored on that day."""
    stored = read(LIST)
    other = read(f"{LIST}?peildatum={today.isoformat()}&bekend=2200-01-01")
    names = ["3 Nu doen", *factories.TITLES.values()]
    assert sorted(names, key=stored.index) == sorted(names, key=other.index)


def test_a_group_goes_on_page_by_page(client: Client, bob: User, covenant: Covenant, today: date, either: str) -> None:
    revision = covenant.revisions.get()
    for number in range(120):
        factories.make_obligation(revision, revision.clauses.get(), "kopie", 10 + number, {}, named=f"k-{number}")
    if either == "stored":
        clear_covenants([covenant.pk], today=today)
        check_statuses(today)
    client.force_login(bob)
    first = client.get(f"{LIST}?groep=not-now").content.decode()
    assert first.count('class="row"') == 50
    assert "blad=2" in first
    last = client.get(f"{LIST}?groep=not-now&blad=3").content.decode()
    assert last.count('class="row"') == 23
    assert "blad=4" not in last
    assert client.get(f"{LIST}?groep=not-now&blad=99").status_code == 200


def test_the_workbook_has_every_row_as_text(client: Client, bob: User, covenant: Covenant) -> None:
    evil = covenant.revisions.get().obligations.get(code="overleg")
    evil.title = "=1+1"
    evil.save()
    client.force_login(bob)
    response = client.get(f"{LIST}excel/")
    assert response["Content-Disposition"] == 'attachment; filename="verplichtingen-2018-12-10.xlsx"'
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["Groep", "Convenant", "Verplichting", "Hoe staat het ervoor"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    titles = [row[2] for row in rows[1:]]
    assert "=1+1" in titles
    assert set(titles) == {"=1+1", *(title for code, title in factories.TITLES.items() if code != "overleg")}
    assert ["Nu doen", "Samen voor Voorbeeld", "Elkaars zaal gebruiken", "Boven het maximum"] in [
        row[:4] for row in rows
    ]


def test_a_workbook_takes_any_text() -> None:
    odd = "@SUM(A1) \x01 é 😀 " + "x" * 40_000
    assert workbook("[een]: naam/met*tekens?", ["a"], [[odd.replace("\x01", "")]])


@pytest.mark.parametrize("page", [LIST, "/convenant/voorbeeld/"])
def test_it_asks_the_database_as_often_for_much_as_for_little(
    client: Client, bob: User, covenant: Covenant, today: date, either: str, page: str
) -> None:
    client.force_login(bob)
    few = asked(client, page)
    revision = covenant.revisions.get()
    for number in range(40):
        factories.make_obligation(revision, revision.clauses.get(), "zaal", 10 + number, {}, named=f"z-{number}")
    if either == "stored":
        clear_covenants([covenant.pk], today=today)
        check_statuses(today)
        assert asked(client, page) == few
        assert few <= 15
    else:
        assert asked(client, page) == few


def test_a_row_is_small(client: Client, bob: User, covenant: Covenant, today: date) -> None:
    client.force_login(bob)

    def size() -> int:
        clear_covenants([covenant.pk], today=today)
        check_statuses(today)
        return len(client.get(f"{LIST}?groep=not-now").content)

    revision = covenant.revisions.get()
    before = size()
    for number in range(40):
        factories.make_obligation(revision, revision.clauses.get(), "kopie", 10 + number, {}, named=f"k-{number:02}")
    assert (size() - before) / 40 <= 600
