"""A running covenant with mail on, and a mail server that does what it is told."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from obligations.definitions.apply import import_definition
from obligations.mail.moments import at_eight
from obligations.mail.sender import Smtp
from obligations.models import Covenant, Membership, Role, save_all
from obligations.services.checking import check_statuses
from obligations.services.known import known_to
from obligations.services.mailing import switch_mail
from obligations.services.posts import PostEntry, fill_posts
from obligations.services.register import Entry, record_events
from obligations.tasks import plan_mail


@dataclass
class Sink:
    """What a mail server got and how it behaves: `script` by step, one answer for each time it is asked.

    Steps: connect, sender, recipient, content, end. An answer is a line, or 'drop' to break the connection; without
    one everything is well. `taken`: recipient and bytes, in the order in which the last dot came in.
    """

    script: dict[str, list[str]] = field(default_factory=dict)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    port: int = 0

    def says(self, step: str, usual: str) -> str:
        answers = self.script.get(step, [])
        return answers.pop(0) if answers else usual


class _Session(socketserver.StreamRequestHandler):
    """One connection, spoken as far as SMTP needs."""

    def handle(self) -> None:
        sink: Sink = self.server.sink  # type: ignore[attr-defined]
        if not self.say(sink.says("connect", "220 sink")):
            return
        recipient = ""
        while line := self.rfile.readline():
            verb = line.strip().upper()
            if verb.startswith(b"DATA"):
                if not self.content(sink, recipient):
                    return
                continue
            step = "sender" if verb.startswith(b"MAIL") else "recipient" if verb.startswith(b"RCPT") else ""
            if step == "recipient":
                recipient = line.decode().partition("<")[2].partition(">")[0]
            usual = "221 bye" if verb.startswith(b"QUIT") else "250 ok"
            if not self.say(sink.says(step, usual)) or verb.startswith(b"QUIT"):
                return

    def content(self, sink: Sink, recipient: str) -> bool:
        answer = sink.says("content", "354 go on")
        if not self.say(answer):
            return False
        if not answer.startswith("354"):
            return True
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        if not line:
            return False
        answer = sink.says("end", "250 taken")
        if answer.startswith("250") or answer == "drop":
            sink.taken.append((recipient, b"".join(lines)))
        return self.say(answer)

    def say(self, answer: str) -> bool:
        if answer == "drop":
            return False
        self.wfile.write(answer.encode() + b"\r\n")
        return not answer.startswith("421")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server on loopback."""
    found = Sink()
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.sink = found  # type: ignore[attr-defined]
        found.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield found
        server.shutdown()


def way_to(sink: Sink) -> Smtp:
    """The sender, on its way to that server."""
    server = {"host": "127.0.0.1", "port": sink.port, "user": "", "password": "", "starttls": False, "tls": False}
    return Smtp(server, "convenant@convenant.test", last_seconds=5)


TEXT = """
covenant: %(key)s
title: %(title)s
tracked_from: start
parties:
  aa: {name: Partij A, short: A}
  bb: {name: Partij B, short: B}
types:
  overleg: {name: Ambtelijk overleg, meeting: official}
  evaluatie: {name: Evaluatie}
  advies: {name: Advies, measure: minutes}
  brief: {name: Brief}
  afschrift: {name: Afschrift}
revisions:
  "2017":
    title: Afspraken 2017
    signed_on: 2017-01-01
    in_force_from: 2017-01-01
    parties: {aa: {}, bb: {}}
    clauses: {OVL: {heading: Overleg, paragraphs: {1: Elk kwartaal een overleg}}}
    obligations:
      overleg: {title: Overleg per kwartaal, summary: Vier keer, clause: OVL al. 1, bearers: all,
        cadence: {at_least: 4, per: year, of: [overleg]}, reminders: {slot: [14], before: [30, 14], after: [7]}}
      evaluatie: {title: Evaluatie samen, summary: Evaluatie, clause: OVL al. 1, bearers: all,
        deadline: {due: 2017-12-31, done_by: [evaluatie]}, reminders: {before: [60, 30, 14], after: [7]}}
      advies-cap: {title: Advies, summary: Hooguit vier uur, clause: OVL al. 1, bearers: [aa],
        cap: {at_most: 240, unit: minuut, unit_minutes: 1, per: month, of: [advies]},
        reminders: {at_percent: [75, 100]}}
      afschrift: {title: Afschrift sturen, summary: Afschrift, clause: OVL al. 1, bearers: [bb],
        duty: {when: [brief], relation: after, target_days: 7, done_by: [afschrift]}, reminders: {after: [7]}}
"""
"""Rules of every kind that is mailed about; %(key)s and %(title)s keep two worlds apart."""


@dataclass
class Office:
    """A covenant with its secretariat and mail on; the clock is an argument."""

    covenant: Covenant
    settings: Any
    refs: Iterator[int] = field(default_factory=lambda: count(1))

    def on(self, day: date, hour: int = 8, minute: int = 1) -> datetime:
        """An instant on a day; how everything stands is up to date by then."""
        check_statuses(day)
        return at_eight(day).replace(hour=hour, minute=minute)

    def plan(self, day: date) -> dict[str, int]:
        return dict(plan_mail(self.on(day)))

    def record(self, type_: str, on: date, today: date, **values: Any) -> str:
        """Something that happened, or with state='planned' will; its ref."""
        ref = f"{self.covenant.key}-{next(self.refs)}"
        entry = Entry(ref, type_, on, **values)
        record_events(known=known_to(self.covenant), entries=[entry], today=today, reason="proef")
        return ref


def open_office(folder: Path, settings: Any, *, key: str = "proef", title: str = "Convenant Proef") -> Office:
    """A covenant that begins on 1 January 2017, with holders, a mailbox for answers and a secretary."""
    file = folder / f"{key}.yaml"
    file.write_text(TEXT % {"key": key, "title": title})
    import_definition(str(file), today=START)
    covenant = Covenant.objects.get(key=key)
    entries = [
        PostEntry(party, role, f"{role} {party}", email=f"{name}.{key}@partij.nl", starts_on=date(2016, 1, 1))
        for party, role, name in (
            ("aa", "account_holder", "houder.a"),
            ("bb", "account_holder", "houder.b"),
            ("aa", "contact", "contact.a"),
            ("aa", "secretariat", "secretariaat"),
        )
    ]
    fill_posts(known=known_to(covenant), entries=entries, today=START, reason="proef")
    secretary = User.objects.create_user(f"secretaris.{key}", f"secretaris.{key}@partij.nl")
    save_all([Membership(covenant=covenant, user=secretary, role=Role.SECRETARIAT)], reason="proef")
    settings.MAIL_PER_MINUTE = 0
    return Office(covenant, settings)


START = date(2017, 1, 2)


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path) -> Office:
    """One covenant, with mail on from the start."""
    found = open_office(tmp_path, settings)
    switch_mail(on=True, about_past=True, today=START, reason="proef")
    return found
