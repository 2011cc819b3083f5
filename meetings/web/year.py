"""Plan the meetings of a year: proposed from the cadences or pasted, in one form, saved together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from meetings.models import Meeting
from meetings.services import MeetingEntry, More, meeting_objections, record_meetings
from meetings.services.members import members_on
from meetings.services.proposals import Need, Proposal, needs_of, preparing, proposals
from meetings.services.reaching import Reach, reach
from meetings.services.series import block_weeks, quiet_days
from meetings.web.gate import METHODS
from meetings.web.pasting import Pasted, read_lines
from meetings.web.words import weekday
from obligations.assessments import Standing, assess_covenants
from obligations.models import BlockedWeek, Covenant, FactType
from obligations.services.drafting import once
from obligations.services.known import known_to
from obligations.services.refs import ref_of
from obligations.services.refusal import Refusal
from obligations.web.access import covenant_to_write
from obligations.web.addresses import covenant_page
from obligations.web.as_of import Moment, as_of_from, shown_day
from obligations.web.entries import BY_PAGE
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.kept_forms import forget
from obligations.web.language import page_language
from obligations.wording import Lang
from obligations.wording.language import listing

MOST_ROWS = 60
USUAL_TIME = time(10)


class RowForm(forms.Form):
    """One meeting of the year; left out when it is not ticked."""

    wanted = forms.BooleanField(required=False, label=_lazy("Plan it"))
    type = forms.ChoiceField(label=_lazy("Which meeting"))
    on = DayField(label=_lazy("On which day"))
    at = forms.TimeField(
        label=_lazy("At what time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    location = LineField(label=_lazy("Place or link"), required=False, max_length=200)

    def __init__(self, *args: Any, types: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(types)
        for name, found in self.fields.items():
            kind = "utrecht-select utrecht-select--html-select" if name == "type" else "utrecht-textbox"
            found.widget.attrs["class"] = "utrecht-checkbox" if name == "wanted" else kind
            found.required = False

    @property
    def day(self) -> str:
        """The weekday of what stands in the row, so that a Sunday is seen."""
        value = self["on"].value()
        return weekday(value, page_language()) if isinstance(value, date) else ""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("wanted") and not data.get("on") and "on" not in self.errors:
            self.add_error("on", _("Fill in a day, or leave this meeting out."))
        return data


Rows = forms.formset_factory(RowForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class YearForm(PageForm):
    """What is asked besides the rows."""

    weeks = LineField(
        label=_lazy("Weeks without meetings"),
        required=False,
        max_length=200,
        help_text=_lazy("Such as the holidays: 1, 8, 18-19, 29-34, 52"),
    )
    pasted = forms.CharField(
        label=_lazy("Or paste a row of dates"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_lazy("One a line, as in a spreadsheet: the day, and if you like time, kind of meeting and place."),
    )


def weeks_in(text: str) -> list[int]:
    """'8, 29-34' as numbers. Raises Refusal for what is no week."""
    found: list[int] = []
    for part in text.replace(";", ",").split(","):
        first, _dash, last = part.strip().partition("-")
        if not part.strip():
            continue
        ends = (first.strip(), (last or first).strip())
        if not all(end.isascii() and end.isdecimal() and 1 <= int(end) <= 53 for end in ends) or int(ends[0]) > int(
            ends[1]
        ):
            raise Refusal(_("“%(text)s” is no week. Write numbers, such as 8 or 29-34.") % {"text": part.strip()[:20]})
        found += range(int(ends[0]), int(ends[1]) + 1)
    return found


def weeks_text(weeks: Sequence[int]) -> str:
    """[8, 29, 30, 31] as '8, 29-31'."""
    runs: list[list[int]] = []
    for week in sorted(weeks):
        if runs and week == runs[-1][1] + 1:
            runs[-1][1] = week
        else:
            runs.append([week, week])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


@dataclass(frozen=True)
class Desk:
    """What the year asks: the covenant on the day from which is planned, what each cadence needs, what there is."""

    covenant: Covenant
    year: int
    standing: Standing
    needs: list[Need]
    types: list[tuple[str, str]]
    moment: Moment
    lang: Lang

    @property
    def taken(self) -> set[tuple[str, date]]:
        rows = Meeting.objects.filter(covenant=self.covenant, on__year=self.year).exclude(state="cancelled")
        return set(rows.values_list("type__key", "on"))

    def proposed(self) -> list[Proposal]:
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        days = {day for _type, day in self.taken}
        quiet = quiet_days(self.covenant.pk, first, last)
        found = proposals(self.year, self.needs, preparing(self.standing), quiet, days, self.start)
        return [one for one in found if one.on.year == self.year]

    @property
    def start(self) -> date:
        """Proposals lie after it: today, or for a year that is past the day before it, as it is then caught up with."""
        return self.moment.today if self.year >= self.moment.today.year else date(self.year - 1, 12, 31)


def desk_of(covenant: Covenant, year: int, moment: Moment, lang: Lang) -> Desk:
    # On its last day every period of the year has begun, so that all of them are there.
    standing = assess_covenants([covenant.pk], date(year, 12, 31), history=True)[covenant.pk]
    types = list(FactType.objects.filter(covenant=covenant).exclude(meeting="").values_list("key", "name"))
    return Desk(covenant, year, standing, needs_of(standing, year), types, moment, lang)


@require_http_methods(METHODS)
def plan_year(request: HttpRequest, key: str) -> HttpResponse:
    """`?jaar=` is planned: GET proposes, and a form sends weeks, a paste, or the meetings to plan."""
    covenant, moment, lang = covenant_to_write(request.user, key), as_of_from(request), page_language()
    asked = request.GET.get("jaar", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and 1900 <= int(asked) <= 2199 else moment.today.year
    desk = desk_of(covenant, year, moment, lang)
    if request.method != "POST":
        weeks = list(BlockedWeek.objects.filter(covenant=covenant, year=year).values_list("week", flat=True))
        form = YearForm(initial={"weeks": weeks_text(weeks)})
        return show(request, desk, form, rows_of(desk, [_initial(one) for one in desk.proposed()]))
    return received(request, desk)


def received(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What was sent: blocked weeks, a paste to add to the rows, or the rows to save."""
    form = YearForm(request.POST)
    rows = Rows(request.POST, prefix="rij", form_kwargs={"types": desk.types})
    act = request.POST.get("act", "save")
    if not form.is_valid() or not rows.is_valid():
        return show(request, desk, form, rows)
    try:
        if act == "weeks":
            weeks = weeks_in(form.cleaned_data["weeks"])
            block_weeks(covenant=desk.covenant, year=desk.year, weeks=weeks, reason=BY_PAGE)
            return HttpResponseRedirect(f"{request.path}?jaar={desk.year}")
        if act == "paste":
            return pasted(request, desk, form, rows)
        return save(request, desk, form, rows)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return show(request, desk, form, rows)


def pasted(request: HttpRequest, desk: Desk, form: YearForm, rows: Any) -> HttpResponse:
    """The rows with those of the paste under them; lines that could not be read are said and stay in the field."""
    found, wrong = read_lines(form.cleaned_data["pasted"], desk.year, dict(desk.types))
    for text in wrong:
        form.add_error("pasted", text)
    if wrong:
        return show(request, desk, form, rows)
    kept = [row.cleaned_data for row in rows if row.cleaned_data.get("on")]
    new = [_of_paste(one, desk) for one in found]
    if len(kept) + len(new) > MOST_ROWS:
        raise Refusal(_("These are more than %(most)s meetings at once.") % {"most": MOST_ROWS})
    kept = [row for row in kept if row.get("wanted")] if new else kept
    fresh = YearForm(initial={"weeks": form.cleaned_data["weeks"], "token": form.filled_in})
    return show(request, desk, fresh, rows_of(desk, [*kept, *new]))


def _of_paste(one: Pasted, desk: Desk) -> dict[str, Any]:
    usual = desk.needs[0].type if desk.needs else desk.types[0][0] if desk.types else ""
    return {"wanted": True, "type": one.type or usual, "on": one.on, "at": one.at, "location": one.location}


def _initial(one: Proposal) -> dict[str, Any]:
    return {"wanted": True, "type": one.type, "on": one.on, "at": USUAL_TIME}


def rows_of(desk: Desk, initial: list[dict[str, Any]]) -> Any:
    return Rows(initial=initial, prefix="rij", form_kwargs={"types": desk.types})


def save(request: HttpRequest, desk: Desk, form: YearForm, rows: Any) -> HttpResponse:
    """Plan every ticked row together, and say what the year then reaches. Raises Refusal when none is ticked."""
    wanted = [(number, row) for number, row in enumerate(rows) if row.cleaned_data.get("wanted")]
    if not wanted:
        raise Refusal(_("Tick at least one meeting."))
    token, known = form.filled_in, known_to(desk.covenant)
    entries = []
    taken = set(desk.taken)
    already = Meeting.objects.filter(
        covenant=desk.covenant, reference__ref__startswith=f"{ref_of(token, desk.moment.today)}-"
    ).exists()
    for number, row in wanted:
        entry = entry_of(row.cleaned_data, f"{ref_of(token, desk.moment.today)}-{number + 1}", desk)
        same = (entry.type, entry.on)
        if same in taken and not already:
            row.add_error("on", _("On this day such a meeting stands already."))
        taken.add(same)
        for name, text in meeting_objections(entry, known):
            row.add_error(name if name in row.fields else None, text)
        entries.append(entry)
    if any(row.errors for _number, row in wanted):
        return show(request, desk, form, rows)

    def act() -> str:
        record_meetings(known=known, entries=entries, today=desk.moment.today, reason=BY_PAGE)
        query = {"convenant": desk.covenant.key, "jaar": str(desk.year)}
        return f"{reverse('meetings')}?{urlencode(query)}"

    went = once(token=token, by=request.user, act=act)
    forget(request)
    after = desk_of(desk.covenant, desk.year, desk.moment, desk.lang)
    messages.success(request, reach_text(reach(after.standing, [], desk.year), len(entries), desk.year, desk.lang))
    return HttpResponseRedirect(went)


def entry_of(data: dict[str, Any], ref: str, desk: Desk) -> MeetingEntry:
    return MeetingEntry(
        ref,
        data["type"],
        data["on"],
        Meeting.State.PLANNED,
        data["at"],
        location=data["location"],
        more=More(),
    )


def reach_text(found: Sequence[Reach], number: int, year: int, lang: Lang) -> str:
    """'Met deze 4 overleggen haalt u 2027.', or what is still short."""
    asked = [one for one in found if one.required]
    short = [one for one in asked if one.short]
    if not asked:
        return _("%(number)s planned. No number was agreed for %(year)s.") % {"number": number, "year": year}
    if not short:
        text = ngettext(
            "With this meeting you reach %(year)s.", "With these %(number)s meetings you reach %(year)s.", number
        )
        return text % {"number": number, "year": year}
    parts = [
        _("%(title)s: %(done)s of %(required)s") % {"title": one.title, "done": one.done, "required": one.required}
        for one in short
    ]
    text = ngettext(
        "With this meeting %(year)s is not reached yet: %(short)s.",
        "With these %(number)s meetings %(year)s is not reached yet: %(short)s.",
        number,
    )
    return text % {"number": number, "year": year, "short": listing(parts, lang)}


@dataclass(frozen=True)
class NeedView:
    """What a cadence asks of the year, in numbers, and the period where it is not the whole year."""

    title: str
    required: int
    there: int
    missing: int
    period: str


def show(request: HttpRequest, desk: Desk, form: YearForm, rows: Any) -> HttpResponse:
    """The year with what it needs, the rows, and what they would reach."""
    days = [(row["type"].value(), _day(row["on"].value())) for row in rows if row["wanted"].value()]
    wanted = [(type_, on) for type_, on in days if type_ and on is not None]
    found = reach(desk.standing, wanted, desk.year)
    outside = [shown_day(on) for _type, on in wanted if not members_on(desk.standing.covenant, on)]
    context = {
        "covenant": desk.covenant,
        "covenant_url": covenant_page(desk.covenant.key),
        "title": _("Plan %(year)s") % {"year": desk.year},
        "year": desk.year,
        "years": [desk.year - 1, desk.year + 1],
        "needs": [need_view(one, desk) for one in desk.needs],
        "form": form,
        "rows": rows,
        "reach": reach_text(found, len(wanted), desk.year, desk.lang) if wanted else "",
        "enough": bool(wanted) and not any(one.short for one in found),
        "outside": listing(outside, desk.lang),
        "back": f"{reverse('meetings')}?{urlencode({'convenant': desk.covenant.key, 'jaar': desk.year})}",
    }
    return render(request, "meetings/year.html", context)


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def need_view(one: Need, desk: Desk) -> NeedView:
    whole = (one.first, one.last) == (date(desk.year, 1, 1), date(desk.year, 12, 31))
    period = "" if whole else f"{shown_day(one.first)} – {shown_day(one.last)}"
    return NeedView(one.title, one.required, one.there, one.missing, period)
