"""Start a covenant or a revision; its name and dates, its parties, and from when the register is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from obligations.models import Covenant, Revision
from obligations.services import drafting as d
from obligations.services.refusal import Refusal
from obligations.web.access import covenant_to_write
from obligations.web.as_of import as_of_from
from obligations.web.drafts.saving import DraftForm, saved
from obligations.web.drafts.steps import METHODS, context_of, of_draft, step_url
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.kept_forms import forget, notice, typed_before


class StartForm(PageForm):
    """What a covenant is called."""

    title = LineField(label=_lazy("What is the covenant called?"), max_length=200)


@require_http_methods(METHODS)
def new_covenant(request: HttpRequest) -> HttpResponse:
    """Start a covenant of which everything else is filled in in five steps."""
    if not d.may_start(request.user):
        raise PermissionDenied("only a secretariat starts a covenant")
    form = StartForm(request.POST or None, initial=typed_before(request, {}))
    if request.method == "POST" and form.is_valid():
        made: list[Revision] = []
        today = as_of_from(request).today

        def start() -> str:
            made.append(d.start_covenant(title=form.cleaned_data["title"], by=request.user, today=today))
            return step_url("draft-dates", made[0].covenant)

        try:
            address = d.once(token=form.filled_in, by=request.user, act=start)
            forget(request)
            return HttpResponseRedirect(address)
        except d.Objected as refusal:
            form.object(refusal.found)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form,
        "title": _("New covenant"),
        "typed_before": notice(request),
        "begun": d.begun_by(request.user),
        "example": Covenant.objects.visible_to(request.user).filter(has_example_register=True).first(),
    }
    return render(request, "drafts/new.html", context)


@require_http_methods(METHODS)
def new_revision(request: HttpRequest, key: str) -> HttpResponse:
    """Go on with the draft, or start one as a copy of the revision that holds."""
    covenant, today = covenant_to_write(request.user, key), as_of_from(request).today
    draft = d.draft_of(covenant)
    if draft is not None:
        return HttpResponseRedirect(step_url("draft-dates" if d.is_first(draft) else "draft-fates", covenant))
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


class DatesForm(DraftForm):
    """Name and term."""

    title = LineField(label=_lazy("Name"), max_length=200)
    signed_on = DayField(label=_lazy("Signed on, or expected to be"))
    in_force_from = DayField(label=_lazy("Holds from"))
    ends_on = DayField(
        label=_lazy("Until"),
        required=False,
        help_text=_lazy("The first day on which it no longer holds. Empty: no end."),
    )


def dates_initial(entry: d.DatesEntry) -> dict[str, Any]:
    """Name and term as their form shows them."""
    return {
        "title": entry.title,
        "signed_on": entry.signed_on,
        "in_force_from": entry.in_force_from,
        "ends_on": entry.ends_on,
        "version": d.version_of(entry),
    }


@require_http_methods(METHODS)
@of_draft
def dates(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """Step 1: what it is called and when it holds."""
    form = DatesForm(request.POST or None, initial=typed_before(request, dates_initial(d.dates_entry(draft))))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        entry = d.DatesEntry(data["title"], data["signed_on"], data["in_force_from"], data["ends_on"])
        response = saved(
            request,
            form,
            step_url("draft-parties", covenant),
            lambda: d.choose_dates(draft=draft.pk, entry=entry, version=data["version"]),
            dates_initial,
        )
        if response is not None:
            return response
    return render(request, "drafts/form.html", {**context_of(request, covenant, draft, "draft-dates"), "form": form})


class PartyForm(DraftForm):
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

    @property
    def entry(self) -> d.PartyEntry:
        data = self.cleaned_data
        return d.PartyEntry(data["name"], data["short"], data["function"], data.get("mailbox", ""))


def party_initial(entry: d.PartyEntry) -> dict[str, Any]:
    """A party as its form shows it."""
    return {
        "name": entry.name,
        "short": entry.short,
        "function": entry.function,
        "mailbox": entry.mailbox,
        "version": d.version_of(entry),
    }


@require_http_methods(METHODS)
@of_draft
def parties(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """Step 2: who takes part; `?partij=` is the one that is changed."""
    context = context_of(request, covenant, draft, "draft-parties")
    members = list(draft.members.select_related("party").order_by("position", "pk"))
    boxes = {party: held.email for party, held in d.mailboxes(covenant.pk).items()} if context["first"] else {}
    changed = next((one for one in members if one.party.key == request.GET.get("partij", "")), None)
    initial: dict[str, Any] = {}
    if changed is not None:
        entry = d.party_entry(changed, boxes.get(changed.party_id, ""))
        initial = {**party_initial(entry), "party": changed.party.key}
    form = PartyForm(request.POST or None, initial=typed_before(request, initial))
    if not context["first"]:
        del form.fields["mailbox"]
    if request.method == "POST" and form.is_valid():
        response = keep_party(request, covenant, draft, form)
        if response is not None:
            return response
    rows = [(one, boxes.get(one.party_id, "")) for one in members]
    context |= {"form": form, "rows": rows, "changed": changed, "typed_before": notice(request)}
    return render(request, "drafts/parties.html", context)


def keep_party(request: HttpRequest, covenant: Covenant, draft: Revision, form: PartyForm) -> HttpResponse | None:
    """Add the party, or change it; one that somebody took out meanwhile can then be added again."""
    data, today = form.cleaned_data, as_of_from(request).today
    response = saved(
        request,
        form,
        step_url("draft-parties", covenant),
        lambda: d.save_party(
            draft=draft.pk, entry=form.entry, today=today, key=data["party"] or None, version=data["version"]
        ),
        party_initial,
    )
    if response is None and not draft.members.filter(party__key=data["party"]).exists():
        form.replace("party", "")
    return response


@require_POST
@of_draft
def remove_party(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """Take a party out of the draft."""
    try:
        d.remove_party(draft=draft.pk, key=request.POST.get("party", ""))
        messages.success(request, _("Taken out."))
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
@of_draft
def kept(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """Step 3 of a first revision: nothing from before that day is ever held against anyone."""
    form = KeptForm(request.POST or None, initial=typed_before(request, {"tracked_from": covenant.tracked_from}))
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["tracked_from"]
        target = step_url("draft-obligations", covenant)
        response = saved(request, form, target, lambda: d.keep_from(draft=draft.pk, day=day))
        if response is not None:
            return response
    return render(request, "drafts/form.html", {**context_of(request, covenant, draft, "draft-kept"), "form": form})


@require_POST
@of_draft
def discard(request: HttpRequest, covenant: Covenant, draft: Revision) -> HttpResponse:
    """Throw the draft away; what holds stays as it is."""
    stays: Covenant | None = covenant
    try:
        stays = d.discard_draft(draft=draft.pk)
        messages.success(request, _("The draft was thrown away."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(step_url("covenant", covenant) if stays is not None else reverse("covenants"))
