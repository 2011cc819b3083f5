"""A covenant today as `Standing` with only the obligations of a page, from stored rows where these hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from obligations import snapshots
from obligations.assessments import Line, Standing, assess_covenants
from obligations.current.listing import Spot
from obligations.engine.facts import Record
from obligations.engine.verdict import Assessed, Assessment
from obligations.models import Covenant, CurrentStatus
from obligations.snapshots import CovenantSnapshot, days_of, of_data
from obligations.wording.placing import shown_rows


def standing_today(covenants: Iterable[Covenant], spots: Iterable[Spot], today: date) -> dict[int, Standing]:
    """These covenants with a line for each of these obligations and its shown rows, by covenant id.

    The record is empty: of facts only the days are known that sentences name. The same number of queries for one
    obligation and for all; a constant number more when stored rows do not hold today.
    """
    found, asked = {covenant.pk: covenant for covenant in covenants}, {spot.pk: spot for spot in spots}
    loaded = snapshots.load(found.values(), codes={spot.code for spot in asked.values()})
    rows, days = _stored([pk for pk, spot in asked.items() if spot.stored])
    fresh = _assessed({pk: spot.code for pk, spot in asked.items() if not spot.stored}, found, today)
    return {
        pk: Standing(
            covenant,
            fresh[pk].record if pk in fresh else Record(tracked_from=covenant.tracked_from),
            today,
            None,
            tuple(_lines(covenant, asked, rows | (_shown(fresh[pk], today) if pk in fresh else {}))),
            stored_days=days,
        )
        for pk, covenant in loaded.items()
    }


def _assessed(expired: Mapping[int, str], covenants: Collection[int], today: date) -> dict[int, Standing]:
    """The covenants of what does not hold any more, assessed just now."""
    if not expired:
        return {}
    return assess_covenants(covenants, today, history=True, codes=set(expired.values()))


def _shown(standing: Standing, today: date) -> dict[int, list[Assessment]]:
    return {line.obligation.id: shown_rows(line.obligation.terms, line.assessed.rows, today) for line in standing.lines}


def standing_with(
    covenants: Iterable[Covenant],
    rows: Mapping[int, Sequence[Assessment]],
    codes: Collection[str],
    days: Mapping[str, date],
    today: date,
) -> dict[int, Standing]:
    """These covenants with a line for each obligation in `rows`, by covenant id; `codes` are its obligations'."""
    return {
        pk: Standing(
            covenant,
            Record(tracked_from=covenant.tracked_from),
            today,
            None,
            tuple(_lines(covenant, rows, rows)),
            stored_days=days,
        )
        for pk, covenant in snapshots.load(covenants, codes=codes).items()
    }


def _lines(covenant: CovenantSnapshot, ids: Collection[int], rows: Mapping[int, Sequence[Assessment]]) -> list[Line]:
    return [
        Line(revision, obligation, Assessed(obligation.terms, tuple(rows.get(obligation.id, ())), None))
        for revision in covenant.revisions
        for obligation in revision.obligations
        if obligation.id in ids
    ]


def _stored(obligation_ids: Collection[int]) -> tuple[dict[int, list[Assessment]], dict[str, date]]:
    """The shown rows of these obligations by id, and the days that they name."""
    rows: dict[int, list[Assessment]] = {}
    days: dict[str, date] = {}
    if not obligation_ids:
        return rows, days
    shown = CurrentStatus.objects.filter(obligation__in=obligation_ids, shown=True).order_by("obligation", "pk")
    for pk, data in shown.values_list("obligation_id", "assessment"):
        rows.setdefault(pk, []).append(of_data(data))
        days |= days_of(data)
    return rows, days
