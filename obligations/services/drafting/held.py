"""One writer of a draft at a time, and what someone else did meanwhile said in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from obligations.models import Membership, Revision, Role, Tracked
from obligations.services.drafting.entries import version_of
from obligations.services.locks import lock_covenant
from obligations.services.refusal import Objection, Refusal

LONGEST_KEY = 80
WRITE = "Concept"
"""What the history gives as the reason of every change of a draft."""


class Objected(Refusal):
    """What was filled in does not fit. `found`: every objection, by the name of the field."""

    def __init__(self, found: Iterable[Objection]) -> None:
        self.found = tuple(found)
        super().__init__(self.found[0][1])


class Conflict(Refusal):
    """Someone else saved this after it was read. `now`: what stands there, None when it was removed."""

    def __init__(self, text: str, now: Any = None) -> None:
        self.now = now
        super().__init__(text)


def object_to(found: Iterable[Objection]) -> None:
    """Raises Objected with all of these, if there are any."""
    objections = tuple(found)
    if objections:
        raise Objected(objections)


def hold(draft: int) -> Revision:
    """The draft with this id, its covenant locked until the transaction ends. Raises Refusal when it is none."""
    covenant = Revision.objects.filter(pk=draft).values_list("covenant_id", flat=True).first()
    if covenant is not None:
        lock_covenant(covenant)
    row = Revision.objects.select_related("covenant", "replaces").filter(pk=draft).first()
    if row is None:
        raise Refusal(_("This draft is not there any more: someone discarded it. Start a new one."))
    if row.status != Revision.Status.DRAFT:
        raise Refusal(_("“%(title)s” was put into use meanwhile and cannot be changed.") % {"title": row.title})
    return row


def check_version(row: Tracked, now: Any, seen: str) -> None:
    """Raises Conflict unless what stands there `now` is what was `seen`; an empty `seen` sees nothing."""
    if seen != version_of(now):
        raise Conflict(
            _("%(who)s changed this while you had it open. Below stands what you filled in; save again to keep that.")
            % {"who": last_writer(row)},
            now,
        )


def gone() -> Conflict:
    """What was to be changed is not there any more."""
    return Conflict(_("Someone removed this while you had it open. Below stands what you filled in."))


def last_writer(row: Tracked) -> str:
    """Who changed a row last."""
    entry = row.history.select_related("history_user").first()
    user = None if entry is None else entry.history_user
    return _("Someone else") if user is None else user.get_full_name() or user.get_username()


def may_write(user: Any, covenant_id: int) -> bool:
    """True for staff, and for the secretariat of this covenant."""
    if user.is_staff or user.is_superuser:
        return True
    return Membership.objects.filter(covenant=covenant_id, user=user, role=Role.SECRETARIAT).exists()


def may_start(user: Any) -> bool:
    """True for staff, and for the secretariat of some covenant."""
    return bool(user.is_staff or user.is_superuser) or (
        Membership.objects.filter(user=user, role=Role.SECRETARIAT).exists()
    )


def other_writers(user: Any, covenant_id: int) -> list[User]:
    """Everyone else who may write to this covenant, by name."""
    own = Q(memberships__covenant=covenant_id, memberships__role=Role.SECRETARIAT)
    found = User.objects.filter(own | Q(is_staff=True) | Q(is_superuser=True), is_active=True).exclude(pk=user.pk)
    return list(found.distinct().order_by("username"))


def fresh_key(name: str, taken: Collection[str], otherwise: str = "x", longest: int = LONGEST_KEY) -> str:
    """A key that reads as `name` and that is not taken."""
    base = re.sub(r"^[^a-z0-9]+", "", slugify(name))[:longest].rstrip("-_") or otherwise
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base[: longest - len(str(number)) - 1]}-{number}"
    return found
