"""A month in the register of the real covenant, in a real browser: every number is what `assess --json` says."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from obligations.models import Covenant, Event
from tests import factories
from tests.browser.conftest import LOOKS, sees

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("covenant"),
]
ROOT = Path(__file__).resolve().parents[2]
AT = "/convenant/vng-nvvb/"
TODAY = "2018-03-20"


@pytest.fixture
def covenant(settings: Any) -> Covenant:
    settings.CONVENANT_TODAY = date.fromisoformat(TODAY)
    factories.make_covenant()  # so that there is more than one
    call_command("import_covenant", str(ROOT / "fixtures" / "vng-nvvb.yaml"), verbosity=0, stdout=io.StringIO())
    made = Covenant.objects.get(key="vng-nvvb")
    factories.make_reader(made).memberships.create(covenant=made, role="secretariat")
    return made


def advise(page: Page, kind: str, day: str, amount: str, *, another: bool = False) -> None:
    page.get_by_label("Wat", exact=True).select_option(label=kind)
    page.get_by_label("Op welke dag").fill(day)
    page.get_by_label("Wie heeft het gedaan").select_option(label="Vereniging van Nederlandse Gemeenten")
    page.get_by_label("Hoeveel tijd").fill(amount)
    page.get_by_role("button", name="Opslaan en nog een" if another else "Opslaan", exact=True).click()


def test_a_month_in_the_register(open_page: Callable[..., Page], live_server: LiveServer, covenant: Covenant) -> None:
    page = open_page()
    page.get_by_role("link", name="Vastleggen", exact=True).click()
    page.get_by_role("link", name="Advies").click()
    advise(page, "Personeelsadvies gegeven", "2018-03-05", "3 u", another=True)
    sees(page, "Vastgelegd.")
    page.goto(f"{live_server.url}{AT}vastleggen/?groep=advies")
    advise(page, "Financieel advies gegeven", "2018-03-06", "half dagdeel")
    sees(page, "Vastgelegd.")
    page.goto(f"{live_server.url}{AT}vastleggen/?groep=advies")
    advise(page, "Personeelsadvies gegeven", "2018-03-19", "1:30")
    sees(page, "Dit gaat boven het maximum.")
    sees(page, "Praten over een vergoeding als het advies boven het maximum komt")
    assert Event.objects.filter(covenant=covenant).count() == 2
    page.get_by_label("Opmerking").fill("spoed bij een reorganisatie")
    page.get_by_role("button", name="Ja, dit opslaan").click()
    sees(page, "Vastgelegd.")
    assert Event.objects.filter(covenant=covenant).count() == 3

    page.goto(f"{live_server.url}{AT}plichten/")
    talk = page.get_by_role("listitem").filter(has_text="Praten over een vergoeding")
    talk.get_by_role("link", name="Vastleggen").click()
    page.get_by_role("button", name="Opslaan", exact=True).click()
    sees(page, "Vastgelegd.")
    page.goto(f"{live_server.url}{AT}plichten/")
    assert not page.get_by_text("Praten over een vergoeding").is_visible()

    page.get_by_role("link", name="Vastleggen", exact=True).click()
    page.get_by_role("link", name="Brief").click()
    page.get_by_label("Wat", exact=True).select_option(label="Eigen brief over een thema verzonden")
    page.get_by_label("Wie heeft het gedaan").select_option(label="Nederlandse Vereniging voor Burgerzaken")
    page.get_by_label("Thema").select_option(label="Verkiezingen")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    page.get_by_role("button", name="Ja, dit opslaan").click()
    sees(page, "Wat dit vraagt")
    for party in ("VNG", "KING"):
        assert page.get_by_label(f"Kopie sturen van een eigen brief over een thema: {party}").first.is_visible()
    page.get_by_label("Kopie sturen van een eigen brief over een thema: VNG").first.fill(TODAY)
    page.get_by_role("button", name="Opslaan", exact=True).click()
    sees(page, "Opgeslagen.")
    page.goto(f"{live_server.url}{AT}plichten/")
    sees(page, "NVVB, voor KING: nog niet gedaan")
    assert not page.get_by_text("NVVB, voor VNG: nog").is_visible()

    page.goto(f"{live_server.url}{AT}mensen/")
    named = re.compile("Invullen ?: Accounthouder, Nederlandse Vereniging voor Burgerzaken")
    page.get_by_role("link", name=named).click()
    page.get_by_label("Wie erna komt").fill("directeur NVVB")
    page.get_by_role("button", name="Opslaan").click()
    sees(page, "De functie is gewisseld.")
    sees(page, "directeur NVVB")
    every_sentence_is_what_the_command_says(page, live_server)


def every_sentence_is_what_the_command_says(page: Page, live_server: LiveServer) -> None:
    out = io.StringIO()
    call_command("assess", "vng-nvvb", as_of=TODAY, as_json=True, stdout=out)
    rows = [row for row in json.loads(out.getvalue())["assessments"] if row["status"] is not None]
    codes = ("personeelsadvies-cap", "financieel-advies-cap", "vergoeding-bij-overschrijding", "brieven-afschrift")
    seen = 0
    for code in codes:
        page.goto(f"{live_server.url}{AT}verplichting/{code}/")
        words = " ".join(page.locator("main").inner_text().split())
        for row in (row for row in rows if row["obligation"] == code):
            assert row["label"] in words, (code, row["label"])
            number = row["used"] or row["done"]
            seen += number is not None
    assert seen >= 2
    used = {row["obligation"]: row["used"] for row in rows if row["obligation"].endswith("-cap") and row["used"]}
    assert (used["personeelsadvies-cap"], used["financieel-advies-cap"]) == ("1.125", "0.5")
    page.goto(f"{live_server.url}{AT}verplichting/personeelsadvies-cap/")
    sees(page, "4 uur en 30 minuten")


PAGES = [
    "/vastleggen/",
    "/vastleggen/?convenant=vng-nvvb",
    f"{AT}vastleggen/?groep=advies",
    f"{AT}vastleggen/?soort=brief-verzonden",
    "/register/",
    f"{AT}plakken/",
    f"{AT}plichten/",
    f"{AT}mensen/",
    f"{AT}mensen/nvvb/account_holder/",
    f"{AT}alles-nalopen/",
    f"{AT}compleet/",
    "/mensen/",
]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_wrong_and_nothing_scrolls_sideways(
    open_page: Callable[..., Page],
    live_server: LiveServer,
    covenant: Covenant,
    axe: Callable[[Page], list[str]],
    width: int,
    scheme: str,
) -> None:
    page = open_page(width, scheme)
    page.goto(f"{live_server.url}{AT}vastleggen/?soort=brief-verzonden")
    page.get_by_label("Wie heeft het gedaan").select_option(label="Nederlandse Vereniging voor Burgerzaken")
    page.get_by_label("Thema").select_option(label="Verkiezingen")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    sees(page, "Wat hierdoor verandert")
    assert axe(page) == []
    page.get_by_role("button", name="Ja, dit opslaan").click()
    sees(page, "Wat dit vraagt")
    pk = Event.objects.get(covenant=covenant).pk
    at = f"{AT}register/{pk}/"
    for address in [*PAGES, at, f"{at}verbeteren/", f"{at}intrekken/", f"{at}document/"]:
        page.goto(live_server.url + address)
        for fold in page.locator("main summary").all():
            if not fold.evaluate("summary => summary.parentElement.open"):
                fold.click()
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_an_advice_with_the_keyboard_alone(open_page: Callable[..., Page], live_server: LiveServer) -> None:
    page = open_page()
    page.goto(f"{live_server.url}{AT}vastleggen/?soort=personeelsadvies")
    amount = page.get_by_label("Hoeveel tijd")
    for _ in range(60):
        if amount.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("1,5 u")
    page.keyboard.press("Enter")
    sees(page, "Vastgelegd.")
    assert Event.objects.get().minutes == 90


def test_a_wrong_amount_is_said_where_it_is(open_page: Callable[..., Page], live_server: LiveServer) -> None:
    page = open_page()
    page.goto(f"{live_server.url}{AT}vastleggen/?soort=personeelsadvies")
    page.get_by_label("Hoeveel tijd").fill("veel")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    sees(page, "is geen hoeveelheid tijd")
    assert page.get_by_label("Hoeveel tijd").input_value() == "veel"
    assert not Event.objects.exists()


def test_who_only_reads_has_no_button(browser: Browser, live_server: LiveServer, covenant: Covenant) -> None:
    user = User.objects.create_user("lezer", password="een lang wachtwoord")
    user.memberships.create(covenant=covenant, role="reader")  # type: ignore[attr-defined]
    page = browser.new_context(locale="nl-NL").new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=username]", "lezer")
    page.fill("[name=password]", "een lang wachtwoord")
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{live_server.url}/")
    assert not page.get_by_role("link", name="Vastleggen").is_visible()
    page.context.close()
