"""Record what happened: five choices, only what is needed, and what it does before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from obligations.models import Covenant, Event, FactType
from obligations.services.known import known_to
from obligations.services.refusal import Refusal
from obligations.services.register import Entry, entry_objections, record_events
from obligations.web.access import covenant_to_write, covenants_of
from obligations.web.as_of import as_of_from
from obligations.web.changes import Change, changes_by
from obligations.web.entries import BY_PAGE, day_asked, form_context, page_after, parties_of
from obligations.web.kept_forms import forget, typed_before
from obligations.web.language import page_language
from obligations.web.register.entry import EntryView, last_entries
from obligations.web.register.forms import EntryForm
from obligations.web.register.kinds import Kind, kinds_of, types_in

LAST = 5


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """What happened, and in which covenant: `?convenant=` names it."""
    covenants, writes = covenants_of(request.user)
    mine = [one for pk, one in covenants.items() if pk in writes]
    asked = request.GET.get("convenant", "")
    chosen = next((one for one in mine if one.key == asked), mine[0] if len(mine) == 1 else None)
    moment = as_of_from(request)
    kinds = [] if chosen is None else kinds_of(chosen.pk)
    context = {
        "moment": moment,
        "covenants": [(one, f"?{urlencode({'convenant': one.key})}") for one in mine],
        "covenant": chosen,
        "kinds": [(kind, address_of_kind(chosen, kind)) for kind in kinds if chosen is not None],
        "last": [] if chosen is None else last_of(request, chosen),
    }
    return render(request, "register/record.html", context)


def address_of_kind(covenant: Covenant, kind: Kind) -> str:
    """Straight to the type where there is only one."""
    names = {"soort": kind.types[0].key} if len(kind.types) == 1 else {"groep": kind.group}
    return f"{reverse('record-entry', kwargs={'key': covenant.key})}?{urlencode(names)}"


def last_of(request: HttpRequest, covenant: Covenant) -> list[EntryView]:
    """The last lines, each with a way to change it."""
    return last_entries(covenant, as_of_from(request), page_language(), LAST)


@require_http_methods(["GET", "HEAD", "POST"])
def record_entry(request: HttpRequest, key: str) -> HttpResponse:
    """One entry; `?soort=` is its type, `?groep=` one of the five, `?bij=` what it answers, `?plicht=` where to go."""
    covenant, moment, lang = covenant_to_write(request.user, key), as_of_from(request), page_language()
    answers, kind = request.GET.get("bij", "")[:200], request.GET.get("soort", "")
    types = types_offered(covenant, kind, request.GET.get("groep", ""))
    initial = {
        "type": kind or (types[0].key if types else ""),
        "on": day_asked(request, moment.today),
        "state": "happened",
    }
    form = EntryForm(
        covenant, types, list(parties_of(covenant)), request.POST or None, initial=typed_before(request, initial)
    )
    context = form_context(request, covenant, form, _("Record what happened")) | {"last": last_of(request, covenant)}
    if request.method == "POST" and form.is_valid():
        entry = form.entry(moment.today, answers)
        known = known_to(covenant)

        def act() -> object:
            return record_events(known=known, entries=[entry], today=moment.today, reason=BY_PAGE)

        try:
            if not form.object(entry_objections(entry, known)):
                again = Event.objects.filter(reference__covenant=covenant, reference__ref=entry.ref).exists()
                changes = [] if again else changes_by(covenant, act, moment, lang)
                if "sure" in request.POST or not any(change.asks for change in changes):
                    act()
                    return saved(request, covenant, entry, changes)
                context |= {"changes": changes, "over": any(change.over for change in changes)}
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "register/entry_form.html", context)


def types_offered(covenant: Covenant, kind: str, group: str) -> Sequence[FactType]:
    """The type that the address names, else those of the chosen group, else all."""
    kinds = kinds_of(covenant.pk)
    every = [type_ for one in kinds for type_ in one.types]
    named = [type_ for type_ in every if type_.key == kind]
    return named or types_in(kinds, group)


def saved(request: HttpRequest, covenant: Covenant, entry: Entry, changes: Sequence[Change]) -> HttpResponse:
    """Say what it did, and lead on: to another of the same, to where the form came from, or to what it asks for."""
    forget(request)
    messages.success(request, " ".join([_("Recorded."), *sentences(changes)]))
    if "again" in request.POST:
        names: dict[str, Any] = {"soort": entry.type, "plicht": request.GET.get("plicht", "")}
        query = urlencode({name: text for name, text in names.items() if text})
        return HttpResponseRedirect(f"{request.path}?{query}")
    if request.GET.get("plicht") or not any(change.asks for change in changes):
        return HttpResponseRedirect(page_after(request, covenant))
    pk = (
        Event.objects.filter(reference__covenant=covenant, reference__ref=entry.ref)
        .values_list("pk", flat=True)
        .first()
    )
    address = reverse("entry", kwargs={"key": covenant.key, "pk": pk}) if pk else page_after(request, covenant)
    return HttpResponseRedirect(address)


def sentences(changes: Sequence[Change]) -> list[str]:
    """What the entry did, in at most two sentences."""
    found = [change.after.sentence for change in changes if change.after is not None and change.after.sentence]
    return found[:2]
