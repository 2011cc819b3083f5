"""Record meetings and who was there: the acts of the secretariat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from meetings.models import Attendance, Meeting
from obligations.services.known import Known, parties_objection, text_objection
from obligations.services.recording import Record, Shelf, Tally, day_objection, record, ref_objection
from obligations.services.refusal import Objection, objections, refuse_any
from obligations.services.words import several, shown

MEETINGS = Shelf(Meeting, ("type_id", "on", "at", "state", "location", "subject"), Attendance, "meeting")


@dataclass(frozen=True, slots=True)
class MeetingEntry:
    """A meeting by keys. `present`: the parties that were, or will be, represented."""

    ref: str
    type: str
    on: date
    state: str
    at: time | None = None
    present: tuple[str, ...] = ()
    location: str = ""
    subject: str = ""
    recorded_on: date | None = None


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


def record_meetings(
    *, known: Known, entries: Sequence[MeetingEntry], today: date, reason: str, example: bool = False
) -> Tally:
    """Record meetings. Raises Refusal when one cannot be recorded, or its ref is something else's."""
    refuse_any(objection for entry in entries for objection in meeting_objections(entry, known))
    records = [
        Record(
            entry.ref,
            (
                known.types[entry.type],
                entry.on,
                entry.at,
                str(entry.state),
                entry.location,
                entry.subject,
            ),
            frozenset(known.parties[key] for key in entry.present),
            entry.recorded_on,
        )
        for entry in entries
    ]
    return record(
        covenant_id=known.covenant_id, shelf=MEETINGS, records=records, today=today, reason=reason, example=example
    )
