"""The laws of a comparison: nothing is lost, nothing is told twice, and turning it round mirrors it."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from obligations.assessments import Standing
from obligations.engine import terms as t
from obligations.engine.facts import Record
from obligations.engine.lineage import Successor
from obligations.engine.periods import Per
from obligations.engine.readings import DEFAULT, Year
from obligations.engine.windows import Window
from obligations.snapshots import CovenantSnapshot, ObligationSnapshot, RevisionSnapshot
from obligations.web.comparing import texts
from obligations.web.comparison import Comparison, Fate, comparison_of

CODES = "abcdef"
MEETING = t.Cadence(("overleg",), at_least=4)
FIRST = date(2010, 1, 1)


def obligation(code: str, terms: t.Terms, title: str = "") -> ObligationSnapshot:
    return ObligationSnapshot(1, code, title or f"Titel {code}", "", "", terms, {}, "", True, "")


def revision(number: int, obligations: tuple[ObligationSnapshot, ...], **more: object) -> RevisionSnapshot:
    day = date(2010 + number, 1, 1)
    term = t.RevisionTerm(str(number), day, day)
    base = RevisionSnapshot(number, str(number), f"Tekst {number}", term, obligations, (), None, {})
    return replace(base, **more)


def covenant(*revisions: RevisionSnapshot) -> CovenantSnapshot:
    return CovenantSnapshot(1, "voorbeeld", "Voorbeeld", "nl", None, DEFAULT, revisions, {}, {}, {})


def terms_of(code: str, at_least: int = 4) -> t.Terms:
    return t.Terms(code, t.RevisionTerm("1", FIRST, FIRST), replace(MEETING, at_least=at_least))


@st.composite
def covenants(draw: st.DrawFn) -> CovenantSnapshot:
    """Two to four revisions in a row; what does not go on becomes others, moves or is dropped."""
    found: list[RevisionSnapshot] = []
    for number in range(draw(st.integers(2, 4))):
        codes = draw(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
        made = tuple(obligation(code, terms_of(code, draw(st.integers(1, 2)))) for code in codes)
        outcomes = {}
        for old in found[-1].obligations if found else ():
            if old.code not in codes:
                becomes = draw(st.lists(st.sampled_from(codes), max_size=2, unique=True))
                moved = None if becomes else draw(st.sampled_from((None, "werkafspraken")))
                outcomes[old.code] = Successor(tuple(becomes), moved, draw(st.booleans()))
        found.append(revision(number, made, replaces=found[-1].key if found else None, outcomes=outcomes))
    return covenant(*found)


def compared(data: st.DataObject, one: CovenantSnapshot) -> tuple[RevisionSnapshot, RevisionSnapshot, Comparison]:
    old, new = data.draw(st.sampled_from(one.revisions)), data.draw(st.sampled_from(one.revisions))
    return old, new, comparison_of(one, old, new, "nl")


def pairs(comparison: Comparison) -> set[tuple[str, str]]:
    return {(line.old, one.code) for line in comparison.lines if line.old for one in line.became}


@given(covenants(), st.data())
def test_every_old_code_stands_once_and_every_new_one_at_least_once(one: CovenantSnapshot, data: st.DataObject) -> None:
    old, new, found = compared(data, one)
    assert sorted(line.old for line in found.lines if line.old) == sorted(each.code for each in old.obligations)
    assert {each.code for line in found.lines for each in line.became} == {each.code for each in new.obligations}
    assert len({line.name for line in found.lines}) == len(found.lines)


@given(covenants(), st.data())
def test_the_fates_partition_the_lines(one: CovenantSnapshot, data: st.DataObject) -> None:
    *_, found = compared(data, one)
    parts = [line for fate in Fate for line in found.only(fate)]
    assert sorted(parts, key=lambda line: line.name) == sorted(found.only(None), key=lambda line: line.name)
    assert {count.fate: count.number for count in found.counts} == {
        fate: len(found.only(fate)) for fate in Fate if found.only(fate)
    }


@given(covenants())
def test_a_text_compared_with_itself_stays(one: CovenantSnapshot) -> None:
    for each in one.revisions:
        found = comparison_of(one, each, each, "nl")
        assert {line.fate for line in found.lines} == {Fate.STAYS}
        assert found.general == ()


@given(covenants(), st.data())
def test_the_other_way_round_mirrors(one: CovenantSnapshot, data: st.DataObject) -> None:
    old, new, found = compared(data, one)
    back = comparison_of(one, new, old, "nl")
    assert pairs(back) == {(after, before) for before, after in pairs(found)}
    assert {line.old for line in back.lines if not line.became} == {line.code for line in found.only(Fate.NEW)}
    assert {line.code for line in back.only(Fate.NEW)} == {line.old for line in found.lines if not line.became}
    assert back.sides == found.sides[::-1]


@given(covenants(), st.data())
def test_the_lines_follow_the_new_text_and_then_the_old(one: CovenantSnapshot, data: st.DataObject) -> None:
    old, new, found = compared(data, one)
    kept, gone = [line for line in found.lines if line.became], [line for line in found.lines if not line.became]
    assert list(found.lines) == kept + gone
    order = [each.code for each in new.obligations]
    assert all(order.index(a.code) <= order.index(b.code) for a, b in pairwise(kept))
    assert [line.old for line in gone] == [each.code for each in old.obligations if each.code in {g.old for g in gone}]


@given(covenants(), st.data())
def test_what_stays_has_no_differences_and_what_changes_has_some(one: CovenantSnapshot, data: st.DataObject) -> None:
    *_, found = compared(data, one)
    for line in found.lines:
        differs = [each for each in line.became if each.fields]
        assert bool(differs) == (line.fate is Fate.CHANGED)
        assert bool(line.norm) == (line.fate in {Fate.NEW, Fate.MOVED, Fate.DROPPED})


def test_what_was_split_and_joined_is_followed_over_revisions_in_between() -> None:
    a, b, c = (tuple(obligation(code, terms_of(code)) for code in codes) for codes in ("xyz", "pq", "rs"))
    gone = Successor(moved_to="werkafspraken", certain=False)
    first = revision(0, a)
    second = revision(1, b, replaces="0", outcomes={"x": Successor(("p", "q")), "y": Successor(("q",)), "z": gone})
    third = revision(2, c, replaces="1", outcomes={"p": Successor(("r",)), "q": Successor(("s",))})
    one = covenant(first, second, third)
    with translation.override("nl"):
        found = {line.old: line for line in comparison_of(one, first, third, "nl").lines}
    assert [each.code for each in found["x"].became] == ["r", "s"]
    assert [each.code for each in found["y"].became] == ["s"]
    assert (found["z"].fate, found["z"].word) == (Fate.MOVED, "staat nu waarschijnlijk in werkafspraken")
    assert pairs(comparison_of(one, third, first, "nl")) == {("r", "x"), ("s", "x"), ("s", "y")}


def test_what_goes_on_beside_what_joins_it_is_told_too() -> None:
    first = revision(0, tuple(obligation(code, terms_of(code)) for code in "nx"))
    second = revision(1, (obligation("n", terms_of("n")),), replaces="0", outcomes={"x": Successor(("n",))})
    found = comparison_of(covenant(first, second), first, second, "nl")
    assert [(line.old, line.fate) for line in found.lines] == [("n", Fate.STAYS), ("x", Fate.CHANGED)]


CAP = t.Cap(("zaal",), Fraction(2))
HOURS = t.Cap(("advies",), Fraction(1), unit="dagdeel", unit_minutes=240)
DATED = t.Deadline(("evaluatie",), due=date(2018, 6, 30))
DUTY = t.Duty(t.When(("brief",)), t.Relation.AFTER, ("kopie",))
KEPT = t.Standing()
DIFFERENT: list[tuple[str, t.Term, t.Term]] = [
    ("of", MEETING, replace(MEETING, of=("gesprek",))),
    ("at_least", MEETING, replace(MEETING, at_least=2)),
    ("per", MEETING, replace(MEETING, per=Per.QUARTER)),
    ("every_months", MEETING, t.Cadence(("overleg",), every_months=6)),
    ("by", MEETING, t.Cadence(("overleg",), by=(12, 31))),
    ("of", CAP, replace(CAP, of=("advies",))),
    ("at_most", CAP, replace(CAP, at_most=Fraction(3))),
    ("per", CAP, replace(CAP, per=Per.MONTH)),
    ("unit", CAP, replace(CAP, unit="persons")),
    ("unit_minutes", HOURS, replace(HOURS, unit_minutes=180)),
    ("counter", CAP, replace(CAP, counter=t.Counter.GUEST)),
    ("host", CAP, replace(CAP, host="stad")),
    ("done_by", DATED, replace(DATED, done_by=("gesprek",))),
    ("due", DATED, replace(DATED, due=date(2018, 12, 31))),
    ("due_at_end", DATED, t.Deadline(("evaluatie",), due_at_end=True)),
    ("opens", DATED, replace(DATED, opens=date(2018, 1, 1))),
    ("target", DATED, replace(DATED, target=date(2018, 5, 1))),
    ("target", t.Deadline(("evaluatie",)), t.Deadline(("evaluatie",), target=date(2018, 5, 1))),
    ("grace_days", DATED, replace(DATED, grace_days=5)),
    ("jointly", DATED, replace(DATED, jointly=True)),
    ("when", DUTY, replace(DUTY, when=t.When(("gesprek",)))),
    ("when", DUTY, replace(DUTY, when=t.When(("brief",), themed=True))),
    ("when", DUTY, replace(DUTY, when=t.When(("brief",), start=True))),
    ("when", DUTY, replace(DUTY, when=t.When(("brief",), each_year=(6, 1)))),
    ("when", replace(DUTY, when=t.When(exceeded=("a",))), replace(DUTY, when=t.When(exceeded=("b",)))),
    ("relation", DUTY, replace(DUTY, relation=t.Relation.UPON)),
    ("done_by", DUTY, replace(DUTY, done_by=("uitkomst",))),
    ("lead_days", DUTY, replace(DUTY, lead_days=7)),
    ("target_days", DUTY, replace(DUTY, target_days=14)),
    ("target_days", replace(DUTY, within=(3, t.Unit.WEEKS)), replace(DUTY, within=(3, t.Unit.WEEKS), target_days=14)),
    ("within", DUTY, replace(DUTY, within=(3, t.Unit.WEEKS))),
    ("at_least_days_before", DUTY, replace(DUTY, at_least_days_before=7)),
    ("each", DUTY, replace(DUTY, each=t.Each.BEARER)),
    ("register", KEPT, replace(KEPT, register=t.Register.ACCOUNT_HOLDERS)),
    ("of", KEPT, replace(KEPT, of=("overleg",))),
    ("of", replace(KEPT, of=("gesprek",)), replace(KEPT, of=("overleg",))),
    ("review_months", KEPT, replace(KEPT, review_months=12)),
    ("remind_after_days", KEPT, replace(KEPT, remind_after_days=120)),
    ("holding", t.Held(t.Holding.MAY), t.Held(t.Holding.POWER)),
]


def words_for(terms: t.Terms) -> dict[str, str]:
    others = tuple(obligation(code, terms_of(code)) for code in "ab")
    one = revision(0, (obligation("c", terms), *others))
    return texts(Standing(covenant(one), Record(), FIRST, None, ()), one, {"c"}, "nl")["c"]


@pytest.mark.parametrize(
    ("before", "after"), [pair for _, *pair in DIFFERENT], ids=[f"{type(a).__name__}.{n}" for n, a, _ in DIFFERENT]
)
@pytest.mark.parametrize("soft", [False, True])
def test_nothing_that_was_agreed_changes_unseen(before: t.Term, after: t.Term, *, soft: bool) -> None:
    base = replace(terms_of("c"), soft=soft)
    assert words_for(replace(base, term=before)) != words_for(replace(base, term=after))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("soft", True),
        ("own", Window(FIRST, date(2012, 1, 1))),
        ("bearers", ("stad",)),
        ("towards", ("stad",)),
        ("themes", ("wonen",)),
        ("readings", replace(DEFAULT, year=Year.COVENANT)),
    ],
)
def test_nor_whose_it_is_how_firm_how_long_and_how_it_is_read(name: str, value: object) -> None:
    assert words_for(terms_of("c")) != words_for(replace(terms_of("c"), **{name: value}))


def test_the_table_has_every_part_of_what_can_be_agreed() -> None:
    tried = {(type(before), name) for name, before, _ in DIFFERENT}
    assert tried >= {(kind, field.name) for kind in t.KIND_OF for field in fields(kind)}
