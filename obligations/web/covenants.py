"""The covenants a person may see, and one covenant on a day."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obligations.assessments import Line
from obligations.current import Chosen
from obligations.engine.verdict import Assessment, Status
from obligations.models import Covenant
from obligations.services.drafting import draft_of, may_start
from obligations.web.access import covenant_with_right, covenants_of
from obligations.web.addresses import covenant_page, covenant_url, obligation_url
from obligations.web.as_of import DAY_FIELD, KNOWN_FIELD, Link, Moment, as_of_from, banners
from obligations.web.language import page_language
from obligations.web.lists import Found, Window, found_in, found_today, is_today, sections
from obligations.web.menu import address_of
from obligations.web.parties import party_views
from obligations.web.revisions import revision_views, shown_revision, status_badge, term_text
from obligations.web.standings import Look, Placed, kept_from, look_at, placed
from obligations.web.stepping import Steps, next_change, steps_of, stored_steps
from obligations.web.timeline import timeline
from obligations.web.words import Badge, GroupCount, badge_of, counted_groups, subject_of
from obligations.wording import Group, Lang
from obligations.wording.placing import UNRANKED, rank_of

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
    visible, _writes = covenants_of(request.user)
    looks = look_at(list(visible), moment)
    cards = [(looks[pk].over is None, card(covenant, looks[pk], lang)) for pk, covenant in visible.items()]
    context = {
        "moment": moment,
        "banners": banners(moment),
        "current": [found for is_current, found in cards if is_current],
        "ended": [found for is_current, found in cards if not is_current],
        "may_import": may_start(request.user),
    }
    return render(request, "covenants/list.html", context)


def card(covenant: Covenant, look: Look, lang: Lang) -> Card:
    found, page = placed(look), covenant_url(covenant.key, look.moment)
    worst = worst_of(look, found)
    shown = shown_revision(look)
    counts = {group: sum(one.group is group for one in found) for group in Group}
    badge, link = None, None
    if worst is not None:
        line, row = worst
        badge = badge_of(subject_of(look.standing, line), row, look.standing.as_of, lang)
        link = Link(line.obligation.title, obligation_url(covenant.key, line.obligation.code, look.moment))
    return Card(
        covenant.title,
        covenant.language,
        page,
        covenant.has_example_register,
        term_text(look, shown, lang) if shown else "",
        status_badge(look, shown, lang),
        badge,
        link,
        counted_groups(counts, page, lang),
        next_change(look, covenant_page(covenant.key)),
    )


def worst_of(look: Look, found: list[Placed]) -> tuple[Line, Assessment] | None:
    """Roll-up of the revisions in force: a superseded one never colours the current one (domain.md 6.8)."""
    held = [one for one in found if one.rows and look.standing.status(one.line.revision) is Status.IN_FORCE]
    rows = [(one.line, row) for one in held for row in one.rows if rank_of(row) < UNRANKED]
    return min(rows, key=lambda found: rank_of(found[1]), default=None)


# --- One covenant ------------------------------------------------------------------------------------------


@require_safe
def covenant(request: HttpRequest, key: str) -> HttpResponse:
    """One covenant on a day: what to do, what runs, what was achieved and what was not."""
    found, writes = covenant_with_right(request.user, key)
    lang = page_language()
    look, lists, steps = standing_of(found, as_of_from(request), lang)
    shown = shown_revision(look)
    context = {
        "covenant": found,
        "moment": look.moment,
        "banners": banners(look.moment, look.over, kept_from(found, look)),
        "badge": status_badge(look, shown, lang),
        "term": term_text(look, shown, lang) if shown else "",
        "counts": counted_groups(lists.counts, "", lang),
        "sections": sections(lists, Window(), filters_of(found, look.moment), lang),
        "revisions": revision_views(look, lang),
        "turning_points": timeline(look, lang),
        "parties": party_views(look, shown) if shown else [],
        "steps": steps,
        "may_write": writes,
        "pages": pages_of(found, look),
        "acts": acts_of(found) if writes else [],
        "remove_example_url": address_of("remove-example", key=found.key),
    }
    return render(request, "covenants/covenant.html", context)


def acts_of(found: Covenant) -> list[Link]:
    """Start a revision, or go on with what is being drafted."""
    planning = address_of("plan-year", key=found.key)
    text = _("New revision") if draft_of(found) is None else _("Go on with the draft")
    return [
        *([Link(_("Plan a year"), planning)] if planning else []),
        Link(_("Look through"), address_of("review-all", key=found.key)),
        Link(text, address_of("new-revision", key=found.key)),
    ]


def standing_of(found: Covenant, moment: Moment, lang: Lang) -> tuple[Look, Found, Steps]:
    """The covenant on the day of the page; today, while it is not over, from what is stored."""
    page = covenant_page(found.key)
    if is_today(moment):
        lists = found_today({found.pk: found}, Chosen(), Window(), moment, lang)
        look = Look(moment, lists.standings[found.pk])
        if look.over is None:
            return look, lists, stored_steps(found, moment, page, lists.changes_on)
    look = look_at([found.pk], moment)[found.pk]
    lists = found_in([(look, one) for one in placed(look)], Chosen(), Window(), look.moment, lang, several=False)
    return look, lists, steps_of(look, page)


def filters_of(found: Covenant, moment: Moment) -> dict[str, str]:
    """The list of obligations of this covenant on the same day, as its address names it."""
    day = moment.as_of.isoformat() if moment.asked else ""
    return {"convenant": found.key, DAY_FIELD: day, KNOWN_FIELD: moment.known}


def pages_of(found: Covenant, look: Look) -> list[Link]:
    """What else there is to see of a covenant."""
    linked = any(revision.replaces is not None for revision in look.standing.covenant.revisions)
    pages = [
        (_("Compare the revisions"), "compare" if linked else ""),
        (_("How the text is read"), "readings"),
        (_("Looking back"), "retrospect"),
        (_("Who has to do what"), "duties"),
        (_("People"), "people-of"),
        (_("Documents"), "documents"),
        (_("Is it complete?"), "completeness"),
    ]
    found_pages = [(text, address_of(page, key=found.key) if page else "") for text, page in pages]
    return [Link(text, url + look.moment.query) for text, url in found_pages if url]
