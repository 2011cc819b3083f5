"""The register of meetings as CSV (design.md 4.2)."""

from __future__ import annotations

from datetime import date

from meetings.models import Meeting
from meetings.services import MEETINGS, MeetingEntry, meeting_objections, record_meetings
from obligations.definitions.cells import Cells
from obligations.definitions.registers import Register
from obligations.services.known import Known
from obligations.services.recording import Shelf
from obligations.services.words import shown

COLUMNS = ("ref", "type", "on", "at", "state", "present", "location", "subject", "recorded_on")


def _read(cells: Cells, known: Known, today: date) -> MeetingEntry:
    kind = cells.text("type")
    if not kind:
        cells.say("type", "a type is expected here.")
    if kind in known.types and kind not in known.meetings:
        cells.say("type", f"{shown(kind)} is not a meeting; import it with import_events.")
    entry = MeetingEntry(
        cells.text("ref"),
        kind,
        cells.needed_day("on"),
        cells.word("state", Meeting.State.values),
        cells.moment("at"),
        cells.keys("present"),
        cells.text("location"),
        cells.text("subject"),
        cells.past_day("recorded_on", today),
    )
    cells.object(meeting_objections(entry, known))
    return entry


def _shelf_of(entry: MeetingEntry) -> Shelf:
    del entry
    return MEETINGS


MEETING_REGISTER: Register[MeetingEntry] = Register(COLUMNS, _read, _shelf_of, record_meetings)
