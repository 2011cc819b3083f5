"""The laws of the engine (design.md 5), tried on obligations of every kind."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from obligations.engine.assessment import assess, is_current
from obligations.engine.facts import Fact, FactState
from obligations.engine.periods import Per
from obligations.engine.terms import Cadence, Cap, Deadline, Duty, Kind, Standing, Terms, life_of
from obligations.engine.verdict import Assessment, Care, Interval, Quota, Status
from obligations.engine.windows import DAY
from tests.engine.strategies import World, days, worlds

HORIZON = 500
EVERY_KIND = pytest.mark.parametrize("kind", list(Kind))
CHECKED = pytest.mark.parametrize("kind", [Kind.CADENCE, Kind.CAP, Kind.DEADLINE, Kind.DUTY, Kind.STANDING])
Rows = dict[str, Assessment]


def history(world: World, as_of: date) -> Rows:
    """All rows of a day, by occurrence."""
    return {row.occurrence: row for row in assess(world.terms, world.record, as_of, history=True).rows}


def shown(terms: Terms, rows: Rows, as_of: date) -> set[str]:
    return {occurrence for occurrence, row in rows.items() if is_current(terms, row, as_of)}


def horizons(world: World, as_of: date) -> tuple[dict[str, date | None], date | None]:
    """What the engine says: until when each row holds, and when anything changes."""
    found = assess(world.terms, world.record, as_of, history=True)
    return {row.occurrence: row.holds_until for row in found.rows}, found.changes_on


def all_types(terms: Terms) -> tuple[str, ...]:
    term = terms.term
    if isinstance(term, Cadence | Cap | Standing):
        return term.of
    return term.done_by if isinstance(term, Deadline | Duty) else ()


@EVERY_KIND
@settings(max_examples=60)
@given(data=st.data(), as_of=days)
def test_law_1_later_facts_matter_only_as_planned(kind: Kind, data: st.DataObject, as_of: date) -> None:
    world = data.draw(worlds(kind))
    seen = assess(world.terms, world.record, as_of, history=True)
    frozen = assess(world.terms, world.frozen(as_of).record, as_of, history=True)
    assert seen == frozen
    assert horizons(world, as_of) == horizons(world.frozen(as_of), as_of)


@EVERY_KIND
@settings(max_examples=60)
@given(data=st.data(), as_of=days)
def test_law_2_order_and_duplicates_never_matter(kind: Kind, data: st.DataObject, as_of: date) -> None:
    world = data.draw(worlds(kind))
    shuffled = replace(
        world,
        facts=tuple(data.draw(st.permutations((*world.facts, *world.facts)))),
        waivers=world.waivers[::-1] * 2,
        reviews=world.reviews[::-1] * 2,
        tenures=world.tenures[::-1] * 2,
    )
    assert history(shuffled, as_of) == history(world, as_of)
    assert horizons(shuffled, as_of) == horizons(world, as_of)


def in_view(world: World, as_of: date) -> Iterator[Fact]:
    """The facts of a counted type of which the day can know."""
    for fact in world.facts:
        if fact.type in all_types(world.terms) and (fact.on <= as_of or fact.state is not FactState.UNKNOWN):
            yield fact


@CHECKED
@settings(max_examples=100)
@given(data=st.data(), as_of=days)
def test_law_3_every_fact_in_the_window_is_accounted_for(kind: Kind, data: st.DataObject, as_of: date) -> None:
    world = data.draw(worlds(kind))
    term = world.terms.term
    assume(not (isinstance(term, Cap) and term.per is Per.EVENT))  # a row of one booking is about nothing else
    rows = [row for row in history(world, as_of).values() if row.status is not None]
    for row in rows:
        beside = [other for other in rows if other.window == row.window or kind is Kind.DUTY]
        named = {ref for other in beside for ref in (*other.counted, *(p.ref for p in other.passed_over))}
        assert {fact.ref for fact in in_view(world, as_of) if fact.on in row.window} <= named


@CHECKED
@settings(max_examples=60)
@given(data=st.data(), as_of=days)
def test_law_3_nothing_is_both_counted_and_passed_over(kind: Kind, data: st.DataObject, as_of: date) -> None:
    for row in history(data.draw(worlds(kind)), as_of).values():
        passed = [passed.ref for passed in row.passed_over]
        assert not set(row.counted) & set(passed)
        assert len(set(row.counted)) == len(row.counted)
        assert len(set(passed)) == len(passed)


@EVERY_KIND
@settings(max_examples=60)
@given(data=st.data(), as_of=days)
def test_each_occurrence_has_one_row(kind: Kind, data: st.DataObject, as_of: date) -> None:
    world = data.draw(worlds(kind))
    found = assess(world.terms, world.record, as_of, history=True).rows
    assert len({row.occurrence for row in found}) == len(found)


@EVERY_KIND
@settings(max_examples=60)
@given(data=st.data(), as_of=days)
def test_what_is_shown_is_part_of_the_history(kind: Kind, data: st.DataObject, as_of: date) -> None:
    world = data.draw(worlds(kind))
    found = assess(world.terms, world.record, as_of)
    complete = assess(world.terms, world.record, as_of, history=True)
    assert list(found.rows) == [row for row in complete.rows if is_current(world.terms, row, as_of)]
    assert found.changes_on == complete.changes_on
    until = {row.occurrence: row.holds_until for row in complete.rows}
    assert all(row.holds_until == until[row.occurrence] for row in found.rows)


def scan(world: World, as_of: date) -> tuple[dict[str, date], date | None]:
    """Day by day, if nothing later happens: when each row first differs, and when anything does."""
    frozen = world.frozen(as_of)
    now = history(frozen, as_of)
    showing = shown(world.terms, now, as_of)
    until: dict[str, date] = {}
    changes_on: date | None = None
    for n in range(1, HORIZON + 1):
        day = as_of + timedelta(days=n)
        later = history(frozen, day)
        for occurrence in now.keys() - until.keys():
            if later.get(occurrence) != now[occurrence]:
                until[occurrence] = day
        differs = later != now or shown(world.terms, later, day) != showing
        changes_on = changes_on or (day if differs else None)
        if changes_on is not None and len(until) == len(now):
            break
    return until, changes_on


@EVERY_KIND
@settings(max_examples=50)
@given(data=st.data(), as_of=days)
def test_law_4_a_row_holds_until_the_first_day_on_which_it_differs(
    kind: Kind, data: st.DataObject, as_of: date
) -> None:
    world = data.draw(worlds(kind))
    until, changes_on = scan(world, as_of)
    last = as_of + timedelta(days=HORIZON)
    held, changes = horizons(world, as_of)
    assert {key: day for key, day in held.items() if day is not None and day <= last} == until
    assert (changes if changes is None or changes <= last else None) == changes_on


@settings(max_examples=100)
@given(data=st.data(), as_of=days)
def test_law_5_periods_tile_the_window(data: st.DataObject, as_of: date) -> None:
    world = data.draw(worlds(Kind.CADENCE, linked=False))
    term = world.terms.term
    assert isinstance(term, Cadence)
    assume(term.by is None and not world.terms.soft)
    life = life_of(world.terms, as_of).window
    rows = list(history(world, as_of).values())
    if as_of < world.terms.revision.signed_on or life.is_empty:
        assert not rows
        return
    if not rows:
        assert as_of < life.first
        return
    assert rows[0].window.first == life.first
    for row, following in itertools.pairwise(rows):
        assert row.window.end == following.window.first
    end = rows[-1].window.end
    assert end is None or end == life.end or end > as_of


def amount_done(row: Assessment) -> int:
    detail = row.detail
    if isinstance(detail, Quota | Interval):
        return detail.done
    return detail.done or 0 if isinstance(detail, Care) else 0


@pytest.mark.parametrize("kind", [Kind.CADENCE, Kind.STANDING])
@settings(max_examples=100)
@given(data=st.data(), as_of=days, on=days)
def test_law_6_one_more_never_lowers_what_is_done(kind: Kind, data: st.DataObject, as_of: date, on: date) -> None:
    world = data.draw(worlds(kind))
    more = replace(world, facts=(*world.facts, Fact("one more", "done", on, to=("vng", "king", "nvvb"))))
    before, after = history(world, as_of), history(more, as_of)
    assert sum(map(amount_done, after.values())) >= sum(map(amount_done, before.values()))
    for occurrence, row in before.items():
        if isinstance(row.detail, Quota | Care):
            assert amount_done(after[occurrence]) >= amount_done(row)


FINAL = (Status.MET, Status.MET_LATE, Status.MISSED, Status.WAIVED)


@pytest.mark.parametrize("kind", [Kind.CADENCE, Kind.DEADLINE, Kind.DUTY])
@settings(max_examples=100)
@given(data=st.data(), lasted=st.integers(40, 500), since=st.integers(0, 400))
def test_law_8_ending_a_revision_changes_no_final_outcome(
    kind: Kind, data: st.DataObject, lasted: int, since: int
) -> None:
    world = data.draw(worlds(kind, linked=False))
    revision = world.terms.revision
    switch = revision.in_force_from + timedelta(days=lasted)
    assume(revision.ends_on is None or switch < revision.ends_on)
    world = replace(world, waivers=tuple(waiver for waiver in world.waivers if waiver.on < switch))
    open_ended = replace(world.terms, revision=replace(revision, superseded_from=None))
    ended = replace(world.terms, revision=replace(revision, superseded_from=switch))
    before = history(replace(world, terms=open_ended), switch - DAY)
    after = history(replace(world, terms=ended), switch + timedelta(days=since))
    for occurrence, row in before.items():
        if (
            row.status in FINAL
            and row.window.first < switch
            and (kind is not Kind.CADENCE or row.window.ended_by(switch))
        ):
            assert after[occurrence].status == row.status
            assert not row.counted or after[occurrence].counted == row.counted


@EVERY_KIND
@settings(max_examples=40)
@given(data=st.data(), as_of=st.dates(date(1990, 1, 1), date(2060, 12, 31)))
def test_any_day_has_an_answer(kind: Kind, data: st.DataObject, as_of: date) -> None:
    world = data.draw(worlds(kind))
    found = assess(world.terms, world.record, as_of)
    for row in found.rows:
        assert row.kind is kind
        assert row.holds_until is None or row.holds_until > as_of
    assert found.changes_on is None or found.changes_on > as_of
