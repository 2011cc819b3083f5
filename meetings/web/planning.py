"""Plan a meeting, or record one that was held."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from meetings.evidence import page_of
from meetings.models import Meeting
from meetings.services import MeetingEntry, More, record_meetings
from meetings.services.acts import whole_objections
from meetings.services.members import covenant_without_terms
from meetings.web.words import INVITATION_HELP, INVITATIONS
from obligations.models import Covenant, FactType
from obligations.services.known import known_to
from obligations.services.refs import ref_of
from obligations.web.access import covenant_to_write
from obligations.web.as_of import as_of_from
from obligations.web.entries import BY_PAGE, day_asked, form_context, kept, page_after, parties_of, recorded
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.kept_forms import typed_before


class MeetingForm(PageForm):
    """A meeting on a day: planned when that day is still to come, held when it is past or the form says so."""

    type = forms.ChoiceField(label=_lazy("Which meeting"))
    on = DayField(label=_lazy("On which day"))
    at = forms.TimeField(
        label=_lazy("At what time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    ends_at = forms.TimeField(
        label=_lazy("Until"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    present = forms.MultipleChoiceField(
        label=_lazy("Who were there"),
        help_text=_lazy("Only for a meeting that was held. A meeting counts when the parties that must be there were."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    location = LineField(label=_lazy("Place or link"), required=False, max_length=200)
    subject = LineField(label=_lazy("Subject"), required=False, max_length=300)
    host = forms.ChoiceField(label=_lazy("At whom"), required=False)
    asked_by = forms.ChoiceField(
        label=_lazy("Asked for by"), required=False, help_text=_lazy("Of an urgent meeting: who asked for it.")
    )
    asked_on = DayField(label=_lazy("Asked for on"), required=False)
    invitation = forms.ChoiceField(
        label=_lazy("Invitations"),
        choices=INVITATIONS,
        widget=forms.RadioSelect,
        initial="ourselves",
        required=False,
        help_text=INVITATION_HELP,
    )

    def __init__(self, covenant: Covenant, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        types = FactType.objects.filter(covenant=covenant).exclude(meeting="").values_list("key", "name")
        parties = [("", _("not said")), *parties_of(covenant)]
        offered = {"type": list(types), "present": meeting_parties(covenant), "host": parties, "asked_by": parties}
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("on") and data["on"] <= self.today and not data.get("present"):
            self.add_error("present", _("That day is past or today: say which parties were there."))
        return data

    def entry(self) -> MeetingEntry:
        """What was filled in, with a ref that follows from the form."""
        data = self.cleaned_data
        held = data["on"] <= self.today
        return MeetingEntry(
            ref_of(self.filled_in, self.today),
            data["type"],
            data["on"],
            Meeting.State.HELD if held else Meeting.State.PLANNED,
            data["at"],
            tuple(data["present"]) if held else (),
            data["location"],
            data["subject"],
            more=More(
                data["ends_at"],
                data["host"] or None,
                data["asked_by"] or None,
                data["asked_on"],
                invitation=data["invitation"] or Meeting.Invitation.OURSELVES,
            ),
        )


def meeting_parties(covenant: Covenant) -> list[tuple[str, str]]:
    """Key and name of every party that ever met; organs do not."""
    found: dict[str, str] = {}
    for revision in covenant_without_terms(covenant).revisions:
        found |= {member.key: member.name for member in revision.members if not member.organ}
    return list(found.items())


@require_http_methods(["GET", "HEAD", "POST"])
def add_meeting(request: HttpRequest, key: str) -> HttpResponse:
    """Plan or record a meeting; `?soort=` is its type, `?plicht=` where to go after."""
    covenant, moment = covenant_to_write(request.user, key), as_of_from(request)
    initial = {"type": request.GET.get("soort", ""), "present": [name for name, _name in meeting_parties(covenant)]}
    if "dag" in request.GET:
        initial["on"] = day_asked(request, moment.today).isoformat()
    form = MeetingForm(covenant, moment.today, request.POST or None, initial=typed_before(request, initial))
    if request.method == "POST" and form.is_valid():
        known, entry = known_to(covenant), form.entry()
        if kept(
            form,
            whole_objections(covenant, entry),
            lambda: record_meetings(known=known, entries=[entry], today=moment.today, reason=BY_PAGE),
        ):
            planned = form.cleaned_data["on"] > moment.today
            said = _("The meeting is planned.") if planned else _("The meeting is recorded.")
            return recorded(request, said, after(request, covenant, entry.ref))
    return render(request, "components/form_page.html", form_context(request, covenant, form, _("Plan a meeting")))


def after(request: HttpRequest, covenant: Covenant, ref: str) -> str:
    """To the obligation that the form was opened for, else to the meeting itself."""
    if request.GET.get("plicht"):
        return page_after(request, covenant)
    pk = Meeting.objects.filter(reference__covenant=covenant, reference__ref=ref).values_list("pk", flat=True).first()
    return page_after(request, covenant) if pk is None else page_of(covenant.key, pk)
