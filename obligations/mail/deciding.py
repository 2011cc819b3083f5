"""What must be told about one row, to which party, and what need not be told any more: the planner's judgement.

Pure: the sweep and the rehearsal both ask here, the one with rows of the database, the other with what it remembers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from obligations.engine.notices import Rule, Step, is_arranged, sort_out, steps
from obligations.engine.terms import Terms
from obligations.engine.verdict import Assessment, Instance
from obligations.models import Notice

State = Notice.State
Key = tuple[str, str, str, date]
"""Occurrence, party, name of the step, the date it is about."""
REVIVED = frozenset({"arranged", "held_back", "reported"})
"""Reasons for which a notice was dropped that no longer count when the arrangement falls away."""


@dataclass(frozen=True, slots=True)
class Known:
    """A notice that was written before. `pk` None in a rehearsal."""

    pk: int | None
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody is mailed about it before `until` (None: until it is lifted), because of `reason`."""

    reason: str
    until: date | None = None


@dataclass
class Decision:
    """What changes. `new`: key, step, state and reason; `revived`, `dropped`: keys of known ones, with the reason."""

    new: list[tuple[Key, Step, str, str]] = field(default_factory=list)
    revived: list[tuple[Key, Step]] = field(default_factory=list)
    dropped: list[tuple[Key, str]] = field(default_factory=list)
    next_on: date | None = None

    def look_on(self, day: date | None) -> None:
        if day is not None:
            self.next_on = day if self.next_on is None else min(self.next_on, day)


def told(row: Assessment, terms: Terms) -> tuple[str, ...]:
    """The parties whose account holder is told: who must do it; of a maximum whose use it is."""
    detail = row.detail
    if isinstance(detail, Instance) and detail.bearer is not None:
        return (detail.bearer,)
    counter = getattr(detail, "counter", None)
    if counter is not None:
        guest = counter.partition(">")[0]
        return (guest,) if guest in terms.bearers else terms.bearers
    return terms.bearers


@dataclass(frozen=True, slots=True)
class Part:
    """An obligation of one revision: its rows of today and the rule that holds for it."""

    rows: tuple[Assessment, ...]
    terms: Terms
    rule: Rule


def decide(
    parts: Iterable[Part],
    known: Mapping[Key, Known],
    silences: Mapping[str, Silence],
    today: date,
    holidays: Collection[date],
    not_before: date | None = None,
) -> Decision:
    """What must be told of a code today, in all its revisions. `silences` by occurrence, '' for all of it.

    `not_before`: of what fell due earlier nothing is told, but it is written down.
    """
    decision = Decision()
    alive: set[Key] = set()
    pairs = [(part, row) for part in parts if not part.terms.soft for row in part.rows]
    for part, row in pairs:
        silence = silences.get(row.occurrence) or silences.get("")
        reason = "arranged" if is_arranged(row) else silence.reason if silence else ""
        found = steps(row, part.rule, today, holidays)
        for party in told(row, part.terms):
            alive |= {(row.occurrence, party, step.name, step.about) for step in found}
            _of_party(row, party, found, known, reason, decision, today, not_before)
        if silence is not None:
            decision.look_on(silence.until)
    for key, notice in known.items():
        if notice.state in (State.WAITING, State.HELD) and key not in alive:
            decision.dropped.append((key, "settled"))
    return decision


def _of_party(
    row: Assessment,
    party: str,
    found: list[Step],
    known: Mapping[Key, Known],
    reason: str,
    decision: Decision,
    today: date,
    not_before: date | None,
) -> None:
    """One row for one party."""
    own = {
        (key[2], key[3]): notice
        for key, notice in known.items()
        if key[:2] == (row.occurrence, party) and not (notice.state == State.DROPPED and notice.reason in REVIVED)
    }
    sorted_out = sort_out(found, own.keys(), today)
    decision.look_on(sorted_out.next_on)
    waiting = [mark for mark, notice in own.items() if notice.state in (State.WAITING, State.HELD)]
    if reason:
        decision.dropped += [((row.occurrence, party, *mark), reason) for mark in waiting]
        return
    for step in sorted_out.passed_by:
        key = (row.occurrence, party, step.name, step.about)
        if key not in known:
            decision.new.append((key, step, State.DROPPED.value, "superseded"))
    for step in sorted_out.due:
        decision.dropped += [((row.occurrence, party, *mark), "superseded") for mark in waiting if mark[0] != "second"]
        _tell((row.occurrence, party, step.name, step.about), step, known, decision, not_before)


def _tell(key: Key, step: Step, known: Mapping[Key, Known], decision: Decision, not_before: date | None) -> None:
    if key in known:
        decision.revived.append((key, step))
    elif not_before is not None and step.due_on < not_before:
        decision.new.append((key, step, State.DROPPED.value, "before_start"))
    else:
        state = State.HELD if step.waits else State.WAITING
        decision.new.append((key, step, state.value, "to_release" if step.waits else ""))
