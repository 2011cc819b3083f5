"""The first page anyone sees, in a real browser."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser


def test_a_visitor_logs_in(live_server: LiveServer, page: Page, axe: Callable[[Page], list[str]]) -> None:
    User.objects.create_superuser("alice", password="een lang wachtwoord")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/accounts/login/")
    assert axe(page) == []
    page.fill("[name=username]", "alice")
    page.fill("[name=password]", "een lang wachtwoord")
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{live_server.url}/")
    assert complaints == []
