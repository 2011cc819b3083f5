"""The typed columns of an obligation as the engine's terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from obligations.engine import terms as t
from obligations.engine.periods import Per
from obligations.models import Obligation, ObligationType
from obligations.snapshots.tables import Tables


def types_of(term: t.Term) -> set[str]:
    """The types of fact that a term looks at."""
    if isinstance(term, t.Deadline):
        return set(term.done_by)
    if isinstance(term, t.Duty):
        return {*term.done_by, *term.when.types}
    return set(term.of) if isinstance(term, t.Cadence | t.Cap | t.Standing) else set()


def term_of(row: Obligation, tables: Tables) -> t.Term:
    return TERM_OF[row.kind](row, tables)


def _used(row: Obligation, tables: Tables, use: str) -> tuple[str, ...]:
    return tuple(tables.types[row.pk, use])


def _month_day(month: int | None, day: int | None) -> tuple[int, int] | None:
    return None if month is None or day is None else (month, day)


def _cadence(row: Obligation, tables: Tables) -> t.Cadence:
    term = row.cadenceterm
    by = _month_day(term.by_month, term.by_day)
    per = Per(term.per) if term.per else Per.YEAR
    return t.Cadence(_used(row, tables, ObligationType.Use.COUNTS), term.at_least, per, term.every_months, by)


def _cap(row: Obligation, tables: Tables) -> t.Cap:
    term = row.capterm
    return t.Cap(
        _used(row, tables, ObligationType.Use.COUNTS),
        Fraction(term.at_most),
        Per(term.per),
        term.unit or None,
        term.unit_minutes,
        t.Counter(term.counter),
        None if term.host is None else term.host.key,
    )


def _deadline(row: Obligation, tables: Tables) -> t.Deadline:
    term = row.deadlineterm
    done_by = _used(row, tables, ObligationType.Use.DONE_BY)
    return t.Deadline(done_by, term.due, term.due_at_end, term.opens, term.target, term.grace_days, term.jointly)


def _duty(row: Obligation, tables: Tables) -> t.Duty:
    term = row.dutyterm
    each_year = _month_day(term.each_year_month, term.each_year_day)
    when = t.When(
        _used(row, tables, ObligationType.Use.WHEN),
        term.themed,
        tuple(term.exceeded),
        term.at_start,
        each_year,
    )
    return t.Duty(
        when,
        t.Relation(term.relation),
        _used(row, tables, ObligationType.Use.DONE_BY),
        term.lead_days,
        term.target_days,
        None if term.within_number is None else (term.within_number, t.Unit(term.within_unit)),
        term.at_least_days_before,
        t.Each(term.each) if term.each else None,
    )


DEFAULT_REVIEW_MONTHS = 12
"""A standing duty without a register is looked through yearly unless its definition says otherwise (design.md 5.1)."""


def _standing(row: Obligation, tables: Tables) -> t.Standing:
    term = row.standingterm
    default = None if term.register else DEFAULT_REVIEW_MONTHS
    return t.Standing(
        t.Register(term.register) if term.register else None,
        _used(row, tables, ObligationType.Use.COUNTS),
        term.review_months or default,
        term.remind_after_days,
    )


def _held(row: Obligation, tables: Tables) -> t.Held:
    del tables
    return t.Held(t.Holding(row.heldterm.holding))


TERM_OF: Mapping[str, Callable[[Obligation, Tables], t.Term]] = {
    "cadence": _cadence,
    "cap": _cap,
    "deadline": _deadline,
    "duty": _duty,
    "standing": _standing,
    "held": _held,
}
