"""A running covenant with mail on, and a mail server that does what it is told."""

from __future__ import annotations

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
from tests.mail.sink import Sink, running


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server on loopback."""
    with running() as found:
        yield found


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
