"""Keep how every obligation stands, and log each change of it (design.md section 6, CurrentStatus).

A row is computed for a day and holds until time or a record changes it. Catching up goes through each day on which
something changed, so that the log is the same whether the sweep ran each minute or once after a year.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When

from obligations.assessments import Standing, assess_covenants
from obligations.engine.assessment import assess, is_current
from obligations.engine.facts import Fact, Record, Review, Waiver
from obligations.engine.terms import Terms
from obligations.engine.verdict import Assessed, Assessment
from obligations.models import Covenant, CurrentStatus, Horizon, Obligation, Revision, StatusChange
from obligations.models.bulk import insert_rows, update_rows
from obligations.snapshots import ObligationSnapshot, RevisionSnapshot, to_data, types_of
from obligations.wording import group
from obligations.wording.placing import place_of, rank_of, shown_rows

Cause = StatusChange.Cause
OWN = ("obligation_id", "covenant_id", "occurrence")
ROW = (
    "status",
    "current",
    "shown",
    "group",
    "rank",
    "since",
    "starts_on",
    "ends_before",
    "due_on",
    "holds_until",
    "assessment",
)
CHANGE = ("covenant_id", "revision", "code", "occurrence", "before", "after", "on", "cause")
PLACED = ("obligation_id", "assessed_on", "changes_on", "cleared", "group", "rank", "on", "notify_on")
MOST_IDS = 500
"""Ids in one statement."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored row as it is."""

    pk: int
    status: str
    since: date
    current: bool
    shown: bool
    group: str
    data: Mapping[str, Any]


@dataclass
class Work:
    """What is to be written: new rows (OWN, ROW), other values of known ones (pk, ROW), ids that go, log, horizons."""

    new: list[tuple[Any, ...]] = field(default_factory=list)
    known: list[tuple[Any, ...]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    changes: list[tuple[Any, ...]] = field(default_factory=list)
    horizons: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self) -> None:
        for start in range(0, len(self.gone), MOST_IDS):
            CurrentStatus.objects.filter(pk__in=self.gone[start : start + MOST_IDS]).delete()
        insert_rows(CurrentStatus, (*OWN, *ROW), self.new)
        update_rows(CurrentStatus, ("id", *ROW), self.known)
        insert_rows(StatusChange, CHANGE, self.changes)
        update_rows(Horizon, PLACED, self.horizons)


# --- What must be assessed again ---------------------------------------------------------------------------


@transaction.atomic
def clear_covenants(covenant_ids: Iterable[int], *, today: date) -> None:
    """Trust nothing stored of these covenants from `today` on; the check sweep assesses it again."""
    ids = list(covenant_ids)
    published = Obligation.objects.filter(
        revision__covenant__in=ids, revision__status=Revision.Status.PUBLISHED, horizon__isnull=True
    )
    fresh = published.order_by("pk").values_list("pk", "revision__covenant_id")
    names = (*PLACED, "covenant_id")
    insert_rows(Horizon, names, [(pk, None, today, True, "", 0, None, None, covenant_id) for pk, covenant_id in fresh])
    _clear(Horizon.objects.filter(covenant__in=ids), today)


@transaction.atomic
def clear_everything(*, today: date) -> None:
    """Trust nothing stored at all from `today` on, as after a change of the holidays.

    Waits for whoever has a covenant in hand: a sweep that read the old holidays must not write after this.
    """
    list(Covenant.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    _clear(Horizon.objects.all(), today)


def _clear(horizons: Any, today: date) -> None:
    earlier = When(changes_on__lt=today, then=F("changes_on"))
    horizons.update(changes_on=Case(earlier, default=Value(today)), cleared=True)


def forget_obligations(obligation_ids: Collection[int], *, today: date) -> None:
    """Log that what is stored of these obligations goes, before they are deleted."""
    rows = CurrentStatus.objects.filter(obligation__in=obligation_ids).exclude(status="").order_by("pk")
    names = ("covenant_id", "obligation__revision__key", "obligation__code", "occurrence", "status")
    insert_rows(StatusChange, CHANGE, [(*row, "", today, Cause.RECORD.value) for row in rows.values_list(*names)])


# --- Assessing again ---------------------------------------------------------------------------------------


def refresh(*, covenant_id: int, types: Collection[str], today: date) -> None:
    """Assess again what looks at facts of these types, after some were written; the covenant is locked.

    An obligation is taken by its types alone: a fact outside its window may still be passed over with a reason.
    """
    standing = assess_covenants([covenant_id], today, codes=())[covenant_id]
    wanted = frozenset(types)
    owed = {pk: found for pk, found in owed_in(standing).items() if not wanted.isdisjoint(touches(found[1].terms))}
    horizons = Horizon.objects.in_bulk(list(owed))
    if len(horizons) < len(owed):
        # Published some other way than by record_agreement: the next sweep takes it all.
        clear_covenants([covenant_id], today=today)
        return
    work = Work()
    kept = kept_rows(owed)
    for pk, (revision, obligation) in owed.items():
        horizon = horizons[pk]
        horizon.cleared = True
        _advance(standing, revision, obligation, horizon, kept.get(pk, {}), today, work)
    work.write()


def catch_up(standings: Mapping[int, Standing], as_of: date) -> Work:
    """Assess again what is due in these covenants, which are locked, and write it; what was written."""
    horizons = list(
        Horizon.objects.filter(covenant__in=list(standings), changes_on__lte=as_of).order_by("covenant", "obligation")
    )
    owed = {id_: owed_in(standing) for id_, standing in standings.items()}
    gone = [horizon.pk for horizon in horizons if horizon.pk not in owed[horizon.covenant_id]]
    if gone:
        forget_obligations(gone, today=as_of)
        CurrentStatus.objects.filter(obligation__in=gone).delete()
        Horizon.objects.filter(pk__in=gone).delete()
    horizons = [horizon for horizon in horizons if horizon.pk not in gone]
    kept = kept_rows([horizon.pk for horizon in horizons])
    work = Work()
    for horizon in horizons:
        revision, obligation = owed[horizon.covenant_id][horizon.pk]
        standing = standings[horizon.covenant_id]
        _advance(standing, revision, obligation, horizon, kept.get(horizon.pk, {}), as_of, work)
    work.write()
    return work


def owed_in(standing: Standing) -> dict[int, tuple[RevisionSnapshot, ObligationSnapshot]]:
    """Every obligation of the published revisions of a covenant, by id."""
    revisions = standing.covenant.revisions
    return {obligation.id: (revision, obligation) for revision in revisions for obligation in revision.obligations}


def touches(terms: Terms) -> frozenset[str]:
    """The types of fact from which these terms follow: their own, those of their caps, and of their neighbours."""
    others = (terms, *terms.caps.values(), terms.predecessor, terms.successor)
    return frozenset(type_ for other in others if other is not None for type_ in types_of(other.term))


def kept_rows(obligation_ids: Iterable[int]) -> dict[int, dict[str, Kept]]:
    """What is stored of these obligations, by id and occurrence."""
    ids = list(obligation_ids)
    found: dict[int, dict[str, Kept]] = {}
    for start in range(0, len(ids), MOST_IDS):
        rows = CurrentStatus.objects.filter(obligation__in=ids[start : start + MOST_IDS]).values_list(
            "obligation_id", "occurrence", "pk", "status", "since", "current", "shown", "group", "assessment"
        )
        for obligation_id, occurrence, *row in rows:
            found.setdefault(obligation_id, {})[occurrence] = Kept(*row)
    return found


def first_change(terms: Terms, record: Record, assessed: Assessed, day: date) -> date | None:
    """The first day after `day` on which the rows no longer hold: by time, or by what is recorded for a later day."""
    days = [assessed.changes_on] if assessed.changes_on is not None else []
    days += [end for end in _ends_of_force(terms, day) if end > day]
    recorded: list[Sequence[Fact | Review | Waiver]] = [record.facts.get(type_, ()) for type_ in touches(terms)]
    for dated in (*recorded, record.reviews.get(terms.code, ()), record.waivers.get(terms.code, ())):
        at = bisect_right(dated, day, key=lambda row: row.on)
        if at < len(dated):
            days.append(dated[at].on)
    return min(days, default=None)


def _ends_of_force(terms: Terms, day: date) -> list[date]:
    """The days on which an obligation comes into or goes out of the lists without a row of its own.

    By the revision alone: an obligation may live longer (A-43).
    """
    revision, readings = terms.revision, terms.readings
    ends = (revision.nominal_end(readings), revision.superseded(readings, day), revision.superseded_known_from)
    return [found for found in (revision.in_force_from, *ends) if found is not None]


def _advance(
    standing: Standing,
    revision: RevisionSnapshot,
    obligation: ObligationSnapshot,
    horizon: Horizon,
    kept: Mapping[str, Kept],
    as_of: date,
    work: Work,
) -> None:
    """Go from what is kept to how the obligation stands on `as_of`, by each day on which it changed.

    What was computed for a later day, before the clock went back, is never computed for an earlier one.
    """
    terms, record = obligation.terms, standing.record
    statuses = {occurrence: (row.status, row.since) for occurrence, row in kept.items()}
    cause = (Cause.RECORD if horizon.cleared else Cause.TIME).value
    day = as_of
    if horizon.assessed_on is not None:
        day = max(min(horizon.changes_on or as_of, as_of), horizon.assessed_on)
    head = (standing.covenant.id, revision.key, obligation.code)
    while True:
        assessed = assess(terms, record, day, history=True)
        _log(head, statuses, assessed.rows, day, cause, work)
        following = first_change(terms, record, assessed, day)
        if following is None or following > as_of:
            break
        day, cause = following, Cause.TIME.value
    shown = shown_rows(terms, assessed.rows, day)
    _keep(standing, obligation, kept, statuses, assessed, shown, day, work)
    place = place_of(terms, shown, day)
    work.horizons.append((obligation.id, day, following, False, place.group or "", place.rank, place.on, day))


def _log(
    head: tuple[int, str, str],
    statuses: dict[str, tuple[str, date]],
    rows: Iterable[Assessment],
    day: date,
    cause: str,
    work: Work,
) -> None:
    """Bring `statuses` up to what holds on `day`, writing each difference down."""
    fresh = {row.occurrence: _word(row) for row in rows}
    for occurrence in statuses.keys() - fresh.keys():
        before, _since = statuses.pop(occurrence)
        if before:
            work.changes.append((*head, occurrence, before, "", day, cause))
    for occurrence, word in fresh.items():
        before, _since = statuses.get(occurrence, ("", day))
        if occurrence not in statuses or before != word:
            statuses[occurrence] = (word, day)
        if before != word:
            work.changes.append((*head, occurrence, before, word, day, cause))


def _keep(
    standing: Standing,
    obligation: ObligationSnapshot,
    kept: Mapping[str, Kept],
    statuses: Mapping[str, tuple[str, date]],
    assessed: Assessed,
    shown: Sequence[Assessment],
    day: date,
    work: Work,
) -> None:
    """Collect the rows that differ from what is stored."""
    work.gone += [row.pk for occurrence, row in kept.items() if occurrence not in statuses]
    in_lists = {row.occurrence for row in shown}
    for row in assessed.rows:
        before = kept.get(row.occurrence)
        current = is_current(obligation.terms, row, day)
        since = statuses[row.occurrence][1]
        data = to_data(row, standing.days)
        marks = (current, row.occurrence in in_lists, group(row).value)
        if before is not None and (
            (before.current, before.shown, before.group) == marks and (before.since, before.data) == (since, data)
        ):
            continue
        values = (
            _word(row),
            *marks,
            rank_of(row),
            since,
            row.window.first,
            row.window.end,
            getattr(row.detail, "due_on", None),
            row.holds_until,
            json.dumps(data),
        )
        if before is None:
            work.new.append((obligation.id, standing.covenant.id, row.occurrence, *values))
        else:
            work.known.append((before.pk, *values))


def _word(row: Assessment) -> str:
    return "" if row.status is None else row.status.value
