"""The tables that hold what was agreed, as plain rows by natural key.

A row is named by what people call it: an obligation by (revision, code), a citation by (revision, code, clause,
place). `Rows` holds, per model, the values of each row by that name, in the order in which they stand; other rows are
named by their natural key too. Drafts are only among them where they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from obligations.models import (
    CadenceTerm,
    CapTerm,
    Citation,
    Clause,
    Covenant,
    DeadlineTerm,
    DutyTerm,
    FactType,
    HeldTerm,
    Obligation,
    ObligationParty,
    ObligationTheme,
    ObligationType,
    Outcome,
    Paragraph,
    Party,
    Reading,
    ReadingChoice,
    Revision,
    RevisionParty,
    StandingTerm,
    Theme,
    Tracked,
)

Key = tuple[Any, ...]
Model = type[Tracked]
Parents = Mapping[str, tuple[Model, slice]]
Rows = Mapping[Model, Mapping[Key, Mapping[str, Any]]]
Drafts = Collection[int]
"""Ids of revisions that are taken as if they were published."""
Within = Callable[[str, Drafts], Q]


@dataclass(frozen=True)
class Table:
    """How rows of `model` are named and compared.

    `key`: lookups to the parts of a natural key. `columns`: plain columns. `parents`: foreign keys that follow from
    the natural key, each with its model and the parts that name it. `names`: foreign keys that are values, with the
    lookup to the one part of their natural key. `group`: how many parts of the key share one order; None: no order.
    """

    model: Model
    key: tuple[str, ...]
    columns: tuple[str, ...]
    within: Within
    parents: Parents = field(default_factory=dict)
    names: Mapping[str, tuple[Model, str]] = field(default_factory=dict)
    group: int | None = None

    @property
    def lookups(self) -> tuple[str, ...]:
        """What to read of a row: its natural key, then its values."""
        return (*self.key, *self.columns, *(lookup for _, lookup in self.names.values()))

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.columns, *self.names)


PUBLISHED = Revision.Status.PUBLISHED


def _of_covenant(key: str, drafts: Drafts = ()) -> Q:
    return Q(covenant__key=key)


def _taken(path: str, drafts: Drafts) -> Q:
    """The revision at the end of `path` is published, or one of these."""
    published = Q(**{f"{path}status": PUBLISHED})
    return published | Q(**{f"{path}pk__in": list(drafts)}) if drafts else published


def _of_revision(path: str) -> Within:
    """Rows under a published revision of the covenant, `path` leading to that revision."""

    def within(key: str, drafts: Drafts = ()) -> Q:
        return Q(**{f"{path}__covenant__key": key}) & _taken(f"{path}__", drafts)

    return within


def _choices_of(key: str, drafts: Drafts = ()) -> Q:
    own = Q(obligation__isnull=True) | _taken("obligation__revision__", drafts)
    return Q(covenant__key=key) & own


def _covenant(key: str, drafts: Drafts = ()) -> Q:
    return Q(key=key)


def _revisions_of(key: str, drafts: Drafts = ()) -> Q:
    return Q(covenant__key=key) & _taken("", drafts)


def _parties_of(key: str, drafts: Drafts = ()) -> Q:
    return Q(memberships__revision__covenant__key=key)


COVENANT: Parents = {"covenant": (Covenant, slice(0, 0))}
REVISION: Parents = {"revision": (Revision, slice(0, 1))}
OBLIGATION: Parents = {"obligation": (Obligation, slice(0, 2))}
CODE = ("obligation__revision__key", "obligation__code")
IN_OBLIGATION = _of_revision("obligation__revision")


def _link(model: Model, name: str, *, key: tuple[str, ...], target: Model, part: int) -> Table:
    """A table that joins an obligation to something else, in an order."""
    parents = {**OBLIGATION, name: (target, slice(part, part + 1))}
    return Table(model, (*CODE, *key), (), IN_OBLIGATION, parents, group=len(key) + 1)


def _term(model: Model, *columns: str, **names: tuple[Model, str]) -> Table:
    """The table of one kind of obligation."""
    return Table(model, CODE, columns, IN_OBLIGATION, OBLIGATION, names)


TABLES = (
    Table(Party, ("key",), ("name", "short"), _parties_of),
    Table(Covenant, (), ("title", "language", "tracked_from"), _covenant),
    Table(Theme, ("key",), ("name",), _of_covenant, COVENANT, group=0),
    Table(FactType, ("key",), ("name", "plural", "meeting", "measure"), _of_covenant, COVENANT, group=0),
    Table(
        Revision,
        ("key",),
        (
            "title",
            "signed_on",
            "in_force_from",
            "ends_on",
            "renews_months",
            "notice_months",
            "replaces_from",
            "status",
        ),
        _revisions_of,
        COVENANT,
        {"replaces": (Revision, "replaces__key")},
    ),
    Table(
        RevisionParty,
        ("revision__key", "party__key"),
        ("role", "account_holder", "joins_on", "leaves_on", "organ", "side"),
        _of_revision("revision"),
        {**REVISION, "party": (Party, slice(1, 2))},
        group=1,
    ),
    Table(Clause, ("revision__key", "key"), ("heading",), _of_revision("revision"), REVISION, group=1),
    Table(
        Paragraph,
        ("clause__revision__key", "clause__key", "number"),
        ("summary",),
        _of_revision("clause__revision"),
        {"clause": (Clause, slice(0, 2))},
    ),
    Table(
        Obligation,
        ("revision__key", "code"),
        (
            "title",
            "summary",
            "kind",
            "soft",
            "own_from",
            "own_until",
            "bearers_all",
            "towards_all",
            "reminders",
        ),
        _of_revision("revision"),
        REVISION,
        group=1,
    ),
    Table(
        Citation,
        (*CODE, "clause__key", "place"),
        ("paragraph",),
        IN_OBLIGATION,
        {**OBLIGATION, "clause": (Clause, slice(0, 3, 2))},
        group=2,
    ),
    _link(ObligationParty, "party", key=("side", "party__key"), target=Party, part=3),
    _link(ObligationTheme, "theme", key=("theme__key",), target=Theme, part=2),
    _link(ObligationType, "type", key=("use", "type__key"), target=FactType, part=3),
    _term(CadenceTerm, "at_least", "per", "every_months", "by_month", "by_day"),
    _term(CapTerm, "at_most", "per", "unit", "unit_minutes", "counter", host=(Party, "host__key")),
    _term(DeadlineTerm, "due", "due_at_end", "opens", "target", "text", "grace_days", "jointly"),
    _term(
        DutyTerm,
        "relation",
        "themed",
        "exceeded",
        "at_start",
        "each_year_month",
        "each_year_day",
        "lead_days",
        "target_days",
        "within_number",
        "within_unit",
        "at_least_days_before",
        "each",
    ),
    _term(StandingTerm, "register", "review_months", "remind_after_days"),
    _term(HeldTerm, "holding"),
    Table(
        Outcome,
        ("revision__key", "code"),
        ("kind", "becomes", "moved_to", "certain"),
        _of_revision("revision"),
        REVISION,
        group=1,
    ),
    Table(
        ReadingChoice,
        (*CODE, "key"),
        ("value",),
        _choices_of,
        {**COVENANT, **OBLIGATION},
        group=2,
    ),
    Table(
        Reading,
        ("number",),
        (
            "question",
            "alternatives",
            "choice",
            "why",
            "key",
            "value",
            "obligations",
            "agreed_on",
            "agreed_by",
        ),
        _of_covenant,
        COVENANT,
        group=0,
    ),
)
"""From what is pointed at to what points there."""


def stored_rows(covenant: str, *, drafts: Drafts = ()) -> Rows:
    """What is recorded of a covenant, by its key: one query per table, whatever its size."""
    return {table.model: _stored(table, covenant, drafts) for table in TABLES}


def _stored(table: Table, covenant: str, drafts: Drafts) -> dict[Key, dict[str, Any]]:
    found = table.model.objects.filter(table.within(covenant, drafts))
    order = () if table.group is None else ("position",)
    rows = found.order_by(*order, *table.key, "pk").values_list(*table.lookups)
    size = len(table.key)
    return {row[:size]: dict(zip(table.fields, row[size:], strict=True)) for row in rows}
