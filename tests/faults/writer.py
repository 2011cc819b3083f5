"""One of several who write in the same register for some seconds: `python -m tests.faults.writer NAME SECONDS`.

Each counts up one shared entry, adds entries of its own and sweeps; at the end it says what must be there.
"""

from __future__ import annotations

import json
import sys
import time

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from obligations.clock import today  # noqa: E402
from obligations.models import Covenant, Event  # noqa: E402
from obligations.services.checking import check_statuses  # noqa: E402
from obligations.services.known import known_to  # noqa: E402
from obligations.services.locks import lock_covenant  # noqa: E402
from obligations.services.register import Entry, record_events  # noqa: E402

SHARED = "GEDEELD"


def main(name: str, seconds: float) -> None:
    covenant = Covenant.objects.get(key="vng-nvvb")
    known, day = known_to(covenant), today()
    end, added, counted = time.monotonic() + seconds, 0, 0
    while time.monotonic() < end:
        with transaction.atomic():
            lock_covenant(covenant.pk)
            minutes = Event.objects.filter(reference__ref=SHARED).values_list("minutes", flat=True).first() or 0
            entry = Entry(SHARED, "personeelsadvies", day, by="vng", to=("nvvb",), minutes=minutes + 1)
            record_events(known=known, entries=[entry], today=day, reason="belasting")
        counted += 1
        entry = Entry(f"{name}-{added}", "brief-verzonden", day, by="vng", to=("nvvb",))
        record_events(known=known, entries=[entry], today=day, reason="belasting")
        added += 1
        check_statuses(day)
        time.sleep(0.05)
    connection.close()
    print(json.dumps({"added": added, "counted": counted}))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
