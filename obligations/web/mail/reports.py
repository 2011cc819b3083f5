"""What somebody answered from a mail: a line on Vandaag, and a page where the secretariat takes it over (rule 1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from obligations.clock import today
from obligations.models import Covenant, FactType, Membership, Obligation, ObligationType, Report, Role
from obligations.services.refusal import Refusal
from obligations.services.reporting import settle_report
from obligations.web.access import covenant_to_write
from obligations.web.addresses import covenant_page
from obligations.web.as_of import Moment
from obligations.web.forms import LineField, PageForm
from obligations.web.language import page_language
from obligations.web.mail.links import report_words
from obligations.web.menu import address_of
from obligations.web.today import Answer, TodayLine
from obligations.web.words import Badge, RowView
from obligations.wording import Lang, day_text, full_day

BY_PAGE = "Op de pagina van de melding"
MOST = 50
LATE = timedelta(days=7)
"""Five working days: after that the line says how long it waits."""


def to_check(user: Any, moment: Moment, lang: Lang) -> list[TodayLine]:
    """A line per report that waits, of the covenants that this person keeps. One query, none where nothing waits."""
    if not getattr(user, "reports_wait", True):
        return []
    covenants = Covenant.objects.visible_to(user)
    if not (user.is_staff or user.is_superuser):
        own = Membership.objects.filter(user=user, role=Role.SECRETARIAT)
        covenants = covenants.filter(pk__in=own.values("covenant"))
    rows = Report.objects.filter(covenant__in=covenants, state=Report.State.WAITING).exclude(
        choice=Report.Choice.NOTHING
    )
    titled = rows.select_related("covenant", "party").annotate(title=_title_of())
    return [_line(row, moment, lang) for row in titled.order_by("received_on", "pk")[:MOST]]


def _title_of() -> Any:
    own = Obligation.objects.filter(revision__covenant=OuterRef("covenant"), code=OuterRef("code"))
    return Subquery(own.order_by("-revision__in_force_from").values("title")[:1])


def _line(row: Report, moment: Moment, lang: Lang) -> TodayLine:
    address = report_url(row)
    title = getattr(row, "title", None) or _("Report of %(party)s") % {"party": row.party.short}
    waits = moment.today - row.received_on
    told = _("%(party)s told us on %(day)s: %(what)s.") % {
        "party": row.party.short,
        "day": day_text(row.received_on, moment.today, lang),
        "what": report_words(row, lang),
    }
    if waits >= LATE:
        told += " " + _("It waits for %(n)s days.") % {"n": waits.days}
    badge = Badge(_("Reported, not yet checked"), "message-square", "to-do")
    return TodayLine(
        title,
        address,
        row.covenant.language,
        row.covenant.title,
        RowView(badge, told),
        None,
        None,
        (Answer(_("Check and take over"), address),),
    )


def report_url(row: Report) -> str:
    return reverse("report", kwargs={"key": row.covenant.key, "pk": row.pk})


class SettleForm(PageForm):
    """Taken over, or given back."""

    answer = LineField(label=_lazy("Remark"), required=False, max_length=300)
    what = forms.ChoiceField(choices=[("over", "over"), ("terug", "terug")], widget=forms.HiddenInput, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """One report: what was said, by whom, and what she does with it."""
    covenant, lang = covenant_to_write(request.user, key), page_language()
    row = Report.objects.filter(pk=pk, covenant=covenant).select_related("covenant", "party").first()
    if row is None:
        raise Http404(f"no report {pk}")
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        taken = form.cleaned_data["what"] != "terug"
        try:
            settle_report(
                report=row, taken_over=taken, answer=form.cleaned_data["answer"], today=today(), reason=BY_PAGE
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(report_url(row))
        messages.success(request, _("Taken over.") if taken else _("Given back; mails about it go on."))
        return HttpResponseRedirect(record_url(row) if taken else reverse("home"))
    context = {
        "covenant": covenant,
        "covenant_url": covenant_page(covenant.key),
        "report": row,
        "title": _obligation_title(row) or _("Report of %(party)s") % {"party": row.party.short},
        "words": report_words(row, lang),
        "received": full_day(row.received_on, lang),
        "present": ", ".join(one.party.short for one in row.present.select_related("party")),
        "form": form,
        "waits": row.state == Report.State.WAITING,
        "state": row.get_state_display(),
        "day": full_day(today(), lang),
    }
    return render(request, "mail/report.html", context)


def _obligation_title(row: Report) -> str:
    own = Obligation.objects.filter(revision__covenant=row.covenant_id, code=row.code)
    return str(own.order_by("-revision__in_force_from").values_list("title", flat=True).first() or "")


def record_url(row: Report) -> str:
    """Where she records what was told, filled in as far as it goes; for what needs no record, Vandaag."""
    if row.choice not in (Report.Choice.DONE, Report.Choice.PLANNED) or not row.code:
        return reverse("home")
    uses = (ObligationType.Use.COUNTS, ObligationType.Use.DONE_BY)
    type_ = (
        FactType.objects.filter(
            covenant=row.covenant_id, obligations__obligation__code=row.code, obligations__use__in=uses
        )
        .order_by("position")
        .first()
    )
    if type_ is None or row.on is None:
        return reverse("home")
    page = "meeting-add" if type_.meeting else "record-entry"
    if not address_of(page, key=row.covenant.key):
        return reverse("home")
    asked = {"soort": type_.key, "dag": row.on.isoformat()}
    if row.occurrence.startswith("trigger:"):
        asked["bij"] = row.occurrence.removeprefix("trigger:").partition(":")[0]
    return f"{reverse(page, kwargs={'key': row.covenant.key})}?{urlencode(asked)}"
