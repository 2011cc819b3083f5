"""The page of one entry: what it says, what it does, what it asks for, and how it is put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from obligations import wording
from obligations.assessments import Line, Standing, assess_covenants
from obligations.engine.facts import FactState
from obligations.engine.terms import Duty
from obligations.engine.verdict import Assessment, Instance
from obligations.models import Covenant, Event, FactType, ObligationType
from obligations.services.correcting import correct_event, entry_of, is_own_slip, restore_event, withdraw_event
from obligations.services.known import known_to
from obligations.services.refs import ref_of
from obligations.services.refusal import Refusal
from obligations.services.register import Entry, record_events
from obligations.web.access import covenant_to_write, covenant_with_right
from obligations.web.addresses import obligation_url
from obligations.web.agenda import fact_word
from obligations.web.as_of import Moment, as_of_from, shown_day
from obligations.web.changes import changes_by
from obligations.web.documents import add_about, documents_about
from obligations.web.entries import BY_PAGE, parties_of
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.kept_forms import forget, notice, typed_before
from obligations.web.language import page_language
from obligations.web.register.forms import EntryForm
from obligations.web.words import RowView, row_view, subject_of
from obligations.wording import Lang, day_text, duration_text
from obligations.wording.language import capital

METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class EntryView:
    """An entry in a list."""

    pk: int
    type: str
    subject: str
    day: str
    who: str
    amount: str
    state: str
    ref: str
    url: str
    covenant: str
    language: str
    withdrawn: bool


def entry_url(key: str, pk: int, page: str = "entry") -> str:
    return reverse(page, kwargs={"key": key, "pk": pk})


def entry_view(row: Event, covenant: Covenant, moment: Moment, lang: Lang) -> EntryView:
    return EntryView(
        row.pk,
        row.type.name,
        row.subject,
        day_text(row.on, moment.today, lang),
        who_text(row),
        amount_text(row, lang),
        _("withdrawn") if row.withdrawn else fact_word(row.state, lang) if row.state != "happened" else "",
        row.reference.ref,
        entry_url(covenant.key, row.pk),
        covenant.title,
        covenant.language,
        row.withdrawn,
    )


def who_text(row: Event) -> str:
    """'NVVB → VNG, KING', or whoever is known."""
    by = "" if row.by is None else row.by.short
    to = ", ".join(sorted(one.party.short for one in row.to.all()))
    return " → ".join(part for part in (by, to) if part)


def amount_text(row: Event, lang: Lang) -> str:
    if row.minutes is not None:
        return duration_text(row.minutes, lang)
    return "" if row.persons is None else _("%(n)s people") % {"n": row.persons}


def with_parts(rows: Any) -> Any:
    """With everything that a line shows: two queries, whatever their number."""
    return rows.select_related("type", "by", "host", "theme", "reference").prefetch_related("to__party")


def last_entries(covenant: Covenant, moment: Moment, lang: Lang, most: int) -> list[EntryView]:
    """What was recorded last."""
    rows = with_parts(Event.objects.filter(covenant=covenant)).order_by("-pk")[:most]
    return [entry_view(row, covenant, moment, lang) for row in rows]


def event_of(covenant: Covenant, pk: int) -> Event:
    """An entry of this covenant. Http404 where there is none."""
    row = with_parts(Event.objects.filter(covenant=covenant, pk=pk)).first() if pk < 1 << 62 else None
    if row is None:
        raise Http404(f"no entry {pk}")
    found: Event = row
    return found


# --- What it does and asks for -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Effect:
    """A row in which this entry counts, or does not and why."""

    title: str
    url: str
    row: RowView
    why: str


@dataclass(frozen=True)
class Asked:
    """A duty that arose from this entry: whose it is, how it stands, and the name of its field while it is open."""

    title: str
    url: str
    who: str
    row: RowView
    field: str
    code: str
    occurrence: str


def standing_for(event: Event, moment: Moment) -> Standing:
    """How everything stands that looks at this type."""
    rows = ObligationType.objects.filter(obligation__revision__covenant=event.covenant_id, type=event.type_id)
    codes = set(rows.values_list("obligation__code", flat=True))
    return assess_covenants([event.covenant_id], moment.today, history=True, only=codes)[event.covenant_id]


def effects_of(event: Event, standing: Standing, moment: Moment, lang: Lang) -> list[Effect]:
    """Where it counts, and where it does not and why."""
    ref, found = event.reference.ref, []
    for line in standing.lines:
        subject = subject_of(standing, line)
        for row in line.assessed.rows:
            passed = next((one for one in row.passed_over if one.ref == ref), None)
            if ref not in row.counted and (passed is None or isinstance(row.detail, Instance)):
                continue
            why = "" if passed is None else capital(wording.why_text(passed, subject, lang))
            url = obligation_url(standing.covenant.key, line.obligation.code, moment)
            found.append(Effect(line.obligation.title, url, row_view(subject, row, moment.today, lang), why))
    return found


def instances_of(event: Event, standing: Standing) -> list[tuple[Line, Assessment]]:
    """The duties that arose from this entry."""
    ref = event.reference.ref
    return [
        (line, row)
        for line in standing.lines
        for row in line.assessed.rows
        if isinstance(row.detail, Instance) and row.detail.trigger == ref
    ]


def asked_of(event: Event, standing: Standing, moment: Moment, lang: Lang) -> list[Asked]:
    found = []
    for number, (line, row) in enumerate(instances_of(event, standing)):
        subject = subject_of(standing, line)
        key = party_of(row)
        found.append(
            Asked(
                line.obligation.title,
                obligation_url(standing.covenant.key, line.obligation.code, moment),
                standing.covenant.party_names.get(key, key) if key else "",
                row_view(subject, row, moment.today, lang),
                f"d{number}",
                row.code,
                row.occurrence,
            )
        )
    return found


def party_of(row: Assessment) -> str:
    """The party that an instance is of: the bearer, or the addressee, '' where it is of all together."""
    detail = row.detail
    assert isinstance(detail, Instance)
    tail = row.occurrence.removeprefix(f"trigger:{detail.trigger}").removeprefix(":")
    return tail or (detail.bearer or "")


class AnswersForm(PageForm):
    """A column per duty and party: the day on which it was done, or that nobody knows yet."""

    def __init__(self, asked: Sequence[Asked], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [one for one in asked if one.row.badge.tone in ("to-do", "running")]
        for one in self.asked:
            label = f"{one.title}: {one.who}" if one.who else one.title
            day = DayField(label=label, required=False)
            day.widget.attrs["class"] = "utrecht-textbox utrecht-textbox--html-input"
            self.fields[one.field] = day
            unknown = forms.BooleanField(label=_("we do not know yet"), required=False)
            unknown.widget.attrs["class"] = "utrecht-checkbox"
            self.fields[f"{one.field}-onbekend"] = unknown

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[one.field], self[f"{one.field}-onbekend"]) for one in self.asked]


def answers(event: Event, form: AnswersForm, standing: Standing, moment: Moment) -> list[Entry]:
    """The entries that answer the duties of this one, as they were filled in."""
    rows = instances_of(event, standing)
    found = []
    for number, (line, row) in enumerate(rows):
        day = form.cleaned_data.get(f"d{number}")
        unknown = form.cleaned_data.get(f"d{number}-onbekend")
        term = line.obligation.terms.term
        if (day is None and not unknown) or not isinstance(term, Duty):
            continue
        party = party_of(row)
        addressee = term.each == "addressee"
        by = (event.by.key if event.by else None) if addressee else (party or None)
        found.append(
            Entry(
                f"{ref_of(form.filled_in, moment.today)}-{number}",
                term.done_by[0],
                day or event.on,
                by=by,
                to=(party,) if addressee and party else (),
                theme=None if event.theme is None else event.theme.key,
                answers=event.reference.ref,
                state=FactState.HAPPENED if day else FactState.UNKNOWN,
            )
        )
    return found


@require_http_methods(METHODS)
def entry(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """One entry, with a column per party of what it asks for."""
    covenant, writes = covenant_with_right(request.user, key)
    event, moment, lang = event_of(covenant, pk), as_of_from(request), page_language()
    standing = standing_for(event, moment)
    asked = [] if event.withdrawn else asked_of(event, standing, moment, lang)
    if request.method == "POST":
        covenant_to_write(request.user, key)
    form = AnswersForm(asked, request.POST or None, initial=typed_before(request, {}))
    if request.method == "POST" and form.is_valid():
        entries = answers(event, form, standing, moment)
        try:
            record_events(known=known_to(covenant), entries=entries, today=moment.today, reason=BY_PAGE)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            forget(request)
            messages.success(request, _("Saved.") if entries else _("Nothing was filled in."))
            return HttpResponseRedirect(request.path)
    context = {
        "covenant": covenant,
        "moment": moment,
        "event": event,
        "view": entry_view(event, covenant, moment, lang),
        "facts": facts_of(event, lang),
        "effects": effects_of(event, standing, moment, lang),
        "asked": asked,
        "form": form,
        "may_write": writes,
        "documents": documents_about(covenant, f"event:{event.pk}"),
        "project_url": entry_url(key, pk, "project-change") if writes and starts_project(event) else "",
        "history": history_of(event, lang),
        "typed_before": notice(request),
    }
    return render(request, "register/entry.html", context)


def starts_project(event: Event) -> bool:
    """Its type says that a project began."""
    name = f"{event.type.key} {event.type.name}".casefold()
    return "project" in name and ("start" in name or "begon" in name)


def facts_of(event: Event, lang: Lang) -> list[tuple[str, str]]:
    """Everything that is known of it, in words."""
    found = [
        (_("Day"), shown_day(event.on)),
        (_("The day as a text calls it"), event.as_written),
        (_("Who did it"), "" if event.by is None else event.by.name),
        (_("For whom"), ", ".join(one.party.name for one in event.to.all())),
        (_("At whom"), "" if event.host is None else event.host.name),
        (_("How much"), amount_text(event, lang)),
        (_("Theme"), "" if event.theme is None else event.theme.name),
        (_("Told by"), event.told_by),
        (_("Belongs to"), event.answers),
        (_("Remark"), event.remark),
        (_("Reference"), event.reference.ref),
    ]
    return [(name, text) for name, text in found if text]


def history_of(event: Event, lang: Lang) -> list[tuple[str, str, str]]:
    """Who recorded it and who changed it, the last first."""
    rows: Any = Event.history.filter(id=event.pk).select_related("history_user").order_by("-history_id")[:20]
    words = {"+": _("recorded"), "~": _("changed"), "-": _("deleted")}
    return [
        (
            shown_day(row.history_date.astimezone(timezone.get_current_timezone()).date()),
            words[row.history_type],
            "" if row.history_user is None else row.history_user.get_full_name() or row.history_user.get_username(),
        )
        for row in rows
    ]


# --- Putting it right ----------------------------------------------------------------------------------------


class ReasonField(LineField):
    """Why something is corrected; not asked of whoever mends her own slip of today."""


@require_http_methods(METHODS)
def correct(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """The same form, filled in: what changes is shown before it is saved."""
    covenant = covenant_to_write(request.user, key)
    event, moment, lang = event_of(covenant, pk), as_of_from(request), page_language()
    now = entry_of(event)
    aside = now.aside
    assert aside is not None
    initial = {
        "type": now.type,
        "on": now.on,
        "at": now.at,
        "by": now.by or "",
        "to": list(now.to),
        "host": now.host or "",
        "amount": "" if now.minutes is None else str(now.minutes),
        "persons": now.persons,
        "theme": now.theme or "",
        "subject": now.subject,
        "state": now.state,
        "remark": aside.remark,
        "told_by": aside.told_by,
        "as_written": aside.as_written,
    }
    types = list(FactType.objects.filter(covenant=covenant, meeting=""))
    form = EntryForm(
        covenant, types, list(parties_of(covenant)), request.POST or None, initial=typed_before(request, initial)
    )
    slip = is_own_slip(event.pk, request.user, day_began(moment))
    if not slip:
        form.fields["why"] = ReasonField(label=_("Why it is corrected"), max_length=80)
        form.fields["why"].widget.attrs["class"] = "utrecht-textbox utrecht-textbox--html-input"
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data.get("why", "")
        made = replace(form.entry(moment.today, now.answers, now.ref), ref=now.ref)

        def act() -> None:
            reason = f"{BY_PAGE}: {why}" if why else BY_PAGE
            correct_event(event=event.pk, entry=made, today=moment.today, reason=reason)

        response = shown_first(request, covenant, event, form, act, _("Corrected."), moment, lang)
        if response is not None:
            return response
    title = _("Correct the entry")
    return render(request, "components/change_page.html", change_context(request, covenant, event, form, title))


class WithdrawForm(PageForm):
    """Why it is withdrawn; of one's own slip of today this may stay empty."""

    why = LineField(label=_lazy("Why"), max_length=300)


@require_http_methods(METHODS)
def withdraw(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Recorded by mistake: it stays in the list, and counts for nothing."""
    covenant = covenant_to_write(request.user, key)
    event, moment, lang = event_of(covenant, pk), as_of_from(request), page_language()
    form = WithdrawForm(request.POST or None, initial=typed_before(request, {}))
    if is_own_slip(event.pk, request.user, day_began(moment)):
        form.fields["why"].required = False
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            withdraw_event(event=event.pk, why=form.cleaned_data["why"], today=moment.today, reason=BY_PAGE)

        response = shown_first(request, covenant, event, form, act, _("Withdrawn. It stays in the list."), moment, lang)
        if response is not None:
            return response
    context = change_context(request, covenant, event, form, _("Withdraw the entry"))
    return render(request, "components/change_page.html", context)


@require_http_methods(METHODS)
def restore(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """It was right after all."""
    covenant = covenant_to_write(request.user, key)
    event, moment, lang = event_of(covenant, pk), as_of_from(request), page_language()
    form = PageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            restore_event(event=event.pk, today=moment.today, reason=BY_PAGE)

        response = shown_first(request, covenant, event, form, act, _("It counts again."), moment, lang)
        if response is not None:
            return response
    context = change_context(request, covenant, event, form, _("Not withdrawn after all"))
    return render(request, "components/change_page.html", context)


def day_began(moment: Moment) -> datetime:
    """When today began, in civil time."""
    return timezone.make_aware(datetime.combine(moment.today, time()))


def shown_first(
    request: HttpRequest,
    covenant: Covenant,
    event: Event,
    form: PageForm,
    act: Any,
    said: str,
    moment: Moment,
    lang: Lang,
) -> HttpResponse | None:
    """Do it when nothing changes by it or that was seen; else None, with what changes in the form's page."""
    try:
        changes = [] if "sure" in request.POST else changes_by(covenant, act, moment, lang)
        if not changes:
            act()
            forget(request)
            messages.success(request, said)
            return HttpResponseRedirect(entry_url(covenant.key, event.pk))
        request.changes = changes  # type: ignore[attr-defined]
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


def change_context(
    request: HttpRequest, covenant: Covenant, event: Event, form: PageForm, title: str
) -> dict[str, Any]:
    back = entry_url(covenant.key, event.pk)
    return {
        "covenant": covenant,
        "covenant_url": back,
        "parent": event.type.name,
        "form": form,
        "title": title,
        "lead": f"{event.type.name}, {shown_day(event.on)}",
        "back": back,
        "changes": getattr(request, "changes", []),
        "typed_before": notice(request),
    }


@require_http_methods(METHODS)
def add_document(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Add a document to an entry."""
    covenant = covenant_to_write(request.user, key)
    event = event_of(covenant, pk)
    lead = f"{event.type.name}, {shown_day(event.on)}"
    return add_about(request, covenant, f"event:{event.pk}", lead, entry_url(key, pk))
