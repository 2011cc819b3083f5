"""Wat moet wie: every duty that arose and is not settled, by the party that must act."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from obligations.assessments import Line, Standing, assess_covenants
from obligations.engine.verdict import Assessment, Instance
from obligations.models import Covenant
from obligations.web.access import covenant_with_right
from obligations.web.acts import act_on, waive_of
from obligations.web.addresses import covenant_url, obligation_url
from obligations.web.as_of import Link, Moment, as_of_from, banners
from obligations.web.language import page_language
from obligations.web.words import RowView, row_view, subject_of
from obligations.wording import Group, Lang, group
from obligations.wording.placing import urgency

OPEN = (Group.TO_DO, Group.RUNNING)


@dataclass(frozen=True)
class DutyView:
    """A duty that arose, and what can be done about it. `occasion`: the entry from which it arose."""

    title: str
    url: str
    row: RowView
    act: Link | None
    waive: Link | None
    occasion: str


@dataclass(frozen=True)
class PartyDuties:
    name: str
    duties: tuple[DutyView, ...]


@require_safe
def duties(request: HttpRequest, key: str) -> HttpResponse:
    """The work list by party, on the day of the page; what has no bearer of its own is of all together."""
    covenant, writes = covenant_with_right(request.user, key)
    moment, lang = as_of_from(request), page_language()
    standing = assess_covenants([covenant.pk], moment.as_of, known_at=moment.known_at, history=True)[covenant.pk]
    context = {
        "covenant": covenant,
        "covenant_url": covenant_url(key, moment),
        "moment": moment,
        "banners": banners(moment),
        "parties": by_party(covenant, standing, moment, writes, lang),
        "may_write": writes,
    }
    return render(request, "register/duties.html", context)


def by_party(covenant: Covenant, standing: Standing, moment: Moment, writes: bool, lang: Lang) -> list[PartyDuties]:
    """Open duties by whoever bears them, in the order of the text, the most urgent first."""
    refs = entry_pages(covenant, standing)
    found: dict[str, list[tuple[Assessment, DutyView]]] = {}
    for line in standing.lines:
        for row in line.assessed.rows:
            if isinstance(row.detail, Instance) and row.status is not None and group(row) in OPEN:
                view = view_of(covenant, standing, line, row, refs, moment, writes, lang)
                for name in bearers(standing, line, row):
                    found.setdefault(name, []).append((row, view))
    return [
        PartyDuties(name, tuple(view for _row, view in sorted(rows, key=lambda one: urgency(one[0]))))
        for name, rows in sorted(found.items())
    ]


def bearers(standing: Standing, line: Line, row: Assessment) -> list[str]:
    """The party of an instance; where it has none, those that bear the obligation together."""
    assert isinstance(row.detail, Instance)
    names = standing.covenant.party_names
    if row.detail.bearer:
        return [names.get(row.detail.bearer, row.detail.bearer)]
    keys = list(line.obligation.terms.bearers)
    return [names.get(key, key) for key in keys] if len(keys) == 1 else [_("all together")]


def entry_pages(covenant: Covenant, standing: Standing) -> dict[str, str]:
    """The page of each entry that is an occasion, by ref. One query."""
    refs = {row.detail.trigger for row in standing.rows if isinstance(row.detail, Instance)}
    rows = covenant.events.filter(reference__ref__in=refs).values_list("reference__ref", "pk")
    return {ref: reverse("entry", kwargs={"key": covenant.key, "pk": pk}) for ref, pk in rows}


def view_of(
    covenant: Covenant,
    standing: Standing,
    line: Line,
    row: Assessment,
    refs: dict[str, str],
    moment: Moment,
    writes: bool,
    lang: Lang,
) -> DutyView:
    assert isinstance(row.detail, Instance)
    meetings = frozenset(key for key, found in standing.covenant.type_names.items() if found.meeting)
    return DutyView(
        line.obligation.title,
        obligation_url(covenant.key, line.obligation.code, moment),
        row_view(subject_of(standing, line), row, standing.as_of, lang),
        act_on(covenant.key, line, row, meetings) if writes else None,
        waive_of(covenant.key, line, row) if writes else None,
        refs.get(row.detail.trigger, ""),
    )
