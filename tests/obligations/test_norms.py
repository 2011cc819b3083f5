"""What was agreed, in a few words, in both languages."""

from datetime import date
from fractions import Fraction

import pytest

from obligations.engine.periods import Per
from obligations.engine.terms import (
    Cadence,
    Cap,
    Counter,
    Deadline,
    Duty,
    Each,
    Held,
    Holding,
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
from obligations.wording import Subject, TypeName
from obligations.wording.norms import norm_text, own_text

REVISION = RevisionTerm("2016", date(2016, 5, 11), date(2016, 5, 11))
NAMES = {"vng": "VNG", "nvvb": "NVVB"}
TYPES = {"extern": TypeName("Extern overleg"), "verzoek": TypeName("Verzoek gedaan")}


def subject(term: Term, *, soft: bool = False, own: Window = ALWAYS) -> Subject:
    return Subject("Titel", "", Terms("code", REVISION, term, soft=soft, own=own), NAMES, TYPES)


@pytest.mark.parametrize(
    ("term", "dutch", "english"),
    [
        (Cadence((), 4), "minstens 4 keer per jaar", "at least 4 times per year"),
        (Cadence((), 1, Per.QUARTER), "minstens 1 keer per kwartaal", "at least once per quarter"),
        (Cadence((), every_months=6), "elke 6 maanden", "every 6 months"),
        (Cadence((), every_months=1), "elke maand", "every month"),
        (
            Cadence((), by=(2, 29)),
            "elk jaar, met als laatste dag 29 februari",
            "every year, on 29 February at the latest",
        ),
        (
            Cap((), Fraction(1), Per.MONTH, "dagdeel", 240),
            "hoogstens 1 dagdeel (4 uur) per maand",
            "at most 1 dagdeel (4 hours) per month",
        ),
        (
            Cap((), Fraction(3, 2), Per.MONTH, "dagdeel", 240),
            "hoogstens 1,5 dagdelen (6 uur) per maand",
            "at most 1.5 dagdelen (6 hours) per month",
        ),
        (
            Cap((), Fraction(6), counter=Counter.GUEST),
            "hoogstens 6 keer per jaar, voor elke partij apart",
            "at most 6 times per year, for each party by itself",
        ),
        (
            Cap((), Fraction(50), Per.EVENT, "persons", host="vng"),
            "hoogstens 50 personen per keer, bij VNG",
            "at most 50 persons each time, at VNG",
        ),
        (
            Deadline((), due=date(2017, 12, 31), opens=date(2017, 10, 1), jointly=True),
            "uiterste datum (convenant): 31 december 2017, kan vanaf 1 oktober 2017, samen",
            "covenant date: 31 December 2017, can be done from 1 October 2017, together",
        ),
        (
            Deadline((), due_at_end=True, grace_days=1),
            "uiterste datum (convenant): de laatste dag van de looptijd, met 1 dag uitstel",
            "covenant date: the last day of the term, with 1 day of grace",
        ),
        (
            Deadline((), target=date(2019, 12, 31)),
            "de tekst noemt geen datum; streefdatum (eigen planning): 31 december 2019",
            "the text names no date; own target: 31 December 2019",
        ),
        (
            Duty(When(("extern",)), Relation.BEFORE, (), at_least_days_before=5),
            "vóór: extern overleg; minstens 5 dagen van tevoren",
            "before: extern overleg; at least 5 days beforehand",
        ),
        (
            Duty(When(("verzoek",)), Relation.AFTER, (), within=(1, Unit.WORKDAYS)),
            "na: verzoek gedaan; binnen 1 werkdag",
            "after: verzoek gedaan; within 1 working day",
        ),
        (
            Duty(When(start=True), Relation.AFTER, (), target_days=30, each=Each.BEARER),
            "na: de ingang van het convenant; streefdatum (eigen planning): na 30 dagen; elke partij apart",
            "after: the start of the covenant; own target: after 30 days; each party by itself",
        ),
        (
            Duty(When(each_year=(12, 31), exceeded=("cap",)), Relation.AFTER, ()),
            "na: meer dan het maximum gebruikt of 31 december van elk jaar",
            "after: more used than the maximum or 31 December of each year",
        ),
        (
            Standing(Register.THEME_LEADS, review_months=12),
            "geldt altijd; elk thema heeft een verantwoordelijke; nalopen elke 12 maanden (eigen planning)",
            "holds always; each theme has a lead; to look through every 12 months (own target)",
        ),
        (
            Standing(of=("extern",)),
            "geldt altijd; wordt geteld, zonder afgesproken aantal",
            "holds always; counted, no number was agreed",
        ),
        (Held(Holding.MAY), "recht: dit mag, het hoeft niet", "right: this is allowed, not required"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_a_norm_in_both_languages(term: Term, dutch: str, english: str) -> None:
    assert norm_text(subject(term), "nl") == dutch
    assert norm_text(subject(term), "en") == english


def test_what_is_soft_is_an_aim() -> None:
    assert norm_text(subject(Cadence((), 4), soft=True), "nl") == "streven: hier werken partijen aan"


@pytest.mark.parametrize(
    ("own", "text"),
    [
        (Window(None, date(2020, 1, 1)), "alleen t/m 31 december 2019"),
        (Window(date(2019, 6, 1)), "vanaf 1 juni 2019"),
        (Window(date(2019, 6, 1), date(2020, 1, 1)), "alleen van 1 juni t/m 31 december 2019"),
        (ALWAYS, ""),
    ],
)
def test_a_term_of_its_own_is_said(own: Window, text: str) -> None:
    assert own_text(own, "nl") == text
    norm = norm_text(subject(Standing(), own=own), "nl")
    assert norm == (f"geldt altijd; {text}" if text else "geldt altijd")
