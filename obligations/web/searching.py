"""Zoeken: one field over everything that a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obligations import wording
from obligations.search import Kind, Piece, search
from obligations.search.finding import Hit
from obligations.web.addresses import covenant_url, obligation_url
from obligations.web.as_of import Moment, as_of_from
from obligations.web.language import page_language
from obligations.wording import Lang

LONGEST = 200
ICONS = {
    Kind.COVENANT: "file-check",
    Kind.OBLIGATION: "list-todo",
    Kind.CLAUSE: "book-open",
    Kind.PARTY: "building-2",
    Kind.READING: "scale",
    Kind.FACT: "calendar-check",
}


@dataclass(frozen=True)
class HitView:
    title: str
    url: str
    language: str
    where: str
    pieces: tuple[Piece, ...]
    ref: str


@dataclass(frozen=True)
class KindView:
    """The hits of one kind; `more`: there are more than these."""

    name: str
    icon: str
    hits: tuple[HitView, ...]
    more: bool


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What was found for `?q=`, by kind; `?convenant=` in one covenant alone."""
    moment, lang = as_of_from(request), page_language()
    text = request.GET.get("q", "")[:LONGEST].replace("\x00", "").strip()
    found = search(request.user, text, request.GET.get("convenant", "")[:80])
    names = kind_names()
    kinds = [
        KindView(names[kind], ICONS[kind], tuple(hit_view(hit, moment, lang) for hit in hits), kind in found.more)
        for kind, hits in found.hits.items()
    ]
    context = {"moment": moment, "text": text, "kinds": kinds, "number": found.number, "asked": bool(found.words)}
    return render(request, "search/search.html", context)


def kind_names() -> dict[Kind, str]:
    return {
        Kind.COVENANT: _("Covenants"),
        Kind.OBLIGATION: _("Obligations"),
        Kind.CLAUSE: _("In the text"),
        Kind.PARTY: _("Parties and people"),
        Kind.READING: _("How the text is read"),
        Kind.FACT: _("What happened or is planned"),
    }


def hit_view(hit: Hit, moment: Moment, lang: Lang) -> HitView:
    where = wording.full_day(date.fromisoformat(hit.where), lang) if hit.kind is Kind.FACT else hit.where
    return HitView(hit.title, url_of(hit, moment), hit.language, where, hit.pieces, hit.ref)


def url_of(hit: Hit, moment: Moment) -> str:
    """The page of what was found, else that of its covenant."""
    if hit.url:
        return hit.url
    if hit.kind is Kind.READING:
        return reverse("readings", kwargs={"key": hit.covenant}) + moment.query
    return obligation_url(hit.covenant, hit.code, moment) if hit.code else covenant_url(hit.covenant, moment)
