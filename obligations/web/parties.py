"""The parties of a covenant on a day, with their account holders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from obligations.engine.windows import DAY
from obligations.models import Post
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


def party_views(look: Look, revision: RevisionSnapshot) -> list[PartyView]:
    """The parties of a revision on the shown day, with the function of their account holder and who that is then."""
    on = last_day(look)
    holders = account_holders(look.standing.covenant.id, on)
    return [
        PartyView(member.short, member.name, member.function, holders.get(member.id, ""))
        for member in revision.members
        if on in member.window
    ]


def account_holders(covenant_id: int, on: date) -> dict[int, str]:
    """Who held the post of account holder on a day, by party; a vacancy is said as such. One query."""
    then = Q(tenures__starts_on__isnull=True) | Q(tenures__starts_on__lte=on)
    still = Q(tenures__ends_before__isnull=True) | Q(tenures__ends_before__gt=on)
    held = FilteredRelation("tenures", condition=then & still & Q(tenures__deputy_of__isnull=True))
    posts = Post.objects.filter(covenant=covenant_id, role=Post.Role.ACCOUNT_HOLDER).annotate(held=held)
    rows = posts.order_by("held__pk").values_list("party_id", "held__name")
    return {party_id: name or _("no account holder on this day") for party_id, name in rows}
