"""Projects: what began, on which theme, and what was agreed about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from obligations.models import Covenant, Event, FactType, ObligationType, Project
from obligations.services.projects import SUBJECTS, ProjectEntry, keep_project
from obligations.services.refusal import Refusal
from obligations.web.access import covenant_to_write, covenants_of
from obligations.web.as_of import as_of_from, banners, shown_day
from obligations.web.entries import BY_PAGE
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.kept_forms import forget, notice, typed_before
from obligations.web.register.entry import entry_url, event_of, with_parts

NAMES = {
    "tasks": _lazy("Tasks"),
    "responsibilities": _lazy("Responsibilities"),
    "steering": _lazy("Steering"),
    "finance": _lazy("Money"),
}


@dataclass(frozen=True)
class ProjectView:
    """A project in the list: the subjects that its agreement covers, and those that it lacks."""

    title: str
    url: str
    change: str
    theme: str
    days: str
    covered: tuple[str, ...]
    lacking: tuple[str, ...]
    model: str
    budget: str
    covenant: str
    language: str


def starts_a_project() -> Q:
    """Types that are the start of a project: an occasion whose name says so."""
    occasions = ObligationType.objects.filter(use=ObligationType.Use.WHEN).values("type")
    begun = Q(key__icontains="start") | Q(name__icontains="start") | Q(name__icontains="begon")
    named = (Q(key__icontains="project") | Q(name__icontains="project")) & begun
    return Q(pk__in=occasions) & named


@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """Every project of every covenant that this person sees, the newest first. Five queries, whatever their number."""
    moment = as_of_from(request)
    covenants, writes = covenants_of(request.user)
    types = FactType.objects.filter(starts_a_project(), covenant__in=list(covenants))
    rows = with_parts(Event.objects.filter(type__in=types, withdrawn=False, on__lte=moment.as_of))
    found = [view_of(row, covenants, writes) for row in rows.select_related("project").order_by("-on", "-pk")[:200]]
    context = {"moment": moment, "banners": banners(moment), "projects": found, "several": len(covenants) > 1}
    return render(request, "register/projects.html", context)


def view_of(row: Event, covenants: Mapping[int, Covenant], writes: frozenset[int]) -> ProjectView:
    covenant = covenants[row.covenant_id]
    project: Project | None = getattr(row, "project", None)
    there = {name: bool(project and getattr(project, name)) for name in SUBJECTS}
    end = "" if project is None or project.ended_on is None else shown_day(project.ended_on)
    return ProjectView(
        row.subject or row.type.name,
        entry_url(covenant.key, row.pk),
        entry_url(covenant.key, row.pk, "project-change") if covenant.pk in writes else "",
        "" if row.theme is None else row.theme.name,
        " – ".join(day for day in (shown_day(row.on), end) if day),
        tuple(str(NAMES[name]) for name in SUBJECTS if there[name]),
        tuple(str(NAMES[name]) for name in SUBJECTS if not there[name]),
        "" if project is None else project.model_version,
        "" if project is None else project.budget,
        covenant.title,
        covenant.language,
    )


class ProjectForm(PageForm):
    """What the agreement covers."""

    subjects = forms.MultipleChoiceField(
        label=_lazy("What the agreement says something about"),
        choices=list(NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    model_version = LineField(label=_lazy("Version of the model agreement"), required=False, max_length=80)
    budget = LineField(label=_lazy("What was said about the budget"), required=False, max_length=300)
    ended_on = DayField(label=_lazy("Ended on"), required=False)

    def entry(self) -> ProjectEntry:
        data = self.cleaned_data
        chosen = {name: name in data["subjects"] for name in SUBJECTS}
        return ProjectEntry(
            **chosen, model_version=data["model_version"], budget=data["budget"], ended_on=data["ended_on"]
        )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Write down what was agreed about the project that began with this entry."""
    covenant = covenant_to_write(request.user, key)
    event = event_of(covenant, pk)
    now = Project.objects.filter(event=event).first()
    initial: dict[str, Any] = {"subjects": [name for name in SUBJECTS if now is not None and getattr(now, name)]}
    if now is not None:
        initial |= {"model_version": now.model_version, "budget": now.budget, "ended_on": now.ended_on}
    form = ProjectForm(request.POST or None, initial=typed_before(request, initial))
    back = entry_url(key, pk)
    if request.method == "POST" and form.is_valid():
        try:
            keep_project(event=event.pk, entry=form.entry(), reason=BY_PAGE)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            forget(request)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(back)
    context = {
        "covenant": covenant,
        "covenant_url": back,
        "form": form,
        "title": _("What was agreed about the project"),
        "lead": event.subject or event.type.name,
        "back": back,
        "typed_before": notice(request),
    }
    return render(request, "components/form_page.html", context)
