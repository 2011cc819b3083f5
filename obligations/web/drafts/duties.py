"""The obligations of a draft: add one with a ready sentence or the whole form, change one, take one out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from obligations import snapshots
from obligations.assessments import Line, Standing
from obligations.engine.facts import Record
from obligations.engine.verdict import Assessed
from obligations.models import Covenant, FactType, Obligation, Revision
from obligations.services import drafting as d
from obligations.services.refusal import Refusal
from obligations.web.drafts.saving import saved
from obligations.web.drafts.sentences import SENTENCES, Sentence
from obligations.web.drafts.steps import METHODS, context_of, of_draft, step_url
from obligations.web.drafts.whole import FORMS, ObligationForm, initial_of, offered_by, places_text
from obligations.web.kept_forms import SESSION_KEY, notice, typed_before
from obligations.web.language import page_language
from obligations.wording import Lang
from obligations.wording.language import capital
from obligations.wording.norms import norm_text


@dataclass(frozen=True)
class Written:
    """An obligation of the draft in the list. `norm`: what was agreed; `version`: for taking it out."""

    code: str
    title: str
    kind: str
    norm: str
    citation: str
    version: str


@require_http_methods(METHODS)
@of_draft
def obligations(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """The obligations so far, and a ready sentence of each usual kind to add one."""
    members = list(draft.members.order_by("position", "pk").values_list("party__key", "party__short"))
    sent = _sent(request, members)
    if sent is not None and sent.is_valid():
        entry = sent.entry(types_of(covenant))
        target = step_url("draft-obligations", covenant)
        response = saved(request, sent, target, lambda: d.save_obligation(draft=draft.pk, entry=entry))
        if response is not None:
            return response
    sentences = [
        sent if sent is not None and one.NAME == sent.NAME else _fresh(request, one, members)
        for one in SENTENCES.values()
    ]
    context = {
        **context_of(request, covenant, draft, "draft-obligations"),
        "rows": written(covenant, draft, page_language()),
        "sentences": sentences,
        "form": sent,
        "kinds": list(Obligation.Kind.choices),
        "no_parties": not members,
        "typed_before": notice(request),
    }
    return render(request, "drafts/obligations.html", context)


def _sent(request: HttpRequest, members: list[tuple[str, str]]) -> Sentence | None:
    """The sentence that was filled in, None when nothing was sent."""
    if request.method != "POST":
        return None
    name = request.POST.get("zin") or request.GET.get("zin", "")
    if name not in SENTENCES:
        raise Http404(f"no sentence {name[:20]}")
    return SENTENCES[name](members, request.POST)


def _fresh(request: HttpRequest, sentence: type[Sentence], members: list[tuple[str, str]]) -> Sentence:
    """An empty one, or with what was typed in it before and not sent."""
    typed = request.session.get(SESSION_KEY, {}).get(request.get_full_path(), {}).get("zin") == [sentence.NAME]
    form = sentence(members, initial=typed_before(request, {}) if typed else {})
    form.opened = typed and request.method != "POST"
    return form


def types_of(covenant: Covenant) -> dict[str, str]:
    """The keys of the types of a covenant, by their name in small letters."""
    return {name.lower(): key for key, name in FactType.objects.filter(covenant=covenant).values_list("key", "name")}


def written(covenant: Covenant, draft: Revision, lang: Lang) -> list[Written]:
    """Every obligation of the draft in words, as its page will say it."""
    rows = d.obligations_of(draft)
    norms = norms_of(covenant, draft, [code for code, row in rows.items() if d.is_filled_in(row)], lang)
    kinds = dict(Obligation.Kind.choices)
    entries = {code: d.entry_of(row) for code, row in rows.items()}
    return [
        Written(code, one.title, str(kinds[one.kind]), norms.get(code, ""), places_text(one), d.version_of(one))
        for code, one in entries.items()
    ]


def norms_of(covenant: Covenant, draft: Revision, codes: list[str], lang: Lang) -> dict[str, str]:
    """What was agreed in each of these obligations of the draft, in words."""
    snapshot = snapshots.load([covenant], codes=codes, drafts=[draft.pk])[covenant.pk]
    standing = Standing(snapshot, Record(), draft.in_force_from, None, ())
    return {
        one.code: capital(norm_text(standing.subject(Line(revision, one, Assessed(one.terms, (), None))), lang))
        for revision in snapshot.revisions
        if revision.id == draft.pk
        for one in revision.obligations
    }


@require_http_methods(METHODS)
@of_draft
def add(request: HttpRequest, covenant: Covenant, draft: Revision, kind: str) -> HttpResponse:
    """Fill in an obligation of this kind as a whole."""
    if kind not in FORMS:
        raise Http404(f"no kind {kind}")
    start = {"bearers": ["all"], "towards": ["all"]}
    form = FORMS[kind](offered_by(draft), request.POST or None, initial=typed_before(request, start))
    if request.method == "POST" and form.is_valid():
        entry, target = form.entry(None), step_url("draft-obligations", covenant)
        response = saved(request, form, target, lambda: d.save_obligation(draft=draft.pk, entry=entry))
        if response is not None:
            return response
    title = _("New obligation: %(kind)s") % {"kind": dict(Obligation.Kind.choices)[kind]}
    return _whole(request, covenant, draft, form, title)


@require_http_methods(METHODS)
@of_draft
def obligation(request: HttpRequest, covenant: Covenant, draft: Revision, code: str) -> HttpResponse:
    """Change one obligation of the draft."""
    row = d.obligations_of(draft, [code]).get(code)
    if row is None:
        return removed_meanwhile(request, covenant, draft)
    now = d.entry_of(row)
    initial = typed_before(request, initial_of(now))
    form = FORMS[row.kind](offered_by(draft), request.POST or None, initial={**initial, "kind": row.kind})
    if request.method == "POST" and form.is_valid():
        entry, version = form.entry(now), form.cleaned_data["version"]
        response = saved(
            request,
            form,
            step_url("draft-obligations", covenant),
            lambda: d.save_obligation(draft=draft.pk, entry=entry, code=code, version=version),
            initial_of,
        )
        if response is not None:
            return response
    return _whole(request, covenant, draft, form, row.title)


def removed_meanwhile(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """Somebody took it out: what was filled in is kept, and can be added as a new one."""
    kind = request.POST.get("kind", "")
    if kind not in FORMS:
        raise Http404("no such obligation")
    form = FORMS[kind](offered_by(draft), request.POST)
    form.add_error(None, _("Someone removed this while you had it open. Save to add it again with what stands below."))
    address = step_url("draft-add-obligation", covenant, kind=kind)
    return _whole(request, covenant, draft, form, request.POST.get("title", "")[:200], address)


def _whole(
    request: HttpRequest, covenant: Covenant, draft: Revision, form: ObligationForm, title: str, address: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        **context_of(request, covenant, draft, "draft-obligations"),
        "form": form,
        "title": title,
        "address": address or request.get_full_path(),
        "back": step_url("draft-obligations", covenant),
    }
    return render(request, "drafts/obligation.html", context)


@require_POST
@of_draft
def remove(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """Take an obligation out of the draft, unless somebody changed it since it was seen."""
    sent = request.POST
    try:
        d.remove_obligation(draft=draft.pk, code=sent.get("code", ""), version=sent.get("version") or None)
        messages.success(request, _("Taken out."))
    except d.Conflict:
        messages.error(request, _("Someone changed this meanwhile. Look again before you take it out."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(step_url("draft-obligations", covenant))
