"""All rows of some covenants: one query per table, whatever their number."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from obligations.models import (
    Citation,
    FactType,
    Obligation,
    ObligationParty,
    ObligationTheme,
    ObligationType,
    Outcome,
    ReadingChoice,
    Revision,
    RevisionParty,
    Theme,
)


@dataclass
class Tables:
    """All rows of some covenants, by what they belong to: one query per table."""

    revisions: dict[int, list[Revision]]
    members: dict[int, list[RevisionParty]]
    obligations: dict[int, list[Obligation]]
    parties: dict[tuple[int, str], list[str]]
    themes: dict[int, list[str]]
    types: dict[tuple[int, str], list[str]]
    citations: dict[int, list[str]]
    readings: dict[int, dict[str, Any]]
    own_readings: dict[int, dict[str, Any]]
    outcomes: dict[int, dict[str, Outcome]]
    fact_types: dict[int, dict[str, FactType]]
    theme_names: dict[int, dict[str, str]]


KIND_TABLES = (
    "cadenceterm",
    "capterm",
    "capterm__host",
    "deadlineterm",
    "dutyterm",
    "standingterm",
    "heldterm",
)


def read(ids: list[int], codes: Collection[str] | None = None, drafts: Collection[int] = ()) -> Tables:
    """The rows of these covenants; `codes` and `drafts` as `snapshots.load` has them."""
    taken = Q(status=Revision.Status.PUBLISHED) | Q(pk__in=list(drafts))
    revisions = Revision.objects.filter(taken, covenant_id__in=ids)
    tables = Tables(*(defaultdict(list) for _ in range(7)), *(defaultdict(dict) for _ in range(5)))  # type: ignore[arg-type]
    for revision in revisions.order_by("in_force_from", "pk"):
        tables.revisions[revision.covenant_id].append(revision)
    within = Q(revision_id__in=[revision.pk for found in tables.revisions.values() for revision in found])
    for member in RevisionParty.objects.filter(within).select_related("party"):
        tables.members[member.revision_id].append(member)
    for outcome in Outcome.objects.filter(within):
        tables.outcomes[outcome.revision_id][outcome.code] = outcome
    wanted = within if codes is None else within & Q(code__in=_with_successors(codes, tables))
    for obligation in Obligation.objects.filter(wanted).select_related(*KIND_TABLES):
        tables.obligations[obligation.revision_id].append(obligation)
    _read_links(tables, Obligation.objects.filter(wanted))
    _read_names(tables, ids)
    return tables


def _with_successors(codes: Collection[str], tables: Tables) -> set[str]:
    """These codes, and what the next revision made of them."""
    found = set(codes)
    for outcomes in tables.outcomes.values():
        for code, outcome in outcomes.items():
            if code in codes:
                found.update(outcome.becomes)
            elif not found.isdisjoint(outcome.becomes):
                found.add(code)
    return found


def _read_links(tables: Tables, obligations: QuerySet[Obligation]) -> None:
    """What hangs on obligations, in one query: parties, themes, types and places in the text, each in its order."""
    inside = {"obligation__in": obligations.order_by().values("pk")}
    parts: tuple[tuple[type[Any], str, str, Any], ...] = (
        (ObligationParty, "side", "party__key", Value("")),
        (ObligationTheme, "", "theme__key", Value("")),
        (ObligationType, "use", "type__key", Value("")),
        (Citation, "", "clause__key", F("place")),
    )
    queries = [
        model.objects.filter(**inside)
        .order_by()
        .values_list(
            "obligation_id",
            Value(number, output_field=IntegerField()),
            F(use) if use else Value("", output_field=CharField()),
            key,
            Value("", output_field=CharField()) if isinstance(place, Value) else place,
            "position",
            "pk",
        )
        for number, (model, use, key, place) in enumerate(parts)
    ]
    rows = queries[0].union(*queries[1:], all=True)
    for owner, number, use, key, place, _position, _pk in sorted(rows, key=_in_order):
        model = parts[number][0]
        if model is ObligationParty:
            tables.parties[owner, use].append(key)
        elif model is ObligationTheme:
            tables.themes[owner].append(key)
        elif model is ObligationType:
            tables.types[owner, use].append(key)
        else:
            tables.citations[owner].append(f"{key} {place}".strip())


def _read_names(tables: Tables, ids: list[int]) -> None:
    """The names of types and themes, and the chosen readings, in one query."""
    blank, nobody = Value("", output_field=CharField()), Value(0, output_field=IntegerField())
    types, themes, choices = (Value(number, output_field=IntegerField()) for number in range(3))
    rows = (
        FactType.objects.filter(covenant_id__in=ids)
        .order_by()
        .values_list("covenant_id", types, "key", "name", "plural", "meeting", "measure", nobody, "position", "pk")
        .union(
            Theme.objects.filter(covenant_id__in=ids)
            .order_by()
            .values_list("covenant_id", themes, "key", "name", blank, blank, blank, nobody, "position", "pk"),
            ReadingChoice.objects.filter(covenant_id__in=ids)
            .order_by()
            .values_list(
                "covenant_id",
                choices,
                "key",
                Cast("value", TextField()),
                blank,
                blank,
                blank,
                Coalesce("obligation_id", nobody),
                "position",
                "pk",
            ),
            all=True,
        )
    )
    for owner, what, key, text, plural, meeting, measure, obligation, position, pk in sorted(rows, key=_in_order):
        if what == 0:
            names = {"key": key, "name": text, "plural": plural, "meeting": meeting, "measure": measure}
            tables.fact_types[owner][key] = FactType(pk=pk, covenant_id=owner, position=position, **names)
        elif what == 1:
            tables.theme_names[owner][key] = text
        elif obligation:
            tables.own_readings[obligation][key] = json.loads(text)
        else:
            tables.readings[owner][key] = json.loads(text)


def _in_order(row: tuple[Any, ...]) -> tuple[int, int]:
    """Position and id, the last two of a row."""
    position, pk = row[-2:]
    return position, pk
