"""Every part of the pages in every state, on one page that uses the same templates: for who builds and who checks."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from obligations import wording
from obligations.engine.verdict import Status
from obligations.web.as_of import Banner, Link, as_of_from
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.language import page_language
from obligations.web.lists import Entry, Section
from obligations.web.periods import Tick
from obligations.web.stepping import Steps
from obligations.web.words import GROUP_ICONS, Badge, RowView, counted_groups, tone_of
from obligations.wording import Group, Lang
from obligations.wording.labels import GROUP_OF, ICONS, Extra, status_word


class ExampleForm(PageForm):
    """A field of each kind."""

    subject = LineField(label=_lazy("Subject"), max_length=10)
    on = DayField(label=_lazy("On which day"))
    what = forms.ChoiceField(label=_lazy("What"), choices=[("a", "A"), ("b", "B")])
    how = forms.ChoiceField(label=_lazy("How is it?"), choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    who = forms.MultipleChoiceField(
        label=_lazy("For whom"), choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )
    why = forms.CharField(label=_lazy("Why"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


@require_safe
def styles(request: HttpRequest) -> HttpResponse:
    """For staff only."""
    if not getattr(request.user, "is_staff", False):
        raise PermissionDenied("for staff")
    lang, moment = page_language(), as_of_from(request)
    badges = [badge(status, lang) for status in (*Status, *Extra)]
    wrong = ExampleForm({"subject": "x" * 20, "on": ""})
    context = {
        "moment": moment,
        "badges": [found for found in badges if found.text],
        "groups": [(wording.group_name(group, lang), GROUP_ICONS[group], tone_of(group)) for group in Group],
        "counts": counted_groups(dict.fromkeys(Group, 3), "", lang),
        "banner_list": [
            Banner("U kijkt naar 1 maart 2018.", "calendar-clock", (Link("Terug naar vandaag", "#"),)),
            Banner("Dit convenant is afgelopen.", "archive"),
        ],
        "sections": [example_section(group, lang) for group in Group],
        "strip": [Tick(f"In {year}", badges[8], "#", year == 2018) for year in (2016, 2017, 2018)],
        "form": ExampleForm(initial={"on": date(2018, 3, 1)}),
        "wrong": wrong,
        "steps": Steps(Link("1 maart 2018", "#"), Link("1 april 2018", "#")),
    }
    return render(request, "styles/styles.html", context)


def badge(status: Status | Extra, lang: Lang) -> Badge:
    return Badge(status_word(status, lang), ICONS[status], tone_of(GROUP_OF[status]))


def example_section(group: Group, lang: Lang) -> Section:
    """A group with one entry, and one without."""
    word = badge(next(status for status in Status if GROUP_OF[status] is group), lang)
    entry = Entry(
        "Ambtelijk overleg houden",
        "#",
        "nl",
        "PER al. 1 zin 1",
        "Stad en Regio",
        "",
        "",
        word,
        (RowView(word, "3 van 4 ambtelijke overleggen in 2018 gehouden."),),
        0,
        True,
        "Samen overleggen.",
    )
    entries = () if group is Group.NOT_ACHIEVED else (entry,)
    name = wording.group_name(group, lang)
    return Section(group, name, GROUP_ICONS[group], tone_of(group), len(entries), entries, 2, "#", "Niets.")
