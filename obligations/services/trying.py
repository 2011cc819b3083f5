"""See what an act would change before it is done: it is done, looked at, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from obligations.assessments import Line, Standing, assess_covenants
from obligations.engine.verdict import Assessment
from obligations.services.locks import lock_covenant


@dataclass(frozen=True)
class Changed:
    """A row that an act changes: the obligation it is of, and how it stands without and with the act (None: no row)."""

    standing: Standing
    line: Line
    before: Assessment | None
    after: Assessment | None


def try_out(covenant_id: int, act: Callable[[], object], today: date) -> list[Changed]:
    """What `act` would change of how the covenant stands on `today`, its past included. Nothing of it is kept.

    Raises whatever `act` raises.
    """
    with transaction.atomic():
        lock_covenant(covenant_id)
        before = assess_covenants([covenant_id], today, history=True)[covenant_id]
        act()
        after = assess_covenants([covenant_id], today, history=True)[covenant_id]
        transaction.set_rollback(True)
    return _differences(before, after)


def _differences(before: Standing, after: Standing) -> list[Changed]:
    found = []
    for old, new in zip(before.lines, after.lines, strict=True):
        was = {row.occurrence: row for row in old.assessed.rows}
        now = {row.occurrence: row for row in new.assessed.rows}
        found += [
            Changed(after, new, was.get(occurrence), now.get(occurrence))
            for occurrence in sorted(was.keys() | now.keys())
            if was.get(occurrence) != now.get(occurrence)
        ]
    return found
