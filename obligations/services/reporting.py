"""What somebody answers about a point, and what the secretariat makes of it (users.md section 5, rules 1 and 23)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from obligations.models import Covenant, Message, Party, Report, ReportParty, change_all, remove_all, save_all
from obligations.services.known import text_objection
from obligations.services.locks import lock_covenant
from obligations.services.mailing import plan_again
from obligations.services.recording import day_objection
from obligations.services.refusal import Objection, Refusal, objections, refuse_any

Choice = Report.Choice
LONGEST_REST = timedelta(days=92)
"""So long at most nobody is asked again after 'I take this up'."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says. `on`, `at`: when it was or will be; `present`: keys of parties; `until`: ask again then."""

    choice: str
    on: date | None = None
    at: time | None = None
    present: tuple[str, ...] = ()
    until: date | None = None
    who: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """About what, and who answers: the party by key; `via` as the secretariat reads it."""

    covenant: Covenant
    code: str
    occurrence: str
    party: str
    via: str
    message: Message | None = None


def answer_objections(answer: Answer, today: date) -> Iterator[Objection]:
    """Every reason why this is no answer."""
    return objections(
        ("choice", None if answer.choice in Choice.values else _("Choose how it stands.")),
        ("on", _on_objection(answer, today)),
        ("until", _until_objection(answer, today)),
        ("note", _note_objection(answer)),
        ("who", text_objection(answer.who, 200)),
    )


def _on_objection(answer: Answer, today: date) -> str | None:
    if answer.choice not in (Choice.DONE, Choice.PLANNED):
        return None
    if answer.on is None:
        return _("Say on which day.")
    if answer.choice == Choice.DONE and answer.on > today:
        return _("This day is still to come. Choose 'a date was agreed'.")
    if answer.choice == Choice.PLANNED and answer.on < today:
        return _("This day has passed. Choose that it took place.")
    return day_objection(answer.on)


def _until_objection(answer: Answer, today: date) -> str | None:
    if answer.choice != Choice.MINE:
        return None
    if answer.until is None or not today < answer.until <= today + LONGEST_REST:
        return _("Choose a day after today, within three months.")
    return None


def _note_objection(answer: Answer) -> str | None:
    if answer.choice == Choice.CANNOT and not answer.note.strip():
        return _("Say why it cannot be done, and when it can.")
    text = answer.note.replace("\r", "").replace("\n", " ")
    return text_objection(text, 1000)


@transaction.atomic
def report(*, point: Point, answer: Answer, now: datetime, today: date, reason: str) -> Report:
    """Keep an answer; a second one about the same by the same party takes the place of the first while it waits.

    From the next sweep on nobody is mailed about it. Raises Refusal for an answer that cannot be.
    """
    refuse_any(answer_objections(answer, today))
    lock_covenant(point.covenant.pk)
    party = Party.objects.get(key=point.party)
    row = Report.objects.filter(
        covenant=point.covenant,
        code=point.code,
        occurrence=point.occurrence,
        party=party,
        state=Report.State.WAITING,
    ).first()
    values = {
        "message": point.message,
        "via": point.via[:200],
        "choice": answer.choice,
        "on": answer.on if answer.choice in (Choice.DONE, Choice.PLANNED) else None,
        "at": answer.at if answer.choice == Choice.PLANNED else None,
        "until": answer.until if answer.choice == Choice.MINE else None,
        "who": answer.who.strip() if answer.choice == Choice.OTHER else "",
        "note": answer.note.strip(),
        "received_on": today,
        "received_at": now,
    }
    if row is None:
        key = {"covenant": point.covenant, "code": point.code, "occurrence": point.occurrence, "party": party}
        row = Report(**key, **values)
        save_all([row], reason=reason)
    else:
        for name, value in values.items():
            setattr(row, name, value)
        change_all([row], list(values), reason=reason)
        remove_all(list(row.present.all()), reason=reason)
    present = answer.present if answer.choice == Choice.DONE else ()
    parties = Party.objects.filter(key__in=present)
    save_all([ReportParty(report=row, party=found) for found in parties], reason=reason)
    if point.code:
        plan_again([point.covenant.pk], today=today, codes=[point.code])
    return row


@transaction.atomic
def settle_report(*, report: Report, taken_over: bool, answer: str, today: date, reason: str) -> None:
    """The secretariat took it over, or gives it back with an `answer`: then mails about it go on.

    Raises Refusal when somebody settled it before.
    """
    objection = text_objection(answer, 300)
    if objection is not None:
        raise Refusal(objection)
    lock_covenant(report.covenant_id)
    row = Report.objects.filter(pk=report.pk, state=Report.State.WAITING).first()
    if row is None:
        raise Refusal(_("Somebody settled this report already."))
    row.state = Report.State.TAKEN_OVER if taken_over else Report.State.RETURNED
    row.answer = answer.strip()
    change_all([row], ["state", "answer"], reason=reason)
    if row.code:
        plan_again([row.covenant_id], today=today, codes=[row.code])
