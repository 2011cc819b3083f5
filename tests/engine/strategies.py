"""Worlds to try the laws of the engine on: obligations of every kind with all their options, and what happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from fractions import Fraction

from hypothesis import strategies as st

from obligations.engine.facts import Fact, FactState, Record, Review, Tenure, Waiver, record_of
from obligations.engine.periods import Per
from obligations.engine.readings import CHOICES, DEFAULT, Readings
from obligations.engine.terms import (
    Cadence,
    Cap,
    Counter,
    Deadline,
    Duty,
    Each,
    Held,
    Holding,
    Kind,
    Member,
    Outcome,
    Register,
    Relation,
    RevisionTerm,
    Standing,
    Term,
    Terms,
    Unit,
    When,
)
from obligations.engine.windows import ALWAYS, Window

CODE = "obligation"
PARTIES = ("vng", "king", "nvvb")
FIRST, LAST = date(2017, 11, 1), date(2019, 12, 31)
STARTS = (date(2018, 1, 1), date(2018, 1, 31), date(2018, 3, 21))
TURNS = (
    *STARTS,
    date(2018, 2, 28),
    date(2018, 6, 30),
    date(2018, 12, 31),
    date(2019, 1, 1),
    date(2019, 2, 28),
    date(2019, 5, 20),
    date(2019, 5, 21),
)
TIMES = (None, None, time(9), time(14))
REFS = tuple(f"fact {n}" for n in range(8))
TRIGGER_NAMES = ("start", "2018-12-31", f"exceeded:cap:{STARTS[0]}", "exceeded:cap:2018-02-01")

days = st.one_of(st.dates(FIRST, LAST), st.sampled_from(TURNS))
maybe = st.booleans()


@dataclass(frozen=True)
class World:
    """An obligation and everything recorded about it."""

    terms: Terms
    facts: tuple[Fact, ...]
    waivers: tuple[Waiver, ...] = ()
    reviews: tuple[Review, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    holidays: frozenset[date] = frozenset()
    tracked_from: date | None = None

    @property
    def record(self) -> Record:
        return record_of(
            self.facts,
            waivers=self.waivers,
            reviews=self.reviews,
            tenures=self.tenures,
            holidays=self.holidays,
            tracked_from=self.tracked_from,
        )

    def frozen(self, as_of: date) -> World:
        """The same, if nothing dated after `as_of` happens and what is planned stays planned."""
        return replace(
            self,
            facts=tuple(
                replace(fact, state=FactState.PLANNED) if is_later_done(fact, as_of) else fact
                for fact in self.facts
                if fact.on <= as_of or fact.state is not FactState.UNKNOWN
            ),
            waivers=tuple(waiver for waiver in self.waivers if waiver.on <= as_of),
            reviews=tuple(review for review in self.reviews if review.on <= as_of),
        )


def is_later_done(fact: Fact, as_of: date) -> bool:
    return fact.on > as_of and fact.state is FactState.HAPPENED


def mostly(usual: object, others: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Usually `usual`, now and then one of the others."""
    return st.one_of(st.just(usual), st.just(usual), others)


@st.composite
def readings(draw: st.DrawFn) -> Readings:
    """Any choice of each ambiguity; mostly the default, so that two that differ meet the rest as usual."""
    values: dict[str, object] = {}
    for key, choices in CHOICES.items():
        first, *rest = choices
        values[key] = draw(mostly(first, st.sampled_from(rest)))
    values["quorum"] = draw(mostly(values["quorum"], st.integers(1, 3)))
    return replace(DEFAULT, **values, near=draw(st.sampled_from((75, 50, 100))))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    first, end = draw(st.none() | days), draw(st.none() | days)
    if first is not None and end is not None and end < first:
        first, end = end, first
    return Window(first, end)


@st.composite
def members(draw: st.DrawFn) -> tuple[Member, ...]:
    king = Member("king", draw(mostly(ALWAYS, windows())))
    others = (Member("vng"), Member("nvvb"))
    return (*others, king, Member("bureau", organ=True)) if draw(maybe) else (*others, king)


@st.composite
def revisions(draw: st.DrawFn, key: str = "old", start: date | None = None) -> RevisionTerm:
    """One revision, with or without an end, replaced or not."""
    first = start or draw(st.sampled_from(STARTS))
    ends_on = draw(st.none() | st.integers(150, 700).map(lambda n: first + timedelta(days=n)))
    superseded = draw(st.none() | st.integers(40, 600).map(lambda n: first + timedelta(days=n)))
    known = None if superseded is None else superseded - timedelta(days=draw(st.sampled_from((0, 1, 25))))
    return RevisionTerm(
        key,
        first - timedelta(days=draw(st.sampled_from((0, 1, 20)))),
        first,
        ends_on,
        superseded,
        known,
        draw(members()),
        draw(st.sampled_from(((), (frozenset({"vng", "king"}), frozenset({"nvvb"}))))),
    )


month_days = st.sampled_from(((1, 1), (2, 28), (2, 29), (5, 21), (6, 30), (12, 1), (12, 31)))
pers = st.sampled_from((Per.YEAR, Per.HALF_YEAR, Per.QUARTER, Per.MONTH))
done_by = st.sampled_from((("done",), ("done", "also")))


@st.composite
def cadences(draw: st.DrawFn) -> Term:
    form = draw(st.sampled_from(("number", "number", "interval", "yearly")))
    of = draw(done_by)
    if form == "interval":
        return Cadence(of, every_months=draw(st.integers(1, 7)))
    if form == "yearly":
        return Cadence(of, by=draw(month_days))
    return Cadence(of, draw(st.integers(1, 5)), draw(pers))


@st.composite
def caps(draw: st.DrawFn) -> Term:
    unit = draw(st.sampled_from(("entries", "persons", "minutes")))
    return Cap(
        draw(done_by),
        Fraction(draw(st.integers(1, 4))),
        draw(st.one_of(pers, st.just(Per.EVENT))),
        None if unit == "entries" else unit,
        60 if unit == "minutes" else None,
        draw(st.sampled_from(Counter)),
        draw(mostly(None, st.sampled_from(PARTIES))),
    )


@st.composite
def deadlines(draw: st.DrawFn) -> Term:
    form = draw(st.sampled_from(("dated", "dated", "end", "undated")))
    due = draw(days) if form == "dated" else None
    opens = None if due is None else draw(mostly(None, st.just(due - timedelta(days=90))))
    return Deadline(
        draw(done_by),
        due,
        form == "end",
        opens,
        draw(st.none() | days) if form == "undated" else None,
        draw(st.sampled_from((0, 0, 3, 31))),
        draw(maybe),
    )


@st.composite
def whens(draw: st.DrawFn) -> When:
    form = draw(st.sampled_from(("types", "types", "exceeded", "start", "each_year")))
    if form == "exceeded":
        return When(exceeded=("cap",))
    if form == "start":
        return When(start=True)
    if form == "each_year":
        return When(each_year=draw(month_days))
    return When(("trigger",), themed=draw(maybe))


@st.composite
def duties(draw: st.DrawFn) -> Term:
    relation = draw(st.sampled_from(Relation))
    hard = draw(maybe)
    before = relation is Relation.BEFORE
    return Duty(
        draw(whens()),
        relation,
        draw(done_by),
        draw(st.sampled_from((0, 7, 30))) if before else 0,
        None if before or hard else draw(st.none() | st.integers(0, 40)),
        (draw(st.integers(0, 9)), draw(st.sampled_from(Unit))) if hard and not before else None,
        draw(st.integers(1, 9)) if hard and before else None,
        draw(mostly(None, st.sampled_from(Each))),
    )


@st.composite
def standings(draw: st.DrawFn) -> Term:
    register = draw(mostly(None, st.sampled_from(Register)))
    of = draw(done_by) if register is None and draw(maybe) else ()
    return Standing(register, of, draw(st.sampled_from((None, 3, 12))), draw(st.sampled_from((None, 120))))


helds = st.sampled_from(Holding).map(Held)
TERMS: dict[Kind, Callable[[], st.SearchStrategy[Term]]] = {
    Kind.CADENCE: cadences,
    Kind.CAP: caps,
    Kind.DEADLINE: deadlines,
    Kind.DUTY: duties,
    Kind.STANDING: standings,
    Kind.HELD: lambda: helds,
}


@st.composite
def obligations(draw: st.DrawFn, kind: Kind, revision: RevisionTerm, chosen: Readings) -> Terms:
    term = draw(TERMS[kind]())
    own = ALWAYS if kind is Kind.DEADLINE else draw(mostly(ALWAYS, windows()))
    terms = Terms(
        CODE,
        revision,
        term,
        chosen,
        own,
        draw(st.sampled_from((PARTIES, ("vng",), ("nvvb", "vng")))),
        PARTIES,
        draw(st.sampled_from(((), ("identity", "elections")))),
        draw(st.sampled_from((False,) * 9 + (True,))),
        draw(mostly(None, st.sampled_from(Outcome))),
    )
    if isinstance(term, Duty) and term.when.exceeded:
        terms = replace(terms, caps={"cap": replace(terms, code="cap", term=draw(caps()), own=ALWAYS)})
    return terms


@st.composite
def two_revisions(draw: st.DrawFn, kind: Kind, chosen: Readings) -> Terms:
    """The older or the newer text of one obligation, linked with the other; often the very same term."""
    old = draw(obligations(kind, draw(revisions()), chosen))
    switch = old.revision.superseded_from or date(2019, 5, 21)
    known = switch - timedelta(days=draw(st.sampled_from((0, 1, 25))))
    older = replace(old, revision=replace(old.revision, superseded_from=switch, superseded_known_from=known))
    revision = draw(revisions("new", switch))
    newer = draw(obligations(kind, replace(revision, signed_on=known), draw(mostly(chosen, readings()))))
    if draw(maybe):
        newer = replace(newer, term=older.term, caps=older.caps)
    if draw(maybe):
        return replace(older, successor=newer)
    return replace(newer, predecessor=older)


@st.composite
def facts(draw: st.DrawFn, ref: str) -> Fact:
    return Fact(
        ref,
        draw(st.sampled_from(("done", "done", "also", "trigger", "trigger"))),
        draw(days),
        draw(mostly(FactState.HAPPENED, st.sampled_from(FactState))),
        draw(st.sampled_from(TIMES)),
        draw(st.sampled_from((None, *PARTIES))),
        draw(st.sampled_from((PARTIES, PARTIES, ("vng", "nvvb"), ("king",), ()))),
        draw(st.sampled_from((None, *PARTIES))),
        draw(st.sampled_from((None, 30, 60, 90))),
        draw(st.sampled_from((None, 1, 2, 5))),
        draw(st.sampled_from((None, "identity"))),
        draw(mostly(None, st.sampled_from((*REFS, *TRIGGER_NAMES)))),
        draw(maybe),
    )


OCCURRENCES = (
    "period:2018",
    "period:2018-02",
    "deadline:old",
    "deadline:new",
    "trigger:fact 0",
    "trigger:start",
    "standing:old",
    f"interval:{STARTS[0]}",
)


@st.composite
def waivers(draw: st.DrawFn) -> Waiver:
    agreed_by = draw(mostly(frozenset(PARTIES), st.just(frozenset({"vng"}))))
    return Waiver(CODE, draw(days), agreed_by, draw(st.none() | st.sampled_from(OCCURRENCES)))


@st.composite
def reviews(draw: st.DrawFn) -> Review:
    return Review(CODE, draw(days), draw(maybe), draw(mostly(None, st.just("standing:old:vng"))))


@st.composite
def tenures(draw: st.DrawFn) -> Tenure:
    role = draw(st.sampled_from(("account_holder", "theme_lead", "agenda_member")))
    return Tenure(draw(st.sampled_from(PARTIES)), role, draw(windows()), draw(st.sampled_from((None, "identity"))))


@st.composite
def worlds(draw: st.DrawFn, kind: Kind, *, linked: bool = True) -> World:
    chosen = draw(readings())
    if linked and draw(maybe):
        terms = draw(two_revisions(kind, chosen))
    else:
        terms = draw(obligations(kind, draw(revisions()), chosen))
    happened = [draw(facts(ref)) for ref in REFS[: draw(st.integers(0, len(REFS)))]]
    return World(
        terms,
        tuple(happened),
        tuple(draw(st.lists(waivers(), max_size=1))),
        tuple(draw(st.lists(reviews(), max_size=2))),
        tuple(draw(st.lists(tenures(), max_size=2))),
        frozenset(draw(st.lists(days, max_size=2))),
        draw(mostly(None, days)),
    )
