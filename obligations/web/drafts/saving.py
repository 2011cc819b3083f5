"""Save a form of a draft once, and when somebody else was first: say what stands there now, and lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from obligations.services import drafting as d
from obligations.services.refusal import Refusal
from obligations.web.as_of import shown_day
from obligations.web.forms import PageForm
from obligations.web.kept_forms import forget

Initial = Callable[[Any], dict[str, Any]]
"""From what a service calls an entry to the values of the form that shows it, its version among them."""


class DraftForm(PageForm):
    """A form about something that others may change meanwhile. `stands_now`: what they made of it, by label."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands_now: list[tuple[str, str]] = []

    def replace(self, name: str, value: str) -> None:
        """Put another value in a hidden field of what was sent, for when the form is sent again."""
        sent: Any = self.data
        self.data = sent.copy()
        cast("dict[str, str]", self.data)[name] = value

    def meet(self, now: Mapping[str, Any]) -> None:
        """Keep what was typed, beside what stands there now; sent again it goes over that."""
        self.replace("version", now["version"])
        self.stands_now = [
            (str(bound.label), shown_value(bound.field, now.get(bound.name)))
            for bound in self.visible_fields()
            if bound.field.has_changed(now.get(bound.name), bound.data)
        ]


def shown_value(field: forms.Field, value: Any) -> str:
    """A value as people read it: a choice by its words, a day in full, nothing as a dash."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return shown_day(value)
    words = {str(key): str(text) for key, text in getattr(field, "choices", ())}
    values = value if isinstance(value, list) else [value]
    return ", ".join(words.get(str(one), str(one)) for one in values)


def saved(
    request: HttpRequest, form: PageForm, address: str, act: Callable[[], object], initial: Initial | None = None
) -> HttpResponse | None:
    """Let a service act once and lead on; None, with what is wrong said in the form, when it refuses.

    `initial`: how the form shows what somebody else made of it, when it can change under two people.
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
        now = getattr(refusal, "now", None)
        if now is not None and initial is not None and isinstance(form, DraftForm):
            form.meet(initial(now))
        return None
    forget(request)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(went or address)
