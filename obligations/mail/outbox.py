"""The outbox: claim a message, hold it with a lease, and write down how it ended (R-11 … R-13).

Every write after the claim names the lease token, so that whoever lost the lease changes nothing. Leases are counted in
the time of the database; when a message is due is counted in the time that is given.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from obligations.mail.silence import Stopped
from obligations.models import MailSwitch, Message, MessageCovenant, Sender

State = Message.State
CLAIM = 50
"""Messages in one claim."""
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 30, 60, 120, 240))
GIVE_UP = timedelta(days=5)
RESEND = Q(covenant_date=True)
"""Mails with a covenant date go again when nobody knows whether they arrived: a twin is better than silence (D1)."""


def lease() -> timedelta:
    """How long a message is ours after the claim, and again from just before its content (R-11)."""
    return timedelta(seconds=settings.MAIL_LEASE_SECONDS)


def claimable(now: datetime, stopped: Stopped) -> Q:
    """Which messages may be taken in hand."""
    due = Q(state=State.QUEUED, due_at__lte=now) & (Q(next_try_at__isnull=True) | Q(next_try_at__lte=now))
    return due & ~_stopped(stopped)


def _stopped(stopped: Stopped) -> Q:
    held = Q(kind__in=stopped.kinds)
    if stopped.covenants:
        held |= Q(pk__in=MessageCovenant.objects.filter(covenant__in=stopped.covenants).values("message"))
    for covenant_id, kind in stopped.kinds_of:
        own = MessageCovenant.objects.filter(covenant=covenant_id).values("message")
        held |= Q(kind=kind, pk__in=own)
    return held


@transaction.atomic
def claim(now: datetime, stopped: Stopped, most: int = CLAIM) -> list[Message]:
    """Take at most so many messages in hand, the oldest first; nobody else gets them while the lease lasts.

    Of invitations for one meeting to one person the earlier goes first (R-37): a later one waits for it.
    """
    if stopped.everything or most < 1:
        return []
    earlier = Message.objects.filter(
        kind=Message.Kind.INVITATION,
        subject_key=OuterRef("subject_key"),
        recipient=OuterRef("recipient"),
        pk__lt=OuterRef("pk"),
        state__in=(State.QUEUED, State.CLAIMED, State.TRANSMITTING, State.UNKNOWN),
    )
    rows = Message.objects.filter(claimable(now, stopped)).exclude(Q(kind=Message.Kind.INVITATION) & Exists(earlier))
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    ids = list(rows.order_by("due_at", "pk").values_list("pk", flat=True)[:most])
    if not ids:
        return []
    token = secrets.token_hex(16)
    taken = Message.objects.filter(pk__in=ids, state=State.QUEUED)
    taken.update(state=State.CLAIMED, lease_token=token, lease_until=Now() + lease(), reason="")
    return list(Message.objects.filter(pk__in=ids, lease_token=token, state=State.CLAIMED).order_by("due_at", "pk"))


def begin(message: Message) -> bool:
    """Just before the content goes to the server: the lease is renewed, and the switch is looked at once more.

    False when the lease was lost or mail was switched off meanwhile: then nothing may be sent.
    """
    on = MailSwitch.objects.filter(pk=1, on=True)
    held = Message.objects.filter(Exists(on), pk=message.pk, lease_token=message.lease_token, state=State.CLAIMED)
    return bool(held.update(state=State.TRANSMITTING, lease_until=Now() + lease()))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a mail server said. `code` 0: nothing. `step`: connect, tls, login, sender, recipient, content, end."""

    code: int
    text: str
    step: str = ""


def sent(message: Message, answer: Answer, now: datetime) -> bool:
    """The server took it. False when the lease was lost: somebody else answers for it now."""
    return _end(message, State.SENT, "", answer, now)


def failed(message: Message, answer: Answer, now: datetime) -> bool:
    """The server refuses this message for good."""
    return _end(message, State.FAILED, f"refused:{answer.step}", answer, now)


def suppressed(message: Message, reason: str, now: datetime) -> bool:
    """It may not leave, whatever the server would say."""
    return _end(message, State.SUPPRESSED, reason, Answer(0, ""), now)


def cancelled(message: Message, reason: str, now: datetime) -> bool:
    """Nobody needs it any more."""
    return _end(message, State.CANCELLED, reason, Answer(0, ""), now)


def uncertain(message: Message, answer: Answer, now: datetime) -> bool:
    """The connection broke after the content: nobody knows. A mail with a covenant date goes again, with its bytes."""
    if message.covenant_date:
        return postponed(message, answer, now, "resent")
    return _end(message, State.UNKNOWN, f"no_answer:{answer.step}", answer, now)


def postponed(message: Message, answer: Answer, now: datetime, reason: str = "later") -> bool:
    """The server cannot take it now: later again, each time after a longer while, for five days at most."""
    first = message.first_try_at or now
    if now - first >= GIVE_UP:
        return _end(message, State.FAILED, f"gave_up:{answer.step}", answer, now)
    wait = BACK_OFF[min(message.attempts, len(BACK_OFF) - 1)]
    return bool(
        _held(message).update(
            state=State.QUEUED,
            reason=f"{reason}:{answer.step}",
            attempts=F("attempts") + 1,
            first_try_at=first,
            next_try_at=now + wait,
            lease_token="",
            lease_until=None,
            smtp_code=answer.code or None,
            smtp_text=answer.text[:500],
        )
    )


def released(messages: Sequence[Message]) -> None:
    """Put messages back as they were: they were not tried."""
    for message in messages:
        Message.objects.filter(pk=message.pk, lease_token=message.lease_token, state=State.CLAIMED).update(
            state=State.QUEUED, lease_token="", lease_until=None
        )


def _held(message: Message):  # type: ignore[no-untyped-def]  # a queryset of Message
    return Message.objects.filter(
        pk=message.pk, lease_token=message.lease_token, state__in=(State.CLAIMED, State.TRANSMITTING)
    )


def _end(message: Message, state: str, reason: str, answer: Answer, now: datetime) -> bool:
    return bool(
        _held(message).update(
            state=state,
            reason=reason[:500],
            finished_at=now,
            lease_token="",
            lease_until=None,
            attempts=F("attempts") + 1,
            smtp_code=answer.code or None,
            smtp_text=answer.text[:500],
        )
    )


def recover(now: datetime) -> int:
    """Take back what was in hands that let go; how many. One that was being sent is uncertain: resend or hold.

    A row is taken by its old token, so that two recoveries never touch it twice.
    """
    lost = Message.objects.filter(lease_until__lt=Now())
    claimed = lost.filter(state=State.CLAIMED).update(state=State.QUEUED, lease_token="", lease_until=None)
    sending = lost.filter(state=State.TRANSMITTING)
    again = sending.filter(RESEND).update(
        state=State.QUEUED, reason="resent:lease", lease_token="", lease_until=None, attempts=F("attempts") + 1
    )
    unknown = sending.exclude(RESEND).update(
        state=State.UNKNOWN, reason="no_answer:lease", lease_token="", lease_until=None, finished_at=now
    )
    return claimed + again + unknown


def room(now: datetime) -> int:
    """How many messages may leave now, by the limit per minute that holds for all processes together (R-17)."""
    limit: int = settings.MAIL_PER_MINUTE
    if not limit:
        return CLAIM
    last = Message.objects.filter(Q(finished_at__gt=now - timedelta(minutes=1)) | Q(state=State.TRANSMITTING))
    return min(CLAIM, limit - last.filter(state__in=(State.SENT, State.UNKNOWN, State.TRANSMITTING)).count())


def block(answer: Answer, now: datetime) -> None:
    """The server refuses the account or the sender: nothing is tried for five minutes, and the secretary sees it."""
    Sender.objects.get_or_create(pk=1)
    text = f"{answer.step}:{answer.code} {answer.text}"
    Sender.objects.filter(pk=1).update(blocked_until=now + BACK_OFF[0], trouble=text[:500])
