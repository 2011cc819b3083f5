"""What people do with mail: switch it on and off, hold a subject back, release, send again, set when is mailed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from obligations.engine.notices import Rule
from obligations.models import (
    Covenant,
    Horizon,
    MailStop,
    MailSwitch,
    Message,
    Notice,
    ReminderRule,
    Sender,
    change_all,
    remove_all,
    save_all,
)
from obligations.services.known import text_objection
from obligations.services.locks import lock_covenant
from obligations.services.refusal import Refusal

LONGEST = timedelta(days=366)
MOST_DAYS, MOST_STEPS = 730, 6
DROP = "before_start"


def mail_is_on(*, lock: bool = False) -> bool:
    """Whether mail leaves at all. Absent is off: a first start and a restore begin silent (R-19, R-62)."""
    rows = MailSwitch.objects.filter(pk=1)
    if lock:
        rows = rows.select_for_update()
    return bool(rows.values_list("on", flat=True).first())


@transaction.atomic
def switch_mail(*, on: bool, about_past: bool, today: date, reason: str) -> None:
    """Let mail leave, or let nothing leave any more; planning goes on either way.

    Switched on without `about_past`, nothing is mailed about what fell due before `today`: it is written down as such.
    """
    row = MailSwitch.objects.select_for_update().filter(pk=1).first()
    not_before = (None if about_past else today) if on else (row.not_before if row is not None else None)
    if row is None:
        save_all([MailSwitch(pk=1, on=on, not_before=not_before)], reason=reason)
    else:
        row.on, row.not_before = on, not_before
        change_all([row], ["on", "not_before"], reason=reason)
    if on and not about_past:
        states = (Notice.State.WAITING, Notice.State.HELD)
        Notice.objects.filter(state__in=states, due_on__lt=today).update(state=Notice.State.DROPPED, reason=DROP)
    if on:
        Sender.objects.filter(pk=1).update(blocked_until=None, trouble="")


def silence_after_restore() -> None:
    """A site that was put back mails nothing until somebody says so, and nobody knows what left after the backup.

    What had not left when the backup was made waits for a person (R-62). Does nothing on a schema without mail.
    """
    tables = set(connection.introspection.table_names())
    if not {MailSwitch._meta.db_table, Message._meta.db_table} <= tables:
        return
    with transaction.atomic():
        rows = list(MailSwitch.objects.filter(pk=1, on=True))
        for row in rows:
            row.on = False
        change_all(rows, ["on"], reason="teruggezet uit een back-up")
        states = (Message.State.QUEUED, Message.State.CLAIMED, Message.State.TRANSMITTING)
        Message.objects.filter(state__in=states).update(
            state=Message.State.UNKNOWN, reason="restored", lease_token="", lease_until=None
        )


@dataclass(frozen=True, slots=True)
class Subject:
    """What is held back: all mail ('' and no covenant), a covenant, a kind of mail, an obligation, one occurrence."""

    covenant: Covenant | None = None
    kind: str = ""
    code: str = ""
    occurrence: str = ""


@transaction.atomic
def hold_mail(*, subject: Subject, until: date | None, why: str, today: date, reason: str) -> MailStop:
    """Mail nothing about a subject before `until` (None: until it is lifted). Doing it again changes day and reason.

    Raises Refusal for a day that is not later than `today` or more than a year away, and without a reason.
    """
    if until is not None and not today < until <= today + LONGEST:
        raise Refusal(_("Choose a day after today, within a year."))
    objection = text_objection(why, 300) or (None if why.strip() else _("Say why."))
    if objection is not None:
        raise Refusal(objection)
    if subject.covenant is not None:
        lock_covenant(subject.covenant.pk)
    key = {
        "covenant": subject.covenant,
        "kind": subject.kind,
        "code": subject.code,
        "occurrence": subject.occurrence,
    }
    row = MailStop.objects.filter(**key).first()
    if row is None:
        row = MailStop(**key, until=until, reason=why.strip())
        save_all([row], reason=reason)
    else:
        row.until, row.reason = until, why.strip()
        change_all([row], ["until", "reason"], reason=reason)
    _look_again(subject, today)
    return row


@transaction.atomic
def lift_hold(*, stop: MailStop, today: date, reason: str) -> None:
    """Mail about it again, from the next sweep on."""
    remove_all([stop], reason=reason)
    _look_again(Subject(stop.covenant, stop.kind, stop.code, stop.occurrence), today)


def _look_again(subject: Subject, today: date) -> None:
    if subject.covenant is not None and subject.code:
        plan_again([subject.covenant.pk], today=today, codes=[subject.code])


def plan_again(covenant_ids: Iterable[int], *, today: date, codes: Collection[str] | None = None) -> None:
    """Look at these obligations at the next sweep: something that decides what is mailed was changed."""
    found = Horizon.objects.filter(covenant__in=list(covenant_ids), assessed_on__isnull=False)
    if codes is not None:
        found = found.filter(obligation__code__in=codes)
    found.update(notify_on=today)


@transaction.atomic
def release_notices(*, notices: Sequence[int], by: str) -> int:
    """Let what waited for the secretariat go with the next mail; how many did."""
    held = Notice.objects.filter(pk__in=notices, state=Notice.State.HELD)
    return held.update(state=Notice.State.WAITING, reason="", decided_by=by[:150])


@transaction.atomic
def call_instead(*, notices: Sequence[int], by: str) -> int:
    """No mail about these: the secretariat calls. How many were taken out of the mail."""
    states = (Notice.State.HELD, Notice.State.WAITING)
    waiting = Notice.objects.filter(pk__in=notices, state__in=states)
    return waiting.update(state=Notice.State.DROPPED, reason="called", decided_by=by[:150])


@transaction.atomic
def call_about(*, message: Message, by: str) -> bool:
    """A mail that did not arrive, or perhaps did, is settled by a call; False when it is in no such state any more."""
    states = (Message.State.FAILED, Message.State.UNKNOWN, Message.State.SUPPRESSED)
    found = Message.objects.filter(pk=message.pk, state__in=states)
    return bool(found.update(state=Message.State.CANCELLED, reason=f"called:{by}"[:500]))


@transaction.atomic
def send_again(*, message: Message, now: datetime, today: date, by: str) -> Message:
    """The same letter once more, as a new generation with its own Message-ID; the old one stays as it ended.

    Raises Refusal for a mail that is still on its way.
    """
    row = Message.objects.select_for_update().get(pk=message.pk)
    ended = (Message.State.SENT, Message.State.FAILED, Message.State.UNKNOWN, Message.State.SUPPRESSED)
    if row.state not in (*ended, Message.State.CANCELLED):
        raise Refusal(_("This mail is still on its way."))
    same = Message.objects.filter(recipient=row.recipient, on=today, kind=row.kind, subject_key=row.subject_key)
    generation = same.aggregate(last=Max("generation"))["last"]
    again = Message(
        recipient=row.recipient,
        name=row.name,
        tenure_id=row.tenure_id,
        on=today,
        kind=row.kind,
        subject_key=row.subject_key,
        generation=0 if generation is None else generation + 1,
        language=row.language,
        covenant_date=row.covenant_date,
        facts={**row.facts, "again": row.pk},
        due_at=now,
        reason=f"again:{by}"[:500],
    )
    again.save()
    again.about_covenants.bulk_create(
        [type(link)(message=again, covenant_id=link.covenant_id) for link in row.about_covenants.all()]
    )
    if row.rendered is None:
        Notice.objects.filter(message=row).update(message=again)
    if row.state != Message.State.SENT:
        Message.objects.filter(pk=row.pk).update(state=Message.State.CANCELLED, reason=f"again:{by}"[:500])
    return again


RULE = ("opens", "slot", "days_before", "on_the_day", "days_after", "at_percent", "second_after", "second_waits")


@transaction.atomic
def set_rule(*, covenant: Covenant, kind: str, code: str, rule: Rule | None, today: date, reason: str) -> None:
    """Say when people are told of a kind of obligation, or of one; None: as it was before anybody said anything.

    Raises Refusal for days or percentages out of bounds.
    """
    if rule is not None:
        _refuse_rule(rule)
    lock_covenant(covenant.pk)
    row = ReminderRule.objects.filter(covenant=covenant, kind=kind, code=code).first()
    if rule is None:
        remove_all([row] if row is not None else [], reason=reason)
    else:
        values = {
            "opens": rule.opens,
            "slot": list(rule.slot),
            "days_before": list(rule.before),
            "on_the_day": rule.on_the_day,
            "days_after": list(rule.after),
            "at_percent": list(rule.at_percent),
            "second_after": rule.second_after,
            "second_waits": rule.second_waits,
        }
        if row is None:
            save_all([ReminderRule(covenant=covenant, kind=kind, code=code, **values)], reason=reason)
        else:
            for name, value in values.items():
                setattr(row, name, value)
            change_all([row], RULE, reason=reason)
    plan_again([covenant.pk], today=today, codes=[code] if code else None)


def _refuse_rule(rule: Rule) -> None:
    for numbers, least, most in (
        (rule.slot, 0, MOST_DAYS),
        (rule.before, 0, MOST_DAYS),
        (rule.after, 1, MOST_DAYS),
        (rule.at_percent, 1, 100),
    ):
        if len(numbers) > MOST_STEPS:
            raise Refusal(_("At most %(most)s.") % {"most": MOST_STEPS})
        if any(not least <= number <= most for number in numbers):
            raise Refusal(_("Numbers from %(least)s up to %(most)s are expected.") % {"least": least, "most": most})
    if rule.second_after is not None and not 1 <= rule.second_after <= 60:
        raise Refusal(_("Numbers from %(least)s up to %(most)s are expected.") % {"least": 1, "most": 60})
