"""Start a covenant or a revision; its name and dates, its parties, and from when the register is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from obligations.models import Covenant, Revision
from obligations.services import drafting as d
from obligations.services.refusal import Refusal
from obligations.web.access import covenant_to_write
from obligations.web.as_of import as_of_from
from obligations.web.drafts.steps import context_of, draft_for, saved, step_url
from obligations.web.forms import DayField, LineField, PageForm

METHODS = ["GET", "HEAD", "POST"]


class StartForm(PageForm):
    """What a covenant is called."""

    title = LineField(label=_lazy("What is the covenant called?"), max_length=200)


@require_http_methods(METHODS)
def new_covenant(request: HttpRequest) -> HttpResponse:
    """Start a covenant of which everything else is filled in in five steps."""
    if not d.may_start(request.user):
        raise PermissionDenied("only a secretariat starts a covenant")
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: list[Revision] = []
        today = as_of_from(request).today

        def start() -> str:
            made.append(d.start_covenant(title=form.cleaned_data["title"], by=request.user, today=today))
            return step_url("draft-dates", made[0].covenant)

        try:
            return HttpResponseRedirect(d.once(token=form.filled_in, by=request.user, act=start))
        except d.Objected as refusal:
            form.object(refusal.found)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "drafts/new.html", {"form": form, "title": _("New covenant")})


@require_http_methods(METHODS)
def new_revision(request: HttpRequest, key: str) -> HttpResponse:
    """Go on with the draft, or start one as a copy of the revision that holds."""
    covenant, today = covenant_to_write(request.user, key), as_of_from(request).today
    if d.draft_of(covenant) is not None:
        return HttpResponseRedirect(step_url("draft-dates", covenant))
    old = d.revision_to_replace(covenant)
    form = StartForm(request.POST or None, initial={"title": _("Revision %(year)s") % {"year": today.year}})
    form.fields["title"].label = _("What is the revision called?")
    if request.method == "POST" and old is not None and form.is_valid():
        title = form.cleaned_data["title"]
        response = saved(
            request,
            form,
            step_url("draft-dates", covenant),
            lambda: d.draft_from(revision=old, today=today, title=title),
        )
        if response is not None:
            return response
    context = {"covenant": covenant, "form": form, "title": _("New revision"), "old": old}
    return render(request, "drafts/new.html", context)


class DatesForm(PageForm):
    """Name and term."""

    title = LineField(label=_lazy("Name"), max_length=200)
    signed_on = DayField(label=_lazy("Signed on, or expected to be"))
    in_force_from = DayField(label=_lazy("Holds from"))
    ends_on = DayField(
        label=_lazy("Until"),
        required=False,
        help_text=_lazy("The first day on which it no longer holds. Empty: no end."),
    )
    version = forms.CharField(widget=forms.HiddenInput, required=False)


@require_http_methods(METHODS)
def dates(request: HttpRequest, key: str) -> HttpResponse:
    """Step 1: what it is called and when it holds."""
    covenant, draft = draft_for(request.user, key)
    now = d.dates_entry(draft)
    initial = {
        "title": now.title,
        "signed_on": now.signed_on,
        "in_force_from": now.in_force_from,
        "ends_on": now.ends_on,
        "version": d.version_of(now),
    }
    form = DatesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        entry = d.DatesEntry(data["title"], data["signed_on"], data["in_force_from"], data["ends_on"])
        response = saved(
            request,
            form,
            step_url("draft-parties", covenant),
            lambda: d.choose_dates(draft=draft.pk, entry=entry, version=data["version"]),
        )
        if response is not None:
            return response
        form = again(form, d.version_of(d.dates_entry(Revision.objects.get(pk=draft.pk))))
    return render(request, "drafts/form.html", {**context_of(covenant, draft, "draft-dates"), "form": form})


def again(form: Any, version: str) -> Any:
    """The form with what was typed and the version of now, so that sending it again goes over what changed."""
    form.data = form.data.copy()
    form.data["version"] = version
    return form


class PartyForm(PageForm):
    """A party: an organisation and, for a first revision, one mailbox."""

    name = LineField(label=_lazy("Name of the organisation"), max_length=200)
    short = LineField(label=_lazy("Short name"), max_length=40)
    function = LineField(
        label=_lazy("Function of the account holder"),
        required=False,
        max_length=200,
        help_text=_lazy("A person’s name is not needed."),
    )
    mailbox = LineField(label=_lazy("One mailbox of that function"), required=False, max_length=254)
    party = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.CharField(widget=forms.HiddenInput, required=False)


@require_http_methods(METHODS)
def parties(request: HttpRequest, key: str) -> HttpResponse:
    """Step 2: who takes part; `?partij=` is the one that is changed."""
    covenant, draft = draft_for(request.user, key)
    members = list(draft.members.select_related("party").order_by("position", "pk"))
    boxes = {party: held.email for party, held in d.mailboxes(covenant.pk).items()}
    changed = next((one for one in members if one.party.key == request.GET.get("partij", "")), None)
    initial = {}
    if changed is not None:
        entry = d.party_entry(changed, boxes.get(changed.party_id, "") if d.is_first(draft) else "")
        initial = {
            "name": entry.name,
            "short": entry.short,
            "function": entry.function,
            "mailbox": entry.mailbox,
            "party": changed.party.key,
            "version": d.version_of(entry),
        }
    form = PartyForm(request.POST or None, initial=initial)
    if not d.is_first(draft):
        del form.fields["mailbox"]
    if request.method == "POST" and form.is_valid():
        response = saved(request, form, step_url("draft-parties", covenant), lambda: keep_party(request, draft, form))
        if response is not None:
            return response
    rows = [(one, boxes.get(one.party_id, "")) for one in members]
    context = {**context_of(covenant, draft, "draft-parties"), "form": form, "rows": rows, "changed": changed}
    return render(request, "drafts/parties.html", context)


def keep_party(request: HttpRequest, draft: Revision, form: PartyForm) -> None:
    data = form.cleaned_data
    entry = d.PartyEntry(data["name"], data["short"], data["function"], data.get("mailbox", ""))
    today = as_of_from(request).today
    d.save_party(draft=draft.pk, entry=entry, today=today, key=data["party"] or None, version=data["version"])


@require_POST
def remove_party(request: HttpRequest, key: str) -> HttpResponse:
    """Take a party out of the draft."""
    covenant, draft = draft_for(request.user, key)
    try:
        d.remove_party(draft=draft.pk, key=request.POST.get("party", ""))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(step_url("draft-parties", covenant))


class KeptForm(PageForm):
    """From when the register is kept."""

    tracked_from = DayField(
        label=_lazy("From which day do you keep this?"),
        required=False,
        help_text=_lazy(
            "What lies before it is shown as ‘not kept at the time’, never as missed. Empty: from the start."
        ),
    )


@require_http_methods(METHODS)
def kept(request: HttpRequest, key: str) -> HttpResponse:
    """Step 3 of a first revision: nothing from before that day is ever held against anyone."""
    covenant, draft = draft_for(request.user, key)
    form = KeptForm(request.POST or None, initial={"tracked_from": covenant.tracked_from})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["tracked_from"]
        target = step_url("draft-obligations", covenant)
        response = saved(request, form, target, lambda: d.keep_from(draft=draft.pk, day=day))
        if response is not None:
            return response
    return render(request, "drafts/form.html", {**context_of(covenant, draft, "draft-kept"), "form": form})


@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Throw the draft away; what holds stays as it is."""
    covenant, draft = draft_for(request.user, key)
    stays: Covenant | None = covenant
    try:
        stays = d.discard_draft(draft=draft.pk)
        messages.success(request, _("The draft was thrown away."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(step_url("covenant", covenant) if stays is not None else "/convenanten/")
