"""The deliver sweep: claim what is due, make it, send it one by one, and write down how each ended.

No transaction and no row lock is open while a mail server is spoken to. A run stops taking new messages after twenty
seconds, and returns at once when one runs in this process already.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connection

from obligations.mail import outbox
from obligations.mail.letters import Ready, prepare
from obligations.mail.moments import Moment, moment_of
from obligations.mail.sender import Attempt, Outcome, Transport, transport
from obligations.mail.silence import stopped_on
from obligations.models import Message, Sender
from obligations.services.mailing import mail_is_on
from obligations.services.sweeping import Counts

LOG = logging.getLogger(__name__)
SECONDS = 20.0
_running = threading.Lock()
DOORS = ("connect", "tls", "login")
"""Steps before any message: when one of these fails, so will it for the next message."""


@dataclass
class Run:
    """One run of the sweep."""

    moment: Moment
    transport: Transport
    started: float
    counts: Counter[str] = field(default_factory=Counter)
    over: bool = False

    @property
    def may_go_on(self) -> bool:
        return not self.over and time.monotonic() - self.started < SECONDS


def deliver(now: datetime, *, way: Callable[[], Transport] = transport) -> Counts:
    """Send what is due. Nothing while mail is off, out of hours, or the server refused our account a moment ago."""
    if not _running.acquire(blocking=False):
        return {"sent": 0}
    try:
        outbox.recover(now)
        moment = moment_of(now)
        if not mail_is_on() or not moment.is_open or _blocked(now):
            return {"sent": 0}
        run = Run(moment, way(), time.monotonic())
        try:
            _send_all(run)
        finally:
            run.transport.close()
        return {"sent": 0, **run.counts}
    finally:
        _running.release()


def _blocked(now: datetime) -> bool:
    return Sender.objects.filter(pk=1, blocked_until__gt=now).exists()


def _send_all(run: Run) -> None:
    while run.may_go_on:
        stopped = stopped_on(run.moment.today)
        batch = outbox.claim(run.moment.now, stopped, outbox.room(run.moment.now))
        if not batch:
            return
        _send_batch(run, prepare(batch, run.moment, real=run.transport.real))


def _send_batch(run: Run, ready: Sequence[Ready]) -> None:
    for number, one in enumerate(ready):
        if not run.may_go_on:
            outbox.released([rest.message for rest in ready[number:]])
            return
        _send(run, one)


def _send(run: Run, one: Ready) -> None:
    message = one.message
    try:
        attempt = run.transport.send(
            message.recipient, one.content, f"{message.mark or message.pk}", lambda: outbox.begin(message)
        )
    except Exception as error:
        # Something in this message; the others go on.
        LOG.exception("message %s could not be sent", message.pk)
        outbox.failed(message, outbox.Answer(0, f"{type(error).__name__}: {error}", "unreadable"), run.moment.now)
        run.counts["failed"] += 1
        return
    _settle(run, message, attempt)


def _settle(run: Run, message: Message, attempt: Attempt) -> None:
    """Write down how it ended."""
    now, answer = run.moment.now, attempt.answer
    run.counts[attempt.outcome.value] += 1
    if attempt.outcome is Outcome.SENT:
        _insist(lambda: outbox.sent(message, answer, now))
    elif attempt.outcome is Outcome.LATER:
        outbox.postponed(message, answer, now)
        run.over = answer.step in DOORS
    elif attempt.outcome is Outcome.REFUSED:
        outbox.failed(message, answer, now)
    elif attempt.outcome is Outcome.UNCERTAIN:
        outbox.uncertain(message, answer, now)
    else:
        outbox.released([message])
        run.over = True
        if attempt.outcome is Outcome.BLOCKED:
            outbox.block(answer, now)


def _insist(mark: Callable[[], bool]) -> None:
    """Write that a message was sent, again and again until the lease ends: a restart of the database makes no twin."""
    give_up = time.monotonic() + outbox.lease().total_seconds()
    while True:
        try:
            mark()
        except (DatabaseError, InterfaceError):
            if time.monotonic() > give_up:
                raise
            LOG.warning("a message was sent, but the database does not take it; trying on")
            connection.close()
            time.sleep(1)
        else:
            return
