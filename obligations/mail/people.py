"""To whom a mail for a post goes on a day: its holder, the deputy where that one is away, nobody where nobody is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Q

from obligations.models import MailChoice, Membership, Post, Role, Tenure

PostKey = tuple[int, str, str]
"""Covenant, party, role."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post on a day, or stands in for who does. `address` is lower case, '' where none is known."""

    tenure_id: int
    name: str
    address: str
    weekday: int
    language: str
    question: bool
    standing_in: bool = False
    contact: bool = False


def holders_on(covenant_ids: Collection[int], day: date) -> dict[PostKey, Holder]:
    """Who is mailed for each post of these covenants. One query.

    One of several holders of one post is taken, the one who came last; theme leads are not mailed.
    """
    now = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    rows = tenures_of(covenant_ids, now & (Q(ends_before__isnull=True) | Q(ends_before__gt=day)))
    return {key: holder for key, tenures in rows.items() if (holder := choose_holder(tenures, day)) is not None}


def tenures_of(covenant_ids: Collection[int], when: Q | None = None) -> dict[PostKey, list[Tenure]]:
    """Who holds or held each post of these covenants, the first first. One query."""
    rows = Tenure.objects.filter(post__covenant__in=covenant_ids, post__theme__isnull=True)
    if when is not None:
        rows = rows.filter(when)
    found: dict[PostKey, list[Tenure]] = defaultdict(list)
    for row in rows.select_related("post__party", "mail_choice").order_by("starts_on", "pk"):
        found[row.post.covenant_id, row.post.party.key, row.post.role].append(row)
    return found


def holder_of(holders: Mapping[PostKey, Holder], covenant_id: int, party: str, role: str) -> Holder | None:
    """Who is mailed for a post; where a covenant knows no account holders any more, the contact person of the party."""
    return holders.get((covenant_id, party, role)) or holders.get((covenant_id, party, Post.Role.CONTACT.value))


def choose_holder(tenures: Collection[Tenure], day: date) -> Holder | None:
    """Whom of these a mail of that day goes to."""
    now = [row for row in tenures if (row.starts_on or day) <= day < (row.ends_before or date.max)]
    holders = [row for row in now if row.deputy_of_id is None]
    deputies = [row for row in now if row.deputy_of_id is not None]
    for row in reversed(holders):
        if row.email and not _away(row, day):
            return _holder(row, standing_in=False)
    for row in reversed(deputies):
        if row.email and not _away(row, day):
            return _holder(row, standing_in=True)
    # Away without a deputy: the mail waits in the box of whoever is away, which is better than nowhere.
    return next((_holder(row, standing_in=False) for row in reversed(holders) if row.email), None)


def _away(row: Tenure, day: date) -> bool:
    choice = _choice(row)
    return (
        choice is not None
        and choice.away_from is not None
        and choice.away_until is not None
        and choice.away_from <= day <= choice.away_until
    )


def _choice(row: Tenure) -> MailChoice | None:
    return getattr(row, "mail_choice", None)


def _holder(row: Tenure, *, standing_in: bool) -> Holder:
    choice = _choice(row)
    return Holder(
        row.pk,
        row.name,
        row.email.strip().lower(),
        MailChoice.Weekday.MONDAY if choice is None else choice.weekday,
        "" if choice is None else choice.language,
        choice is None or choice.question,
        standing_in,
        row.post.role == Post.Role.CONTACT,
    )


def secretaries(covenant_ids: Collection[int]) -> dict[int, list[User]]:
    """The accounts with an address that keep each covenant. One query."""
    found: dict[int, list[User]] = defaultdict(list)
    rows = Membership.objects.filter(covenant__in=covenant_ids, role=Role.SECRETARIAT, user__is_active=True).exclude(
        user__email=""
    )
    for row in rows.select_related("user").order_by("user"):
        found[row.covenant_id].append(row.user)
    return found
