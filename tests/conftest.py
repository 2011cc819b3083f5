"""What every test may use. Servers and browsers are found in tests/servers.py."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, Page, sync_playwright

from convenant.catalogs import compile_catalogs
from tests import counting
from tests.servers import BROWSER_FLAGS, ROOT, find_browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# On a busy machine an example may take any time; in the gate the same examples are tried each time.
hypothesis_settings.register_profile("dev", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, database=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_configure(config: pytest.Config) -> None:
    """Tests read the screens in Dutch and in English."""
    compile_catalogs()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A browser sends several requests at once. In memory SQLite refuses the second writer; in a file it waits."""
    chosen = connection.settings_dict
    browsing = any(item.get_closest_marker("browser") for item in request.session.items)
    if browsing and connection.vendor == "sqlite":
        chosen["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "tests.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, with a counter on every tracked table."""
    with django_db_blocker.unblock():
        counting.install()


@pytest.fixture(autouse=True)
def no_change_without_a_history_row(request: pytest.FixtureRequest) -> Iterator[None]:
    """Over the whole suite: a test that changes a tracked row and leaves no history row fails."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None and not {"db", "transactional_db", "live_server"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("db")
    counts = counting.counted()
    next(counts)
    yield
    if request.node.get_closest_marker("leaves_no_history") is None:
        next(counts, None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium. Playwright keeps an event loop, which Django takes for asynchronous code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=list(BROWSER_FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of a Dutch visitor, with nothing remembered."""
    context = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe finds wrong with an open page, one line per rule: its name and the elements."""
    if not AXE.exists():
        pytest.fail("axe-core is not installed. Run 'make install-dev'.")
    source = AXE.read_text()

    def violations(page: Page) -> list[str]:
        # Evaluated by the browser's own protocol, which the page's content security policy does not bind.
        page.evaluate(source)
        options = {"runOnly": {"type": "tag", "values": AXE_RULES}}
        result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
        return [
            f"{violation['id']}: {', '.join(str(node['target']) for node in violation['nodes'])}"
            for violation in result["violations"]
        ]

    return violations
