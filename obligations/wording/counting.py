"""Sentences about numbers: at least so often in a period, at most so much."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from obligations.engine.periods import Per, days_in, whole_period
from obligations.engine.readings import CapSwitch, Count, PartYear
from obligations.engine.terms import Cadence, Cap
from obligations.engine.verdict import Note, Quota, Status, Usage
from obligations.engine.windows import Window
from obligations.wording.language import (
    PER,
    counted,
    duration_text,
    number_text,
    ordinal,
    period_text,
    pick,
)
from obligations.wording.subject import UNITS
from obligations.wording.voice import Voice, asked, begins, not_recorded, planned, reported, waived

TIMES = (("keer", "time"), ("keer", "times"))
PERSONS = (("persoon", "person"), ("personen", "persons"))


def _cadence(voice: Voice) -> Cadence:
    assert isinstance(voice.terms.term, Cadence)
    return voice.terms.term


def _cap(voice: Voice) -> Cap:
    assert isinstance(voice.terms.term, Cap)
    return voice.terms.term


def _period(voice: Voice, window: Window, per: Per) -> str:
    return period_text(window, per, voice.terms.anchor(per), voice.lang)


def held(voice: Voice, quota: Quota) -> str:
    """'2 van 4 ambtelijke overleggen in 2018 gehouden'."""
    required = quota.required
    number = required if 0 < required >= quota.done else quota.done
    noun = voice.noun(number)
    key = ("more" if quota.done > required else "held") if required else "only"
    if noun is None:
        key = "times" if required else "times.only"
    verb = "held" if voice.subject.are_meetings(_cadence(voice).of) else "recorded"
    return voice.say(
        f"quota.{key}",
        done=quota.done,
        required=required,
        noun=noun,
        title=voice.subject.title,
        verb=voice.say(verb),
        period=_period(voice, voice.row.window, _cadence(voice).per),
    )


def will_need(voice: Voice, quota: Quota) -> str:
    if quota.required == 0:
        return voice.say("quota.none")
    noun = voice.noun(quota.required)
    return voice.say(
        "quota.will.times" if noun is None else "quota.will",
        required=quota.required,
        noun=noun,
        title=voice.subject.title,
        period=_period(voice, voice.row.window, _cadence(voice).per),
    )


def needed(voice: Voice, quota: Quota) -> str:
    """'nog 2 nodig vóór 31 december, streefdatum voor de derde 30 september'."""
    last = voice.row.window.last
    text = voice.say("quota.needed", n=quota.required - quota.done, last=voice.day(last))
    if quota.next_on is None or quota.next_on == last:
        return text
    nth = ordinal(max(quota.done, quota.expected) + 1, voice.lang)
    return text + voice.say("quota.target", nth=nth, day=voice.day(quota.next_on))


def behind(voice: Voice, quota: Quota) -> str:
    """The first own target that passed without its meeting."""
    if quota.done >= quota.expected:
        return ""
    nth = ordinal(quota.done + 1, voice.lang)
    return voice.say("quota.behind", nth=nth, day=voice.day(quota.targets[quota.done]))


def first_target(voice: Voice, quota: Quota) -> str:
    if quota.next_on is None or quota.next_on == voice.row.window.last:
        return ""
    return voice.say("quota.first", day=voice.day(quota.next_on))


def short(voice: Voice, quota: Quota) -> str:
    return voice.say("quota.short", n=quota.required - quota.done)


def too_short(voice: Voice, quota: Quota) -> str:
    by_reading = voice.terms.readings.part_year is PartYear.NONE and Note.STUB not in voice.row.notes
    return "" if by_reading else voice.say("quota.none")


def part(voice: Voice, quota: Quota) -> str:
    """'periode van 235 van de 366 dagen: 2,568, naar beneden afgerond 2'; '' for a whole period."""
    term, window = _cadence(voice), voice.row.window
    at_least, first = term.at_least or 0, window.first
    if first is None or window.end is None or at_least == 0:
        return ""
    whole = whole_period(first, term.per.months, voice.terms.anchor(term.per))
    if window == whole and quota.exact == at_least:
        return ""
    if first < voice.terms.revision.in_force_from:
        return _fraction(voice, quota, "part.joined")
    part_year = voice.terms.readings.part_year
    if part_year is not PartYear.PRO_RATA:
        stub = Note.STUB in voice.row.notes
        return "" if stub else voice.say("part.full" if part_year is PartYear.FULL else "part.none")
    days = quota.exact * days_in(whole) / at_least
    key = "part.days" if days == days_in(window) else "part.kept"
    return _fraction(voice, quota, key, days=number_text(days, voice.lang), whole=days_in(whole))


def _fraction(voice: Voice, quota: Quota, key: str, **values: object) -> str:
    rounded = ""
    if quota.exact.denominator != 1 and Note.STUB not in voice.row.notes:
        rounded = voice.say(f"rounded.{voice.terms.readings.rounding}", n=quota.required)
    return voice.say(key, exact=number_text(quota.exact, voice.lang), rounded=rounded, **values)


QUOTA: Mapping[Status, tuple[Callable[[Voice, Quota], str], ...]] = {
    Status.UPCOMING: (begins, will_need, first_target, part),
    Status.NO_QUOTA: (held, too_short, part, planned, reported, asked),
    Status.MET: (held, part, reported),
    Status.NOT_RECORDED: (not_recorded, held, part),
    Status.MISSED: (held, short, part, reported, asked),
    Status.AT_RISK: (held, behind, needed, part, planned, reported, asked),
    Status.DUE_SOON: (held, behind, needed, part, planned, reported, asked),
    Status.ON_TRACK: (held, needed, part, planned, reported, asked),
    Status.WAIVED: (waived, held, part, planned, reported),
}


def amount(voice: Voice, units: Fraction) -> str:
    """Units of the cap as people write them: '4 uur en 15 minuten', '51 personen', '2 dagdelen', '6 keer'."""
    cap, lang = _cap(voice), voice.lang
    if in_time(voice):
        return duration_text(units * (cap.unit_minutes or 0), lang)
    if cap.unit == "persons":
        return counted(units, *PERSONS, lang)
    unit = voice.subject.unit or cap.unit
    if unit is None:
        return counted(units, *TIMES, lang)
    many = UNITS.get(unit, unit)
    return counted(units, (unit, unit), (many, many), lang)


def in_time(voice: Voice) -> bool:
    """True when what is counted are minutes; started units are counted as units."""
    return _cap(voice).unit_minutes is not None and voice.terms.readings.count is Count.EXACT


def used(voice: Voice, usage: Usage) -> str:
    """'in maart 2018 gebruikt: 4 uur en 15 minuten', after the party whose use it is."""
    cap, window = _cap(voice), voice.row.window
    carried = _is_carried_over(voice)
    if carried and window.first is not None:
        window = whole_period(window.first, cap.per.months, voice.terms.anchor(cap.per))
    period = _period(voice, window, cap.per)
    if usage.used == 0:
        return voice.say("used.nothing" if window.ended_by(voice.as_of) else "used.nothing_yet", period=period)
    text = voice.say("used.event" if cap.per is Per.EVENT else "used", period=period, amount=amount(voice, usage.used))
    return text + (voice.say("used.carried") if carried else "")


def _is_carried_over(voice: Voice) -> bool:
    """One running sum in the period of a revision: what the old covenant used is in it (A-34)."""
    terms, cap, first = voice.terms, _cap(voice), voice.row.window.first
    before = terms.predecessor
    if before is None or cap.per is Per.EVENT or first != terms.revision.in_force_from or before.soft:
        return False
    if terms.readings.cap_switch is not CapSwitch.CONTINUOUS or before.term != cap:
        return False
    anchor = terms.anchor(cap.per)
    return anchor == before.anchor(cap.per) and whole_period(first, cap.per.months, anchor).first != first


def limit(voice: Voice, usage: Usage) -> str:
    """'afgesproken is 4 uur per maand'."""
    cap = _cap(voice)
    persons = ("per bijeenkomst", "per meeting")
    per = persons if cap.per is Per.EVENT and cap.unit == "persons" else PER[cap.per]
    text = voice.say(
        "limit.time" if in_time(voice) else "limit",
        amount=amount(voice, cap.at_most),
        per=pick(per, voice.lang),
    )
    if usage.limit == cap.at_most:
        return text
    return text + voice.say("limit.part", amount=amount(voice, usage.limit))


def room(voice: Voice, usage: Usage) -> str:
    return voice.say("room", amount=amount(voice, usage.limit - usage.used))


def full(voice: Voice, usage: Usage) -> str:
    return voice.say("full")


def over(voice: Voice, usage: Usage) -> str:
    """By how much and by which entry; of one booking the day is said already."""
    text = voice.say("over", amount=amount(voice, usage.used - usage.limit))
    ref = usage.crossed_by
    if ref is None or _cap(voice).per is Per.EVENT:
        return text
    day: date | None = voice.subject.days.get(ref)
    return text + (voice.say("over.ref", ref=ref) if day is None else voice.say("over.day", day=voice.day(day)))


def standing_of(voice: Voice, usage: Usage) -> str:
    """Room or excess, for a maximum that was waived."""
    if usage.used == usage.limit:
        return full(voice, usage)
    return (over if usage.used > usage.limit else room)(voice, usage)


def outside(voice: Voice) -> list[str]:
    """Entries after the window: they count for nothing (T43)."""
    number = len(voice.row.passed_over)
    period = _period(voice, voice.row.window, _cap(voice).per)
    return [voice.say("outside.one" if number == 1 else "outside.more", n=number, period=period)]


USAGE: Mapping[Status, tuple[Callable[[Voice, Usage], str], ...]] = {
    Status.WITHIN: (used, limit, room, planned, reported),
    Status.NEAR: (used, limit, room, planned, reported),
    Status.AT_CAP: (used, limit, full, planned, reported),
    Status.EXCEEDED: (used, limit, over, planned, reported),
    Status.WAIVED: (waived, used, limit, standing_of, planned, reported),
}
