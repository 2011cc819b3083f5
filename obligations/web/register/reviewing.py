"""Nalopen: all standing duties on one page, in order unless somebody says otherwise (users.md rule 20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from obligations.assessments import Line, Standing, assess_covenants
from obligations.engine.terms import Kind
from obligations.evidence import sources
from obligations.models import Covenant
from obligations.services.known import known_to
from obligations.services.refs import ref_of
from obligations.services.refusal import Refusal
from obligations.services.register import ReviewEntry, record_reviews
from obligations.web.access import covenant_to_write
from obligations.web.addresses import covenant_page, obligation_url
from obligations.web.as_of import Moment, as_of_from
from obligations.web.entries import BY_PAGE, parties_of
from obligations.web.forms import DayField, PageForm
from obligations.web.kept_forms import forget, notice, typed_before
from obligations.web.language import page_language
from obligations.web.words import RowView, row_view, subject_of
from obligations.wording import Lang, day_text

ANSWERS = (("order", _lazy("in order")), ("not", _lazy("not in order")), ("skip", _lazy("not looked through")))


@dataclass(frozen=True)
class AlwaysDuty:
    """A duty that always holds, with how it stands now."""

    code: str
    title: str
    url: str
    summary: str
    rows: tuple[RowView, ...]


class AllForm(PageForm):
    """Everything is in order, except what is said otherwise."""

    on = DayField(label=_lazy("Looked through on"))
    by = forms.ChoiceField(label=_lazy("By whom"), required=False)
    during = forms.ChoiceField(label=_lazy("At which meeting"), required=False)

    def __init__(
        self,
        covenant: Covenant,
        duties: Sequence[AlwaysDuty],
        meetings: Sequence[tuple[str, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "by": [("", _("all together")), *parties_of(covenant)],
            "during": [("", _("at none")), *meetings],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        self.duties = list(duties)
        for one in self.duties:
            self.fields[f"d-{one.code}"] = forms.ChoiceField(
                label=one.title, choices=ANSWERS, widget=forms.RadioSelect, initial="order"
            )

    @property
    def rows(self) -> list[tuple[AlwaysDuty, Any]]:
        return [(one, self[f"d-{one.code}"]) for one in self.duties]

    def entries(self, ref: str) -> list[ReviewEntry]:
        data = self.cleaned_data
        return [
            ReviewEntry(
                f"{ref}-{number}",
                one.code,
                data["on"],
                data[f"d-{one.code}"] == "order",
                data["by"] or None,
                during=data["during"],
            )
            for number, one in enumerate(self.duties, 1)
            if data[f"d-{one.code}"] != "skip"
        ]


def meetings_of(covenant: Covenant, moment: Moment, lang: Lang) -> list[tuple[str, str]]:
    """Meetings of the last half year and of today, the last first: ref and words."""
    first = moment.today - timedelta(days=183)
    found = [one for source in sources() for one in source.agenda([covenant.pk], first, moment.today)]
    held = [one for one in found if one.state == "held" or (one.state == "planned" and one.on == moment.today)]
    held.sort(key=lambda one: (one.on, one.ref), reverse=True)
    return [(one.ref, f"{one.title}, {day_text(one.on, moment.today, lang)}") for one in held]


def duties_of(standing: Standing, moment: Moment, lang: Lang) -> list[AlwaysDuty]:
    """The standing duties that hold now, in the order of the text."""
    found = []
    for line in standing.lines:
        rows = [row for row in line.assessed.rows if row.status is not None]
        if line.obligation.terms.kind is not Kind.STANDING or line.obligation.terms.soft or not rows:
            continue
        found.append(_duty(standing, line, rows, moment, lang))
    return found


def _duty(standing: Standing, line: Line, rows: Sequence[Any], moment: Moment, lang: Lang) -> AlwaysDuty:
    subject = subject_of(standing, line)
    obligation = line.obligation
    return AlwaysDuty(
        obligation.code,
        obligation.title,
        obligation_url(standing.covenant.key, obligation.code, moment),
        obligation.summary,
        tuple(row_view(subject, row, moment.today, lang) for row in rows),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def review_all(request: HttpRequest, key: str) -> HttpResponse:
    """Look all of them through at once."""
    covenant, moment, lang = covenant_to_write(request.user, key), as_of_from(request), page_language()
    standing = assess_covenants([covenant.pk], moment.today)[covenant.pk]
    duties = duties_of(standing, moment, lang)
    asked = typed_before(request, {"on": moment.today, "during": request.GET.get("overleg", "")})
    form = AllForm(covenant, duties, meetings_of(covenant, moment, lang), request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        entries = form.entries(ref_of(form.filled_in, moment.today))
        try:
            record_reviews(known=known_to(covenant), entries=entries, today=moment.today, reason=BY_PAGE)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            forget(request)
            messages.success(request, _("Looked through: %(number)s duties.") % {"number": len(entries)})
            return HttpResponseRedirect(covenant_page(key))
    context = {
        "covenant": covenant,
        "covenant_url": covenant_page(key),
        "title": _("Look through"),
        "form": form,
        "typed_before": notice(request),
    }
    return render(request, "register/review_all.html", context)
