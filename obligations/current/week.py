"""What asks for attention today: rows to do, rows not achieved of late, and maxima that are almost used up."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from obligations.assessments import assess_covenants
from obligations.current.rows import expired_obligations, trusted
from obligations.engine.terms import Terms
from obligations.engine.verdict import Assessment, Status
from obligations.models import CurrentStatus, SetAside
from obligations.snapshots import days_of, of_data
from obligations.wording import Group, group
from obligations.wording.placing import date_of, rank_of, shown_rows

RECENTLY = timedelta(days=92)
"""So long after its period something that was not achieved stays on the list."""
FILLING = (Status.NEAR, Status.AT_CAP, Status.EXCEEDED)
NEXT = 3
MOST_FILLING = 5
OPEN = (Group.TO_DO, Group.RUNNING)
MOST = 200
"""Rows that are read at most; what is beyond is counted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A row that asks for attention, of the obligation `code`. `off`: it is off the list today."""

    covenant_id: int
    obligation_id: int
    code: str
    row: Assessment
    off: bool
    days: Mapping[str, date]


@dataclass(frozen=True)
class Week:
    """What asks for attention, and the next dates.

    `asked`: the most urgent first, at most MOST; `number` counts them all. `filling`: maxima almost used up. `off`:
    what is off the list today. `dated`: what has its last day or own target next, the first three.
    """

    asked: Sequence[Asked]
    number: int
    filling: Sequence[Asked]
    off: Sequence[Asked]
    dated: Sequence[Asked]


def week_of(covenant_ids: Collection[int], today: date, most: int = MOST) -> Week:
    """What asks for attention in these covenants. Two queries, a constant number more when stored rows expired."""
    ids = list(covenant_ids)
    about = Coalesce("ends_before", "due_on", "starts_on")
    stored = CurrentStatus.objects.filter(trusted(today), covenant__in=ids).annotate(about=about)
    off = Exists(off_today(today))
    free_rows = stored.filter(asks(today)).exclude(off)
    parts = (
        free_rows.order_by("rank", F("due_on").asc(nulls_last=True), "pk").values("pk")[:most],
        stored.filter(asks(today)).filter(off).order_by("rank", "pk").values("pk")[:MOST],
        stored.filter(shown=True, status__in=FILLING).order_by("rank", "pk").values("pk")[:MOST_FILLING],
        soon(stored, today).order_by("due_on", "pk").values("pk")[:NEXT],
    )
    # How many there are comes along with each row: one query less on the page that is opened most.
    total = Subquery(free_rows.order_by().values(all=Value(1)).annotate(number=Count("pk")).values("number"))
    rows = stored.filter(reduce(or_, (Q(pk__in=part) for part in parts))).annotate(off=off, total=total)
    fresh = _fresh(ids, today)
    read = list(rows.values_list("total", *FIELDS))
    found = sorted([*(_asked(row) for _total, *row in read), *fresh], key=_urgency)
    asking = [one for one in found if is_asking(one.row, today)]
    free = [one for one in asking if not one.off]
    number = next((row[0] or 0 for row in read), 0) + sum(not one.off and is_asking(one.row, today) for one in fresh)
    filling = [one for one in found if one.row.status in FILLING][:MOST_FILLING]
    return Week(free[:most], number, filling, [one for one in asking if one.off], next_dates(found, today))


def _asked(row: Sequence[Any]) -> Asked:
    covenant_id, pk, code, off, data = row
    return Asked(covenant_id, pk, code, of_data(data), off, days_of(data))


def soon(stored: QuerySet[CurrentStatus], today: date) -> QuerySet[CurrentStatus]:
    """What is not settled and has its last day, or own target, today or later."""
    return stored.filter(shown=True, group__in=[found.value for found in OPEN], due_on__gte=today)


def next_dates(found: Sequence[Asked], today: date) -> list[Asked]:
    """The same of rows that were read, the first of them."""
    dated = [(day, one) for one in found if group(one.row) in OPEN and (day := _due_on(one.row)) and day >= today]
    return [one for _day, one in sorted(dated, key=lambda row: (row[0], row[1].obligation_id))[:NEXT]]


def _due_on(row: Assessment) -> date | None:
    day: date | None = getattr(row.detail, "due_on", None)
    return day


FIELDS = ("covenant_id", "obligation_id", "obligation__code", "off", "assessment")


def asks(today: date) -> Q:
    """Rows to do, and those not achieved whose period is not long past."""
    recent = Q(about__gt=today - RECENTLY)
    return Q(shown=True, group=Group.TO_DO.value) | Q(recent, group=Group.NOT_ACHIEVED.value)


def is_asking(row: Assessment, today: date) -> bool:
    """The same as `asks`, for a row that a list shows or that has just ended."""
    if group(row) is Group.TO_DO:
        return True
    about = row.window.end or getattr(row.detail, "due_on", None) or row.window.first
    return group(row) is Group.NOT_ACHIEVED and about is not None and about > today - RECENTLY


def off_today(today: date) -> QuerySet[SetAside]:
    """What is off the list today, as a subquery on stored rows."""
    return SetAside.objects.filter(
        Q(until__gt=today) | Q(until__isnull=True),
        covenant=OuterRef("covenant"),
        code=OuterRef("obligation__code"),
        occurrence=OuterRef("occurrence"),
        status=OuterRef("status"),
    )


def hidden_today(covenant_ids: Collection[int], today: date) -> set[tuple[int, str, str]]:
    """Obligation, occurrence and status of what is off the list today."""
    rows = SetAside.objects.filter(
        Q(until__gt=today) | Q(until__isnull=True),
        covenant__in=covenant_ids,
        covenant__revisions__obligations__code=F("code"),
    )
    return set(rows.values_list("covenant__revisions__obligations", "occurrence", "status"))


def _fresh(covenant_ids: Collection[int], today: date) -> list[Asked]:
    """Rows of today of obligations whose stored rows do not hold."""
    expired = expired_obligations(covenant_ids, today)
    if not expired:
        return []
    covenants = {covenant for covenant, _code in expired.values()}
    codes = {code for _covenant, code in expired.values()}
    hidden = hidden_today(covenants, today)
    return [
        Asked(id_, pk, line.obligation.code, row, (pk, row.occurrence, _word(row)) in hidden, standing.days)
        for id_, standing in assess_covenants(covenants, today, history=True, codes=codes).items()
        for line in standing.lines
        if (pk := line.obligation.id) in expired
        for row in _shown_or_ended(line.obligation.terms, line.assessed.rows, today)
    ]


def _shown_or_ended(terms: Terms, rows: Sequence[Assessment], today: date) -> list[Assessment]:
    shown = shown_rows(terms, rows, today)
    return [*shown, *(row for row in rows if group(row) is Group.NOT_ACHIEVED and row not in shown)]


def _word(row: Assessment) -> str:
    return "" if row.status is None else row.status.value


def _urgency(one: Asked) -> tuple[int, date, int, str]:
    return rank_of(one.row), date_of(one.row) or date.max, one.obligation_id, one.row.occurrence
