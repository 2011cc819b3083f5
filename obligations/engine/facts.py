"""What happened, what is planned, and who agreed to what: the facts that rules are held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from functools import cached_property

from obligations.engine.windows import Window


class FactState(StrEnum):
    """How certain a fact is (design.md section 5)."""

    HAPPENED = "happened"
    PLANNED = "planned"
    REPORTED = "reported"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fact:
    """One meeting or register entry.

    `to` are the parties it was directed to, for a meeting those present. `minutes` and `persons` are what its
    type measures. `answers` is the ref of another fact or a trigger name (design.md 4.2, 4.4). `agreed`: the parties
    agreed that this meeting counts, whoever was there.
    """

    ref: str
    type: str
    on: date
    state: FactState = FactState.HAPPENED
    at: time | None = None
    by: str | None = None
    to: tuple[str, ...] = ()
    host: str | None = None
    minutes: int | None = None
    persons: int | None = None
    theme: str | None = None
    answers: str | None = None
    meeting: bool = False
    agreed: bool = False

    @property
    def parties(self) -> frozenset[str]:
        """Everyone who took part: who acted and whom it was directed to."""
        return frozenset(self.to) if self.by is None else frozenset((self.by, *self.to))


def in_order(fact: Fact) -> tuple[date, time, str]:
    """Sort key: day, time of day (none first), ref."""
    return (fact.on, fact.at or time.min, fact.ref)


@dataclass(frozen=True, slots=True)
class Waiver:
    """Parties agreed on `on` that something need not be done; without `occurrence` for the whole obligation."""

    code: str
    on: date
    agreed_by: frozenset[str]
    occurrence: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """On `on` someone looked a standing duty through."""

    code: str
    on: date
    in_order: bool
    occurrence: str | None = None


@dataclass(frozen=True, slots=True)
class Tenure:
    """A post at a party was held during `window`. `role`: account_holder, theme_lead, agenda_member …"""

    party: str
    role: str
    window: Window
    theme: str | None = None


@dataclass(frozen=True)
class Record:
    """Everything recorded about one covenant. Build it with `record_of`, which sorts and removes doubles.

    `tracked_from` is the day from which the register is kept, None when it was kept from the start (A-54).
    """

    facts: Mapping[str, tuple[Fact, ...]] = field(default_factory=dict)
    waivers: Mapping[str, tuple[Waiver, ...]] = field(default_factory=dict)
    reviews: Mapping[str, tuple[Review, ...]] = field(default_factory=dict)
    tenures: tuple[Tenure, ...] = ()
    holidays: frozenset[date] = frozenset()
    tracked_from: date | None = None

    def of(self, types: Iterable[str]) -> list[Fact]:
        """The facts of these types, in order."""
        kept = [self.facts[type_] for type_ in set(types) if type_ in self.facts]
        if len(kept) == 1:
            return list(kept[0])
        return sorted((fact for facts in kept for fact in facts), key=in_order)

    @cached_property
    def refs(self) -> Mapping[str, Fact]:
        """Every fact by its ref."""
        return {fact.ref: fact for facts in self.facts.values() for fact in facts}


def record_of(
    facts: Iterable[Fact] = (),
    *,
    waivers: Iterable[Waiver] = (),
    reviews: Iterable[Review] = (),
    tenures: Iterable[Tenure] = (),
    holidays: Iterable[date] = (),
    tracked_from: date | None = None,
) -> Record:
    """A record in which neither the order nor doubles of its parts matter (law 2)."""
    by_type: dict[str, list[Fact]] = {}
    for fact in sorted(set(facts), key=in_order):
        by_type.setdefault(fact.type, []).append(fact)
    waived: dict[str, list[Waiver]] = {}
    for waiver in sorted(set(waivers), key=lambda w: (w.on, w.occurrence or "")):
        waived.setdefault(waiver.code, []).append(waiver)
    reviewed: dict[str, list[Review]] = {}
    for review in sorted(set(reviews), key=lambda r: (r.on, r.in_order)):
        reviewed.setdefault(review.code, []).append(review)
    return Record(
        {type_: tuple(found) for type_, found in by_type.items()},
        {code: tuple(found) for code, found in waived.items()},
        {code: tuple(found) for code, found in reviewed.items()},
        tuple(dict.fromkeys(tenures)),
        frozenset(holidays),
        tracked_from,
    )


def as_known_on(facts: Iterable[Fact], day: date) -> list[Fact]:
    """The facts as `day` sees them: what is dated later is at most planned (law 1), a later unknown is absent."""
    seen: list[Fact] = []
    for fact in facts:
        if fact.on <= day or fact.state is FactState.PLANNED or fact.state is FactState.REPORTED:
            seen.append(fact)
        elif fact.state is FactState.HAPPENED:
            seen.append(replace(fact, state=FactState.PLANNED))
    return seen
