"""The page of one meeting: who were there and whether it counts, then agenda, minutes, decisions and actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings import invitations
from meetings.models import Action, AgendaItem, Decision, Meeting
from meetings.services import agenda as a
from meetings.services.members import members_on
from meetings.web.deciding import AttendanceForm, attendance_form
from meetings.web.gate import METHODS, meeting_url, of_meeting, to_change
from meetings.web.verdicts import Result, result_of
from meetings.web.words import minutes_text, name_of, state_badge, time_text, weekday
from obligations.models import Covenant, Obligation, Revision, Theme
from obligations.services.drafting import once
from obligations.services.refusal import Refusal
from obligations.web.addresses import obligation_page
from obligations.web.as_of import Link, Moment, as_of_from, shown_day
from obligations.web.documents import DocumentView, add_about, documents_about, documents_by
from obligations.web.entries import BY_PAGE, parties_of
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.kept_forms import forget, notice, typed_before
from obligations.web.language import page_language
from obligations.wording import Lang, day_text

PARTS = ("agenda", "verslag", "besluiten", "acties", "documenten")


class ItemForm(PageForm):
    """A point of the agenda."""

    prefix = "punt"
    title = LineField(label=_lazy("What about"), max_length=300)
    owner = forms.ChoiceField(label=_lazy("Who brings it in"), required=False)
    code = forms.ChoiceField(label=_lazy("About which obligation"), required=False)
    theme = forms.ChoiceField(label=_lazy("Theme"), required=False)

    def __init__(self, covenant: Covenant, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = list(Theme.objects.filter(covenant=covenant).values_list("key", "name"))
        offered = {"owner": parties_of(covenant), "code": obligations_of(covenant), "theme": themes}
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("not said")), *choices]
        if not themes:
            del self.fields["theme"]

    def entry(self) -> a.ItemEntry:
        data = self.cleaned_data
        return a.ItemEntry(data["title"], data["owner"], data["code"], data.get("theme", ""))


def obligations_of(covenant: Covenant) -> list[tuple[str, str]]:
    """Code and title of every obligation, as its last published revision calls it."""
    rows = Obligation.objects.filter(revision__covenant=covenant, revision__status=Revision.Status.PUBLISHED)
    return list(dict(rows.order_by("revision__in_force_from", "position").values_list("code", "title")).items())


class DecisionForm(PageForm):
    """What was decided."""

    prefix = "besluit"
    text = LineField(label=_lazy("What was decided"), max_length=500)


class ActionForm(PageForm):
    """Who does what by when."""

    prefix = "actie"
    text = LineField(label=_lazy("What has to be done"), max_length=500)
    owner = forms.ChoiceField(label=_lazy("Who does it"), required=False)
    due_on = DayField(label=_lazy("Own target"), required=False)

    def __init__(self, covenant: Covenant, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("not said")), *parties_of(covenant)]


class MinutesForm(PageForm):
    """The minutes as text, and how far they are."""

    prefix = "verslag"
    minutes = forms.CharField(
        label=_lazy("Minutes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=a.LONGEST_MINUTES,
        help_text=_lazy(
            "A document or a link may be added below instead. Whether the meeting counts does not depend on it."
        ),
    )
    state = forms.ChoiceField(
        label=_lazy("How far are they?"),
        choices=[("draft", _lazy("Draft")), ("shared", _lazy("Shared")), ("adopted", _lazy("Adopted"))],
        widget=forms.RadioSelect,
    )


@require_http_methods(METHODS)
@of_meeting
def meeting(request: HttpRequest, covenant: Covenant, row: Meeting, writes: bool) -> HttpResponse:
    """One meeting. `?deel=` opens one of its parts, which its forms are sent to."""
    part = request.GET.get("deel", "agenda")
    part = part if part in PARTS else "agenda"
    moment, lang = as_of_from(request), page_language()
    sent = request.POST if request.method == "POST" else None
    if sent is not None and not writes:
        raise PermissionDenied("no right to write here")
    form = form_of(part, covenant, row, request, sent)
    if sent is not None and form is not None and form.is_valid():
        try:
            went = once(
                token=form.filled_in, by=request.user, act=lambda: _write(part, covenant, row, form, moment.today)
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            forget(request)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(went or f"{meeting_url(row)}?deel={part}#deel")
    return render(
        request, "meetings/meeting.html", context_of(request, covenant, row, writes, part, form, moment, lang)
    )


def form_of(part: str, covenant: Covenant, row: Meeting, request: HttpRequest, sent: Any) -> PageForm | None:
    """The form of a part; documents have a page of their own kind."""
    if part == "documenten":
        return None
    if part == "agenda":
        return ItemForm(covenant, sent, initial=typed_before(request, {}))
    if part == "besluiten":
        return DecisionForm(sent, initial=typed_before(request, {}))
    if part == "acties":
        return ActionForm(covenant, sent, initial=typed_before(request, {}))
    initial = {"minutes": row.minutes, "state": row.minutes_state}
    return MinutesForm(sent, initial=typed_before(request, initial))


def _write(part: str, covenant: Covenant, row: Meeting, form: Any, today: date) -> str:
    data = form.cleaned_data
    if part == "agenda":
        a.add_item(covenant=covenant, meeting=row.pk, entry=form.entry(), reason=BY_PAGE)
    elif part == "besluiten":
        a.add_decision(meeting=row.pk, text=data["text"], reason=BY_PAGE)
    elif part == "acties":
        a.add_action(meeting=row.pk, text=data["text"], owner=data["owner"], due_on=data["due_on"], reason=BY_PAGE)
    else:
        a.write_minutes(meeting=row.pk, text=data["minutes"], state=data["state"], reason=BY_PAGE)
    return f"{meeting_url(row)}?deel={part}#deel"


# --- What the page shows -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PartyView:
    """A party of that day: how it was there in words, with an icon; '' while nobody said."""

    name: str
    how: str
    icon: str


@dataclass(frozen=True)
class ItemView:
    """A point of the agenda. `later`: meetings that it can be carried over to."""

    pk: int
    title: str
    owner: str
    about: Link | None
    theme: str
    done: bool
    carried: str
    gone: bool
    documents: tuple[DocumentView, ...]


@dataclass(frozen=True)
class ActionView:
    pk: int
    text: str
    owner: str
    due: str
    done: str
    late: bool


def context_of(
    request: HttpRequest,
    covenant: Covenant,
    row: Meeting,
    writes: bool,
    part: str,
    form: PageForm | None,
    moment: Moment,
    lang: Lang,
) -> dict[str, Any]:
    result = result_of(row, moment, lang)
    may = writes and not row.closed
    return {
        "covenant": covenant,
        "meeting": row,
        "moment": moment,
        "title": name_of(row),
        "type": row.type.name if row.subject else "",
        "day": weekday(row.on, lang),
        "time": time_text(row),
        "moved_from": shown_day(row.original_on) if row.original_on and row.original_on != row.on else "",
        "badge": state_badge(row, moment.today),
        "asks": row.state == Meeting.State.PLANNED and row.on <= moment.today,
        "attendance": attendance_of(row, result) if may and row.on <= moment.today else None,
        "verdicts": result.verdicts,
        "ways_on": may and row.state == Meeting.State.HELD and result.left_out,
        "parties": party_views(row, result),
        "agreement": agreement_text(row, lang),
        "facts": facts_of(row, lang),
        "part": part,
        "tabs": tabs_of(row),
        "form": form,
        "items": item_views(row, covenant, result, moment) if part == "agenda" else [],
        "demanded": demanded(row) if part == "agenda" else [],
        "later": later(row, lang) if part == "agenda" and may else [],
        "waiting": waiting(row) if part == "agenda" and may else [],
        "decisions": list(row.decisions.all()) if part == "besluiten" else [],
        "actions": action_views(row.actions.select_related("owner"), moment.today, lang) if part == "acties" else [],
        "documents": documents_of(row) if part in ("documenten", "verslag") else [],
        "minutes": minutes_text(row.minutes_state),
        "minutes_text": row.minutes,
        "may_write": may,
        "may_open": writes and row.closed,
        "typed_before": notice(request),
    }


def party_views(row: Meeting, result: Result) -> list[PartyView]:
    """Every party of that day, and every other one that was there."""
    there = dict(row.attendance.values_list("party__key", "represented_by"))
    covenant = result.standing.covenant
    members = {member.key: member.name for member in members_on(covenant, row.on)}
    names = members | {key: covenant.party_names.get(key, key) for key in there if key not in members}
    views = []
    for key, name in names.items():
        if row.state != Meeting.State.HELD:
            views.append(PartyView(name, "", "users"))
        elif key not in there:
            views.append(PartyView(name, _("absent"), "user-x"))
        elif there[key]:
            views.append(PartyView(name, _("represented by %(who)s") % {"who": there[key]}, "user-check"))
        else:
            views.append(PartyView(name, _("there"), "user-check"))
    return views


def attendance_of(row: Meeting, result: Result) -> AttendanceForm:
    """A row per party, to say who were there without leaving the page."""
    there = dict(row.attendance.values_list("party__key", "represented_by"))
    return attendance_form(row, result.standing.covenant, there)


def agreement_text(row: Meeting, lang: Lang) -> str:
    """'Afgesproken op 3 maart dat dit overleg meetelt (reden)', '' where nothing was agreed."""
    found = getattr(row, "agreement", None)
    if found is None:
        return ""
    text = _("On %(day)s the parties agreed that this meeting counts.") % {"day": shown_day(found.on)}
    return f"{text} {found.why}".strip()


def facts_of(row: Meeting, lang: Lang) -> list[tuple[str, str]]:
    """What else is known of it: place, host, who asked for it, its series, a remark."""
    asked = "" if row.asked_by is None else row.asked_by.name
    if asked and row.asked_on:
        asked = f"{asked}, {shown_day(row.asked_on)}"
    found = [
        (_("Place or link"), row.location),
        (_("At whom"), "" if row.host is None else row.host.name),
        (_("Asked for by"), asked),
        (_("Remark"), row.remark),
        (_("Reference"), row.reference.ref),
    ]
    return [(name, text) for name, text in found if text]


def tabs_of(row: Meeting) -> list[tuple[str, str, int]]:
    """Each part with its name and how many stand in it."""
    return [
        ("agenda", _("Agenda"), row.agenda.count()),
        ("verslag", _("Minutes"), 1 if row.minutes else 0),
        ("besluiten", _("Decisions"), row.decisions.count()),
        ("acties", _("Actions"), row.actions.count()),
        ("documenten", _("Documents"), len(documents_of(row))),
    ]


def item_views(row: Meeting, covenant: Covenant, result: Result, moment: Moment) -> list[ItemView]:
    rows = row.agenda.select_related("owner", "theme", "carried_from__meeting").order_by("position", "pk")
    titles = dict(obligations_of(covenant))
    gone = set(AgendaItem.objects.filter(carried_from__meeting=row).values_list("carried_from", flat=True))
    papers = documents_by(covenant, [f"item:{one.pk}" for one in rows])
    return [
        ItemView(
            one.pk,
            one.title,
            "" if one.owner is None else one.owner.short,
            Link(titles[one.code], obligation_page(covenant.key, one.code)) if one.code in titles else None,
            "" if one.theme is None else one.theme.name,
            one.done,
            shown_day(one.carried_from.meeting.on) if one.carried_from and one.carried_from.meeting else "",
            one.pk in gone,
            tuple(papers.get(f"item:{one.pk}", ())),
        )
        for one in rows
    ]


def demanded(row: Meeting) -> list[Obligation]:
    """Points that the covenant demands of this meeting and that are not on its agenda yet."""
    there = set(row.agenda.values_list("code", flat=True))
    return [one for one in a.demanded(row) if one.code not in there]


def waiting(row: Meeting) -> list[AgendaItem]:
    """Points of this covenant that wait for a meeting."""
    return list(AgendaItem.objects.filter(covenant=row.covenant_id, meeting__isnull=True).order_by("pk")[:50])


def later(row: Meeting, lang: Lang) -> list[tuple[str, str]]:
    """Planned meetings after this one that an unfinished point can go to, and the list of what waits."""
    rows = Meeting.objects.filter(covenant=row.covenant_id, state=Meeting.State.PLANNED, on__gt=row.on, closed=False)
    found = [
        (str(one.pk), f"{one.type.name}, {day_text(one.on, row.on, lang)}")
        for one in rows.select_related("type").order_by("on")[:5]
    ]
    return [*found, ("", _("no meeting yet"))]


def action_views(rows: Any, today: date, lang: Lang) -> list[ActionView]:
    """What was promised, the open ones first."""
    return [
        ActionView(
            one.pk,
            one.text,
            "" if one.owner is None else one.owner.short,
            "" if one.due_on is None else day_text(one.due_on, today, lang),
            "" if one.done_on is None else day_text(one.done_on, today, lang),
            one.done_on is None and one.due_on is not None and one.due_on < today,
        )
        for one in rows.order_by(F("done_on").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")
    ]


def documents_of(row: Meeting) -> list[DocumentView]:
    return documents_about(row.covenant, f"meeting:{row.pk}")


# --- Acts of its parts ---------------------------------------------------------------------------------------


@require_POST
@to_change
def act_on_item(request: HttpRequest, covenant: Covenant, row: Meeting) -> HttpResponse:
    """Deal with a point, open it again, carry it over, take it off, or put a demanded one on."""
    try:
        _item_act(request.POST.get("act", ""), covenant, row, request)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(f"{meeting_url(row)}?deel=agenda#deel")


def _item_act(act: str, covenant: Covenant, row: Meeting, request: HttpRequest) -> None:
    if act == "demanded":
        wanted = {one.code: one for one in demanded(row)}
        one = wanted.get(request.POST.get("code", ""))
        if one is not None:
            entry = a.ItemEntry(one.title, code=one.code)
            a.add_item(covenant=covenant, meeting=row.pk, entry=entry, reason=BY_PAGE)
        return
    if act == "take":
        loose = AgendaItem.objects.filter(covenant=covenant, meeting__isnull=True)
        point = loose.filter(pk=number(request.POST.get("item"))).first()
        if point is None:
            raise Refusal(_("This point is not there any more."))
        a.carry_over(item=point.pk, to=row.pk, reason=BY_PAGE)
        return
    item = AgendaItem.objects.filter(covenant=covenant, meeting=row, pk=number(request.POST.get("item"))).first()
    if item is None:
        raise Refusal(_("This point is not there any more."))
    acts: dict[str, Callable[[], object]] = {
        "done": lambda: a.settle_item(item=item.pk, done=True, reason=BY_PAGE),
        "open": lambda: a.settle_item(item=item.pk, done=False, reason=BY_PAGE),
        "remove": lambda: a.remove_item(item=item.pk, reason=BY_PAGE),
        "carry": lambda: a.carry_over(item=item.pk, to=number(request.POST.get("to")) or None, reason=BY_PAGE),
    }
    if act not in acts:
        raise Refusal(_("This cannot be done here."))
    acts[act]()


def number(text: str | None) -> int:
    """A whole number as it is sent, 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 18 else 0


@require_POST
@to_change
def act_on_line(request: HttpRequest, covenant: Covenant, row: Meeting) -> HttpResponse:
    """An action is done, open again or taken off; a decision is taken off."""
    del covenant
    today, act, pk = as_of_from(request).today, request.POST.get("act", ""), number(request.POST.get("line"))
    part = "besluiten" if act == "remove-decision" else "acties"
    model: type[Decision] | type[Action] = Decision if act == "remove-decision" else Action
    try:
        if not model.objects.filter(pk=pk, meeting=row).exists():
            raise Refusal(_("This is not there any more."))
        if act in ("done", "open"):
            a.settle_action(action=pk, on=today if act == "done" else None, reason=BY_PAGE)
        elif act in ("remove-decision", "remove-action"):
            a.remove_line(model=model, pk=pk, reason=BY_PAGE)
        else:
            raise Refusal(_("This cannot be done here."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    target = request.POST.get("next", "")
    back = reverse("actions") if target == "actions" else f"{meeting_url(row)}?deel={part}#deel"
    return HttpResponseRedirect(back)


@require_http_methods(METHODS)
@to_change
def add_document(request: HttpRequest, covenant: Covenant, row: Meeting) -> HttpResponse:
    """Add a document to the meeting, or with `?punt=` to a point of its agenda."""
    item = row.agenda.filter(pk=number(request.GET.get("punt"))).first()
    about = f"meeting:{row.pk}" if item is None else f"item:{item.pk}"
    lead = f"{name_of(row)}, {shown_day(row.on)}" if item is None else item.title
    part = "documenten" if item is None else "agenda"
    return add_about(request, covenant, about, lead, f"{meeting_url(row)}?deel={part}#deel")


# --- In one's own agenda -------------------------------------------------------------------------------------


@require_safe
@of_meeting
def ics(request: HttpRequest, covenant: Covenant, row: Meeting, writes: bool) -> HttpResponse:
    """The meeting as a file for one's own agenda."""
    del writes
    address = request.build_absolute_uri(meeting_url(row))
    response = HttpResponse(invitations.calendar_of(row, address), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{covenant.key}-{row.on.isoformat()}.ics"'
    return response
