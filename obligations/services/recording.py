"""Rows that are known by a ref: unique per covenant over entries, meetings, reviews and waivers.

Recording a ref again with the same values changes nothing; with other values it changes the row, with history.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from obligations.civil_time import noon
from obligations.models import Covenant, FactType, Reference, change_all, remove_all, save_all
from obligations.services.locks import lock_covenant
from obligations.services.refusal import Refusal
from obligations.services.standings import clear_covenants, refresh
from obligations.services.words import shown

REF = re.compile(r"[^\s:;,@>](?:[^\n\r\t:;,@>]*[^\s:;,@>])?")
NOT_A_REF = re.compile(r"start|[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""Names of triggers (design.md 4.4), which `answers` may hold too."""
FIRST_YEAR, LAST_YEAR = 1900, 2199
MANY = 100
"""From so many rows at once on, how obligations stand is left to the check sweep."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where rows of one kind are kept, each with a `reference` and a `covenant`.

    `fields`: columns by attribute; `links`: the table of their parties, if any, with `owner` the way back.
    """

    model: type[Any]
    fields: tuple[str, ...]
    links: type[Any] | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One row to be: its ref, values in the order of the shelf's fields, the ids of its parties.

    `recorded_on`: the day before today on which it was first recorded elsewhere; only used when it is new here.
    """

    ref: str
    values: tuple[Any, ...]
    parties: frozenset[int] = frozenset()
    recorded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows were new, changed and as they were. `late`: changed ones whose `recorded_on` was not used."""

    created: int = 0
    changed: int = 0
    same: int = 0
    late: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.created + other.created,
            self.changed + other.changed,
            self.same + other.same,
            self.late + other.late,
        )


def ref_objection(ref: str) -> str | None:
    """Why `ref` cannot be a ref, None when it can."""
    if not ref:
        return _("a ref is expected here.")
    if len(ref) > 80 or not REF.fullmatch(ref) or not ref.isprintable():
        return _("%(ref)s is not a ref (at most 80 characters, without : ; , @ and >).") % {"ref": shown(ref)}
    if NOT_A_REF.fullmatch(ref):
        return _("%(ref)s has a meaning of its own and cannot be a ref.") % {"ref": shown(ref)}
    return None


def day_objection(day: date) -> str | None:
    """Why something cannot have happened on `day`, None when it can."""
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return _("%(day)s does not lie between %(first)s and %(last)s.") % {
        "day": day.isoformat(),
        "first": FIRST_YEAR,
        "last": LAST_YEAR,
    }


def taken(covenant_id: int, shelf: Shelf, refs: Iterable[str]) -> set[str]:
    """Which refs belong to something of another kind. What cannot be a ref is not asked (NUL stops PostgreSQL)."""
    possible = {ref for ref in refs if ref_objection(ref) is None}
    found = dict(Reference.objects.filter(covenant_id=covenant_id, ref__in=possible).values_list("pk", "ref"))
    own = shelf.model.objects.filter(reference_id__in=found).values_list("reference_id", flat=True)
    return {found[pk] for pk in found.keys() - set(own)}


@transaction.atomic
def record(
    *, covenant_id: int, shelf: Shelf, records: Sequence[Record], today: date, reason: str, example: bool = False
) -> Tally:
    """Write these rows: new ones with their ref, known ones where they differ. The refs differ from each other.

    What follows from them stands anew as of `today`, in the same transaction when they are few. `example` marks new
    refs, and the covenant, as an example register. Raises Refusal when a ref belongs to something of another kind.
    """
    if not records:
        return Tally()
    lock_covenant(covenant_id)
    clash = taken(covenant_id, shelf, [found.ref for found in records])
    if clash:
        raise Refusal(_("%(ref)s is the ref of something else in the register.") % {"ref": shown(min(clash))})
    rows = shelf.model.objects.filter(
        reference__covenant_id=covenant_id, reference__ref__in=[found.ref for found in records]
    )
    now = {row.reference.ref: row for row in rows.select_related("reference")}
    fresh = [found for found in records if found.ref not in now]
    known = [found for found in records if found.ref in now]
    before = _types(shelf, now.values())
    _create(covenant_id, shelf, fresh, reason, example=example)
    if example:
        mark_example(covenant_id=covenant_id, reason=reason)
    tally = Tally(created=len(fresh)) + _change(shelf, known, now, reason)
    if tally.created or tally.changed:
        _stand_anew(covenant_id, shelf, records, before, today)
    return tally


def _types(shelf: Shelf, rows: Iterable[Any]) -> set[int]:
    return {row.type_id for row in rows} if "type_id" in shelf.fields else set()


def _stand_anew(covenant_id: int, shelf: Shelf, records: Sequence[Record], before: set[int], today: date) -> None:
    """Facts touch what looks at their types, before or after; a review or a waiver may touch all of the covenant."""
    if "type_id" not in shelf.fields or len(records) >= MANY:
        clear_covenants([covenant_id], today=today)
        return
    at = shelf.fields.index("type_id")
    ids = before | {found.values[at] for found in records}
    keys = FactType.objects.filter(pk__in=ids).values_list("key", flat=True)
    refresh(covenant_id=covenant_id, types=list(keys), today=today)


def mark_example(*, covenant_id: int, reason: str) -> None:
    """Say on every page of this covenant that its register is an example."""
    rows = list(Covenant.objects.filter(pk=covenant_id, has_example_register=False))
    for row in rows:
        row.has_example_register = True
    change_all(rows, ["has_example_register"], reason=reason)


def _create(covenant_id: int, shelf: Shelf, records: Sequence[Record], reason: str, *, example: bool) -> None:
    references = [Reference(covenant_id=covenant_id, ref=found.ref, example=example) for found in records]
    for reference, found in zip(references, records, strict=True):
        _date(reference, found)
    save_all(references, reason=reason)
    rows = []
    for reference, found in zip(references, records, strict=True):
        values = dict(zip(shelf.fields, found.values, strict=True))
        row = shelf.model(reference=reference, covenant_id=covenant_id, **values)
        rows.append(_date(row, found))
    save_all(rows, reason=reason)
    links = [
        _date(_link(shelf, row.pk, party), found)
        for row, found in zip(rows, records, strict=True)
        for party in sorted(found.parties)
    ]
    save_all(links, reason=reason)


def _date(row: Any, record: Record) -> Any:
    """Give a new row the recording date of its record, at noon: long past, as that day lies before today."""
    if record.recorded_on is not None:
        row._history_date = noon(record.recorded_on)
    return row


def _link(shelf: Shelf, owner: int, party: int) -> Any:
    assert shelf.links is not None
    return shelf.links(**{f"{shelf.owner}_id": owner, "party_id": party})


def _change(shelf: Shelf, records: Sequence[Record], now: Mapping[str, Any], reason: str) -> Tally:
    changed: dict[str, Any] = {}
    columns: set[str] = set()
    for found in records:
        row = now[found.ref]
        for name, value in zip(shelf.fields, found.values, strict=True):
            if getattr(row, name) != value:
                setattr(row, name, value)
                columns.add(name)
                changed[found.ref] = row
    fields = [field.name for field in shelf.model._meta.concrete_fields if field.attname in columns]
    change_all(list(changed.values()), fields, reason=reason)
    differs = changed.keys() | _relink(shelf, records, now, reason)
    late = sum(found.recorded_on is not None for found in records if found.ref in differs)
    return Tally(changed=len(differs), same=len(records) - len(differs), late=late)


def _relink(shelf: Shelf, records: Sequence[Record], now: Mapping[str, Any], reason: str) -> set[str]:
    """Give rows their parties; the refs of rows that had others."""
    if shelf.links is None:
        return set()
    owners = {now[found.ref].pk: found for found in records}
    old: dict[int, dict[int, Any]] = {pk: {} for pk in owners}
    for link in shelf.links.objects.filter(**{f"{shelf.owner}__in": owners}):
        old[getattr(link, f"{shelf.owner}_id")][link.party_id] = link
    gone = [link for pk, links in old.items() for party, link in links.items() if party not in owners[pk].parties]
    come = [_link(shelf, pk, party) for pk, found in owners.items() for party in sorted(found.parties - old[pk].keys())]
    remove_all(gone, reason=reason)
    save_all(come, reason=reason)
    return {owners[getattr(link, f"{shelf.owner}_id")].ref for link in [*gone, *come]}


@transaction.atomic
def withdraw(*, covenant_id: int, shelf: Shelf, refs: Sequence[str], today: date, reason: str) -> int:
    """Take rows out of the register with their refs, each with a last history row; how many there were."""
    lock_covenant(covenant_id)
    rows = list(shelf.model.objects.filter(reference__covenant_id=covenant_id, reference__ref__in=refs))
    types = _types(shelf, rows)
    references = list(Reference.objects.filter(pk__in=[row.reference_id for row in rows]))
    remove_all(rows, reason=reason)
    remove_all(references, reason=reason)
    if rows:
        _stand_anew(covenant_id, shelf, [], types, today)
    return len(rows)
