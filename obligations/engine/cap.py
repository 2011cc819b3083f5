"""At most so much per period or occasion (domain.md 6.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from obligations.engine.facts import Fact, FactState
from obligations.engine.periods import (
    Per,
    Period,
    days_in,
    first_of,
    months_after,
    period_at,
    period_name,
    periods,
    whole_period,
)
from obligations.engine.readings import CapPartYear, CapSwitch, Count
from obligations.engine.terms import Cap, Counter, Kind, Life, Terms, life_of
from obligations.engine.verdict import Assessment, Note, PassedOver, Status, Usage, Why
from obligations.engine.view import View, is_planned, is_reported, not_happened, stirs
from obligations.engine.windows import DAY, Window


@dataclass(slots=True)
class Tally:
    """What one counter used in one window: `entries` in order, older ones carried over a switch first.

    `others` lie in the window and do not count, `outside` lie after it.
    """

    window: Window
    occurrence: str
    counter: str | None
    limit: Fraction
    entries: list[Fact] = field(default_factory=list)
    others: list[Fact] = field(default_factory=list)
    outside: list[Fact] = field(default_factory=list)


def rows(view: View, day: date, since: date | None) -> list[Assessment]:
    """One row per counter and window that started by `day` and ended after `since`, or per booking."""
    facts = view.facts(cap_of(view.terms).of)
    found = [_assess(view, tally, day) for tally in _tallies(view, facts, day, since)]
    return found + list(_outside(view, facts, day, since))


def turning_points(view: View, day: date) -> set[date]:
    """Days after which a row can differ by the passing of time alone: usage itself does not change by the clock."""
    term, window = cap_of(view.terms), view.life(day).window
    if term.per is Per.EVENT:
        return {day + DAY}
    period = period_at(day, term.per.months, view.terms.anchor(term.per), window)
    if period is None:
        beyond = first_of(whole_period(day, term.per.months, view.terms.anchor(term.per)))
        return {months_after(beyond, term.per.months)} | (set() if window.first is None else {window.first})
    end = first_of(period.part) + timedelta(days=period.days)
    return {end, *(point for point in stirs(view.facts(term.of), day) if point < end)}


def crossings(terms: Terms, view: View, day: date) -> Iterator[tuple[str, Fact]]:
    """The entry that first went over each maximum, with the name of the trigger (design.md 4.4 `exceeded:…`)."""
    own = replace(view, terms=terms)
    for tally in _tallies(own, own.facts(cap_of(terms).of), day, None):
        crossing = _crossing(terms, tally)
        if crossing is not None:
            name = f"exceeded:{terms.code}:{first_of(tally.window).isoformat()}"
            yield (name if tally.counter is None else f"{name}:{tally.counter}"), crossing


def cap_of(terms: Terms) -> Cap:
    assert isinstance(terms.term, Cap)
    return terms.term


def counter_of(cap: Cap, fact: Fact) -> str | None:
    """Whose use an entry is: the guest, the direction, None for all together."""
    if cap.counter is Counter.JOINT:
        return None
    return fact.by if cap.counter is Counter.GUEST else f"{fact.by}>{fact.host}"


def counters(terms: Terms) -> list[str | None]:
    """Every counter there is, used or not: the bearers, or each bearer to each other party (design.md 5.1 Rows)."""
    cap = cap_of(terms)
    if cap.counter is Counter.JOINT:
        return [None]
    if cap.counter is Counter.GUEST:
        return list(terms.bearers)
    hosts = [member.party for member in terms.revision.members]
    return [f"{bearer}>{host}" for bearer in terms.bearers for host in hosts if bearer != host]


def _tallies(view: View, facts: list[Fact], day: date, since: date | None) -> list[Tally]:
    """The tallies of all windows that started by `day` and did not end by `since`, oldest first."""
    life = view.life(day)
    if life.window.first is None or life.window.is_empty:
        return []
    if cap_of(view.terms).per is Per.EVENT:
        return _bookings(view, life, facts, day, since)
    found: dict[tuple[date, str | None], Tally] = {}
    for period in _periods(view, life, day, since):
        limit = _limit(view.terms, period)
        for counter in counters(view.terms):
            name = f"period:{period.name}" + ("" if counter is None else f":{counter}")
            found[first_of(period.whole), counter] = Tally(period.part, name, counter, limit)
    _carry_over(view, life, day, found)
    _distribute(view.terms, life, facts, found)
    return list(found.values())


def _periods(view: View, life: Life, day: date, since: date | None) -> list[Period]:
    per = cap_of(view.terms).per
    anchor, window = view.terms.anchor(per), life.window
    begin = window
    if since is not None and since > first_of(window):
        begin = window & Window(whole_period(since, per.months, anchor).first)
    return [Period(p.whole, p.whole & window, p.months) for p in periods(begin, per.months, anchor, day)]


def _distribute(terms: Terms, life: Life, facts: Iterable[Fact], found: dict[tuple[date, str | None], Tally]) -> None:
    """Each entry to the tally of its window and counter; one pass over the facts."""
    cap = cap_of(terms)
    anchor = terms.anchor(cap.per)
    begin = min((start for start, _ in found), default=None)
    for fact in facts:
        if begin is None or fact.on < begin:
            continue
        start = first_of(whole_period(fact.on, cap.per.months, anchor))
        tally = found.get((start, counter_of(cap, fact)))
        if tally is None:
            tally = next((t for (begin, _), t in found.items() if begin == start), None)
        if tally is None:
            continue
        if fact.on in life.window:
            (tally.entries if _counts(terms, fact) is None else tally.others).append(fact)
        elif _is_outside(terms, life, fact):
            tally.outside.append(fact)


def _counts(terms: Terms, fact: Fact) -> PassedOver | None:
    """None when the entry adds to its counter, else why it does not (A-25, A-26)."""
    cap = cap_of(terms)
    if fact.state is not FactState.HAPPENED:
        return PassedOver(fact.ref, Why.PLANNED)
    if fact.by is not None and fact.by == fact.host:
        return PassedOver(fact.ref, Why.OWN_BUILDING)
    if cap.host is not None and fact.host != cap.host:
        return PassedOver(fact.ref, Why.OTHER_HOST)
    if cap.counter is not Counter.JOINT and counter_of(cap, fact) not in counters(terms):
        return PassedOver(fact.ref, Why.NOT_THE_PARTY)
    if _measure(cap, fact) is None:
        return PassedOver(fact.ref, Why.NO_MEASURE)
    return None


def _measure(cap: Cap, fact: Fact) -> int | None:
    if cap.unit_minutes is not None:
        return fact.minutes
    return fact.persons if cap.unit == "persons" else 1


def _carry_over(view: View, life: Life, day: date, found: dict[tuple[date, str | None], Tally]) -> None:
    """One running sum in the period of a switch: the new window starts with what the old one used (A-34)."""
    before = view.terms.predecessor
    if before is None or view.terms.readings.cap_switch is not CapSwitch.CONTINUOUS or before.term != view.terms.term:
        return
    cap, switch = cap_of(view.terms), first_of(life.window)
    anchor = view.terms.anchor(cap.per)
    older = life_of(before, day).window
    whole = whole_period(switch, cap.per.months, anchor)
    if anchor != before.anchor(cap.per) or older.end != switch or whole.first == switch or before.soft:
        return
    for fact in view.facts(cap.of):
        tally = found.get((first_of(whole), counter_of(cap, fact)))
        if tally is not None and fact.on in older & whole and _counts(before, fact) is None:
            tally.entries.append(fact)


def _bookings(view: View, life: Life, facts: list[Fact], day: date, since: date | None) -> list[Tally]:
    cap = cap_of(view.terms)
    return [
        Tally(Window(fact.on, fact.on + DAY), f"event:{fact.ref}", fact.ref, cap.at_most, [fact])
        for fact in facts
        if fact.on in life.window
        and fact.on <= day
        and (since is None or fact.on >= since)
        and _counts(view.terms, fact) is None
    ]


def _limit(terms: Terms, period: Period) -> Fraction:
    """The ceiling; in a part of a year pro rata and rounded down when so read, never for months (A-27)."""
    cap = cap_of(terms)
    if cap.per is Per.MONTH or not period.is_cut or terms.readings.cap_part_year is CapPartYear.FULL:
        return cap.at_most
    share = cap.at_most * days_in(period.part) / days_in(period.whole)
    return Fraction(share.numerator // share.denominator)


def _used(terms: Terms, entries: list[Fact]) -> Fraction:
    """Units used by these entries (A-29, A-30)."""
    cap = cap_of(terms)
    if cap.unit_minutes is None:
        return Fraction(sum(_measure(cap, fact) or 0 for fact in entries))
    count = terms.readings.count
    if count is Count.EXACT:
        return Fraction(sum(fact.minutes or 0 for fact in entries), cap.unit_minutes)
    if count is Count.STARTED_PER_ENTRY:
        return Fraction(sum(-(-(fact.minutes or 0) // cap.unit_minutes) for fact in entries))
    per_day: dict[date, int] = {}
    for fact in entries:
        per_day[fact.on] = per_day.get(fact.on, 0) + (fact.minutes or 0)
    return Fraction(sum(-(-minutes // cap.unit_minutes) for minutes in per_day.values()))


def _crossing(terms: Terms, tally: Tally) -> Fact | None:
    """The first entry with which the use went over the maximum."""
    if _used(terms, tally.entries) <= tally.limit:
        return None
    low, high = 1, len(tally.entries)
    while low < high:
        middle = (low + high) // 2
        if _used(terms, tally.entries[:middle]) > tally.limit:
            high = middle
        else:
            low = middle + 1
    return tally.entries[low - 1]


def _assess(view: View, tally: Tally, day: date) -> Assessment:
    terms = view.terms
    crossing = _crossing(terms, tally)
    planned = [fact.on for fact in tally.others if is_planned(fact, day)]
    usage = Usage(
        _used(terms, tally.entries),
        tally.limit,
        tally.counter,
        len(planned),
        sum(is_reported(fact, day) for fact in tally.others),
        planned[0] if planned else None,
        crossing.ref if crossing else None,
    )
    waived = view.waives(tally.occurrence, view.life(day).force)
    return Assessment(
        terms.revision.key,
        terms.code,
        Kind.CAP,
        tally.occurrence,
        tally.window,
        Status.WAIVED if waived else _status(terms, usage),
        usage,
        tuple(fact.ref for fact in tally.entries),
        tuple(_passed_over(terms, tally, day)),
        (),
        _readings(terms),
    )


def _passed_over(terms: Terms, tally: Tally, day: date) -> Iterator[PassedOver]:
    for fact in tally.outside:
        yield PassedOver(fact.ref, Why.OUTSIDE_COVENANT)
    for fact in tally.others:
        if fact.state is not FactState.HAPPENED:
            yield not_happened(fact, day)
        elif (why := _counts(terms, fact)) is not None:
            yield why


def _status(terms: Terms, usage: Usage) -> Status:
    """First matching row of domain.md 6.4; nearness is not used for one occasion."""
    if usage.used > usage.limit:
        return Status.EXCEEDED
    if usage.used == usage.limit:
        return Status.AT_CAP
    if cap_of(terms).per is not Per.EVENT and usage.used * 100 >= usage.limit * terms.readings.near:
        return Status.NEAR
    return Status.WITHIN


def _is_outside(terms: Terms, life: Life, fact: Fact) -> bool:
    """True for an entry of after the window that no next revision takes over (A-50)."""
    superseded = terms.revision.superseded_from
    return (
        fact.state is FactState.HAPPENED
        and life.window.ended_by(fact.on)
        and (superseded is None or fact.on < superseded)
    )


def _outside(view: View, facts: Iterable[Fact], day: date, since: date | None) -> Iterator[Assessment]:
    """Whole periods after the window with entries: 'outside the covenant', without status (A-50, T43)."""
    terms, life = view.terms, view.life(day)
    cap = cap_of(terms)
    if life.window.end is None or cap.per is Per.EVENT or life.window.is_empty:
        return
    late: dict[date, list[str]] = {}
    for fact in facts:
        start = first_of(whole_period(fact.on, cap.per.months, terms.anchor(cap.per)))
        if start >= life.window.end and _is_outside(terms, life, fact):
            late.setdefault(start, []).append(fact.ref)
    for start, refs in late.items():
        whole = whole_period(start, cap.per.months, terms.anchor(cap.per))
        if since is None or not whole.ended_by(since):
            yield Assessment(
                terms.revision.key,
                terms.code,
                Kind.CAP,
                f"period:{period_name(start, cap.per.months)}",
                whole,
                None,
                passed_over=tuple(PassedOver(ref, Why.OUTSIDE_COVENANT) for ref in refs),
                notes=(Note.OUTSIDE_COVENANT,),
            )


def _readings(terms: Terms) -> tuple[str, ...]:
    cap = cap_of(terms)
    found = ["month" if cap.per is Per.MONTH else "year"] if cap.per is not Per.EVENT else []
    if cap.per not in (Per.EVENT, Per.MONTH):
        found.append("cap_part_year")
    if cap.unit_minutes is not None:
        found.append("count")
    if terms.predecessor is not None or terms.successor is not None:
        found.append("cap_switch")
    if cap.per is not Per.EVENT:
        found.append("near")
    return tuple(found)
