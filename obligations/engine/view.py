"""One obligation seen from one day: its terms and the facts as that day knows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from obligations.engine.facts import Fact, FactState, Record, Review, Waiver, as_known_on
from obligations.engine.readings import Quorum
from obligations.engine.terms import Life, Terms, life_of
from obligations.engine.verdict import PassedOver, Why
from obligations.engine.windows import DAY, Window

SOON = timedelta(days=30)
RISK = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class View:
    """`terms` and the `record` as known on `as_of`: later facts are only planned, later waivers and reviews are absent.

    Rows can be asked for any `day` from `as_of` on: that day, if nothing dated after `as_of` happens.
    """

    terms: Terms
    record: Record
    as_of: date
    _known: dict[tuple[str, ...], list[Fact]] = field(default_factory=dict, compare=False, repr=False)

    def life(self, day: date) -> Life:
        return life_of(self.terms, day)

    def facts(self, types: tuple[str, ...]) -> list[Fact]:
        """The facts of these types as known on `as_of`, in order."""
        found = self._known.get(types)
        if found is None:
            found = self._known[types] = as_known_on(self.record.of(types), self.as_of)
        return found

    def reviews(self, force: Window) -> list[Review]:
        """Reviews that count for this revision, oldest first (design.md 5.1 Standing)."""
        return [
            review
            for review in self.record.reviews.get(self.terms.code, ())
            if review.on <= self.as_of and (review.occurrence is not None or review.on in force)
        ]

    def waives(self, occurrence: str, force: Window) -> bool:
        """True when all parties of the revision agreed that this occurrence need not be done (A-53)."""
        return any(
            self._holds(waiver, force)
            for waiver in self.record.waivers.get(self.terms.code, ())
            if waiver.on <= self.as_of
            and (waiver.occurrence == occurrence or (waiver.occurrence is None and waiver.on in force))
        )

    def _holds(self, waiver: Waiver, force: Window) -> bool:
        day = waiver.on if force.first is None else max(waiver.on, force.first)
        if force.last is not None:
            day = min(day, force.last)
        return self.terms.revision.parties_on(day) <= waiver.agreed_by


def is_ahead(fact: Fact, day: date) -> bool:
    """Planned, or reported beforehand, through its own day (design.md 5.1 Planned)."""
    return fact.on >= day and (fact.state is FactState.PLANNED or fact.state is FactState.REPORTED)


def is_planned(fact: Fact, day: date) -> bool:
    """Ahead, and not reported for that very day."""
    return is_ahead(fact, day) and not is_reported(fact, day)


def is_reported(fact: Fact, day: date) -> bool:
    """Reported as having happened, waiting for the secretariat."""
    return fact.state is FactState.REPORTED and fact.on <= day


def not_happened(fact: Fact, day: date) -> PassedOver:
    """Why a fact that did not happen (yet) counts for nothing."""
    if fact.state is FactState.UNKNOWN:
        return PassedOver(fact.ref, Why.UNKNOWN)
    if is_reported(fact, day):
        return PassedOver(fact.ref, Why.REPORTED)
    return PassedOver(fact.ref, Why.PLANNED if fact.on >= day else Why.DAY_PASSED)


def absent(terms: Terms, fact: Fact) -> tuple[str, ...]:
    """The parties whose absence breaks the quorum of that day, () when there were enough (A-09, A-38)."""
    parties = terms.revision.parties_on(fact.on)
    missing = parties - fact.parties
    if fact.agreed or not missing:
        return ()
    quorum = terms.readings.quorum
    if quorum is Quorum.ALL_PARTIES:
        return tuple(sorted(missing))
    if quorum is Quorum.BOTH_SIDES:
        return tuple(sorted(_missing_sides(terms, parties, missing)))
    enough = 2 if quorum is Quorum.ANY_TWO else int(quorum)
    return () if len(parties) - len(missing) >= enough else tuple(sorted(missing))


def _missing_sides(terms: Terms, parties: frozenset[str], missing: frozenset[str]) -> set[str]:
    sided = [side & parties for side in terms.revision.sides]
    alone = parties.difference(*terms.revision.sides)
    return {party for side in (*sided, *({party} for party in alone)) if side <= missing for party in side}


def stirs(facts: Iterable[Fact], day: date) -> set[date]:
    """The days after `day` on which a planned fact stops being planned."""
    return {stir for fact in facts if is_ahead(fact, day) for stir in (fact.on, fact.on + DAY)}
