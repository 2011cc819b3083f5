"""What will be mailed about a covenant: the next mails, when is mailed of each kind, and what is held back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from obligations.clock import today
from obligations.engine.notices import Rule
from obligations.engine.terms import Kind
from obligations.mail.blocks import as_text
from obligations.mail.rehearsal import rehearse
from obligations.mail.rules import kind_rules, rules_of
from obligations.mail.silence import stops_on
from obligations.models import Covenant, MailStop
from obligations.services.mailing import Subject, hold_mail, lift_hold, set_rule
from obligations.services.refusal import Refusal
from obligations.web.access import covenant_to_write
from obligations.web.addresses import covenant_page
from obligations.web.entries import form_context
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.language import page_language
from obligations.wording import full_day
from obligations.wording.reminders import reminders_text

BY_PAGE = "Op de pagina over mail"
LONGEST = timedelta(days=366 * 10)
USUAL = timedelta(days=60)
SHOWN = 100
RULED = (Kind.CADENCE, Kind.CAP, Kind.DEADLINE, Kind.DUTY)
KIND_NAMES = {
    Kind.CADENCE: _lazy("So often in a period"),
    Kind.CAP: _lazy("At most so much"),
    Kind.DEADLINE: _lazy("Before a date"),
    Kind.DUTY: _lazy("When something happens"),
}


class DaysForm(PageForm):
    """Which days to look at."""

    first = DayField(label=_lazy("From"))
    last = DayField(label=_lazy("Until"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and not first <= last <= first + LONGEST:
            self.add_error("last", _("Choose a day after the first one, within ten years."))
        return data


@require_safe
def of_covenant(request: HttpRequest, key: str) -> HttpResponse:
    """The mails of the coming days, or of any others, if nothing happens; nothing is written or sent."""
    covenant, lang, day = covenant_to_write(request.user, key), page_language(), today()
    asked = DaysForm(request.GET) if "first" in request.GET else DaysForm(initial={"first": day, "last": day + USUAL})
    first, last = day, day + USUAL
    if asked.is_bound and asked.is_valid():
        first, last = asked.cleaned_data["first"], asked.cleaned_data["last"]
    mails = list(rehearse(covenant, first, last))
    rules = kind_rules(rules_of([covenant.pk]), covenant.pk)
    context = {
        "covenant": covenant,
        "covenant_url": covenant_page(covenant.key),
        "form": asked,
        "day": full_day(day, lang),
        "first": full_day(first, lang),
        "last": full_day(last, lang),
        "number": len(mails),
        "mails": [
            {
                "day": full_day(mail.at.date(), lang),
                "to": mail.recipient,
                "mail": mail.letter,
                "text": as_text(mail.letter),
            }
            for mail in mails[:SHOWN]
        ],
        "rules": [
            {"kind": kind.value, "name": KIND_NAMES[kind], "text": rule_text(rules[kind], lang)} for kind in RULED
        ],
        "stops": stops_on(day).filter(covenant=covenant).order_by("code"),
    }
    return render(request, "mail/of_covenant.html", context)


def rule_text(rule: Rule, lang: Any) -> str:
    """A rule in words."""
    said = reminders_text(
        {
            "opens": rule.opens,
            "slot": list(rule.slot),
            "before": list(rule.before),
            "after": list(rule.after),
            "at_percent": list(rule.at_percent),
        },
        lang,
    )
    if rule.second_after is None or not rule.after:
        return said
    return said + "; " + _("a second person %(n)s working days after that") % {"n": rule.second_after}


class NumbersField(LineField):
    """Whole numbers, as people write them: '60, 30 en 14'."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        words = text.replace(",", " ").replace(";", " ").replace(" en ", " ").replace(" and ", " ").split()
        if any(not word.isascii() or not word.isdigit() or len(word) > 4 for word in words):
            raise forms.ValidationError(_("Write whole numbers, such as 30, 14."))
        return tuple(dict.fromkeys(int(word) for word in words))


class RuleForm(PageForm):
    """When is mailed about a kind of obligation."""

    opens = forms.BooleanField(label=_lazy("As soon as it can be done, or arises"), required=False)
    slot = NumbersField(label=_lazy("Days before an own target"), required=False)
    before = NumbersField(label=_lazy("Days before the date"), required=False)
    on_the_day = forms.BooleanField(label=_lazy("On the day itself"), required=False)
    after = NumbersField(label=_lazy("Days after the date"), required=False)
    at_percent = NumbersField(label=_lazy("At per cent of the maximum"), required=False)
    second_after = forms.IntegerField(
        label=_lazy("A second person, working days after the last mail"), required=False, min_value=1, max_value=60
    )
    second_waits = forms.BooleanField(label=_lazy("That mail waits for a click"), required=False)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gone = {
            Kind.CAP: ("opens", "slot", "before", "on_the_day", "after", "second_after", "second_waits"),
            Kind.CADENCE: ("at_percent",),
        }.get(kind, ("slot", "at_percent"))
        for name in gone:
            del self.fields[name]


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Say when is mailed about a kind of obligation."""
    covenant = covenant_to_write(request.user, key)
    if kind not in [one.value for one in RULED]:
        raise Http404(f"no rule for {kind}")
    now = kind_rules(rules_of([covenant.pk]), covenant.pk)[Kind(kind)]
    initial = {name: _written(getattr(now, name)) for name in RuleForm.base_fields if name != "token"}
    form = RuleForm(request.POST or None, initial=initial, kind=Kind(kind))
    back = reverse("mail-covenant", kwargs={"key": key})
    if request.method == "POST" and form.is_valid():
        changed = replace(now, **{name: form.cleaned_data[name] for name in form.fields if name != "token"})
        try:
            set_rule(covenant=covenant, kind=kind, code="", rule=changed, today=today(), reason=BY_PAGE)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Below stands what goes out now."))
            return HttpResponseRedirect(back)
    title = _("When is mailed") + f": {KIND_NAMES[Kind(kind)]}"
    return render(request, "components/form_page.html", {**form_context(request, covenant, form, title), "back": back})


def _written(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


class HoldForm(PageForm):
    """Not to be mailed about for now."""

    until = DayField(label=_lazy("Mail again from"), required=False, help_text=_lazy("Empty: until you lift it."))
    why = LineField(label=_lazy("Reason"), max_length=300)


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Hold one subject back; everybody who has to do with it hears nothing until that day (users.md rule 7)."""
    covenant = covenant_to_write(request.user, key)
    title = _title(covenant, code)
    occurrence = request.GET.get("wat", "")[:400]
    form = HoldForm(request.POST or None)
    back = reverse("mail-covenant", kwargs={"key": key})
    if request.method == "POST" and form.is_valid():
        subject = Subject(covenant, "", code, occurrence)
        until, why = form.cleaned_data["until"], form.cleaned_data["why"]
        try:
            hold_mail(subject=subject, until=until, why=why, today=today(), reason=BY_PAGE)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Nobody is mailed about this for now."))
            return HttpResponseRedirect(back)
    context = form_context(request, covenant, form, _("Do not mail yet: %(title)s") % {"title": title})
    return render(request, "components/form_page.html", {**context, "back": back})


def _title(covenant: Covenant, code: str) -> str:
    found: str | None = (
        covenant.revisions.filter(obligations__code=code)
        .order_by("-in_force_from")
        .values_list("obligations__title", flat=True)
        .filter(obligations__code=code)
        .first()
    )
    if found is None:
        raise Http404(f"no obligation {code}")
    return found


@require_POST
def lift(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Mail about it again."""
    covenant = covenant_to_write(request.user, key)
    stop = MailStop.objects.filter(pk=pk, covenant=covenant).first()
    if stop is None:
        raise Http404(f"no hold {pk}")
    lift_hold(stop=stop, today=today(), reason=BY_PAGE)
    messages.success(request, _("Mail about this goes on."))
    return HttpResponseRedirect(reverse("mail-covenant", kwargs={"key": key}))
