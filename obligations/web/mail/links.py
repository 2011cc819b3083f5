"""The page behind the button of a mail (users.md section 5): no account, no menu, and nothing changes by opening it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from obligations.clock import now, today
from obligations.mail.composing import FIELDS, Waiting
from obligations.mail.desk_letters import asked_types
from obligations.mail.letters import secretariat_addresses
from obligations.mail.links import opened_by
from obligations.mail.moments import moment_of
from obligations.mail.points import Closed, Point, point_as_it_is, points_of
from obligations.models import Covenant, MailChoice, MailLink, Message, Notice, Party, Report
from obligations.services.choosing import Rhythm, choose_rhythm
from obligations.services.refusal import Refusal
from obligations.services.reporting import Answer, answer_objections, report
from obligations.services.reporting import Point as Subject
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.language import page_language
from obligations.wording import Lang, full_day

BY_LINK = "Via een link in een mail"
Choice = Report.Choice


@dataclass(frozen=True)
class Opened:
    """What a key opens: the mail, its points in the order of the letter, and on whose behalf one answers."""

    link: MailLink
    token: str
    notices: tuple[Waiting, ...]
    today: date

    @property
    def message(self) -> Message:
        return self.link.message

    def address(self, page: str = "") -> str:
        return reverse("mail-link", kwargs={"token": self.token}) + page


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing of this page is kept, found by a search engine, or told to a next site (R-32)."""

    @login_not_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def opened(token: str) -> Opened | None:
    """What a key opens today, None for one that does not work."""
    day = today()
    link = opened_by(token, day)
    if link is None:
        return None
    order = {pk: place for place, pk in enumerate(link.message.facts.get("points", ()))}
    rows = Notice.objects.filter(pk__in=list(order)).values_list(*FIELDS)
    notices = sorted((Waiting(*row) for row in rows), key=lambda notice: order[notice.pk or 0])
    return Opened(link, token, tuple(notices), day)


def gone(request: HttpRequest) -> HttpResponse:
    """For a key that does not work any more, or never did: what it was about is not said."""
    response = render(request, "mail/gone.html", status=404)
    # Django writes the path of a page that is not found into the log, and with it the key.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def around(found: Opened, notice: Waiting | None = None) -> dict[str, Any]:
    """On whose behalf one answers, and where the secretariat is."""
    covenant_ids = [notice.covenant_id] if notice is not None else []
    covenants = Covenant.objects.filter(pk__in=covenant_ids) if covenant_ids else _covenants(found)
    party = Party.objects.filter(key=notice.party).first() if notice is not None else None
    if party is None and found.message.tenure is not None:
        party = found.message.tenure.post.party
    addresses = secretariat_addresses({covenant.pk for covenant in covenants}, found.today)
    return {
        "covenants": ", ".join(covenant.title for covenant in covenants),
        "party": party,
        "secretariat": next((address for own in addresses.values() for address in own), ""),
        "not_me": found.address("niet-ik/"),
        "mark": found.message.mark,
    }


def _covenants(found: Opened) -> list[Covenant]:
    return [one.covenant for one in found.message.about_covenants.select_related("covenant")]


# --- The points of a mail ----------------------------------------------------------------------------------


@private
@require_http_methods(["GET", "HEAD"])
def mail_link(request: HttpRequest, token: str) -> HttpResponse:
    """All points of the mail; with one, that one."""
    found = opened(token)
    if found is None:
        return gone(request)
    if found.message.kind == Message.Kind.QUESTION:
        return HttpResponseRedirect(found.address("maand/"))
    if len(found.notices) == 1:
        return HttpResponseRedirect(found.address("1/"))
    lang = page_language()
    views = [view_of(found, number, lang) for number in range(1, len(found.notices) + 1)]
    return render(request, "mail/points.html", {"points": views, **around(found)})


@dataclass(frozen=True)
class PointView:
    """A point as the page shows it. `state`: open, settled, reported (by another party) or answered."""

    number: int
    address: str
    title: str
    sentence: str
    date_line: str
    clause: str
    summary: str
    state: str
    said: str
    report: Report | None
    last_day: date


def view_of(found: Opened, number: int, lang: Lang) -> PointView:
    """The point with that number in the mail. IndexError when there is none."""
    notice = found.notices[number - 1]
    judged = points_of([notice], found.today, moment_of(now()).holidays)[notice.pk or 0]
    state, said, own = _state(notice, judged, lang)
    shown = judged if isinstance(judged, Point) else point_as_it_is(notice, found.today)
    address = found.address(f"{number}/")
    if shown is None:
        title = notice.code.replace("-", " ")
        return PointView(number, address, title, "", "", "", "", state, said, own, notice.about_on)
    return PointView(
        number,
        address,
        shown.headline(found.today, lang),
        shown.sentence(found.today, lang),
        shown.date_line(lang),
        shown.clause_line(lang),
        shown.line.obligation.summary,
        state,
        said,
        own,
        notice.about_on,
    )


def _state(notice: Waiting, judged: Point | Closed, lang: Lang) -> tuple[str, str, Report | None]:
    """How the point stands for whoever opens it, in a word and in a sentence, and the answer that was given."""
    rows = Report.objects.filter(
        covenant=notice.covenant_id, code=notice.code, occurrence=notice.occurrence, state=Report.State.WAITING
    ).select_related("party")
    own = next((row for row in rows if row.party.key == notice.party), None)
    if own is not None:
        return "answered", report_words(own, lang), own
    other = next(iter(rows), None)
    if other is not None:
        said = _("%(party)s already told us: %(what)s. There is nothing for you to do.")
        return "reported", said % {"party": other.party.short, "what": report_words(other, lang)}, None
    if isinstance(judged, Closed) and judged.reason in ("settled", "arranged"):
        return "settled", _("This has been settled already. There is nothing for you to do."), None
    return "open", "", None


def report_words(row: Report, lang: Lang) -> str:
    """What somebody told, in a few words."""
    words = {
        Choice.DONE: _("it took place on %(day)s"),
        Choice.PLANNED: _("it is agreed for %(day)s"),
        Choice.CANNOT: _("it cannot be done in time"),
        Choice.MINE: _("this is taken up; we ask again on %(day)s"),
        Choice.OTHER: _("this is for somebody else"),
        Choice.NOTHING: _("nothing to report"),
    }
    day = row.on or row.until
    return words[Choice(row.choice)] % {"day": "" if day is None else full_day(day, lang)}


class AnswerForm(PageForm):
    """How it stands. Nothing is chosen beforehand."""

    choice = forms.ChoiceField(
        label=_lazy("How does it stand?"),
        widget=forms.RadioSelect,
        choices=[
            (Choice.DONE, _lazy("It took place, or was done")),
            (Choice.PLANNED, _lazy("A date was agreed")),
            (Choice.CANNOT, _lazy("It cannot be done in time")),
            (Choice.MINE, _lazy("I take this up")),
            (Choice.OTHER, _lazy("This is not for me")),
        ],
    )
    on = DayField(label=_lazy("On which day?"), required=False, help_text=_lazy("When it was, or will be."))
    at = forms.TimeField(
        label=_lazy("At what time?"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    present = forms.MultipleChoiceField(
        label=_lazy("Who took part?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    until = DayField(label=_lazy("When may we ask again?"), required=False, help_text=_lazy("If you take this up."))
    who = LineField(
        label=_lazy("For whom is it?"),
        required=False,
        max_length=200,
        help_text=_lazy("If it is not for you; 'I do not know' is fine too."),
    )
    note = forms.CharField(
        label=_lazy("Explanation"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, parties: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = parties  # type: ignore[attr-defined]
        if not parties:
            del self.fields["present"]

    @property
    def answer(self) -> Answer:
        data = self.cleaned_data
        return Answer(
            data["choice"],
            data["on"],
            data["at"],
            tuple(data.get("present", ())),
            data["until"],
            data["who"],
            data["note"],
        )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def mail_point(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One point: what it is, how one can answer, and after that what was answered."""
    found = opened(token)
    if found is None or not 1 <= number <= len(found.notices):
        return gone(request)
    notice = found.notices[number - 1]
    view = view_of(found, number, page_language())
    parties = parties_of(notice)
    changing = request.method == "POST" or "wijzigen" in request.GET
    form = AnswerForm(request.POST or None, initial=initial_of(view.report), parties=parties)
    may_answer = view.state == "open" or (view.state == "answered" and changing)
    answered = request.method == "POST" and may_answer and form.is_valid()
    if answered and not form.object(answer_objections(form.answer, found.today)):
        report(point=subject_of(found, notice), answer=form.answer, now=now(), today=found.today, reason=BY_LINK)
        return HttpResponseRedirect(f"{view.address}?doorgegeven")
    following = number + 1 if number < len(found.notices) else 0
    context = {
        "point": view,
        "form": form if may_answer and (view.state == "open" or changing) else None,
        "just_sent": "doorgegeven" in request.GET and view.state == "answered",
        "received": view.report and full_day(view.report.received_on, page_language()),
        "next": found.address(f"{following}/") if following else "",
        "all": found.address() if len(found.notices) > 1 else "",
        **around(found, notice),
    }
    return render(request, "mail/point.html", context)


def subject_of(found: Opened, notice: Waiting) -> Subject:
    """About what one answers, and as whom; the secretariat reads that it came by a link (users.md rule 23)."""
    covenant = Covenant.objects.get(pk=notice.covenant_id)
    party = Party.objects.get(key=notice.party)
    via = f"Via link van {found.message.name or found.message.recipient} ({party.short})"
    return Subject(covenant, notice.code, notice.occurrence, notice.party, via, found.message)


def parties_of(notice: Waiting) -> list[tuple[str, str]]:
    """Key and name of the parties of a covenant."""
    own = Party.objects.filter(memberships__revision__covenant=notice.covenant_id).distinct().order_by("short")
    return [(party.key, party.name) for party in own]


def initial_of(row: Report | None) -> dict[str, Any]:
    """The answer that was given, to be changed."""
    if row is None:
        return {}
    names = ("choice", "on", "at", "until", "who", "note")
    return {
        **{name: getattr(row, name) for name in names},
        "present": list(row.present.values_list("party__key", flat=True)),
    }


# --- The question of the month -----------------------------------------------------------------------------


class MonthForm(PageForm):
    """What there was in a month: a few ticks, or nothing to report."""

    types = forms.MultipleChoiceField(
        label=_lazy("What was there?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    nothing = forms.BooleanField(label=_lazy("Nothing to report"), required=False)
    note = forms.CharField(
        label=_lazy("When, how much, with whom? A few words are enough."),
        required=False,
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, types: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["types"].choices = types  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(data.get("types")) == bool(data.get("nothing")) and not data.get("note"):
            raise forms.ValidationError(_("Tick what there was, or 'nothing to report'."))
        return data


@private
@require_http_methods(["GET", "HEAD", "POST"])
def mail_month(request: HttpRequest, token: str) -> HttpResponse:
    """The question of the month; nothing is an answer too (users.md rule 6)."""
    found = opened(token)
    if found is None or found.message.kind != Message.Kind.QUESTION:
        return gone(request)
    covenant = _covenants(found)[0]
    types = [(type_.key, type_.name) for type_ in asked_types([covenant.pk])]
    form = MonthForm(request.POST or None, types=types)
    month = date.fromisoformat(found.message.facts["month"])
    given = Report.objects.filter(
        covenant=covenant, code="", occurrence=f"month:{month:%Y-%m}", party__key=found.message.facts["party"]
    ).first()
    if request.method == "POST" and form.is_valid():
        names = dict(types)
        said = ", ".join(names[key] for key in form.cleaned_data["types"])
        note = ": ".join(part for part in (said, form.cleaned_data["note"]) if part)
        choice = Choice.DONE if said or form.cleaned_data["note"] else Choice.NOTHING
        via = f"Via link van {found.message.name or found.message.recipient}"
        party = found.message.facts["party"]
        subject = Subject(covenant, "", f"month:{month:%Y-%m}", party, via, found.message)
        answer = Answer(choice, found.today if choice == Choice.DONE else None, note=note)
        report(point=subject, answer=answer, now=now(), today=found.today, reason=BY_LINK)
        return HttpResponseRedirect(f"{found.address('maand/')}?doorgegeven")
    context = {"form": form, "month": month, "given": given, "sent": "doorgegeven" in request.GET, **around(found)}
    return render(request, "mail/month.html", context)


# --- Choices -----------------------------------------------------------------------------------------------


class RhythmForm(PageForm):
    """On which day the overview comes, in which language, and when one is away."""

    weekday = forms.TypedChoiceField(label=_lazy("Day of the overview"), coerce=int, choices=MailChoice.Weekday.choices)
    language = forms.ChoiceField(
        label=_lazy("Language of the mails"), required=False, choices=[("", "Nederlands"), ("en", "English")]
    )
    question = forms.BooleanField(label=_lazy("Ask me each month what there was"), required=False)
    away_from = DayField(label=_lazy("Away from"), required=False)
    away_until = DayField(label=_lazy("Away until (last day)"), required=False)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choice(request: HttpRequest, token: str) -> HttpResponse:
    """Choose another moment."""
    found = opened(token)
    if found is None or found.message.tenure is None:
        return gone(request)
    now_chosen = MailChoice.objects.filter(tenure=found.message.tenure).first()
    initial = {"weekday": 0, "question": True}
    if now_chosen is not None:
        initial = {name: getattr(now_chosen, name) for name in RhythmForm.base_fields if name != "token"}
    form = RhythmForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        if set(form.changed_data) <= {"token"}:
            # Whoever presses the button without choosing anything changes nothing: a machine would.
            return HttpResponseRedirect(found.address("keuze/"))
        data = {
            name: form.cleaned_data[name] for name in ("weekday", "language", "question", "away_from", "away_until")
        }
        try:
            choose_rhythm(tenure=found.message.tenure, rhythm=Rhythm(**data), reason=BY_LINK)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(f"{found.address('keuze/')}?bewaard")
    return render(request, "mail/choice.html", {"form": form, "saved": "bewaard" in request.GET, **around(found)})


@private
@require_http_methods(["GET", "HEAD", "POST"])
def mail_not_me(request: HttpRequest, token: str) -> HttpResponse:
    """'That is not me': the secretariat is told; nothing else changes."""
    found = opened(token)
    if found is None:
        return gone(request)
    if request.method == "POST" and "sure" in request.POST:
        party = found.notices[0].party if found.notices else ""
        if not party and found.message.tenure is not None:
            party = found.message.tenure.post.party.key
        covenant = _covenants(found)[0]
        via = f"Via link van {found.message.recipient}"
        subject = Subject(covenant, "", "post", party, via, found.message)
        answer = Answer(
            Choice.OTHER,
            who=request.POST.get("who", "")[:200],
            note=_("This person is not, or no longer, the account holder."),
        )
        try:
            report(point=subject, answer=answer, now=now(), today=found.today, reason=BY_LINK)
        except Refusal:
            return HttpResponseRedirect(found.address("niet-ik/"))
        return HttpResponseRedirect(f"{found.address('niet-ik/')}?doorgegeven")
    return render(request, "mail/not_me.html", {"sent": "doorgegeven" in request.GET, **around(found)})
