"""How much of each maximum was used in its last twelve periods, and the bars in which that is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from babel.dates import format_date
from django.utils.translation import gettext as _

from obligations.assessments import Line, Standing
from obligations.engine.periods import CALENDAR, Per, whole_period
from obligations.engine.terms import Cap
from obligations.engine.verdict import Assessment, Usage
from obligations.web.addresses import obligation_url
from obligations.web.standings import Look
from obligations.web.words import RowView, row_view, subject_of
from obligations.wording import Lang, number_text
from obligations.wording.counting import amount, in_time
from obligations.wording.language import LOCALE, capital
from obligations.wording.norms import about_text, norm_text
from obligations.wording.voice import Voice

WINDOWS = 12
FEWEST = 6
"""The bars of fewer periods than this are drawn as narrow as if there were so many."""
TALLEST, ABOVE, LINE = 120, 40, 18
"""Pixels: how high the highest bar or line is, room above it for a number and a sign, and for a line of words below."""
BASE = ABOVE + TALLEST
MANY_YEARS = 8


@dataclass(frozen=True)
class Bar:
    """One period. `x`: its left side in per cent; `top` and `line` (the maximum): pixels from the top."""

    x: float
    top: int
    height: int
    line: int
    number: str
    over: bool
    first: str
    second: str

    @property
    def label(self) -> int:
        """Where the number stands: above the bar, and above the line where that would cross it."""
        crosses = self.top - 18 < self.line <= self.top
        return (self.line if crosses else self.top) - 6


@dataclass(frozen=True)
class Period:
    """One period in the table, in words."""

    about: str
    used: str
    limit: str
    row: RowView


@dataclass(frozen=True)
class Series:
    """One counter of a maximum. `who`: whose use it is, '' for all together; `over`: the periods above the maximum.

    `width` of a bar in per cent; `base`: where the bars stand, in pixels from the top.
    """

    who: str
    bars: tuple[Bar, ...]
    periods: tuple[Period, ...]
    over: tuple[Period, ...]
    width: float
    base: int = BASE

    @property
    def height(self) -> int:
        """Of the drawing, with one or two lines of words below the bars."""
        return self.base + LINE * (2 if any(bar.second for bar in self.bars) else 1) + LINE // 2


@dataclass(frozen=True)
class Maximum:
    """A maximum with its counters; `idle`: who used nothing in all these periods. `unit`: what the numbers count."""

    title: str
    url: str
    norm: str
    unit: str
    series: tuple[Series, ...]
    idle: tuple[str, ...]


def maxima_of(look: Look, lang: Lang) -> list[Maximum]:
    """Every maximum per period, in the order of the text, under the title that it had last."""
    found: dict[str, list[tuple[Line, Assessment]]] = {}
    for line in look.standing.lines:
        term = line.obligation.terms.term
        if isinstance(term, Cap) and term.per is not Per.EVENT:
            rows = [(line, row) for row in line.assessed.rows if is_kept(look.standing, row)]
            if rows:
                found.setdefault(line.obligation.code, []).extend(rows)
    return [maximum(look, rows, lang) for rows in found.values()]


def is_kept(standing: Standing, row: Assessment) -> bool:
    """True for a period that was counted while the register was kept."""
    since, end = standing.covenant.tracked_from, row.window.end
    return isinstance(row.detail, Usage) and (since is None or end is None or end > since)


def maximum(look: Look, rows: Sequence[tuple[Line, Assessment]], lang: Lang) -> Maximum:
    standing, (line, row) = look.standing, rows[-1]
    subject = subject_of(standing, line)
    voice = Voice(subject, row, standing.as_of, lang)
    counters: dict[str | None, list[tuple[Line, Assessment]]] = {}
    for one in rows:
        counters.setdefault(usage_of(one[1]).counter, []).append(one)
    last = {key: last_of(found) for key, found in counters.items()}
    used = {key: any(usage_of(row).used for _line, row in found) for key, found in last.items()}
    return Maximum(
        line.obligation.title,
        obligation_url(standing.covenant.key, line.obligation.code, look.moment),
        capital(norm_text(subject, lang)),
        unit_of(voice),
        tuple(series(standing, who(voice, key), found, lang) for key, found in last.items() if used[key]),
        tuple(who(voice, key) for key in last if not used[key]),
    )


def last_of(rows: Sequence[tuple[Line, Assessment]]) -> list[tuple[Line, Assessment]]:
    """The last twelve periods, oldest first, through all revisions."""
    return sorted(rows, key=lambda one: one[1].window.first or date.min)[-WINDOWS:]


def usage_of(row: Assessment) -> Usage:
    assert isinstance(row.detail, Usage)
    return row.detail


def who(voice: Voice, counter: str | None) -> str:
    """The party of a counter, and at which other where that matters."""
    by, _between, host = (counter or "").partition(">")
    if not host:
        return voice.subject.name(by) if by else ""
    return voice.say("guest", by=voice.subject.name(by), host=voice.subject.name(host))


def unit_of(voice: Voice) -> str:
    """What the numbers of the bars count: 'uur', 'dagdelen', 'keer'."""
    return _("hours") if in_time(voice) else amount(voice, Fraction(2)).partition(" ")[2]


def series(standing: Standing, name: str, rows: Sequence[tuple[Line, Assessment]], lang: Lang) -> Series:
    scale = max(max(usage_of(row).used, usage_of(row).limit) for _line, row in rows)
    wide = 100 / max(len(rows), FEWEST)
    ticks = ticks_of(rows, lang)
    bars = [bar(standing, number * wide, one, scale, ticks[number], lang) for number, one in enumerate(rows)]
    periods = [period(standing, one, lang) for one in rows]
    over = [found for found, one in zip(periods, bars, strict=True) if one.over]
    return Series(name, tuple(bars), tuple(periods), tuple(over), round(wide * 0.8, 3))


def bar(
    standing: Standing, x: float, one: tuple[Line, Assessment], scale: Fraction, tick: tuple[str, str], lang: Lang
) -> Bar:
    """`scale`: the amount that is drawn as high as can be."""
    line, row = one
    usage, voice = usage_of(row), Voice(subject_of(standing, line), row, standing.as_of, lang)
    height, limit = (round(TALLEST * value / scale) if scale else 0 for value in (usage.used, usage.limit))
    return Bar(
        round(x, 3),
        BASE - height,
        height,
        BASE - limit,
        number_text(measure(voice, usage.used), lang, places=1),
        usage.used > usage.limit,
        *tick,
    )


def measure(voice: Voice, units: Fraction) -> Fraction:
    """The number above a bar: hours where time is counted exactly, else units of the maximum."""
    term = voice.terms.term
    assert isinstance(term, Cap)
    return units * (term.unit_minutes or 0) / 60 if in_time(voice) else units


def ticks_of(rows: Sequence[tuple[Line, Assessment]], lang: Lang) -> list[tuple[str, str]]:
    """What stands below each bar, on two lines: a month or quarter, and its year where that is the first of it.

    A part of a month has its days instead; of many years only the last two digits fit. Years and quarters that do not
    follow the calendar have the month in which they begin.
    """
    found, shown = [], 0
    for line, row in rows:
        term, first, last = line.obligation.terms.term, row.window.first, row.window.last
        assert isinstance(term, Cap)
        assert first is not None
        anchor = line.obligation.terms.anchor(term.per)
        if term.per is Per.YEAR and anchor == CALENDAR:
            found.append((f"’{first.year % 100:02}" if len(rows) > MANY_YEARS else str(first.year), ""))
            continue
        name = format_date(
            first, "QQQ" if (term.per, anchor) == (Per.QUARTER, CALENDAR) else "MMM", locale=LOCALE[lang]
        )
        whole = whole_period(first, term.per.months, anchor)
        cut = term.per is Per.MONTH and last is not None and row.window != whole
        days = f"{first.day}–{last.day}" if cut and last else ""
        found.append((name, days or (str(first.year) if first.year != shown else "")))
        shown = shown if days else first.year
    return found


def period(standing: Standing, one: tuple[Line, Assessment], lang: Lang) -> Period:
    line, row = one
    subject, usage = subject_of(standing, line), usage_of(row)
    voice = Voice(subject, row, standing.as_of, lang)
    return Period(
        about_text(subject, row, lang),
        amount(voice, usage.used),
        amount(voice, usage.limit),
        row_view(subject, row, standing.as_of, lang),
    )
