"""The register of entries, reviews and waivers as CSV (design.md 4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from obligations.definitions.cells import Cells
from obligations.definitions.registers import Register
from obligations.models import Event
from obligations.services.known import Known
from obligations.services.recording import Shelf, Tally
from obligations.services.register import (
    EVENTS,
    REVIEWS,
    WAIVERS,
    Entry,
    ReviewEntry,
    WaiverEntry,
    entry_objections,
    record_events,
    record_reviews,
    record_waivers,
    review_objections,
    waiver_objections,
)
from obligations.services.words import shown

COLUMNS = (
    "ref",
    "type",
    "on",
    "at",
    "by",
    "to",
    "host",
    "minutes",
    "persons",
    "theme",
    "answers",
    "state",
    "subject",
    "recorded_on",
)
AnyEntry = Entry | ReviewEntry | WaiverEntry
OF_REVIEW = {"code": "answers", "occurrence": "answers"}
OF_WAIVER = {**OF_REVIEW, "agreed_by": "to", "reason": "subject"}


def _read(cells: Cells, known: Known, today: date) -> AnyEntry:
    kind = cells.text("type")
    read = _review if kind == "review" else _waiver if kind == "waiver" else _entry
    return read(cells, known, today)


def _entry(cells: Cells, known: Known, today: date) -> Entry:
    kind = cells.text("type")
    if not kind:
        cells.say("type", "a type is expected here.")
    if kind in known.meetings:
        cells.say("type", f"{shown(kind)} is a meeting; import it with import_meetings.")
    entry = Entry(
        cells.text("ref"),
        kind,
        cells.needed_day("on"),
        cells.moment("at"),
        cells.key("by"),
        cells.keys("to"),
        cells.key("host"),
        cells.whole("minutes"),
        cells.whole("persons"),
        cells.key("theme"),
        cells.text("answers"),
        cells.word("state", Event.State.values, Event.State.HAPPENED),
        cells.text("subject"),
        cells.past_day("recorded_on", today),
    )
    cells.object(entry_objections(entry, known))
    return entry


def _review(cells: Cells, known: Known, today: date) -> ReviewEntry:
    cells.empty(("at", "to", "host", "minutes", "persons", "theme"), "a review")
    cells.word("state", ("happened",), "happened")
    code, occurrence = _answered(cells)
    entry = ReviewEntry(
        cells.text("ref"),
        code,
        cells.needed_day("on"),
        cells.word("subject", ("in_order", "not_in_order")) == "in_order",
        cells.key("by"),
        occurrence,
        cells.past_day("recorded_on", today),
    )
    cells.object(review_objections(entry, known), OF_REVIEW)
    return entry


def _waiver(cells: Cells, known: Known, today: date) -> WaiverEntry:
    cells.empty(("at", "host", "minutes", "persons", "theme"), "a waiver")
    cells.word("state", ("happened",), "happened")
    code, occurrence = _answered(cells)
    entry = WaiverEntry(
        cells.text("ref"),
        code,
        cells.needed_day("on"),
        tuple(dict.fromkeys((*cells.keys("by"), *cells.keys("to")))),
        occurrence,
        cells.text("subject"),
        cells.past_day("recorded_on", today),
    )
    cells.object(waiver_objections(entry, known), OF_WAIVER)
    return entry


def _answered(cells: Cells) -> tuple[str, str]:
    """The obligation, and the occurrence after an @ where there is one."""
    code, at, occurrence = cells.text("answers").partition("@")
    if not code or (at and not occurrence):
        cells.say("answers", "the code of an obligation is expected here: CODE, or CODE@occurrence.")
    return code, occurrence


def _shelf_of(entry: AnyEntry) -> Shelf:
    return REVIEWS if isinstance(entry, ReviewEntry) else WAIVERS if isinstance(entry, WaiverEntry) else EVENTS


def _write(*, known: Known, entries: Sequence[AnyEntry], today: date, reason: str, example: bool) -> Tally:
    events = [entry for entry in entries if isinstance(entry, Entry)]
    reviews = [entry for entry in entries if isinstance(entry, ReviewEntry)]
    waivers = [entry for entry in entries if isinstance(entry, WaiverEntry)]
    return (
        record_events(known=known, entries=events, today=today, reason=reason, example=example)
        + record_reviews(known=known, entries=reviews, today=today, reason=reason, example=example)
        + record_waivers(known=known, entries=waivers, today=today, reason=reason, example=example)
    )


EVENT_REGISTER: Register[AnyEntry] = Register(COLUMNS, _read, _shelf_of, _write)
