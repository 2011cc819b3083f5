"""What people fill in for a draft, as plain values by key; and the same read back from its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from obligations.models import (
    CadenceTerm,
    CapTerm,
    DeadlineTerm,
    DutyTerm,
    HeldTerm,
    Obligation,
    ObligationParty,
    ObligationType,
    Revision,
    RevisionParty,
    StandingTerm,
    Tracked,
)

TERM_MODELS: Mapping[str, type[Tracked]] = {
    "cadence": CadenceTerm,
    "cap": CapTerm,
    "deadline": DeadlineTerm,
    "duty": DutyTerm,
    "standing": StandingTerm,
    "held": HeldTerm,
}
TERM_ATTRIBUTES: Mapping[str, str] = {kind: model.__name__.lower() for kind, model in TERM_MODELS.items()}


@dataclass(frozen=True, slots=True)
class NewType:
    """A type that the covenant does not have yet: a meeting of a level, or an entry that may have a measure."""

    name: str
    meeting: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the text: the key of a clause, made where there is none, and what is cited of it."""

    clause: str
    place: str = ""
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class ObligationEntry:
    """An obligation as people fill it in, parties, themes and types by key. `term`: the columns of its kind."""

    kind: str
    title: str
    summary: str
    places: tuple[Place, ...] = ()
    bearers: tuple[str, ...] = ()
    towards: tuple[str, ...] = ()
    bearers_all: bool = False
    towards_all: bool = False
    themes: tuple[str, ...] = ()
    soft: bool = False
    own_from: date | None = None
    own_until: date | None = None
    counts: tuple[str | NewType, ...] = ()
    done_by: tuple[str | NewType, ...] = ()
    when: tuple[str | NewType, ...] = ()
    agenda: tuple[str, ...] = ()
    term: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """A party of the draft. `mailbox`: one address of its function, only asked before anything is published."""

    name: str
    short: str
    function: str = ""
    mailbox: str = ""


@dataclass(frozen=True, slots=True)
class DatesEntry:
    """Name and term of a revision; `ends_on` is the first day out of force, None: open-ended."""

    title: str
    signed_on: date
    in_force_from: date
    ends_on: date | None = None


def version_of(entry: Any) -> str:
    """A short digest of what someone saw: another one means that somebody changed it since."""
    return hashlib.sha256(repr(_plain(entry)).encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """Equal values as equal texts: numbers without trailing zeros, mappings in one order."""
    if hasattr(value, "__dataclass_fields__"):
        return [type(value).__name__, *(_plain(getattr(value, name)) for name in value.__dataclass_fields__)]
    if isinstance(value, Mapping):
        return [[key, _plain(value[key])] for key in sorted(value)]
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def obligations_of(revision: Revision, codes: Sequence[str] | None = None) -> dict[str, Obligation]:
    """The obligations by code, in order, with all that `entry_of` reads: as many queries for one as for a thousand."""
    rows = Obligation.objects.filter(revision=revision).order_by("position", "pk")
    if codes is not None:
        rows = rows.filter(code__in=codes)
    rows = rows.select_related(*TERM_ATTRIBUTES.values(), "capterm__host").prefetch_related(
        "parties__party", "about__theme", "types__type", "citations__clause"
    )
    return {row.code: row for row in rows}


def entry_of(row: Obligation) -> ObligationEntry:
    """An obligation read by `obligations_of` as it would be filled in."""
    return ObligationEntry(
        kind=row.kind,
        title=row.title,
        summary=row.summary,
        places=tuple(Place(one.clause.key, one.place, one.paragraph) for one in row.citations.all()),
        bearers=_parties(row, ObligationParty.Side.BEARER),
        towards=_parties(row, ObligationParty.Side.TOWARDS),
        bearers_all=row.bearers_all,
        towards_all=row.towards_all,
        themes=tuple(one.theme.key for one in row.about.all()),
        soft=row.soft,
        own_from=row.own_from,
        own_until=row.own_until,
        counts=_types(row, ObligationType.Use.COUNTS),
        done_by=_types(row, ObligationType.Use.DONE_BY),
        when=_types(row, ObligationType.Use.WHEN),
        agenda=_types(row, ObligationType.Use.AGENDA),
        term=term_of(row),
    )


def _parties(row: Obligation, side: str) -> tuple[str, ...]:
    return tuple(one.party.key for one in row.parties.all() if one.side == side)


def _types(row: Obligation, use: str) -> tuple[str, ...]:
    return tuple(one.type.key for one in row.types.all() if one.use == use)


def is_filled_in(row: Obligation) -> bool:
    """False for one of which only the kind is known yet, as the administration can make it."""
    return term_row(row) is not None


def term_row(row: Obligation) -> Any:
    """The row with the numbers of its kind, None when there is none (yet)."""
    return getattr(row, TERM_ATTRIBUTES[row.kind], None)


def term_of(row: Obligation) -> dict[str, Any]:
    """The columns of its kind; a host by its key."""
    found = term_row(row)
    if found is None:
        return {}
    names = term_columns(row.kind)
    return {name: found.host.key if name == "host" and found.host else getattr(found, name) for name in names}


def term_columns(kind: str) -> tuple[str, ...]:
    """The names of the columns of a kind."""
    return tuple(one.name for one in TERM_MODELS[kind]._meta.concrete_fields if one.name != "obligation")


def party_entry(member: RevisionParty, mailbox: str = "") -> PartyEntry:
    """A party of a revision as it would be filled in."""
    return PartyEntry(member.party.name, member.party.short, member.account_holder, mailbox)


def dates_entry(revision: Revision) -> DatesEntry:
    """Name and term of a revision as they would be filled in."""
    return DatesEntry(revision.title, revision.signed_on, revision.in_force_from, revision.ends_on)
