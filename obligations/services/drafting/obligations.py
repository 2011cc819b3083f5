"""Write and remove the obligations of a draft, with what they need on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from obligations.models import (
    Citation,
    Clause,
    DraftChoice,
    FactType,
    Obligation,
    ObligationParty,
    ObligationTheme,
    ObligationType,
    Outcome,
    Party,
    Revision,
    Theme,
    change_all,
    remove_all,
    save_all,
)
from obligations.services.drafting.entries import (
    TERM_MODELS,
    NewType,
    ObligationEntry,
    entry_of,
    obligations_of,
    term_row,
)
from obligations.services.drafting.fitting import entry_objections, names_of
from obligations.services.drafting.held import WRITE, check_version, fresh_key, gone, hold, object_to
from obligations.services.refusal import Refusal

COLUMNS = ("title", "summary", "soft", "own_from", "own_until", "bearers_all", "towards_all")


@transaction.atomic
def save_obligation(*, draft: int, entry: ObligationEntry, code: str | None = None, version: str = "") -> Obligation:
    """Add an obligation to the draft, or change the one with `code`, with its parties, types, place and numbers.

    Types and parts of the text that are not there yet are made. Raises Objected with everything that does not fit,
    Conflict when someone changed or removed it since it was read at `version`, Refusal for another kind.
    """
    row = hold(draft)
    stored = None if code is None else obligations_of(row, [code]).get(code)
    if code is not None and stored is None:
        raise gone()
    if stored is not None:
        check_version(stored, entry_of(stored), version)
        if stored.kind != entry.kind:
            raise Refusal(_("An obligation keeps its kind; remove this one and add another."))
    object_to(entry_objections(entry, names_of(row)))
    fields = {name: getattr(entry, name) for name in COLUMNS}
    if stored is None:
        made = _create(row, entry, fields)
    else:
        made = stored
        # Saved even when only a part of it differs, so that its history says who wrote last.
        _put([made], fields)
    _write_term(made, entry)
    _write_parts(row, made, entry)
    return obligations_of(row, [made.code])[made.code]


def _create(draft: Revision, entry: ObligationEntry, fields: Mapping[str, Any]) -> Obligation:
    taken = set(Obligation.objects.filter(revision__covenant=draft.covenant_id).values_list("code", flat=True))
    code = fresh_key(entry.title, taken, "verplichting")
    place = max(draft.obligations.values_list("position", flat=True), default=-1) + 1
    save_all([Obligation(revision=draft, code=code, kind=entry.kind, position=place, **fields)], reason=WRITE)
    return obligations_of(draft, [code])[code]


def _put(rows: list[Any], fields: Mapping[str, Any]) -> None:
    for row in rows:
        for name, value in fields.items():
            setattr(row, name, value)
    change_all(rows, list(fields), reason=WRITE)


def _write_term(row: Obligation, entry: ObligationEntry) -> None:
    values = dict(entry.term)
    if "host" in values:
        host = values.pop("host")
        values["host_id"] = None if host is None else Party.objects.get(key=host).pk
    now = term_row(row)
    if now is None:
        model: Any = TERM_MODELS[entry.kind]
        save_all([model(obligation=row, **values)], reason=WRITE)
        return
    changed = [name for name, value in values.items() if getattr(now, name) != value]
    for name in changed:
        setattr(now, name, values[name])
    if changed:
        change_all([now], [name.removesuffix("_id") for name in changed], reason=WRITE)


def _write_parts(draft: Revision, row: Obligation, entry: ObligationEntry) -> None:
    """Its parties, themes, types and places, each in the order given."""
    everyone = list(draft.members.filter(organ=False).order_by("position", "pk").values_list("party__key", flat=True))
    sides = {
        "bearer": everyone if entry.bearers_all else entry.bearers,
        "towards": everyone if entry.towards_all else entry.towards,
    }
    parties = dict(Party.objects.filter(memberships__revision=draft).values_list("key", "pk"))
    wanted = [(side, parties[key]) for side, keys in sides.items() for key in keys]
    _relink(row, ObligationParty, ("side", "party_id"), wanted)
    themes = dict(Theme.objects.filter(covenant=draft.covenant_id).values_list("key", "pk"))
    _relink(row, ObligationTheme, ("theme_id",), [(themes[key],) for key in entry.themes])
    uses = {"of": entry.counts, "done_by": entry.done_by, "when": entry.when, "agenda": entry.agenda or _agenda_of(row)}
    types = _types(draft, [one for found in uses.values() for one in found])
    linked = [(use, types[one]) for use, found in uses.items() for one in found]
    _relink(row, ObligationType, ("use", "type_id"), linked)
    clauses = _clauses(draft, dict.fromkeys(one.clause for one in entry.places))
    places = [(clauses[one.clause], one.place, one.paragraph) for one in entry.places]
    _relink(row, Citation, ("clause_id", "place", "paragraph"), places)


def _agenda_of(row: Obligation) -> tuple[str, ...]:
    """No form asks for the meetings of which an obligation is a fixed point, so it keeps those it has."""
    kept = ObligationType.objects.filter(obligation=row, use=ObligationType.Use.AGENDA)
    return tuple(kept.order_by("position").values_list("type__key", flat=True))


def _relink(row: Obligation, model: Any, names: tuple[str, ...], wanted: list[tuple[Any, ...]]) -> None:
    """Make the rows of `model` under an obligation those wanted, in that order; what is there already stays."""
    wanted = list(dict.fromkeys(wanted))
    now = {tuple(getattr(one, name) for name in names): one for one in model.objects.filter(obligation=row)}
    remove_all([one for key, one in now.items() if key not in wanted], reason=WRITE)
    fresh = [
        model(obligation=row, position=place, **dict(zip(names, key, strict=True)))
        for place, key in enumerate(wanted)
        if key not in now
    ]
    save_all(fresh, reason=WRITE)
    if fresh or len(now) != len(wanted) or [key for key in now if key in wanted] != wanted:
        moved = [now[key] for place, key in enumerate(wanted) if key in now and now[key].position != place]
        for one in moved:
            one.position = wanted.index(tuple(getattr(one, name) for name in names))
        change_all(moved, ["position"], reason=WRITE)


def _types(draft: Revision, wanted: Iterable[str | NewType]) -> dict[str | NewType, int]:
    """The ids of types; a new one is made, unless the covenant has one of that name."""
    rows = list(FactType.objects.filter(covenant=draft.covenant_id))
    by_key = {one.key: one.pk for one in rows}
    by_name = {one.name.casefold(): one.pk for one in rows}
    taken = {*by_key, "review", "waiver"}
    place = max((one.position for one in rows), default=-1)
    found: dict[str | NewType, int] = {}
    for one in wanted:
        if isinstance(one, NewType) and one.name.casefold() not in by_name:
            place += 1
            key = fresh_key(one.name, taken, "soort")
            taken.add(key)
            fields = {"name": one.name, "meeting": one.meeting, "measure": one.measure}
            save_all([FactType(covenant=draft.covenant, key=key, position=place, **fields)], reason=WRITE)
            by_name[one.name.casefold()] = FactType.objects.get(covenant=draft.covenant, key=key).pk
        found[one] = by_name[one.name.casefold()] if isinstance(one, NewType) else by_key[one]
    return found


def _clauses(draft: Revision, keys: Iterable[str]) -> dict[str, int]:
    known = dict(Clause.objects.filter(revision=draft).values_list("key", "pk"))
    place = max(draft.clauses.values_list("position", flat=True), default=-1)
    for key in keys:
        if key not in known:
            place += 1
            save_all([Clause(revision=draft, key=key, heading=key, position=place)], reason=WRITE)
            known[key] = Clause.objects.get(revision=draft, key=key).pk
    return known


@transaction.atomic
def remove_obligation(*, draft: int, code: str, version: str | None = None) -> None:
    """Take an obligation out of the draft. Raises Conflict when someone changed it since it was read at `version`."""
    row = hold(draft)
    stored = obligations_of(row, [code]).get(code)
    if stored is None:
        return
    if version is not None:
        check_version(stored, entry_of(stored), version)
    take_out(row, [stored])


def take_out(draft: Revision, rows: list[Obligation]) -> None:
    """Delete obligations of a draft; what was to become one of them, and what they continued, is to choose again."""
    codes = {row.code for row in rows}
    remove_all(rows, reason=WRITE)
    outcomes = [one for one in Outcome.objects.filter(revision=draft) if codes & set(one.becomes)]
    loose = codes | {one.code for one in outcomes}
    remove_all(outcomes, reason=WRITE)
    remove_all(list(DraftChoice.objects.filter(revision=draft, code__in=loose)), reason=WRITE)
