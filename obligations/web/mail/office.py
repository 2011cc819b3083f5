"""Mailoverzicht: every mail and everything that waits to be mailed, in every state, with the reason (R-23, rule 15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from obligations.clock import now, today
from obligations.mail.quiet import dismiss
from obligations.mail.writing import text_of
from obligations.models import (
    Covenant,
    MailSwitch,
    Membership,
    Message,
    MessageCovenant,
    Notice,
    Obligation,
    Role,
    Sender,
)
from obligations.services.mailing import (
    call_about,
    call_instead,
    release_notices,
    send_again,
    switch_mail,
)
from obligations.services.refusal import Refusal
from obligations.web.access import covenants_of
from obligations.web.language import page_language
from obligations.web.words import Badge
from obligations.wording import Lang, full_day
from obligations.wording.mailing import reason_text

BY_PAGE = "Op het Mailoverzicht"
PAGE_SIZE = 50
State = Message.State
STATES: Mapping[str, tuple[Any, str, str]] = {
    State.QUEUED: (_lazy("Ready to go"), "clock", "running"),
    State.CLAIMED: (_lazy("Being made"), "clock", "running"),
    State.TRANSMITTING: (_lazy("Being sent"), "clock", "running"),
    State.SENT: (_lazy("Sent"), "circle-check", "achieved"),
    State.FAILED: (_lazy("Did not arrive"), "circle-x", "not-achieved"),
    State.UNKNOWN: (_lazy("Not known whether it arrived"), "circle-question-mark", "to-do"),
    State.SUPPRESSED: (_lazy("Held back"), "circle-dashed", "not-now"),
    State.CANCELLED: (_lazy("Not needed any more"), "circle-dashed", "not-now"),
}
KINDS: Mapping[str, Any] = {
    Message.Kind.OVERVIEW: _lazy("Overview"),
    Message.Kind.SECOND: _lazy("To a second person"),
    Message.Kind.QUESTION: _lazy("Question of the month"),
    Message.Kind.WELCOME: _lazy("Welcome"),
    Message.Kind.CLOSING: _lazy("Farewell"),
    Message.Kind.WEEK: _lazy("Week of the secretariat"),
    Message.Kind.NOT_ARRIVED: _lazy("Mail did not arrive"),
    Message.Kind.OUTAGE: _lazy("No mail went out"),
    Message.Kind.HAPPENED: _lazy("Did it take place?"),
    Message.Kind.INVITATION: _lazy("Invitation"),
    Message.Kind.TEST: _lazy("Test mail"),
}
CALLABLE = (State.FAILED, State.UNKNOWN, State.SUPPRESSED)


@dataclass(frozen=True)
class MessageView:
    """A mail as a line of the list."""

    pk: int
    day: str
    to: str
    name: str
    kind: str
    subject: str
    badge: Badge
    reason: str
    mark: str
    address: str


def message_view(row: Message, lang: Lang) -> MessageView:
    text, icon, tone = STATES[row.state]
    return MessageView(
        row.pk,
        full_day(row.on, lang),
        row.recipient,
        row.name,
        str(KINDS[row.kind]),
        row.subject,
        Badge(str(text), icon, tone),
        reason_text(row.reason, lang),
        row.mark,
        reverse("mail-message", args=[row.pk]),
    )


@dataclass(frozen=True)
class WaitingView:
    """Something that waits to be mailed. `held`: until somebody releases it."""

    pk: int
    title: str
    party: str
    covenant: str
    day: str
    held: bool
    reason: str


def waiting_of(covenant_ids: Iterable[int], lang: Lang) -> list[WaitingView]:
    """What waits, what needs a click first. One query."""
    states = (Notice.State.WAITING, Notice.State.HELD)
    rows = Notice.objects.filter(covenant__in=list(covenant_ids), state__in=states).select_related("party", "covenant")
    titles = titles_of(covenant_ids)
    found = [
        WaitingView(
            row.pk,
            titles.get((row.covenant_id, row.code), row.code),
            row.party.short,
            row.covenant.title,
            full_day(row.about_on, lang),
            row.state == Notice.State.HELD,
            reason_text(row.reason, lang) if row.reason else "",
        )
        for row in rows.order_by("due_on", "pk")[:PAGE_SIZE]
    ]
    return sorted(found, key=lambda view: not view.held)


def titles_of(covenant_ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """The title of each obligation by covenant and code, of the newest revision that has it."""
    rows = Obligation.objects.filter(revision__covenant__in=list(covenant_ids)).order_by("revision__in_force_from")
    return {(pk, code): title for pk, code, title in rows.values_list("revision__covenant_id", "code", "title")}


def kept_by(user: Any) -> dict[int, Covenant]:
    """The covenants of which this person is the secretariat. PermissionDenied for whoever keeps none."""
    covenants, writes = covenants_of(user)
    if not writes and not user.is_staff:
        raise PermissionDenied("no covenant to keep")
    return {pk: covenant for pk, covenant in covenants.items() if pk in writes}


def may_switch(user: Any) -> bool:
    """Administrators, and a secretary who keeps every covenant there is: the switch is for all of them."""
    if user.is_staff or user.is_superuser:
        return True
    own = Membership.objects.filter(user=user, role=Role.SECRETARIAT).values("covenant")
    return own.exists() and not Covenant.objects.exclude(pk__in=own).exists()


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every mail, the newest first; what waits; whether mail is on."""
    covenants, lang = kept_by(request.user), page_language()
    rows = Message.objects.visible_to(request.user)
    counts = dict(rows.order_by().values_list("state").annotate(number=Count("pk", distinct=True)))
    chosen = request.GET.get("stand", "")
    words = request.GET.get("zoek", "").strip()
    shown = rows.filter(state=chosen) if chosen in STATES else rows
    if words:
        shown = shown.filter(mark__iexact=words) | shown.filter(recipient__icontains=words)
    page = Paginator(shown.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("blad"))
    switch, sender = MailSwitch.objects.filter(pk=1).first(), Sender.objects.filter(pk=1).first()
    waiting = waiting_of(covenants, lang)
    context = {
        "day": full_day(today(), lang),
        "views": [message_view(row, lang) for row in page],
        "page": page,
        "states": [
            {"key": key, "name": name, "number": counts.get(key, 0), "current": key == chosen}
            for key, (name, _icon, _tone) in STATES.items()
            if counts.get(key)
        ],
        "chosen": chosen,
        "words": words,
        "on": switch is not None and switch.on,
        "may_switch": may_switch(request.user),
        "to_files": settings.MAIL_SERVER is None,
        "sender": sender,
        "trouble": trouble_text(sender),
        "waiting": waiting,
        "overdue": overdue(rows),
        "covenants": covenants.values(),
    }
    return render(request, "mail/overview.html", context)


def trouble_text(sender: Sender | None) -> str:
    """What the mail server last said when it refused our account."""
    return "" if sender is None else sender.trouble


def overdue(rows: Any) -> int:
    """Mails that should have left half an hour ago (R-22)."""
    late = rows.filter(state=State.QUEUED, due_at__lt=now() - timedelta(minutes=30))
    return int(late.count())


def message_of(request: HttpRequest, pk: int) -> Message:
    """The mail, for who may see it. Http404 for all others."""
    row = Message.objects.visible_to(request.user).filter(pk=pk).first()
    if row is None:
        raise Http404(f"no mail {pk}")
    return row


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: what it says, where it stands, what can be done."""
    row, lang = message_of(request, pk), page_language()
    about = MessageCovenant.objects.filter(message=row).select_related("covenant")
    context = {
        "mail": message_view(row, lang),
        "row": row,
        "text": text_of(bytes(row.rendered)) if row.rendered is not None else "",
        "covenants": [one.covenant.title for one in about],
        "may_send": row.state in (*CALLABLE, State.SENT, State.CANCELLED),
        "may_call": row.state in CALLABLE,
        "day": full_day(today(), lang),
    }
    return render(request, "mail/message.html", context)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it once more."""
    row = message_of(request, pk)
    try:
        fresh = send_again(message=row, now=now(), today=today(), by=request.user.get_username())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("mail-message", args=[row.pk]))
    messages.success(request, _("The mail goes again."))
    return HttpResponseRedirect(reverse("mail-message", args=[fresh.pk]))


@require_POST
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """She calls herself."""
    row = message_of(request, pk)
    done = call_about(message=row, by=request.user.get_username())
    messages.success(request, _("Noted: you call.") if done else _("This mail was settled already."))
    return HttpResponseRedirect(reverse("mail-message", args=[row.pk]))


@require_POST
def notices(request: HttpRequest) -> HttpResponse:
    """Release what waits for a click, or take it out: she calls."""
    covenants = kept_by(request.user)
    asked = [int(pk) for pk in request.POST.getlist("notice") if pk.isdigit()]
    own = list(Notice.objects.filter(pk__in=asked, covenant__in=covenants).values_list("pk", flat=True))
    by = request.user.get_username()
    if request.POST.get("what") == "release":
        number = release_notices(notices=own, by=by)
        messages.success(request, _("Released: %(n)s. It goes with the next mail.") % {"n": number})
    else:
        number = call_instead(notices=own, by=by)
        messages.success(request, _("Taken out of the mail: %(n)s. You call.") % {"n": number})
    return HttpResponseRedirect(reverse("mail"))


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Mail on or off."""
    if not may_switch(request.user):
        raise PermissionDenied("the switch is for all covenants")
    on = request.POST.get("on") == "1"
    switch_mail(on=on, about_past="past" in request.POST, today=today(), reason=BY_PAGE)
    messages.success(request, _("Mail is on.") if on else _("Mail is off. Nothing leaves any more."))
    return HttpResponseRedirect(reverse("mail"))


@require_POST
def seen_outage(request: HttpRequest) -> HttpResponse:
    """The days without mail were read about."""
    kept_by(request.user)
    dismiss()
    return HttpResponseRedirect(reverse("mail"))
