"""The two covenants as engine values, and short ways to write facts, terms and questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time

from obligations.engine.assessment import Assessment, assess
from obligations.engine.facts import Fact, FactState, Record, Review, Waiver, record_of
from obligations.engine.readings import DEFAULT, Readings
from obligations.engine.terms import Member, Outcome, RevisionTerm, Term, Terms
from obligations.engine.verdict import PassedOver
from obligations.engine.windows import Window

PARTIES_2016 = ("vng", "king", "nvvb")
PARTIES_2019 = ("vng", "nvvb")
SIDES_2016 = (frozenset({"vng", "king"}), frozenset({"nvvb"}))


def day(text: str) -> date:
    return date.fromisoformat(text)


def days(*texts: str) -> tuple[date, ...]:
    return tuple(map(day, texts))


def window(first: str | None = None, end: str | None = None) -> Window:
    """The days from `first` up to, not including, `end`."""
    return Window(day(first) if first else None, day(end) if end else None)


C2016 = RevisionTerm(
    key="2016",
    signed_on=day("2016-05-11"),
    in_force_from=day("2016-05-11"),
    ends_on=day("2020-01-01"),
    superseded_from=day("2019-05-21"),
    superseded_known_from=day("2019-05-20"),
    members=tuple(map(Member, PARTIES_2016)),
    sides=SIDES_2016,
)
C2019 = RevisionTerm(
    key="2019",
    signed_on=day("2019-05-20"),
    in_force_from=day("2019-05-21"),
    ends_on=day("2024-01-01"),
    members=tuple(map(Member, PARTIES_2019)),
)
NOT_REPLACED = replace(C2016, superseded_from=None, superseded_known_from=None)
"""The covenant of 2016 as if nothing had followed it: it ends by its own date."""


def reading(**values: object) -> Readings:
    """The default readings but for `values`, written as a definition file writes them."""
    return DEFAULT.override(values)


def terms_2016(code: str, term: Term, readings: Readings = DEFAULT, **more: object) -> Terms:
    return Terms(code, C2016, term, readings, **{"bearers": PARTIES_2016, "towards": PARTIES_2016, **more})


def terms_2019(code: str, term: Term, readings: Readings = DEFAULT, **more: object) -> Terms:
    return Terms(code, C2019, term, readings, **{"bearers": PARTIES_2019, "towards": PARTIES_2019, **more})


def continued(old: Terms, new: Terms) -> tuple[Terms, Terms]:
    """Both texts of one obligation, linked as its lineage says."""
    return replace(old, successor=new, outcome=Outcome.CONTINUED), replace(new, predecessor=old)


def meeting(type_: str, on: str, present: Iterable[str] = PARTIES_2016, state: str = "happened", ref: str = "") -> Fact:
    """A meeting; its ref is its type and day unless given."""
    return Fact(ref or f"{type_} {on}", type_, day(on), FactState(state), to=tuple(present), meeting=True)


def meetings(type_: str, *on: str, state: str = "happened") -> list[Fact]:
    return [meeting(type_, one, state=state) for one in on]


def entry(
    type_: str, on: str, *, at: str | None = None, state: str = "happened", ref: str = "", **more: object
) -> Fact:
    """A register entry; its ref is its type and day unless given."""
    moment = time.fromisoformat(at) if at else None
    return Fact(ref or f"{type_} {on}", type_, day(on), FactState(state), moment, **more)


def waiver(code: str, on: str, agreed_by: Iterable[str] = PARTIES_2016, occurrence: str | None = None) -> Waiver:
    return Waiver(code, day(on), frozenset(agreed_by), occurrence)


def review(code: str, on: str, *, in_order: bool = True, occurrence: str | None = None) -> Review:
    return Review(code, day(on), in_order, occurrence)


def as_record(facts: Record | Iterable[Fact]) -> Record:
    return facts if isinstance(facts, Record) else record_of(facts)


def standing_on(terms: Terms, facts: Record | Iterable[Fact], as_of: str) -> dict[str, Assessment]:
    """The rows shown of that day, by occurrence."""
    return {row.occurrence: row for row in assess(terms, as_record(facts), day(as_of)).rows}


def history_on(terms: Terms, facts: Record | Iterable[Fact], as_of: str) -> dict[str, Assessment]:
    """All rows, by occurrence, also those that were final before."""
    return {row.occurrence: row for row in assess(terms, as_record(facts), day(as_of), history=True).rows}


def only(terms: Terms, facts: Record | Iterable[Fact], as_of: str) -> Assessment:
    """The one row there is, final or not."""
    (row,) = history_on(terms, facts, as_of).values()
    return row


def status_on(terms: Terms, facts: Record | Iterable[Fact], as_of: str, occurrence: str | None = None) -> str | None:
    """The status of that occurrence, or of the only one, final or not."""
    row = only(terms, facts, as_of) if occurrence is None else history_on(terms, facts, as_of)[occurrence]
    return None if row.status is None else str(row.status)


def whys(row: Assessment) -> dict[str, str]:
    """Why each fact that is passed over does not count."""
    return {passed.ref: str(passed.why) for passed in row.passed_over}


def passed_over(row: Assessment, ref: str) -> PassedOver:
    (found,) = (passed for passed in row.passed_over if passed.ref == ref)
    return found


def record_with(facts: Iterable[Fact], **more: object) -> Record:
    return record_of(facts, **more)
