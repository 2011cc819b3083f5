"""What one entry, its page and the register cost with 100, 10,000 and 100,000 lines behind them.

    python -m benchmarks.register [100000]     on SQLite, in a directory that is thrown away

Each line is an advice of another day of eight years, counted by a maximum per month. Ratios within one run count.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta

HOME = tempfile.TemporaryDirectory(prefix="convenant-bench-")
TODAY = date(2018, 12, 10)
os.environ.update(
    CONVENANT_HOME=HOME.name,
    CONVENANT_PRODUCTION="0",
    CONVENANT_TODAY=TODAY.isoformat(),
    DJANGO_SETTINGS_MODULE="convenant.settings",
)

import django  # noqa: E402

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from obligations.models import Covenant, Event  # noqa: E402
from obligations.services.checking import check_statuses  # noqa: E402
from obligations.services.known import known_to  # noqa: E402
from obligations.services.register import Entry, record_events  # noqa: E402

SIZES = (100, 10_000, 100_000)
CHUNK = 2_000


def fill(covenant: Covenant, first: int, last: int) -> None:
    """Lines `first` up to `last`, spread over eight years."""
    known, start = known_to(covenant), date(2011, 1, 1)
    for low in range(first, last, CHUNK):
        entries = [
            Entry(
                f"A-{number}",
                "personeelsadvies",
                start + timedelta(days=number % 2900),
                by="vng",
                to=("nvvb",),
                minutes=1,
            )
            for number in range(low, min(low + CHUNK, last))
        ]
        record_events(known=known, entries=entries, today=TODAY, reason="meting")
    check_statuses(TODAY)


def timed(act: Callable[[], object], times: int = 3) -> tuple[float, int]:
    """The best of so many, in milliseconds, and the queries of the last."""
    best = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - begun)
    with CaptureQueriesContext(connection) as found:
        act()
    return best * 1000, len(found)


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else SIZES[-1]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("import_covenant", "fixtures/vng-nvvb.yaml", verbosity=0, stdout=io.StringIO())
    covenant = Covenant.objects.get()
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.create_superuser("meting"))
    done, number = 0, 0
    print(f"{'lines':>8} {'one entry':>16} {'register':>16} {'its page':>16} {'people':>16}   ms (queries)")
    first: list[float] = []
    for size in (size for size in SIZES if size <= most):
        fill(covenant, done, size)
        done = size

        def one() -> None:
            nonlocal number
            number += 1
            entry = Entry(f"N-{number}", "personeelsadvies", TODAY, by="vng", to=("nvvb",), minutes=1)
            record_events(known=known_to(covenant), entries=[entry], today=TODAY, reason="meting")

        pk = Event.objects.order_by("pk").values_list("pk", flat=True)[0]
        at = f"/convenant/{covenant.key}/"
        pages = ["/register/", f"{at}register/{pk}/", f"{at}mensen/"]
        found = [timed(one), *(timed(lambda page=page: client.get(page)) for page in pages)]  # type: ignore[misc]
        first = first or [cost for cost, _queries in found]
        cells = [f"{cost:9.1f} ({queries:3d})" for cost, queries in found]
        ratios = " ".join(f"{cost / begun:.1f}x" for (cost, _queries), begun in zip(found, first, strict=True))
        print(f"{size:8d} {' '.join(f'{cell:>16}' for cell in cells)}   {ratios}")


if __name__ == "__main__":
    main()
