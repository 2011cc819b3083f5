"""Choose how an ambiguous sentence is read: by agreement, with who agreed and when, and kept for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from obligations.engine.readings import DEFAULT, KEYS, read_value
from obligations.models import Covenant, Obligation, Reading, ReadingChoice, Revision, change_all, save_all
from obligations.services.known import known_to, parties_objection
from obligations.services.locks import lock_covenant
from obligations.services.recording import day_objection
from obligations.services.refusal import Refusal
from obligations.services.standings import clear_covenants

WHY_LENGTH = 1000


@dataclass(frozen=True, slots=True)
class ReadingEntry:
    """A choice. `value` as a definition file writes it; `code` '' for the whole covenant, else one obligation.

    `question` and `choice`: the same in the words of the covenant, for the record that people read. `seen`: the value
    that whoever chooses saw; None: whatever it is now.
    """

    key: str
    value: object
    code: str
    question: str
    choice: str
    alternatives: tuple[str, ...]
    why: str
    agreed_on: date
    agreed_by: tuple[str, ...]
    seen: object = None


@transaction.atomic
def choose_reading(*, covenant: Covenant, entry: ReadingEntry, today: date, reason: str) -> Reading:
    """Read the text another way from now on, for every period; the record of the choice is kept.

    Raises Refusal for what is no reading, a day after today, no party that agreed, or no explanation.
    """
    objection = reading_objection(covenant, entry, today)
    if objection is not None:
        raise Refusal(objection)
    lock_covenant(covenant.pk)
    owners = _owners(covenant, entry.code)
    if entry.seen is not None and entry.seen != _value_now(covenant, owners, entry.key):
        raise Refusal(_("Somebody else changed this meanwhile. Look at it again, then choose."))
    for owner in owners:
        _choose(covenant, owner, entry, reason)
    record = _record(covenant, entry, reason)
    clear_covenants([covenant.pk], today=today)
    return record


def reading_objection(covenant: Covenant, entry: ReadingEntry, today: date) -> str | None:
    """Why this cannot be chosen, None when it can."""
    if entry.key not in KEYS:
        return _("Choose one of the ways in which the text can be read.")
    try:
        read_value(entry.key, entry.value)
    except (KeyError, ValueError):
        return _("Choose one of the ways in which the text can be read.")
    if not entry.agreed_by:
        return _("Say which parties agreed to this.")
    if not entry.why.strip():
        return _("Say why the text is read like this.")
    if len(entry.why) > WHY_LENGTH:
        return _("Say it in at most %(most)s characters.") % {"most": WHY_LENGTH}
    if entry.agreed_on > today:
        return _("The day on which it was agreed is not later than today.")
    return parties_objection(entry.agreed_by, known_to(covenant)) or day_objection(entry.agreed_on)


def _owners(covenant: Covenant, code: str) -> Sequence[int | None]:
    """For whom the choice is kept: the covenant (None), or the obligation in each published revision."""
    if not code:
        return [None]
    found = Obligation.objects.filter(
        revision__covenant=covenant, revision__status=Revision.Status.PUBLISHED, code=code
    )
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    if not ids:
        raise Refusal(_("This obligation is not there any more."))
    return ids


def _value_now(covenant: Covenant, owners: Sequence[int | None], key: str) -> object:
    """How it is read now: by the obligation's own choice, else that of the covenant, else the default."""
    rows = ReadingChoice.objects.filter(covenant=covenant, key=key)
    chosen: dict[int | None, object] = dict(rows.values_list("obligation", "value"))
    return chosen.get(owners[-1], chosen.get(None, DEFAULT.as_data(key)))


def _choose(covenant: Covenant, owner: int | None, entry: ReadingEntry, reason: str) -> None:
    own = ReadingChoice.objects.filter(covenant=covenant, obligation=owner, key=entry.key).first()
    if own is not None:
        own.value = entry.value
        change_all([own], ["value"], reason=reason)
    elif owner is not None or DEFAULT.as_data(entry.key) != entry.value:
        siblings = ReadingChoice.objects.filter(covenant=covenant, obligation=owner)
        place = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
        row = ReadingChoice(covenant=covenant, obligation_id=owner, key=entry.key, value=entry.value, position=place)
        save_all([row], reason=reason)


def _record(covenant: Covenant, entry: ReadingEntry, reason: str) -> Reading:
    """The record of this question, changed with history; a new one where there was none."""
    values = {
        "question": entry.question,
        "alternatives": list(entry.alternatives),
        "choice": entry.choice,
        "why": entry.why.strip(),
        "key": entry.key,
        "value": entry.value,
        "agreed_on": entry.agreed_on,
        "agreed_by": list(entry.agreed_by),
    }
    codes = [entry.code] if entry.code else []
    records = [row for row in Reading.objects.filter(covenant=covenant, key=entry.key) if row.obligations == codes]
    if records:
        row = records[0]
        for name, value in values.items():
            setattr(row, name, value)
        change_all([row], list(values), reason=reason)
        return row
    numbers = set(Reading.objects.filter(covenant=covenant).values_list("number", flat=True))
    number = next(f"U-{n:02}" for n in range(1, len(numbers) + 2) if f"U-{n:02}" not in numbers)
    place = (Reading.objects.filter(covenant=covenant).aggregate(last=Max("position"))["last"] or 0) + 1
    row = Reading(covenant=covenant, number=number, obligations=codes, position=place, **values)
    save_all([row], reason=reason)
    return row
