"""What a page costs: CPU per request, requests a second and p95, with 20, 100, 1,000 and 5,000 obligations.

    python -m benchmarks.pages                                        on SQLite, in a directory that is thrown away
    python -m tests.servers run -- python -m benchmarks.pages         on PostgreSQL

Each page stands beside a bare view with session and user, and beside a bare table of as many rows as it shows, in the
same run through the whole stack of middleware. Ratios within one run count; milliseconds depend on the machine.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import tempfile
import time
from datetime import date
from functools import cache
from types import ModuleType
from typing import Any

HOME = tempfile.TemporaryDirectory(prefix="convenant-bench-")
TODAY = date(2026, 6, 1)
os.environ.update(
    CONVENANT_HOME=HOME.name,
    CONVENANT_PRODUCTION="0",
    CONVENANT_TODAY=TODAY.isoformat(),
    DJANGO_SETTINGS_MODULE="convenant.settings",
)

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils.html import format_html_join  # noqa: E402

from benchmarks import stored  # noqa: E402  (sets Django up)
from convenant import urls  # noqa: E402
from obligations import models as m  # noqa: E402
from obligations.models import Covenant, Obligation  # noqa: E402
from obligations.services.checking import check_statuses  # noqa: E402
from obligations.services.standings import clear_covenants  # noqa: E402

SIZES = (20, 100, 1_000, 5_000)
ROUNDS = 60
PAGES = {
    "Vandaag": "/",
    "Verplichtingen": "/verplichtingen/",
    "Verplichtingen, one group": "/verplichtingen/?groep=to-do",
    "Convenant": "/convenant/c0/",
    "Verplichting": "/convenant/c0/verplichting/o0/",
}


def bare(request: HttpRequest) -> HttpResponse:
    """A page with session and user, and nothing else."""
    return HttpResponse(f"<!doctype html><title>x</title><p>{request.user}</p>")


def table(request: HttpRequest) -> HttpResponse:
    """As many obligations as a page of the list shows, as a bare table."""
    rows = Obligation.objects.order_by("pk").values_list("code", "title", "summary", "kind")[:50]
    body = format_html_join("", "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", rows)
    return HttpResponse(f"<!doctype html><title>{request.user}</title><table>{body}</table>")


def main() -> None:
    floor = ModuleType("floor")
    floor.urlpatterns = [path("bare/", bare), path("table/", table), *urls.urlpatterns]  # type: ignore[attr-defined]
    sys.modules["floor"] = floor
    settings.ROOT_URLCONF = "floor"
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    user = User.objects.create_user("bench", is_staff=True)
    cookie = signed_in(user)
    print(f"{connection.vendor}: median of {ROUNDS} requests, one process, one at a time")
    names = ("CPU ms", "x bare", "x table", "req/s", "p95 ms", "kB", "queries")
    print(f"{'obligations':>12} {'page':<28} " + " ".join(f"{name:>8}" for name in names))
    first: dict[str, float] = {}
    for size in SIZES:
        grow(size)
        base, floor_rows = measure("/bare/", cookie), measure("/table/", cookie)
        show(size, "bare view", base, base, floor_rows)
        show(size, "bare table of 50 rows", floor_rows, base, floor_rows)
        for name, address in PAGES.items():
            found = measure(address, cookie)
            show(size, name, found, base, floor_rows)
            if size == SIZES[1]:
                first[name] = found["cpu"]
            if size == SIZES[-1]:
                print(f"{'':>12} {'':<28} {found['cpu'] / first[name]:.2f} times its own cost at 100")


def signed_in(user: User) -> str:
    """The cookie of somebody who signed in."""
    client = Client()
    client.force_login(user)
    session: SessionStore = client.session
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def grow(size: int) -> None:
    """One covenant of so many obligations, checked today."""
    have = Obligation.objects.count()
    if not have:
        stored.PER_COVENANT = size
        stored.fill(size)
    else:
        more(size - have)
    ids = list(Covenant.objects.values_list("pk", flat=True))
    clear_covenants(ids, today=TODAY)
    check_statuses(TODAY)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def more(count: int) -> None:
    """Add obligations of the same kinds to the covenant."""
    have = Obligation.objects.count()
    with m.history_exempt("a throw-away database of a benchmark"):
        revision = m.Revision.objects.get()
        made = m.Obligation.objects.bulk_create(
            m.Obligation(
                revision=revision, code=f"o{n}", title=f"O {n}", summary="s", kind=stored.KINDS[n % 5], position=n
            )
            for n in range(have, have + count)
        )
        owners = {revision.pk: (m.FactType.objects.get(), m.Clause.objects.get())}
        stored._links(made, owners, list(m.Party.objects.all()))
        stored._terms(made)


@cache
def application() -> Any:
    """The site as a server would run it."""
    return get_wsgi_application()


def ask(address: str, cookie: str) -> bytes:
    """One request through the whole stack."""
    where, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": where,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_COOKIE": cookie,
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
    }
    status = []
    body = b"".join(application()(environ, lambda said, headers: status.append(said)))
    assert status[0].startswith("200"), (address, status)
    return body


def measure(address: str, cookie: str) -> dict[str, float]:
    """CPU and wall time of a request in milliseconds, its bytes and queries."""
    for _ in range(5):
        body = ask(address, cookie)
    cpu, wall = [], []
    for _ in range(ROUNDS):
        begun, started = time.process_time(), time.perf_counter()
        ask(address, cookie)
        cpu.append((time.process_time() - begun) * 1000)
        wall.append((time.perf_counter() - started) * 1000)
    settings.DEBUG = True
    reset_queries()
    ask(address, cookie)
    queries = len(connection.queries)
    settings.DEBUG = False
    wall.sort()
    return {
        "cpu": statistics.median(cpu),
        "rate": 1000 / statistics.mean(wall),
        "p95": wall[int(len(wall) * 0.95)],
        "size": len(body) / 1024,
        "queries": queries,
    }


def show(size: int, name: str, found: dict[str, float], base: dict[str, float], floor: dict[str, float]) -> None:
    shown = (
        f"{found['cpu']:>8.2f}",
        f"{found['cpu'] / base['cpu']:>8.1f}",
        f"{found['cpu'] / floor['cpu']:>8.1f}",
        f"{found['rate']:>8.0f}",
        f"{found['p95']:>8.1f}",
        f"{found['size']:>8.1f}",
        f"{found['queries']:>8.0f}",
    )
    print(f"{size:>12,} {name:<28} " + " ".join(shown))


if __name__ == "__main__":
    main()
