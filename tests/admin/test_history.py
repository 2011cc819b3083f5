"""Who changed what, when, from what to what and why: found on the page of the object itself."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.db.models import DateField
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.admin.history import history_of, shown
from obligations.models import CadenceTerm, Event, Obligation, Party, change_all
from tests.admin.test_pages import DAY, address
from tests.obligations.lively import Secretariat

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(tmp_path: Path) -> Secretariat:
    return Secretariat(tmp_path, 7)


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("beheer"))
    return client


def words(text: str) -> str:
    """What a page says, without its marks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def told(client: Client, row: object) -> str:
    """What the history page of a row says."""
    response = client.get(address(type(row), "history", row.pk))  # type: ignore[attr-defined]
    assert response.status_code == 200
    return words(response.content.decode())


def test_a_number_that_an_import_changed(office: Secretariat, boss: Client) -> None:
    """The issue of an administrator: who changed the number of an obligation, when, from what and why?"""
    text = office.file.read_text(encoding="utf-8")
    office.file.write_text(text.replace("{at_least: 4, per: year", "{at_least: 5, per: year"), encoding="utf-8")
    call_command("import_covenant", office.file, stdout=StringIO())
    said = told(boss, Obligation.objects.get(code="overleg", revision__key="2016"))
    newest = said[: said.index("Toegevoegd")]
    assert "een opdracht of import" in newest
    assert "Waarom: Ingelezen uit levend.yaml" in newest
    assert "Hoe vaak gewijzigd Wat Was Werd Minstens 4 5" in newest
    assert re.search(r"\d+ \w+ 20\d\d \d\d:\d\d", newest)


def test_parts_that_came_and_went(office: Secretariat, boss: Client) -> None:
    text = office.file.read_text(encoding="utf-8")
    old = "kopie: {title: K, summary: s, clause: X, bearers: [aa], towards: [bb, cc],"
    assert old in text
    office.file.write_text(text.replace(old, old.replace("towards: [bb, cc]", "towards: [cc]")), encoding="utf-8")
    call_command("import_covenant", office.file, stdout=StringIO())
    said = told(boss, Obligation.objects.get(code="kopie", revision__key="2016"))
    assert "Partij van een verplichting weggehaald Wat Was Werd" in said
    assert "Partij B Waarvoor" not in said
    assert re.search(r"weggehaald Wat Was Werd .*?Partij B ", said)


def test_what_a_person_did_bears_the_name_and_the_reason(office: Secretariat, boss: Client) -> None:
    party = Party.objects.get(key="aa")
    data = {"short": "AA", "name": "Partij A", "change_reason": "nieuwe huisstijl"}
    assert boss.post(address(Party, "change", party.pk), data).status_code == 302
    said = told(boss, party)
    assert "· beheer Waarom: nieuwe huisstijl Gewijzigd Wat Was Werd Korte naam A AA" in said
    assert party.history.latest().history_user.get_username() == "beheer"


def test_what_is_gone_is_found_with_its_history(office: Secretariat, boss: Client) -> None:
    party = Party.objects.create(key="weg", name="Weg BV", short="WEG")
    pk = party.pk
    response = boss.post(address(Party, "delete", pk), {"post": "yes", "change_reason": "was dubbel"})
    assert response.status_code == 302
    assert not Party.objects.filter(pk=pk).exists()
    removed = words(boss.get(address(Party, "removed")).content.decode())
    assert "WEG" in removed
    assert "beheer was dubbel" in removed
    said = words(boss.get(address(Party, "history", pk)).content.decode())
    assert "Dit is weggehaald." in said
    assert "Waarom: was dubbel Weggehaald Wat Was Werd" in said
    assert "Naam Weg BV" in said


def test_choices_dates_and_parties_are_words(office: Secretariat, boss: Client) -> None:
    for _ in range(80):
        office.enter(DAY)
    row = Event.objects.filter(to__isnull=False, state="happened").first()
    assert row is not None
    said = told(boss, row)
    assert "Stand gebeurd" in said
    assert f"Datum {row.on.day} " in said
    assert "Voor wie toegevoegd" in said
    assert re.search(r"Partij [ABC] ", said)


def test_what_never_was_is_not_found(boss: Client) -> None:
    assert boss.get(address(Party, "history", 99999)).status_code == 404
    assert boss.get("/admin/obligations/party/niets/history/").status_code == 404


def test_the_queries_do_not_grow_with_what_happened(office: Secretariat, boss: Client) -> None:
    obligation = Obligation.objects.get(code="overleg", revision__key="2016")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            told(boss, obligation)
        return len(captured)

    queries()
    few = queries()
    for number in range(5, 45):
        term = CadenceTerm.objects.get(obligation=obligation)
        term.at_least = number
        change_all([term], ["at_least"], reason=f"naar {number}")
    assert queries() == few
    entries = history_of(Obligation, obligation.pk)
    assert len(entries) == 41
    assert [(change.before, change.after) for change in entries[0].steps[0].changes] == [("43", "44")]


def test_a_day_is_written_out() -> None:
    assert shown(DateField(name="on"), date(2018, 3, 1), {}) == "1 maart 2018"
