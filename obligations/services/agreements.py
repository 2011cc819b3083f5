"""Take over what was agreed, from a file that describes a covenant as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import PROTECT, Q
from django.db.models import Model as DjangoModel
from django.utils.translation import gettext as _

from obligations.models import Covenant, FactType, Obligation, Party, Revision, change_all, remove_all, save_all
from obligations.services.locks import lock_covenant
from obligations.services.places import places
from obligations.services.refusal import Refusal
from obligations.services.standings import clear_covenants, forget_obligations
from obligations.services.tables import TABLES, Key, Model, Rows, Table

Ids = dict[Model, dict[Key, int]]
TABLE_OF = {table.model: table for table in TABLES}


@dataclass
class Stored:
    """The rows of one table as they are: id, values and place by natural key."""

    ids: dict[Key, int]
    values: dict[Key, dict[str, Any]]
    positions: dict[Key, int]


@dataclass
class Difference:
    """What to do to one table; `now` are the values that it has."""

    created: list[Key]
    changed: dict[Key, dict[str, Any]]
    removed: list[Key]
    positions: dict[Key, int]
    now: Mapping[Key, Mapping[str, Any]]


@transaction.atomic
def record_agreement(*, covenant: str, rows: Rows, today: date, reason: str, rename: bool = False) -> Covenant:
    """Make what is recorded of the covenant with key `covenant` equal to `rows`, in place and with history.

    `rows` are whole and fit together. Rows keep their ids, so that whatever refers to them stays. How the obligations
    stand is assessed again by the next check sweep, from `today` on. Raises Refusal when
    a type or theme is in use that `rows` no longer have, when a draft has the key of a revision, or when a party gets
    another name without `rename`.
    """
    lock_covenant(covenant)
    stored = {table.model: _read(table, covenant, rows[table.model]) for table in TABLES}
    differences = {table.model: _difference(table, stored[table.model], rows[table.model]) for table in TABLES}
    _check_drafts(covenant, rows)
    _check_use(stored, differences)
    if differences[Party].changed and not rename:
        raise Refusal(
            _("Party '%(key)s' is known under another name.") % {"key": next(iter(differences[Party].changed))[0]}
        )
    ids: Ids = {model: found.ids for model, found in stored.items()}
    going = [stored[Obligation].ids[key] for key in differences[Obligation].removed]
    forget_obligations(going, today=today)
    _let_go(differences[Revision], ids, reason)
    for table in reversed(TABLES):
        _remove(table, [ids[table.model].pop(key) for key in differences[table.model].removed], reason)
    for table in TABLES:
        _write(table, covenant, rows, differences[table.model], ids, reason)
    found = Covenant.objects.get(key=covenant)
    clear_covenants([found.pk], today=today)
    return found


def _read(table: Table, covenant: str, wanted: Mapping[Key, Any]) -> Stored:
    within = table.within(covenant, ())
    if table.model is Party:
        # Known installation-wide: also where this covenant did not name them before.
        within = Q(key__in=[key for (key,) in wanted])
    found = table.model.objects.filter(within)
    size = len(table.key)
    place = () if table.group is None else ("position",)
    stored = Stored({}, {}, {})
    for pk, *row in found.order_by().values_list("pk", *table.lookups, *place):
        key = tuple(row[:size])
        stored.ids[key] = pk
        stored.values[key] = dict(zip(table.fields, row[size:], strict=False))
        if place:
            stored.positions[key] = row[-1]
    return stored


def _difference(table: Table, stored: Stored, wanted: Mapping[Key, Mapping[str, Any]]) -> Difference:
    changed = {}
    for key in wanted.keys() & stored.values.keys():
        now = stored.values[key]
        fields = {name: value for name, value in wanted[key].items() if now[name] != value}
        if fields:
            changed[key] = fields
    positions = _positions(table, stored, wanted)
    for key, place in positions.items():
        if key in stored.positions and stored.positions[key] != place:
            changed.setdefault(key, {})["position"] = place
    created = [key for key in wanted if key not in stored.values]
    removed = [] if table.model is Party else [key for key in stored.values if key not in wanted]
    return Difference(created, changed, removed, positions, stored.values)


def _positions(table: Table, stored: Stored, wanted: Mapping[Key, Any]) -> dict[Key, int]:
    if table.group is None:
        return {}
    groups: dict[Key, list[Key]] = defaultdict(list)
    for key in wanted:
        groups[key[: table.group]].append(key)
    found: dict[Key, int] = {}
    for names in groups.values():
        found.update(places(names, stored.positions))
    return found


def _check_drafts(covenant: str, rows: Rows) -> None:
    drafts = Revision.objects.filter(covenant__key=covenant, status=Revision.Status.DRAFT)
    for key, replaces in drafts.values_list("key", "replaces__key"):
        if (key,) in rows[Revision]:
            raise Refusal(_("Revision '%(key)s' is being drafted; finish or remove the draft first.") % {"key": key})
        if any(values["replaces"] == replaces for values in rows[Revision].values() if replaces is not None):
            raise Refusal(
                _("The draft '%(key)s' replaces '%(replaces)s' already; finish or remove the draft first.")
                % {"key": key, "replaces": replaces}
            )


def _check_use(stored: Mapping[Model, Stored], differences: Mapping[Model, Difference]) -> None:
    """Nothing that the register refers to goes away, and no type turns from entry to meeting under it."""
    own = frozenset(table.model for table in TABLES)
    for table in TABLES:
        rows, difference = stored[table.model], differences[table.model]
        going = {rows.ids[key]: key for key in difference.removed}
        for pk in sorted(_in_use(table.model, going, own)):
            name = " ".join(str(part) for part in going[pk])
            raise Refusal(_("'%(name)s' is in use in the register and cannot be removed.") % {"name": name})
    types, turned = stored[FactType], differences[FactType].changed
    turning = {
        types.ids[key]: key
        for key, fields in turned.items()
        if "meeting" in fields and bool(fields["meeting"]) != bool(types.values[key]["meeting"])
    }
    for pk in sorted(_in_use(FactType, turning, own)):
        raise Refusal(
            _("Type '%(key)s' is in use and cannot turn into a meeting, or into an entry.") % {"key": turning[pk][0]}
        )


def _in_use(model: Model, ids: Iterable[int], own: frozenset[type[DjangoModel]]) -> set[int]:
    """Which of these rows are referred to and protected from outside what was agreed."""
    wanted = set(ids)
    found: set[int] = set()
    if not wanted:
        return found
    for relation in model._meta.get_fields(include_hidden=True):
        other = relation.related_model
        if getattr(relation, "on_delete", None) is PROTECT and relation.auto_created and other not in own:
            name = relation.field.attname  # type: ignore[union-attr]
            rows = other._default_manager.filter(**{f"{name}__in": wanted})  # type: ignore[union-attr]
            found.update(rows.order_by().values_list(name, flat=True).distinct())
    return found


def _let_go(difference: Difference, ids: Ids, reason: str) -> None:
    """Undo the links of revisions that get another one or go away: a revision is replaced once at most."""
    moving = {key for key, values in difference.changed.items() if "replaces" in values}
    linked = {key for key in moving.union(difference.removed) if difference.now[key]["replaces"] is not None}
    loose = dict.fromkeys(("replaces", "replaces_from"))
    _change(TABLE_OF[Revision], dict.fromkeys(linked, loose), ids, reason)


def _remove(table: Table, ids: list[int], reason: str) -> None:
    for start in range(0, len(ids), 500):
        remove_all(list(table.model.objects.filter(pk__in=ids[start : start + 500])), reason=reason)


def _write(table: Table, covenant: str, rows: Rows, difference: Difference, ids: Ids, reason: str) -> None:
    if table.model is Revision:
        _write_revisions(table, covenant, rows, difference, ids, reason)
    else:
        _create(table, covenant, rows, difference.created, difference, ids, reason)
        _change(table, difference.changed, ids, reason)


def _create(
    table: Table, covenant: str, rows: Rows, keys: list[Key], difference: Difference, ids: Ids, reason: str
) -> None:
    made = []
    for key in keys:
        fields = dict(_columns(table, rows[table.model][key], ids))
        if table.group is not None:
            fields["position"] = difference.positions[key]
        made.append(table.model(**_named(table, covenant, key, ids), **fields))
    for key, row in zip(keys, save_all(made, reason=reason), strict=True):
        ids[table.model][key] = row.pk


def _named(table: Table, covenant: str, key: Key, ids: Ids) -> dict[str, Any]:
    """The fields that follow from a natural key: its own parts, and the rows above."""
    own = {lookup: part for lookup, part in zip(table.key, key, strict=True) if "__" not in lookup}
    if table.model is Covenant:
        own["key"] = covenant
    above = {
        f"{name}_id": ids[model].get(key[parts]) if None in key[parts] else ids[model][key[parts]]
        for name, (model, parts) in table.parents.items()
    }
    return {**own, **above}


def _columns(table: Table, values: Mapping[str, Any], ids: Ids) -> Iterable[tuple[str, Any]]:
    """Values as the fields of a row: a row that is named becomes its id."""
    for name, value in values.items():
        if name in table.names:
            model, _lookup = table.names[name]
            yield f"{name}_id", None if value is None else ids[model][(value,)]
        else:
            yield name, value


def _change(table: Table, changed: Mapping[Key, Mapping[str, Any]], ids: Ids, reason: str) -> None:
    if not changed:
        return
    rows = table.model.objects.in_bulk([ids[table.model][key] for key in changed])
    fields = sorted({name for values in changed.values() for name in values})
    for key, values in changed.items():
        for name, value in _columns(table, values, ids):
            setattr(rows[ids[table.model][key]], name, value)
    change_all(list(rows.values()), fields, reason=reason)


def _write_revisions(table: Table, covenant: str, rows: Rows, difference: Difference, ids: Ids, reason: str) -> None:
    """Each revision after the one that it replaces; links that were let go are made anew."""
    for key in _oldest_first(difference.created, rows[Revision]):
        _create(table, covenant, rows, [key], difference, ids, reason)
    for key, values in difference.changed.items():
        if "replaces" in values:
            values["replaces_from"] = rows[Revision][key]["replaces_from"]
    _change(table, difference.changed, ids, reason)


def _oldest_first(keys: Iterable[Key], rows: Mapping[Key, Mapping[str, Any]]) -> list[Key]:
    """Each revision after the one that it replaces."""
    waiting, found = dict.fromkeys(keys), []
    while waiting:
        key = next(iter(waiting))
        while (rows[key]["replaces"],) in waiting:
            key = (rows[key]["replaces"],)
        del waiting[key]
        found.append(key)
    return found
