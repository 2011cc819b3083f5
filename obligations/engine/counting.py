"""Which facts count when occasions are counted: quorum, and what happens twice on a day (domain.md 4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from obligations.engine.facts import Fact, FactState
from obligations.engine.readings import SameDay
from obligations.engine.terms import Cadence, Standing, Terms
from obligations.engine.verdict import PassedOver, Why
from obligations.engine.view import absent, is_planned, is_reported, not_happened
from obligations.engine.windows import Window


@dataclass(frozen=True, slots=True)
class Counted:
    """Refs that count, planned days from the day in question on, how many are reported, and what does not count."""

    refs: tuple[str, ...]
    planned: tuple[date, ...]
    reported: int
    passed_over: tuple[PassedOver, ...]


def count(stretches: Sequence[tuple[Terms, Window]], facts: Iterable[Fact], day: date) -> Counted:
    """Count `facts`, in order, in stretches of days, each under its own terms."""
    refs: list[str] = []
    planned: list[date] = []
    passed: list[PassedOver] = []
    taken: set[tuple[str, date]] = set()
    reported = 0
    for fact in facts:
        terms = _terms_on(stretches, fact)
        if terms is None:
            continue
        key = (fact.type, fact.on)
        if fact.state is not FactState.HAPPENED:
            passed.append(not_happened(fact, day))
            reported += is_reported(fact, day)
            if is_planned(fact, day):
                planned.append(fact.on)
        elif fact.meeting and (missing := absent(terms, fact)):
            passed.append(PassedOver(fact.ref, Why.ABSENT, missing))
        elif key in taken and terms.readings.same_day is SameDay.ONE:
            passed.append(PassedOver(fact.ref, Why.SAME_DAY))
        else:
            refs.append(fact.ref)
            taken.add(key)
    return Counted(tuple(refs), tuple(planned), reported, tuple(passed))


def _terms_on(stretches: Sequence[tuple[Terms, Window]], fact: Fact) -> Terms | None:
    """The terms under which a fact is looked at; None when none of them counts its type on its day."""
    for terms, stretch in stretches:
        if fact.on in stretch and isinstance(terms.term, Cadence | Standing) and fact.type in terms.term.of:
            return terms
    return None
