"""The obligations of a draft: add one with a ready sentence, change one field by field, take one out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from obligations import snapshots
from obligations.assessments import Line, Standing
from obligations.engine.facts import Record
from obligations.engine.verdict import Assessed
from obligations.models import Covenant, FactType, Obligation, Revision
from obligations.services import drafting as d
from obligations.services.refusal import Refusal
from obligations.web.drafts.sentences import PERIODS, SENTENCES, sentence_names
from obligations.web.drafts.steps import context_of, draft_for, saved, step_url
from obligations.web.drafts.text import METHODS, again
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.language import page_language
from obligations.wording import Lang
from obligations.wording.language import capital
from obligations.wording.norms import norm_text


@dataclass(frozen=True)
class Written:
    """An obligation of the draft in the list. `norm`: what was agreed, '' while it is not filled in."""

    code: str
    title: str
    kind: str
    norm: str


@require_http_methods(METHODS)
def obligations(request: HttpRequest, key: str) -> HttpResponse:
    """The obligations so far, and a ready sentence (`?zin=`) to add one."""
    covenant, draft = draft_for(request.user, key)
    members = list(draft.members.order_by("position").values_list("party__key", "party__name"))
    picked = request.GET.get("zin", "")
    form = None
    if picked in SENTENCES:
        form = SENTENCES[picked](members, request.POST or None)
        if request.method == "POST" and form.is_valid():
            entry = form.entry(types_of(covenant))
            target = step_url("draft-obligations", covenant)
            response = saved(request, form, target, lambda: d.save_obligation(draft=draft.pk, entry=entry))
            if response is not None:
                return response
    names = sentence_names()
    context = {
        **context_of(covenant, draft, "draft-obligations"),
        "rows": written(covenant, draft, page_language()),
        "sentences": [(name, text, name == picked) for name, text in names.items()],
        "form": form,
        "picked": names.get(picked, ""),
        "no_parties": not members,
    }
    return render(request, "drafts/obligations.html", context)


def types_of(covenant: Covenant) -> dict[str, str]:
    """The keys of the types of a covenant, by their name in small letters."""
    return {name.lower(): key for key, name in FactType.objects.filter(covenant=covenant).values_list("key", "name")}


def written(covenant: Covenant, draft: Revision, lang: Lang) -> list[Written]:
    """Every obligation of the draft in words, as its page will say it."""
    snapshot = snapshots.load([covenant], drafts=[draft.pk])[covenant.pk]
    standing = Standing(snapshot, Record(), draft.in_force_from, None, ())
    kinds = dict(Obligation.Kind.choices)
    return [
        Written(
            one.code,
            one.title,
            str(kinds[one.terms.kind.value]),
            capital(norm_text(standing.subject(Line(revision, one, Assessed(one.terms, (), None))), lang)),
        )
        for revision in snapshot.revisions
        if revision.id == draft.pk
        for one in revision.obligations
    ]


NUMBERS: Mapping[str, tuple[str, ...]] = {
    "cadence": ("at_least", "per", "every_months"),
    "cap": ("at_most", "per"),
    "deadline": ("due", "target", "text"),
    "duty": ("within_number", "target_days"),
    "standing": ("review_months",),
    "held": (),
}
"""The columns of each kind that the form asks; the others stay as they are."""


class ObligationForm(PageForm):
    """One obligation, with the numbers of its kind."""

    title = LineField(label=_lazy("Title"), max_length=200)
    summary = forms.CharField(
        label=_lazy("In our own words"), widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000
    )
    at_least = forms.IntegerField(label=_lazy("At least how many times"), required=False, min_value=1)
    every_months = forms.IntegerField(label=_lazy("Or every so many months"), required=False, min_value=1)
    at_most = forms.DecimalField(label=_lazy("At most how much"), required=False, min_value=0)
    per = forms.ChoiceField(label=_lazy("Per"), required=False, choices=[("", "–"), *PERIODS, ("event", "per keer")])
    due = DayField(label=_lazy("Last day on which it is in time"), required=False)
    target = DayField(label=_lazy("Own target"), required=False)
    text = LineField(label=_lazy("Date as the text writes it"), required=False, max_length=200)
    within_number = forms.IntegerField(label=_lazy("Within how many"), required=False, min_value=1)
    target_days = forms.IntegerField(label=_lazy("Own target in days"), required=False, min_value=0)
    review_months = forms.IntegerField(label=_lazy("Look through every so many months"), required=False, min_value=1)
    bearers = forms.MultipleChoiceField(
        label=_lazy("Who does it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_lazy("Nobody chosen: all parties."),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, kind: str, parties: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = {name for names in NUMBERS.values() for name in names}
        for name in numbers - set(NUMBERS[kind]):
            del self.fields[name]
        field = self.fields["bearers"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = parties

    def entry(self, now: d.ObligationEntry) -> d.ObligationEntry:
        """What stands there, with what was filled in over it."""
        data = self.cleaned_data
        term = {**now.term, **{name: data[name] for name in NUMBERS[now.kind]}}
        return replace(
            now,
            title=data["title"],
            summary=data["summary"],
            term=term,
            bearers=tuple(data["bearers"]),
            bearers_all=not data["bearers"],
        )


@require_http_methods(METHODS)
def obligation(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Change one obligation of the draft."""
    covenant, draft = draft_for(request.user, key)
    row = d.obligations_of(draft, [code]).get(code)
    if row is None:
        raise Http404(f"no obligation {code}")
    now = d.entry_of(row)
    members = list(draft.members.order_by("position").values_list("party__key", "party__name"))
    initial = {
        "title": now.title,
        "summary": now.summary,
        "bearers": [] if now.bearers_all else list(now.bearers),
        "version": d.version_of(now),
        **now.term,
    }
    form = ObligationForm(row.kind, members, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        entry, version = form.entry(now), form.cleaned_data["version"]
        response = saved(
            request,
            form,
            step_url("draft-obligations", covenant),
            lambda: d.save_obligation(draft=draft.pk, entry=entry, code=code, version=version),
        )
        if response is not None:
            return response
        form = again(form, d.version_of(d.entry_of(d.obligations_of(draft, [code])[code])))
    context = {**context_of(covenant, draft, "draft-obligations"), "form": form, "title": row.title}
    return render(request, "drafts/form.html", context)


@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take an obligation out of the draft."""
    covenant, draft = draft_for(request.user, key)
    try:
        d.remove_obligation(draft=draft.pk, code=request.POST.get("code", ""))
        messages.success(request, _("Taken out."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(step_url("draft-obligations", covenant))
