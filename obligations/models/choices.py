"""The database refuses a word that the engine does not know."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import CheckConstraint, Q


def one_of(field: str, words: Iterable[str], name: str, *, blank: bool = False) -> CheckConstraint:
    """`field` holds one of `words`; with `blank` also nothing."""
    allowed = [*map(str, words), *([""] if blank else [])]
    return CheckConstraint(condition=Q(**{f"{field}__in": allowed}), name=name)
