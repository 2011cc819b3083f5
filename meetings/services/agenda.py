"""Agenda, minutes, decisions and actions of a meeting. None of it is a condition for counting (users.md rule 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from meetings.models import Action, AgendaItem, Decision, Meeting
from meetings.services.acts import held, open_meeting
from obligations.models import (
    Covenant,
    Obligation,
    ObligationType,
    Party,
    Revision,
    Theme,
    change_all,
    remove_all,
    save_all,
)
from obligations.services.known import text_objection
from obligations.services.locks import lock_covenant
from obligations.services.recording import day_objection
from obligations.services.refusal import Refusal, objections, refuse_any
from obligations.services.words import unseen

LONGEST_MINUTES = 100_000


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """A point by keys: who brings it in (a party), and which obligation or theme it is about."""

    title: str
    owner: str = ""
    code: str = ""
    theme: str = ""


@transaction.atomic
def add_item(*, covenant: Covenant, meeting: int | None, entry: ItemEntry, reason: str) -> AgendaItem:
    """Put a point on the agenda of a meeting, or among what waits for one. Raises Refusal for an empty title."""
    row = _agenda_of(covenant, meeting)
    _check(covenant, entry)
    last = AgendaItem.objects.filter(covenant=covenant, meeting=row).aggregate(last=Max("position"))["last"]
    item = AgendaItem(
        covenant=covenant, meeting=row, position=0 if last is None else last + 1, **_columns(covenant, entry)
    )
    return save_all([item], reason=reason)[0]


def _agenda_of(covenant: Covenant, meeting: int | None) -> Meeting | None:
    if meeting is None:
        lock_covenant(covenant.pk)
        return None
    row = open_meeting(meeting)
    if row.covenant_id != covenant.pk:
        raise Refusal(_("This meeting is not there any more."))
    return row


def _columns(covenant: Covenant, entry: ItemEntry) -> dict[str, object]:
    return {
        "title": entry.title.strip(),
        "owner": Party.objects.filter(key=entry.owner).first() if entry.owner else None,
        "code": entry.code,
        "theme": Theme.objects.filter(covenant=covenant, key=entry.theme).first() if entry.theme else None,
    }


def _check(covenant: Covenant, entry: ItemEntry) -> None:
    known = Obligation.objects.filter(revision__covenant=covenant, code=entry.code).exists()
    refuse_any(
        objections(
            ("title", _text(entry.title, 300)),
            ("code", None if known or not entry.code else _("This is no obligation of this covenant.")),
        )
    )


def _text(text: str, limit: int) -> str | None:
    return text_objection(text, limit) if text.strip() else _("A text is expected here.")


@transaction.atomic
def settle_item(*, item: int, done: bool, reason: str) -> None:
    """A point was dealt with, or is open again."""
    row = _item(item)
    row.done = done
    change_all([row], ["done"], reason=reason)


@transaction.atomic
def carry_over(*, item: int, to: int | None, reason: str) -> AgendaItem:
    """Put an unfinished point on the agenda of a later meeting, or among what waits for one; once, however often asked.

    Raises Refusal when it was dealt with.
    """
    row = _item(item)
    if row.done:
        raise Refusal(_("This point was dealt with already."))
    again = AgendaItem.objects.filter(carried_from=row).first()
    if again is not None:
        return again
    if row.meeting is None or row.meeting.state == Meeting.State.PLANNED:
        # Nothing was said about it yet: the same point moves.
        row.meeting = _agenda_of(row.covenant, to)
        row.position = AgendaItem.objects.filter(covenant=row.covenant_id, meeting=to).count()
        change_all([row], ["meeting", "position"], reason=reason)
        return row
    entry = ItemEntry(row.title, row.owner.key if row.owner else "", row.code, row.theme.key if row.theme else "")
    made = add_item(covenant=row.covenant, meeting=to, entry=entry, reason=reason)
    made.carried_from = row
    change_all([made], ["carried_from"], reason=reason)
    return made


@transaction.atomic
def remove_item(*, item: int, reason: str) -> None:
    """Take a point off. Raises Refusal when it was carried over to another meeting."""
    row = _item(item)
    if AgendaItem.objects.filter(carried_from=row).exists():
        raise Refusal(_("This point was carried over to another meeting; take it off there first."))
    remove_all([row], reason=reason)


def _item(pk: int) -> AgendaItem:
    row = AgendaItem.objects.select_related("covenant", "meeting", "owner", "theme").filter(pk=pk).first()
    if row is None:
        raise Refusal(_("This point is not there any more."))
    if row.meeting_id is not None:
        open_meeting(row.meeting_id)
    return row


def demanded(meeting: Meeting) -> list[Obligation]:
    """The obligations that are a fixed point of a meeting of this type, in the revision in force on its day."""
    replaced = Q(
        revision__replaced_by__status=Revision.Status.PUBLISHED, revision__replaced_by__replaces_from__lte=meeting.on
    )
    rows = Obligation.objects.filter(
        ~replaced,
        types__use=ObligationType.Use.AGENDA,
        types__type=meeting.type_id,
        revision__covenant=meeting.covenant_id,
        revision__status=Revision.Status.PUBLISHED,
        revision__in_force_from__lte=meeting.on,
    ).exclude(
        revision__replaced_by__status=Revision.Status.PUBLISHED, revision__replaced_by__replaces_from__lte=meeting.on
    )
    return list(rows.order_by("position", "pk"))


# --- Minutes -------------------------------------------------------------------------------------------------


@transaction.atomic
def write_minutes(*, meeting: int, text: str, state: str, reason: str) -> None:
    """The minutes as text, and how far they are: draft, shared or adopted."""
    row = open_meeting(meeting)
    bad = next((sign for sign in text if sign not in "\r\n\t" and unseen(sign)), None)
    if len(text) > LONGEST_MINUTES or bad is not None:
        raise Refusal(
            _("This text is too long, or holds a character that cannot be kept. Add it as a document instead.")
        )
    if state not in Meeting.Minutes.values:
        raise Refusal(_("Choose how far the minutes are."))
    row.minutes, row.minutes_state = text.replace("\r\n", "\n"), state
    change_all([row], ["minutes", "minutes_state"], reason=reason)


# --- Decisions and actions -----------------------------------------------------------------------------------


@transaction.atomic
def add_decision(*, meeting: int, text: str, reason: str) -> Decision:
    """Keep what a meeting decided."""
    row = open_meeting(meeting)
    refuse_any(objections(("text", _text(text, 500))))
    return save_all([Decision(meeting=row, text=text.strip())], reason=reason)[0]


@transaction.atomic
def add_action(*, meeting: int, text: str, owner: str, due_on: date | None, reason: str) -> Action:
    """Keep what a party does after a meeting; `due_on` is an own target."""
    row = open_meeting(meeting)
    refuse_any(objections(("text", _text(text, 500)), ("due_on", None if due_on is None else day_objection(due_on))))
    party = Party.objects.filter(key=owner).first() if owner else None
    return save_all([Action(meeting=row, text=text.strip(), owner=party, due_on=due_on)], reason=reason)[0]


@transaction.atomic
def settle_action(*, action: int, on: date | None, reason: str) -> None:
    """An action was done on a day, or is open again (None). Also of a closed meeting: the work goes on."""
    row = Action.objects.select_related("meeting").filter(pk=action).first()
    if row is None:
        raise Refusal(_("This action is not there any more."))
    held(row.meeting_id)
    row.done_on = on
    change_all([row], ["done_on"], reason=reason)


@transaction.atomic
def remove_line(*, model: type[Decision] | type[Action], pk: int, reason: str) -> None:
    """Take a decision or an action off; its history stays."""
    row = model.objects.filter(pk=pk).first()
    if row is None:
        return
    open_meeting(row.meeting_id)
    remove_all([row], reason=reason)
