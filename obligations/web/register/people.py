"""Mensen: who holds which post, from when to when, with the gaps; and handing a post over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from obligations.engine.windows import DAY
from obligations.models import Covenant, Party, Post, RevisionParty, StandingTerm, Tenure, Theme
from obligations.services.handing_over import HandOver, hand_over
from obligations.services.refusal import Refusal
from obligations.web.access import covenant_to_write, covenant_with_right, covenants_of
from obligations.web.addresses import covenant_page
from obligations.web.as_of import as_of_from, banners, shown_day
from obligations.web.entries import BY_PAGE
from obligations.web.forms import DayField, LineField, PageForm
from obligations.web.kept_forms import forget, notice, typed_before

ROLES = {
    "account_holder": _lazy("Account holder"),
    "contact": _lazy("Contact person"),
    "theme_lead": _lazy("Responsible for a theme"),
    "agenda_member": _lazy("Agenda member"),
    "secretariat": _lazy("Secretariat"),
}


@dataclass(frozen=True)
class HolderView:
    """Somebody who holds or held a post; `gap`: nobody did."""

    name: str
    email: str
    days: str
    now: bool
    deputy: bool
    gap: bool


@dataclass(frozen=True)
class PostView:
    """A post with everyone who held it, the last first. `address`: where it is handed over."""

    role: str
    function: str
    theme: str
    holders: tuple[HolderView, ...]
    empty: bool
    address: str


@dataclass(frozen=True)
class PartyView:
    name: str
    posts: tuple[PostView, ...]


@require_safe
def everyone(request: HttpRequest) -> HttpResponse:
    """The people of every covenant: one page each."""
    covenants, _writes = covenants_of(request.user)
    if len(covenants) == 1:
        key = next(iter(covenants.values())).key
        return HttpResponseRedirect(reverse("people-of", kwargs={"key": key}))
    return render(request, "register/people_of_all.html", {"covenants": list(covenants.values())})


@require_safe
def people(request: HttpRequest, key: str) -> HttpResponse:
    """Who holds which post on the day of the page, and who did."""
    covenant, writes = covenant_with_right(request.user, key)
    moment = as_of_from(request)
    context = {
        "covenant": covenant,
        "covenant_url": covenant_page(key),
        "moment": moment,
        "banners": banners(moment),
        "parties": parties_of(covenant, moment.as_of, writes),
        "bodies": bodies_of(covenant),
        "may_write": writes,
    }
    return render(request, "register/people.html", context)


def parties_of(covenant: Covenant, on: date, writes: bool) -> list[PartyView]:
    """Every party with its posts; places that nobody fills are said too.

    As many queries for one party as for a hundred.
    """
    members = RevisionParty.objects.filter(revision__covenant=covenant, revision__status="published", organ=False)
    parties = {one.party.key: one.party for one in members.select_related("party").order_by("position")}
    posts = Post.objects.filter(covenant=covenant).select_related("party", "theme").order_by("role", "pk")
    tenures: dict[int, list[Tenure]] = {}
    for row in Tenure.objects.filter(post__covenant=covenant).order_by("-starts_on", "-pk"):
        tenures.setdefault(row.post_id, []).append(row)
    found: dict[str, list[PostView]] = {key: [] for key in parties}
    for post in posts:
        found.setdefault(post.party.key, []).append(view_of(covenant, post, tenures.get(post.pk, []), on, writes))
    filled = {(post.party.key, post.role, post.theme_id) for post in posts}
    for role, theme in places(covenant):
        for key in parties:
            if (key, role, None if theme is None else theme.pk) not in filled:
                found[key].append(unfilled(covenant, key, role, theme, writes))
    names = {key: party.name for key, party in parties.items()} | {post.party.key: post.party.name for post in posts}
    return [PartyView(names[key], tuple(views)) for key, views in found.items() if views]


def places(covenant: Covenant) -> list[tuple[str, Theme | None]]:
    """Posts that each party has to fill: an account holder, and what the text asks for (per theme: nine of three)."""
    asked = set(
        StandingTerm.objects.filter(obligation__revision__covenant=covenant)
        .exclude(register="")
        .values_list("register", flat=True)
    )
    found: list[tuple[str, Theme | None]] = [("account_holder", None)]
    if "theme_leads" in asked:
        found += [("theme_lead", theme) for theme in Theme.objects.filter(covenant=covenant).order_by("position")]
    return found


def unfilled(covenant: Covenant, party: str, role: str, theme: Theme | None, writes: bool) -> PostView:
    address = post_address(covenant, party, role, None if theme is None else theme.key) if writes else ""
    return PostView(str(ROLES[role]), "", "" if theme is None else theme.name, (), empty=True, address=address)


def bodies_of(covenant: Covenant) -> list[tuple[str, str]]:
    """Organs of the parties together, with who sits in them as the text says. One query."""
    rows = RevisionParty.objects.filter(revision__covenant=covenant, revision__status="published", organ=True)
    found = rows.order_by("revision__in_force_from", "position").values_list("party__name", "role")
    return list(dict(found).items())


def post_address(covenant: Covenant, party: str, role: str, theme: str | None) -> str:
    names = {"key": covenant.key, "party": party, "role": role}
    return reverse("hand-over", kwargs=names) + (f"?thema={theme}" if theme else "")


def view_of(covenant: Covenant, post: Post, rows: Sequence[Tenure], on: date, writes: bool) -> PostView:
    holding = [row for row in rows if row.deputy_of_id is None]
    theme = None if post.theme is None else post.theme
    return PostView(
        str(ROLES.get(post.role, post.role)),
        post.function,
        "" if theme is None else theme.name,
        tuple(holders_of(rows, on)),
        empty=not any(is_on(row, on) for row in holding),
        address=post_address(covenant, post.party.key, post.role, None if theme is None else theme.key)
        if writes
        else "",
    )


def is_on(row: Tenure, on: date) -> bool:
    return (row.starts_on is None or row.starts_on <= on) and (row.ends_before is None or row.ends_before > on)


def holders_of(rows: Sequence[Tenure], on: date) -> list[HolderView]:
    """Everyone, the last first, with the days between two on which nobody held it."""
    found: list[HolderView] = []
    later: date | None = None
    for row in rows:
        deputy = row.deputy_of_id is not None
        if not deputy:
            if later is not None and row.ends_before is not None and row.ends_before < later:
                days = days_text(row.ends_before, later)
                found.append(HolderView(_("nobody"), "", days, now=False, deputy=False, gap=True))
            later = row.starts_on
        days = days_text(row.starts_on, row.ends_before)
        found.append(HolderView(row.name, row.email, days, now=is_on(row, on), deputy=deputy, gap=False))
    return found


def days_text(first: date | None, end: date | None) -> str:
    begin = "" if first is None else _("from %(day)s") % {"day": shown_day(first)}
    last = "" if end is None else _("up to and including %(day)s") % {"day": shown_day(end - DAY)}
    return " ".join(part for part in (begin, last) if part)


class HandOverForm(PageForm):
    """Who leaves when, and who comes."""

    last_on = DayField(label=_lazy("Last day of whoever holds it now"), required=False)
    name = LineField(
        label=_lazy("Who comes after"),
        required=False,
        max_length=200,
        help_text=_lazy("A function or a mailbox is enough. Empty: not known yet."),
    )
    email = forms.EmailField(label=_lazy("Address for mail"), required=False, max_length=254)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("email") and not data.get("name"):
            self.add_error("name", _("Say whose address this is."))
        return data


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: str, party: str, role: str) -> HttpResponse:
    """Hand the post of a party over; `?thema=` names the theme of a theme lead."""
    covenant, today = covenant_to_write(request.user, key), as_of_from(request).today
    found = Party.objects.filter(key=party, memberships__revision__covenant=covenant).first()
    if found is None or role not in ROLES:
        raise Http404("no such post")
    theme = Theme.objects.filter(covenant=covenant, key=request.GET.get("thema", "")).first()
    post = (party, role, None if theme is None else theme.key)
    form = HandOverForm(request.POST or None, initial=typed_before(request, {"last_on": today}))
    back = reverse("people-of", kwargs={"key": key})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wanted = HandOver(post, data["last_on"], data["name"], data["email"])
        try:
            hand_over(covenant=covenant, change=wanted, today=today, reason=BY_PAGE)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            forget(request)
            messages.success(request, _("The post is handed over."))
            return HttpResponseRedirect(back)
    context = {
        "covenant": covenant,
        "covenant_url": back,
        "form": form,
        "title": _("Change the %(role)s") % {"role": str(ROLES[role]).lower()},
        "lead": found.name if theme is None else f"{found.name}, {theme.name}",
        "back": back,
        "typed_before": notice(request),
    }
    return render(request, "components/form_page.html", context)
