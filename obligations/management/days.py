"""Days as commands take them: a text of a person, or a date of whoever calls the command."""

from __future__ import annotations

from datetime import date

from django.core.management.base import CommandError

from obligations.definitions.scalars import day_reason
from obligations.services.words import shown


def day_of(value: str | date) -> date:
    """A date as YYYY-MM-DD, within the years that covenants may name. Raises CommandError in words."""
    text = value if isinstance(value, str) else value.isoformat()
    reason = day_reason(text)
    if reason is not None:
        raise CommandError(f"{shown(text)} is not {reason}.")
    return date.fromisoformat(text)
