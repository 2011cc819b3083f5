"""Put right what was recorded: an entry is corrected or withdrawn, and never vanishes (users.md rule 16)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from obligations.models import Event, change_all
from obligations.services.known import known_to, text_objection
from obligations.services.locks import lock_covenant
from obligations.services.refusal import Refusal, objections, refuse_any
from obligations.services.register import Aside, Entry, record_events
from obligations.services.standings import refresh


def entry_of(event: Event) -> Entry:
    """An entry as it would be recorded."""
    return Entry(
        event.reference.ref,
        event.type.key,
        event.on,
        event.at,
        None if event.by is None else event.by.key,
        tuple(event.to.order_by("pk").values_list("party__key", flat=True)),
        None if event.host is None else event.host.key,
        event.minutes,
        event.persons,
        None if event.theme is None else event.theme.key,
        event.answers,
        event.state,
        event.subject,
        aside=Aside(event.remark, event.told_by, event.as_written),
    )


def held_event(pk: int) -> Event:
    """The entry, while nobody else writes to its covenant. Raises Refusal when it is not there any more."""
    found = Event.objects.select_related("covenant", "reference", "type", "by", "host", "theme").filter(pk=pk)
    event = found.first()
    if event is not None:
        lock_covenant(event.covenant_id)
        event = found.first()
    if event is None:
        raise Refusal(_("This entry is not there any more."))
    return event


@transaction.atomic
def correct_event(*, event: int, entry: Entry, today: date, reason: str) -> None:
    """Record an entry as `entry` says it. Raises Refusal for what cannot be, or when it was withdrawn."""
    row = held_event(event)
    if row.withdrawn:
        raise Refusal(_("This entry was withdrawn. Take that back first."))
    record_events(known=known_to(row.covenant), entries=[entry], today=today, reason=reason)


@transaction.atomic
def withdraw_event(*, event: int, why: str, today: date, reason: str) -> None:
    """It was recorded by mistake: it stays in the list with `why`, and counts for nothing."""
    row = held_event(event)
    refuse_any(objections(("why", text_objection(why, 300))))
    row.withdrawn, row.withdrawn_why = True, why
    change_all([row], ["withdrawn", "withdrawn_why"], reason=reason)
    refresh(covenant_id=row.covenant_id, types=[row.type.key], today=today)


@transaction.atomic
def restore_event(*, event: int, today: date, reason: str) -> None:
    """It was right after all."""
    row = held_event(event)
    row.withdrawn, row.withdrawn_why = False, ""
    change_all([row], ["withdrawn", "withdrawn_why"], reason=reason)
    refresh(covenant_id=row.covenant_id, types=[row.type.key], today=today)


def is_own_slip(event: int, user: Any, since: datetime) -> bool:
    """True while what this person recorded was recorded after `since` by her alone: then no reason is asked."""
    rows: Any = Event.history.filter(id=event).values_list("history_user", "history_date")
    found = list(rows)
    return bool(found) and all(who == user.pk and made >= since for who, made in found)
