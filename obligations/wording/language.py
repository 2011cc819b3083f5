"""Dates, numbers and amounts as people write them, in the language that is asked for and in no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Literal

from babel.dates import get_month_names
from babel.numbers import format_decimal

from obligations.engine.periods import Per, whole_period
from obligations.engine.windows import Window

Lang = Literal["nl", "en"]
Pair = tuple[str, str]
"""One text: Dutch, English."""

LOCALE: Mapping[Lang, str] = {"nl": "nl_NL", "en": "en_GB"}
ORDINALS: Mapping[Lang, tuple[str, ...]] = {
    "nl": (
        *("eerste", "tweede", "derde", "vierde", "vijfde", "zesde"),
        *("zevende", "achtste", "negende", "tiende", "elfde", "twaalfde"),
    ),
    "en": (
        *("first", "second", "third", "fourth", "fifth", "sixth"),
        *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
    ),
}
PERIODS: Mapping[Per, Pair] = {
    Per.MONTH: ("in {month} {year}", "in {month} {year}"),
    Per.QUARTER: ("in het {nth} kwartaal van {year}", "in the {nth} quarter of {year}"),
    Per.HALF_YEAR: ("in de {nth} helft van {year}", "in the {nth} half of {year}"),
    Per.YEAR: ("in {year}", "in {year}"),
}
PER: Mapping[Per, Pair] = {
    Per.MONTH: ("per maand", "per month"),
    Per.QUARTER: ("per kwartaal", "per quarter"),
    Per.HALF_YEAR: ("per half jaar", "per half year"),
    Per.YEAR: ("per jaar", "per year"),
    Per.EVENT: ("per keer", "each time"),
}


def pick(pair: Pair, lang: Lang, **values: object) -> str:
    """The text in `lang` with `values` filled in."""
    return pair[lang == "en"].format(**values)


@cache
def _months(lang: Lang) -> Mapping[int, str]:
    return dict(get_month_names("wide", locale=LOCALE[lang]))


def full_day(day: date, lang: Lang) -> str:
    """'31 maart 2019' or '31 March 2019'."""
    return f"{short_day(day, lang)} {day.year}"


def short_day(day: date, lang: Lang) -> str:
    """'31 maart' or '31 March'."""
    return f"{day.day} {_months(lang)[day.month]}"


def month_text(day: date, lang: Lang) -> str:
    """'maart' or 'March'."""
    return _months(lang)[day.month]


def day_text(day: date, as_of: date, lang: Lang) -> str:
    """A day, with its year when that is not the year of `as_of`."""
    return short_day(day, lang) if day.year == as_of.year else full_day(day, lang)


def range_text(first: date, last: date, lang: Lang) -> str:
    """Both days belong to it: 'van 11 mei t/m 31 december 2016'; 'op 31 december 2019' for one day."""
    if first == last:
        return pick(("op {day}", "on {day}"), lang, day=full_day(last, lang))
    begin = full_day(first, lang)
    if first.year == last.year:
        begin = str(first.day) if first.month == last.month else short_day(first, lang)
    return pick(("van {begin} t/m {end}", "from {begin} to {end}"), lang, begin=begin, end=full_day(last, lang))


def period_text(window: Window, per: Per, anchor: date, lang: Lang) -> str:
    """'in 2018' for a whole period of the calendar, its first and last day for any other closed window."""
    first, last = window.first, window.last
    if first is None or last is None:
        return ""
    months = per.months
    calendar = first.day == 1 and months > 0 and (first.month - 1) % months == 0
    if not calendar or window != whole_period(first, months, anchor):
        return range_text(first, last, lang)
    nth = ordinal((first.month - 1) // months + 1, lang)
    return pick(PERIODS[per], lang, nth=nth, month=_months(lang)[first.month], year=first.year)


def ordinal(number: int, lang: Lang) -> str:
    """'derde', 'third'; from 13 on '13e', '13th'."""
    if 1 <= number <= len(ORDINALS[lang]):
        return ORDINALS[lang][number - 1]
    if lang == "nl":
        return f"{number}e"
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else endings.get(number % 10, 'th')}"


def number_text(number: Fraction | int, lang: Lang, places: int = 3) -> str:
    """At most `places` decimals, half even: '2,568', '2.568', '4'."""
    rounded = round(Fraction(number), places)
    decimal = Decimal(rounded.numerator) / Decimal(rounded.denominator)
    return format_decimal(decimal, format="0." + "#" * places, locale=LOCALE[lang])


def counted(number: Fraction | int, one: Pair, more: Pair, lang: Lang) -> str:
    """'1 dag', '2 dagen'."""
    return f"{number_text(number, lang)} {pick(one if number == 1 else more, lang)}"


def days_text(number: int, lang: Lang) -> str:
    return counted(number, ("dag", "day"), ("dagen", "days"), lang)


def months_text(number: int, lang: Lang) -> str:
    return counted(number, ("maand", "month"), ("maanden", "months"), lang)


def duration_text(minutes: Fraction | int, lang: Lang) -> str:
    """'4 uur en 15 minuten', '4 hours and 15 minutes', '45 minuten'."""
    hours, rest = divmod(Fraction(minutes), 60)
    whole = counted(hours, ("uur", "hour"), ("uur", "hours"), lang) if hours else ""
    part = counted(rest, ("minuut", "minute"), ("minuten", "minutes"), lang) if rest or not hours else ""
    return pick((" en ", " and "), lang).join(text for text in (whole, part) if text)


def listing(words: Sequence[str], lang: Lang, joint: Pair = ("en", "and")) -> str:
    """'VNG, KING en NVVB'."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {pick(joint, lang)} {words[-1]}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """The first letter small, unless the first word is an abbreviation: 'VNG-overleg' stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def days_between(first: date, last: date) -> int:
    return (last - first) // timedelta(days=1)
