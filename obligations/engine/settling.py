"""Which fact settles which instance of a duty (design.md 4.2 `answers`, 5.1 Settling)."""

from __future__ import annotations

from collections.abc import Iterable
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
    """What was found for one occasion."""

    occasion: Occasion
    previous_on: date | None
    settled_by: Fact | None = None
    late_by: Fact | None = None
    to_complete: bool = False
    planned: list[Fact] = field(default_factory=list)
    reported: int = 0
    passed_over: list[PassedOver] = field(default_factory=list)

    @property
    def trigger(self) -> Trigger:
        return self.occasion.trigger

    @property
    def is_open(self) -> bool:
        return self.settled_by is None and not self.to_complete


class Settlement:
    """Gives each fact to at most one case per party: first what answers, then the oldest open one."""

    def __init__(self, duty: Duty, same_day: SameDayBefore, cases: list[Case], day: date) -> None:
        self.duty = duty
        self.same_day = same_day
        self.cases = cases
        self.day = day

    def settle(self, facts: Iterable[Fact]) -> None:
        """Real answers first, then the 'not yet known', then what is planned; each in order of date."""
        real, unknown, ahead = [], [], []
        for fact in facts:
            happened = fact.state is FactState.HAPPENED
            (real if happened else unknown if fact.state is FactState.UNKNOWN else ahead).append(fact)
        for group in (real, unknown, ahead):
            for fact in sorted(group, key=lambda fact: fact.answers is None):
                self._place(fact)

    def _place(self, fact: Fact) -> None:
        own = [case for case in self.cases if self._is_party(case, fact)]
        if fact.answers is not None:
            own = [case for case in own if case.trigger.name == fact.answers]
        parties = dict.fromkeys(case.occasion.party for case in own)
        placed = False
        for party in parties:
            placed |= self._place_for(fact, [case for case in own if case.occasion.party == party])
        if not placed and not parties:
            self._leave(fact, self.cases, Why.SURPLUS if fact.answers is None else Why.NOT_THE_PARTY)

    def _place_for(self, fact: Fact, own: list[Case]) -> bool:
        """Give the fact to the first case of one party that takes it."""
        for case in own:
            if self._takes(case, fact):
                self._give(case, fact)
                return True
        self._leave(fact, own, self._why_not(fact, own))
        return False

    def _takes(self, case: Case, fact: Fact) -> bool:
        if fact.state is FactState.PLANNED or fact.state is FactState.REPORTED:
            return case.is_open and not case.planned and self._fits(case, fact)
        if fact.state is FactState.UNKNOWN:
            return case.is_open and (fact.answers is not None or self._fits(case, fact))
        if case.settled_by is not None:
            return False
        return self._fits(case, fact) or self._is_late(case, fact)

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
        case.reported += is_reported(fact, self.day)
        case.passed_over.append(not_happened(fact, self.day))

    def _fits(self, case: Case, fact: Fact) -> bool:
        """True when the fact, by its day, is in time to count for this case."""
        trigger, relation = case.trigger, self.duty.relation
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
        if fact.at is not None and trigger.at is not None:
            return fact.at <= trigger.at
        return self.same_day is SameDayBefore.ACCEPT

    def _is_late(self, case: Case, fact: Fact) -> bool:
        """Done after what it should have preceded: kept as 'after all'."""
        return (
            self.duty.relation is Relation.BEFORE
            and case.late_by is None
            and (fact.on >= case.trigger.on)
            and (fact.answers is not None or fact.on == case.trigger.on)
        )

    def _is_party(self, case: Case, fact: Fact) -> bool:
        if self.duty.each is None:
            return True
        if self.duty.each is Each.BEARER:
            return fact.by == case.occasion.party
        return case.occasion.party in fact.to

    def _why_not(self, fact: Fact, own: list[Case]) -> Why:
        after = self.duty.relation is not Relation.BEFORE
        if after and all(fact.on <= case.trigger.on for case in own if case.settled_by is not fact):
            return Why.BEFORE_TRIGGER
        return Why.SURPLUS

    def _leave(self, fact: Fact, cases: list[Case], why: Why) -> None:
        """Note on the nearest case that the fact does not count there (law 3)."""
        if not cases:
            return
        if self.duty.relation is Relation.BEFORE:
            case = next((case for case in cases if case.trigger.on >= fact.on), cases[-1])
        else:
            case = next((case for case in reversed(cases) if case.trigger.on <= fact.on), cases[0])
        passed = (
            PassedOver(fact.ref, why) if fact.state is FactState.HAPPENED else not_happened(fact, self.day)
        )
        case.passed_over.append(passed)


def _earlier(fact: Fact, trigger: Trigger) -> bool:
    return fact.at is not None and trigger.at is not None and fact.at < trigger.at
