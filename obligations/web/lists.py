"""Obligations by group, worst first, for a covenant or for all of them: from what is stored today, computed else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from obligations import wording
from obligations.assessments import Line, Standing, assess_covenants
from obligations.current import Chosen, Listing, Spot, listing_of, standing_today
from obligations.engine.verdict import Assessment, Status
from obligations.models import Covenant
from obligations.web.addresses import obligation_url
from obligations.web.as_of import Moment
from obligations.web.standings import Look, Placed
from obligations.web.words import (
    GROUP_ICONS,
    Badge,
    RowView,
    badge_of,
    row_view,
    subject_of,
    tone_of,
    untriggered_badge,
)
from obligations.wording import Group, Lang
from obligations.wording.language import listing
from obligations.wording.placing import group_of, is_listed, place_of, shown_rows, urgency

FIRST_ROWS = 3
FIRST_OF_GROUP = 20
PAGE = 50


@dataclass(frozen=True)
class Entry:
    """An obligation in a list. `rows`: how it stands, worst first; none: nothing calls for it. `more`: rows left out.

    `alike`: its rows have one label, which then stands once.
    """

    title: str
    url: str
    language: str
    clause: str
    who: str
    covenant: str
    revision: str
    badge: Badge
    rows: tuple[RowView, ...]
    more: int
    alike: bool
    summary: str


@dataclass(frozen=True)
class Section:
    """A group in a list, with as many of its entries as fit; `rest`: how many more stand behind `url`."""

    group: Group
    name: str
    icon: str
    tone: str
    count: int
    entries: tuple[Entry, ...]
    rest: int
    url: str
    empty: str


@dataclass(frozen=True)
class Found:
    """How many obligations each group has, and those that the page shows; the rest is known of stored lists only."""

    counts: Mapping[Group, int]
    entries: Mapping[Group, Sequence[Entry]]
    standings: Mapping[int, Standing] = field(default_factory=dict)
    changes_on: date | None = None


@dataclass(frozen=True)
class Window:
    """Which part of which groups a page shows: all groups from their start, or one page of one group."""

    group: Group | None = None
    first: int = 0
    size: int = FIRST_OF_GROUP

    def of(self, group: Group) -> int:
        """How many of a group are shown."""
        return self.size if self.group in (None, group) else 0


def found_today(covenants: Mapping[int, Covenant], chosen: Chosen, window: Window, moment: Moment, lang: Lang) -> Found:
    """The lists of today from stored rows: the same number of queries however many obligations there are."""
    listing_ = listing_of(list(covenants), moment.today, chosen)
    spots = spots_of(listing_, window)
    wanted = [spot for found in spots.values() for spot in found]
    standings = standing_today(covenants.values(), wanted, moment.today)
    lines = {line.obligation.id: (standing, line) for standing in standings.values() for line in standing.lines}
    several = len(covenants) > 1
    entries = {
        group: [entry_of(*lines[pk], lines[pk][1].assessed.rows, moment, lang, several=several) for pk in ids]
        for group, ids in ((group, [spot.pk for spot in found]) for group, found in spots.items())
    }
    return Found(listing_.counts, entries, standings, listing_.changes_on)


def spots_of(listing_: Listing, window: Window) -> dict[Group, list[Spot]]:
    """The obligations that a page shows."""
    if window.group is None:
        return listing_.first_of_each(window.size)
    return {group: [] for group in Group} | {window.group: listing_.page(window.group, window.first, window.size)}


def found_on(covenants: Mapping[int, Covenant], chosen: Chosen, window: Window, moment: Moment, lang: Lang) -> Found:
    """The lists of another day, assessed for that day."""
    standings = assess_covenants(covenants, moment.as_of, known_at=moment.known_at, history=True)
    rows = []
    for standing in standings.values():
        for line in standing.lines:
            terms = line.obligation.terms
            shown = shown_rows(terms, line.assessed.rows, moment.as_of)
            if is_listed(terms, shown, moment.as_of):
                ordered = tuple(sorted(shown, key=urgency))
                rows.append((Look(moment, standing), Placed(line, ordered, group_of(ordered))))
    rows.sort(key=lambda found: place_key(found[1], moment.as_of))
    return found_in(rows, chosen, window, moment, lang, several=len(covenants) > 1)


def place_key(one: Placed, as_of: date) -> tuple[int, date, int]:
    """The order in which the lists of today stand too."""
    place = place_of(one.line.obligation.terms, one.rows, as_of)
    return place.rank, place.on or date.max, one.line.obligation.id


def found_in(
    rows: Sequence[tuple[Look, Placed]], chosen: Chosen, window: Window, moment: Moment, lang: Lang, *, several: bool
) -> Found:
    """The same for obligations that were placed already."""
    kept = [(look, one) for look, one in rows if chosen.takes(one.line.obligation.terms)]
    counts = {group: sum(one.group is group for _look, one in kept) for group in Group}
    entries = {}
    for group in Group:
        shown = [(look, one) for look, one in kept if one.group is group][window.first :][: window.of(group)]
        entries[group] = [
            entry_of(look.standing, one.line, one.rows, moment, lang, several=several) for look, one in shown
        ]
    return Found(counts, entries)


def entry_of(
    standing: Standing, line: Line, rows: Sequence[Assessment], moment: Moment, lang: Lang, *, several: bool
) -> Entry:
    """An obligation with the sentences of its worst rows."""
    subject, as_of = subject_of(standing, line), standing.as_of
    ordered = sorted(rows, key=urgency)
    judged = [row for row in ordered if row.status is not None]
    shown = tuple(row_view(subject, row, as_of, lang) for row in judged[:FIRST_ROWS])
    held = standing.status(line.revision) is Status.IN_FORCE
    return Entry(
        line.obligation.title,
        obligation_url(standing.covenant.key, line.obligation.code, moment),
        standing.covenant.language,
        line.obligation.citation,
        listing([subject.name(key) for key in line.obligation.terms.bearers], lang),
        standing.covenant.title if several else "",
        "" if held else line.revision.title,
        badge_of(subject, ordered[0], as_of, lang) if ordered else untriggered_badge(line, as_of, lang),
        shown,
        len(judged) - len(shown),
        len({row.badge for row in shown}) == 1,
        line.obligation.summary,
    )


def sections(found: Found, window: Window, query: Mapping[str, str], lang: Lang) -> list[Section]:
    """The groups to show, each with the address of the rest of it."""
    any_at_all = any(found.counts.values())
    return [
        Section(
            group,
            wording.group_name(group, lang),
            GROUP_ICONS[group],
            tone_of(group),
            found.counts[group],
            tuple(found.entries[group]),
            max(found.counts[group] - window.first - len(found.entries[group]), 0),
            list_url({**query, "groep": tone_of(group)}),
            empty_text(group, any_at_all=any_at_all),
        )
        for group in Group
        if window.group in (None, group)
    ]


def list_url(query: Mapping[str, str]) -> str:
    """The list of obligations with these filters."""
    asked = {name: value for name, value in query.items() if value}
    return reverse("obligations") + (f"?{urlencode(asked)}" if asked else "")


def group_named(tone: str) -> Group | None:
    """The group of a name in an address, None when it is none."""
    return next((group for group in Group if tone_of(group) == tone), None)


def is_today(moment: Moment) -> bool:
    """True when the page shows today with what we know now."""
    return moment.as_of == moment.today and moment.known_at is None


def empty_text(group: Group, *, any_at_all: bool) -> str:
    if not any_at_all:
        return _("No obligations on this day.")
    return {
        Group.TO_DO: _("You are up to date. Nothing has to be done now."),
        Group.RUNNING: _("Nothing is running now."),
        Group.ACHIEVED: _("Nothing has been completed in this period yet."),
        Group.NOT_ACHIEVED: _("Nothing stands here in this period."),
        Group.NOT_NOW: _("Everything in this covenant counts now."),
    }[group]


def covenants_named(covenants: Mapping[int, Covenant], key: str) -> dict[int, Covenant]:
    """The covenants that a list is about: the one with this key, else all of them."""
    named = {pk: covenant for pk, covenant in covenants.items() if covenant.key == key}
    return named or dict(covenants)


def ids_of(covenants: Collection[Covenant]) -> list[int]:
    return [covenant.pk for covenant in covenants]
