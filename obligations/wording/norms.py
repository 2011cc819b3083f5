"""What was agreed, in a few words, and what one row of it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from obligations.engine.periods import Per
from obligations.engine.terms import (
    Cadence,
    Cap,
    Counter,
    Deadline,
    Duty,
    Held,
    Holding,
    Register,
    Relation,
    Standing,
    Unit,
    When,
)
from obligations.engine.verdict import Assessment, Due, Instance, Interval, Quota, Usage
from obligations.engine.windows import Window
from obligations.wording.labels import is_covenant_date
from obligations.wording.language import (
    PER,
    Lang,
    Pair,
    capital,
    counted,
    days_text,
    duration_text,
    full_day,
    listing,
    lower,
    months_text,
    number_text,
    period_text,
    pick,
    range_text,
    short_day,
)
from obligations.wording.subject import UNITS, Subject

LEAP_YEAR = 2000
NORMS: Mapping[str, Pair] = {
    "at_least": ("minstens {n} keer {per}", "at least {n} times {per}"),
    "at_least.one": ("minstens 1 keer {per}", "at least once {per}"),
    "every": ("elke {months}", "every {months}"),
    "every.month": ("elke maand", "every month"),
    "by": ("elk jaar, met als laatste dag {day}", "every year, on {day} at the latest"),
    "at_most": ("hoogstens {amount} {per}", "at most {amount} {per}"),
    "guest": (", voor elke partij apart", ", for each party by itself"),
    "direction": (", voor elke partij bij elke andere partij", ", for each party at each other party"),
    "host": (", bij {party}", ", at {party}"),
    "due": ("uiterste datum (convenant): {day}", "covenant date: {day}"),
    "due.end": (
        "uiterste datum (convenant): de laatste dag van de looptijd",
        "covenant date: the last day of the term",
    ),
    "due.none": ("de tekst noemt geen datum", "the text names no date"),
    "opens": (", kan vanaf {day}", ", can be done from {day}"),
    "grace": (", met {days} uitstel", ", with {days} of grace"),
    "jointly": (", samen", ", together"),
    "target": ("streefdatum (eigen planning): {day}", "own target: {day}"),
    "before": ("vóór: {when}", "before: {when}"),
    "upon": ("bij: {when}", "with: {when}"),
    "after": ("na: {when}", "after: {when}"),
    "within": ("binnen {term}", "within {term}"),
    "days_before": ("minstens {days} van tevoren", "at least {days} beforehand"),
    "target_days": (
        "streefdatum (eigen planning): na {days}",
        "own target: after {days}",
    ),
    "each.bearer": ("elke partij apart", "each party by itself"),
    "each.addressee": ("voor elke partij apart", "for each party by itself"),
    "when.themed": ("{types}, bij een van de thema’s", "{types}, on one of the themes"),
    "when.exceeded": ("meer dan het maximum gebruikt", "more used than the maximum"),
    "when.start": ("de ingang van het convenant", "the start of the covenant"),
    "when.each_year": ("{day} van elk jaar", "{day} of each year"),
    "always": ("geldt altijd", "holds always"),
    "counted": ("geldt altijd; wordt geteld, zonder afgesproken aantal", "holds always; counted, no number was agreed"),
    "review": ("nalopen elke {months} (eigen planning)", "to look through every {months} (own target)"),
    Register.ACCOUNT_HOLDERS: ("elke partij heeft een accounthouder", "each party has an account holder"),
    Register.THEME_LEADS: ("elk thema heeft een verantwoordelijke", "each theme has a lead"),
    Register.AGENDA_MEMBERS: ("er is een agendalid", "there is an agenda member"),
    Holding.MAY: ("recht: dit mag, het hoeft niet", "right: this is allowed, not required"),
    Holding.POWER: ("bevoegdheid: dit mag iemand namens anderen", "power: somebody may do this for others"),
    Holding.DEFINITION: ("omschrijving: zo is het bedoeld", "description: this is what is meant"),
    "soft": ("streven: hier werken partijen aan", "aim: parties work on this"),
    "own.until": ("alleen t/m {last}", "only until {last}"),
    "own.from": ("vanaf {first}", "from {first}"),
    "own": ("alleen {range}", "only {range}"),
}
WORDS_OF_TIME = frozenset({"uur", "uren", "minuut", "minuten", "hour", "hours", "minute", "minutes"})
"""Units that a duration says already."""
TERM_UNITS: Mapping[Unit, tuple[Pair, Pair]] = {
    Unit.DAYS: (("dag", "day"), ("dagen", "days")),
    Unit.WORKDAYS: (("werkdag", "working day"), ("werkdagen", "working days")),
    Unit.WEEKS: (("week", "week"), ("weken", "weeks")),
    Unit.MONTHS: (("maand", "month"), ("maanden", "months")),
}
PERSONS: tuple[Pair, Pair] = (("persoon", "person"), ("personen", "persons"))
TIMES: tuple[Pair, Pair] = (("keer", "time"), ("keer", "times"))


def norm_text(subject: Subject, lang: Lang) -> str:
    """'minstens 4 keer per jaar', without capital or full stop."""
    terms = subject.terms
    text = _soft(subject, lang) if terms.soft else NORM_OF[type(terms.term)](subject, terms.term, lang)
    own = own_text(terms.own, lang)
    return f"{text}; {own}" if own else text


def own_text(own: Window, lang: Lang) -> str:
    """The term of an obligation that does not run as long as its revision."""
    if own.first is not None and own.last is not None:
        return pick(NORMS["own"], lang, range=range_text(own.first, own.last, lang))
    if own.last is not None:
        return pick(NORMS["own.until"], lang, last=full_day(own.last, lang))
    return pick(NORMS["own.from"], lang, first=full_day(own.first, lang)) if own.first else ""


def _soft(subject: Subject, lang: Lang) -> str:
    del subject
    return pick(NORMS["soft"], lang)


def _cadence(subject: Subject, term: Cadence, lang: Lang) -> str:
    del subject
    if term.by is not None:
        return pick(NORMS["by"], lang, day=_month_day(term.by, lang))
    if term.every_months is not None:
        key = "every.month" if term.every_months == 1 else "every"
        return pick(NORMS[key], lang, months=months_text(term.every_months, lang))
    key = "at_least.one" if term.at_least == 1 else "at_least"
    return pick(NORMS[key], lang, n=term.at_least, per=pick(PER[term.per], lang))


def _cap(subject: Subject, term: Cap, lang: Lang) -> str:
    text = pick(NORMS["at_most"], lang, amount=_amount(term, lang), per=pick(PER[term.per], lang))
    if term.counter is not Counter.JOINT and term.per is not Per.EVENT:
        text += pick(NORMS[term.counter], lang)
    return text + (pick(NORMS["host"], lang, party=subject.name(term.host)) if term.host else "")


def _amount(term: Cap, lang: Lang) -> str:
    """'1 dagdeel (4 uur)', '50 personen', '6 keer'."""
    if term.unit_minutes is not None:
        time = duration_text(term.at_most * term.unit_minutes, lang)
        number = number_text(term.at_most, lang)
        unit = term.unit or ""
        word = unit if term.at_most == 1 else UNITS.get(unit, unit)
        return f"{number} {word} ({time})" if unit and unit not in WORDS_OF_TIME else time
    return counted(term.at_most, *(PERSONS if term.unit == "persons" else TIMES), lang)


def _deadline(subject: Subject, term: Deadline, lang: Lang) -> str:
    del subject
    if term.due is not None:
        text = pick(NORMS["due"], lang, day=full_day(term.due, lang))
    else:
        text = pick(NORMS["due.end" if term.due_at_end else "due.none"], lang)
    if term.opens is not None:
        text += pick(NORMS["opens"], lang, day=full_day(term.opens, lang))
    text += pick(NORMS["grace"], lang, days=days_text(term.grace_days, lang)) if term.grace_days else ""
    text += pick(NORMS["jointly"], lang) if term.jointly else ""
    if term.target is None or term.is_dated:
        return text
    return f"{text}; {pick(NORMS['target'], lang, day=full_day(term.target, lang))}"


def _duty(subject: Subject, term: Duty, lang: Lang) -> str:
    parts = [pick(NORMS[term.relation], lang, when=when_text(subject, term.when, lang))]
    if term.within is not None:
        number, unit = term.within
        parts.append(pick(NORMS["within"], lang, term=counted(number, *TERM_UNITS[unit], lang)))
    if term.at_least_days_before is not None:
        parts.append(pick(NORMS["days_before"], lang, days=days_text(term.at_least_days_before, lang)))
    if term.target_days is not None and not term.has_term and term.relation is not Relation.BEFORE:
        parts.append(pick(NORMS["target_days"], lang, days=days_text(term.target_days, lang)))
    if term.each is not None:
        parts.append(pick(NORMS[f"each.{term.each}"], lang))
    return "; ".join(parts)


def when_text(subject: Subject, when: When, lang: Lang) -> str:
    """What a duty arises from."""
    names = listing([lower(subject.type_name(key)) for key in when.types], lang, ("of", "or"))
    parts = [pick(NORMS["when.themed"], lang, types=names) if when.themed else names]
    parts.append(pick(NORMS["when.exceeded"], lang) if when.exceeded else "")
    parts.append(pick(NORMS["when.start"], lang) if when.start else "")
    if when.each_year is not None:
        parts.append(pick(NORMS["when.each_year"], lang, day=_month_day(when.each_year, lang)))
    return listing([part for part in parts if part], lang, ("of", "or"))


def _standing(subject: Subject, term: Standing, lang: Lang) -> str:
    del subject
    text = pick(NORMS["counted" if term.of else "always"], lang)
    text += f"; {pick(NORMS[term.register], lang)}" if term.register else ""
    if term.review_months is None:
        return text
    return f"{text}; {pick(NORMS['review'], lang, months=months_text(term.review_months, lang))}"


def _held(subject: Subject, term: Held, lang: Lang) -> str:
    del subject
    return pick(NORMS[term.holding], lang)


def _month_day(month_day: tuple[int, int], lang: Lang) -> str:
    month, day = month_day
    return short_day(date(LEAP_YEAR, month, day), lang)


NORM_OF: Mapping[type, Callable[[Subject, Any, Lang], str]] = {
    Cadence: _cadence,
    Cap: _cap,
    Deadline: _deadline,
    Duty: _duty,
    Standing: _standing,
    Held: _held,
}


# --- What a row is about -----------------------------------------------------------------------------------

ABOUT: Mapping[str, Pair] = {
    "covenant": ("uiterste datum (convenant)", "covenant date"),
    "target": ("streefdatum (eigen planning)", "own target"),
    "occasion": ("aanleiding", "occasion"),
}


def about_text(subject: Subject, row: Assessment, lang: Lang) -> str:
    """The period, or the day, that a row is about: 'In 2018', '31 december 2017'."""
    detail, term = row.detail, subject.terms.term
    if isinstance(detail, Instance):
        return full_day(detail.trigger_on, lang)
    if isinstance(detail, Due | Interval) and detail.due_on is not None:
        return full_day(detail.due_on, lang)
    if isinstance(detail, Quota | Usage) and isinstance(term, Cadence | Cap):
        return capital(period_text(row.window, term.per, subject.terms.anchor(term.per), lang))
    first, last = row.window.first, row.window.last
    if first is None or last is None:
        return "" if first is None else capital(pick(NORMS["own.from"], lang, first=full_day(first, lang)))
    return capital(range_text(first, last, lang))


def about_kind(row: Assessment, lang: Lang) -> str:
    """What kind of day that is, '' for a period."""
    detail = row.detail
    if isinstance(detail, Instance):
        return pick(ABOUT["occasion"], lang)
    if isinstance(detail, Due | Interval) and detail.due_on is not None:
        return pick(ABOUT["covenant" if is_covenant_date(row) else "target"], lang)
    return ""
