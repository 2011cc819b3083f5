"""What is recorded about covenants besides facts: waivers, reviews, who holds a post, holidays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from obligations.engine.facts import Review as ReviewFact
from obligations.engine.facts import Tenure as TenureFact
from obligations.engine.facts import Waiver as WaiverFact
from obligations.engine.windows import Window
from obligations.models import Holiday, Review, Tenure, Waiver, WaiverParty


@dataclass(frozen=True)
class RecordParts:
    """What a covenant's record holds besides facts."""

    waivers: tuple[WaiverFact, ...]
    reviews: tuple[ReviewFact, ...]
    tenures: tuple[TenureFact, ...]


def record_parts(covenant_ids: list[int], known_at: datetime | None) -> dict[int, RecordParts]:
    """Waivers, reviews and tenures by covenant; the first two as they were at `known_at`, None: as they are."""
    waivers: dict[int, list[WaiverFact]] = defaultdict(list)
    agreed: dict[int, set[str]] = defaultdict(set)
    for waiver_id, party in _then(WaiverParty, known_at, waiver__covenant_id__in=covenant_ids).values_list(
        "waiver_id", "party__key"
    ):
        agreed[waiver_id].add(party)
    fields = ("covenant_id", "id", "code", "on", "occurrence")
    for covenant_id, id_, code, on, occurrence in _then(Waiver, known_at, covenant_id__in=covenant_ids).values_list(
        *fields
    ):
        waivers[covenant_id].append(WaiverFact(code, on, frozenset(agreed[id_]), occurrence or None))
    reviews: dict[int, list[ReviewFact]] = defaultdict(list)
    fields = ("covenant_id", "code", "on", "in_order", "occurrence")
    for covenant_id, code, on, in_order, occurrence in _then(
        Review, known_at, covenant_id__in=covenant_ids
    ).values_list(*fields):
        reviews[covenant_id].append(ReviewFact(code, on, in_order, occurrence or None))
    tenures = _tenures(covenant_ids)
    return {id_: RecordParts(tuple(waivers[id_]), tuple(reviews[id_]), tuple(tenures[id_])) for id_ in covenant_ids}


def _then(model: Any, known_at: datetime | None, **where: Any) -> Any:
    if known_at is None:
        return model.objects.filter(**where).order_by()
    return model.history.filter(history_date__lte=known_at, **where).latest_of_each().exclude(history_type="-")


def _tenures(covenant_ids: list[int]) -> dict[int, list[TenureFact]]:
    """Who holds a post; a deputy does not fill it."""
    found: dict[int, list[TenureFact]] = defaultdict(list)
    rows = Tenure.objects.filter(post__covenant_id__in=covenant_ids, deputy_of__isnull=True).values_list(
        "post__covenant_id", "post__party__key", "post__role", "post__theme__key", "starts_on", "ends_before"
    )
    for covenant_id, party, role, theme, first, end in rows:
        found[covenant_id].append(TenureFact(party, role, Window(first, end), theme))
    return found


def holidays() -> frozenset[date]:
    """Every holiday that is recorded."""
    return frozenset(Holiday.objects.values_list("on", flat=True))
