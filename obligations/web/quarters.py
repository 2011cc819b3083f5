"""How the obligations of a covenant stood at the end of each quarter, and the columns in which that is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date

from obligations import wording
from obligations.engine.periods import CALENDAR, first_of, whole_period
from obligations.engine.windows import DAY
from obligations.web.standings import Look, placed
from obligations.web.words import GROUP_ICONS, tone_of
from obligations.wording import Group, Lang
from obligations.wording.language import LOCALE

QUARTERS = 8
STACKED = (Group.ACHIEVED, Group.RUNNING, Group.TO_DO, Group.NOT_ACHIEVED)
"""From the bottom up; what does not count on a day is not drawn, it stands in the table."""
TALLEST, LOWEST, ABOVE = 200, 22, 24
"""Pixels: how high the highest column would be, how low a part with a number in it can be, and room for the total."""
FEWEST = 5
"""Fewer columns than this are drawn as narrow as if there were so many."""


@dataclass(frozen=True)
class Quarter:
    """How many obligations stood in each group at the end of `day`."""

    day: date
    when: str
    counts: Mapping[Group, int]
    cells: tuple[tuple[str, int], ...] = ()
    """The five groups in their fixed order by name, for a table."""


@dataclass(frozen=True)
class Part:
    """One group in a column: pixels from the top of the drawing, the number in it and the icon beside it."""

    y: int
    height: int
    number: int
    icon: str
    tone: str

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Column:
    """A quarter as a column. `x`: its left side in per cent; `top`: pixels; `month` and `year` stand below."""

    x: float
    width: float
    top: int
    total: int
    parts: tuple[Part, ...]
    month: str
    year: str


@dataclass(frozen=True)
class Drawing:
    """All columns. `base`: where they stand, in pixels from the top; `height`: with the words below."""

    columns: tuple[Column, ...]
    base: int
    height: int


def quarter_ends(first: date, last: date) -> list[date]:
    """The last days of the quarters from `first` up to and including `last`, oldest first, at most eight."""
    found: list[date] = []
    day = last + DAY
    while len(found) < QUARTERS:
        start = first_of(whole_period(day, 3, CALENDAR))
        day = start - DAY
        if day < first:
            break
        found.append(day)
    return found[::-1]


def shown_days(look: Look) -> list[date]:
    """The days on which the page looks back: quarters that had ended, and the last day of a covenant that is over.

    None from before the covenant held or its register was kept.
    """
    standing = look.standing
    starts = [revision.term.in_force_from for revision in standing.covenant.revisions]
    if not starts:
        return []
    first = max(min(starts), standing.covenant.tracked_from or date.min)
    if look.over is None:
        return quarter_ends(first, standing.as_of)
    last = look.over - DAY
    days = quarter_ends(first, last)
    return days if last < first or last in days else [*days, last][-QUARTERS:]


def quarters_of(look: Look, lang: Lang) -> list[Quarter]:
    """Every obligation in one group per day, oldest first; nothing more is asked of the database."""
    found = []
    for day in shown_days(look):
        then = Look(replace(look.moment, as_of=day), look.standing.on(day, history=True))
        groups = [one.group for one in placed(then)]
        counts = {group: groups.count(group) for group in Group}
        cells = tuple((wording.group_name(group, lang), number) for group, number in counts.items())
        found.append(Quarter(day, wording.full_day(day, lang), counts, cells))
    return found


def drawing_of(quarters: Sequence[Quarter], lang: Lang) -> Drawing:
    """Columns on one scale; a part that is too low for its number is drawn a little higher."""
    most = max((sum(one.counts[group] for group in STACKED) for one in quarters), default=0)
    heights = [
        [(group, max(LOWEST, round(one.counts[group] * TALLEST / most))) for group in STACKED if one.counts[group]]
        for one in quarters
    ]
    base = ABOVE + max((sum(height for _group, height in column) for column in heights), default=0)
    wide = 100 / max(len(quarters), FEWEST)
    drawn = enumerate(zip(quarters, heights, strict=True))
    columns = [column(number * wide, wide, *found, base, lang) for number, found in drawn]
    return Drawing(tuple(columns), base, base + 44)


def column(
    x: float, wide: float, quarter: Quarter, heights: Sequence[tuple[Group, int]], base: int, lang: Lang
) -> Column:
    parts, top = [], base
    for group, height in heights:
        top -= height
        parts.append(Part(top, height, quarter.counts[group], GROUP_ICONS[group], tone_of(group)))
    month = format_date(quarter.day, "MMM", locale=LOCALE[lang])
    total = sum(quarter.counts[group] for group in STACKED)
    return Column(round(x, 3), round(wide * 0.92, 3), top, total, tuple(parts), month, str(quarter.day.year))
