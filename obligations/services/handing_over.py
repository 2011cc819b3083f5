"""Change who holds a post: the one leaves on a day, the other comes the day after, or nobody is known yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from obligations.engine.windows import DAY
from obligations.models import Covenant
from obligations.services.known import Known, known_to
from obligations.services.locks import lock_covenant
from obligations.services.posts import PostEntry, PostKey, fill_posts, holders
from obligations.services.recording import day_objection
from obligations.services.refusal import Refusal, objections, refuse_any


@dataclass(frozen=True, slots=True)
class HandOver:
    """`last_on`: the last day of whoever holds the post; None where nobody does. `name` '': not known yet."""

    post: PostKey
    last_on: date | None
    name: str = ""
    email: str = ""


def holder_on(known: Known, post: PostKey, day: date) -> PostEntry | None:
    """Who holds a post on a day, deputies apart."""
    found = [entry for entry in holders(known).values() if entry.post == post and not entry.deputy_of]
    return next((entry for entry in found if day in entry.window), None)


@transaction.atomic
def hand_over(*, covenant: Covenant, change: HandOver, today: date, reason: str) -> None:
    """The holder of today leaves after `last_on`; the successor, when known, holds the post from the day after.

    Raises Refusal when there is nobody to leave and nobody to come, or the last day lies before the first.
    """
    lock_covenant(covenant.pk)
    known = known_to(covenant)
    now = holder_on(known, change.post, today)
    last = change.last_on or today - DAY
    refuse_any(objections(("last_on", day_objection(last)), ("last_on", _before_first(now, last))))
    entries = []
    if now is not None:
        entries.append(replace(now, ends_before=last + DAY))
    if change.name:
        party, role, theme = change.post
        function = "" if now is None else now.function
        starts_on = today if now is None else last + DAY
        entries.append(PostEntry(party, role, change.name, theme, function, change.email, starts_on))
    if not entries:
        raise Refusal(_("Nobody holds this post. Say who is to hold it."))
    fill_posts(known=known, entries=entries, today=today, reason=reason)


def _before_first(now: PostEntry | None, last: date) -> str | None:
    if now is None or now.starts_on is None or last >= now.starts_on:
        return None
    return _("This lies before the first day, %(day)s.") % {"day": now.starts_on.strftime("%d-%m-%Y")}
