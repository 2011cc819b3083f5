"""A small covenant, someone who may read it, and a clock that stands still."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from obligations.models import Covenant
from tests import factories

Read = Callable[..., str]
ABOVE_THE_QUERIES = frozenset(
    f"test_{name}.py" for name in ("as_of", "compare", "comparison", "impact", "retrospect", "worked_meetings")
)
"""What these prove lies above the queries of their pages, which test_rights opens on both databases."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.name in ABOVE_THE_QUERIES and item.path.parent.name == "web":
            item.add_marker(pytest.mark.once)


@pytest.fixture(autouse=True)
def today(settings: Any) -> date:
    settings.CONVENANT_TODAY = date(2018, 12, 10)
    return settings.CONVENANT_TODAY


@pytest.fixture
def covenant(db: None) -> Covenant:
    """In force since 2016, without an end, with a register of 2018."""
    covenant = factories.make_covenant()
    factories.fill_register(covenant)
    return covenant


@pytest.fixture
def bob(covenant: Covenant) -> User:
    """A reader of that covenant."""
    return factories.make_reader(covenant)


@pytest.fixture
def read(client: Client, bob: User) -> Read:
    """What Bob reads at an address: the words of the page, without its tags."""
    client.force_login(bob)

    def words(address: str, **headers: str) -> str:
        response = client.get(address, headers=headers)
        assert response.status_code == 200
        return words_of(response.content.decode())

    return words


def words_of(page: str) -> str:
    """The words of a page, each run of blanks as one."""
    body = page[page.index("<body") :]
    bare = re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", body, flags=re.DOTALL))
    return re.sub(r"\s+", " ", html.unescape(bare))


def group(page: str, name: str) -> str:
    """The words of one of the five groups of a covenant's page."""
    names = ["Nu doen", "Loopt", "Gehaald", "Niet gehaald", "Telt nu niet", "Looptijd"]
    found = re.search(rf"{name} \d+ (?=\D).*?(?={names[names.index(name) + 1]} (\d+|\D))", after_counts(page))
    assert found is not None, page
    return found[0]


def after_counts(page: str) -> str:
    """What follows the row of five numbers."""
    return page[page.index("Telt nu niet") + len("Telt nu niet") :]
