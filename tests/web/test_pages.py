"""What holds for every page: its language, its skeleton, nothing inline, and an icon for every word."""

import re
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client

from obligations.web.icons import drawing
from obligations.web.words import GROUP_ICONS
from obligations.wording.labels import ICONS
from tests.web.conftest import words_of

PAGES = ["/", "/convenant/voorbeeld/", "/convenant/voorbeeld/verplichting/overleg/", "/accounts/login/", "/nergens/"]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_one_heading_a_title_landmarks_and_a_way_past_the_menu(
    client: Client, bob: User, address: str
) -> None:
    client.force_login(bob)
    page = client.get(address).content.decode()
    assert page.count("<h1") == 1
    assert re.search(r"<title>\S[^<]* · Convenant</title>", page)
    assert all(f"<{landmark}" in page for landmark in ("header", "main", "footer"))
    assert page.index('href="#inhoud"') < page.index("<header")
    assert '<html lang="nl" ' in page


@pytest.mark.parametrize("address", PAGES)
def test_headings_never_skip_a_level(client: Client, bob: User, address: str) -> None:
    client.force_login(bob)
    levels = [int(level) for level in re.findall(r"<h([1-6])", client.get(address).content.decode())]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_inline_and_ids_are_unique(client: Client, bob: User, address: str) -> None:
    client.force_login(bob)
    response = client.get(address)
    page = response.content.decode()
    assert not re.search(r"\sstyle=|<style|<script(?![^>]* src=\"/static/)|\son[a-z]+=", page)
    assert "'unsafe-inline'" not in response.headers["Content-Security-Policy"]
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_english_is_one_button_away_and_stays(client: Client, bob: User) -> None:
    client.force_login(bob)
    response = client.post("/taal/", {"language": "en", "next": "/convenant/voorbeeld/?peildatum=2018-03-01"})
    assert response["Location"] == "/convenant/voorbeeld/?peildatum=2018-03-01"
    page = client.get(response["Location"]).content.decode()
    words = words_of(page)
    assert '<html lang="en" ' in page
    assert "You are looking at 1 March 2018, as it was then (with what we know now)." in words
    assert "To do now" in words
    assert 'lang="nl">Ambtelijk overleg houden</a>' in page  # what was agreed stays in its own language
    obligation = words_of(client.get("/convenant/voorbeeld/verplichting/overleg/").content.decode())
    assert "At least 4 times per year" in obligation
    assert "does not count, because Voorbeeld was absent" in obligation


def test_a_visitor_may_choose_a_language_before_signing_in(client: Client, db: None) -> None:
    assert client.post("/taal/", {"language": "en", "next": "/accounts/login/"}).status_code == 302
    assert "Log in" in client.get("/accounts/login/").content.decode()


def test_a_language_never_leads_to_another_site(client: Client, db: None) -> None:
    response = client.post("/taal/", {"language": "en", "next": "https://elders.example/"})
    assert response["Location"] == "/"


def test_the_page_for_our_own_mistakes_needs_nothing() -> None:
    page = render_to_string("500.html")
    assert "Er ging iets mis" in page
    assert "{%" not in page


@pytest.mark.parametrize("name", sorted({*ICONS.values(), *GROUP_ICONS.values()}))
def test_every_status_has_an_icon(name: str) -> None:
    assert "<path" in drawing(name) or "<circle" in drawing(name)


@pytest.mark.parametrize("address", PAGES)
def test_every_icon_of_a_page_is_drawn_on_it_once(client: Client, bob: User, address: str) -> None:
    client.force_login(bob)
    page = client.get(address).content.decode()
    drawn = re.findall(r'<symbol id="i-([a-z0-9-]+)"', page)
    assert len(drawn) == len(set(drawn))
    assert set(re.findall(r'<use href="#i-([a-z0-9-]+)"', page)) == set(drawn)
