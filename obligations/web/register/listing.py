"""The register: everything that was recorded, with filters in the address and a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obligations.exports.workbook import FILE_TYPE, workbook
from obligations.models import Covenant, Event, FactType, Party
from obligations.web.access import covenants_of
from obligations.web.as_of import Link, as_of_from, banners, shown_day
from obligations.web.language import page_language
from obligations.web.obligation_list import Choice, page_number
from obligations.web.register.entry import entry_view, with_parts

PAGE = 50
EVERYTHING = 50_000
FIELDS = ("convenant", "soort", "partij", "jaar", "stand")
STATES = ("happened", "planned", "reported", "unknown", "withdrawn")


@dataclass(frozen=True)
class Asked:
    """What the list is about, as its address names it."""

    values: Mapping[str, str]

    @property
    def query(self) -> dict[str, str]:
        return {name: value for name, value in self.values.items() if value}


def asked_from(request: HttpRequest) -> Asked:
    found = {name: request.GET.get(name, "")[:80] for name in FIELDS}
    year = found["jaar"]
    usable = year.isascii() and year.isdecimal() and 1900 <= int(year) <= 2199
    return Asked({**found, "jaar": year if usable else "", "stand": found["stand"] if found["stand"] in STATES else ""})


def chosen(covenants: Mapping[int, Covenant], asked: Asked) -> Any:
    """The entries of these covenants that the address asks for, the newest first."""
    named = asked.values
    ids = [pk for pk, one in covenants.items() if named["convenant"] in ("", one.key)]
    rows = Event.objects.filter(covenant__in=ids)
    if named["soort"]:
        rows = rows.filter(type__key=named["soort"])
    if named["partij"]:
        party = named["partij"]
        rows = rows.filter(Q(by__key=party) | Q(host__key=party) | Q(to__party__key=party)).distinct()
    if named["jaar"]:
        rows = rows.filter(on__year=int(named["jaar"]))
    if named["stand"]:
        gone = named["stand"] == "withdrawn"
        rows = rows.filter(withdrawn=gone) if gone else rows.filter(withdrawn=False, state=named["stand"])
    return rows.order_by("-on", "-pk")


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What was recorded, page by page."""
    moment, lang, asked = as_of_from(request), page_language(), asked_from(request)
    covenants, writes = covenants_of(request.user)
    page = page_number(request.GET.get("blad", ""))
    rows = chosen(covenants, asked)
    if moment.asked:
        rows = rows.filter(on__lte=moment.as_of)
    found = list(with_parts(rows)[(page - 1) * PAGE : page * PAGE + 1])
    query = urlencode(asked.query)
    context = {
        "moment": moment,
        "banners": banners(moment),
        "entries": [entry_view(row, covenants[row.covenant_id], moment, lang) for row in found[:PAGE]],
        "several": len(covenants) > 1,
        "choices": choices(covenants, asked),
        "excel": f"{reverse('register-excel')}?{query}",
        "pages": pages(asked, page, len(found) > PAGE),
        "may_write": bool(writes),
        "paste": [covenant for pk, covenant in covenants.items() if pk in writes],
    }
    return render(request, "register/list.html", context)


def pages(asked: Asked, page: int, more: bool) -> list[Link]:
    """The pages before and after this one."""
    found = [(_("Later ones"), page - 1)] if page > 1 else []
    found += [(_("Earlier ones"), page + 1)] if more else []
    return [Link(text, f"{reverse('register')}?{urlencode({**asked.query, 'blad': str(n)})}") for text, n in found]


def choices(covenants: Mapping[int, Covenant], asked: Asked) -> dict[str, list[Choice]]:
    """What each filter offers. Three queries."""
    ids = [pk for pk, one in covenants.items() if asked.values["convenant"] in ("", one.key)]
    types = FactType.objects.filter(covenant__in=ids, meeting="").order_by("name").values_list("key", "name")
    parties = Party.objects.filter(memberships__revision__covenant__in=ids).order_by("short").distinct()
    days = Event.objects.filter(covenant__in=ids).aggregate(first=Min("on"), last=Max("on"))
    years = range(days["last"].year, days["first"].year - 1, -1) if days["first"] else ()
    states = {
        "happened": _("happened"),
        "planned": _("planned"),
        "reported": _("reported, not checked yet"),
        "unknown": _("still to complete"),
        "withdrawn": _("withdrawn"),
    }
    offered: dict[str, list[tuple[str, str]]] = {
        "convenant": [(one.key, one.title) for one in covenants.values()],
        "soort": list(dict(types).items()),
        "partij": list(parties.values_list("key", "name")),
        "jaar": [(str(year), str(year)) for year in years],
        "stand": list(states.items()),
    }
    return {
        name: [Choice(value, text, value == asked.values[name]) for value, text in values]
        for name, values in offered.items()
    }


@require_safe
def excel(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    moment, lang, asked = as_of_from(request), page_language(), asked_from(request)
    covenants, _writes = covenants_of(request.user)
    names = [_("Covenant"), _("Day"), _("What"), _("Subject"), _("Who"), _("How much"), _("State"), _("Reference")]
    rows = []
    for row in with_parts(chosen(covenants, asked))[:EVERYTHING]:
        one = entry_view(row, covenants[row.covenant_id], moment, lang)
        rows.append((one.covenant, shown_day(row.on), one.type, one.subject, one.who, one.amount, one.state, one.ref))
    response = HttpResponse(workbook(_("Register"), names, rows), content_type=FILE_TYPE)
    response["Content-Disposition"] = f'attachment; filename="register-{moment.today.isoformat()}.xlsx"'
    return response
