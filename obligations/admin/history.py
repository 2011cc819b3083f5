"""The history of an object, readable: who, when, what from and to, and why; with that of everything it is made of."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.utils.formats import date_format

from obligations import models as m
from obligations.admin.words import label
from obligations.models import Tracked

PARTS: Mapping[type[Tracked], tuple[tuple[type[Tracked], str], ...]] = {
    m.Obligation: (
        (m.CadenceTerm, "obligation_id"),
        (m.CapTerm, "obligation_id"),
        (m.DeadlineTerm, "obligation_id"),
        (m.DutyTerm, "obligation_id"),
        (m.StandingTerm, "obligation_id"),
        (m.HeldTerm, "obligation_id"),
        (m.ObligationParty, "obligation_id"),
        (m.ObligationType, "obligation_id"),
        (m.ObligationTheme, "obligation_id"),
        (m.Citation, "obligation_id"),
        (m.ReadingChoice, "obligation_id"),
    ),
    m.Revision: ((m.RevisionParty, "revision_id"), (m.Outcome, "revision_id")),
    m.Covenant: (
        (m.Membership, "covenant_id"),
        (m.Theme, "covenant_id"),
        (m.FactType, "covenant_id"),
        (m.Reading, "covenant_id"),
        (m.ReadingChoice, "covenant_id"),
    ),
    m.Clause: ((m.Paragraph, "clause_id"),),
    m.Event: ((m.EventParty, "event_id"),),
    m.Waiver: ((m.WaiverParty, "waiver_id"),),
    m.Post: ((m.Tenure, "post_id"),),
}
"""What belongs to an object and is told with it: the tables, each with the column that points at the object."""
TOGETHER = timedelta(seconds=2)
"""Rows of one act are written within so much time."""
QUIET = frozenset({"position"})
"""Says nothing of a row that came or went."""
NAMING = ("party", "theme", "type", "clause", "user", "short", "title", "name", "number", "heading", "code", "key")
"""What tells one row of a kind from another, the first that it has."""
EMPTY = "(leeg)"
WORDS = {"+": "toegevoegd", "~": "gewijzigd", "-": "weggehaald"}


@dataclass(frozen=True)
class Change:
    """One value: what it is called, what it was and what it became."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """One row that was added, changed or removed. `part`: what it is and which, where it is a part of the object."""

    act: str
    part: str
    changes: tuple[Change, ...]


@dataclass
class Entry:
    """What one person did at one moment, and why."""

    when: datetime
    who: str
    why: str
    steps: list[Step] = field(default_factory=list)


def history_of(model: type[Tracked], pk: int, parts: Sequence[tuple[type[Tracked], str]] | None = None) -> list[Entry]:
    """Everything that was done to an object and its parts, the last first; also when it is gone.

    The number of queries depends on the tables, not on how much happened. A row that changed nothing shown is left out.
    """
    found = [(row, old, "", "") for row, old in _versions(model, id_field(model), pk)]
    for part, column in PARTS.get(model, ()) if parts is None else parts:
        name = str(part._meta.verbose_name)
        found += [(row, old, name, column) for row, old in _versions(part, column, pk)]
    names = _names([row for row, *_others in found])
    found.sort(key=lambda each: (each[0].history_date, each[0].history_id), reverse=True)
    entries: list[Entry] = []
    for row, old, named, column in found:
        changes = tuple(_changes(row, old, names, column))
        if row.history_type == "~" and not changes:
            continue
        which = _which(row, names) if named and row.history_type == "~" else ""
        step = Step(WORDS[row.history_type], f"{named} {which}".strip(), changes)
        _entry(entries, row).steps.append(step)
    return entries


def id_field(model: type[Model]) -> str:
    """The column of the history that holds the object's own id."""
    return str(model._meta.pk.attname)  # type: ignore[union-attr]


def _entry(entries: list[Entry], row: Any) -> Entry:
    """The entry that a row belongs to: the last one when it is of the same act, else a new one."""
    who = str(row.history_user) if row.history_user_id else "een opdracht of import"
    why = row.history_change_reason or ""
    last = entries[-1] if entries else None
    if last is None or (last.who, last.why) != (who, why) or last.when - row.history_date > TOGETHER:
        entries.append(Entry(row.history_date, who, why))
    return entries[-1]


def _versions(model: type[Tracked], column: str, pk: int) -> list[tuple[Any, Any]]:
    """Each history row with the one before it of the same row, None for the first."""
    own = id_field(model)
    rows = model.history.filter(**{column: pk}).select_related("history_user").order_by("history_date", "history_id")  # type: ignore[attr-defined]
    last: dict[Any, Any] = {}
    found = []
    for row in rows:
        key = getattr(row, own)
        found.append((row, last.get(key)))
        last[key] = row
    return found


def _changes(row: Any, old: Any, names: Mapping[tuple[type[Model], Any], str], owner: str) -> Iterable[Change]:
    """What differs from the version before; of a new row what it has, of a removed one what it had.

    `owner`: the column that points at the object whose history this is, which goes without saying.
    """
    for part in type(row).instance_type._meta.concrete_fields:
        if part.primary_key or part.attname == owner or (part.name in QUIET and row.history_type != "~"):
            continue
        after = "" if row.history_type == "-" else shown(part, getattr(row, part.attname), names)
        before = "" if old is None else shown(part, getattr(old, part.attname), names)
        if row.history_type == "-":
            before = shown(part, getattr(row, part.attname), names)
        if before != after and (before, after) not in (("", EMPTY), (EMPTY, "")):
            yield Change(label(part.name), before, after)


def _which(row: Any, names: Mapping[tuple[type[Model], Any], str]) -> str:
    """Which of the rows of its kind this one is; nothing where an object has one of them."""
    fields = {part.name: part for part in type(row).instance_type._meta.concrete_fields}
    naming = next((fields[name] for name in NAMING if name in fields), None)
    return "" if naming is None else shown(naming, getattr(row, naming.attname), names)


def shown(part: Field[Any, Any], value: Any, names: Mapping[tuple[type[Model], Any], str]) -> str:
    """A value as people read it."""
    if value is None or value in ("", [], {}):
        return EMPTY
    if isinstance(part, ForeignKey):
        return names.get((part.related_model, value), f"nr. {value}")
    if part.choices:
        return str(dict(part.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime | date):
        return date_format(value, "j F Y")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _names(rows: Sequence[Any]) -> dict[tuple[type[Model], Any], str]:
    """The names of everything that these rows point at: one query per table, one more for what is gone."""
    wanted: dict[type[Model], set[Any]] = defaultdict(set)
    for row in rows:
        for part in type(row).instance_type._meta.concrete_fields:
            value = getattr(row, part.attname)
            if isinstance(part, ForeignKey) and value is not None:
                wanted[part.related_model].add(value)
    found: dict[tuple[type[Model], Any], str] = {}
    for model, ids in wanted.items():
        live = model._default_manager.select_related(*_named_by(model)).in_bulk(list(ids))
        found.update({(model, pk): str(row) for pk, row in live.items()})
        gone = ids - live.keys()
        if gone and issubclass(model, Tracked):
            for old in model.history.filter(id__in=gone).order_by("history_id"):  # type: ignore[attr-defined]
                found[model, old.id] = f"{_old_name(old)} (weg)"
    return found


def _named_by(model: type[Model]) -> list[str]:
    """The rows whose names are part of this one's name."""
    known = {"RevisionParty": ["party"], "Post": ["party"], "Event": ["type"], "Meeting": ["type"]}
    return known.get(model.__name__, [])


def _old_name(row: Any) -> str:
    for name in ("short", "title", "name", "key", "ref", "code"):
        if getattr(row, name, ""):
            return str(getattr(row, name))
    return f"nr. {row.id}"
