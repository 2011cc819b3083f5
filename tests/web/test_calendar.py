"""The calendar: what happened, what is planned and what is due, by month and by year."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Meeting
from obligations.models import Clause, Covenant, DeadlineTerm, Event, Membership, Role
from obligations.services.checking import check_statuses
from obligations.services.standings import clear_covenants
from obligations.web.agenda import Item
from obligations.web.months import Sheet, by_day, days_of, month_title, months_away, weeks_of
from tests import factories
from tests.web.conftest import Read, words_of

YEAR = "/kalender/2018/"
ADDRESSES = ["/kalender/", YEAR, "/kalender/2018/3/"]


def item(day: date, title: str = "iets") -> Item:
    return Item(day, title, "", "nl", "", "vastgelegd", "check", "fact")


@pytest.fixture(params=["stored", "computed"])
def either(request: pytest.FixtureRequest, covenant: Covenant, today: date) -> str:
    if request.param == "stored":
        clear_covenants([covenant.pk], today=today)
        check_statuses(today)
    return str(request.param)


def cell(client: Client, address: str, day: str) -> str:
    """The words of one day of a month."""
    page = client.get(address).content.decode()
    found = re.search(rf'<td[^>]*>\s*<p class="day__head"><time datetime="{day}">.*?</td>', page, re.DOTALL)
    assert found is not None
    return words_of(f"<body>{found[0]}").strip()


# --- Laying out ------------------------------------------------------------------------------------------------


@given(st.integers(1900, 2199), st.integers(1, 12))
def test_a_month_has_each_of_its_days_once_in_weeks_of_the_iso_number(year: int, month: int) -> None:
    weeks = weeks_of(year, month, Sheet({}, {}, date(2018, 12, 10), "nl"))
    days = [day for week in weeks for day in week.days]
    assert all(later.on - earlier.on == timedelta(days=1) for earlier, later in pairwise(days))
    inside = [day.on for day in days if day.inside]
    assert inside == [date(year, month, number) for number in range(1, monthrange(year, month)[1] + 1)]
    assert all(len(week.days) == 7 and week.days[0].on.weekday() == 0 for week in weeks)
    assert all(week.number == day.on.isocalendar().week for week in weeks for day in week.days)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        pytest.param(date(2018, 12, 31), 1, id="a last Monday belongs to the next year"),
        pytest.param(date(2020, 12, 31), 53, id="a year of 53 weeks"),
        pytest.param(date(2021, 1, 3), 53, id="its last Sunday"),
        pytest.param(date(2027, 1, 4), 1, id="the week of 4 January is the first"),
    ],
)
def test_week_numbers(day: date, number: int) -> None:
    weeks = weeks_of(day.year, day.month, Sheet({}, {}, day, "nl"))
    assert [week.number for week in weeks for found in week.days if found.on == day] == [number]
    assert [found.on for week in weeks for found in week.days if found.today] == [day]


@given(st.lists(st.dates(date(2018, 1, 1), date(2018, 12, 31)), max_size=40), st.integers(0, 12))
def test_a_month_of_a_year_shows_the_first_things_and_counts_the_rest(days: list[date], most: int) -> None:
    items = [item(day, str(number)) for number, day in enumerate(sorted(days))]
    sheet = Sheet(by_day(items), {}, date(2018, 12, 10), "nl")
    for month in range(1, 13):
        own = [one for one in items if one.day.month == month]
        found, rest = days_of(2018, month, sheet, most)
        shown = [one for day in found for one in day.items]
        assert shown == own[:most]
        assert rest == len(own) - len(shown)


@given(st.integers(1900, 2199), st.integers(1, 12))
def test_the_next_month_and_back_is_the_same(year: int, month: int) -> None:
    after = months_away(year, month, 1)
    assert (after is None) == ((year, month) == (2199, 12))
    assert after is None or months_away(*after, -1) == (year, month)
    assert (months_away(year, month, -1) is None) == ((year, month) == (1900, 1))


def test_a_full_day_folds_the_rest_away() -> None:
    day = date(2018, 3, 1)
    sheet = Sheet(by_day([item(day, str(number)) for number in range(7)]), {}, day, "nl")
    found = next(one for week in weeks_of(2018, 3, sheet) for one in week.days if one.on == day)
    assert [one.title for one in found.items] == ["0", "1", "2", "3"]
    assert [one.title for one in found.rest] == ["4", "5", "6"]


def test_months_have_their_own_name_in_each_language() -> None:
    assert month_title(2027, 3, "nl") == "Maart 2027"
    assert month_title(2027, 3, "en") == "March 2027"


# --- A month ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param("2018-02-14", "Ambtelijk overleg geweest", id="a meeting that was held"),
        pytest.param("2018-03-02", "Zaal gebruikt vastgelegd", id="an entry"),
        pytest.param(
            "2018-06-30", "Tussentijds evalueren uiterste datum (convenant): gehaald", id="a date that the text sets"
        ),
        pytest.param(
            "2018-08-15",
            "Uitkomst van een gesprek melden streefdatum (eigen planning): even nakijken",
            id="a target of our own",
        ),
        pytest.param(
            "2018-12-31",
            "Ambtelijk overleg houden uiterste datum (convenant), 3 van 4 gedaan: binnenkort",
            id="the end of a period",
        ),
        pytest.param("2018-12-25", "Eerste kerstdag", id="a holiday"),
        pytest.param("2018-12-11", "", id="nothing"),
    ],
)
def test_what_stands_on_a_day(client: Client, bob: User, either: str, day: str, words: str) -> None:
    client.force_login(bob)
    year, month, number = map(int, day.split("-"))
    found = cell(client, f"/kalender/{year}/{month}/", day)
    assert re.sub(rf"^\S+ {number} \S+\s*", "", found).strip() == words


def test_targets_of_what_is_still_to_do_stand_on_their_days(client: Client, bob: User) -> None:
    client.force_login(bob)
    address = "/kalender/2018/6/?peildatum=2018-06-01"
    assert "streefdatum (eigen planning)" not in cell(client, address, "2018-06-30")  # two of four are done
    assert "voor de derde van 4" in cell(client, "/kalender/2018/9/?peildatum=2018-06-01", "2018-09-30")
    assert "voor de derde van 4" not in cell(client, "/kalender/2018/9/", "2018-09-30")


def test_a_covenant_date_and_a_target_have_another_icon(client: Client, bob: User) -> None:
    client.force_login(bob)
    due = client.get("/kalender/2018/6/").content.decode()
    target = client.get("/kalender/2018/8/").content.decode()
    assert '<li class="day-item day-item--covenant">\n    <svg' in due
    assert re.search(r'day-item--covenant">\s*<svg[^>]*><use href="#i-calendar-clock"', due)
    assert re.search(r'day-item--target">\s*<svg[^>]*><use href="#i-target"', target)


def test_today_is_marked_and_said(client: Client, bob: User) -> None:
    client.force_login(bob)
    page = client.get("/kalender/").content.decode()
    assert page.count('aria-current="date"') == 1
    assert "vandaag" in cell(client, "/kalender/", "2018-12-10")
    assert 'aria-current="date"' not in client.get("/kalender/2018/11/").content.decode()
    assert "Kalender: december 2018" in words_of(page)


def test_weeks_are_rows_with_a_heading_and_days_have_a_machine_date(client: Client, bob: User) -> None:
    client.force_login(bob)
    page = client.get("/kalender/2018/12/").content.decode()
    assert re.findall(r'scope="row">.*?</span>(\d+)</th>', page) == ["48", "49", "50", "51", "52", "1"]
    assert len(re.findall(r'<time datetime="\d{4}-\d\d-\d\d">', page)) == 6 * 7
    assert [page.count(f'title="{name}"') for name in ("maandag", "zondag")] == [1, 1]


def test_an_obligation_is_linked_and_the_day_that_is_looked_at_goes_along(client: Client, bob: User) -> None:
    client.force_login(bob)
    page = client.get("/kalender/2018/6/?peildatum=2018-05-01").content.decode()
    assert 'href="/convenant/voorbeeld/verplichting/evaluatie/?peildatum=2018-05-01"' in page
    assert 'href="/kalender/2018/5/?peildatum=2018-05-01" rel="prev"' in page
    assert 'href="/kalender/2018/7/?peildatum=2018-05-01" rel="next"' in page
    assert 'href="/kalender/2018/?peildatum=2018-05-01"' in page
    assert "U kijkt naar 1 mei 2018" in words_of(page)


def test_the_month_opens_on_the_day_that_is_looked_at(read: Read) -> None:
    assert "Kalender: maart 2018" in read("/kalender/?peildatum=2018-03-02")
    assert "Kalender: december 2199" in read("/kalender/?peildatum=2200-05-05")
    assert "“morgen” is geen dag die we kunnen laten zien" in read("/kalender/?peildatum=morgen")


@pytest.mark.parametrize(
    ("known", "there"),
    [pytest.param("2018-02-20", False, id="before it was recorded"), pytest.param("2100-01-01", True, id="after")],
)
def test_what_was_known_then(client: Client, bob: User, known: str, there: bool) -> None:
    client.force_login(bob)
    found = cell(client, f"/kalender/2018/2/?peildatum=2018-02-20&bekend={known}", "2018-02-14")
    assert ("Ambtelijk overleg geweest" in found) is there


@pytest.mark.parametrize(
    ("state", "on", "words"),
    [
        pytest.param("planned", date(2018, 12, 17), "gepland", id="planned"),
        pytest.param("planned", date(2018, 12, 3), "stond gepland; is het doorgegaan?", id="planned and past"),
        pytest.param("cancelled", date(2018, 12, 17), "niet doorgegaan", id="cancelled"),
    ],
)
def test_how_certain_a_meeting_is(
    client: Client, bob: User, covenant: Covenant, state: str, on: date, words: str
) -> None:
    meeting = factories.add_meeting(covenant, "O-X", on)
    meeting.state = Meeting.State(state)
    meeting.subject = "Begroting"
    meeting.save()
    client.force_login(bob)
    assert cell(client, "/kalender/2018/12/", on.isoformat()).endswith(f"Begroting {words}")


@pytest.mark.parametrize(
    ("state", "words"),
    [("reported", "gemeld, nog niet gecontroleerd"), ("unknown", "nog aanvullen"), ("happened", "vastgelegd")],
)
def test_how_certain_an_entry_is(client: Client, bob: User, covenant: Covenant, state: str, words: str) -> None:
    factories.add_event(covenant, "B-X", "brief", date(2018, 12, 3), state=state, subject="Over de zaal")
    client.force_login(bob)
    assert f"Over de zaal {words}" in cell(client, "/kalender/2018/12/", "2018-12-03")


def test_a_date_of_a_replaced_revision_stands_once_in_the_new_one(
    client: Client, bob: User, covenant: Covenant
) -> None:
    factories.revise(covenant, date(2018, 9, 1))
    Event.objects.get(type__key="evaluatie").delete()
    for term in DeadlineTerm.objects.all():
        term.due = date(2018, 12, 20)
        term.save()
    client.force_login(bob)
    found = cell(client, "/kalender/2018/12/", "2018-12-20")
    assert found.count("Tussentijds evalueren") == 1


def test_an_empty_month_says_what_to_do_next(client: Client, bob: User, covenant: Covenant) -> None:
    client.force_login(bob)
    page = client.get("/kalender/2019/2/").content.decode()
    assert "In deze maand staat niets. De datums van een periode komen hier te staan" in words_of(page)
    assert "Bekijk wat is afgesproken" in page
    assert "overleg/nieuw" not in page
    bob.memberships.create(covenant=covenant, role=Role.SECRETARIAT)
    assert "/convenant/voorbeeld/overleg/nieuw/" in client.get("/kalender/2019/2/").content.decode()


def test_without_a_covenant_it_is_said_what_to_do(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user("dave"))
    for address in ADDRESSES:
        assert "Vraag het secretariaat om u toe te voegen." in client.get(address).content.decode()


# --- Several covenants -----------------------------------------------------------------------------------------


@pytest.fixture
def two(covenant: Covenant, bob: User) -> Covenant:
    """Another covenant of Bob, with a register of its own, and one of somebody else."""
    other = factories.make_covenant("ander", "Ander convenant")
    Membership.objects.create(covenant=other, user=bob, role=Role.READER)
    factories.add_meeting(other, "A-1", date(2018, 2, 14))
    factories.add_meeting(factories.make_covenant("vreemd", "Vreemd convenant"), "V-1", date(2018, 2, 14))
    return other


def test_all_covenants_that_a_person_sees_and_no_other(client: Client, bob: User, two: Covenant) -> None:
    client.force_login(bob)
    found = cell(client, "/kalender/2018/2/", "2018-02-14")
    assert "geweest Samen voor Voorbeeld" in found
    assert "geweest Ander convenant" in found
    assert "Vreemd" not in client.get("/kalender/2018/2/").content.decode()


@pytest.mark.parametrize("address", ["/kalender/2018/2/", YEAR])
def test_one_covenant_by_its_key_which_every_link_keeps(client: Client, bob: User, two: Covenant, address: str) -> None:
    client.force_login(bob)
    page = client.get(f"{address}?convenant=ander").content.decode()
    assert "/convenant/voorbeeld/" not in page
    assert 'rel="prev"' in page
    assert all("?convenant=ander" in link for link in re.findall(r'href="(/kalender/\d[^"]*)"', page))
    assert '<option value="ander" selected>' in page
    assert "Vreemd" not in client.get(f"{address}?convenant=vreemd").content.decode()


# --- A year ----------------------------------------------------------------------------------------------------


def test_a_year_has_twelve_months_with_numbers_and_links(client: Client, bob: User, either: str) -> None:
    client.force_login(bob)
    page = client.get(YEAR).content.decode()
    words = words_of(page)
    assert [f'href="/kalender/2018/{month}/"' in page for month in range(1, 13)] == [True] * 12
    assert "Januari 2018 Geen datums" in words
    assert "Maart 2018 3 datums donderdag 1 maart Zaal gebruikt vastgelegd" in words
    assert "Februari 2018 1 datum woensdag 14 februari Ambtelijk overleg geweest" in words
    assert "December 2018 1 datum · deze maand maandag 31 december Ambtelijk overleg houden" in words


def test_a_year_in_english(read: Read, client: Client) -> None:
    client.post("/taal/", {"language": "en", "next": YEAR})
    page = read(YEAR)
    assert "Calendar: 2018" in page
    assert "March 2018 3 dates Thursday 1 March Zaal gebruikt on record" in page
    assert "Ambtelijk overleg houden covenant date, 3 of 4 done: soon" in page


def test_of_a_full_month_the_rest_is_one_click_away(read: Read, covenant: Covenant) -> None:
    for day in range(1, 13):
        factories.add_event(covenant, f"B-{day}", "zaal", date(2018, 1, day), subject=f"Zaal {day}")
    page = read(YEAR)
    assert "Januari 2018 12 datums" in page
    assert "Zaal 8 vastgelegd en nog 4 : Januari 2018" in page
    assert "Zaal 9" not in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/kalender/1900/", 200),
        ("/kalender/2199/12/", 200),
        ("/kalender/1899/", 404),
        ("/kalender/2200/", 404),
        ("/kalender/2018/0/", 404),
        ("/kalender/2018/13/", 404),
        ("/kalender/1899/12/", 404),
        ("/kalender/99999999999999999999/1/", 404),
    ],
)
def test_the_years_that_there_are(client: Client, bob: User, address: str, status: int) -> None:
    client.force_login(bob)
    assert client.get(address).status_code == status


def test_at_both_ends_there_is_no_link_further(client: Client, bob: User) -> None:
    client.force_login(bob)
    for first, last in (("/kalender/1900/1/", "/kalender/2199/12/"), ("/kalender/1900/", "/kalender/2199/")):
        assert 'rel="prev"' not in client.get(first).content.decode()
        assert 'rel="next"' not in client.get(last).content.decode()


# --- Every page ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_skeleton(client: Client, bob: User, address: str) -> None:
    client.force_login(bob)
    page = client.get(address).content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_menu_leads_here(client: Client, bob: User) -> None:
    client.force_login(bob)
    for address in ADDRESSES:
        assert (
            '<a class="main-nav__link" href="/kalender/" aria-current="page">' in client.get(address).content.decode()
        )


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert [client.get(address).status_code for address in ADDRESSES] == [302] * 3


@pytest.mark.parametrize("address", ["/kalender/", YEAR, "/kalender/2018/6/", "/kalender/2018/6/?peildatum=2018-06-30"])
def test_more_rows_are_not_more_queries(
    client: Client, bob: User, covenant: Covenant, either: str, today: date, address: str
) -> None:
    client.force_login(bob)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    clause = Clause.objects.get()
    for number in range(5):
        for code in ("overleg", "evaluatie"):
            factories.make_obligation(clause.revision, clause, code, 50 + number, {}, named=f"{code}-{number}")
        for month in (3, 6, 12):
            factories.add_event(covenant, f"N-{number}-{month}", "brief", date(2018, month, 2 + number))
            factories.add_meeting(covenant, f"M-{number}-{month}", date(2018, month, 2 + number))
    if either == "stored":
        clear_covenants([covenant.pk], today=today)
        check_statuses(today)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few), [query["sql"] for query in many]
