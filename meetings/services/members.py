"""Which parties meet on a day: those of the revision in force, without its organs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from obligations import snapshots
from obligations.engine.windows import Window
from obligations.models import Covenant
from obligations.services.words import several, shown
from obligations.snapshots import CovenantSnapshot, MemberSnapshot


def covenant_without_terms(covenant: Covenant) -> CovenantSnapshot:
    """Its revisions and their parties; what they owe each other is not read."""
    return snapshots.load([covenant], codes=())[covenant.pk]


def members_on(covenant: CovenantSnapshot, day: date) -> list[MemberSnapshot]:
    """The parties of the revision in force on `day`, in the order of the text; none outside every revision."""
    for revision in covenant.revisions:
        ends = (revision.term.nominal_end(covenant.readings), revision.term.superseded(covenant.readings, day))
        force = Window(revision.term.in_force_from, min((end for end in ends if end is not None), default=None))
        if day in force:
            return [member for member in revision.members if not member.organ and day in member.window]
    return []


def members_objection(covenant: CovenantSnapshot, day: date, keys: Iterable[str]) -> str | None:
    """Why these parties cannot have met on `day`, None when they can. Outside every revision nobody is refused."""
    members = members_on(covenant, day)
    strangers = set(keys) - {member.key for member in members}
    if not members or not strangers:
        return None
    names = [covenant.party_names.get(key, shown(key)) for key in sorted(strangers)]
    return _("%(parties)s was no party on that day (parties then: %(known)s).") % {
        "parties": several(names),
        "known": several(member.short for member in members),
    }
