"""One process that delivers mail again and again, until it is killed.

python -m tests.faults.mail_worker [without-claim]     with the environment of a site

`without-claim` takes what is queued without marking it: what most code does, and what must be seen to fail.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import DatabaseError, InterfaceError, connection  # noqa: E402

from obligations.clock import now  # noqa: E402
from obligations.mail.deliver import deliver  # noqa: E402
from obligations.mail.desk_letters import desk_letter  # noqa: E402
from obligations.mail.moments import moment_of  # noqa: E402
from obligations.mail.sender import Outcome, transport  # noqa: E402
from obligations.mail.writing import Heads, write  # noqa: E402
from obligations.models import Message  # noqa: E402


def careless() -> None:
    """Send what is queued, then mark it."""
    moment, way = moment_of(now()), transport()
    for row in Message.objects.filter(state=Message.State.QUEUED).order_by("pk")[:20]:
        letter = desk_letter(row, [], moment)
        assert letter is not None
        content = write(letter, Heads(row.key, row.recipient, "", "Convenant", (), row.due_at))
        if way.send(row.recipient, content, str(row.pk), lambda: True).outcome is Outcome.SENT:
            Message.objects.filter(pk=row.pk).update(state=Message.State.SENT)
    way.close()


def main(act: Callable[[], Any]) -> None:
    while True:
        try:
            act()
        except (DatabaseError, InterfaceError):
            connection.close()
        time.sleep(0.1)


if __name__ == "__main__":
    main(careless if "without-claim" in sys.argv else lambda: deliver(now()))
