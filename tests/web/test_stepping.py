"""To the next and the previous moment at which something changes, there and back again."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from obligations.assessments import Standing, assess_covenants
from obligations.models import Covenant
from obligations.web.stepping import previous_change
from tests.web.conftest import Read

DAYS = [date(2018, 1, 1) + timedelta(days=number) for number in range(0, 360, 7)]


@pytest.fixture
def standing(covenant: Covenant) -> Standing:
    return assess_covenants([covenant.pk], date(2018, 12, 10))[covenant.pk]


@pytest.mark.parametrize("day", DAYS)
def test_the_previous_change_is_the_last_day_whose_next_change_is_not_later(standing: Standing, day: date) -> None:
    """Stepping forward from the previous change passes the shown day or ends on it; nothing lies between."""
    before = previous_change(standing.on(day))
    assert before is not None
    assert before < day
    following = standing.on(before).changes_on
    assert following is None or following >= day


def test_the_steps_are_links_to_the_same_page(client: Client, bob: User) -> None:
    client.force_login(bob)
    page = client.get("/convenant/voorbeeld/verplichting/overleg/?peildatum=2018-03-01").content.decode()
    links = dict(
        re.findall(r'href="/convenant/voorbeeld/verplichting/overleg/\?peildatum=([0-9-]+)" rel="(\w+)"', page)
    )
    assert set(links.values()) == {"prev", "next"}
    assert min(links) < "2018-03-01" < max(links)


def test_before_the_covenant_nothing_changed(read: Read) -> None:
    assert "Vorige verandering" not in read("/convenant/voorbeeld/?peildatum=2015-01-01")


def test_the_time_line_has_the_shown_day_among_the_turning_points(read: Read) -> None:
    page = read("/convenant/voorbeeld/?peildatum=2017-03-01")
    line = page[page.index("Tijdlijn") :]
    order = ["1 januari 2016", "1 maart 2017 De getoonde dag", "30 juni 2018"]
    assert sorted(order, key=line.index) == order


def test_before_the_register_was_kept_it_says_so(read: Read, covenant: Covenant) -> None:
    covenant.tracked_from = date(2018, 1, 1)
    covenant.save()
    said = "Dit wordt bijgehouden vanaf 1 januari 2018. Wat daarvoor gebeurde, is hier niet bekend."
    assert said in read("/convenant/voorbeeld/?peildatum=2017-03-01")
    assert said not in read("/convenant/voorbeeld/")
