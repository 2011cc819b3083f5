"""Terugblik: how a covenant stood at the end of each quarter, and how much was used of each maximum."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from obligations import wording
from obligations.web.access import covenant_for
from obligations.web.addresses import covenant_url
from obligations.web.as_of import as_of_from, banners, shown_day
from obligations.web.language import page_language
from obligations.web.maxima import maxima_of
from obligations.web.quarters import STACKED, drawing_of, quarters_of
from obligations.web.standings import look_at
from obligations.web.words import GROUP_ICONS, tone_of
from obligations.wording import Group


@require_safe
def retrospect(request: HttpRequest, key: str) -> HttpResponse:
    """The last eight quarters and the last twelve periods of each maximum, from one reading of the covenant."""
    covenant, lang = covenant_for(request.user, key), page_language()
    look = look_at([covenant.pk], as_of_from(request))[covenant.pk]
    quarters = quarters_of(look, lang)
    context = {
        "covenant": covenant,
        "covenant_url": covenant_url(key, look.moment),
        "moment": look.moment,
        "banners": banners(look.moment, look.over),
        "quarters": quarters,
        "drawing": drawing_of(quarters, lang),
        "legend": [(wording.group_name(group, lang), GROUP_ICONS[group], tone_of(group)) for group in STACKED],
        "group_names": [wording.group_name(group, lang) for group in Group],
        "left_out": wording.group_name(Group.NOT_NOW, lang),
        "kept_from": shown_day(covenant.tracked_from),
        "maxima": maxima_of(look, lang),
    }
    return render(request, "retrospect/retrospect.html", context)
