"""Correct one row by hand, with the reason, so that its history says why and what follows from it stands anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from obligations.models import Covenant, Revision, Tracked, remove_all
from obligations.services.locks import lock_covenant
from obligations.services.refusal import Refusal
from obligations.services.standings import clear_covenants

REASON_LENGTH = 100
TO_COVENANT: Mapping[str, str] = {
    "Covenant": "pk",
    "Membership": "covenant_id",
    "Theme": "covenant_id",
    "FactType": "covenant_id",
    "Revision": "covenant_id",
    "RevisionParty": "revision__covenant_id",
    "Clause": "revision__covenant_id",
    "Outcome": "revision__covenant_id",
    "Paragraph": "clause__revision__covenant_id",
    "Obligation": "revision__covenant_id",
    "Post": "covenant_id",
    "SetAside": "covenant_id",
    "Tenure": "post__covenant_id",
}
"""How to get from a row to its covenant; whatever hangs on an obligation goes by that."""
TO_REVISION: Mapping[str, str] = {
    "Revision": "",
    "RevisionParty": "revision",
    "Clause": "revision",
    "Outcome": "revision",
    "Paragraph": "clause__revision",
    "Obligation": "revision",
    "Citation": "obligation__revision",
    "ObligationParty": "obligation__revision",
    "ObligationTheme": "obligation__revision",
    "ObligationType": "obligation__revision",
    "CadenceTerm": "obligation__revision",
    "CapTerm": "obligation__revision",
    "DeadlineTerm": "obligation__revision",
    "DutyTerm": "obligation__revision",
    "StandingTerm": "obligation__revision",
    "HeldTerm": "obligation__revision",
    "DraftCheck": "revision",
    "DraftChoice": "revision",
}
"""How to get from a row to the revision that it is part of."""


def follow(row: object, path: str) -> object:
    """What a path of attributes leads to; the row itself for an empty one."""
    for name in path.split("__") if path else ():
        row = getattr(row, name)
    return row


def covenant_id_of(row: Tracked) -> int | None:
    """The covenant that a row belongs to; None for what belongs to the installation, such as a party."""
    name = type(row).__name__
    path = TO_COVENANT.get(name)
    if path is None and name in TO_REVISION:
        path = f"{TO_REVISION[name]}__covenant_id"
    found = None if path is None else follow(row, path)
    return found if isinstance(found, int) else None


def revision_of(row: Tracked) -> Revision | None:
    """The revision that a row is part of, None when it is part of none."""
    path = TO_REVISION.get(type(row).__name__)
    found = None if path is None else follow(row, path)
    return found if isinstance(found, Revision) else None


def is_settled(row: Tracked) -> bool:
    """True for what the parties agreed: a published revision and all that is part of it."""
    revision = revision_of(row)
    return revision is not None and revision.status == Revision.Status.PUBLISHED


def _was_settled(row: Tracked) -> bool:
    """As the database has it now that the covenant is locked: the row may have been read before it was published."""
    revision = revision_of(row)
    return revision is not None and Revision.objects.filter(pk=revision.pk, status=Revision.Status.PUBLISHED).exists()


@transaction.atomic
def keep(*, row: Tracked, today: date, reason: str) -> None:
    """Save a row with the reason. Raises Refusal for a part of a published revision, which changes by agreement."""
    _hold(row)
    row._change_reason = reason[:REASON_LENGTH]  # type: ignore[attr-defined]
    row.save()
    _stand_anew(row, today)


@transaction.atomic
def discard(*, row: Tracked, today: date, reason: str) -> None:
    """Delete a row and what goes with it, each with a last history row.

    Raises Refusal for a part of a published revision, django.db.models.ProtectedError when something needs it.
    """
    _hold(row)
    covenant_id = covenant_id_of(row)
    if isinstance(row, Revision):
        # They cite its clauses, and would protect those.
        remove_all(list(row.obligations.all()), reason=reason)
    remove_all([row], reason=reason)
    if covenant_id is not None and not isinstance(row, Covenant):
        clear_covenants([covenant_id], today=today)


def _hold(row: Tracked) -> None:
    covenant_id = covenant_id_of(row)
    if covenant_id is not None:
        lock_covenant(covenant_id)
    if _was_settled(row):
        raise Refusal(_("This is part of a published revision; that changes by agreement alone."))


def _stand_anew(row: Tracked, today: date) -> None:
    covenant_id = covenant_id_of(row)
    if covenant_id is not None:
        clear_covenants([covenant_id], today=today)
