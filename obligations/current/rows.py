"""How things stand today, from what is stored; what no longer holds is assessed in memory, and nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from obligations.assessments import assess_covenants
from obligations.engine.assessment import is_current
from obligations.engine.verdict import Assessment
from obligations.models import CurrentStatus, Horizon, Obligation, Revision
from obligations.snapshots import of_data


@dataclass(frozen=True, slots=True)
class Current:
    """One occurrence today. `since`: from when it has its status, None where that was computed just now."""

    covenant_id: int
    obligation_id: int
    row: Assessment
    current: bool
    since: date | None


def current_rows(covenant_ids: Iterable[int], today: date, *, history: bool = False) -> list[Current]:
    """Every occurrence of these covenants as it stands on `today`; with `history` also what was settled before.

    Two queries when all that is stored holds, and a constant number more when some of it does not.
    """
    ids = list(covenant_ids)
    stored = CurrentStatus.objects.filter(trusted(today), covenant__in=ids)
    if not history:
        stored = stored.filter(current=True)
    rows = [_read(*row) for row in stored.order_by("obligation", "pk").values_list(*FIELDS)]
    return rows + _assessed(expired_obligations(ids, today), today, history=history)


FIELDS = ("covenant_id", "obligation_id", "assessment", "current", "since")


def _read(covenant_id: int, obligation_id: int, data: dict[str, Any], current: bool, since: date) -> Current:
    return Current(covenant_id, obligation_id, of_data(data), current, since)


def trusted(today: date, path: str = "obligation__horizon__") -> Q:
    """Rows that hold on `today` (obligations/models/status.py)."""
    until = Q(**{f"{path}changes_on__isnull": True}) | Q(**{f"{path}changes_on__gt": today})
    return until & Q(**{f"{path}assessed_on__lte": today})


def expired_obligations(covenant_ids: Collection[int], today: date) -> dict[int, tuple[int, str]]:
    """Published obligations whose stored rows do not hold on `today`: covenant and code by id."""
    held = Horizon.objects.filter(trusted(today, ""), covenant__in=covenant_ids).values("obligation_id")
    rows = Obligation.objects.filter(
        revision__covenant__in=covenant_ids, revision__status=Revision.Status.PUBLISHED
    ).exclude(pk__in=held)
    found = rows.order_by().values_list("pk", "revision__covenant_id", "code")
    return {pk: (covenant_id, code) for pk, covenant_id, code in found}


def _assessed(expired: dict[int, tuple[int, str]], today: date, *, history: bool) -> list[Current]:
    if not expired:
        return []
    covenants = {covenant_id for covenant_id, _code in expired.values()}
    codes = {code for _covenant_id, code in expired.values()}
    return [
        Current(id_, line.obligation.id, row, is_current(line.obligation.terms, row, today), None)
        for id_, standing in assess_covenants(covenants, today, history=history, codes=codes).items()
        for line in standing.lines
        if line.obligation.id in expired
        for row in line.assessed.rows
    ]
