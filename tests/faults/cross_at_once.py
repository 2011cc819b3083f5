"""One process that records advice until it is told to stop; several of them cross a maximum at the same moment.

python -m tests.faults.cross_at_once NAME NUMBER     on the database of the environment, with the covenant in it
"""

from __future__ import annotations

import sys
from datetime import date

import django

django.setup()

from obligations.models import Covenant  # noqa: E402
from obligations.services.known import known_to  # noqa: E402
from obligations.services.register import Entry, record_events  # noqa: E402

TODAY = date(2018, 3, 20)


def main(name: str, number: int) -> None:
    covenant = Covenant.objects.get(key="vng-nvvb")
    for one in range(number):
        entry = Entry(f"{name}-{one}", "personeelsadvies", TODAY, by="vng", to=("nvvb",), minutes=50)
        record_events(known=known_to(covenant), entries=[entry], today=TODAY, reason="proef")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
