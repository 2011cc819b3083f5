"""What becomes of the old text, the look by a second person, and putting a draft into use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from obligations.assessments import assess_covenants
from obligations.definitions.drafts import problems_of, publish_draft
from obligations.models import Covenant, Revision
from obligations.services import drafting as d
from obligations.services.drafting.outcomes import BECOMES, CONTINUED, DROPPED, MOVED
from obligations.services.refusal import Refusal
from obligations.web.as_of import as_of_from, shown_day
from obligations.web.comparison import comparison_of
from obligations.web.drafts.duties import written
from obligations.web.drafts.saving import saved
from obligations.web.drafts.steps import METHODS, context_of, of_draft, step_url
from obligations.web.forms import DayField, PageForm
from obligations.web.impact import impact_of
from obligations.web.language import page_language


def fate_words() -> dict[str, str]:
    """What can become of an obligation."""
    return {
        CONTINUED: _("stays, as it is or changed"),
        BECOMES: _("becomes another"),
        MOVED: _("stands elsewhere now"),
        DROPPED: _("is dropped"),
    }


@dataclass(frozen=True)
class Row:
    """An obligation of the old text on the page. `word`: what becomes of it; `sent`: a choice that was refused."""

    line: d.FateLine
    word: str
    seen: str
    sent: d.Fate | None = None

    @property
    def filled(self) -> d.Fate:
        """What stands in its form."""
        return self.sent or self.line.proposal


def row_of(line: d.FateLine, titles: Mapping[str, str], sent: Mapping[str, d.Fate]) -> Row:
    fate, words = line.proposal, fate_words()
    word = words.get(fate.kind, "")
    if fate.kind == CONTINUED:
        word = _("changes") if line.changed else _("stays")
    elif fate.kind == BECOMES:
        word += ": " + ", ".join(titles.get(code, code) for code in fate.becomes)
    elif fate.kind == MOVED:
        word = (_("is now in %(where)s") if fate.certain else _("is now probably in %(where)s")) % {
            "where": fate.moved_to
        }
    return Row(line, word, d.offered(line), sent.get(line.code))


@require_safe
@of_draft
def fates(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """Each obligation of the old text with what becomes of it; how many are still to choose."""
    return _fates(request, covenant, draft, {})


def _fates(request: HttpRequest, covenant: Covenant, draft: Revision, sent: Mapping[str, d.Fate]) -> HttpResponse:
    lines = d.fates(draft)
    titles = dict(draft.obligations.order_by("position", "pk").values_list("code", "title"))
    context = {
        **context_of(request, covenant, draft, "draft-fates"),
        "rows": [row_of(line, titles, sent) for line in lines],
        "left": sum(not line.chosen for line in lines),
        "acceptable": sum(bool(line.proposal.kind) and not line.chosen for line in lines),
        "kinds": list(fate_words().items()),
        "titles": list(titles.items()),
    }
    return render(request, "drafts/fates.html", context)


@require_POST
@of_draft
def choose_fate(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """Choose what becomes of one obligation; a choice that is refused stays filled in."""
    sent = request.POST
    code, kind = sent.get("code", "")[:80], sent.get("kind", "")
    fate = d.Fate(
        kind,
        tuple(one for one in sent.getlist("becomes") if one) if kind == BECOMES else (),
        sent.get("moved_to", "").strip() if kind == MOVED else "",
        sent.get("certain", "yes") == "yes",
    )
    try:
        d.set_outcome(draft=draft.pk, code=code, fate=fate, version=sent.get("version", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return _fates(request, covenant, draft, {code: fate})
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(f"{step_url('draft-fates', covenant)}#{code}")


@require_POST
@of_draft
def accept(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """Accept every proposal as it was seen."""
    seen = dict(pair.split(" ", 1) for pair in request.POST.getlist("seen") if " " in pair)
    try:
        taken, passed = d.accept_proposals(draft=draft.pk, seen=seen)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(taken)s accepted.") % {"taken": taken})
        if passed:
            messages.info(request, _("%(n)s were changed meanwhile.") % {"n": passed})
    return HttpResponseRedirect(step_url("draft-fates", covenant))


class PublishForm(PageForm):
    """When it was signed and from when it holds."""

    signed_on = DayField(label=_lazy("Signed on"))
    in_force_from = DayField(label=_lazy("Holds from"))
    sure = forms.BooleanField(label=_lazy("This is the text that was signed"))


@require_http_methods(METHODS)
@of_draft
def check(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """The last step: what is missing, what changes, who looked it through, and putting it into use."""
    form = PublishForm(
        request.POST or None, initial={"signed_on": draft.signed_on, "in_force_from": draft.in_force_from}
    )
    if request.method == "POST" and form.is_valid():
        data, today = form.cleaned_data, as_of_from(request).today
        response = saved(
            request,
            form,
            step_url("covenant", covenant),
            lambda: publish_draft(
                draft=draft.pk,
                by=request.user,
                signed_on=data["signed_on"],
                in_force_from=data["in_force_from"],
                today=today,
            ),
        )
        if response is not None:
            return response
    missing, state = d.obstacles(draft), d.check_state(draft, request.user)
    context = {
        **context_of(request, covenant, draft, "draft-check"),
        "form": form,
        "missing": missing,
        "misfits": [] if missing else problems_of(draft),
        "state": state,
        "mine": state.asked_by == request.user,
        "members": list(draft.members.select_related("party").order_by("position", "pk")),
        "obligations": written(covenant, draft, page_language()),
        "term": range_of(draft),
        "kept_from": shown_day(covenant.tracked_from),
        **compared(request, covenant, draft),
    }
    return render(request, "drafts/check.html", context)


def range_of(draft: Revision) -> str:
    """From when it holds, and until when."""
    day, end = shown_day(draft.in_force_from), shown_day(draft.ends_on)
    return (
        _("From %(first)s until %(end)s") % {"first": day, "end": end}
        if end
        else _("From %(first)s, without an end date") % {"first": day}
    )


def compared(request: HttpRequest, covenant: Covenant, draft: Revision) -> dict[str, Any]:
    """The draft beside the text that it replaces, and what the switch would touch; nothing for a first one."""
    if draft.replaces is None or not all(map(d.is_filled_in, d.obligations_of(draft).values())):
        return {}
    moment, lang = as_of_from(request), page_language()
    standing = assess_covenants([covenant.pk], moment.today, history=True, drafts=[draft.pk])[covenant.pk]
    by_key = {revision.key: revision for revision in standing.covenant.revisions}
    old, new = by_key[draft.replaces.key], by_key[draft.key]
    comparison = comparison_of(standing.covenant, old, new, lang)
    return {
        "moment": moment,
        "comparison": comparison,
        "lines": comparison.lines,
        "impact": impact_of(standing, old, new, lang),
    }


@require_POST
@of_draft
def ask_for_check(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """Ask a second person to look it through."""
    return _act(request, covenant, draft, d.request_check, _("Asked. Someone else can now look it through."))


@require_POST
@of_draft
def approve(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """The second person says that it is right."""
    act = partial(d.approve, seen=request.POST.get("text_seen") or None)
    return _act(request, covenant, draft, act, _("Looked through. It can be put into use."))


def _act(request: HttpRequest, covenant: Covenant, draft: Revision, act: Any, said: str) -> HttpResponse:
    try:
        act(draft=draft.pk, by=request.user)
        messages.success(request, said)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(step_url("draft-check", covenant))
