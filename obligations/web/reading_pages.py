"""How the text of a covenant is read: every choice with who agreed to it, and changing one with its effect first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from obligations import wording
from obligations.assessments import Line, Standing, assess_covenants
from obligations.engine.readings import KEYS, Readings
from obligations.models import Covenant, Reading
from obligations.services.readings import ReadingEntry, choose_reading
from obligations.services.refusal import Refusal
from obligations.web.access import covenant_to_write, covenant_with_right
from obligations.web.addresses import covenant_url, obligation_url
from obligations.web.as_of import Moment, as_of_from, banners, shown_day
from obligations.web.effects import Other, alternatives, differences
from obligations.web.entries import parties_of, recorded
from obligations.web.forms import DayField, PageForm
from obligations.web.kept_forms import notice, typed_before
from obligations.web.language import page_language
from obligations.web.readings import ReadingView, plain_reading, reading_view
from obligations.web.words import Badge, badge_of, subject_of
from obligations.wording import Lang
from obligations.wording.language import capital
from obligations.wording.norms import about_text

REASON = "uitleg van de tekst gekozen"
MOST_EFFECTS = 200


@dataclass(frozen=True)
class Kept:
    """A reading on the page. `change`: where to change it, '' where no program follows it."""

    reading: ReadingView
    number: str
    about: tuple[tuple[str, str], ...]
    change: str


@require_safe
def readings(request: HttpRequest, key: str) -> HttpResponse:
    """Every question that the text leaves open, how it is read, why, and who agreed when."""
    covenant, writes = covenant_with_right(request.user, key)
    moment, lang = as_of_from(request), page_language()
    standing = assess_covenants([covenant.pk], moment.as_of, codes=())[covenant.pk]
    records = list(Reading.objects.filter(covenant=covenant))
    titles = {one.code: one.title for revision in standing.covenant.revisions for one in revision.obligations}
    recorded = [
        Kept(
            reading_view(standing, record, lang),
            record.number,
            tuple((titles.get(code, code), obligation_url(key, code, moment)) for code in record.obligations),
            change_url(key, record.key, _code_of(record)) if writes and record.key else "",
        )
        for record in records
    ]
    said = {record.key for record in records if not record.obligations}
    others = [name for name in KEYS if name not in said]
    plain = [
        Kept(
            plain_reading(name, standing.covenant.readings.as_data(name), lang),
            "",
            (),
            change_url(key, name, "") if writes else "",
        )
        for name in others
    ]
    context = {
        "covenant": covenant,
        "covenant_url": covenant_url(key, moment),
        "moment": moment,
        "banners": banners(moment),
        "recorded": recorded,
        "plain": plain,
    }
    return render(request, "readings/list.html", context)


def _code_of(record: Reading) -> str:
    return str(record.obligations[0]) if len(record.obligations) == 1 else ""


def change_url(key: str, name: str, code: str) -> str:
    """Where to change a reading of a covenant, or of one obligation."""
    address = reverse("change-reading", kwargs={"key": key, "name": name})
    return f"{address}?plicht={code}" if code else address


class ReadingForm(PageForm):
    """Another way to read the text, and who agreed to it."""

    value = forms.ChoiceField(label=_lazy("How is it read from now on?"), widget=forms.RadioSelect)
    agreed_on = DayField(label=_lazy("Agreed on"))
    agreed_by = forms.MultipleChoiceField(label=_lazy("Agreed by"), widget=forms.CheckboxSelectMultiple)
    why = forms.CharField(label=_lazy("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)
    seen = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(self, covenant: Covenant, choices: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("value", choices), ("agreed_by", list(parties_of(covenant)))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered


@dataclass(frozen=True)
class Effect:
    """A row that another reading changes, in words."""

    title: str
    url: str
    revision: str
    about: str
    before: Badge | None
    after: Badge | None


@require_http_methods(["GET", "HEAD", "POST"])
def change_reading(request: HttpRequest, key: str, name: str) -> HttpResponse:
    """Choose another reading: first what it changes in every period, then who agreed, then it is kept."""
    covenant, lang = covenant_to_write(request.user, key), page_language()
    if name not in KEYS:
        raise Http404(f"no reading {name}")
    asked = as_of_from(request)
    moment = Moment(asked.path, asked.today, asked.today)
    code = request.GET.get("plicht", "")
    standing = assess_covenants([covenant.pk], moment.today, history=True)[covenant.pk]
    lines = [line for line in standing.lines if not code or line.obligation.code == code]
    if not lines:
        raise Http404(f"no obligation {code}")
    readings_now = lines[0].obligation.terms.readings if code else standing.covenant.readings
    values = {str(number): value for number, value in enumerate(alternatives(name, readings_now))}
    offered = [(number, capital(wording.reading_text(name, value, lang).choice)) for number, value in values.items()]
    picked = request.GET.get("keuze", "")
    seen = readings_now.as_data(name)
    initial = typed_before(request, {"value": picked, "agreed_on": moment.today, "seen": seen})
    form = ReadingForm(covenant, offered, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        value = values[form.cleaned_data["value"]]
        entry = entry_of(form, name, value, code, readings_now)
        try:
            choose_reading(covenant=covenant, entry=entry, today=moment.today, reason=REASON)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return recorded(
                request, _("From now on the text is read like this."), reverse("readings", kwargs={"key": key})
            )
    number = str(form["value"].value() or next(iter(values), ""))
    found = differences(standing, lines, name, values[number]) if number in values else []
    now = wording.reading_text(name, readings_now.as_data(name), lang)
    context = {
        "covenant": covenant,
        "covenant_url": covenant_url(key, moment),
        "moment": moment,
        "title": now.question,
        "now": capital(now.choice),
        "about": lines[0].obligation.title if code else "",
        "code": code,
        "form": form,
        "offered": offered,
        "number": number,
        "picked": dict(offered).get(number, ""),
        "effects": effects(standing, found[:MOST_EFFECTS], moment, lang),
        "count": len(found),
        "typed_before": notice(request),
        "back": reverse("readings", kwargs={"key": key}),
    }
    return render(request, "readings/change.html", context)


def entry_of(form: ReadingForm, name: str, value: object, code: str, now: Readings) -> ReadingEntry:
    """The choice with its words: in Dutch, as the record is part of the covenant."""
    data = form.cleaned_data
    text = wording.reading_text(name, value, "nl")
    others = [wording.reading_text(name, other, "nl").choice for other in alternatives(name, now) if other != value]
    before = wording.reading_text(name, now.as_data(name), "nl").choice
    return ReadingEntry(
        name,
        value,
        code,
        text.question,
        capital(text.choice),
        tuple(capital(other) for other in (before, *others)),
        data["why"],
        data["agreed_on"],
        tuple(data["agreed_by"]),
        data["seen"],
    )


def effects(standing: Standing, found: Sequence[Other], moment: Moment, lang: Lang) -> list[Effect]:
    """Each row that changes, with how it stands before and after."""
    return [effect(standing, one, moment, lang) for one in found]


def effect(standing: Standing, one: Other, moment: Moment, lang: Lang) -> Effect:
    line: Line = one.line
    subject = subject_of(standing, line)
    row = one.other or one.chosen
    assert row is not None
    badges: Mapping[bool, Any] = {False: one.chosen, True: one.other}
    before, after = (
        None if badges[side] is None else badge_of(subject, badges[side], standing.as_of, lang)
        for side in (False, True)
    )
    return Effect(
        line.obligation.title,
        obligation_url(standing.covenant.key, line.obligation.code, moment),
        line.revision.title,
        about_text(subject, row, lang) or shown_day(row.window.first),
        before,
        after,
    )
