"""A secretary plans a year, says what became of a meeting, and finds what was promised: in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from meetings.models import Action, AgendaItem, Meeting, Series
from meetings.services.series import Plan, Rule, start_series
from obligations.models import Covenant
from tests import factories
from tests.browser.conftest import LOOKS, sees

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("covenant"),
]
AT = "/convenant/voorbeeld/"


@pytest.fixture
def covenant(settings: Any) -> Covenant:
    settings.CONVENANT_TODAY = date(2018, 1, 2)
    made = factories.make_covenant()
    factories.make_reader(made).memberships.create(covenant=made, role="secretariat")
    return made


def test_a_year_from_nothing_to_the_list_of_actions(open_page: Callable[..., Page], settings: Any) -> None:
    page = open_page()
    page.get_by_role("link", name="Overleggen", exact=True).click()
    page.get_by_role("link", name="Jaar plannen").click()
    sees(page, "4 nodig, 0 gepland of gehouden, nog 4 te plannen.")
    page.get_by_role("button", name="Deze overleggen plannen").click()
    sees(page, "Met deze 4 overleggen haalt u 2018.")

    first = Meeting.objects.order_by("on")[0]
    settings.CONVENANT_TODAY = date.fromordinal(first.on.toordinal() + 1)
    page.get_by_role("link", name="Vandaag").click()
    page.get_by_role("link", name="Doorgegaan, niet iedereen").click()
    page.get_by_role("group", name="Regio Voorbeeld").get_by_label("afwezig").check()
    page.get_by_role("button", name="Opslaan").click()
    sees(page, "Telt niet mee, want Voorbeeld was afwezig")

    page.get_by_role("link", name="De partijen spraken af dat het meetelt").click()
    for name in ("Gemeente Voorbeeldstad", "Regio Voorbeeld"):
        page.get_by_label(name).check()
    page.get_by_role("button", name="Opslaan").click()
    assert page.get_by_role("heading", name="Wat hierdoor verandert").is_visible()
    page.get_by_role("button", name="Ja, dit opslaan").click()
    sees(page, "Telt mee: 1 van 4 in 2018")

    page.get_by_role("link", name="Acties").click()
    page.get_by_label("Wat er moet gebeuren").fill("Verslag rondsturen")
    page.get_by_role("button", name="Actie toevoegen").click()
    page.get_by_role("link", name="Overleggen", exact=True).first.click()
    page.get_by_role("link", name="Open acties").click()
    sees(page, "Verslag rondsturen")
    page.get_by_role("button", name="Gedaan").click()
    sees(page, "Geen open acties")


def test_one_click_and_back(open_page: Callable[..., Page], covenant: Covenant, settings: Any) -> None:
    add(covenant)
    settings.CONVENANT_TODAY = date(2018, 1, 18)
    page = open_page()
    page.get_by_role("button", name="Doorgegaan, iedereen was er").click()
    sees(page, "Doorgegaan, iedereen was er.")
    page.get_by_role("button", name="Ongedaan maken").click()
    sees(page, "Is het ambtelijk overleg van 16 januari doorgegaan?")


def test_with_the_keyboard_alone(open_page: Callable[..., Page], covenant: Covenant, settings: Any) -> None:
    add(covenant)
    settings.CONVENANT_TODAY = date(2018, 1, 18)
    page = open_page()
    answer = page.get_by_role("link", name="Doorgegaan, niet iedereen")
    tab_to(page, answer)
    page.keyboard.press("Enter")
    page.wait_for_url("**/aanwezig/")
    tab_to(page, page.get_by_role("group", name="Regio Voorbeeld").get_by_label("aanwezig"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("de directeur")
    page.keyboard.press("Enter")
    sees(page, "vertegenwoordigd door de directeur")


def tab_to(page: Page, target: Any) -> None:
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("it cannot be reached with Tab")


def add(covenant: Covenant) -> Meeting:
    """A series, a meeting of which nobody said yet what became of it, with something in each part."""
    start_series(
        covenant=covenant,
        rule=Rule(2, "weeks", date(2018, 1, 16), date(2018, 3, 1)),
        plan=Plan("overleg"),
        ref="R",
        today=date(2018, 1, 2),
        reason="test",
    )
    meeting = Meeting.objects.order_by("on")[0]
    AgendaItem.objects.create(covenant=covenant, meeting=meeting, title="Jaarplan 2018", code="overleg")
    Action.objects.create(meeting=meeting, text="Jaarplan rondsturen", due_on=date(2018, 1, 10))
    return meeting


def pages_of(meeting: Meeting) -> list[str]:
    at = f"{AT}overleg/{meeting.pk}/"
    parts = [f"{at}?deel={part}" for part in ("agenda", "verslag", "besluiten", "acties", "documenten")]
    acts = [f"{at}{act}/" for act in ("aanwezig", "verzetten", "niet-doorgegaan", "wijzigen", "weghalen", "document")]
    lists = ["/", "/overleggen/", "/acties/", f"{AT}jaar-plannen/?jaar=2019", f"{AT}jaar-plannen/?jaar=2015"]
    return [*parts, *acts, *lists, f"{at}voorbereiding/", f"{AT}reeks/nieuw/", f"{AT}reeks/{Series.objects.get().pk}/"]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_wrong_and_nothing_scrolls_sideways(
    open_page: Callable[..., Page],
    live_server: LiveServer,
    covenant: Covenant,
    settings: Any,
    axe: Callable[[Page], list[str]],
    width: int,
    scheme: str,
) -> None:
    meeting = add(covenant)
    settings.CONVENANT_TODAY = date(2018, 1, 18)
    page = open_page(width, scheme)
    for address in pages_of(meeting):
        page.goto(live_server.url + address)
        for fold in page.locator("main summary").all():
            if not fold.evaluate("summary => summary.parentElement.open"):
                fold.click()
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_at_320_pixels_nothing_scrolls_sideways(
    open_page: Callable[..., Page], live_server: LiveServer, covenant: Covenant, settings: Any
) -> None:
    meeting = add(covenant)
    settings.CONVENANT_TODAY = date(2018, 1, 18)
    page = open_page(320)
    for address in pages_of(meeting):
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
