"""Record meetings and who was there: the acts of the secretariat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Attendance, Meeting
from obligations.models import change_all
from obligations.services.known import Known, parties_objection, party_objection, text_objection
from obligations.services.recording import Record, Shelf, Tally, day_objection, record, ref_objection
from obligations.services.refusal import Objection, objections, refuse_any
from obligations.services.words import several, shown

MEETINGS = Shelf(Meeting, ("type_id", "on", "at", "state", "location", "subject"), Attendance, "meeting")
"""What a register file says of a meeting (design.md 4.2); what else is known of it stays as it is."""
WHOLE = Shelf(
    Meeting,
    (
        *MEETINGS.fields,
        "ends_at",
        "host_id",
        "asked_by_id",
        "asked_on",
        "remark",
        "series_id",
        "original_on",
        "invitation",
    ),
    Attendance,
    "meeting",
)
"""Everything that a page says of it."""


@dataclass(frozen=True, slots=True)
class More:
    """What a page says of a meeting besides. `represented`: by party, who stood in for it."""

    ends_at: time | None = None
    host: str | None = None
    asked_by: str | None = None
    asked_on: date | None = None
    remark: str = ""
    series: int | None = None
    original_on: date | None = None
    invitation: str = Meeting.Invitation.OURSELVES
    represented: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """A meeting by keys. `present`: the parties that were, or will be, represented.

    `more` are None where a register file gave the rest, which it does not know.
    """

    ref: str
    type: str
    on: date
    state: str
    at: time | None = None
    present: tuple[str, ...] = ()
    location: str = ""
    subject: str = ""
    recorded_on: date | None = None
    more: More | None = None


def meeting_objections(entry: MeetingEntry, known: Known) -> Iterator[Objection]:
    """Every reason why a meeting cannot be recorded."""
    return objections(
        ("ref", ref_objection(entry.ref)),
        ("type", _type_objection(entry.type, known)),
        ("on", day_objection(entry.on)),
        ("state", _state_objection(entry.state)),
        ("present", parties_objection(entry.present, known)),
        ("location", text_objection(entry.location, 200)),
        ("subject", text_objection(entry.subject, 300)),
        *(() if entry.more is None else _more_objections(entry, entry.more, known)),
    )


def _more_objections(entry: MeetingEntry, more: More, known: Known) -> Iterator[tuple[str, str | None]]:
    yield "ends_at", _end_objection(entry.at, more.ends_at)
    yield "host", party_objection(more.host, known)
    yield "asked_by", party_objection(more.asked_by, known)
    yield "asked_on", None if more.asked_on is None else day_objection(more.asked_on)
    yield "remark", text_objection(more.remark, 300)
    known_ways = Meeting.Invitation.values
    yield "invitation", None if more.invitation in known_ways else _("Choose who sends the invitations.")
    yield "present", next(filter(None, (text_objection(text, 200) for text in more.represented.values())), None)


def _end_objection(at: time | None, ends_at: time | None) -> str | None:
    if ends_at is None:
        return None
    if at is None:
        return _("Say also when it begins.")
    return (
        None
        if ends_at > at
        else _("A meeting ends after it begins: this is not later than %(at)s.") % {"at": at.strftime("%H:%M")}
    )


def _type_objection(key: str, known: Known) -> str | None:
    if key in known.meetings:
        return None
    if key in known.types:
        return _("%(key)s is not a meeting, but an entry of the register.") % {"key": shown(key)}
    return _("%(key)s is not a meeting of this covenant (known: %(known)s).") % {
        "key": shown(key),
        "known": several(sorted(known.meetings)),
    }


def _state_objection(state: str) -> str | None:
    if state in Meeting.State.values:
        return None
    return _("%(state)s is not a state (%(known)s).") % {
        "state": shown(state),
        "known": several(Meeting.State.values),
    }


@transaction.atomic
def record_meetings(
    *, known: Known, entries: Sequence[MeetingEntry], today: date, reason: str, example: bool = False
) -> Tally:
    """Record meetings. Raises Refusal when one cannot be recorded, or its ref is something else's."""
    refuse_any(objection for entry in entries for objection in meeting_objections(entry, known))
    whole = any(entry.more is not None for entry in entries)
    records = [_record(entry, known, whole=whole) for entry in entries]
    tally = record(
        covenant_id=known.covenant_id,
        shelf=WHOLE if whole else MEETINGS,
        records=records,
        today=today,
        reason=reason,
        example=example,
    )
    _name_who_stood_in(known, entries, reason)
    return tally


def _record(entry: MeetingEntry, known: Known, *, whole: bool) -> Record:
    values: tuple[Any, ...] = (
        known.types[entry.type],
        entry.on,
        entry.at,
        str(entry.state),
        entry.location,
        entry.subject,
    )
    if whole:
        more = entry.more or More()
        parties = (known.parties[key] if key else None for key in (more.host, more.asked_by))
        values += (more.ends_at, *parties, more.asked_on, more.remark, more.series, more.original_on)
        values += (str(more.invitation),)
    return Record(entry.ref, values, frozenset(known.parties[key] for key in entry.present), entry.recorded_on)


def _name_who_stood_in(known: Known, entries: Sequence[MeetingEntry], reason: str) -> None:
    """Say at each party that was there who stood in for it."""
    said = {entry.ref: entry.more.represented for entry in entries if entry.more is not None}
    rows = Attendance.objects.filter(
        meeting__reference__covenant_id=known.covenant_id, meeting__reference__ref__in=said
    ).select_related("meeting__reference", "party")
    changed = []
    for row in rows:
        text = said[row.meeting.reference.ref].get(row.party.key, "")
        if row.represented_by != text:
            row.represented_by = text
            changed.append(row)
    change_all(changed, ["represented_by"], reason=reason)
