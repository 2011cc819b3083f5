"""Which day a page looks at: the day in the address, else today, else the end of what is over."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.html import escape

from obligations.models import Covenant
from tests import factories
from tests.web.conftest import Read, words_of

PAGES = [
    "/convenanten/",
    "/verplichtingen/",
    "/convenant/voorbeeld/",
    "/convenant/voorbeeld/verplichting/overleg/",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_on_today_without_a_banner(read: Read, address: str) -> None:
    page = read(address)
    assert "U kijkt" not in page


@pytest.mark.parametrize("address", PAGES)
def test_another_day_is_said_above_the_page(read: Read, address: str) -> None:
    page = read(f"{address}?peildatum=2018-03-01")
    assert "U kijkt naar 1 maart 2018, zoals het toen was (met wat we nu weten)." in page
    assert "Terug naar vandaag" in page
    assert "Zoals wij het toen wisten" in page


def test_a_day_to_come_is_looked_ahead_to(read: Read) -> None:
    assert "U kijkt vooruit naar 1 maart 2020" in read("/convenant/voorbeeld/?peildatum=2020-03-01")


def test_what_was_recorded_later_can_be_left_out(read: Read) -> None:
    page = read("/convenant/voorbeeld/verplichting/overleg/?peildatum=2018-12-01&bekend=2018-12-01")
    assert "U kijkt naar 1 december 2018, zoals wij het toen wisten." in page
    assert "Met wat we nu weten" in page
    assert "0 van 4 ambtelijke overleggen in 2018" in page  # the register was typed in after that day
    other = read("/convenant/voorbeeld/verplichting/overleg/?peildatum=2018-12-01&bekend=2018-11-01")
    assert "zoals wij het op 1 november 2018 wisten" in other


@pytest.mark.parametrize("address", PAGES[2:])
def test_before_the_first_entry_it_says_that_nothing_was_kept(read: Read, address: str) -> None:
    said = "Op 1 december 2018 was hier nog niets vastgelegd; daarom telt er niets mee."
    assert said in read(f"{address}?peildatum=2018-12-01&bekend=2018-12-01")
    assert "nog niets vastgelegd" not in read(f"{address}?peildatum=2018-12-01&bekend=2199-12-31")
    assert "nog niets vastgelegd" not in read(f"{address}?peildatum=2018-12-01")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    "entered",
    [
        pytest.param("gisteren", id="a word"),
        pytest.param("2018-02-30", id="a day that does not exist"),
        pytest.param("20180301", id="without dashes"),
        pytest.param("2018-W09-4", id="a week"),
        pytest.param("1899-12-31", id="before 1900"),
        pytest.param("2201-01-01", id="after 2200"),
        pytest.param("٢٠١٨-٠٣-٠١", id="other digits"),
        pytest.param("<b>x</b>", id="a tag"),
    ],
)
def test_what_is_no_day_is_said_at_the_field_and_the_page_opens_on_today(
    client: Client, bob: User, address: str, entered: str
) -> None:
    client.force_login(bob)
    response = client.get(address, {"peildatum": entered})
    page = response.content.decode()
    assert response.status_code == 200
    assert f"“{escape(entered)}” is geen dag die we kunnen laten zien" in page
    assert 'aria-invalid="true" aria-describedby="peildatum-error"' in page
    assert "U kijkt" not in page


@pytest.mark.parametrize("day", ["1900-01-01", "2200-12-31"])
@pytest.mark.parametrize("address", PAGES)
def test_the_first_and_the_last_day_can_be_shown(read: Read, address: str, day: str) -> None:
    assert "is geen dag" not in read(f"{address}?peildatum={day}")


@pytest.mark.parametrize("address", PAGES)
def test_every_link_to_another_page_keeps_the_day(client: Client, bob: User, address: str) -> None:
    client.force_login(bob)
    page = client.get(f"{address}?peildatum=2018-03-01&bekend=2018-04-01").content.decode()
    links = [part.split('"')[0] for part in page.split('href="')[1:]]
    inside = [
        link
        for link in links
        if link.startswith(("/convenant/", "/verplichtingen/")) and not link.startswith(address + "?")
    ]
    assert inside
    forms = ("/vastleggen/", "/nalopen/", "/hoeft-niet/", "/overleg/nieuw/")
    lost = [
        link
        for link in inside
        if "peildatum=" not in link and link != address and not link.split("?")[0].endswith(forms)
    ]
    assert lost == []


def test_before_the_covenant_there_is_nothing_yet(read: Read) -> None:
    page = read("/convenant/voorbeeld/?peildatum=2010-01-01")
    assert "Op deze dag was er nog niets getekend." in page
    assert "Op deze dag zijn er geen verplichtingen." in page


@pytest.fixture
def old(bob: User) -> Covenant:
    """A covenant that was over on 1 January 2018, which Bob may read too."""
    old = factories.make_covenant("oud", "Oud convenant", in_force_from=date(2015, 1, 1), ends_on=date(2018, 1, 1))
    factories.add_meeting(old, "OUD-1", date(2017, 3, 1))
    bob.memberships.create(covenant=old, role="reader")
    return old


def test_an_ended_covenant_opens_on_how_it_ended(read: Read, old: Covenant) -> None:
    page = read("/convenant/oud/")
    assert "Dit convenant is afgelopen op 1 januari 2018. U ziet hoe het er die dag voor stond." in page
    assert "Niet gehaald (1 van 4)" in page
    assert "1 van 4 ambtelijke overleggen in 2017 gehouden" in page
    assert "in 2016" not in page
    assert "Afgelopen op 1 januari 2018" in page


def test_an_ended_covenant_shows_any_other_day_when_asked(read: Read, old: Covenant) -> None:
    page = read("/convenant/oud/?peildatum=2016-06-01")
    assert "U kijkt naar 1 juni 2016" in page
    assert "Terug naar hoe het eindigde" in page
    assert "in 2016" in page
    assert "Dit convenant is afgelopen" not in page


def test_an_ended_covenant_still_says_how_it_ended_on_a_later_day(read: Read, old: Covenant) -> None:
    page = read("/convenant/oud/?peildatum=2018-12-10")
    assert "Dit convenant is afgelopen op 1 januari 2018. U ziet hoe het eindigde" in page
    assert "Niet gehaald (1 van 4)" in page


def test_an_obligation_of_an_ended_covenant_opens_there_too(read: Read, old: Covenant) -> None:
    page = read("/convenant/oud/verplichting/overleg/")
    assert "Dit convenant is afgelopen op 1 januari 2018." in page
    assert "Niet gehaald (1 van 4)" in page


def test_a_clock_that_stands_still_is_said_on_every_page(client: Client, bob: User, settings: Any) -> None:
    notice = "Op deze site is het altijd 10 december 2018. Er gaat geen mail uit."
    client.force_login(bob)
    for address in (*PAGES, "/accounts/login/", "/nergens/"):
        assert notice in words_of(client.get(address).content.decode()), address
    settings.CONVENANT_TODAY = None
    assert "het altijd" not in words_of(client.get("/").content.decode())
