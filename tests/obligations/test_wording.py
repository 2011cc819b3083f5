"""The words for how an obligation stands: labels, groups and sentences in both languages (users.md section 2)."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obligations.engine.assessment import assess
from obligations.engine.facts import Fact, FactState, Review, Tenure, Waiver, record_of
from obligations.engine.periods import Per
from obligations.engine.readings import (
    CHOICES,
    DEFAULT,
    KEYS,
    AfterEffect,
    CapPartYear,
    CapSwitch,
    Count,
    Early,
    EndDate,
    Month,
    PartYear,
    Readings,
    Rounding,
    SameDayBefore,
    Switch,
    Year,
)
from obligations.engine.terms import (
    Cadence,
    Cap,
    Counter,
    Deadline,
    Duty,
    Each,
    Held,
    Holding,
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
from obligations.engine.verdict import (
    Assessment,
    Care,
    Due,
    Instance,
    Interval,
    Note,
    PassedOver,
    Quota,
    Status,
    Usage,
    Why,
)
from obligations.engine.windows import ALWAYS, Window
from obligations.wording import (
    Group,
    Lang,
    Subject,
    TypeName,
    covenant_status_label,
    duration_text,
    group,
    group_name,
    icon,
    label,
    note_text,
    notes,
    number_text,
    reading_text,
    sentence,
    untriggered_label,
    why_text,
)
from obligations.wording.labels import GROUP_OF, ICONS, LABELS, Extra
from obligations.wording.language import ordinal, range_text
from obligations.wording.sentences import PIECES

pytestmark = pytest.mark.once

LANGS: tuple[Lang, ...] = ("nl", "en")
PARTIES = ("vng", "king", "nvvb")
NAMES = {"vng": "VNG", "king": "KING", "nvvb": "NVVB", "verkiezingen": "Verkiezingen"}
TYPES = {
    "ambtelijk": TypeName("Ambtelijk overleg"),
    "bestuurlijk": TypeName("Bestuurlijk overleg"),
    "topambtelijk": TypeName("Topambtelijk overleg"),
    "extern": TypeName("Extern overleg waar NVVB namens allen spreekt"),
    "jaarplan": TypeName("Jaarplan vastgesteld"),
    "verzoek": TypeName("Verzoek ontvangen"),
}
OLD = RevisionTerm(
    "2016",
    date(2016, 5, 11),
    date(2016, 5, 11),
    date(2020, 1, 1),
    date(2019, 5, 21),
    date(2019, 5, 21),
    tuple(Member(party) for party in PARTIES),
)
NEW = RevisionTerm(
    "2019",
    date(2019, 5, 21),
    date(2019, 5, 21),
    date(2024, 1, 1),
    members=(Member("vng"), Member("nvvb")),
)
REV_SIGNED = RevisionTerm("2016", date(2016, 4, 1), date(2016, 5, 11), date(2020, 1, 1))
AMBTELIJK = Cadence(("ambtelijk",), at_least=4)
EACH_HALF_YEAR = Cadence(("ambtelijk",), every_months=6)
EACH_YEAR_BY = Cadence(("jaarplan",), by=(12, 1))
ADVICE = Cap(("advies",), Fraction(1), Per.MONTH, "dagdeel", 240)
VISITS = Cap(("zaal",), Fraction(6), counter=Counter.GUEST)
PERSONS = Cap(("zaal",), Fraction(50), Per.EVENT, "persons", host="vng")
EVALUATION = Deadline(("evaluatie",), date(2017, 12, 31), opens=date(2017, 10, 1))
FINAL = Deadline(("evaluatie",), due_at_end=True)
RESEARCH = Deadline(("onderzoek",), target=date(2019, 12, 31))
EXTERN = When(("extern",))
INFORM = Duty(EXTERN, Relation.BEFORE, ("bericht",), lead_days=7)
REPORT = Duty(EXTERN, Relation.AFTER, ("terug",), target_days=14)
DECIDE = Duty(When(("verzoek",)), Relation.AFTER, ("besluit",), within=(120, Unit.DAYS))
STATES = {"+": FactState.PLANNED, "?": FactState.REPORTED, "-": FactState.UNKNOWN}


def facts(type_: str, *days: str, **values: Any) -> list[Fact]:
    """'2018-01-17' happened; '+' in front: planned, '?': reported, '-': not known. Meetings have all parties."""
    return [
        Fact(
            f"{type_}-{day.lstrip('+?-')}",
            type_,
            date.fromisoformat(day.lstrip("+?-")),
            STATES.get(day[0], FactState.HAPPENED),
            **({"to": PARTIES, "meeting": True} if type_ in ("ambtelijk", "bestuurlijk", "topambtelijk") else values),
        )
        for day in days
    ]


@dataclass(frozen=True)
class Case:
    """A row of the engine; what is said of it stands in SAID under its name."""

    name: str
    term: Term
    as_of: str
    facts: list[Fact] = field(default_factory=list)
    at: str = ""
    revision: RevisionTerm = OLD
    citation: str = "PER al. 1 zin 1"
    title: str = "Titel"
    successor: str | None = None
    certain: bool = True
    record: dict[str, Any] = field(default_factory=dict)
    terms: dict[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.as_of)

    def subject(self) -> Subject:
        terms = Terms("code", self.revision, self.term, bearers=PARTIES, towards=PARTIES, **self.terms)
        days = {fact.ref: fact.on for fact in self.facts}
        more: dict[str, Any] = {"successor": self.successor, "certain": self.certain, "days": days}
        return Subject(self.title, self.citation, terms, NAMES, TYPES, "Convenant 2016", **more)

    def row(self) -> Assessment:
        """The row whose occurrence contains `at`, the last one otherwise."""
        rows = assess(self.subject().terms, record_of(self.facts, **self.record), self.day, history=True).rows
        return [row for row in rows if self.at in row.occurrence][-1]


def waive(**values: Any) -> dict[str, Any]:
    return {"waivers": [Waiver("code", date(2017, 2, 1), frozenset(PARTIES), **values)]}


def looked_through(day: str, *, in_order: bool = True) -> dict[str, Any]:
    return {"reviews": [Review("code", date.fromisoformat(day), in_order)]}


FULL = {"readings": Readings(part_year=PartYear.FULL)}
LAPSES = {"readings": Readings(after_effect=AfterEffect.LAPSES)}
TRACKED = {"tracked_from": date(2018, 7, 1)}
TWO = facts("ambtelijk", "2018-01-17", "2018-02-21")
MARCH = [
    Fact(f"advies-{day}", "advies", date(2018, 3, day), minutes=minutes)
    for day, minutes in ((5, 90), (14, 60), (20, 30), (28, 60), (30, 15))
]
VISITED = [Fact(f"zaal-{n}", "zaal", date(2018, 3, n), by="nvvb", host="vng") for n in range(1, 8)]
MET_OUTSIDE = facts("extern", "2017-09-14")
ASKED = facts("verzoek", "2018-01-10")
LEADS = {"tenures": [Tenure("vng", "theme_lead", ALWAYS, "verkiezingen")]}
OWN_2020 = {"own": Window(None, date(2019, 1, 1))}

CASES = [
    Case("T09: two of four", AMBTELIJK, "2018-03-01", facts=TWO),
    Case("T12: own target in thirty days", AMBTELIJK, "2018-03-01"),
    Case("upcoming part of a year", AMBTELIJK, "2016-05-01", revision=REV_SIGNED),
    Case(
        "T22: no quota shows how many were held",
        Cadence(("bestuurlijk",), at_least=1),
        "2019-12-01",
        facts=facts("bestuurlijk", "2019-11-27"),
        revision=NEW,
        citation="ond. 5 al. 2",
    ),
    Case("stub of a year", AMBTELIJK, "2018-12-20", record={"tracked_from": date(2018, 12, 10)}),
    Case("no number in a part", AMBTELIJK, "2016-12-01", terms={"readings": Readings(part_year=PartYear.NONE)}),
    Case("T15: rounded down", AMBTELIJK, "2017-01-01", facts=facts("ambtelijk", "2016-06-29", "2016-10-12"), at="2016"),
    Case(
        "T15: rounded up",
        AMBTELIJK,
        "2017-01-01",
        facts=facts("ambtelijk", "2016-06-29", "2016-10-12"),
        at="2016",
        terms={"readings": Readings(rounding=Rounding.UP)},
    ),
    Case(
        "T15: the whole number",
        AMBTELIJK,
        "2017-01-01",
        facts=facts("ambtelijk", "2016-06-29", "2016-10-12"),
        at="2016",
        terms=FULL,
    ),
    Case(
        "T34: more than needed",
        Cadence(("bestuurlijk",), at_least=2),
        "2017-12-01",
        facts=facts("bestuurlijk", "2017-03-15", "2017-06-21", "2017-11-22"),
    ),
    Case(
        "one of one",
        Cadence(("topambtelijk",), at_least=1, per=Per.QUARTER),
        "2018-06-01",
        facts=facts("topambtelijk", "2018-05-01"),
    ),
    Case(
        "T28: three of four",
        AMBTELIJK,
        "2019-01-01",
        facts=facts("ambtelijk", "2018-01-17", "2018-02-21", "2018-05-01"),
        at="2018",
    ),
    Case("before the register", AMBTELIJK, "2018-08-01", at="2017", record=TRACKED),
    Case("kept part of a year", AMBTELIJK, "2018-08-01", record=TRACKED),
    Case("behind", AMBTELIJK, "2018-04-02"),
    Case("behind but planned", AMBTELIJK, "2018-04-02", facts=facts("ambtelijk", "+2018-06-17", "+2018-09-01")),
    Case("reported", AMBTELIJK, "2018-03-01", facts=facts("ambtelijk", "?2018-02-20")),
    Case(
        "last day of the period is the covenant date",
        Cadence(("bestuurlijk",), at_least=1, per=Per.QUARTER),
        "2018-03-15",
    ),
    Case(
        "per month, without a plural",
        Cadence(("jaarplan",), at_least=1, per=Per.MONTH),
        "2018-03-01",
        title="Elke maand een plan",
    ),
    Case("waived keeps the numbers", AMBTELIJK, "2018-03-01", facts=TWO, record=waive(occurrence="period:2018")),
    Case("covenant year", AMBTELIJK, "2018-06-01", terms={"readings": Readings(year=Year.COVENANT)}),
    Case("interval running", EACH_HALF_YEAR, "2018-03-01", facts=TWO),
    Case("interval soon", EACH_HALF_YEAR, "2018-08-01", facts=TWO),
    Case("interval with nothing planned", EACH_HALF_YEAR, "2018-08-10", facts=TWO),
    Case("interval over its day", EACH_HALF_YEAR, "2018-08-22", facts=TWO),
    Case("interval met", EACH_HALF_YEAR, "2018-08-22", facts=TWO, at="2018-01-18"),
    Case("interval met late", EACH_HALF_YEAR, "2018-08-22", facts=TWO, at="2016-05-11"),
    Case("interval upcoming", EACH_HALF_YEAR, "2016-05-01", revision=REV_SIGNED),
    Case("interval superseded", EACH_HALF_YEAR, "2019-06-01", facts=facts("ambtelijk", "2019-02-13")),
    Case("interval expired", EACH_HALF_YEAR, "2024-01-02", facts=facts("ambtelijk", "2023-09-13"), revision=NEW),
    Case("interval ended", EACH_HALF_YEAR, "2019-02-01", facts=facts("ambtelijk", "2018-09-13"), terms=OWN_2020),
    Case("yearly day missed", EACH_YEAR_BY, "2018-02-01", at="2017-01-01"),
    Case("yearly day not kept", EACH_YEAR_BY, "2018-07-01", at="2017-01-01", record=TRACKED),
    Case("yearly day running", EACH_YEAR_BY, "2016-06-01", facts=facts("jaarplan", "+2016-11-01")),
    Case("interval waived", EACH_YEAR_BY, "2018-07-01", record=waive(occurrence="interval:2018-01-01")),
    Case("T36: room left", ADVICE, "2018-03-14", facts=MARCH, citation="BV al. 3 zin 1"),
    Case("T36: almost full", ADVICE, "2018-03-20", facts=MARCH, citation="BV al. 3 zin 1"),
    Case("T36: exactly full", ADVICE, "2018-03-28", facts=MARCH, citation="BV al. 3 zin 1"),
    Case("T36: above by the entry of 30 March", ADVICE, "2018-03-31", facts=MARCH, citation="BV al. 3 zin 1"),
    Case(
        "T36: each started half-day",
        ADVICE,
        "2018-03-14",
        facts=MARCH,
        terms={"readings": Readings(count=Count.STARTED_PER_ENTRY)},
    ),
    Case("nothing used in a past month", ADVICE, "2018-03-01", at="2018-02"),
    Case("T45: the guest", VISITS, "2018-06-01", facts=VISITED[:6], at="nvvb"),
    Case("above in number", VISITS, "2018-06-01", facts=VISITED, at="nvvb"),
    Case(
        "a direction",
        Cap(("zaal",), Fraction(6), counter=Counter.DIRECTION),
        "2018-06-01",
        facts=VISITED[:5],
        at="nvvb>vng",
    ),
    Case("T47: persons", PERSONS, "2018-03-01", facts=facts("zaal", "2018-03-01", by="nvvb", host="vng", persons=51)),
    Case(
        "maximum in part of a year",
        VISITS,
        "2016-06-01",
        at="king",
        terms={"readings": Readings(cap_part_year=CapPartYear.PRO_RATA)},
    ),
    Case(
        "T40: carried over",
        ADVICE,
        "2019-05-27",
        facts=[Fact("a", "advies", date(2019, 5, 8), minutes=120), Fact("b", "advies", date(2019, 5, 27), minutes=150)],
        revision=NEW,
        terms={"predecessor": Terms("code", OLD, ADVICE)},
    ),
    Case("cap waived", ADVICE, "2018-03-31", facts=MARCH, record=waive(occurrence="period:2018-03")),
    Case(
        "T43: outside the covenant",
        ADVICE,
        "2020-01-20",
        facts=[Fact("c", "advies", date(2020, 1, 1), minutes=60)],
        revision=NEW,
        terms={"own": Window(None, date(2020, 1, 1))},
    ),
    Case("T58: before the window opens", EVALUATION, "2017-09-30"),
    Case("window is open", EVALUATION, "2017-10-01"),
    Case("window is open and planned", EVALUATION, "2017-12-20", facts=facts("evaluatie", "+2017-12-22")),
    Case("nothing planned", EVALUATION, "2017-12-20"),
    Case("last day", EVALUATION, "2017-12-31"),
    Case("planned too far", EVALUATION, "2017-12-20", facts=facts("evaluatie", "+2018-01-09")),
    Case("one day over", EVALUATION, "2018-01-01"),
    Case("over and reported", EVALUATION, "2018-01-12", facts=facts("evaluatie", "?2018-01-10")),
    Case("T53: late", EVALUATION, "2018-02-08", facts=facts("evaluatie", "2018-02-08")),
    Case("T54: before the window", EVALUATION, "2017-10-15", facts=facts("evaluatie", "2017-09-20")),
    Case("met", EVALUATION, "2018-03-01", facts=facts("evaluatie", "2017-11-20")),
    Case("signed, not begun", EVALUATION, "2016-05-01", revision=REV_SIGNED),
    Case(
        "T55: superseded, now elsewhere",
        FINAL,
        "2019-06-01",
        successor="werkafspraken",
        terms={"outcome": Outcome.MOVED},
    ),
    Case(
        "superseded, probably elsewhere",
        FINAL,
        "2019-06-01",
        successor="werkafspraken",
        certain=False,
        terms={"outcome": Outcome.MOVED},
    ),
    Case(
        "superseded, becomes another",
        FINAL,
        "2019-06-01",
        successor="Eindevaluatie opnieuw",
        terms={"outcome": Outcome.BECOMES},
    ),
    Case("superseded, goes on", FINAL, "2019-06-01", terms={"outcome": Outcome.CONTINUED}),
    Case("T62: missed at the end", FINAL, "2024-01-01", revision=NEW),
    Case("done after the end", FINAL, "2024-03-01", facts=facts("evaluatie", "2024-02-01"), revision=NEW),
    Case("deadline before the register", EVALUATION, "2018-08-01", record=TRACKED),
    Case("deadline waived", EVALUATION, "2017-12-20", record=waive()),
    Case("T63: undated", RESEARCH, "2019-12-31", revision=NEW),
    Case("undated and planned", RESEARCH, "2019-12-31", revision=NEW, facts=facts("onderzoek", "+2020-02-01")),
    Case("T63: own target passed", RESEARCH, "2020-01-01", revision=NEW),
    Case("T63: expired", RESEARCH, "2024-01-01", revision=NEW),
    Case("undated, met after the target", RESEARCH, "2020-03-01", revision=NEW, facts=facts("onderzoek", "2020-02-01")),
    Case("before: to do", INFORM, "2017-09-01", facts=facts("extern", "+2017-09-14")),
    Case("before: soon", INFORM, "2017-09-10", facts=facts("extern", "+2017-09-14")),
    Case("T66: informed", INFORM, "2017-10-01", facts=[*MET_OUTSIDE, *facts("bericht", "2017-09-12")]),
    Case("order unknown", INFORM, "2017-10-01", facts=[*MET_OUTSIDE, *facts("bericht", "2017-09-14")]),
    Case("before: not done", INFORM, "2017-09-15", facts=MET_OUTSIDE),
    Case(
        "before: done after all",
        INFORM,
        "2017-10-01",
        facts=[*MET_OUTSIDE, *facts("bericht", "2017-09-20", answers="extern-2017-09-14")],
    ),
    Case("after: to do", REPORT, "2017-09-15", facts=MET_OUTSIDE),
    Case("after: own target near", REPORT, "2017-09-25", facts=MET_OUTSIDE),
    Case("after: planned", REPORT, "2017-09-25", facts=[*MET_OUTSIDE, *facts("terug", "+2017-10-03")]),
    Case("after: own target passed", REPORT, "2017-10-01", facts=MET_OUTSIDE),
    Case("T66: after the own target", REPORT, "2017-10-06", facts=[*MET_OUTSIDE, *facts("terug", "2017-10-05")]),
    Case("T68: still running out", REPORT, "2019-05-31", facts=facts("extern", "2019-05-16")),
    Case(
        "T68: lapses",
        REPORT,
        "2019-05-31",
        facts=facts("extern", "2019-05-16"),
        terms=LAPSES | {"outcome": Outcome.DROPPED},
    ),
    Case("lapses at the end", REPORT, "2024-01-10", facts=facts("extern", "2023-12-20"), revision=NEW, terms=LAPSES),
    Case(
        "to complete",
        REPORT,
        "2017-09-20",
        facts=[*MET_OUTSIDE, *facts("terug", "-2017-09-18", answers="extern-2017-09-14")],
    ),
    Case(
        "reported back, not checked",
        REPORT,
        "2017-09-20",
        facts=[*MET_OUTSIDE, *facts("terug", "?2017-09-18", "?2017-09-19")],
    ),
    Case("trigger before the register", REPORT, "2018-08-01", facts=facts("extern", "2018-06-14"), record=TRACKED),
    Case("duty waived", REPORT, "2017-10-01", facts=MET_OUTSIDE, record=waive(occurrence="trigger:extern-2017-09-14")),
    Case(
        "upon, per addressee",
        Duty(EXTERN, Relation.UPON, ("terug",), each=Each.ADDRESSEE),
        "2017-09-15",
        facts=facts("extern", "2017-09-14", by="nvvb"),
        at="king",
    ),
    Case(
        "per bearer, from the start",
        Duty(When(start=True), Relation.AFTER, ("bekend",), target_days=30, each=Each.BEARER),
        "2016-06-01",
        at="king",
    ),
    Case("each year", Duty(When(each_year=(12, 31)), Relation.AFTER, ("terugblik",), target_days=90), "2018-02-01"),
    Case(
        "a maximum was crossed",
        Duty(When(exceeded=("cap",)), Relation.AFTER, ("gesprek",), target_days=14),
        "2018-04-01",
        facts=MARCH,
        terms={"caps": {"cap": Terms("cap", OLD, ADVICE)}},
    ),
    Case("term of the text: running", DECIDE, "2018-01-20", facts=ASKED),
    Case("term of the text: soon", DECIDE, "2018-04-01", facts=ASKED),
    Case("term of the text: nothing planned", DECIDE, "2018-05-01", facts=ASKED),
    Case("term of the text: over", DECIDE, "2018-05-20", facts=ASKED),
    Case("term of the text: late", DECIDE, "2018-05-20", facts=[*ASKED, *facts("besluit", "2018-05-15")]),
    Case("care in order", Standing(review_months=12), "2017-09-15", record=looked_through("2017-03-01")),
    Case("care looked through long ago", Standing(review_months=12), "2018-03-02", record=looked_through("2017-03-01")),
    Case("never looked through", Standing(review_months=6), "2018-03-02"),
    Case("not in order", Standing(review_months=12), "2017-09-15", record=looked_through("2017-03-01", in_order=False)),
    Case("T74: a vacancy", Standing(Register.ACCOUNT_HOLDERS), "2017-08-15", at="king"),
    Case(
        "a place per theme",
        Standing(Register.THEME_LEADS),
        "2017-08-15",
        at="vng",
        terms={"themes": ("verkiezingen",)},
        record=LEADS,
    ),
    Case("counted without a norm", Standing(of=("ambtelijk",)), "2018-03-01", facts=TWO),
    Case(
        "T43: own window over",
        Standing(review_months=12),
        "2019-02-01",
        terms=OWN_2020,
        record=looked_through("2018-03-01"),
    ),
    Case("care superseded", Standing(review_months=12), "2019-06-01", terms={"outcome": Outcome.DROPPED}),
    Case("care expired", Standing(review_months=12), "2024-01-01", revision=NEW),
    Case("care waived", Standing(review_months=12), "2018-06-01", record=waive()),
    Case("a right", Held(Holding.MAY), "2018-06-01"),
    Case(
        "a right that moved",
        Held(Holding.MAY),
        "2020-01-01",
        successor="werkafspraken",
        terms={"outcome": Outcome.MOVED},
    ),
    Case(
        "a right that stopped on the day of the revision",
        Held(Holding.MAY),
        "2020-01-01",
        terms={"outcome": Outcome.DROPPED, "own": Window(None, date(2019, 5, 21))},
    ),
    Case("a power", Held(Holding.POWER), "2018-06-01"),
    Case("a definition", Held(Holding.DEFINITION), "2018-06-01"),
    Case("an aim", AMBTELIJK, "2018-06-01", terms={"soft": True}),
    Case("no citation", RESEARCH, "2019-12-31", revision=NEW, citation=""),
]
SAID = """
T09: two of four
Op schema | 2 van 4 ambtelijke overleggen in 2018 gehouden; nog 2 nodig vóór 31 december, streefdatum voor de derde
    30 september (PER al. 1 zin 1)
On schedule | 2 of 4 ambtelijke overleggen held in 2018; 2 more needed by 31 December, own target for the third 30
    September (PER al. 1 zin 1)

T12: own target in thirty days
Binnenkort: streefdatum 31 maart | 0 van 4 ambtelijke overleggen in 2018 gehouden; nog 4 nodig vóór 31 december,
    streefdatum voor de eerste 31 maart (PER al. 1 zin 1)
Soon: own target 31 March | 0 of 4 ambtelijke overleggen held in 2018; 4 more needed by 31 December, own target for
    the first 31 March (PER al. 1 zin 1)

upcoming part of a year
Begint nog | Begint nog, op 11 mei; 2 ambtelijke overleggen nodig van 11 mei t/m 31 december 2016; streefdatum
    (eigen planning) voor de eerste 4 september; periode van 235 van de 366 dagen: 2,568, naar beneden afgerond 2
    (PER al. 1 zin 1)
Still to begin | Still to begin, on 11 May; 2 ambtelijke overleggen needed from 11 May to 31 December 2016; own
    target for the first 4 September; period of 235 of the 366 days: 2.568, rounded down to 2 (PER al. 1 zin 1)

T22: no quota shows how many were held
Periode te kort voor een aantal | 1 bestuurlijk overleg van 21 mei t/m 31 december 2019 gehouden; de periode is te
    kort voor een aantal; periode van 225 van de 365 dagen: 0,616, naar beneden afgerond 0 (ond. 5 al. 2)
Period too short for a number | 1 bestuurlijk overleg held from 21 May to 31 December 2019; the period is too short
    for a number; period of 225 of the 365 days: 0.616, rounded down to 0 (ond. 5 al. 2)

stub of a year
Periode te kort voor een aantal | 0 ambtelijke overleggen in 2018 gehouden; de periode is te kort voor een aantal;
    bijgehouden: 22 van de 365 dagen: 0,241; de periode is korter dan 30 dagen (PER al. 1 zin 1)
Period too short for a number | 0 ambtelijke overleggen held in 2018; the period is too short for a number; kept: 22
    of the 365 days: 0.241; the period is shorter than 30 days (PER al. 1 zin 1)

no number in a part
Periode te kort voor een aantal | 0 ambtelijke overleggen van 11 mei t/m 31 december 2016 gehouden; in een deel van
    een periode geldt geen aantal (PER al. 1 zin 1)
Period too short for a number | 0 ambtelijke overleggen held from 11 May to 31 December 2016; no number holds in
    part of a period (PER al. 1 zin 1)

T15: rounded down
Gehaald | 2 van 2 ambtelijke overleggen van 11 mei t/m 31 december 2016 gehouden; periode van 235 van de 366 dagen:
    2,568, naar beneden afgerond 2 (PER al. 1 zin 1)
Achieved | 2 of 2 ambtelijke overleggen held from 11 May to 31 December 2016; period of 235 of the 366 days: 2.568,
    rounded down to 2 (PER al. 1 zin 1)

T15: rounded up
Niet gehaald (2 van 3) | 2 van 3 ambtelijke overleggen van 11 mei t/m 31 december 2016 gehouden; 1 minder dan
    afgesproken; periode van 235 van de 366 dagen: 2,568, naar boven afgerond 3 (PER al. 1 zin 1)
Not achieved (2 of 3) | 2 of 3 ambtelijke overleggen held from 11 May to 31 December 2016; 1 fewer than agreed;
    period of 235 of the 366 days: 2.568, rounded up to 3 (PER al. 1 zin 1)

T15: the whole number
Niet gehaald (2 van 4) | 2 van 4 ambtelijke overleggen van 11 mei t/m 31 december 2016 gehouden; 2 minder dan
    afgesproken; het hele aantal geldt ook in dit deel (PER al. 1 zin 1)
Not achieved (2 of 4) | 2 of 4 ambtelijke overleggen held from 11 May to 31 December 2016; 2 fewer than agreed; the
    whole number holds in this part too (PER al. 1 zin 1)

T34: more than needed
Gehaald | 3 bestuurlijke overleggen in 2017 gehouden, nodig: 2 (PER al. 1 zin 1)
Achieved | 3 bestuurlijke overleggen held in 2017, needed: 2 (PER al. 1 zin 1)

one of one
Gehaald | 1 van 1 topambtelijk overleg in het tweede kwartaal van 2018 gehouden (PER al. 1 zin 1)
Achieved | 1 of 1 topambtelijk overleg held in the second quarter of 2018 (PER al. 1 zin 1)

T28: three of four
Niet gehaald (3 van 4) | 3 van 4 ambtelijke overleggen in 2018 gehouden; 1 minder dan afgesproken (PER al. 1 zin 1)
Not achieved (3 of 4) | 3 of 4 ambtelijke overleggen held in 2018; 1 fewer than agreed (PER al. 1 zin 1)

before the register
Toen niet bijgehouden | Toen niet bijgehouden; 0 van 4 ambtelijke overleggen in 2017 gehouden (PER al. 1 zin 1)
Not kept at the time | Not kept at the time; 0 of 4 ambtelijke overleggen held in 2017 (PER al. 1 zin 1)

kept part of a year
Op schema | 0 van 2 ambtelijke overleggen in 2018 gehouden; nog 2 nodig vóór 31 december, streefdatum voor de eerste
    30 september; bijgehouden: 184 van de 365 dagen: 2,016, naar beneden afgerond 2 (PER al. 1 zin 1)
On schedule | 0 of 2 ambtelijke overleggen held in 2018; 2 more needed by 31 December, own target for the first 30
    September; kept: 184 of the 365 days: 2.016, rounded down to 2 (PER al. 1 zin 1)

behind
Loopt achter op de planning | 0 van 4 ambtelijke overleggen in 2018 gehouden; streefdatum (eigen planning) voor de
    eerste, 31 maart, is voorbij; nog 4 nodig vóór 31 december, streefdatum voor de tweede 30 juni (PER al. 1 zin 1)
Behind schedule | 0 of 4 ambtelijke overleggen held in 2018; own target for the first, 31 March, has passed; 4 more
    needed by 31 December, own target for the second 30 June (PER al. 1 zin 1)

behind but planned
Gepland op 17 juni | 0 van 4 ambtelijke overleggen in 2018 gehouden; streefdatum (eigen planning) voor de eerste, 31
    maart, is voorbij; nog 4 nodig vóór 31 december, streefdatum voor de tweede 30 juni; 2 keer gepland, eerst op 17
    juni (PER al. 1 zin 1)
Planned for 17 June | 0 of 4 ambtelijke overleggen held in 2018; own target for the first, 31 March, has passed; 4
    more needed by 31 December, own target for the second 30 June; planned 2 times, first on 17 June (PER al. 1 zin
    1)

reported
Gemeld, nog niet gecontroleerd | 0 van 4 ambtelijke overleggen in 2018 gehouden; nog 4 nodig vóór 31 december,
    streefdatum voor de eerste 31 maart; 1 melding wacht op controle (PER al. 1 zin 1)
Reported, not checked yet | 0 of 4 ambtelijke overleggen held in 2018; 4 more needed by 31 December, own target for
    the first 31 March; 1 report waits to be checked (PER al. 1 zin 1)

last day of the period is the covenant date
Binnenkort: vóór 31 maart | 0 van 1 bestuurlijk overleg in het eerste kwartaal van 2018 gehouden; nog 1 nodig vóór
    31 maart (PER al. 1 zin 1)
Soon: by 31 March | 0 of 1 bestuurlijk overleg held in the first quarter of 2018; 1 more needed by 31 March (PER al.
    1 zin 1)

per month, without a plural
Binnenkort: vóór 31 maart | Elke maand een plan: 0 van 1 keer in maart 2018; nog 1 nodig vóór 31 maart (PER al. 1
    zin 1)
Soon: by 31 March | Elke maand een plan: 0 of 1 times in March 2018; 1 more needed by 31 March (PER al. 1 zin 1)

waived keeps the numbers
In overleg: hoeft niet | In overleg: hoeft niet; 2 van 4 ambtelijke overleggen in 2018 gehouden (PER al. 1 zin 1)
Agreed: not needed | Agreed: not needed; 2 of 4 ambtelijke overleggen held in 2018 (PER al. 1 zin 1)

covenant year
Op schema | 0 van 4 ambtelijke overleggen van 11 mei 2018 t/m 10 mei 2019 gehouden; nog 4 nodig vóór 10 mei 2019,
    streefdatum voor de eerste 10 augustus (PER al. 1 zin 1)
On schedule | 0 of 4 ambtelijke overleggen held from 11 May 2018 to 10 May 2019; 4 more needed by 10 May 2019, own
    target for the first 10 August (PER al. 1 zin 1)

interval running
Op schema | Nog geen ambtelijk overleg gehouden; afgesproken is elke 6 maanden; uiterste datum (convenant) 21
    augustus (PER al. 1 zin 1)
On schedule | No ambtelijk overleg held yet; agreed is every 6 months; covenant date 21 August (PER al. 1 zin 1)

interval soon
Binnenkort: vóór 21 augustus | Nog geen ambtelijk overleg gehouden; afgesproken is elke 6 maanden; uiterste datum
    (convenant) 21 augustus, nog 20 dagen (PER al. 1 zin 1)
Soon: by 21 August | No ambtelijk overleg held yet; agreed is every 6 months; covenant date 21 August, 20 days left
    (PER al. 1 zin 1)

interval with nothing planned
Nog niets gepland | Nog geen ambtelijk overleg gehouden; afgesproken is elke 6 maanden; uiterste datum (convenant)
    21 augustus, nog 11 dagen; er staat niets gepland (PER al. 1 zin 1)
Nothing planned yet | No ambtelijk overleg held yet; agreed is every 6 months; covenant date 21 August, 11 days
    left; nothing is planned (PER al. 1 zin 1)

interval over its day
De datum is voorbij (1 dag) | Nog geen ambtelijk overleg gehouden; uiterste datum (convenant) 21 augustus is 1 dag
    voorbij; afgesproken is elke 6 maanden (PER al. 1 zin 1)
The date has passed (1 day) | No ambtelijk overleg held yet; covenant date 21 August passed 1 day ago; agreed is
    every 6 months (PER al. 1 zin 1)

interval met
Gehaald | Gehouden op 21 februari; afgesproken is elke 6 maanden; uiterste datum (convenant) was 17 juli (PER al. 1
    zin 1)
Achieved | Held on 21 February; agreed is every 6 months; covenant date was 17 July (PER al. 1 zin 1)

interval met late
Later gehaald (432 dagen) | Gehouden op 17 januari, 432 dagen na de uiterste datum (convenant) 11 november 2016;
    afgesproken is elke 6 maanden (PER al. 1 zin 1)
Achieved later (432 days) | Held on 17 January, 432 days after the covenant date 11 November 2016; agreed is every 6
    months (PER al. 1 zin 1)

interval upcoming
Begint nog | Begint nog, op 11 mei; afgesproken is elke 6 maanden; uiterste datum (convenant) 11 november (PER al. 1
    zin 1)
Still to begin | Still to begin, on 11 May; agreed is every 6 months; covenant date 11 November (PER al. 1 zin 1)

interval superseded
Vervangen op 21 mei | Vervangen op 21 mei; geen ambtelijk overleg gehouden; afgesproken is elke 6 maanden; uiterste
    datum (convenant) was 13 augustus (PER al. 1 zin 1)
Replaced on 21 May | Replaced on 21 May; no ambtelijk overleg held; agreed is every 6 months; covenant date was 13
    August (PER al. 1 zin 1)

interval expired
Afgelopen op 1 januari | Afgelopen op 1 januari; geen ambtelijk overleg gehouden; afgesproken is elke 6 maanden;
    uiterste datum (convenant) was 13 maart (PER al. 1 zin 1)
Ended on 1 January | Ended on 1 January; no ambtelijk overleg held; agreed is every 6 months; covenant date was 13
    March (PER al. 1 zin 1)

interval ended
Gestopt op 1 januari | Gestopt op 1 januari; geen ambtelijk overleg gehouden; afgesproken is elke 6 maanden;
    uiterste datum (convenant) was 13 maart (PER al. 1 zin 1)
Stopped on 1 January | Stopped on 1 January; no ambtelijk overleg held; agreed is every 6 months; covenant date was
    13 March (PER al. 1 zin 1)

yearly day missed
Niet gehaald | Niet gedaan; afgesproken is elk jaar; uiterste datum (convenant) was 1 december 2017 (PER al. 1 zin
    1)
Not achieved | Not done; agreed is every year; covenant date was 1 December 2017 (PER al. 1 zin 1)

yearly day not kept
Toen niet bijgehouden | Toen niet bijgehouden; afgesproken is elk jaar; uiterste datum (convenant) was 1 december
    2017 (PER al. 1 zin 1)
Not kept at the time | Not kept at the time; agreed is every year; covenant date was 1 December 2017 (PER al. 1 zin
    1)

yearly day running
Gepland op 1 november | Nog niet gedaan; afgesproken is elk jaar; uiterste datum (convenant) 1 december, nog 183
    dagen; gepland op 1 november (PER al. 1 zin 1)
Planned for 1 November | Not done yet; agreed is every year; covenant date 1 December, 183 days left; planned for 1
    November (PER al. 1 zin 1)

interval waived
In overleg: hoeft niet | In overleg: hoeft niet; niet gedaan; afgesproken is elk jaar; uiterste datum (convenant) 1
    december (PER al. 1 zin 1)
Agreed: not needed | Agreed: not needed; not done; agreed is every year; covenant date 1 December (PER al. 1 zin 1)

T36: room left
Ruimte over | In maart 2018 gebruikt: 2 uur en 30 minuten; afgesproken is 4 uur per maand; nog 1 uur en 30 minuten
    over; 3 keer gepland, eerst op 20 maart (BV al. 3 zin 1)
Room left | Used in March 2018: 2 hours and 30 minutes; agreed is 4 hours per month; 1 hour and 30 minutes left;
    planned 3 times, first on 20 March (BV al. 3 zin 1)

T36: almost full
Bijna vol | In maart 2018 gebruikt: 3 uur; afgesproken is 4 uur per maand; nog 1 uur over; 2 keer gepland, eerst op
    28 maart (BV al. 3 zin 1)
Almost full | Used in March 2018: 3 hours; agreed is 4 hours per month; 1 hour left; planned 2 times, first on 28
    March (BV al. 3 zin 1)

T36: exactly full
Precies vol (mag) | In maart 2018 gebruikt: 4 uur; afgesproken is 4 uur per maand; precies vol, dat mag; gepland op
    30 maart (BV al. 3 zin 1)
Exactly full (allowed) | Used in March 2018: 4 hours; agreed is 4 hours per month; exactly full, that is allowed;
    planned for 30 March (BV al. 3 zin 1)

T36: above by the entry of 30 March
Boven het maximum | In maart 2018 gebruikt: 4 uur en 15 minuten; afgesproken is 4 uur per maand; 15 minuten boven
    het maximum, door de regel van 30 maart (BV al. 3 zin 1)
Above the maximum | Used in March 2018: 4 hours and 15 minutes; agreed is 4 hours per month; 15 minutes above the
    maximum, by the entry of 30 March (BV al. 3 zin 1)

T36: each started half-day
Boven het maximum | In maart 2018 gebruikt: 2 dagdelen; afgesproken is hoogstens 1 dagdeel per maand; 1 dagdeel
    boven het maximum, door de regel van 14 maart; 3 keer gepland, eerst op 20 maart (PER al. 1 zin 1)
Above the maximum | Used in March 2018: 2 dagdelen; agreed is at most 1 dagdeel per month; 1 dagdeel above the
    maximum, by the entry of 14 March; planned 3 times, first on 20 March (PER al. 1 zin 1)

nothing used in a past month
Ruimte over | In februari 2018 niets gebruikt; afgesproken is 4 uur per maand; nog 4 uur over (PER al. 1 zin 1)
Room left | Nothing used in February 2018; agreed is 4 hours per month; 4 hours left (PER al. 1 zin 1)

T45: the guest
Precies vol (mag) | NVVB: in 2018 gebruikt: 6 keer; afgesproken is hoogstens 6 keer per jaar; precies vol, dat mag
    (PER al. 1 zin 1)
Exactly full (allowed) | NVVB: used in 2018: 6 times; agreed is at most 6 times per year; exactly full, that is
    allowed (PER al. 1 zin 1)

above in number
Boven het maximum | NVVB: in 2018 gebruikt: 7 keer; afgesproken is hoogstens 6 keer per jaar; 1 keer boven het
    maximum, door de regel van 7 maart (PER al. 1 zin 1)
Above the maximum | NVVB: used in 2018: 7 times; agreed is at most 6 times per year; 1 time above the maximum, by
    the entry of 7 March (PER al. 1 zin 1)

a direction
Bijna vol | NVVB bij VNG: in 2018 gebruikt: 5 keer; afgesproken is hoogstens 6 keer per jaar; nog 1 keer over (PER
    al. 1 zin 1)
Almost full | NVVB at VNG: used in 2018: 5 times; agreed is at most 6 times per year; 1 time left (PER al. 1 zin 1)

T47: persons
Boven het maximum | Op 1 maart 2018: 51 personen; afgesproken is hoogstens 50 personen per bijeenkomst; 1 persoon
    boven het maximum (PER al. 1 zin 1)
Above the maximum | On 1 March 2018: 51 persons; agreed is at most 50 persons per meeting; 1 person above the
    maximum (PER al. 1 zin 1)

maximum in part of a year
Ruimte over | KING: van 11 mei t/m 31 december 2016 nog niets gebruikt; afgesproken is hoogstens 6 keer per jaar, in
    dit deel 3 keer; nog 3 keer over (PER al. 1 zin 1)
Room left | KING: nothing used from 11 May to 31 December 2016 yet; agreed is at most 6 times per year, in this part
    3 times; 3 times left (PER al. 1 zin 1)

T40: carried over
Boven het maximum | In mei 2019 gebruikt: 4 uur en 30 minuten (met wat onder het vorige convenant is gebruikt);
    afgesproken is 4 uur per maand; 30 minuten boven het maximum, door de regel van 27 mei (PER al. 1 zin 1)
Above the maximum | Used in May 2019: 4 hours and 30 minutes (with what was used under the old covenant); agreed is
    4 hours per month; 30 minutes above the maximum, by the entry of 27 May (PER al. 1 zin 1)

cap waived
In overleg: hoeft niet | In overleg: hoeft niet; in maart 2018 gebruikt: 4 uur en 15 minuten; afgesproken is 4 uur
    per maand; 15 minuten boven het maximum, door de regel van 30 maart (PER al. 1 zin 1)
Agreed: not needed | Agreed: not needed; used in March 2018: 4 hours and 15 minutes; agreed is 4 hours per month; 15
    minutes above the maximum, by the entry of 30 March (PER al. 1 zin 1)

T43: outside the covenant
Buiten het convenant | 1 regel in januari 2020 valt buiten het convenant; telt voor geen enkele verplichting mee
    (PER al. 1 zin 1)
Outside the covenant | 1 entry in January 2020 is outside the covenant; counts for no obligation (PER al. 1 zin 1)

T58: before the window opens
Op schema | Nog niet gedaan; kan vanaf 1 oktober; uiterste datum (convenant) 31 december (PER al. 1 zin 1)
On schedule | Not done yet; can be done from 1 October; covenant date 31 December (PER al. 1 zin 1)

window is open
Binnenkort: vóór 31 december | Nog niet gedaan; uiterste datum (convenant) 31 december, nog 91 dagen (PER al. 1 zin
    1)
Soon: by 31 December | Not done yet; covenant date 31 December, 91 days left (PER al. 1 zin 1)

window is open and planned
Gepland op 22 december | Nog niet gedaan; uiterste datum (convenant) 31 december, nog 11 dagen; gepland op 22
    december (PER al. 1 zin 1)
Planned for 22 December | Not done yet; covenant date 31 December, 11 days left; planned for 22 December (PER al. 1
    zin 1)

nothing planned
Nog niets gepland | Nog niet gedaan; uiterste datum (convenant) 31 december, nog 11 dagen; er staat niets gepland
    (PER al. 1 zin 1)
Nothing planned yet | Not done yet; covenant date 31 December, 11 days left; nothing is planned (PER al. 1 zin 1)

last day
Nog niets gepland | Nog niet gedaan; uiterste datum (convenant) 31 december, dat is vandaag; er staat niets gepland
    (PER al. 1 zin 1)
Nothing planned yet | Not done yet; covenant date 31 December, which is today; nothing is planned (PER al. 1 zin 1)

planned too far
Gepland na de uiterste datum | Nog niet gedaan; uiterste datum (convenant) 31 december, nog 11 dagen; gepland op 9
    januari 2018, dat is na die datum (PER al. 1 zin 1)
Planned after the covenant date | Not done yet; covenant date 31 December, 11 days left; planned for 9 January 2018,
    after that date (PER al. 1 zin 1)

one day over
De datum is voorbij (1 dag) | Nog niet gedaan; uiterste datum (convenant) 31 december 2017 is 1 dag voorbij (PER al.
    1 zin 1)
The date has passed (1 day) | Not done yet; covenant date 31 December 2017 passed 1 day ago (PER al. 1 zin 1)

over and reported
Gemeld, nog niet gecontroleerd | Nog niet gedaan; uiterste datum (convenant) 31 december 2017 is 12 dagen voorbij; 1
    melding wacht op controle (PER al. 1 zin 1)
Reported, not checked yet | Not done yet; covenant date 31 December 2017 passed 12 days ago; 1 report waits to be
    checked (PER al. 1 zin 1)

T53: late
Later gehaald (39 dagen) | Gedaan op 8 februari, 39 dagen na de uiterste datum (convenant) 31 december 2017 (PER al.
    1 zin 1)
Achieved later (39 days) | Done on 8 February, 39 days after the covenant date 31 December 2017 (PER al. 1 zin 1)

T54: before the window
Gehaald | Gedaan op 20 september; uiterste datum (convenant) 31 december; al gedaan voordat de tijd daarvoor begon,
    op 1 oktober (PER al. 1 zin 1)
Achieved | Done on 20 September; covenant date 31 December; done before the time for it began, on 1 October (PER al.
    1 zin 1)

met
Gehaald | Gedaan op 20 november 2017; uiterste datum (convenant) was 31 december 2017 (PER al. 1 zin 1)
Achieved | Done on 20 November 2017; covenant date was 31 December 2017 (PER al. 1 zin 1)

signed, not begun
Begint nog | Begint nog, op 11 mei; kan vanaf 1 oktober 2017; uiterste datum (convenant) 31 december 2017 (PER al. 1
    zin 1)
Still to begin | Still to begin, on 11 May; can be done from 1 October 2017; covenant date 31 December 2017 (PER al.
    1 zin 1)

T55: superseded, now elsewhere
Vervangen op 21 mei | Vervangen op 21 mei; staat nu in werkafspraken; niet gedaan; uiterste datum (convenant) was 31
    december (PER al. 1 zin 1)
Replaced on 21 May | Replaced on 21 May; is now in werkafspraken; not done; covenant date was 31 December (PER al. 1
    zin 1)

superseded, probably elsewhere
Vervangen op 21 mei | Vervangen op 21 mei; staat nu waarschijnlijk in werkafspraken; niet gedaan; uiterste datum
    (convenant) was 31 december (PER al. 1 zin 1)
Replaced on 21 May | Replaced on 21 May; is now probably in werkafspraken; not done; covenant date was 31 December
    (PER al. 1 zin 1)

superseded, becomes another
Vervangen op 21 mei | Vervangen op 21 mei; gaat verder als ‘Eindevaluatie opnieuw’; niet gedaan; uiterste datum
    (convenant) was 31 december (PER al. 1 zin 1)
Replaced on 21 May | Replaced on 21 May; goes on as ‘Eindevaluatie opnieuw’; not done; covenant date was 31 December
    (PER al. 1 zin 1)

superseded, goes on
Vervangen op 21 mei | Vervangen op 21 mei; gaat verder in de herziening; niet gedaan; uiterste datum (convenant) was
    31 december (PER al. 1 zin 1)
Replaced on 21 May | Replaced on 21 May; goes on in the revision; not done; covenant date was 31 December (PER al. 1
    zin 1)

T62: missed at the end
Niet gehaald | Niet gedaan; uiterste datum (convenant) was 31 december 2023 (PER al. 1 zin 1)
Not achieved | Not done; covenant date was 31 December 2023 (PER al. 1 zin 1)

done after the end
Niet gehaald | Niet gedaan; uiterste datum (convenant) was 31 december 2023; alsnog gedaan op 1 februari (PER al. 1
    zin 1)
Not achieved | Not done; covenant date was 31 December 2023; done after all on 1 February (PER al. 1 zin 1)

deadline before the register
Toen niet bijgehouden | Toen niet bijgehouden; uiterste datum (convenant) was 31 december 2017 (PER al. 1 zin 1)
Not kept at the time | Not kept at the time; covenant date was 31 December 2017 (PER al. 1 zin 1)

deadline waived
In overleg: hoeft niet | In overleg: hoeft niet; niet gedaan; uiterste datum (convenant) 31 december (PER al. 1 zin
    1)
Agreed: not needed | Agreed: not needed; not done; covenant date 31 December (PER al. 1 zin 1)

T63: undated
Te doen | Nog te doen; streefdatum (eigen planning) 31 december (PER al. 1 zin 1)
To do | Still to do; own target 31 December (PER al. 1 zin 1)

undated and planned
Gepland op 1 februari 2020 | Nog te doen; streefdatum (eigen planning) 31 december; gepland op 1 februari 2020 (PER
    al. 1 zin 1)
Planned for 1 February 2020 | Still to do; own target 31 December; planned for 1 February 2020 (PER al. 1 zin 1)

T63: own target passed
Even nakijken | Nog niet gedaan; streefdatum (eigen planning) 31 december 2019 is voorbij (PER al. 1 zin 1)
Needs a look | Not done yet; own target 31 December 2019 has passed (PER al. 1 zin 1)

T63: expired
Afgelopen op 1 januari | Afgelopen op 1 januari; niet gedaan; streefdatum (eigen planning) was 31 december 2019 (PER
    al. 1 zin 1)
Ended on 1 January | Ended on 1 January; not done; own target was 31 December 2019 (PER al. 1 zin 1)

undated, met after the target
Gehaald | Gedaan op 1 februari; dat was na de streefdatum (eigen planning) 31 december 2019 (PER al. 1 zin 1)
Achieved | Done on 1 February; that was after the own target 31 December 2019 (PER al. 1 zin 1)

before: to do
Te doen | Nog te doen; aanleiding: extern overleg waar NVVB namens allen spreekt, 14 september; moet daarvóór
    gebeuren (PER al. 1 zin 1)
To do | Still to do; occasion: extern overleg waar NVVB namens allen spreekt, 14 September; to be done before that
    (PER al. 1 zin 1)

before: soon
Binnenkort: vóór 14 september | Nog niet gedaan; aanleiding: extern overleg waar NVVB namens allen spreekt, 14
    september; moet daarvóór gebeuren, nog 4 dagen (PER al. 1 zin 1)
Soon: by 14 September | Not done yet; occasion: extern overleg waar NVVB namens allen spreekt, 14 September; to be
    done before that, 4 days left (PER al. 1 zin 1)

T66: informed
Gedaan | Gedaan op 12 september; aanleiding: extern overleg waar NVVB namens allen spreekt, 14 september; moest
    daarvóór gebeuren (PER al. 1 zin 1)
Done | Done on 12 September; occasion: extern overleg waar NVVB namens allen spreekt, 14 September; had to be done
    before that (PER al. 1 zin 1)

order unknown
Gedaan | Gedaan op 14 september; aanleiding: extern overleg waar NVVB namens allen spreekt, 14 september; moest
    daarvóór gebeuren; op dezelfde dag gedaan, wat eerst kwam is niet vastgelegd (PER al. 1 zin 1)
Done | Done on 14 September; occasion: extern overleg waar NVVB namens allen spreekt, 14 September; had to be done
    before that; done on the same day, which came first was not recorded (PER al. 1 zin 1)

before: not done
Niet gedaan | Niet gedaan; aanleiding: extern overleg waar NVVB namens allen spreekt, 14 september; moest daarvóór
    gebeuren (PER al. 1 zin 1)
Not done | Not done; occasion: extern overleg waar NVVB namens allen spreekt, 14 September; had to be done before
    that (PER al. 1 zin 1)

before: done after all
Niet gedaan | Niet gedaan; aanleiding: extern overleg waar NVVB namens allen spreekt, 14 september; moest daarvóór
    gebeuren; alsnog gedaan op 20 september (PER al. 1 zin 1)
Not done | Not done; occasion: extern overleg waar NVVB namens allen spreekt, 14 September; had to be done before
    that; done after all on 20 September (PER al. 1 zin 1)

after: to do
Te doen | Nog te doen; aanleiding: extern overleg waar NVVB namens allen spreekt, 14 september; streefdatum (eigen
    planning) 28 september (PER al. 1 zin 1)
To do | Still to do; occasion: extern overleg waar NVVB namens allen spreekt, 14 September; own target 28 September
    (PER al. 1 zin 1)

after: own target near
Binnenkort: streefdatum 28 september | Nog niet gedaan; aanleiding: extern overleg waar NVVB namens allen spreekt,
    14 september; streefdatum (eigen planning) 28 september, nog 3 dagen (PER al. 1 zin 1)
Soon: own target 28 September | Not done yet; occasion: extern overleg waar NVVB namens allen spreekt, 14 September;
    own target 28 September, 3 days left (PER al. 1 zin 1)

after: planned
Gepland op 3 oktober | Nog niet gedaan; aanleiding: extern overleg waar NVVB namens allen spreekt, 14 september;
    streefdatum (eigen planning) 28 september, nog 3 dagen; gepland op 3 oktober (PER al. 1 zin 1)
Planned for 3 October | Not done yet; occasion: extern overleg waar NVVB namens allen spreekt, 14 September; own
    target 28 September, 3 days left; planned for 3 October (PER al. 1 zin 1)

after: own target passed
Even nakijken | Nog niet gedaan; aanleiding: extern overleg waar NVVB namens allen spreekt, 14 september;
    streefdatum (eigen planning) 28 september is voorbij (PER al. 1 zin 1)
Needs a look | Not done yet; occasion: extern overleg waar NVVB namens allen spreekt, 14 September; own target 28
    September has passed (PER al. 1 zin 1)

T66: after the own target
Gedaan | Gedaan op 5 oktober; aanleiding: extern overleg waar NVVB namens allen spreekt, 14 september; dat was na de
    streefdatum (eigen planning) 28 september (PER al. 1 zin 1)
Done | Done on 5 October; occasion: extern overleg waar NVVB namens allen spreekt, 14 September; that was after the
    own target 28 September (PER al. 1 zin 1)

T68: still running out
Even nakijken | Nog niet gedaan; aanleiding: extern overleg waar NVVB namens allen spreekt, 16 mei; streefdatum
    (eigen planning) 30 mei is voorbij; loopt nog af: deze tekst geldt niet meer, maar dit moet nog wel
    (PER al. 1 zin 1)
Needs a look | Not done yet; occasion: extern overleg waar NVVB namens allen spreekt, 16 May; own target 30 May has
    passed; still running out: this text no longer holds, but this still has to be done (PER al. 1 zin 1)

T68: lapses
Vervangen op 21 mei | Vervangen op 21 mei; vervalt in de herziening; niet gedaan; aanleiding: extern overleg waar
    NVVB namens allen spreekt, 16 mei; streefdatum (eigen planning) was 30 mei (PER al. 1 zin 1)
Replaced on 21 May | Replaced on 21 May; dropped in the revision; not done; occasion: extern overleg waar NVVB
    namens allen spreekt, 16 May; own target was 30 May (PER al. 1 zin 1)

lapses at the end
Afgelopen op 1 januari | Afgelopen op 1 januari; niet gedaan; aanleiding: extern overleg waar NVVB namens allen
    spreekt, 20 december 2023; streefdatum (eigen planning) was 3 januari (PER al. 1 zin 1)
Ended on 1 January | Ended on 1 January; not done; occasion: extern overleg waar NVVB namens allen spreekt, 20
    December 2023; own target was 3 January (PER al. 1 zin 1)

to complete
Nog aanvullen | Nog te doen; aanleiding: extern overleg waar NVVB namens allen spreekt, 14 september; streefdatum
    (eigen planning) 28 september; wat hieraan is gedaan is nog niet bekend (PER al. 1 zin 1)
To be completed | Still to do; occasion: extern overleg waar NVVB namens allen spreekt, 14 September; own target 28
    September; what was done about it is not known yet (PER al. 1 zin 1)

reported back, not checked
Gemeld, nog niet gecontroleerd | Nog te doen; aanleiding: extern overleg waar NVVB namens allen spreekt, 14
    september; streefdatum (eigen planning) 28 september; 2 meldingen wachten op controle (PER al. 1 zin 1)
Reported, not checked yet | Still to do; occasion: extern overleg waar NVVB namens allen spreekt, 14 September; own
    target 28 September; 2 reports wait to be checked (PER al. 1 zin 1)

trigger before the register
Toen niet bijgehouden | Toen niet bijgehouden; aanleiding: extern overleg waar NVVB namens allen spreekt, 14 juni;
    streefdatum (eigen planning) was 28 juni (PER al. 1 zin 1)
Not kept at the time | Not kept at the time; occasion: extern overleg waar NVVB namens allen spreekt, 14 June; own
    target was 28 June (PER al. 1 zin 1)

duty waived
In overleg: hoeft niet | In overleg: hoeft niet; niet gedaan; aanleiding: extern overleg waar NVVB namens allen
    spreekt, 14 september; streefdatum (eigen planning) was 28 september (PER al. 1 zin 1)
Agreed: not needed | Agreed: not needed; not done; occasion: extern overleg waar NVVB namens allen spreekt, 14
    September; own target was 28 September (PER al. 1 zin 1)

upon, per addressee
Te doen | NVVB, voor KING: nog te doen; aanleiding: extern overleg waar NVVB namens allen spreekt, 14 september; de
    tekst noemt geen datum (PER al. 1 zin 1)
To do | NVVB, for KING: still to do; occasion: extern overleg waar NVVB namens allen spreekt, 14 September; the text
    names no date (PER al. 1 zin 1)

per bearer, from the start
Te doen | KING: nog te doen; aanleiding: ingang van het convenant, 11 mei; streefdatum (eigen planning) 10 juni (PER
    al. 1 zin 1)
To do | KING: still to do; occasion: start of the covenant, 11 May; own target 10 June (PER al. 1 zin 1)

each year
Te doen | Nog te doen; aanleiding: vaste dag in het jaar, 31 december 2017; streefdatum (eigen planning) 31 maart
    (PER al. 1 zin 1)
To do | Still to do; occasion: fixed day of the year, 31 December 2017; own target 31 March (PER al. 1 zin 1)

a maximum was crossed
Te doen | Nog te doen; aanleiding: boven het maximum gekomen, 30 maart; streefdatum (eigen planning) 13 april (PER
    al. 1 zin 1)
To do | Still to do; occasion: went above the maximum, 30 March; own target 13 April (PER al. 1 zin 1)

term of the text: running
Op schema | Nog niet gedaan; aanleiding: verzoek ontvangen, 10 januari; uiterste datum (convenant) 10 mei (PER al. 1
    zin 1)
On schedule | Not done yet; occasion: verzoek ontvangen, 10 January; covenant date 10 May (PER al. 1 zin 1)

term of the text: soon
Binnenkort: vóór 10 mei | Nog niet gedaan; aanleiding: verzoek ontvangen, 10 januari; uiterste datum (convenant) 10
    mei, nog 39 dagen (PER al. 1 zin 1)
Soon: by 10 May | Not done yet; occasion: verzoek ontvangen, 10 January; covenant date 10 May, 39 days left (PER al.
    1 zin 1)

term of the text: nothing planned
Nog niets gepland | Nog niet gedaan; aanleiding: verzoek ontvangen, 10 januari; uiterste datum (convenant) 10 mei,
    nog 9 dagen; er staat niets gepland (PER al. 1 zin 1)
Nothing planned yet | Not done yet; occasion: verzoek ontvangen, 10 January; covenant date 10 May, 9 days left;
    nothing is planned (PER al. 1 zin 1)

term of the text: over
De datum is voorbij (10 dagen) | Nog niet gedaan; uiterste datum (convenant) 10 mei is 10 dagen voorbij; aanleiding:
    verzoek ontvangen, 10 januari (PER al. 1 zin 1)
The date has passed (10 days) | Not done yet; covenant date 10 May passed 10 days ago; occasion: verzoek ontvangen,
    10 January (PER al. 1 zin 1)

term of the text: late
Later gedaan (5 dagen) | Gedaan op 15 mei, 5 dagen na de uiterste datum (convenant) 10 mei; aanleiding: verzoek
    ontvangen, 10 januari (PER al. 1 zin 1)
Done later (5 days) | Done on 15 May, 5 days after the covenant date 10 May; occasion: verzoek ontvangen, 10 January
    (PER al. 1 zin 1)

care in order
Op orde | Op orde; nagelopen op 1 maart; opnieuw nalopen op 1 maart 2018 (eigen planning) (PER al. 1 zin 1)
In order | In order; looked through on 1 March; to look through again on 1 March 2018 (own target) (PER al. 1 zin 1)

care looked through long ago
Even nakijken | Nagelopen op 1 maart 2017; dat is meer dan 12 maanden geleden (eigen planning) (PER al. 1 zin 1)
Needs a look | Looked through on 1 March 2017; more than 12 months ago (own target) (PER al. 1 zin 1)

never looked through
Nog niet nagelopen | Nog niet nagelopen; nalopen elke 6 maanden (eigen planning) (PER al. 1 zin 1)
Not looked through yet | Not looked through yet; to look through every 6 months (own target) (PER al. 1 zin 1)

not in order
Niet op orde | Niet op orde, gezien bij het nalopen op 1 maart (PER al. 1 zin 1)
Not in order | Not in order, seen when looked through on 1 March (PER al. 1 zin 1)

T74: a vacancy
Even nakijken | KING: er is nu geen accounthouder (PER al. 1 zin 1)
Needs a look | KING: there is no account holder now (PER al. 1 zin 1)

a place per theme
Op orde | VNG, Verkiezingen: op orde; er is een verantwoordelijke (PER al. 1 zin 1)
In order | VNG, Verkiezingen: in order; there is a theme lead (PER al. 1 zin 1)

counted without a norm
Op orde | Op orde; 2 keer gebeurd; er is geen aantal afgesproken (PER al. 1 zin 1)
In order | In order; happened 2 times; no number was agreed (PER al. 1 zin 1)

T43: own window over
Gestopt op 1 januari | Gestopt op 1 januari; nagelopen op 1 maart 2018 (PER al. 1 zin 1)
Stopped on 1 January | Stopped on 1 January; looked through on 1 March 2018 (PER al. 1 zin 1)

care superseded
Vervangen op 21 mei | Vervangen op 21 mei; vervalt in de herziening (PER al. 1 zin 1)
Replaced on 21 May | Replaced on 21 May; dropped in the revision (PER al. 1 zin 1)

care expired
Afgelopen op 1 januari | Afgelopen op 1 januari (PER al. 1 zin 1)
Ended on 1 January | Ended on 1 January (PER al. 1 zin 1)

care waived
In overleg: hoeft niet | In overleg: hoeft niet (PER al. 1 zin 1)
Agreed: not needed | Agreed: not needed (PER al. 1 zin 1)

a right
Recht | Recht: dit mag, er hoort geen oordeel bij (PER al. 1 zin 1)
Right | Right: this is allowed, nothing is judged (PER al. 1 zin 1)

a right that moved
Recht | Recht: dit mag, er hoort geen oordeel bij; vervangen op 21 mei 2019; staat nu in werkafspraken (PER al. 1
    zin 1)
Right | Right: this is allowed, nothing is judged; replaced on 21 May 2019; is now in werkafspraken (PER al. 1 zin
    1)

a right that stopped on the day of the revision
Recht | Recht: dit mag, er hoort geen oordeel bij; gestopt op 21 mei 2019 (PER al. 1 zin 1)
Right | Right: this is allowed, nothing is judged; stopped on 21 May 2019 (PER al. 1 zin 1)

a power
Bevoegdheid | Bevoegdheid: dit mag iemand namens anderen doen, er hoort geen oordeel bij (PER al. 1 zin 1)
Power | Power: somebody may do this for others, nothing is judged (PER al. 1 zin 1)

a definition
Omschrijving | Omschrijving: dit legt uit wat is bedoeld, er hoort geen oordeel bij (PER al. 1 zin 1)
Description | Description: this explains what is meant, nothing is judged (PER al. 1 zin 1)

an aim
Streven | Streven: hier werken partijen aan, er hoort geen oordeel bij (PER al. 1 zin 1)
Aim | Aim: parties work on this, nothing is judged (PER al. 1 zin 1)

no citation
Te doen | Nog te doen; streefdatum (eigen planning) 31 december.
To do | Still to do; own target 31 December.
"""
"""Per case label | sentence, Dutch and English; what is indented goes on from the line before."""


def read_said() -> dict[str, list[str]]:
    """The two texts per name of a case."""
    blocks = [re.sub(r"\n +", " ", block).splitlines() for block in SAID.strip().split("\n\n")]
    return {name: [dutch, english] for name, dutch, english in blocks}


EXPECTED = read_said()


def test_every_case_is_said() -> None:
    assert [case.name for case in CASES] == list(EXPECTED)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_label_and_sentence(case: Case) -> None:
    subject, row = case.subject(), case.row()
    said = [f"{label(subject, row, case.day, lang)} | {sentence(subject, row, case.day, lang)}" for lang in LANGS]
    assert said == EXPECTED[case.name]


COMBINATIONS: dict[type, str] = {
    Quota: "upcoming no_quota met not_recorded missed at_risk due_soon on_track waived",
    Interval: "met met_late upcoming superseded expired ended not_recorded missed overdue at_risk due_soon on_track"
    " waived",
    Usage: "within near at_cap exceeded waived",
    Due: "met met_late upcoming superseded expired not_recorded missed overdue at_risk due_soon on_track open attention"
    " waived",
    Instance: "met met_late superseded expired not_recorded missed overdue at_risk due_soon on_track open attention"
    " waived",
    Care: "ended superseded expired not_in_order attention in_order not_reviewed waived",
}
"""Every status that the engine gives to each detail (domain.md 6.3 to 6.7)."""
PRODUCED = {(detail, Status(code)) for detail, codes in COMBINATIONS.items() for code in codes.split()}


def test_every_combination_has_its_own_sentence() -> None:
    assert {(detail, status) for detail, table in PIECES.items() for status in table} >= PRODUCED


def test_every_combination_has_a_case() -> None:
    rows = [case.row() for case in CASES]
    assert {(type(row.detail), row.status) for row in rows if row.status is not None} == PRODUCED


def test_every_status_and_every_other_face_has_group_icon_and_label() -> None:
    faces = {*Status, *Extra}
    assert GROUP_OF.keys() == faces
    assert ICONS.keys() == faces
    assert faces - LABELS.keys() == {Extra.HELD}
    assert len(set(ICONS.values())) >= len(faces) - 1


GROUPS = {
    Group.TO_DO: "Nu doen",
    Group.RUNNING: "Loopt",
    Group.ACHIEVED: "Gehaald",
    Group.NOT_ACHIEVED: "Niet gehaald",
    Group.NOT_NOW: "Telt nu niet",
}


def test_group_names() -> None:
    assert {key: group_name(key, "nl") for key in Group} == GROUPS
    assert group_name(Group.TO_DO, "en") == "To do now"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("behind but planned", Group.RUNNING),
        ("behind", Group.TO_DO),
        ("over and reported", Group.TO_DO),
        ("to complete", Group.TO_DO),
        ("after: planned", Group.RUNNING),
        ("planned too far", Group.TO_DO),
        ("T28: three of four", Group.NOT_ACHIEVED),
        ("T53: late", Group.ACHIEVED),
        ("T36: exactly full", Group.RUNNING),
        ("T36: above by the entry of 30 March", Group.TO_DO),
        ("a right", Group.NOT_NOW),
        ("T43: outside the covenant", Group.NOT_NOW),
        ("never looked through", Group.NOT_NOW),
    ],
)
def test_groups_of_rows(name: str, expected: Group) -> None:
    row = next(case for case in CASES if case.name == name).row()
    assert group(row) is expected


def test_a_late_evaluation_belongs_to_the_next_revision_that_has_the_same_obligation() -> None:
    case = next(case for case in CASES if case.name == "done after the end")
    subject, row = case.subject(), case.row()
    assert notes(subject, row, case.day, "nl") == ("alsnog gedaan op 1 februari",)
    for code, said in (("code", ()), ("andere-code", ("alsnog gedaan op 1 februari",))):
        successor = Terms(code, NEW, FINAL)
        continued = replace(subject, terms=replace(subject.terms, successor=successor))
        assert notes(continued, row, case.day, "nl") == said


@pytest.mark.parametrize(
    ("passed_over", "nl", "en"),
    [
        (
            PassedOver("r", Why.ABSENT, ("king",)),
            "telt niet mee, want KING was afwezig",
            "does not count, because KING was absent",
        ),
        (
            PassedOver("r", Why.ABSENT, ("king", "nvvb", "vng")),
            "telt niet mee, want KING, NVVB en VNG waren afwezig",
            "does not count, because KING, NVVB and VNG were absent",
        ),
        (
            PassedOver("r", Why.OUTSIDE_COVENANT),
            "telt niet mee, want het viel buiten de looptijd van Convenant 2016",
            "does not count, because it was outside the term of Convenant 2016",
        ),
        (
            PassedOver("r", Why.BEFORE_WINDOW),
            "telt niet mee, want het was te vroeg: het kan vanaf 1 oktober 2017",
            "does not count, because it was too early: it can be done from 1 October 2017",
        ),
        (
            PassedOver("r", Why.OTHER_HOST),
            "telt niet mee, want het was bij een andere partij",
            "does not count, because it was at another party",
        ),
    ],
)
def test_why_a_fact_does_not_count(passed_over: PassedOver, nl: str, en: str) -> None:
    subject = Subject("Titel", "EVA al. 1", Terms("code", OLD, EVALUATION), NAMES, revision="Convenant 2016")
    assert [why_text(passed_over, subject, lang) for lang in LANGS] == [nl, en]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_reason_and_remark_has_words(lang: Lang) -> None:
    case = CASES[0]
    for term in (AMBTELIJK, EVALUATION, PERSONS, VISITS):
        subject = Subject("Titel", "X", Terms("code", OLD, term), NAMES)
        said = [why_text(PassedOver("r", why), subject, lang) for why in Why]
        said += [note_text(note, subject, case.row(), case.day, lang) for note in Note]
        assert all(said)
        assert not [text for text in said if "{" in text or "None" in text]


def test_every_reading_has_a_question_and_every_choice_its_words() -> None:
    for key, lang in product(KEYS, LANGS):
        values: list[object] = [*CHOICES.get(key, ()), DEFAULT.as_data(key), getattr(DEFAULT, key)]
        said = [reading_text(key, value, lang) for value in values]
        assert all(text.question.endswith("?") and text.choice for text in said)
        assert len({text.choice for text in said[: len(CHOICES.get(key, ())) or 1]}) == (len(CHOICES.get(key, ())) or 1)
    assert reading_text("near", 75, "nl") == ("Wanneer is een maximum bijna vol?", "vanaf 75 procent")
    assert reading_text("quorum", {"at_least": 3}, "nl").choice == "ten minste 3 van de partijen"
    assert reading_text("quorum", 2, "en").choice == "at least 2 of the parties"
    with pytest.raises(KeyError):
        reading_text("rounding", "sideways", "nl")


@pytest.mark.parametrize(
    ("status", "day", "nl", "en"),
    [
        (Status.NOT_IN_FORCE, None, "Nog niet getekend", "Not signed yet"),
        (
            Status.SIGNED_NOT_IN_FORCE,
            date(2019, 5, 21),
            "Getekend, gaat in op 21 mei 2019",
            "Signed, takes effect on 21 May 2019",
        ),
        (Status.SIGNED_NOT_IN_FORCE, None, "Getekend", "Signed"),
        (Status.IN_FORCE, None, "Geldt nu", "In force now"),
        (Status.SUPERSEDED, date(2019, 5, 21), "Vervangen op 21 mei 2019", "Replaced on 21 May 2019"),
        (Status.EXPIRED, date(2024, 1, 1), "Afgelopen op 1 januari 2024", "Ended on 1 January 2024"),
        (Status.EXPIRED, None, "Afgelopen", "Ended"),
    ],
)
def test_covenant_status(status: Status, day: date | None, nl: str, en: str) -> None:
    assert [covenant_status_label(status, day, lang) for lang in LANGS] == [nl, en]


@pytest.mark.parametrize(
    ("as_of", "own", "revision", "nl"),
    [
        (date(2016, 5, 1), ALWAYS, OLD, "Begint nog"),
        (date(2018, 5, 1), ALWAYS, OLD, "Nu niet aan de orde"),
        (date(2018, 5, 1), Window(date(2018, 7, 1)), OLD, "Begint nog"),
        (date(2018, 5, 1), Window(None, date(2017, 7, 1)), OLD, "Gestopt op 1 juli 2017"),
        (date(2019, 5, 21), ALWAYS, OLD, "Vervangen op 21 mei"),
        (date(2019, 5, 21), Window(None, date(2019, 5, 21)), OLD, "Gestopt op 21 mei"),
        (date(2024, 1, 1), Window(None, date(2024, 1, 1)), NEW, "Gestopt op 1 januari"),
        (date(2024, 1, 1), ALWAYS, NEW, "Afgelopen op 1 januari"),
    ],
)
def test_a_duty_of_which_nothing_is_open(as_of: date, own: Window, revision: RevisionTerm, nl: str) -> None:
    assert untriggered_label(Terms("code", revision, REPORT, own=own), as_of, "nl") == nl


@pytest.mark.parametrize(
    ("minutes", "nl", "en"),
    [
        (0, "0 minuten", "0 minutes"),
        (1, "1 minuut", "1 minute"),
        (60, "1 uur", "1 hour"),
        (260, "4 uur en 20 minuten", "4 hours and 20 minutes"),
        (Fraction(5, 2), "2,5 minuten", "2.5 minutes"),
    ],
)
def test_minutes_as_people_write_them(minutes: Fraction | int, nl: str, en: str) -> None:
    assert [duration_text(minutes, lang) for lang in LANGS] == [nl, en]


def test_numbers_ordinals_and_ranges() -> None:
    assert number_text(Fraction(4 * 235, 366), "nl") == "2,568"
    assert number_text(Fraction(4), "en") == "4"
    assert [ordinal(3, "nl"), ordinal(13, "nl"), ordinal(22, "en"), ordinal(13, "en")] == [
        "derde",
        "13e",
        "22nd",
        "13th",
    ]
    assert range_text(date(2019, 5, 21), date(2019, 5, 31), "nl") == "van 21 t/m 31 mei 2019"
    assert range_text(date(2019, 12, 31), date(2019, 12, 31), "en") == "on 31 December 2019"


@pytest.mark.parametrize(
    ("name", "many"),
    [
        ("Ambtelijk overleg", "Ambtelijke overleggen"),
        ("Bestuurlijk overleg", "Bestuurlijke overleggen"),
        ("Topambtelijk overleg", "Topambtelijke overleggen"),
        ("Ingelast overleg", "Ingelaste overleggen"),
        ("Overleg", "overleggen"),
        ("Jaarplan vastgesteld", None),
        ("Extern overleg waar NVVB namens allen spreekt", None),
    ],
)
def test_plural_of_a_meeting(name: str, many: str | None) -> None:
    assert TypeName(name).many == many
    assert TypeName(name, "brieven").many == "brieven"


# What may never be said, whatever the row.

DANGER = re.compile(
    r"\b(lezing|uitgaande post|gebeurtenis|herkomst|jegens|stand|frequentie|plicht|doorlopend|verzamelmail|na-ijlend"
    r"|afzien|nageleefd|geschonden|uiterlijk|te laat|sweep|outbox|claim|lease|kill switch|rehearse|digest|backlog)\b",
    re.IGNORECASE,
)
CODES = re.compile(r"\b(" + "|".join(code for code in (*Status, *Note, *Why) if "_" in code) + r")\b")
DAYS = st.dates(date(2016, 1, 1), date(2021, 12, 31))
PER = st.sampled_from([Per.MONTH, Per.QUARTER, Per.HALF_YEAR, Per.YEAR])
KINDS = st.sampled_from(["ambtelijk", "jaarplan", "verzoek", "onbekend-soort"])
OF = st.lists(KINDS, min_size=1, max_size=2, unique=True).map(tuple)
UNITS = st.sampled_from([(None, None), ("dagdeel", 240), ("persons", None), ("uur", 60)])
WITHIN = st.none() | st.tuples(st.integers(1, 40), st.sampled_from(Unit))


@st.composite
def caps(draw: st.DrawFn) -> Cap:
    unit, minutes = draw(UNITS)
    per = draw(PER | st.just(Per.EVENT))
    counter = draw(st.sampled_from(Counter))
    at_most = draw(st.fractions(Fraction(1, 2), 6, max_denominator=2))
    return Cap(draw(OF), at_most, per, unit, minutes, counter, draw(st.sampled_from([None, "vng"])))


@st.composite
def duties(draw: st.DrawFn) -> Duty:
    when = draw(
        st.sampled_from([When(("verzoek",)), When(start=True), When(each_year=(12, 31)), When(("verzoek", "jaarplan"))])
    )
    relation = draw(st.sampled_from(Relation))
    before = relation is Relation.BEFORE
    return Duty(
        when,
        relation,
        ("ambtelijk",),
        lead_days=draw(st.integers(0, 40)),
        target_days=draw(st.none() | st.integers(1, 60)),
        within=None if before else draw(WITHIN),
        at_least_days_before=draw(st.none() | st.integers(1, 30)) if before else None,
        each=draw(st.none() | st.sampled_from(Each)),
    )


CADENCES = st.one_of(
    st.builds(Cadence, OF, at_least=st.integers(1, 14), per=PER),
    st.builds(Cadence, OF, every_months=st.integers(1, 12)),
    st.builds(Cadence, OF, by=st.sampled_from([(12, 1), (2, 29)])),
)
DEADLINES = st.one_of(
    st.builds(Deadline, OF, due=DAYS, opens=st.none() | DAYS, grace_days=st.integers(0, 9), jointly=st.booleans()),
    st.builds(Deadline, OF, due_at_end=st.just(True)),
    st.builds(Deadline, OF, target=st.none() | DAYS),
)
STANDINGS = st.builds(Standing, st.none() | st.sampled_from(Register), st.just(()) | OF, st.none() | st.integers(1, 12))
TERM = st.one_of(CADENCES, caps(), DEADLINES, duties(), STANDINGS, st.builds(Held, st.sampled_from(Holding)))
READINGS = st.builds(
    Readings,
    year=st.sampled_from(Year),
    month=st.sampled_from(Month),
    part_year=st.sampled_from(PartYear),
    rounding=st.sampled_from(Rounding),
    switch=st.sampled_from(Switch),
    end_date=st.sampled_from(EndDate),
    early=st.sampled_from(Early),
    same_day_before=st.sampled_from(SameDayBefore),
    cap_part_year=st.sampled_from(CapPartYear),
    cap_switch=st.sampled_from(CapSwitch),
    count=st.sampled_from(Count),
    after_effect=st.sampled_from(AfterEffect),
)
OWN = st.just(ALWAYS) | st.builds(
    lambda day, length: Window(day, day + timedelta(days=length)), DAYS, st.integers(1, 900)
)


@st.composite
def obligations(draw: st.DrawFn) -> Terms:
    term = draw(TERM)
    own = ALWAYS if isinstance(term, Deadline) else draw(OWN)
    revision, other = draw(st.sampled_from([(OLD, NEW), (NEW, OLD)]))
    link = Terms(draw(st.sampled_from(["code", "ander"])), other, term) if draw(st.booleans()) else None
    return Terms(
        "code",
        revision,
        term,
        draw(READINGS),
        own,
        PARTIES,
        PARTIES,
        ("verkiezingen",),
        draw(st.sampled_from([False, False, False, True])),
        draw(st.none() | st.sampled_from(Outcome)),
        predecessor=link if revision is NEW else None,
        successor=link if revision is OLD else None,
    )


FACTS = st.builds(
    Fact,
    st.integers(1, 10**6).map("ref-{}".format),
    KINDS,
    DAYS,
    st.sampled_from(FactState),
    by=st.none() | st.sampled_from(PARTIES),
    to=st.just(PARTIES) | st.just(()),
    host=st.none() | st.sampled_from(PARTIES),
    minutes=st.none() | st.integers(1, 500),
    persons=st.none() | st.integers(1, 90),
    answers=st.none() | st.sampled_from(["start", "2017-12-31"]),
    meeting=st.booleans(),
)
WAIVERS = st.builds(Waiver, st.just("code"), DAYS, st.just(frozenset(PARTIES)))
REVIEWS = st.builds(Review, st.just("code"), DAYS, st.booleans())
TENURES = st.builds(Tenure, st.sampled_from(PARTIES), st.sampled_from(["account_holder", "agenda_member"]), OWN)
RECORDS = st.builds(
    record_of,
    st.lists(FACTS, max_size=12),
    waivers=st.lists(WAIVERS, max_size=1),
    reviews=st.lists(REVIEWS, max_size=2),
    tenures=st.lists(TENURES, max_size=2),
    tracked_from=st.none() | DAYS,
)


@given(obligations(), RECORDS, st.dates(date(2016, 1, 1), date(2024, 12, 31)), st.sampled_from([None, "werkafspraken"]))
def test_whatever_the_engine_says_can_be_said(terms: Terms, record: Any, as_of: date, successor: str | None) -> None:
    subject = Subject("Titel", "PER al. 1", terms, NAMES, TYPES, "Convenant", successor)
    for row in assess(terms, record, as_of, history=True).rows:
        assert row.status is None or (type(row.detail), row.status) in PRODUCED
        assert group(row) in Group
        assert icon(row)
        for lang in LANGS:
            check_words(subject, row, as_of, lang)


def check_words(subject: Subject, row: Assessment, as_of: date, lang: Lang) -> None:
    text = sentence(subject, row, as_of, lang)
    assert re.fullmatch(r"\S.* \(PER al\. 1\)", text)
    reasons = [why_text(passed, subject, lang) for passed in row.passed_over]
    for said in (text, label(subject, row, as_of, lang), *reasons):
        assert said == said.strip()
        assert not re.search(r"None|[{}]|  |; ;|: ;|\( ", said), said
        assert not CODES.search(said), said
        assert lang == "en" or not DANGER.search(said), said
    if is_own_target(subject.terms, row):
        assert "vóór" not in text + label(subject, row, as_of, lang)
        assert "uiterste datum" not in text
        assert "covenant date" not in text


def is_own_target(terms: Terms, row: Assessment) -> bool:
    """True when the only date of the row is one that we chose."""
    if isinstance(row.detail, Due):
        return not row.detail.dated
    duty = terms.term
    return (
        isinstance(row.detail, Instance)
        and not row.detail.hard
        and (isinstance(duty, Duty) and duty.relation is not Relation.BEFORE)
    )
