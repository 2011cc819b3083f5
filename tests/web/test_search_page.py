"""One field that finds everything, with where it was found."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.web.conftest import Read

PAGE = "/zoeken/"


def test_it_asks_for_words_first(read: Read) -> None:
    assert "Typ een of meer woorden." in read(PAGE)


def test_what_is_found_stands_by_kind_with_a_link_that_keeps_the_day(client: Client, bob: User) -> None:
    client.force_login(bob)
    page = client.get(f"{PAGE}?q=OVERLEG&peildatum=2018-03-01").content.decode()
    assert '<a class="nl-link" href="/convenant/voorbeeld/verplichting/overleg/?peildatum=2018-03-01"' in page
    assert "<mark>overleg</mark>" in page
    assert "In de tekst" in page
    assert "14 september 2018" in page


def test_nothing_found_says_what_to_do(read: Read) -> None:
    page = read(f"{PAGE}?q=nergens")
    assert "Niets gevonden voor “nergens”. " in page
    assert "Probeer minder of kortere woorden" in page


@pytest.mark.parametrize("text", ["<b>x</b>", "%00", "x" * 1000, "%F0%9F%98%80", "' OR ''='"])
def test_anything_can_be_typed(client: Client, bob: User, text: str) -> None:
    client.force_login(bob)
    response = client.get(f"{PAGE}?q={text}")
    assert response.status_code == 200
    assert "<b>x</b>" not in response.content.decode()
