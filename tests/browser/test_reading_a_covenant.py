"""Someone signs in and reads a covenant in a real browser: wide and narrow, light and dark."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from obligations.services.drafting import draft_from
from tests import factories
from tests.browser.conftest import LOOKS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AT = "/convenant/voorbeeld/"
PAGES = [
    "/",
    "/convenanten/",
    "/verplichtingen/",
    "/verplichtingen/?groep=not-now&peildatum=2018-11-20",
    "/kalender/",
    "/kalender/2018/",
    f"{AT}?peildatum=2018-11-20",
    f"{AT}verplichting/overleg/",
    f"{AT}vergelijken/",
    f"{AT}uitleg/",
    f"{AT}uitleg/year/",
    f"{AT}vastleggen/",
    f"{AT}nalopen/?plicht=in-beeld-houden",
    f"{AT}hoeft-niet/?plicht=terugkoppelen",
    f"{AT}overleg/nieuw/",
    "/zoeken/?q=overleg",
    f"{AT}terugblik/",
    "/nieuw-convenant/",
    "/nieuw-convenant/bestand/",
    f"{AT}herziening/datums/",
    f"{AT}herziening/partijen/",
    f"{AT}herziening/verplichtingen/?zin=binnen",
    f"{AT}herziening/uitkomsten/",
    f"{AT}herziening/nakijken/",
    f"{AT}herziening/verplichting/terugkoppelen/",
    f"{AT}herziening/verplichtingen/nieuw/cap/",
    "/mail/",
    f"{AT}mail/?first=2019-01-01&last=2019-03-01",
    f"{AT}mail/wanneer/cadence/",
    "/stijl/",
]


@pytest.fixture
def site(live_server: LiveServer, settings: Any) -> str:
    """The address of a site with a covenant that was revised, and Bob who may read it."""
    settings.CONVENANT_TODAY = date(2018, 12, 10)
    covenant = factories.make_covenant(has_example_register=True)
    factories.fill_register(covenant)
    factories.revise(covenant, date(2019, 7, 1))
    draft_from(revision=covenant.revisions.get(key="2019"), today=date(2018, 12, 10))
    bob = factories.make_reader(covenant)
    bob.memberships.create(covenant=covenant, role="secretariat")
    bob.is_staff = True  # for the page with every part
    bob.save()
    return str(live_server.url)


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Signs in at a width and a colour scheme; fails at the end on anything the console complained of."""
    complaints: list[str] = []
    contexts = []

    def signed_in(width: int = 1280, scheme: Any = "light") -> Page:
        viewport: Any = {"width": width, "height": 800}
        context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="nl-NL")
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.goto(f"{site}/accounts/login/")
        page.fill("[name=username]", "bob")
        page.fill("[name=password]", "een lang wachtwoord")
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{site}/")
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_wrong(
    open_page: Callable[..., Page], site: str, axe: Callable[[Page], list[str]], width: int, scheme: str
) -> None:
    page = open_page(width, scheme)
    for address in PAGES:
        page.goto(site + address)
        for fold in page.locator("main summary").all():
            if not fold.evaluate("summary => summary.parentElement.open"):
                fold.click()
        assert axe(page) == [], address


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_scrolls_sideways(open_page: Callable[..., Page], site: str, width: int) -> None:
    page = open_page(width)
    for address in (*PAGES, "/verplichtingen/?peildatum=geen-dag-maar-een-heel-lang-woord-zonder-spaties"):
        page.goto(site + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_from_the_list_to_the_reason_and_back_in_time(open_page: Callable[..., Page], site: str) -> None:
    page = open_page()
    page.get_by_role("link", name="Convenant", exact=True).last.click()
    page.get_by_role("link", name="Samen voor Voorbeeld").click()
    page.get_by_text("Toon alles").click()
    assert page.get_by_role("link", name="Recht op een zaal").is_visible()
    page.get_by_role("link", name="Ambtelijk overleg houden").click()
    page.get_by_text("Waarom staat dit zo?").first.click()
    assert page.get_by_text("telt niet mee, want Voorbeeld was afwezig").first.is_visible()
    page.get_by_label("Kijk op een andere datum").fill("2018-03-01")
    page.get_by_role("button", name="Bekijken").click()
    assert page.get_by_role("note").get_by_text("U kijkt naar 1 maart 2018").is_visible()
    page.get_by_role("link", name="Samen voor Voorbeeld").click()
    assert page.url == f"{site}/convenant/voorbeeld/?peildatum=2018-03-01"
    page.get_by_role("link", name="Verplichtingen", exact=True).click()
    assert page.url == f"{site}/verplichtingen/?peildatum=2018-03-01"
    page.get_by_role("link", name="Terug naar vandaag").click()
    assert page.url == f"{site}/verplichtingen/"


def test_the_first_tab_leads_past_the_menu(open_page: Callable[..., Page], site: str) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.evaluate("link => link.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"


def test_what_is_pressed_is_large_enough(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(390)
    for address in PAGES:
        page.goto(site + address)
        small = page.evaluate(
            """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden])")]
                .filter(element => element.checkVisibility() && !element.closest("p, .facts, .skip-link"))
                .map(element => [element.textContent.trim(), element.getBoundingClientRect()])
                .filter(([, box]) => box.height < 24 && box.height > 0)
                .map(([text, box]) => `${text} ${box.height}`)"""
        )
        assert small == [], address


def test_english_in_the_browser(open_page: Callable[..., Page], site: str) -> None:
    page = open_page()
    page.get_by_text("bob").click()
    page.get_by_role("button", name="English").click()
    assert page.get_by_role("heading", name="things need you").is_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_no_request_leaves_the_site(open_page: Callable[..., Page], site: str) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in PAGES:
        page.goto(site + address)
    assert [url for url in asked if not url.startswith((site, "data:"))] == []


def test_a_line_of_the_week_is_done_by_keyboard_alone(open_page: Callable[..., Page], site: str) -> None:
    page = open_page()
    page.get_by_role("link", name="Overleg plannen").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/overleg/nieuw/**")
    page.get_by_label("Op welke dag").focus()
    page.get_by_label("Op welke dag").fill("2018-12-19")
    page.get_by_role("button", name="Opslaan").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/verplichting/overleg/")
    assert page.get_by_role("status").get_by_text("Het overleg is gepland.").is_visible()
    assert page.get_by_text("Gepland op 19 december").first.is_visible()


def test_on_a_phone_the_menu_opens_without_a_script(
    browser: Browser, open_page: Callable[..., Page], site: str
) -> None:
    page = open_page(390)
    assert not page.get_by_role("link", name="Kalender").is_visible()
    page.get_by_role("button", name="Menu").click()
    assert page.get_by_role("link", name="Kalender").is_visible()


def test_what_is_typed_is_there_again_after_a_reload(open_page: Callable[..., Page], site: str) -> None:
    page = open_page()
    page.goto(f"{site}{AT}vastleggen/?soort=brief")
    with page.expect_response("**/bewaren/"):
        page.get_by_label("Onderwerp").press_sequentially("een begin")
    page.goto(f"{site}/")
    page.goto(f"{site}{AT}vastleggen/?soort=brief")
    assert page.get_by_label("Onderwerp").input_value() == "een begin"
