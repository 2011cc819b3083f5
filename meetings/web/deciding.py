"""Say what became of a meeting. What changes is shown before it is saved; a plain act can be undone for a minute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from meetings.models import Meeting
from meetings.services import acts
from meetings.services.members import covenant_without_terms, members_on
from meetings.web.gate import METHODS, meeting_url, to_change
from meetings.web.words import INVITATION_HELP, INVITATIONS, name_of
from obligations.models import Covenant, FactType
from obligations.services.refusal import Refusal
from obligations.snapshots import CovenantSnapshot, MemberSnapshot
from obligations.web import undo
from obligations.web.as_of import as_of_from, shown_day
from obligations.web.changes import changes_by
from obligations.web.entries import BY_PAGE, back_to, parties_of
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.kept_forms import forget, notice, typed_before
from obligations.web.language import page_language

Write = Callable[[], object]


def change(
    request: HttpRequest,
    covenant: Covenant,
    meeting: Meeting,
    form: PageForm,
    title: str,
    write: Callable[[Any], Write],
    said: str,
    *,
    lead: str = "",
    undoable: bool = True,
    after: str = "",
    danger: bool = False,
) -> HttpResponse:
    """Ask, show what it changes, and only then do it.

    `write` makes the act of what was filled in. What changes nothing but an open question is done at once.
    """
    moment, lang = as_of_from(request), page_language()
    context: dict[str, Any] = {
        "covenant": covenant,
        "form": form,
        "title": title,
        "lead": lead or f"{name_of(meeting)}, {shown_day(meeting.on)}",
        "back": meeting_url(meeting),
        "covenant_url": meeting_url(meeting),
        "parent": name_of(meeting),
        "typed_before": notice(request),
        "danger": danger,
    }
    if request.method == "POST" and form.is_valid():
        act = write(form.cleaned_data)
        try:
            answered = meeting.state != Meeting.State.PLANNED
            asks = "sure" not in request.POST and (answered or danger)
            changes = changes_by(covenant, act, moment, lang) if asks else []
            if changes or (asks and danger):
                context |= {"changes": changes, "asks": True}
            else:
                done(request, meeting, act, said, undoable=undoable)
                return HttpResponseRedirect(after or meeting_url(meeting))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "components/change_page.html", context)


def done(request: HttpRequest, meeting: Meeting, act: Write, said: str, *, undoable: bool = True) -> None:
    """Do it, say so, and offer to take it back."""
    before = acts.entry_of(meeting)
    act()
    forget(request)
    if undoable:
        kept = {"entry": acts.data_of(before), "version": acts.version_of(meeting.pk)}
        undo.offer(request, meeting_url(meeting, "meeting-undo"), kept)
    messages.success(request, said)


@require_POST
@to_change
def hold(request: HttpRequest, covenant: Covenant, meeting: Meeting) -> HttpResponse:
    """It took place and everyone was there: one click."""
    today = as_of_from(request).today

    def act() -> None:
        acts.hold_with_everyone(meeting=meeting.pk, today=today, reason=BY_PAGE)

    try:
        done(request, meeting, act, _("It took place, everyone was there."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(back_to(request) if request.POST.get("next") else meeting_url(meeting))


class AttendanceForm(PageForm):
    """A row per party: there, represented by somebody else, or absent."""

    HOW = (
        ("present", _lazy("there")),
        ("represented", _lazy("represented by …")),
        ("absent", _lazy("absent")),
    )

    def __init__(self, members: list[MemberSnapshot], was: Mapping[str, str | None], *args: Any, **kwargs: Any) -> None:
        """`was`: by party who stood in for it ('' for nobody), None where it was absent."""
        super().__init__(*args, **kwargs)
        self.members = members
        for member in members:
            stood_in = was.get(member.key, "")
            how = "absent" if stood_in is None else "represented" if stood_in else "present"
            initial = self.initial.get(f"how-{member.key}", how)
            self.fields[f"how-{member.key}"] = forms.ChoiceField(
                label=member.name, choices=self.HOW, widget=forms.RadioSelect, initial=initial
            )
            who = LineField(
                label=_("Who represented %(party)s?") % {"party": member.short},
                required=False,
                max_length=200,
                initial=self.initial.get(f"who-{member.key}", stood_in or ""),
            )
            who.widget.attrs["class"] = "utrecht-textbox utrecht-textbox--html-input"
            self.fields[f"who-{member.key}"] = who

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for member in self.members:
            name = f"who-{member.key}"
            if data.get(f"how-{member.key}") == "represented" and not data.get(name):
                self.add_error(name, _("Say who represented %(party)s.") % {"party": member.short})
        return data

    def present(self) -> tuple[list[str], dict[str, str]]:
        """The parties that were there or represented, and by whom."""
        data = self.cleaned_data
        there = [one.key for one in self.members if data[f"how-{one.key}"] != "absent"]
        stood_in = {one.key: data[f"who-{one.key}"] for one in self.members if data[f"how-{one.key}"] == "represented"}
        return there, stood_in


@require_http_methods(METHODS)
@to_change
def attendance(request: HttpRequest, covenant: Covenant, meeting: Meeting) -> HttpResponse:
    """Who were there: also corrects it."""
    today = as_of_from(request).today
    text = covenant_without_terms(covenant)
    rows = dict(meeting.attendance.values_list("party__key", "represented_by"))
    form = attendance_form(meeting, text, rows, request.POST or None, initial=typed_before(request, {}))

    def write(_data: Any) -> Write:
        there, stood_in = form.present()
        return lambda: acts.hold_meeting(
            meeting=meeting.pk, present=there, represented=stood_in, today=today, reason=BY_PAGE
        )

    return change(request, covenant, meeting, form, _("Who were there?"), write, _("It took place."))


def attendance_form(
    meeting: Meeting, covenant: CovenantSnapshot, rows: Mapping[str, str], *sent: Any, **more: Any
) -> AttendanceForm:
    """The form as it stands now; `rows`: by party that was there who stood in for it."""
    members = members_on(covenant, meeting.on) or _anyone(covenant)
    held = meeting.state == Meeting.State.HELD
    was = {member.key: rows.get(member.key) for member in members} if held else {}
    return AttendanceForm(members, was, *sent, **more)


def _anyone(covenant: CovenantSnapshot) -> list[MemberSnapshot]:
    """Outside every revision: every party that ever was one."""
    found: dict[str, MemberSnapshot] = {}
    for revision in covenant.revisions:
        found |= {member.key: member for member in revision.members if not member.organ}
    return list(found.values())


class MoveForm(PageForm):
    """Another day or time."""

    on = DayField(label=_lazy("On which day"))
    at = forms.TimeField(
        label=_lazy("At what time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    ends_at = forms.TimeField(
        label=_lazy("Until"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        at, ends_at = data.get("at"), data.get("ends_at")
        if ends_at and not at and "at" not in self.errors:
            self.add_error("at", _("Say also when it begins."))
        elif at and ends_at and ends_at <= at:
            self.add_error("ends_at", _("This is not later than when it begins."))
        return data


@require_http_methods(METHODS)
@to_change
def move(request: HttpRequest, covenant: Covenant, meeting: Meeting) -> HttpResponse:
    """Plan it on another day, or correct the day."""
    today = as_of_from(request).today
    initial = typed_before(request, {"on": meeting.on, "at": meeting.at, "ends_at": meeting.ends_at})
    form = MoveForm(request.POST or None, initial=initial)

    def write(data: Any) -> Write:
        return lambda: acts.move_meeting(
            meeting=meeting.pk, on=data["on"], at=data["at"], ends_at=data["ends_at"], today=today, reason=BY_PAGE
        )

    return change(request, covenant, meeting, form, _("Move the meeting"), write, _("The meeting is moved."))


class CancelForm(PageForm):
    """Why it did not take place, for whoever looks back."""

    why = LineField(label=_lazy("Why"), required=False, max_length=300)


@require_http_methods(METHODS)
@to_change
def cancel(request: HttpRequest, covenant: Covenant, meeting: Meeting) -> HttpResponse:
    """It does not, or did not, take place."""
    today = as_of_from(request).today
    form = CancelForm(request.POST or None, initial=typed_before(request, {"why": meeting.remark}))

    def write(data: Any) -> Write:
        return lambda: acts.cancel_meeting(meeting=meeting.pk, why=data["why"], today=today, reason=BY_PAGE)

    said = _("It did not take place.") if meeting.on <= today else _("It will not take place.")
    return change(request, covenant, meeting, form, _("Did not take place"), write, said)


@require_http_methods(METHODS)
@to_change
def plan_again(request: HttpRequest, covenant: Covenant, meeting: Meeting) -> HttpResponse:
    """What was said of it was wrong: it is only planned."""
    today = as_of_from(request).today
    form = PageForm(request.POST or None)

    def write(_data: Any) -> Write:
        return lambda: acts.plan_again(meeting=meeting.pk, today=today, reason=BY_PAGE)

    return change(request, covenant, meeting, form, _("Only planned"), write, _("It is planned, as it was before."))


class DetailsForm(PageForm):
    """What a meeting is, where, and who asked for it."""

    type = forms.ChoiceField(label=_lazy("Which meeting"))
    location = LineField(label=_lazy("Place or link"), required=False, max_length=200)
    subject = LineField(label=_lazy("Subject"), required=False, max_length=300)
    host = forms.ChoiceField(label=_lazy("At whom"), required=False)
    asked_by = forms.ChoiceField(
        label=_lazy("Asked for by"), required=False, help_text=_lazy("Of an urgent meeting: who asked for it.")
    )
    asked_on = DayField(label=_lazy("Asked for on"), required=False)
    remark = LineField(label=_lazy("Remark"), required=False, max_length=300)
    invitation = forms.ChoiceField(
        label=_lazy("Invitations"),
        choices=INVITATIONS,
        widget=forms.RadioSelect,
        initial="ourselves",
        required=False,
        help_text=INVITATION_HELP,
    )

    def __init__(self, covenant: Covenant, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = FactType.objects.filter(covenant=covenant).exclude(meeting="").values_list("key", "name")
        parties = [("", _("not said")), *parties_of(covenant)]
        for name, choices in (("type", list(types)), ("host", parties), ("asked_by", parties)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


@require_http_methods(METHODS)
@to_change
def details(request: HttpRequest, covenant: Covenant, meeting: Meeting) -> HttpResponse:
    """Type, place, subject, host, and who asked for it."""
    today, now = as_of_from(request).today, acts.entry_of(meeting)
    more = now.more or acts.More()
    initial = {
        "type": now.type,
        "location": now.location,
        "subject": now.subject,
        "host": more.host or "",
        "asked_by": more.asked_by or "",
        "asked_on": more.asked_on,
        "remark": more.remark,
        "invitation": more.invitation,
    }
    form = DetailsForm(covenant, request.POST or None, initial=typed_before(request, initial))

    def write(data: Any) -> Write:
        said = replace(
            more,
            host=data["host"] or None,
            asked_by=data["asked_by"] or None,
            asked_on=data["asked_on"],
            remark=data["remark"],
            invitation=data["invitation"] or more.invitation,
        )
        entry = replace(now, type=data["type"], location=data["location"], subject=data["subject"], more=said)
        return lambda: acts.change_details(meeting=meeting.pk, entry=entry, today=today, reason=BY_PAGE)

    return change(request, covenant, meeting, form, _("Change the meeting"), write, _("Saved."))


@require_http_methods(METHODS)
@to_change
def remove(request: HttpRequest, covenant: Covenant, meeting: Meeting) -> HttpResponse:
    """Take it out of the register: what that changes is shown first."""
    today = as_of_from(request).today
    form = PageForm(request.POST or None)
    lead = _(
        "Only for what was recorded by mistake. A meeting that does not take place is better said so: it then stays in "
        "the list. Its agenda, decisions and actions go with it; its history stays."
    )

    def write(_data: Any) -> Write:
        return lambda: acts.take_out(meeting=meeting.pk, today=today, reason=BY_PAGE)

    after = f"{reverse('meetings')}?convenant={covenant.key}"
    return change(
        request,
        covenant,
        meeting,
        form,
        _("Take out of the register"),
        write,
        _("The meeting is taken out."),
        lead=lead,
        undoable=False,
        after=after,
        danger=True,
    )


class AgreedForm(PageForm):
    """The parties agreed that it counts."""

    agreed_by = forms.MultipleChoiceField(label=_lazy("Agreed by"), widget=forms.CheckboxSelectMultiple, required=False)
    on = DayField(label=_lazy("Agreed on"))
    why = LineField(label=_lazy("Why"), max_length=300, required=False)

    def __init__(self, members: list[MemberSnapshot], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agreed_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(member.key, member.name) for member in members]


@require_http_methods(METHODS)
@to_change
def agreed(request: HttpRequest, covenant: Covenant, meeting: Meeting) -> HttpResponse:
    """Record that the parties agreed that this meeting counts, whoever was there."""
    today: date = as_of_from(request).today
    members = members_on(covenant_without_terms(covenant), meeting.on)
    form = AgreedForm(members, request.POST or None, initial=typed_before(request, {"on": today}))

    def write(data: Any) -> Write:
        return lambda: acts.agree_that_it_counts(
            meeting=meeting.pk,
            agreed_by=data["agreed_by"],
            on=data["on"],
            why=data["why"],
            today=today,
            reason=BY_PAGE,
        )

    title = _("The parties agreed that it counts")
    return change(request, covenant, meeting, form, title, write, _("From now on this meeting counts."), undoable=False)


@require_http_methods(METHODS)
@to_change
def not_agreed(request: HttpRequest, covenant: Covenant, meeting: Meeting) -> HttpResponse:
    """There was no such agreement."""
    today = as_of_from(request).today
    form = PageForm(request.POST or None)

    def write(_data: Any) -> Write:
        return lambda: acts.withdraw_agreement(meeting=meeting.pk, today=today, reason=BY_PAGE)

    title = _("This was not agreed")
    return change(request, covenant, meeting, form, title, write, _("The agreement is taken back."), undoable=False)


@require_POST
@to_change
def take_back(request: HttpRequest, covenant: Covenant, meeting: Meeting) -> HttpResponse:
    """Undo what was done a moment ago."""
    kept = undo.taken(request)
    if kept is None:
        messages.error(request, _("That was more than a minute ago. Correct it on this page instead."))
        return HttpResponseRedirect(meeting_url(meeting))
    before = acts.Before(acts.entry_of_data(kept["entry"]), kept["version"])
    try:
        acts.take_back(meeting=meeting.pk, before=before, today=as_of_from(request).today, reason=BY_PAGE)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Undone: it is as it was before."))
    return HttpResponseRedirect(back_to(request) if request.POST.get("next") else meeting_url(meeting))


@require_POST
@to_change
def close(request: HttpRequest, covenant: Covenant, meeting: Meeting) -> HttpResponse:
    """Nothing of it changes any more."""
    try:
        acts.close_meeting(meeting=meeting.pk, reason=BY_PAGE)
        messages.success(request, _("The meeting is closed."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(meeting_url(meeting))


class OpenForm(PageForm):
    """Why a closed meeting is opened again."""

    why = LineField(label=_lazy("Why"), max_length=80)


@require_http_methods(METHODS)
@to_change
def open_again(request: HttpRequest, covenant: Covenant, meeting: Meeting) -> HttpResponse:
    """Open a closed meeting, with the reason."""
    form = OpenForm(request.POST or None, initial=typed_before(request, {}))

    def write(data: Any) -> Write:
        return lambda: acts.open_again(meeting=meeting.pk, why=data["why"], reason=BY_PAGE)

    title = _("Open the meeting again")
    return change(request, covenant, meeting, form, title, write, _("The meeting is open again."), undoable=False)
