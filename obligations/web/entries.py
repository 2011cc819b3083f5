"""Record what happened, look a duty through, and take something off the list of the week."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from obligations.models import Covenant, Obligation, Party, Revision
from obligations.services.known import known_to
from obligations.services.refs import ref_of
from obligations.services.refusal import Objection, Refusal
from obligations.services.register import (
    ReviewEntry,
    WaiverEntry,
    record_reviews,
    record_waivers,
    review_objections,
    waiver_objections,
)
from obligations.services.setting_aside import Occasion, put_back, set_aside
from obligations.web.access import covenant_to_write
from obligations.web.addresses import covenant_page
from obligations.web.as_of import as_of_from, parsed, shown_day
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.kept_forms import forget, notice, typed_before

BY_PAGE = "vastgelegd op de pagina"


def kept(form: PageForm, objections: Iterable[Objection], write: Callable[[], object]) -> bool:
    """Let a service write unless there are objections; these, and its refusal, are said in the form. True when kept."""
    if form.object(objections):
        return False
    try:
        write()
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def recorded(request: HttpRequest, said: str, address: str) -> HttpResponse:
    """What was typed is kept for good: say so and lead on."""
    forget(request)
    messages.success(request, said)
    return HttpResponseRedirect(address)


def day_asked(request: HttpRequest, otherwise: date) -> date:
    """The day in `?dag=`, with which a form opens; `otherwise` where it is absent or no day."""
    try:
        return date.fromisoformat(request.GET.get("dag", ""))
    except ValueError:
        return otherwise


def parties_of(covenant: Covenant) -> Any:
    """Key and name of every party of the published revisions."""
    members = Party.objects.filter(
        memberships__revision__covenant=covenant, memberships__revision__status=Revision.Status.PUBLISHED
    )
    return members.order_by("short").values_list("key", "name").distinct()


class ReviewForm(PageForm):
    """Someone looked a duty through."""

    in_order = forms.ChoiceField(
        label=_lazy("How is it?"),
        choices=[("yes", _lazy("In order")), ("no", _lazy("Not in order"))],
        widget=forms.RadioSelect,
    )
    on = DayField(label=_lazy("Looked through on"))


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, key: str) -> HttpResponse:
    """Record that the standing duty `?plicht=` was looked through."""
    covenant, moment = covenant_to_write(request.user, key), as_of_from(request)
    code = request.GET.get("plicht", "")
    form = ReviewForm(request.POST or None, initial=typed_before(request, {"on": moment.today}))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        entry = ReviewEntry(ref_of(form.filled_in, moment.today), code, data["on"], data["in_order"] == "yes")
        known = known_to(covenant)
        if kept(
            form,
            review_objections(entry, known),
            lambda: record_reviews(known=known, entries=[entry], today=moment.today, reason=BY_PAGE),
        ):
            return recorded(request, _("Recorded."), page_after(request, covenant))
    context = form_context(request, covenant, form, _("Look through"))
    return render(request, "components/form_page.html", {**context, "lead": title_of(covenant, code)})


class WaiverForm(PageForm):
    """The parties agreed that something need not be done."""

    agreed_by = forms.MultipleChoiceField(label=_lazy("Agreed by"), widget=forms.CheckboxSelectMultiple)
    on = DayField(label=_lazy("Agreed on"))
    why = LineField(label=_lazy("Why"), max_length=300, required=False)

    def __init__(self, covenant: Covenant, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agreed_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(parties_of(covenant))


@require_http_methods(["GET", "HEAD", "POST"])
def waive(request: HttpRequest, key: str) -> HttpResponse:
    """Record that the parties agreed that `?plicht=` need not be done, `?keer=` this one time."""
    covenant, moment = covenant_to_write(request.user, key), as_of_from(request)
    code = request.GET.get("plicht", "")
    form = WaiverForm(covenant, request.POST or None, initial=typed_before(request, {"on": moment.today}))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        entry = WaiverEntry(
            ref_of(form.filled_in, moment.today),
            code,
            data["on"],
            tuple(data["agreed_by"]),
            request.GET.get("keer", ""),
            data["why"],
        )
        known = known_to(covenant)
        if kept(
            form,
            waiver_objections(entry, known),
            lambda: record_waivers(known=known, entries=[entry], today=moment.today, reason=BY_PAGE),
        ):
            return recorded(request, _("Recorded."), page_after(request, covenant))
    context = form_context(request, covenant, form, _("Not needed, agreed"))
    return render(request, "components/form_page.html", {**context, "lead": title_of(covenant, code)})


def title_of(covenant: Covenant, code: str) -> str:
    """What an obligation is called in its last revision, '' where there is none."""
    titles = Obligation.objects.filter(revision__covenant=covenant, code=code).order_by("revision__in_force_from")
    return titles.values_list("title", flat=True).last() or ""


@require_POST
def aside(request: HttpRequest, key: str) -> HttpResponse:
    """Take a row off the list of the week until a day, settle it with a note, or put it back."""
    covenant, moment = covenant_to_write(request.user, key), as_of_from(request)
    sent = request.POST
    code, occurrence = sent.get("code", "")[:80], sent.get("occurrence", "")[:400]
    if sent.get("act") == "back":
        put_back(covenant=covenant, code=code, occurrence=occurrence, reason=BY_PAGE)
        messages.success(request, _("It is back on the list."))
        return HttpResponseRedirect(back_to(request))
    until = None if sent.get("act") == "settle" else parsed(sent.get("until", ""))
    occasion = Occasion(code, occurrence, sent.get("status", "")[:20])
    try:
        if until is None and sent.get("act") != "settle":
            raise Refusal(_("Choose a day after today."))
        set_aside(
            covenant=covenant,
            occasion=occasion,
            until=until,
            note=sent.get("note", ""),
            today=moment.today,
            reason=BY_PAGE,
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("It is off the list until %(day)s.") if until else _("Settled. How it stands has not changed.")
        messages.success(request, text % {"day": shown_day(until)})
    return HttpResponseRedirect(back_to(request))


def form_context(request: HttpRequest, covenant: Covenant, form: PageForm, title: str) -> dict[str, Any]:
    """What components/form_page.html shows. A form leaves the day that was looked at, and says so."""
    moment = as_of_from(request)
    return {
        "covenant": covenant,
        "covenant_url": covenant_page(covenant.key),
        "form": form,
        "title": title,
        "back": page_after(request, covenant),
        "typed_before": notice(request),
        "left_day": shown_day(moment.as_of) if moment.asked and moment.as_of != moment.today else "",
    }


def page_after(request: HttpRequest, covenant: Covenant) -> str:
    """Where a form leads: to the obligation that it was opened for, else to the covenant; always of today."""
    code = request.GET.get("plicht", "")
    if Obligation.objects.filter(revision__covenant=covenant, code=code).exists():
        return reverse("obligation", kwargs={"key": covenant.key, "code": code})
    return covenant_page(covenant.key)


def back_to(request: HttpRequest) -> str:
    """The page that a button stands on."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe and target else reverse("home")
