"""Documents on the pages: add one, get one, take one off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from obligations.models import Covenant, Document, Revision
from obligations.services.documents import Details, Upload, add_document, path_of, remove_document
from obligations.services.drafting import once
from obligations.services.filetypes import KINDS
from obligations.services.refusal import Refusal
from obligations.web.access import covenant_for, covenant_to_write, covenant_with_right
from obligations.web.addresses import covenant_page
from obligations.web.entries import BY_PAGE, back_to
from obligations.web.forms import LineField, PageForm

MOST_LISTED = 500


@dataclass(frozen=True)
class DocumentView:
    """A document on a page: where it is, and what it is in words ('pdf, 120 kB')."""

    pk: int
    title: str
    url: str
    what: str
    number: str
    outside: bool


def documents_about(covenant: Covenant, about: str) -> list[DocumentView]:
    """What was added about something of a covenant, oldest first. One query."""
    return [view_of(covenant, row) for row in Document.objects.filter(covenant=covenant, about=about).order_by("pk")]


def documents_by(covenant: Covenant, abouts: Sequence[str]) -> dict[str, list[DocumentView]]:
    """The same for many things at once, by what they are about. One query."""
    found: dict[str, list[DocumentView]] = {}
    for row in Document.objects.filter(covenant=covenant, about__in=abouts).order_by("pk"):
        found.setdefault(row.about, []).append(view_of(covenant, row))
    return found


def view_of(covenant: Covenant, row: Document) -> DocumentView:
    if row.link:
        return DocumentView(row.pk, row.title, row.link, _("link"), row.number, outside=True)
    ending = row.name.rsplit(".", 1)[-1].lower()
    what = _("%(kind)s, %(size)s kB") % {"kind": ending, "size": max(row.size // 1000, 1)}
    url = reverse("document", kwargs={"key": covenant.key, "pk": row.pk})
    return DocumentView(row.pk, row.title, url, what, row.number, outside=False)


class DocumentForm(PageForm):
    """A file, or a link with a number."""

    file = forms.FileField(label=_lazy("File"), required=False, allow_empty_file=True)
    link = LineField(label=_lazy("or a link"), required=False, max_length=500)
    number = LineField(label=_lazy("Number"), required=False, max_length=80)
    title = LineField(
        label=_lazy("Title"), required=False, max_length=200, help_text=_lazy("Empty: the name of the file.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(KINDS)
        self.fields["file"].help_text = _("At most %(size)s MB: %(kinds)s.") % {
            "size": settings.MAX_UPLOAD_MB,
            "kinds": ", ".join(kind.removeprefix(".") for kind in KINDS),
        }

    def given(self) -> tuple[Details, Upload | None]:
        data = self.cleaned_data
        sent = data["file"]
        upload = None if not sent else Upload(sent.name, sent.read(settings.MAX_UPLOAD_MB * 1_000_000 + 1))
        return Details(data["title"], data["number"], data["link"]), upload


@require_safe
def documents(request: HttpRequest, key: str) -> HttpResponse:
    """Every document of a covenant: those of its revisions, each with a way to add one, and the others."""
    covenant, writes = covenant_with_right(request.user, key)
    rows = list(Document.objects.filter(covenant=covenant).order_by("-pk")[:MOST_LISTED])
    revisions = list(covenant.revisions.filter(status=Revision.Status.PUBLISHED).order_by("in_force_from"))
    by_about: dict[str, list[DocumentView]] = {}
    for row in rows:
        by_about.setdefault(row.about, []).append(view_of(covenant, row))
    own = [(one, by_about.pop(f"revision:{one.pk}", [])) for one in revisions]
    context = {
        "covenant": covenant,
        "covenant_url": covenant_page(key),
        "revisions": own,
        "documents": [view for views in by_about.values() for view in views],
        "may_write": writes,
    }
    return render(request, "documents/all.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Add a document about the revision `?herziening=`."""
    covenant = covenant_to_write(request.user, key)
    revision = covenant.revisions.filter(key=request.GET.get("herziening", "")).first()
    if revision is None:
        raise Http404("no such revision")
    back = reverse("documents", kwargs={"key": key})
    return add_about(request, covenant, f"revision:{revision.pk}", revision.title, back)


def add_about(request: HttpRequest, covenant: Covenant, about: str, lead: str, back: str) -> HttpResponse:
    """The form for a document about something, and what it does."""
    sent: Mapping[str, Any] | None = request.POST if request.method == "POST" else None
    form = DocumentForm(sent, request.FILES or None)
    if sent is not None and form.is_valid():
        details, upload = form.given()

        def act() -> str:
            add_document(covenant=covenant, about=about, details=details, upload=upload, reason=BY_PAGE)
            return back

        try:
            went = once(token=form.filled_in, by=request.user, act=act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The document is added."))
            return HttpResponseRedirect(went or back)
    context = {
        "covenant": covenant,
        "covenant_url": back,
        "form": form,
        "title": _("Add a document"),
        "lead": lead,
        "back": back,
    }
    return render(request, "documents/add.html", context)


@require_safe
def download(request: HttpRequest, key: str, pk: int) -> HttpResponse | FileResponse:
    """The file of a document, always as something to save and never as a page of this site."""
    covenant = covenant_for(request.user, key)
    row = Document.objects.filter(covenant=covenant, pk=pk, link="").first() if pk < 1 << 62 else None
    if row is None:
        raise Http404(f"no document {pk}")
    try:
        file = path_of(row).open("rb")
    except OSError as error:
        raise Http404(f"the file of document {pk} is gone") from error
    response = FileResponse(file, as_attachment=True, filename=row.name, content_type=row.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take a document off the pages; its history and its file stay."""
    covenant = covenant_to_write(request.user, key)
    row = Document.objects.filter(covenant=covenant, pk=pk).first() if pk < 1 << 62 else None
    if row is None:
        raise Http404(f"no document {pk}")
    try:
        remove_document(document=row.pk, reason=BY_PAGE)
        messages.success(request, _("The document is taken off. It stays in the history."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(back_to(request))
