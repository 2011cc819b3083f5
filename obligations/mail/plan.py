"""The plan sweep: write down what falls due to be told, and give it to the mails of today.

Its cost follows what falls due: `Horizon.notify_on` says of each obligation when to look at it again. Safe to run any
number of times at once: a covenant in other hands is left to the next sweep, and the unique key of a notice does the
rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from obligations.assessments import Line
from obligations.current import standing_with
from obligations.current.rows import trusted
from obligations.engine.verdict import Assessment
from obligations.mail.composing import compose
from obligations.mail.deciding import Decision, Key, Known, Part, Silence, decide
from obligations.mail.desk import compose_desk
from obligations.mail.moments import Moment, moment_of
from obligations.mail.rules import Rules, rules_of
from obligations.mail.silence import silences_of
from obligations.models import Covenant, CurrentStatus, Horizon, MailSwitch, Notice, Party
from obligations.models.bulk import insert_rows, update_rows
from obligations.services.sweeping import Counts
from obligations.snapshots import days_of, of_data

BATCH = 20
LOOK = 500
RECENT = timedelta(days=90)
"""Of a period that ended longer ago nothing is told any more."""
COLUMNS = (
    "covenant_id",
    "code",
    "occurrence",
    "step",
    "about_on",
    "party_id",
    "role",
    "due_on",
    "covenant_date",
    "state",
    "reason",
    "decided_by",
)


@dataclass
class Planned:
    """One run. `left`: covenants that someone else has in hand."""

    notices: int = 0
    left: set[int] = field(default_factory=set)


def plan(now: datetime) -> Counts:
    """Write the notices that are due, and make the mails that may leave today."""
    moment = moment_of(now)
    planned = Planned()
    while ids := _due_covenants(moment.today, planned.left):
        _plan_some(ids, moment, planned)
    messages = compose(moment) + compose_desk(moment)
    return {"notices": planned.notices, "messages": messages}


def _due_covenants(today: date, without: Collection[int]) -> list[int]:
    due = Horizon.objects.filter(trusted(today, ""), notify_on__lte=today).exclude(covenant__in=without)
    ids = due.order_by("notify_on", "covenant").values_list("covenant_id", flat=True)[:LOOK]
    return list(dict.fromkeys(ids))[:BATCH]


@transaction.atomic
def _plan_some(covenant_ids: Sequence[int], moment: Moment, planned: Planned) -> None:
    free = Covenant.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    locked = list(free.filter(pk__in=covenant_ids).order_by("pk"))
    planned.left |= set(covenant_ids) - {covenant.pk for covenant in locked}
    if not locked:
        return
    ids = [covenant.pk for covenant in locked]
    due = Horizon.objects.filter(trusted(moment.today, ""), notify_on__lte=moment.today, covenant__in=ids)
    codes = set(due.values_list("covenant_id", "obligation__code"))
    work = read_work(locked, codes, moment.today)
    planned.notices += _write(work, moment)


@dataclass
class Work:
    """What is needed to plan some obligations of some covenants."""

    lines: dict[tuple[int, str], list[Line]]
    rules: Rules
    known: Mapping[tuple[int, str], Mapping[Key, Known]]
    silences: Mapping[tuple[int, str], Mapping[str, Silence]]
    parties: Mapping[str, int]
    ended: Collection[int]
    not_before: date | None


def read_work(covenants: Sequence[Covenant], places: Collection[tuple[int, str]], today: date) -> Work:
    """These codes of these covenants, in all their revisions; a constant number of queries, however many there are."""
    ids, codes = [covenant.pk for covenant in covenants], {code for _covenant, code in places}
    found = Horizon.objects.filter(trusted(today, ""), covenant__in=ids, obligation__code__in=codes)
    rows: dict[int, list[Assessment]] = {
        pk: [] for pk, *place in found.values_list("pk", "covenant_id", "obligation__code") if tuple(place) in places
    }
    days: dict[str, date] = {}
    alive = Q(current=True) | Q(ends_before__gte=today - RECENT)
    stored = CurrentStatus.objects.filter(alive, obligation__in=list(rows)).exclude(status="")
    for pk, data in stored.order_by("pk").values_list("obligation_id", "assessment"):
        rows[pk].append(of_data(data))
        days |= days_of(data)
    lines: dict[tuple[int, str], list[Line]] = defaultdict(list)
    ended = set()
    for covenant_id, standing in standing_with(covenants, rows, codes, days, today).items():
        ended |= {covenant_id} if standing.ended_on is not None else set()
        for line in standing.lines:
            lines[covenant_id, line.obligation.code].append(line)
    switch = MailSwitch.objects.filter(pk=1).first()
    return Work(
        lines,
        rules_of(ids),
        known_notices(ids, codes),
        silences_of(ids, today),
        dict(Party.objects.values_list("key", "pk")),
        ended,
        switch.not_before if switch is not None else None,
    )


def known_notices(covenant_ids: Collection[int], codes: Collection[str]) -> dict[tuple[int, str], dict[Key, Known]]:
    """Every notice that was written about these obligations, by covenant and code."""
    found: dict[tuple[int, str], dict[Key, Known]] = defaultdict(dict)
    rows = Notice.objects.filter(covenant__in=covenant_ids, code__in=codes).values_list(
        "covenant_id", "code", "occurrence", "party__key", "step", "about_on", "pk", "state", "reason"
    )
    for covenant_id, code, occurrence, party, step, about, pk, state, reason in rows.order_by():
        found[covenant_id, code][occurrence, party, step, about] = Known(pk, state, reason)
    return found


def decide_lines(work: Work, place: tuple[int, str], moment: Moment) -> Decision:
    """What must be told about one code of a covenant today; nothing once the covenant has ended (A-51, T75)."""
    parts = [
        Part(line.assessed.rows, line.obligation.terms, work.rules.of(place[0], line.obligation))
        for line in work.lines[place]
        if place[0] not in work.ended
    ]
    return decide(
        parts,
        work.known.get(place, {}),
        work.silences.get(place, {}),
        moment.today,
        moment.holidays,
        work.not_before,
    )


def _write(work: Work, moment: Moment) -> int:
    """Write what was decided; how many notices are new."""
    new: list[tuple[Any, ...]] = []
    states: list[tuple[Any, ...]] = []
    horizons: list[tuple[Any, ...]] = []
    for place, lines in work.lines.items():
        decision = decide_lines(work, place, moment)
        known = work.known.get(place, {})
        for (occurrence, party, name, about), step, state, reason in decision.new:
            about_what = (*place, occurrence, name, about, work.parties[party])
            new.append((*about_what, "account_holder", step.due_on, step.covenant_date, state, reason, ""))
        for key, step in decision.revived:
            state = Notice.State.HELD if step.waits else Notice.State.WAITING
            states.append((known[key].pk, state.value, "to_release" if step.waits else ""))
        states += [(known[key].pk, Notice.State.DROPPED.value, why) for key, why in decision.dropped]
        following = decision.next_on and max(decision.next_on, moment.today + timedelta(days=1))
        horizons += [(line.obligation.id, following) for line in lines]
    insert_rows(Notice, COLUMNS, new)
    update_rows(Notice, ("id", "state", "reason"), states)
    update_rows(Horizon, ("obligation_id", "notify_on"), horizons)
    return len(new)
