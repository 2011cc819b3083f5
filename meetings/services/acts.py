"""What becomes of a meeting: held, moved, cancelled, opened again, taken out, agreed to count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Agreement, AgreementParty, Attendance, Meeting
from meetings.services.members import covenant_without_terms, members_objection, members_on
from meetings.services.recording import WHOLE, MeetingEntry, More, meeting_objections, record_meetings
from obligations.models import Covenant, Party, change_all, remove_all, save_all
from obligations.services.known import known_to, text_objection
from obligations.services.locks import lock_covenant
from obligations.services.recording import day_objection, withdraw
from obligations.services.refusal import Refusal, objections, refuse_any
from obligations.services.standings import refresh

State = Meeting.State


def entry_of(meeting: Meeting) -> MeetingEntry:
    """A meeting as it would be recorded."""
    rows = list(Attendance.objects.filter(meeting=meeting).order_by("pk").values_list("party__key", "represented_by"))
    return MeetingEntry(
        meeting.reference.ref,
        meeting.type.key,
        meeting.on,
        meeting.state,
        meeting.at,
        tuple(key for key, _who in rows),
        meeting.location,
        meeting.subject,
        more=More(
            meeting.ends_at,
            None if meeting.host is None else meeting.host.key,
            None if meeting.asked_by is None else meeting.asked_by.key,
            meeting.asked_on,
            meeting.remark,
            meeting.series_id,
            meeting.original_on,
            meeting.invitation,
            {key: who for key, who in rows if who},
        ),
    )


def held(pk: int, *, lock: bool = True) -> Meeting:
    """The meeting, while nobody else writes to its covenant. Raises Refusal when it is not there any more."""
    found = Meeting.objects.select_related("reference", "type", "covenant", "host", "asked_by").filter(pk=pk)
    meeting = found.first()
    if meeting is not None and lock:
        lock_covenant(meeting.covenant_id)
        meeting = found.first()
    if meeting is None:
        raise Refusal(_("This meeting is not there any more."))
    return meeting


def open_meeting(pk: int) -> Meeting:
    """The same, for who changes it. Raises Refusal when it is closed."""
    meeting = held(pk)
    if meeting.closed:
        raise Refusal(_("This meeting is closed. Open it again first, and say why."))
    return meeting


def rewrite(meeting: Meeting, entry: MeetingEntry, *, today: date, reason: str) -> None:
    """Record a meeting as `entry` says it. Raises Refusal for what cannot be."""
    known = known_to(meeting.covenant)
    refuse_any(whole_objections(meeting.covenant, entry))
    record_meetings(known=known, entries=[entry], today=today, reason=reason)


def whole_objections(covenant: Covenant, entry: MeetingEntry) -> list[tuple[str, str]]:
    """Every reason why a page cannot record this meeting: also parties that were none on that day."""
    found = list(meeting_objections(entry, known_to(covenant)))
    if not found:
        host = entry.more.host if entry.more is not None else None
        named = [*entry.present, *([host] if host else [])]
        found = list(objections(("present", members_objection(covenant_without_terms(covenant), entry.on, named))))
    return found


@transaction.atomic
def hold_meeting(
    *, meeting: int, present: Iterable[str], represented: Mapping[str, str], today: date, reason: str
) -> None:
    """It took place, with these parties; `represented`: who stood in for which of them. Also corrects who was there.

    Raises Refusal when its day is still to come, nobody was there, or somebody was no party on that day.
    """
    row = open_meeting(meeting)
    there = tuple(present)
    if row.on > today:
        raise Refusal(_("This meeting is still to come. Move it when it took place on another day."))
    if not there:
        raise Refusal(_("Say which parties were there."))
    entry = entry_of(row)
    more = replace(_more(entry), represented={key: text for key, text in represented.items() if key in there and text})
    rewrite(row, replace(entry, state=State.HELD, present=there, more=more), today=today, reason=reason)


@transaction.atomic
def hold_with_everyone(*, meeting: int, today: date, reason: str) -> None:
    """It took place, and every party of that day was there."""
    row = open_meeting(meeting)
    members = members_on(covenant_without_terms(row.covenant), row.on) or []
    there = [member.key for member in members]
    if not there:
        raise Refusal(_("On that day no revision was in force, so no parties are known. Say who were there."))
    hold_meeting(meeting=meeting, present=there, represented={}, today=today, reason=reason)


@transaction.atomic
def move_meeting(*, meeting: int, on: date, at: time | None, ends_at: time | None, today: date, reason: str) -> None:
    """Another day or time. A day that is still to come makes it planned again, with nobody there yet."""
    row = open_meeting(meeting)
    entry = entry_of(row)
    moved = replace(entry, on=on, at=at, more=replace(_more(entry), ends_at=ends_at))
    if on > today or row.state == State.CANCELLED:
        moved = replace(moved, state=State.PLANNED, present=(), more=replace(_more(moved), represented={}))
    rewrite(row, moved, today=today, reason=reason)


@transaction.atomic
def cancel_meeting(*, meeting: int, why: str, today: date, reason: str) -> None:
    """It did not take place, or will not."""
    row = open_meeting(meeting)
    entry = entry_of(row)
    more = replace(_more(entry), remark=why or _more(entry).remark, represented={})
    rewrite(row, replace(entry, state=State.CANCELLED, present=(), more=more), today=today, reason=reason)


@transaction.atomic
def plan_again(*, meeting: int, today: date, reason: str) -> None:
    """What was said of a meeting was wrong: it is planned, as it was before."""
    row = open_meeting(meeting)
    entry = entry_of(row)
    more = replace(_more(entry), represented={})
    rewrite(row, replace(entry, state=State.PLANNED, present=(), more=more), today=today, reason=reason)


@transaction.atomic
def change_details(*, meeting: int, entry: MeetingEntry, today: date, reason: str) -> None:
    """Type, place, subject, host and who asked for it; the rest stays as it is."""
    row = open_meeting(meeting)
    now = entry_of(row)
    more, asked = _more(now), _more(entry)
    changed = replace(
        now,
        type=entry.type,
        location=entry.location,
        subject=entry.subject,
        more=replace(
            more,
            host=asked.host,
            asked_by=asked.asked_by,
            asked_on=asked.asked_on,
            remark=asked.remark,
            invitation=asked.invitation,
        ),
    )
    rewrite(row, changed, today=today, reason=reason)


@transaction.atomic
def take_out(*, meeting: int, today: date, reason: str) -> None:
    """Take a meeting out of the register, with its agenda, decisions and actions; its history stays."""
    row = open_meeting(meeting)
    carried = list(AgendaItem.objects.filter(carried_from__meeting=row))
    for item in carried:
        item.carried_from = None
    change_all(carried, ["carried_from"], reason=reason)
    withdraw(covenant_id=row.covenant_id, shelf=WHOLE, refs=[row.reference.ref], today=today, reason=reason)


# --- Agreeing that it counts ---------------------------------------------------------------------------------


@transaction.atomic
def agree_that_it_counts(
    *, meeting: int, agreed_by: Iterable[str], on: date, why: str, today: date, reason: str
) -> None:
    """The parties of that day agreed that the meeting counts, whoever was there (users.md rule 9).

    Raises Refusal when it was not held, or not every party agreed.
    """
    row = open_meeting(meeting)
    if row.state != State.HELD:
        raise Refusal(_("Only a meeting that was held can count."))
    agreed = set(agreed_by)
    members = members_on(covenant_without_terms(row.covenant), row.on)
    missing = [member.short for member in members if member.key not in agreed]
    refuse_any(
        objections(
            ("agreed_by", _missing(missing)),
            ("on", day_objection(on) or (_("That day is still to come.") if on > today else None)),
            ("why", text_objection(why, 300)),
        )
    )
    _forget_agreement(row, reason)
    [made] = save_all([Agreement(meeting=row, on=on, why=why)], reason=reason)
    ids = Party.objects.filter(key__in=agreed).order_by("pk").values_list("pk", flat=True)
    save_all([AgreementParty(agreement=made, party_id=pk) for pk in ids], reason=reason)
    refresh(covenant_id=row.covenant_id, types=[row.type.key], today=today)


def _missing(names: list[str]) -> str | None:
    if not names:
        return None
    return _("Every party has to agree; these did not: %(parties)s.") % {"parties": ", ".join(names)}


@transaction.atomic
def withdraw_agreement(*, meeting: int, today: date, reason: str) -> None:
    """There was no such agreement after all."""
    row = open_meeting(meeting)
    _forget_agreement(row, reason)
    refresh(covenant_id=row.covenant_id, types=[row.type.key], today=today)


def _forget_agreement(row: Meeting, reason: str) -> None:
    remove_all(list(Agreement.objects.filter(meeting=row)), reason=reason)


# --- Closing -------------------------------------------------------------------------------------------------


@transaction.atomic
def close_meeting(*, meeting: int, reason: str) -> None:
    """Nothing of it changes any more, until it is opened again."""
    row = held(meeting)
    if row.state == State.PLANNED:
        raise Refusal(_("Say first whether it took place."))
    row.closed = True
    change_all([row], ["closed"], reason=reason)


@transaction.atomic
def open_again(*, meeting: int, why: str, reason: str) -> None:
    """Open a closed meeting. `why` is kept with its history. Raises Refusal without it."""
    row = held(meeting)
    if not why.strip():
        raise Refusal(_("Say why it is opened again."))
    row.closed = False
    change_all([row], ["closed"], reason=f"{reason}: {why.strip()}")


# --- Taking back ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Before:
    """A meeting as it was, to go back to. `version`: its last history row after the act that may be taken back."""

    entry: MeetingEntry
    version: str


DAYS, TIMES = ("on", "asked_on", "original_on", "recorded_on"), ("at", "ends_at")


def data_of(entry: MeetingEntry) -> dict[str, Any]:
    """An entry as plain values, days and times as text."""
    found = asdict(entry)
    found["more"] = _plain(found["more"] or {})
    return _plain(found)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date | time) else value for name, value in values.items()}


def entry_of_data(data: Mapping[str, Any]) -> MeetingEntry:
    """What `data_of` made of an entry, as that entry."""
    more = More(**_read(data["more"]))
    return MeetingEntry(**{**_read(data), "present": tuple(data["present"]), "more": more})


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(values)
    for names, read in ((DAYS, date.fromisoformat), (TIMES, time.fromisoformat)):
        found |= {name: read(found[name]) for name in names if found.get(name)}
    return found


def version_of(meeting: int) -> str:
    """The last history rows of a meeting and of who was there: others mean that somebody changed it since."""
    rows: Any = Meeting.history.filter(id=meeting).aggregate(newest=Max("history_id"))
    there: Any = Attendance.history.filter(meeting_id=meeting).aggregate(newest=Max("history_id"))
    return f"{rows['newest'] or 0}-{there['newest'] or 0}"


@transaction.atomic
def take_back(*, meeting: int, before: Before, today: date, reason: str) -> None:
    """Make a meeting what it was before an act. Raises Refusal when somebody changed it since."""
    row = held(meeting)
    if version_of(meeting) != before.version:
        raise Refusal(_("It was changed since, so it cannot be undone any more."))
    rewrite(row, before.entry, today=today, reason=reason)


def _more(entry: MeetingEntry) -> More:
    return entry.more or More()
