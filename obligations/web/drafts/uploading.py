"""Take over a covenant from a definition file: its errors by line, or the plan, and only then the act."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from obligations.definitions.apply import import_text
from obligations.definitions.files import utf8
from obligations.definitions.load import LARGEST, load_text
from obligations.definitions.problems import Refused
from obligations.models import Covenant
from obligations.services import drafting as d
from obligations.web.addresses import covenant_page
from obligations.web.as_of import as_of_from
from obligations.web.drafts.steps import METHODS
from obligations.web.forms import DayField, PageForm

MOST_SHOWN = 200


class UploadForm(PageForm):
    """A file, and from when the register is kept when the file does not say so."""

    file = forms.FileField(label=_lazy("Definition file (.yaml)"), required=False, allow_empty_file=True)
    tracked_from = DayField(
        label=_lazy("From which day do you keep this?"),
        required=False,
        help_text=_lazy("When the file does not say it. Empty: today."),
    )
    text = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LARGEST, strip=False)
    name = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    plan = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        sent = data.get("file")
        if sent is None and not data.get("text"):
            self.add_error("file", _("Choose a file."))
        elif sent is not None and sent.size > LARGEST:
            self.add_error("file", _("This file is larger than 2 MB."))
        elif sent is not None:
            try:
                data["text"], data["name"], data["plan"] = utf8(sent.read()), sent.name, ""
            except Refused as refusal:
                self.add_error("file", str(refusal))
        return data


@require_http_methods(METHODS)
def upload(request: HttpRequest) -> HttpResponse:
    """Show what is wrong with a file, or what it would change; the second time, for the same plan, do it."""
    if not d.may_start(request.user):
        raise PermissionDenied("only a secretariat starts a covenant")
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    context: dict[str, Any] = {"title": _("From a file"), "form": form}
    if sent and form.is_valid():
        try:
            found = _planned(request, form.cleaned_data)
        except Refused as refusal:
            context["problems"] = [str(problem) for problem in refusal.problems[:MOST_SHOWN]]
            context["unsaid"] = max(refusal.count - MOST_SHOWN, 0)
        else:
            if isinstance(found, HttpResponse):
                return found
            context |= found
    return render(request, "drafts/upload.html", context)


def _planned(request: HttpRequest, data: dict[str, Any]) -> HttpResponse | dict[str, Any]:
    """The plan to confirm, or where it leads when exactly this plan was confirmed. Raises Refused."""
    today = as_of_from(request).today
    _check_right(request, load_text(data["text"]).definition.covenant)
    asked: dict[str, Any] = {"today": today, "tracked_from": data["tracked_from"]}
    planned = import_text(data["text"], data["name"], dry_run=True, **asked)
    digest = hashlib.sha256("\n".join(map(str, planned.changes)).encode()).hexdigest()
    if data["plan"] == digest and planned.changes:
        import_text(data["text"], data["name"], secretary=request.user, **asked)
        messages.success(request, _("The covenant was taken over."))
        return HttpResponseRedirect(covenant_page(planned.key))
    kept = {"text": data["text"], "name": data["name"], "plan": digest, "tracked_from": data["tracked_from"]}
    return {
        "planned": planned,
        "changes": [str(change) for change in planned.changes[:MOST_SHOWN]],
        "more": max(len(planned.changes) - MOST_SHOWN, 0),
        "changed_meanwhile": bool(data["plan"]),
        "confirm": UploadForm(initial=kept),
    }


def _check_right(request: HttpRequest, key: str) -> None:
    """An existing covenant only changes by its own secretariat."""
    known = Covenant.objects.filter(key=key).first()
    if known is not None and not d.may_write(request.user, known.pk):
        raise PermissionDenied("not the secretariat of this covenant")
