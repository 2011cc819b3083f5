"""The steps of a draft, and how each gets at it: for the secretariat only, and only while there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from obligations.models import Covenant, Revision
from obligations.services import drafting as d
from obligations.services.refusal import Refusal
from obligations.web.access import covenant_to_write
from obligations.web.addresses import covenant_page
from obligations.web.forms import PageForm


@dataclass(frozen=True)
class Step:
    """A step in the list above a page of a draft. `number` counts from 1."""

    number: int
    text: str
    url: str
    current: bool


def draft_for(user: Any, key: str) -> tuple[Covenant, Revision]:
    """The covenant and its draft. Http404 where there is none, PermissionDenied for who may not write."""
    covenant = covenant_to_write(user, key)
    draft = d.draft_of(covenant)
    if draft is None:
        raise Http404(f"no draft of {key}")
    return covenant, draft


def step_url(name: str, covenant: Covenant) -> str:
    return reverse(name, kwargs={"key": covenant.key})


def steps_of(covenant: Covenant, draft: Revision, here: str) -> list[Step]:
    """The five steps: a first revision asks from when it is kept, a later one what becomes of the old text."""
    pages = [("draft-dates", _("Name and dates")), ("draft-parties", _("Parties"))]
    pages += [("draft-kept", _("Kept from"))] if d.is_first(draft) else []
    pages.append(("draft-obligations", _("Obligations")))
    pages += [] if d.is_first(draft) else [("draft-fates", _("What becomes of the old text"))]
    pages.append(("draft-check", _("Check and put into use")))
    return [Step(n, text, step_url(name, covenant), name == here) for n, (name, text) in enumerate(pages, 1)]


def context_of(covenant: Covenant, draft: Revision, here: str) -> dict[str, Any]:
    """What every page of a draft shows."""
    steps = steps_of(covenant, draft, here)
    place = next((n for n, step in enumerate(steps) if step.current), 0)
    return {
        "covenant": covenant,
        "covenant_url": covenant_page(covenant.key),
        "draft": draft,
        "steps": steps,
        "title": steps[place].text,
        "next_step": steps[place + 1] if place + 1 < len(steps) else None,
        "discard_url": step_url("draft-discard", covenant),
    }


def saved(request: HttpRequest, form: PageForm, address: str, act: Callable[[], object]) -> HttpResponse | None:
    """Let a service act once and lead on; None, with what is wrong said in the form, when it refuses.

    After a conflict the form can be sent again: it then goes over what the other person did.
    """

    def acted() -> str:
        act()
        return address

    try:
        went = d.once(token=form.filled_in, by=request.user, act=acted)
    except d.Objected as refusal:
        form.object(refusal.found)
        return None
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(went or address)
