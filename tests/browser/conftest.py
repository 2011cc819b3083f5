"""Someone signs in, in a real browser, and what the console complains of fails the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

# The gate sees each width and each theme once; `make test-all` sees every pair of them.
LOOKS = [(1280, "light"), (390, "dark")]
if os.environ.get("CONVENANT_THOROUGH"):
    LOOKS += [(1280, "dark"), (390, "light")]


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Signs in as Bob at a width and in a colour scheme; he must exist by then."""
    complaints: list[str] = []
    contexts = []

    def signed_in(width: int = 1280, scheme: Any = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="nl-NL")
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.goto(f"{live_server.url}/accounts/login/")
        page.fill("[name=username]", "bob")
        page.fill("[name=password]", "een lang wachtwoord")
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{live_server.url}/")
        return page

    yield signed_in
    for context in contexts:
        context.close()
    assert complaints == []


def sees(page: Page, text: str) -> None:
    """The page shows this text, perhaps in a moment."""
    page.get_by_text(text).first.wait_for(state="visible")
