"""Obligations of the two covenants, as domain.md 2 describes them and design.md 4.1 writes them."""

from __future__ import annotations

from fractions import Fraction

from obligations.engine.periods import Per
from obligations.engine.readings import DEFAULT, Readings
from obligations.engine.terms import (
    Cadence,
    Cap,
    Counter,
    Deadline,
    Duty,
    Each,
    Register,
    Relation,
    Standing,
    Terms,
    When,
)
from tests.engine.building import day, terms_2016, terms_2019, window

UNTIL_2020 = window(end="2020-01-01")


def cadence(at_least: int, *types: str, per: Per = Per.YEAR) -> Cadence:
    return Cadence(types, at_least, per)


def ambtelijk_2016(readings: Readings = DEFAULT, *types: str) -> Terms:
    """Four a year; counted without a norm under the covenant of 2019."""
    return terms_2016("ambtelijk-overleg", cadence(4, "ambtelijk-overleg", *types), readings)


def bestuurlijk_2016(readings: Readings = DEFAULT) -> Terms:
    return terms_2016("bestuurlijk-overleg", cadence(2, "bestuurlijk-overleg"), readings)


def bestuurlijk_2019(readings: Readings = DEFAULT) -> Terms:
    return terms_2019("bestuurlijk-overleg", cadence(1, "bestuurlijk-overleg"), readings)


def topambtelijk_2019(readings: Readings = DEFAULT) -> Terms:
    return terms_2019("topambtelijk-overleg", cadence(2, "topambtelijk-overleg"), readings)


def ambtelijk_2019() -> Terms:
    return terms_2019("ambtelijk-overleg", Standing(of=("ambtelijk-overleg",), review_months=12))


def advice_cap(*types: str, at_most: int = 1, minutes: int = 240) -> Cap:
    return Cap(types or ("personeelsadvies",), Fraction(at_most), Per.MONTH, "dagdeel", minutes)


def personeelsadvies_2016(readings: Readings = DEFAULT, cap: Cap | None = None) -> Terms:
    return terms_2016("personeelsadvies-cap", cap or advice_cap(), readings, bearers=("vng",), towards=("nvvb",))


def financieel_2016(readings: Readings = DEFAULT) -> Terms:
    cap = advice_cap("financieel-advies")
    return terms_2016("financieel-advies-cap", cap, readings, bearers=("vng",), towards=("nvvb",))


def personeelsadvies_2019(readings: Readings = DEFAULT) -> Terms:
    return terms_2019(
        "personeelsadvies-cap", advice_cap(), readings, own=UNTIL_2020, bearers=("vng",), towards=("nvvb",)
    )


def vergoeding(*caps: Terms) -> Terms:
    duty = Duty(
        When(exceeded=tuple(cap.code for cap in caps)),
        Relation.AFTER,
        ("vergoedingsoverleg",),
        target_days=14,
    )
    return terms_2016(
        "vergoeding-bij-overschrijding",
        duty,
        bearers=("vng",),
        towards=("nvvb",),
        caps={cap.code: cap for cap in caps},
    )


def gebouwgebruik_aantal(counter: Counter = Counter.GUEST, readings: Readings = DEFAULT) -> Terms:
    cap = Cap(("zaalgebruik",), Fraction(6), Per.YEAR, counter=counter)
    return terms_2016("gebouwgebruik-aantal", cap, readings)


def gebouwgebruik_personen(host: str, at_most: int) -> Terms:
    cap = Cap(("zaalgebruik",), Fraction(at_most), Per.EVENT, "persons", host=host)
    return terms_2016(f"gebouwgebruik-personen-{host}", cap)


def standaardvoorwaarden(due: str = "2016-06-30") -> Terms:
    return terms_2016("standaardvoorwaarden-gereed", Deadline(("standaardvoorwaarden-vastgesteld",), day(due)))


def modelovereenkomst(due: str = "2016-06-30") -> Terms:
    return terms_2016("modelprojectovereenkomst-gereed", Deadline(("modelovereenkomst-vastgesteld",), day(due)))


def interim(opens: str, due: str, grace_days: int = 0) -> Deadline:
    return Deadline(("evaluatie-tussentijds",), day(due), opens=day(opens), grace_days=grace_days, jointly=True)


def tussentijdse_2016(readings: Readings = DEFAULT, grace_days: int = 0) -> Terms:
    return terms_2016("tussentijdse-evaluatie", interim("2017-10-01", "2017-12-31", grace_days), readings)


def tussentijdse_2019(readings: Readings = DEFAULT) -> Terms:
    return terms_2019("tussentijdse-evaluatie", interim("2021-10-01", "2021-12-31"), readings)


def eindevaluatie_2016(readings: Readings = DEFAULT) -> Terms:
    return terms_2016("eindevaluatie", Deadline(("evaluatie-eind",), due_at_end=True, jointly=True), readings)


def eindevaluatie_2019(readings: Readings = DEFAULT) -> Terms:
    return terms_2019("eindevaluatie", Deadline(("evaluatie-eind",), due_at_end=True, jointly=True), readings)


def voortzettingsoverleg(due: str = "2023-11-01") -> Terms:
    return terms_2019("voortzettingsoverleg", Deadline(("voortzettingsoverleg",), day(due), jointly=True))


def rechtspositie_onderzoek() -> Terms:
    return terms_2019("rechtspositie-onderzoek", Deadline(("onderzoek-afgerond",), target=day("2019-12-31")))


def vooraf_informeren(readings: Readings = DEFAULT) -> Terms:
    duty = Duty(When(("extern-overleg",)), Relation.BEFORE, ("vooraf-geinformeerd",), lead_days=7)
    return terms_2016("overleg-vooraf-informeren", duty, readings, bearers=("nvvb",), towards=("vng",))


def terugkoppelen(readings: Readings = DEFAULT) -> Terms:
    duty = Duty(When(("extern-overleg",)), Relation.AFTER, ("teruggekoppeld",), target_days=14)
    return terms_2016("overleg-terugkoppelen", duty, readings, bearers=("nvvb",), towards=("vng",))


def bestuurlijk_voorbereiden() -> Terms:
    duty = Duty(When(("bestuurlijk-overleg",)), Relation.BEFORE, ("ambtelijk-overleg",), lead_days=30)
    return terms_2016("bestuurlijk-overleg-voorbereiden", duty)


def nieuwe_projecten(first: str | None = None, end: str | None = None) -> Terms:
    duty = Duty(When(("project-gestart",), themed=True), Relation.UPON, ("projectovereenkomst",))
    return terms_2016("nieuwe-projecten-onder-model", duty, own=window(first, end))


def bekendmaken_2016() -> Terms:
    duty = Duty(When(start=True), Relation.AFTER, ("bekendmaking",), target_days=30, each=Each.BEARER)
    return terms_2016("convenant-bekendmaken-leden", duty)


def advies_verlenen_2019(readings: Readings = DEFAULT) -> Terms:
    duty = Duty(When(("personeelsadvies-gevraagd",)), Relation.UPON, ("personeelsadvies",), target_days=14)
    return terms_2019("personeelsadvies-verlenen", duty, readings, own=UNTIL_2020, bearers=("vng",), towards=("nvvb",))


def rechtspositie_volgen_2019(readings: Readings = DEFAULT) -> Terms:
    return terms_2019("rechtspositie-volgen", Standing(review_months=12), readings, own=UNTIL_2020, bearers=("nvvb",))


def accounthouder_aanstellen() -> Terms:
    return terms_2016("accounthouder-aanstellen", Standing(Register.ACCOUNT_HOLDERS))
