"""What makes a duty arise: facts, a cap that was exceeded, the start, a day of each year (design.md 4.1, 4.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from obligations.engine import cap
from obligations.engine.facts import Fact, FactState
from obligations.engine.periods import months_after
from obligations.engine.terms import Duty, Each, Relation
from obligations.engine.view import View, is_ahead
from obligations.engine.windows import DAY


@dataclass(frozen=True, slots=True)
class Trigger:
    """Something that made a duty arise; `name` as `answers` may write it."""

    name: str
    on: date
    at: time | None = None
    by: str | None = None
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """One instance of a duty: its trigger and, with `each`, the party it is for."""

    trigger: Trigger
    party: str | None

    @property
    def occurrence(self) -> str:
        name = f"trigger:{self.trigger.name}"
        return name if self.party is None else f"{name}:{self.party}"


def duty_of(view: View) -> Duty:
    assert isinstance(view.terms.term, Duty)
    return view.terms.term


def recorded(view: View, day: date) -> list[Trigger]:
    """Every trigger that is there on `day`, inside the window or not, by day and name.

    A planned one only makes a duty arise that precedes it, and only through its own day.
    """
    found = [*_by_fact(view, day), *_by_cap(view, day), *_by_calendar(view, day)]
    return sorted(found, key=lambda trigger: (trigger.on, trigger.name))


def occasions(view: View, triggers: list[Trigger], day: date) -> list[Occasion]:
    """The instances: triggers inside the obligation's window, one per party where the duty says `each`."""
    window = view.life(day).window
    each = duty_of(view).each
    return [
        Occasion(trigger, party)
        for trigger in triggers
        if trigger.on in window
        for party in ((None,) if each is None else _parties(view, trigger, each))
    ]


def next_days(view: View, day: date) -> set[date]:
    """Days after `day` on which the calendar brings a trigger, or takes a planned one away."""
    when, window = duty_of(view).when, view.life(day).window
    points = set()
    if window.first is not None:
        points.add(window.first)
    if when.each_year is not None:
        points.update(_yearly(when.each_year, year) for year in (day.year, day.year + 1))
        points.update(_yearly(when.each_year, year) + DAY for year in (day.year - 1, day.year, day.year + 1))
    points.update(fact.on + DAY for fact in view.facts(when.types) if is_ahead(fact, day))
    return points


def _parties(view: View, trigger: Trigger, each: Each) -> tuple[str, ...]:
    terms = view.terms
    if each is Each.BEARER:
        away = {m.party for m in terms.revision.members if trigger.on not in m.window}
        return tuple(party for party in terms.bearers if party not in away)
    if trigger.to:
        return trigger.to
    bearer = trigger.by if trigger.by is not None or len(terms.bearers) != 1 else terms.bearers[0]
    return tuple(party for party in terms.towards if party != bearer)


def _by_fact(view: View, day: date) -> Iterator[Trigger]:
    duty = duty_of(view)
    for fact in view.facts(duty.when.types):
        ahead = duty.relation is Relation.BEFORE and is_ahead(fact, day)
        if (fact.state is FactState.HAPPENED or ahead) and (not duty.when.themed or fact.theme is not None):
            yield Trigger(fact.ref, fact.on, fact.at, fact.by, fact.to)


def _by_cap(view: View, day: date) -> Iterator[Trigger]:
    for code in duty_of(view).when.exceeded:
        terms = view.terms.caps.get(code)
        if terms is not None:
            for name, fact in cap.crossings(terms, view, day):
                yield _crossed(name, fact)


def _crossed(name: str, fact: Fact) -> Trigger:
    return Trigger(name, fact.on, fact.at, fact.by)


def _by_calendar(view: View, day: date) -> Iterator[Trigger]:
    duty, window = duty_of(view), view.life(day).window
    first = view.terms.revision.in_force_from
    if duty.when.start and first <= day:
        yield Trigger("start", first)
    if duty.when.each_year is None or window.first is None:
        return
    for year in range(window.first.year - 1, day.year + 2):
        on = _yearly(duty.when.each_year, year)
        arises = _yearly(duty.when.each_year, year - 1) + DAY if duty.relation is Relation.BEFORE else on
        if arises <= day:
            yield Trigger(on.isoformat(), on)


def _yearly(month_day: tuple[int, int], year: int) -> date:
    """That day of `year`; 29 February is the 28th in other years."""
    month, day = month_day
    return months_after(date(2000, month, day), (year - 2000) * 12)
