"""What was agreed to let rest or looked through, and when an obligation came to stand as it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from obligations import wording
from obligations.assessments import Standing
from obligations.models import Covenant, Review, StatusChange
from obligations.web.as_of import shown_day
from obligations.web.standings import Look
from obligations.wording import Lang
from obligations.wording.labels import status_word
from obligations.wording.language import listing

MOST = 30


@dataclass(frozen=True)
class Agreement:
    """A waiver or a review: the day, and what it was in words."""

    when: str
    text: str


def agreements(standing: Standing, code: str, lang: Lang) -> list[Agreement]:
    """Every waiver and review of an obligation, the newest first."""
    names = standing.covenant.party_names
    found = [
        (
            waiver.on,
            _("%(parties)s agreed that it need not be done.")
            % {"parties": listing(sorted(names.get(key, key) for key in waiver.agreed_by), lang)},
        )
        for waiver in standing.record.waivers.get(code, ())
    ]
    at = reviewed_at(standing.covenant.id, code)
    found += [
        (
            review.on,
            (_("Looked through: in order.") if review.in_order else _("Looked through: not in order."))
            + (" " + _("At meeting %(ref)s.") % {"ref": at[review.on]} if at.get(review.on) else ""),
        )
        for review in standing.record.reviews.get(code, ())
    ]
    return [Agreement(wording.full_day(day, lang), text) for day, text in sorted(found, reverse=True)]


def reviewed_at(covenant_id: int, code: str) -> dict[date, str]:
    """The ref of the meeting at which an obligation was looked through, by day. One query."""
    rows = Review.objects.filter(covenant=covenant_id, code=code).exclude(during="")
    return dict(rows.order_by("pk").values_list("on", "during"))


@dataclass(frozen=True)
class LogLine:
    """It went from one status to another on a day."""

    when: str
    before: str
    after: str


def changes_logged(covenant: Covenant, code: str, look: Look, lang: Lang) -> list[LogLine]:
    """The last changes of status on or before the shown day, the newest first."""
    rows = StatusChange.objects.filter(covenant=covenant, code=code, on__lte=look.standing.as_of).order_by("-on", "-pk")
    return [
        LogLine(shown_day(on), status_word(before, lang), status_word(after, lang))
        for on, before, after in rows.values_list("on", "before", "after")[:MOST]
    ]
