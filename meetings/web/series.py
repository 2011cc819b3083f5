"""Series: meetings that come back by a rule, the rule in words, and what becomes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from meetings.models import Meeting, Series
from meetings.services.series import Plan, Rule, change_series, end_series, start_series
from meetings.web.gate import METHODS
from meetings.web.listing import views
from obligations.models import Covenant, FactType
from obligations.services.drafting import once
from obligations.services.refs import ref_of
from obligations.services.refusal import Refusal
from obligations.web.access import covenant_to_write, covenant_with_right
from obligations.web.addresses import covenant_page
from obligations.web.as_of import Moment, as_of_from, shown_day
from obligations.web.entries import BY_PAGE, parties_of
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.kept_forms import forget, notice, typed_before
from obligations.web.language import page_language
from obligations.wording import Lang


class SeriesForm(PageForm):
    """A rule, and what every meeting of it has."""

    type = forms.ChoiceField(label=_lazy("Which meeting"))
    first_on = DayField(label=_lazy("The first on"))
    every = forms.IntegerField(label=_lazy("Every so many"), min_value=1, max_value=52, initial=1)
    unit = forms.ChoiceField(
        label=_lazy("weeks or months"),
        choices=[
            ("weeks", _lazy("weeks, on the same weekday")),
            ("weekdays", _lazy("months, on the same weekday (such as the second Tuesday)")),
            ("months", _lazy("months, on the same day of the month")),
        ],
        widget=forms.RadioSelect,
        initial="weekdays",
    )
    last_on = DayField(label=_lazy("Up to and including"))
    at = forms.TimeField(
        label=_lazy("At what time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    ends_at = forms.TimeField(
        label=_lazy("Until"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    location = LineField(label=_lazy("Place or link"), required=False, max_length=200)
    subject = LineField(label=_lazy("Subject"), required=False, max_length=300)
    host = forms.ChoiceField(label=_lazy("At whom"), required=False)

    def __init__(self, covenant: Covenant, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = FactType.objects.filter(covenant=covenant).exclude(meeting="").values_list("key", "name")
        for name, choices in (("type", list(types)), ("host", [("", _("not said")), *parties_of(covenant)])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def rule(self) -> Rule:
        data = self.cleaned_data
        return Rule(data["every"], data["unit"], data["first_on"], data["last_on"])

    def plan(self) -> Plan:
        data = self.cleaned_data
        return Plan(data["type"], data["at"], data["ends_at"], data["location"], data["subject"], data["host"] or None)


@require_http_methods(METHODS)
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Start a series; `?soort=` is its type."""
    covenant, today = covenant_to_write(request.user, key), as_of_from(request).today
    initial = typed_before(request, {"type": request.GET.get("soort", "")})
    form = SeriesForm(covenant, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            made = start_series(
                covenant=covenant,
                rule=form.rule(),
                plan=form.plan(),
                ref=ref_of(form.filled_in, today),
                today=today,
                reason=BY_PAGE,
            )
            return reverse("series", kwargs={"key": key, "pk": made.pk})

        try:
            went = once(token=form.filled_in, by=request.user, act=act)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            forget(request)
            messages.success(request, _("The series is planned."))
            return HttpResponseRedirect(went)
    back = f"{reverse('meetings')}?convenant={covenant.key}"
    context = {
        "covenant": covenant,
        "covenant_url": covenant_page(key),
        "form": form,
        "title": _("A series of meetings"),
        "lead": _("Each of them can be moved or cancelled later. One on a day off moves to the next working day."),
        "back": back,
        "typed_before": notice(request),
    }
    return render(request, "components/form_page.html", context)


class EndForm(PageForm):
    """From which day on there are no meetings by this rule."""

    prefix = "stop"
    from_day = DayField(label=_lazy("No meetings by this rule from"))


class ChangeForm(SeriesForm):
    """Another rule from its first day on."""

    prefix = "anders"


@dataclass(frozen=True)
class SeriesView:
    """A series in words, with the one before it and the one after it."""

    title: str
    rule: str
    before: str
    after: str


@require_http_methods(METHODS)
def series(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """One series: its meetings, and what can be done with the rule from a day on."""
    covenant, writes = covenant_with_right(request.user, key)
    row = Series.objects.select_related("type").filter(covenant=covenant, pk=pk).first() if pk < 1 << 62 else None
    if row is None:
        raise Http404(f"no series {pk}")
    if request.method == "POST":
        covenant_to_write(request.user, key)
    moment, lang = as_of_from(request), page_language()
    end = EndForm(request.POST if "end" in request.POST else None, initial={"from_day": moment.today})
    change = ChangeForm(covenant, request.POST if "change" in request.POST else None, initial=initial_of(row))
    try:
        if end.is_bound and end.is_valid():
            went = end_series(series=row.pk, from_day=end.cleaned_data["from_day"], today=moment.today, reason=BY_PAGE)
            messages.success(request, _("The series stops. Planned meetings that went: %(number)s.") % {"number": went})
            return HttpResponseRedirect(request.path)
        if change.is_bound and change.is_valid():
            return HttpResponseRedirect(changed(request, covenant, row, change, moment))
    except Refusal as refusal:
        (end if end.is_bound else change).add_error(None, str(refusal))
    context = {
        "covenant": covenant,
        "covenant_url": f"{reverse('meetings')}?convenant={covenant.key}",
        "moment": moment,
        "series": row,
        "view": view_of(row, covenant, lang),
        "meetings": occurrences(row, covenant, moment, lang),
        "end": end,
        "change": change,
        "may_write": writes and row.last_on >= moment.today,
        "form": end if end.is_bound else change,
    }
    return render(request, "meetings/series.html", context)


def changed(request: HttpRequest, covenant: Covenant, row: Series, form: SeriesForm, moment: Moment) -> str:
    """The new rule begins on its first day; where that leads. Raises Refusal."""

    def act() -> str:
        made = change_series(
            series=row.pk,
            from_day=form.cleaned_data["first_on"],
            rule=form.rule(),
            plan=form.plan(),
            ref=ref_of(form.filled_in, moment.today),
            today=moment.today,
            reason=BY_PAGE,
        )
        return reverse("series", kwargs={"key": covenant.key, "pk": made.pk})

    went = once(token=form.filled_in, by=request.user, act=act)
    messages.success(request, _("From that day on the new rule holds. What was before stays as it was."))
    return went


def initial_of(row: Series) -> dict[str, Any]:
    """What the form starts with: the rule as it is, and what its last meeting has."""
    last = row.occurrences.select_related("host").order_by("-original_on").first()
    found = {"type": row.type.key, "last_on": row.last_on, **unit_of(row.rule)}
    if last is None:
        return found
    host = "" if last.host is None else last.host.key
    return found | {
        "at": last.at,
        "ends_at": last.ends_at,
        "location": last.location,
        "subject": last.subject,
        "host": host,
    }


def unit_of(rule: str) -> dict[str, Any]:
    """How often and by what a rule comes back, as the form asks it."""
    every = re.search(r"INTERVAL=(\d+)", rule)
    unit = "weeks" if "WEEKLY" in rule else "weekdays" if "BYDAY" in rule else "months"
    return {"every": int(every[1]) if every else 1, "unit": unit}


def occurrences(row: Series, covenant: Covenant, moment: Moment, lang: Lang) -> Any:
    rows = Meeting.objects.filter(series=row).order_by("on", "at", "pk")
    return views(rows, {covenant.pk: covenant}, moment, lang)


def view_of(row: Series, covenant: Covenant, lang: Lang) -> SeriesView:
    newer = Series.objects.filter(follows=row).values_list("pk", flat=True).first()
    return SeriesView(
        row.type.name,
        rule_text(row, lang),
        "" if row.follows_id is None else reverse("series", kwargs={"key": covenant.key, "pk": row.follows_id}),
        "" if newer is None else reverse("series", kwargs={"key": covenant.key, "pk": newer}),
    )


def rule_text(row: Series, lang: Lang) -> str:
    """'Elke 3 maanden op dezelfde weekdag, van 14 januari 2026 t/m 31 december 2026'."""
    found = unit_of(row.rule)
    every, unit = found["every"], found["unit"]
    texts = {
        ("weeks", True): _("Every week"),
        ("weeks", False): _("Every %(every)s weeks"),
        ("weekdays", True): _("Every month on the same weekday"),
        ("weekdays", False): _("Every %(every)s months on the same weekday"),
        ("months", True): _("Every month on the same day"),
        ("months", False): _("Every %(every)s months on the same day"),
    }
    text = texts[unit, every == 1] % {"every": every}
    days = {"first": shown_day(row.first_on), "last": shown_day(row.last_on)}
    between = _("from %(first)s up to and including %(last)s") % days
    return f"{text}, {between}"
