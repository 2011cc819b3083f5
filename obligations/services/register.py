"""Record what happened, what was reviewed and what was waived: the acts of the secretariat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from obligations.models import Event, EventParty, Review, Waiver, WaiverParty
from obligations.services.known import (
    Known,
    parties_objection,
    party_objection,
    text_objection,
    theme_objection,
)
from obligations.services.recording import Record, Shelf, Tally, day_objection, record, ref_objection
from obligations.services.refusal import Objection, objections, refuse_any
from obligations.services.words import several, shown

MOST = 1_000_000
"""Minutes or persons of one entry."""
OCCURRENCE = re.compile(r"(?:period|deadline|interval|trigger|event|standing):\S.*")

EVENTS = Shelf(
    Event,
    (
        "type_id",
        "on",
        "at",
        "by_id",
        "host_id",
        "minutes",
        "persons",
        "theme_id",
        "answers",
        "state",
        "subject",
    ),
    EventParty,
    "event",
)
WHOLE_EVENTS = Shelf(Event, (*EVENTS.fields, "remark", "told_by", "as_written"), EventParty, "event")
"""With what only a page says of an entry; a register file leaves that as it is."""
REVIEWS = Shelf(Review, ("code", "occurrence", "on", "in_order", "by_id"))
REVIEWS_AT_MEETINGS = Shelf(Review, (*REVIEWS.fields, "during"))
WAIVERS = Shelf(Waiver, ("code", "occurrence", "on", "reason"), WaiverParty, "waiver")


@dataclass(frozen=True, slots=True)
class Aside:
    """What a page says of an entry besides: a remark, by whom it was told, and the day as a text calls it."""

    remark: str = ""
    told_by: str = ""
    as_written: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened, by keys.

    `by` acts, `to` are whom it was directed to, `answers` is a ref or trigger name of design.md 4.4, of any date.
    """

    ref: str
    type: str
    on: date
    at: time | None = None
    by: str | None = None
    to: tuple[str, ...] = ()
    host: str | None = None
    minutes: int | None = None
    persons: int | None = None
    theme: str | None = None
    answers: str = ""
    state: str = Event.State.HAPPENED
    subject: str = ""
    recorded_on: date | None = None
    aside: Aside | None = None


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """On `on` a party looked an obligation through; without `occurrence` for the revision in force that day.

    `during`: the ref of a meeting; None where a register file says it, which does not know.
    """

    ref: str
    code: str
    on: date
    in_order: bool
    by: str | None = None
    occurrence: str = ""
    recorded_on: date | None = None
    during: str | None = None


@dataclass(frozen=True, slots=True)
class WaiverEntry:
    """Parties agreed on `on` that something need not be done; without `occurrence` for the whole obligation."""

    ref: str
    code: str
    on: date
    agreed_by: tuple[str, ...]
    occurrence: str = ""
    reason: str = ""
    recorded_on: date | None = None


def entry_objections(entry: Entry, known: Known) -> Iterator[Objection]:
    """Every reason why an entry cannot be recorded."""
    return objections(
        ("ref", ref_objection(entry.ref)),
        ("type", _type_objection(entry.type, known)),
        ("on", day_objection(entry.on)),
        ("by", party_objection(entry.by, known)),
        ("to", parties_objection(entry.to, known)),
        ("host", party_objection(entry.host, known)),
        ("minutes", _measure_objection(entry.minutes)),
        ("persons", _measure_objection(entry.persons)),
        ("theme", theme_objection(entry.theme, known)),
        ("answers", text_objection(entry.answers, 200)),
        ("state", _state_objection(entry.state)),
        ("subject", text_objection(entry.subject, 300)),
        *(() if entry.aside is None else _aside_objections(entry.aside)),
    )


def _aside_objections(aside: Aside) -> Iterator[tuple[str, str | None]]:
    yield "remark", text_objection(aside.remark, 300)
    yield "told_by", text_objection(aside.told_by, 200)
    yield "as_written", text_objection(aside.as_written, 100)


def review_objections(entry: ReviewEntry, known: Known) -> Iterator[Objection]:
    """Every reason why a review cannot be recorded."""
    return objections(
        ("ref", ref_objection(entry.ref)),
        ("code", _code_objection(entry.code, known)),
        ("occurrence", _occurrence_objection(entry.occurrence)),
        ("on", day_objection(entry.on)),
        ("by", party_objection(entry.by, known)),
        ("during", text_objection(entry.during or "", 80)),
    )


def waiver_objections(entry: WaiverEntry, known: Known) -> Iterator[Objection]:
    """Every reason why a waiver cannot be recorded."""
    nobody = None if entry.agreed_by else _("at least one party that agrees is expected here.")
    return objections(
        ("ref", ref_objection(entry.ref)),
        ("code", _code_objection(entry.code, known)),
        ("occurrence", _occurrence_objection(entry.occurrence)),
        ("on", day_objection(entry.on)),
        ("agreed_by", nobody or parties_objection(entry.agreed_by, known)),
        ("reason", text_objection(entry.reason, 300)),
    )


def _type_objection(key: str, known: Known) -> str | None:
    if key in known.meetings:
        return _("%(key)s is a meeting, not an entry of the register.") % {"key": shown(key)}
    if key in known.types:
        return None
    return _("%(key)s is not a type of this covenant (known: %(known)s).") % {
        "key": shown(key),
        "known": several((name for name in known.types if name not in known.meetings), most=100),
    }


def _measure_objection(number: int | None) -> str | None:
    if number is None or 0 <= number <= MOST:
        return None
    return _("%(number)s is not a number from 0 to %(most)s.") % {"number": number, "most": MOST}


def _state_objection(state: str) -> str | None:
    if state in Event.State.values:
        return None
    return _("%(state)s is not a state (%(known)s).") % {
        "state": shown(state),
        "known": several(Event.State.values),
    }


def _code_objection(code: str, known: Known) -> str | None:
    if code in known.codes:
        return None
    return _("%(code)s is not an obligation of this covenant.") % {"code": shown(code)}


def _occurrence_objection(occurrence: str) -> str | None:
    if not occurrence or (len(occurrence) <= 200 and OCCURRENCE.fullmatch(occurrence)):
        return text_objection(occurrence, 200)
    return _("%(occurrence)s is not an occurrence, such as period:2018 or trigger:REF.") % {
        "occurrence": shown(occurrence)
    }


def record_events(*, known: Known, entries: Sequence[Entry], today: date, reason: str, example: bool = False) -> Tally:
    """Record what happened. Raises Refusal when an entry cannot be recorded, or its ref is something else's."""
    refuse_any(objection for entry in entries for objection in entry_objections(entry, known))
    whole = any(entry.aside is not None for entry in entries)
    records = [_event(entry, known, whole=whole) for entry in entries]
    shelf = WHOLE_EVENTS if whole else EVENTS
    return record(
        covenant_id=known.covenant_id, shelf=shelf, records=records, today=today, reason=reason, example=example
    )


def record_reviews(
    *, known: Known, entries: Sequence[ReviewEntry], today: date, reason: str, example: bool = False
) -> Tally:
    """Record that someone looked obligations through. Raises Refusal as `record_events` does."""
    refuse_any(objection for entry in entries for objection in review_objections(entry, known))
    told = any(entry.during is not None for entry in entries)
    records = [
        Record(
            entry.ref,
            (
                *(entry.code, entry.occurrence, entry.on, entry.in_order, known.parties.get(entry.by or "")),
                *((entry.during or "",) if told else ()),
            ),
            recorded_on=entry.recorded_on,
        )
        for entry in entries
    ]
    shelf = REVIEWS_AT_MEETINGS if told else REVIEWS
    return record(
        covenant_id=known.covenant_id, shelf=shelf, records=records, today=today, reason=reason, example=example
    )


def record_waivers(
    *, known: Known, entries: Sequence[WaiverEntry], today: date, reason: str, example: bool = False
) -> Tally:
    """Record what parties agreed to let rest. Raises Refusal as `record_events` does."""
    refuse_any(objection for entry in entries for objection in waiver_objections(entry, known))
    records = [
        Record(
            entry.ref,
            (entry.code, entry.occurrence, entry.on, entry.reason),
            frozenset(known.parties[key] for key in entry.agreed_by),
            entry.recorded_on,
        )
        for entry in entries
    ]
    return record(
        covenant_id=known.covenant_id, shelf=WAIVERS, records=records, today=today, reason=reason, example=example
    )


def _event(entry: Entry, known: Known, *, whole: bool) -> Record:
    values: tuple[object, ...] = (
        known.types[entry.type],
        entry.on,
        entry.at,
        known.parties[entry.by] if entry.by else None,
        known.parties[entry.host] if entry.host else None,
        entry.minutes,
        entry.persons,
        known.themes[entry.theme] if entry.theme else None,
        entry.answers,
        str(entry.state),
        entry.subject,
    )
    if whole:
        aside = entry.aside or Aside()
        values += (aside.remark, aside.told_by, aside.as_written)
    return Record(entry.ref, values, frozenset(known.parties[key] for key in entry.to), entry.recorded_on)
