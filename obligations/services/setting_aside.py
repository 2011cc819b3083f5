"""Take something off the list of the week: until a day, or for good with an explanation. How it stands stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from obligations.models import Covenant, SetAside, change_all, remove_all, save_all
from obligations.services.known import text_objection
from obligations.services.locks import lock_covenant
from obligations.services.refusal import Refusal

LONGEST = timedelta(days=366)
NOTE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occurrence of an obligation, as it stands when it is set aside."""

    code: str
    occurrence: str
    status: str


@transaction.atomic
def set_aside(
    *, covenant: Covenant, occasion: Occasion, until: date | None, note: str, today: date, reason: str
) -> SetAside:
    """Take an occurrence off the list until `until`, or for good (None) with a `note` that says why.

    Doing it again changes the day or the note. Raises Refusal for a day that is not later than `today` or more than
    a year away, for a note that is missing, too long or not one line.
    """
    objection = until_objection(until, today) or note_objection(until, note)
    if objection is not None:
        raise Refusal(objection)
    lock_covenant(covenant.pk)
    row = SetAside.objects.filter(covenant=covenant, code=occasion.code, occurrence=occasion.occurrence).first()
    values = {"status": occasion.status, "until": until, "note": note.strip()}
    if row is None:
        row = SetAside(covenant=covenant, code=occasion.code, occurrence=occasion.occurrence, **values)
        save_all([row], reason=reason)
        return row
    for name, value in values.items():
        setattr(row, name, value)
    change_all([row], list(values), reason=reason)
    return row


@transaction.atomic
def put_back(*, covenant: Covenant, code: str, occurrence: str, reason: str) -> bool:
    """Put an occurrence back on the list; False when it was not taken off."""
    lock_covenant(covenant.pk)
    rows = list(SetAside.objects.filter(covenant=covenant, code=code, occurrence=occurrence))
    remove_all(rows, reason=reason)
    return bool(rows)


def until_objection(until: date | None, today: date) -> str | None:
    """Why something cannot be off the list until `until`, None when it can."""
    if until is None or today < until <= today + LONGEST:
        return None
    if until <= today:
        return _("Choose a day after today.")
    return _("Choose a day within a year.")


def note_objection(until: date | None, note: str) -> str | None:
    """Why something cannot be settled with `note`, None when it can."""
    if until is None and not note.strip():
        return _("Say how it was settled: discussed when, and with which explanation.")
    return text_objection(note, NOTE_LENGTH)
