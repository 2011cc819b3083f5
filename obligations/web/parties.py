"""The parties of a covenant on a day, with their account holders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from obligations.engine.windows import DAY
from obligations.models import Post, RevisionParty, Tenure
from obligations.snapshots import RevisionSnapshot
from obligations.web.standings import Look


@dataclass(frozen=True)
class PartyView:
    """A party on the shown day. `holder`: who is account holder then, '' when no post is kept."""

    short: str
    name: str
    function: str
    holder: str


def last_day(look: Look) -> date:
    """The shown day, or the last day in force of a covenant that is over: after it nobody is a party."""
    return look.standing.as_of if look.over is None else look.over - DAY


def party_views(revision: RevisionSnapshot, on: date) -> list[PartyView]:
    """The parties of a revision on a day, with the function of their account holder and who that is then."""
    there = Q(joins_on__isnull=True) | Q(joins_on__lte=on), Q(leaves_on__isnull=True) | Q(leaves_on__gt=on)
    members = RevisionParty.objects.filter(*there, revision_id=revision.id).select_related("party")
    holders = account_holders(revision, on)
    return [
        PartyView(
            member.party.short,
            member.party.name,
            member.account_holder,
            holders.get(member.party_id, ""),
        )
        for member in members
    ]


def account_holders(revision: RevisionSnapshot, on: date) -> dict[int, str]:
    """Who held the post of account holder on a day, by party; a vacancy is said as such."""
    posts = Post.objects.filter(covenant__revisions=revision.id, role=Post.Role.ACCOUNT_HOLDER)
    found = {party_id: _("no account holder on this day") for party_id in posts.values_list("party_id", flat=True)}
    held = Tenure.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=on),
        Q(ends_before__isnull=True) | Q(ends_before__gt=on),
        post__in=posts,
        deputy_of__isnull=True,
    )
    return found | dict(held.values_list("post__party_id", "name"))
