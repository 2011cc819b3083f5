"""What it costs to make and send overviews, beside Django's own way with one connection kept.

    python -m benchmarks.mail [2000]     on SQLite, in a directory that is thrown away; a mail server on loopback

Ratios within one run count. The letter of the other way is as long, and is built for each mail too.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

HOME = tempfile.TemporaryDirectory(prefix="convenant-bench-")
os.environ.update(
    CONVENANT_HOME=HOME.name,
    CONVENANT_PRODUCTION="0",
    MAIL_WINDOW="always",
    MAIL_PER_MINUTE="0",
    MAIL_FROM="convenant@convenant.nl",
    DJANGO_SETTINGS_MODULE="convenant.settings",
)

import django  # noqa: E402

django.setup()

from django.core.mail import EmailMultiAlternatives, get_connection  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from obligations.definitions.apply import import_definition  # noqa: E402
from obligations.mail import deliver as delivering  # noqa: E402
from obligations.mail.moments import at_eight  # noqa: E402
from obligations.mail.plan import plan  # noqa: E402
from obligations.mail.sender import Smtp  # noqa: E402
from obligations.mail.writing import html_of, text_of  # noqa: E402
from obligations.models import Covenant, Message  # noqa: E402
from obligations.services.checking import check_statuses  # noqa: E402
from obligations.services.known import known_to  # noqa: E402
from obligations.services.mailing import switch_mail  # noqa: E402
from obligations.services.posts import PostEntry, fill_posts  # noqa: E402
from tests.mail.sink import Sink, running  # noqa: E402

MONDAY = date(2017, 12, 18)
OBLIGATION = """
      plicht-{n}: {{title: Plicht {n}, summary: s, clause: X al. 1, bearers: all,
        deadline: {{due: 2017-12-31, done_by: [gedaan]}}, reminders: {{before: [14]}}}}"""
TEXT = """covenant: c{number}
title: Convenant {number}
tracked_from: start
parties: {{{parties}}}
types: {{gedaan: {{name: Gedaan}}}}
revisions:
  "1":
    title: Een
    signed_on: 2017-01-01
    in_force_from: 2017-01-01
    parties: {{{members}}}
    clauses: {{X: {{heading: Iks, paragraphs: {{1: s}}}}}}
    obligations:{obligations}
"""


def covenant(number: int, people: int, obligations: int) -> None:
    """A covenant with so many parties, each with an account holder, and so many obligations of all of them."""
    names = [f"p{number}-{n}" for n in range(people)]
    text = TEXT.format(
        number=number,
        parties=", ".join(f"{name}: {{name: Partij {name}, short: {name}}}" for name in names),
        members=", ".join(f"{name}: {{}}" for name in names),
        obligations="".join(OBLIGATION.format(n=n) for n in range(obligations)),
    )
    file = Path(HOME.name) / f"c{number}.yaml"
    file.write_text(text)
    import_definition(str(file), today=MONDAY)
    known = known_to(Covenant.objects.get(key=f"c{number}"))
    entries = [PostEntry(name, "account_holder", name, email=f"{name}@partij.nl") for name in names]
    fill_posts(known=known, entries=entries, today=MONDAY, reason="meting")


def ours(sink: Sink, number: int) -> tuple[float, float, int]:
    """Seconds to plan, seconds to send, and queries of the sending."""
    server = {"host": "127.0.0.1", "port": sink.port, "user": "", "password": "", "starttls": False, "tls": False}
    check_statuses(MONDAY)
    before = Message.objects.filter(kind="overview", state="sent").count()
    start = time.perf_counter()
    plan(at_eight(MONDAY))
    planned = time.perf_counter() - start
    delivering.SECONDS = 3600.0
    with CaptureQueriesContext(connection) as asked:
        start = time.perf_counter()
        delivering.deliver(at_eight(MONDAY), way=lambda: Smtp(server, "convenant@convenant.nl"))
        seconds = time.perf_counter() - start
    assert Message.objects.filter(kind="overview", state="sent").count() == before + number
    return planned, seconds, len(asked)


def theirs(sink: Sink, number: int) -> float:
    """Seconds of Django with one connection, each message built from the same texts."""
    row = Message.objects.filter(kind="overview", state="sent").order_by("-pk").first()
    assert row is not None
    assert row.rendered is not None
    text, html = text_of(bytes(row.rendered)), html_of(bytes(row.rendered))
    start = time.perf_counter()
    way = get_connection("django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=sink.port)
    way.open()
    for place in range(number):
        mail = EmailMultiAlternatives(
            f"Convenant: {place}", text, "a@convenant.nl", [f"p{place}@partij.nl"], connection=way
        )
        mail.attach_alternative(html, "text/html")
        mail.send()
    way.close()
    return time.perf_counter() - start


def run(people: int, covenants: int, obligations: int) -> None:
    first = Covenant.objects.count()
    for number in range(first, first + covenants):
        covenant(number, people // covenants, obligations)
    with running() as sink:
        planned, seconds, queries = ours(sink, people)
        other = theirs(sink, people)
    print(f"{people} mails, {obligations} obligations each, {queries / people:.2f} queries a mail")
    print(
        print(
            f"  plan {1000 * planned / people:.2f} ms, send {1000 * seconds / people:.2f} ms, {people / seconds:.0f}/s"
        )
    )
    print(f"  Django, one connection kept: {1000 * other / people:.2f} ms; ours {other / seconds:.2f} times as fast")


def main() -> None:
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    call_command("migrate", verbosity=0)
    switch_mail(on=True, about_past=True, today=MONDAY, reason="meting")
    run(people, 20, 2)
    run(people, 20, 20)


if __name__ == "__main__":
    main()
