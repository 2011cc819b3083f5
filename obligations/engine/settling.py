"""Which fact settles which instance of a duty (design.md 4.2 `answers`, 5.1 Settling)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from obligations.engine.facts import Fact, FactState
from obligations.engine.readings import SameDayBefore
from obligations.engine.terms import Duty, Each, Relation
from obligations.engine.triggers import Occasion, Trigger
from obligations.engine.verdict import PassedOver, Why
from obligations.engine.view import is_planned, is_reported, not_happened


@dataclass(slots=True)
class Case:
    """What was found for one occasion. `previous_on`: day of the trigger before it, on an earlier day.

    `closes_on`: the first day on which a term of the text is finally missed, so that nothing settles it any more.
    """

    occasion: Occasion
    previous_on: date | None
    closes_on: date | None = None
    settled_by: Fact | None = None
    late_by: Fact | None = None
    to_complete: bool = False
    planned: list[Fact] = field(default_factory=list)
    reported: list[Fact] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)

    @property
    def trigger(self) -> Trigger:
        return self.occasion.trigger

    @property
    def is_open(self) -> bool:
        return self.settled_by is None and not self.to_complete


@dataclass(slots=True)
class Queue:
    """The cases of one party by day; `first_open` passes over those that are settled already."""

    cases: list[Case]
    days: list[date]
    first_open: int = 0

    def since(self, day: date) -> Iterator[Case]:
        """The cases of the first trigger day on or after `day`."""
        at = bisect_left(self.days, day)
        for case in self.cases[at:]:
            if case.trigger.on != self.days[at]:
                return
            yield case

    def until(self, day: date) -> Iterator[Case]:
        """The cases not yet settled with a trigger on or before `day`, oldest first."""
        while self.first_open < len(self.cases) and self.cases[self.first_open].settled_by is not None:
            self.first_open += 1
        for case in self.cases[self.first_open :]:
            if case.trigger.on > day:
                return
            yield case

    def nearest(self, day: date, *, ahead: bool) -> Case:
        """The case a fact of `day` stands closest to: ahead the next one, else the last before it."""
        at = bisect_left(self.days, day)
        if not ahead and (at == len(self.days) or self.days[at] > day):
            at -= 1
        return self.cases[min(max(at, 0), len(self.cases) - 1)]


class Settlement:
    """Gives each fact to at most one case per party: first what answers, then the oldest open one."""

    def __init__(self, duty: Duty, same_day: SameDayBefore, cases: list[Case], day: date) -> None:
        self.duty = duty
        self.same_day = same_day
        self.day = day
        self.by_name = {(case.trigger.name, case.occasion.party): case for case in cases}
        self.names = {case.trigger.name for case in cases}
        self.everyone = Queue(cases, [case.trigger.on for case in cases])
        self.queues: dict[str | None, Queue] = {}
        for case in cases:
            queue = self.queues.setdefault(case.occasion.party, Queue([], []))
            queue.cases.append(case)
            queue.days.append(case.trigger.on)

    def settle(self, facts: Iterable[Fact]) -> None:
        """Real answers first, then the 'not yet known', then what is planned; each in order of date."""
        real: list[Fact] = []
        unknown: list[Fact] = []
        ahead: list[Fact] = []
        for fact in facts:
            happened = fact.state is FactState.HAPPENED
            (real if happened else unknown if fact.state is FactState.UNKNOWN else ahead).append(fact)
        for group in (real, unknown, ahead):
            for fact in sorted(group, key=lambda fact: fact.answers is None):
                self._place(fact)

    def _place(self, fact: Fact) -> None:
        queues = [self.queues[party] for party in self._parties(fact) if party in self.queues]
        if fact.answers is not None and fact.answers not in self.names:
            self._leave(fact, self.everyone, Why.ANSWERS_OTHER)
        elif not queues:
            self._leave(fact, self.everyone, Why.NOT_THE_PARTY)
        for queue in queues if fact.answers is None or fact.answers in self.names else ():
            case = self._taker(list(self._candidates(queue, fact)), fact)
            if case is None:
                self._leave(fact, queue, self._why_not(fact, queue))
            else:
                self._give(case, fact)

    def _parties(self, fact: Fact) -> Iterable[str | None]:
        if self.duty.each is None:
            return (None,)
        return (fact.by,) if self.duty.each is Each.BEARER else fact.to

    def _candidates(self, queue: Queue, fact: Fact) -> Iterable[Case]:
        if fact.answers is not None:
            case = self.by_name.get((fact.answers, queue.cases[0].occasion.party))
            return () if case is None else (case,)
        return queue.since(fact.on) if self.duty.relation is Relation.BEFORE else queue.until(fact.on)

    def _taker(self, cases: list[Case], fact: Fact) -> Case | None:
        """The first case that the fact settles; failing that, the first that it comes too late for."""
        late = (case for case in cases if fact.state is FactState.HAPPENED and self._is_late(case, fact))
        return next((case for case in cases if self._takes(case, fact)), None) or next(late, None)

    def _takes(self, case: Case, fact: Fact) -> bool:
        if fact.state is FactState.PLANNED or fact.state is FactState.REPORTED:
            return case.is_open and not case.planned and self._fits(case, fact)
        if fact.state is FactState.UNKNOWN:
            after = self.duty.relation is Relation.AFTER
            return case.is_open and fact.answers is not None and (not after or self._fits(case, fact))
        return case.settled_by is None and self._fits(case, fact)

    def _give(self, case: Case, fact: Fact) -> None:
        if fact.state is FactState.HAPPENED:
            if self._fits(case, fact):
                case.settled_by = fact
            else:
                case.late_by = case.late_by or fact
                case.passed_over.append(PassedOver(fact.ref, Why.AFTER_ALL))
            return
        if fact.state is FactState.UNKNOWN:
            case.to_complete = True
        if is_planned(fact, self.day):
            case.planned.append(fact)
        if is_reported(fact, self.day):
            case.reported.append(fact)
        case.passed_over.append(not_happened(fact, self.day))

    def _fits(self, case: Case, fact: Fact) -> bool:
        """True when the fact, by its day, is in time to count for this case."""
        trigger, relation = case.trigger, self.duty.relation
        if self._is_closed(case, fact):
            return False
        if relation is Relation.UPON:
            return fact.answers is not None or fact.on >= trigger.on
        if relation is Relation.AFTER:
            return fact.on > trigger.on or (fact.on == trigger.on and not _earlier(fact, trigger))
        if self.duty.at_least_days_before is not None and fact.answers is not None:
            return True
        if fact.answers is None and case.previous_on is not None and fact.on <= case.previous_on:
            return False
        return fact.on < trigger.on or (fact.on == trigger.on and self._in_time_that_day(fact, trigger))

    def _in_time_that_day(self, fact: Fact, trigger: Trigger) -> bool:
        if self.duty.at_least_days_before is not None:
            return True
        if fact.at is not None and trigger.at is not None and fact.at != trigger.at:
            return fact.at < trigger.at
        return self.same_day is SameDayBefore.ACCEPT

    def _is_late(self, case: Case, fact: Fact) -> bool:
        """Done after what it should have preceded, or after it was finally missed: kept as 'after all'."""
        if case.late_by is not None or case.settled_by is not None:
            return False
        if self._is_closed(case, fact):
            return True
        if self.duty.relation is not Relation.BEFORE:
            return False
        return fact.on == case.trigger.on or (fact.on > case.trigger.on and fact.answers is not None)

    @staticmethod
    def _is_closed(case: Case, fact: Fact) -> bool:
        return case.closes_on is not None and fact.on >= case.closes_on

    def _why_not(self, fact: Fact, queue: Queue) -> Why:
        if self.duty.relation is Relation.BEFORE:
            return Why.SURPLUS
        case = self.by_name.get((fact.answers or "", queue.cases[0].occasion.party), queue.cases[0])
        return Why.BEFORE_TRIGGER if fact.on <= case.trigger.on else Why.SURPLUS

    def _leave(self, fact: Fact, queue: Queue, why: Why) -> None:
        """Note on the nearest case that the fact does not count there (law 3)."""
        case = queue.nearest(fact.on, ahead=self.duty.relation is Relation.BEFORE)
        happened = fact.state is FactState.HAPPENED
        case.passed_over.append(PassedOver(fact.ref, why) if happened else not_happened(fact, self.day))


def _earlier(fact: Fact, trigger: Trigger) -> bool:
    return fact.at is not None and trigger.at is not None and fact.at < trigger.at
