"""The list of the week: one line and one button for each thing, off the list for a while, and what comes next."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from obligations.models import Covenant, CurrentStatus, Membership, Role, SetAside, Sweep
from obligations.services.checking import check_statuses
from obligations.services.standings import clear_covenants
from tests import factories
from tests.web.conftest import Read, words_of
from tests.web.test_covenants import asked

ASIDE = "/convenant/voorbeeld/opzijzetten/"
TALK = {"code": "terugkoppelen", "occurrence": "trigger:voorbeeld-G", "status": "attention"}


@pytest.fixture
def secretary(covenant: Covenant) -> User:
    user = User.objects.create_user("sanne")
    Membership.objects.create(covenant=covenant, user=user, role=Role.SECRETARIAT)
    return user


@pytest.fixture
def desk(client: Client, secretary: User) -> Client:
    client.force_login(secretary)
    return client


def words(client: Client, address: str = "/") -> str:
    return words_of(client.get(address).content.decode())


@pytest.fixture(params=["stored", "computed"])
def either(request: pytest.FixtureRequest, covenant: Covenant, today: date) -> str:
    """With what the check sweep stored, and without it, where all is assessed for the page."""
    if request.param == "stored":
        clear_covenants([covenant.pk], today=today)
        check_statuses(today)
        assert CurrentStatus.objects.exists()
    return str(request.param)


def test_it_counts_what_needs_someone_worst_first(desk: Client, either: str) -> None:
    page = words(desk)
    assert "3 dingen vragen om u" in page
    order = ["Elkaars zaal gebruiken", "Uitkomst van een gesprek melden", "Ambtelijk overleg houden"]
    assert sorted(order, key=page.index) == order


def test_each_line_has_one_button_that_does_it(desk: Client, either: str) -> None:
    page = desk.get("/").content.decode()
    acts = re.findall(r'class="nl-button nl-button--primary nl-button--small" href="([^"]+)"', page)
    assert acts == [
        "/convenant/voorbeeld/vastleggen/?soort=uitkomst&amp;bij=voorbeeld-G&amp;plicht=terugkoppelen",
        "/convenant/voorbeeld/overleg/nieuw/?soort=overleg&amp;plicht=overleg",
    ]


def test_a_reader_sees_the_lines_without_buttons_that_write(read: Read, either: str) -> None:
    page = read("/")
    assert "3 dingen vragen om u" in page
    assert "Later" not in page
    assert "Vastleggen" not in page


@pytest.mark.parametrize("days", [7, 30])
def test_a_line_can_be_put_off_until_a_day_and_comes_back(
    desk: Client, either: str, settings: Any, today: date, days: int
) -> None:
    until = today + timedelta(days=days)
    desk.post(ASIDE, {**TALK, "until": until.isoformat()})
    page = words(desk)
    assert "2 dingen vragen om u" in page
    assert "Het staat niet op de lijst tot" in page
    assert "1 staat nu even niet op de lijst" in page
    settings.CONVENANT_TODAY = until
    assert "Uitkomst van een gesprek melden" in words(desk)
    assert "niet op de lijst" not in words(desk)


def test_settling_needs_an_explanation_and_changes_no_status(desk: Client, either: str) -> None:
    before = words(desk, "/convenant/voorbeeld/")
    desk.post(ASIDE, {**TALK, "act": "settle", "note": " "})
    assert "Zeg hoe het is afgehandeld" in words(desk)
    assert not SetAside.objects.exists()
    desk.post(ASIDE, {**TALK, "act": "settle", "note": "Besproken op 3 december; de regio belt zelf."})
    assert "2 dingen vragen om u" in words(desk)
    assert words(desk, "/convenant/voorbeeld/") == before
    assert SetAside.history.get().note == "Besproken op 3 december; de regio belt zelf."


def test_what_was_set_aside_can_be_put_back(desk: Client, either: str, today: date) -> None:
    desk.post(ASIDE, {**TALK, "until": (today + timedelta(days=7)).isoformat()})
    desk.post(ASIDE, {**TALK, "act": "back"})
    assert "3 dingen vragen om u" in words(desk)


def test_it_is_back_when_it_comes_to_stand_otherwise(desk: Client, covenant: Covenant, either: str) -> None:
    SetAside.objects.create(covenant=covenant, until=None, note="klaar", **{**TALK, "status": "open"})
    assert "3 dingen vragen om u" in words(desk)


@pytest.mark.parametrize("until", ["2018-12-10", "2018-01-01", "2020-12-31", "morgen", ""])
def test_a_day_that_is_none_is_refused_in_words(desk: Client, until: str) -> None:
    page = words_of(desk.post(ASIDE, {**TALK, "until": until}, follow=True).content.decode())
    assert "Kies een dag" in page
    assert not SetAside.objects.exists()


def test_with_nothing_to_do_it_says_so(client: Client, db: None) -> None:
    covenant = factories.make_covenant("leeg", "Leeg convenant")
    covenant.revisions.get().obligations.exclude(code="recht-op-zaal").delete()
    client.force_login(factories.make_reader(covenant, "vera"))
    assert "U bent bij." in words(client)


def test_what_was_not_achieved_stays_for_a_quarter_and_leaves(read: Read, settings: Any) -> None:
    settings.CONVENANT_TODAY = date(2019, 2, 1)
    assert "Niet gehaald (3 van 4)" in read("/")
    settings.CONVENANT_TODAY = date(2019, 4, 15)
    assert "Niet gehaald (3 van 4)" not in read("/")


def test_the_next_dates_and_the_maximum_that_is_used_up(read: Read, covenant: Covenant, either: str) -> None:
    page = read("/")
    assert "Bijna vol Elkaars zaal gebruiken Boven het maximum" in page[page.index("De volgende datums") :]


def test_a_meeting_that_is_planned_is_among_the_next_dates(read: Read, covenant: Covenant) -> None:
    meeting = factories.add_meeting(covenant, "KOMT", date(2018, 12, 19), present=())
    meeting.state = "planned"
    meeting.save()
    page = read("/")
    assert "19 december Ambtelijk overleg gepland" in page[page.index("De volgende datums") :]


def test_when_the_dates_were_last_checked_stands_at_the_foot_and_too_long_ago_on_top(read: Read) -> None:
    assert "De datums zijn nog niet nagekeken." in read("/")
    now = timezone.now()
    Sweep.objects.create(name="check", finished_at=now)
    page = read("/")
    assert "Datums laatst nagekeken op" in page
    assert "te lang geleden" not in page
    Sweep.objects.update(finished_at=now - timedelta(hours=2))
    assert "dat is te lang geleden" in read("/")


def test_it_asks_the_database_as_often_for_much_as_for_little_and_at_most_fifteen_times(
    desk: Client, covenant: Covenant, today: date
) -> None:
    def stored() -> int:
        clear_covenants([covenant.pk], today=today)
        check_statuses(today)
        return asked(desk, "/")

    few = stored()
    revision = covenant.revisions.get()
    for number in range(30):
        for code in ("zaal", "terugkoppelen"):
            named = f"{code}-{number}"
            factories.make_obligation(revision, revision.clauses.get(), code, 10 + number, {}, named=named)
    assert stored() == few
    assert few <= 15


def test_the_rest_is_one_click_away(desk: Client, covenant: Covenant) -> None:
    revision = covenant.revisions.get()
    for number in range(8):
        factories.make_obligation(
            revision, revision.clauses.get(), "terugkoppelen", 10 + number, {}, named=f"t-{number}"
        )
    page = words(desk)
    assert "11 dingen vragen om u" in page
    assert "en nog 4" in page
    assert desk.get("/?alles=1").content.decode().count('class="task"') == 11
