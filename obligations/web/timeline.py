"""The life of a covenant: signing, start, revision, end, and the dates that the text sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from obligations import wording
from obligations.engine.terms import Deadline
from obligations.web.addresses import obligation_url
from obligations.web.standings import Look
from obligations.wording import Lang


@dataclass(frozen=True)
class TurningPoint:
    """`when`: the day in words; `past`: before or on the shown day; `url`: '' where there is nothing more to see."""

    day: date
    when: str
    text: str
    about: str
    url: str
    past: bool


def timeline(look: Look, lang: Lang) -> list[TurningPoint]:
    """Every turning point, oldest first, with the shown day among them."""
    standing = look.standing
    found: list[tuple[date, str, str, str]] = []
    for revision in standing.covenant.revisions:
        term, force = revision.term, standing.force(revision)
        if term.signed_on != term.in_force_from:
            found.append((term.signed_on, _("Signed"), revision.title, ""))
        starts = _("Signed and in force") if term.signed_on == term.in_force_from else _("In force")
        found.append((term.in_force_from, starts, revision.title, ""))
        if force.end is not None and not _is_replaced(look, revision.key, force.end):
            found.append((force.end, _("No longer in force"), revision.title, ""))
        for obligation in revision.obligations:
            due = obligation.terms.term.due if isinstance(obligation.terms.term, Deadline) else None
            if due is not None and due in force:
                url = obligation_url(standing.covenant.key, obligation.code, look.moment)
                found.append((due, _("covenant date"), obligation.title, url))
    points = [
        TurningPoint(day, wording.full_day(day, lang), text, about, url, day <= standing.as_of)
        for day, text, about, url in dict.fromkeys(found)
    ]
    here = TurningPoint(standing.as_of, wording.full_day(standing.as_of, lang), _("The shown day"), "", "", past=True)
    return sorted([*points, here], key=lambda point: (point.day, point is here))


def _is_replaced(look: Look, key: str, end: date) -> bool:
    """True when another revision begins on the day that this one ends: that is said there."""
    return any(
        revision.replaces == key and revision.term.in_force_from <= end for revision in look.standing.covenant.revisions
    )
