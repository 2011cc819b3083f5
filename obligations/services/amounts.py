"""Amounts as people write them: '1,5 u', '90', '1 uur 20', '1:30', 'half dagdeel', '2 dagdelen'."""

from __future__ import annotations

import re
from fractions import Fraction

from django.utils.translation import gettext as _

from obligations.services.refusal import Refusal
from obligations.services.words import shown

HALF_DAY = 240
"""Minutes of a 'dagdeel' where no obligation says how long one is (domain.md A-29)."""
NUMBER = r"([0-9]{1,6}(?:[.,][0-9]{1,3})?|[½¼¾]|half|halve|een|één)"
HOURS = re.compile(
    rf"{NUMBER} ?(?:u|uur|uren|h|hour|hours)(?: ?(?:en )?([0-9]{{1,2}}) ?(?:m|min|minuten|minuut|minutes)?)?"
)
MINUTES = re.compile(r"([0-9]{1,7})(?: ?(?:m|min|minuten|minuut|minutes))?")
CLOCK = re.compile(r"([0-9]{1,4})[:.]([0-5][0-9])")
DAYPARTS = re.compile(rf"{NUMBER} ?(?:dagdeel|dagdelen|half-days?|half days?)")
WORDS = {"half": Fraction(1, 2), "halve": Fraction(1, 2), "een": Fraction(1), "één": Fraction(1)}
SIGNS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}


def minutes_in(text: str, daypart: int = HALF_DAY) -> int:
    """How many minutes a text means; a bare number is minutes, `daypart` is how many a 'dagdeel' has.

    Raises Refusal for what is no amount of time, or no whole number of minutes.
    """
    found = " ".join(text.casefold().split())
    if match := CLOCK.fullmatch(found):
        return int(match[1]) * 60 + int(match[2])
    if match := HOURS.fullmatch(found):
        return _whole(_number(match[1]) * 60 + int(match[2] or 0), text)
    if match := DAYPARTS.fullmatch(found):
        return _whole(_number(match[1]) * daypart, text)
    if match := MINUTES.fullmatch(found):
        return int(match[1])
    raise Refusal(
        _("%(text)s is not an amount of time. Write it as 90, 1,5 u, 1:30 or half dagdeel.")
        % {"text": shown(text[:40])}
    )


def _number(text: str) -> Fraction:
    return WORDS.get(text) or SIGNS.get(text) or Fraction(text.replace(",", "."))


def _whole(minutes: Fraction, text: str) -> int:
    if minutes.denominator != 1:
        raise Refusal(_("%(text)s is no whole number of minutes.") % {"text": shown(text[:40])})
    return int(minutes)
