"""What a revision made of the one before: per obligation what stays, changes, goes and comes (design.md law 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ChangeKind(StrEnum):
    CHANGED = "changed"
    NEW = "new"
    DROPPED = "dropped"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Successor:
    """The outcome of one obligation of the older revision. `moved_to` names an instrument outside the covenant."""

    becomes: tuple[str, ...] = ()
    moved_to: str | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class RevisionText:
    """A revision to compare: per code its fields by name, and what it made of the revision `replaces`."""

    key: str
    obligations: Mapping[str, Mapping[str, str]]
    replaces: str | None = None
    outcomes: Mapping[str, Successor] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldChange:
    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a comparison; `before`/`after` are codes, None where there is none on that side."""

    kind: ChangeKind
    before: str | None
    after: str | None
    fields: tuple[FieldChange, ...] = ()
    moved_to: str | None = None
    certain: bool = True


def compare(a: RevisionText, b: RevisionText) -> tuple[Change, ...]:
    """Every difference from `a` to `b`; empty for equal texts, and mirrored by `compare(b, a)`."""
    if a.replaces == b.key and a.key != b.key:
        return tuple(sorted((_mirrored(change) for change in compare(b, a)), key=_order))
    outcomes = b.outcomes if b.replaces == a.key else {}
    pairs = _pairs(a, b, outcomes)
    changes = [_changed(a, b, before, after) for before, after in pairs]
    gone = a.obligations.keys() - {before for before, _ in pairs}
    come = b.obligations.keys() - {after for _, after in pairs}
    found = [change for change in changes if change is not None]
    found += [_gone(code, outcomes.get(code, Successor())) for code in gone]
    found += [Change(ChangeKind.NEW, None, code) for code in come]
    return tuple(sorted(found, key=_order))


def _pairs(a: RevisionText, b: RevisionText, outcomes: Mapping[str, Successor]) -> list[tuple[str, str]]:
    pairs = [(code, code) for code in a.obligations if code in b.obligations]
    for code, outcome in outcomes.items():
        if code in a.obligations:
            pairs += [(code, after) for after in outcome.becomes if after in b.obligations]
    return pairs


def _changed(a: RevisionText, b: RevisionText, before: str, after: str) -> Change | None:
    old, new = a.obligations[before], b.obligations[after]
    fields = tuple(
        FieldChange(name, old.get(name), new.get(name))
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    )
    return Change(ChangeKind.CHANGED, before, after, fields) if fields or before != after else None


def _gone(code: str, outcome: Successor) -> Change:
    kind = ChangeKind.DROPPED if outcome.moved_to is None else ChangeKind.MOVED
    return Change(kind, code, None, moved_to=outcome.moved_to, certain=outcome.certain)


MIRROR = {
    ChangeKind.CHANGED: ChangeKind.CHANGED,
    ChangeKind.NEW: ChangeKind.DROPPED,
    ChangeKind.DROPPED: ChangeKind.NEW,
    ChangeKind.MOVED: ChangeKind.NEW,
}


def _mirrored(change: Change) -> Change:
    fields = tuple(FieldChange(field.name, field.after, field.before) for field in change.fields)
    return Change(MIRROR[change.kind], change.after, change.before, fields, change.moved_to, change.certain)


def _order(change: Change) -> tuple[str, str, str]:
    return (change.before or change.after or "", change.after or "", change.kind)
