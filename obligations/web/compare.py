"""Compare two revisions of a covenant, and see what the switch between them touches."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from obligations.assessments import assess_covenants
from obligations.snapshots import CovenantSnapshot, RevisionSnapshot
from obligations.web.access import covenant_for
from obligations.web.addresses import covenant_url
from obligations.web.as_of import Moment, as_of_from
from obligations.web.comparison import Comparison, Fate, comparison_of
from obligations.web.impact import impact_of
from obligations.web.language import page_language

OLD, NEW, SHOWN = "van", "naar", "toon"


@dataclass(frozen=True)
class FilterLink:
    """A way to see only one kind of outcome, or all (no fate)."""

    text: str
    icon: str
    url: str
    current: bool


@require_safe
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """What one revision made of another, in either direction; the last two unless the address names them."""
    covenant, lang = covenant_for(request.user, key), page_language()
    moment = as_of_from(request)
    standing = assess_covenants([covenant.pk], moment.today, known_at=moment.known_at)[covenant.pk]
    old, new = chosen(standing.covenant, request.GET.get(OLD, ""), request.GET.get(NEW, ""))
    fate = next((one for one in Fate if one.value == request.GET.get(SHOWN, "")), None)
    comparison = comparison_of(standing.covenant, old, new, lang)
    filters = filter_links(comparison, old, new, fate, moment)
    context = {
        "covenant": covenant,
        "covenant_url": covenant_url(key, moment),
        "moment": moment,
        "comparison": comparison,
        "lines": comparison.only(fate),
        "filters": filters,
        "only": next((link.text for link in filters if link.current), ""),
        "all_current": fate is None,
        "all_url": address(old, new, None, moment),
        "turned_url": address(new, old, fate, moment),
        "revisions": [(one.key, one.title, one is old, one is new) for one in standing.covenant.revisions],
        "impact": impact_of(standing, old, new, lang) if new.replaces == old.key else None,
    }
    return render(request, "revisions/compare.html", context)


def chosen(covenant: CovenantSnapshot, old: str, new: str) -> tuple[RevisionSnapshot, RevisionSnapshot]:
    """The two revisions that the address names, else the last and the one that it replaces. Http404 for any other."""
    by_key = {revision.key: revision for revision in covenant.revisions}
    if not old and not new:
        last = next((one for one in reversed(covenant.revisions) if one.replaces in by_key), None)
        if last is None or last.replaces is None:
            raise Http404("no two revisions to compare")
        return by_key[last.replaces], last
    if old not in by_key or new not in by_key:
        raise Http404(f"no revisions {old} and {new}")
    return by_key[old], by_key[new]


def filter_links(
    comparison: Comparison, old: RevisionSnapshot, new: RevisionSnapshot, fate: Fate | None, moment: Moment
) -> list[FilterLink]:
    return [
        FilterLink(count.word, count.icon, address(old, new, count.fate, moment), count.fate is fate)
        for count in comparison.counts
    ]


def address(old: RevisionSnapshot, new: RevisionSnapshot, fate: Fate | None, moment: Moment) -> str:
    """This page for two revisions, with the day that is looked at."""
    asked = {OLD: old.key, NEW: new.key, **({SHOWN: fate.value} if fate else {})}
    carried = moment.query.removeprefix("?")
    return "?" + urlencode(asked) + (f"&{carried}" if carried else "")
