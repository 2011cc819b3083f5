"""What the holder of a post chooses about the mail: the day of the overview, the language, days of absence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from obligations.models import MailChoice, Tenure, change_all, save_all
from obligations.services.refusal import Refusal

FIELDS = ("weekday", "language", "question", "away_from", "away_until")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`weekday`: 0 is Monday, up to 4. `question`: be asked each month. `away_until`: the last day of absence."""

    weekday: int = 0
    language: str = ""
    question: bool = True
    away_from: date | None = None
    away_until: date | None = None


@transaction.atomic
def choose_rhythm(*, tenure: Tenure, rhythm: Rhythm, reason: str) -> MailChoice:
    """Keep a choice. Raises Refusal for days of absence that are not two days in order."""
    if (rhythm.away_from is None) != (rhythm.away_until is None):
        raise Refusal(_("Say from which day and until which day you are away."))
    if rhythm.away_from is not None and rhythm.away_until is not None and rhythm.away_until < rhythm.away_from:
        raise Refusal(_("The last day of your absence lies before the first."))
    values = {name: getattr(rhythm, name) for name in FIELDS}
    row = MailChoice.objects.filter(tenure=tenure).first()
    if row is None:
        row = MailChoice(tenure=tenure, **values)
        save_all([row], reason=reason)
    else:
        for name, value in values.items():
            setattr(row, name, value)
        change_all([row], FIELDS, reason=reason)
    return row
