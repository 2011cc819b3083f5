"""A row of dates as people paste it from a spreadsheet: a day, perhaps a time, a kind of meeting and a place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from babel import Locale
from django.utils.translation import gettext as _

MOST_LINES = 200
MONTHS = {
    name.casefold().rstrip("."): number
    for locale in ("nl", "en")
    for width in ("wide", "abbreviated")
    for number, name in Locale.parse(locale).months["format"][width].items()
}
NUMBERS = re.compile(r"(?:[^\W\d]{2,10}\.? )?([0-9]{1,2})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{4}))?")
ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
NAMED = re.compile(r"(?:[^\W\d]{2,10}\.? )?([0-9]{1,2}) ([^\W\d]+)\.?(?: ([0-9]{4}))?")
CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2})| ?u(?:ur)?)(?: ?u(?:ur)?)?")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A line: the key of its kind is '' where it does not say."""

    on: date
    at: time | None = None
    type: str = ""
    location: str = ""


def read_lines(text: str, year: int, types: Mapping[str, str]) -> tuple[list[Pasted], list[str]]:
    """The lines that could be read, and what is wrong with the others.

    `types`: the names of kinds by key; `year`: of a day that names none.
    """
    names = {name.casefold(): key for key, name in types.items()} | {key.casefold(): key for key in types}
    found: list[Pasted] = []
    wrong: list[str] = []
    lines = text.splitlines()
    for number, line in enumerate(lines[:MOST_LINES], 1):
        if not line.strip():
            continue
        try:
            found.append(_read(line, year, names))
        except ValueError:
            wrong.append(
                _("Line %(number)s: no day is found in “%(text)s”.") % {"number": number, "text": line.strip()[:60]}
            )
    if len(lines) > MOST_LINES:
        wrong.append(_("At most %(most)s lines at a time.") % {"most": MOST_LINES})
    return found, wrong


def _read(line: str, year: int, names: Mapping[str, str]) -> Pasted:
    cells = [cell.strip() for cell in re.split(r"[\t;]|, | {2,}", line) if cell.strip()]
    if len(cells) == 1:
        cells = _split(cells[0])
    on, at, kind, place = None, None, "", []
    for cell in cells:
        if on is None and (day := day_in(cell, year)) is not None:
            on = day
        elif at is None and (moment := _time_in(cell)) is not None:
            at = moment
        elif not kind and cell.casefold() in names:
            kind = names[cell.casefold()]
        else:
            place.append(cell)
    if on is None:
        raise ValueError(line)
    return Pasted(on, at, kind, ", ".join(place)[:200])


def _split(text: str) -> list[str]:
    """'11 maart 2027 10:00 Stadhuis' in its parts."""
    for pattern in (ISO, NAMED, NUMBERS):
        match = pattern.match(text)
        if match:
            rest = text[match.end() :].strip()
            clock = CLOCK.match(rest)
            parts = [match[0], *([clock[0], rest[clock.end() :]] if clock else [rest])]
            return [part.strip() for part in parts if part.strip()]
    return [text]


def day_in(text: str, year: int) -> date | None:
    """The day that a text is, None when it is none: 2027-03-11, 11-3-2027, 11/3, do 11 maart 2027."""
    try:
        if match := ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := NUMBERS.fullmatch(text):
            return date(int(match[3] or year), int(match[2]), int(match[1]))
        if (match := NAMED.fullmatch(text)) and match[2].casefold() in MONTHS:
            return date(int(match[3] or year), MONTHS[match[2].casefold()], int(match[1]))
    except ValueError:
        return None
    return None


def _time_in(text: str) -> time | None:
    match = CLOCK.fullmatch(text)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return None
    return time(int(match[1]), int(match[2] or 0))
