"""The covenants a person may see, and one covenant on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obligations import wording
from obligations.assessments import Line
from obligations.engine.verdict import Assessment
from obligations.models import Covenant
from obligations.web.access import covenant_for
from obligations.web.addresses import covenant_page, covenant_url, obligation_url
from obligations.web.as_of import Link, Moment, as_of_from, banners
from obligations.web.language import page_language
from obligations.web.parties import last_day, party_views
from obligations.web.revisions import revision_views, shown_revision, status_badge, term_text
from obligations.web.standings import Look, Placed, look_at, placed
from obligations.web.words import (
    GROUP_ICONS,
    Badge,
    GroupCount,
    RowView,
    badge_of,
    group_counts,
    row_view,
    subject_of,
    tone_of,
    untriggered_badge,
)
from obligations.wording import Group, Lang

MOST_ROWS = 4


# --- All covenants -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """A covenant in the list. `worst` and `worst_link`: the row that asks for attention first, and its obligation."""

    title: str
    language: str
    url: str
    example: bool
    term: str
    badge: Badge
    worst: Badge | None
    worst_link: Link | None
    counts: tuple[GroupCount, ...]
    changes: Link | None


@require_safe
def covenants(request: HttpRequest) -> HttpResponse:
    """Every covenant this person may see, the current ones first."""
    moment, lang = as_of_from(request), page_language()
    visible = list(Covenant.objects.visible_to(request.user))
    looks = look_at([covenant.pk for covenant in visible], moment)
    current = [covenant for covenant in visible if looks[covenant.pk].over is None]
    ended = [covenant for covenant in visible if looks[covenant.pk].over is not None]
    context = {
        "moment": moment,
        "banners": banners(moment),
        "current": [card(covenant, looks[covenant.pk], lang) for covenant in current],
        "ended": [card(covenant, looks[covenant.pk], lang) for covenant in ended],
        "at_home": True,
        "may_import": getattr(request.user, "is_staff", False),
    }
    return render(request, "covenants/list.html", context)


def card(covenant: Covenant, look: Look, lang: Lang) -> Card:
    found, page = placed(look), covenant_url(covenant.key, look.moment)
    worst = look.standing.worst_line
    shown = shown_revision(look)
    return Card(
        covenant.title,
        covenant.language,
        page,
        covenant.has_example_register,
        term_text(look, shown, lang) if shown else "",
        status_badge(look, shown, lang),
        None if worst is None else row_badge(look, *worst, lang),
        None if worst is None else Link(worst[0].obligation.title, line_url(look, worst[0])),
        group_counts(found, page, lang),
        next_change(look, covenant_page(covenant.key), lang),
    )


def row_badge(look: Look, line: Line, row: Assessment, lang: Lang) -> Badge:
    return badge_of(subject_of(look.standing, line), row, look.standing.as_of, lang)


def line_url(look: Look, line: Line) -> str:
    return obligation_url(look.standing.covenant.key, line.obligation.code, look.moment)


def next_change(look: Look, page: str, lang: Lang) -> Link | None:
    """The first later day on which anything shown differs, as a way to look at it."""
    day = look.standing.changes_on
    if look.over is not None or day is None:
        return None
    return Link(wording.full_day(day, lang), look_elsewhere(look.moment, page, day))


def look_elsewhere(moment: Moment, page: str, day: date) -> str:
    return replace(moment, path=page).at(day)


# --- One covenant ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """An obligation with its rows. `more`: how many are only on its own page; `alike`: they have the same label."""

    title: str
    url: str
    clause: str
    revision: str
    rows: tuple[RowView, ...]
    more: int
    alike: bool
    summary: str
    badge: Badge


@dataclass(frozen=True)
class Fold:
    """Obligations that do not count now, by what they are called."""

    badge: Badge
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class GroupView:
    name: str
    icon: str
    tone: str
    count: int
    entries: tuple[Entry, ...]
    folds: tuple[Fold, ...]
    empty: str


@require_safe
def covenant(request: HttpRequest, key: str) -> HttpResponse:
    """One covenant on a day: what to do, what runs, what was achieved and what was not."""
    found, lang = covenant_for(request.user, key), page_language()
    look = look_at([found.pk], as_of_from(request))[found.pk]
    entries, page = placed(look), covenant_url(key, look.moment)
    shown = shown_revision(look)
    context = {
        "covenant": found,
        "moment": look.moment,
        "banners": banners(look.moment, look.over),
        "badge": status_badge(look, shown, lang),
        "counts": group_counts(entries, "", lang),
        "groups": [group_view(look, group, entries, lang) for group in Group],
        "revisions": revision_views(look, lang),
        "parties": party_views(shown, last_day(look)) if shown else [],
        "changes": next_change(look, covenant_page(key), lang),
        "page": page,
    }
    return render(request, "covenants/covenant.html", context)


def group_view(look: Look, group: Group, found: list[Placed], lang: Lang) -> GroupView:
    entries = [entry(look, one, lang) for one in found if one.group is group]
    folded = group is Group.NOT_NOW
    return GroupView(
        wording.group_name(group, lang),
        GROUP_ICONS[group],
        tone_of(group),
        len(entries),
        () if folded else tuple(entries),
        folds(entries) if folded else (),
        empty_text(group, any_at_all=bool(found)),
    )


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


def entry(look: Look, one: Placed, lang: Lang) -> Entry:
    line, as_of = one.line, look.standing.as_of
    subject = subject_of(look.standing, line)
    judged = [row for row in one.rows if row.status is not None]
    rows = tuple(row_view(subject, row, as_of, lang) for row in judged[:MOST_ROWS])
    return Entry(
        line.obligation.title,
        line_url(look, line),
        line.obligation.citation,
        "" if line.revision is shown_revision(look) else line.revision.title,
        rows,
        len(judged) - len(rows),
        len({row.badge for row in rows}) == 1,
        line.obligation.summary,
        badge_of(subject, one.rows[0], as_of, lang) if one.rows else untriggered_badge(line, as_of, lang),
    )


def folds(entries: Sequence[Entry]) -> tuple[Fold, ...]:
    """By label, those with a status of their own first."""
    by_label: dict[str, list[Entry]] = {}
    for one in sorted(entries, key=lambda entry: not entry.rows):
        by_label.setdefault(one.badge.text, []).append(one)
    return tuple(Fold(found[0].badge, tuple(found)) for found in by_label.values())
