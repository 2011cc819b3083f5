"""The covenants a person may see, and one covenant on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obligations import wording
from obligations.engine.verdict import Status
from obligations.engine.windows import DAY
from obligations.models import Covenant, Post, RevisionParty, Tenure
from obligations.snapshots import RevisionSnapshot
from obligations.web.access import covenant_for
from obligations.web.as_of import Link, Moment, as_of_from, banners
from obligations.web.language import page_language
from obligations.web.standings import Look, Placed, look_at, placed
from obligations.web.words import (
    GROUP_ICONS,
    Badge,
    GroupCount,
    RowView,
    badge_of,
    group_counts,
    revision_badge,
    row_view,
    subject_of,
    tone_of,
    untriggered_badge,
)
from obligations.wording import Group, Lang
from obligations.wording.language import range_text

MOST_ROWS = 4


# --- All covenants -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """A covenant in the list. `worst` and `worst_title`: the row that asks for attention first."""

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
    first = worst_of(look, found)
    shown = shown_revision(look)
    return Card(
        covenant.title,
        covenant.language,
        page,
        covenant.has_example_register,
        term_text(look, shown, lang) if shown else "",
        status_badge(look, shown, lang),
        None if first is None else row_badge(look, first, lang),
        None if first is None else Link(first.line.obligation.title, obligation_url(look, first)),
        group_counts(found, page, lang),
        next_change(look, covenant_page(covenant.key), lang),
    )


def worst_of(look: Look, found: list[Placed]) -> Placed | None:
    """The obligation whose row weighs most in the roll-up; None when none does, or all is over."""
    worst = look.standing.worst
    if worst is None:
        return None
    in_force = (one for one in found if look.standing.status(one.line.revision) is Status.IN_FORCE)
    return next((one for one in in_force if any(row.status is worst for row in one.rows)), None)


def row_badge(look: Look, one: Placed, lang: Lang) -> Badge:
    return badge_of(subject_of(look.standing, one.line), one.rows[0], look.standing.as_of, lang)


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


@dataclass(frozen=True)
class RevisionView:
    title: str
    term: str
    badge: Badge


@dataclass(frozen=True)
class PartyView:
    """A party on the shown day. `holder`: who is account holder then, '' when no post is kept."""

    short: str
    name: str
    function: str
    holder: str


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
        Group.NOT_ACHIEVED: _("Nothing was missed in this period."),
        Group.NOT_NOW: _("Everything in this covenant counts now."),
    }[group]


def entry(look: Look, one: Placed, lang: Lang) -> Entry:
    line, as_of = one.line, look.standing.as_of
    subject = subject_of(look.standing, line)
    judged = [row for row in one.rows if row.status is not None]
    rows = tuple(row_view(subject, row, as_of, lang) for row in judged[:MOST_ROWS])
    return Entry(
        line.obligation.title,
        obligation_url(look, one),
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


# --- Revisions and parties ---------------------------------------------------------------------------------


def shown_revision(look: Look) -> RevisionSnapshot | None:
    """The revision that the page is about: in force on the day, else the last one signed, else the first to come."""
    revisions, status = look.standing.covenant.revisions, look.standing.status
    held = [revision for revision in revisions if status(revision) is Status.IN_FORCE]
    signed = [revision for revision in revisions if status(revision) is not Status.NOT_IN_FORCE]
    return next(iter(reversed(held or signed)), next(iter(revisions), None))


def status_badge(look: Look, revision: RevisionSnapshot | None, lang: Lang) -> Badge:
    if revision is None:
        return Badge(_("Not adopted yet"), "file-pen-line", tone_of(Group.NOT_NOW))
    status = look.standing.status(revision)
    return revision_badge(status, look.standing.status_since(revision), lang)


def term_text(look: Look, revision: RevisionSnapshot, lang: Lang) -> str:
    """'Geldt van 11 mei 2016 t/m 20 mei 2019'."""
    window = look.standing.force(revision)
    assert window.first is not None
    if window.last is None:
        return _("Holds from %(first)s, without an end date") % {"first": wording.full_day(window.first, lang)}
    return _("Holds %(range)s") % {"range": range_text(window.first, window.last, lang)}


def revision_views(look: Look, lang: Lang) -> list[RevisionView]:
    """The newest first; one that was not signed yet on the day is not there."""
    standing = look.standing
    found = [(revision, standing.status(revision)) for revision in reversed(standing.covenant.revisions)]
    return [
        RevisionView(
            revision.title,
            term_text(look, revision, lang),
            revision_badge(status, standing.status_since(revision), lang),
        )
        for revision, status in found
        if status is not Status.NOT_IN_FORCE
    ]


def last_day(look: Look) -> date:
    """The shown day, or the last day in force of a covenant that is over: after it nobody is a party."""
    return look.standing.as_of if look.over is None else look.over - DAY


def party_views(revision: RevisionSnapshot, on: date) -> list[PartyView]:
    """The parties of a revision on a day, with the function of their account holder and who that is then."""
    there = Q(joins_on__isnull=True) | Q(joins_on__lte=on), Q(leaves_on__isnull=True) | Q(leaves_on__gt=on)
    members = RevisionParty.objects.filter(*there, revision_id=revision.id).select_related("party", "revision")
    holders = account_holders(revision, on)
    return [
        PartyView(
            member.party.short,
            member.party.name,
            member.account_holder,
            holders.get(member.party_id, ""),
        )
        for member in members
    ]


def account_holders(revision: RevisionSnapshot, on: date) -> dict[int, str]:
    """Who held the post of account holder on a day, by party; a vacancy is said as such."""
    posts = Post.objects.filter(covenant__revisions=revision.id, role=Post.Role.ACCOUNT_HOLDER)
    found = {party_id: _("no account holder on this day") for party_id in posts.values_list("party_id", flat=True)}
    held = Tenure.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=on),
        Q(ends_before__isnull=True) | Q(ends_before__gt=on),
        post__in=posts,
        deputy_of__isnull=True,
    )
    return found | dict(held.values_list("post__party_id", "name"))


# --- Addresses ---------------------------------------------------------------------------------------------


def covenant_page(key: str) -> str:
    return reverse("covenant", kwargs={"key": key})


def covenant_url(key: str, moment: Moment) -> str:
    return covenant_page(key) + moment.query


def obligation_url(look: Look, one: Placed) -> str:
    names = {"key": look.standing.covenant.key, "code": one.line.obligation.code}
    return reverse("obligation", kwargs=names) + look.moment.query
