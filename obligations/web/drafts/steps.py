"""The steps of a draft, and how each gets at it: for the secretariat only, and only while there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from obligations.models import Covenant, Revision
from obligations.services import drafting as d
from obligations.web.access import covenant_to_write
from obligations.web.addresses import covenant_page
from obligations.web.kept_forms import notice

View = Callable[..., HttpResponse]
METHODS = ["GET", "HEAD", "POST"]
HIDDEN = frozenset({"csrfmiddlewaretoken", "token", "version", "party", "zin", "code", "seen"})


@dataclass(frozen=True)
class Step:
    """A step in the list above a page of a draft. `number` counts from 1."""

    number: int
    text: str
    url: str
    current: bool


def of_draft(view: View) -> View:
    """A page of the draft of the covenant `key`: the view gets both rows.

    Http404 where there is no draft, PermissionDenied for who may not write. What somebody sends after the draft was put
    into use or thrown away is given back to her.
    """

    @wraps(view)
    def page(request: HttpRequest, key: str, **names: Any) -> HttpResponse:
        covenant = covenant_to_write(request.user, key)
        draft = d.draft_of(covenant)
        if draft is not None:
            return view(request, covenant, draft, **names)
        if request.method == "POST":
            led = d.where_it_led(request.POST.get("token", ""), request.user)
            if led:
                return HttpResponseRedirect(led)
            return too_late(request, covenant, _("This draft is not there any more: it was put into use or discarded."))
        raise Http404(f"no draft of {key}")

    return page


def too_late(request: HttpRequest, covenant: Covenant, text: str) -> HttpResponse:
    """What was to be changed is gone: say so, with everything that was filled in, to copy."""
    typed = [text for name in request.POST if name not in HIDDEN for text in request.POST.getlist(name) if text.strip()]
    context = {"covenant": covenant, "covenant_url": covenant_page(covenant.key), "text": text, "typed": typed}
    return render(request, "drafts/too_late.html", context, status=409)


def step_url(name: str, covenant: Covenant, **names: str) -> str:
    return reverse(name, kwargs={"key": covenant.key, **names})


def steps_of(covenant: Covenant, here: str, *, first: bool) -> list[Step]:
    """The five steps: a first revision asks from when it is kept, a later one what becomes of the old text."""
    pages = [("draft-dates", _("Name and dates")), ("draft-parties", _("Parties"))]
    pages += [("draft-kept", _("Kept from"))] if first else []
    pages.append(("draft-obligations", _("Obligations")))
    pages += [] if first else [("draft-fates", _("What becomes of the old text"))]
    pages.append(("draft-check", _("Check and put into use")))
    return [Step(n, text, step_url(name, covenant), name == here) for n, (name, text) in enumerate(pages, 1)]


def context_of(request: HttpRequest, covenant: Covenant, draft: Revision, here: str) -> dict[str, Any]:
    """What every page of a draft shows."""
    first = d.is_first(draft)
    steps = steps_of(covenant, here, first=first)
    place = next((n for n, step in enumerate(steps) if step.current), 0)
    return {
        "covenant": covenant,
        "covenant_url": covenant_page(covenant.key),
        "draft": draft,
        "first": first,
        "steps": steps,
        "title": steps[place].text,
        "step": steps[place],
        "next_step": steps[place + 1] if place + 1 < len(steps) else None,
        "discard_url": step_url("draft-discard", covenant),
        "typed_before": notice(request),
    }
