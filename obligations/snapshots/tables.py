"""All rows of some covenants: one query per table, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


def read(ids: list[int]) -> Tables:
    published = {"covenant_id__in": ids, "status": Revision.Status.PUBLISHED}
    inside = {f"obligation__revision__{name}": value for name, value in published.items()}
    tables = Tables(*(defaultdict(list) for _ in range(7)), *(defaultdict(dict) for _ in range(5)))  # type: ignore[arg-type]
    for revision in Revision.objects.filter(**published).order_by("in_force_from", "pk"):
        tables.revisions[revision.covenant_id].append(revision)
    within = {f"revision__{name}": value for name, value in published.items()}
    for member in RevisionParty.objects.filter(**within).select_related("party"):
        tables.members[member.revision_id].append(member)
    for obligation in Obligation.objects.filter(**within).select_related(*KIND_TABLES):
        tables.obligations[obligation.revision_id].append(obligation)
    for outcome in Outcome.objects.filter(**within):
        tables.outcomes[outcome.revision_id][outcome.code] = outcome
    _read_links(tables, inside)
    for type_ in FactType.objects.filter(covenant_id__in=ids):
        tables.fact_types[type_.covenant_id][type_.key] = type_
    for theme in Theme.objects.filter(covenant_id__in=ids):
        tables.theme_names[theme.covenant_id][theme.key] = theme.name
    for choice in ReadingChoice.objects.filter(covenant_id__in=ids):
        owner = (
            tables.readings[choice.covenant_id]
            if choice.obligation_id is None
            else tables.own_readings[choice.obligation_id]
        )
        owner[choice.key] = choice.value
    return tables


def _read_links(tables: Tables, inside: Mapping[str, Any]) -> None:
    parties = ObligationParty.objects.filter(**inside).order_by("position", "pk")
    for owner, side, key in parties.values_list("obligation_id", "side", "party__key"):
        tables.parties[owner, side].append(key)
    about = ObligationTheme.objects.filter(**inside).order_by("position", "pk")
    for owner, key in about.values_list("obligation_id", "theme__key"):
        tables.themes[owner].append(key)
    types = ObligationType.objects.filter(**inside).order_by("position", "pk")
    for owner, use, key in types.values_list("obligation_id", "use", "type__key"):
        tables.types[owner, use].append(key)
    places = Citation.objects.filter(**inside).order_by("position", "pk")
    for owner, key, place in places.values_list("obligation_id", "clause__key", "place"):
        tables.citations[owner].append(f"{key} {place}".strip())
