"""Verplichtingen: every obligation that a person sees, by group, with filters in the address; also as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obligations.current import Chosen
from obligations.exports.workbook import FILE_TYPE, workbook
from obligations.models import Covenant, Obligation, ObligationParty, Party, Theme
from obligations.web.access import covenants_of
from obligations.web.as_of import DAY_FIELD, KNOWN_FIELD, Link, Moment, as_of_from, banners, shown_day
from obligations.web.language import page_language
from obligations.web.lists import (
    PAGE,
    Found,
    Window,
    covenants_named,
    found_on,
    found_today,
    group_named,
    is_today,
    list_url,
    sections,
)
from obligations.web.words import counted_groups
from obligations.wording import Group, Lang

EVERYTHING = 1_000_000
SIDES = {"doet": ObligationParty.Side.BEARER, "krijgt": ObligationParty.Side.TOWARDS}


@dataclass(frozen=True)
class Filters:
    """What the address asks for, as it is written there; what is no choice is left out."""

    convenant: str
    partij: str
    kant: str
    thema: str
    soort: str
    groep: str

    @classmethod
    def of(cls, asked: QueryDict) -> Filters:
        """From the query of an address."""
        values = {name: asked.get(name, "").strip()[:80] for name in ("convenant", "partij", "kant", "thema", "soort")}
        kind = values["soort"] if values["soort"] in Obligation.Kind.values else ""
        side = values["kant"] if values["kant"] in SIDES else "doet"
        group = asked.get("groep", "") if group_named(asked.get("groep", "")) else ""
        return cls(values["convenant"], values["partij"], side, values["thema"], kind, group)

    @property
    def chosen(self) -> Chosen:
        return Chosen(self.partij, SIDES[self.kant], self.thema, self.soort)

    def query(self, moment: Moment) -> dict[str, str]:
        """These filters and the shown day, for an address."""
        own = {"convenant": self.convenant, "partij": self.partij, "thema": self.thema, "soort": self.soort}
        side = {"kant": self.kant} if self.partij else {}
        day = moment.as_of.isoformat() if moment.asked else ""
        return {**own, **side, "groep": self.groep, DAY_FIELD: day, KNOWN_FIELD: moment.known}


@require_safe
def obligations(request: HttpRequest) -> HttpResponse:
    """The list, worst first: the start of every group, or all of one group page by page."""
    filters, moment, lang = Filters.of(request.GET), as_of_from(request), page_language()
    visible, _writes = covenants_of(request.user)
    group, number = group_named(filters.groep), page_number(request.GET.get("blad", ""))
    window = Window(group, (number - 1) * PAGE, PAGE) if group else Window()
    found = find(covenants_named(visible, filters.convenant), filters, window, moment, lang)
    query = filters.query(moment)
    context = {
        "moment": moment,
        "banners": banners(moment),
        "filters": filters,
        "choices": choices(visible, filters),
        "counts": counted_groups(found.counts, list_url({**query, "groep": ""}), lang),
        "sections": sections(found, window, query, lang),
        "group": group,
        "pages": pages(found, group, number, query),
        "excel": f"{reverse('obligations-excel')}?{urlencode({k: v for k, v in query.items() if v})}",
        "any": any(found.counts.values()),
        "all_url": list_url({DAY_FIELD: query[DAY_FIELD], KNOWN_FIELD: query[KNOWN_FIELD]}),
    }
    return render(request, "obligations/list.html", context)


@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook: every row in words, every cell a text."""
    filters, moment, lang = Filters.of(request.GET), as_of_from(request), page_language()
    visible, _writes = covenants_of(request.user)
    window = Window(group_named(filters.groep), 0, EVERYTHING)
    found = find(covenants_named(visible, filters.convenant), filters, window, moment, lang)
    names = [_("Group"), _("Covenant"), _("Obligation"), _("How it stands"), _("In one sentence"), _("Who does it")]
    names += [_("Where in the text"), _("On")]
    rows = [
        (
            section.name,
            entry.covenant or covenant_title(visible, filters),
            entry.title,
            label,
            sentence,
            entry.who,
            entry.clause,
            shown_day(moment.as_of),
        )
        for section in sections(found, window, {}, lang)
        for entry in section.entries
        for label, sentence in ([(row.badge.text, row.sentence) for row in entry.rows] or [(entry.badge.text, "")])
    ]
    response = HttpResponse(workbook(_("Obligations"), names, rows), content_type=FILE_TYPE)
    response["Content-Disposition"] = f'attachment; filename="verplichtingen-{moment.as_of.isoformat()}.xlsx"'
    return response


def covenant_title(covenants: Mapping[int, Covenant], filters: Filters) -> str:
    """The title of the one covenant that a list is about."""
    return next(iter(covenants_named(covenants, filters.convenant).values())).title


def find(covenants: dict[int, Covenant], filters: Filters, window: Window, moment: Moment, lang: Lang) -> Found:
    """From what is stored when the page shows today, else assessed for the day."""
    look = found_today if is_today(moment) else found_on
    return look(covenants, filters.chosen, window, moment, lang)


def page_number(text: str) -> int:
    """A page of the list, 1 for anything that is none."""
    return int(text) if text.isdecimal() and 0 < int(text) <= 100_000 else 1


def pages(found: Found, group: Group | None, number: int, query: Mapping[str, str]) -> list[Link]:
    """The pages before and after this one, of one group."""
    if group is None:
        return []
    links = []
    if number > 1:
        links.append(Link(_("Previous page"), list_url({**query, "blad": str(number - 1)})))
    if number * PAGE < found.counts[group]:
        links.append(Link(_("Next page"), list_url({**query, "blad": str(number + 1)})))
    return links


@dataclass(frozen=True)
class Choice:
    """One of the values that a filter can have."""

    value: str
    text: str
    selected: bool


def choices(covenants: Mapping[int, Covenant], filters: Filters) -> dict[str, list[Choice]]:
    """What each filter offers. Two queries."""
    ids = list(covenants_named(covenants, filters.convenant))
    parties = Party.objects.filter(memberships__revision__covenant__in=ids).order_by("short").distinct()
    themes = Theme.objects.filter(covenant__in=ids).order_by("name").values_list("key", "name").distinct()
    offered = {
        "convenant": [(covenant.key, covenant.title) for covenant in covenants.values()],
        "partij": list(parties.values_list("key", "name")),
        "thema": list(themes),
        "soort": [(kind.value, str(kind.label).capitalize()) for kind in Obligation.Kind],
        "kant": [("doet", _("What it must do")), ("krijgt", _("What it may expect"))],
    }
    return {
        name: [Choice(value, text, value == getattr(filters, name)) for value, text in values]
        for name, values in offered.items()
    }
