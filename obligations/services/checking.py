"""The check sweep: assess again what may have changed, and keep it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction

from obligations.assessments import assess_covenants
from obligations.models import Covenant, Horizon
from obligations.services.standings import catch_up
from obligations.services.sweeping import Counts

LOG = logging.getLogger(__name__)
BATCH = 20
"""Covenants in one transaction: on SQLite nobody else writes meanwhile."""
LOOK = 500
"""Due obligations to look at for the covenants of a batch."""


class CheckFailed(RuntimeError):
    """Some covenants could not be assessed; all others were."""


@dataclass
class Check:
    """One run. `left`: covenants that someone else has in hand, or that failed with the reason in `failed`."""

    as_of: date
    obligations: int = 0
    changes: int = 0
    left: set[int] = field(default_factory=set)
    failed: dict[int, str] = field(default_factory=dict)

    def attempt(self, covenant_ids: Sequence[int]) -> None:
        """Check these covenants together; when that fails one by one, so that one cannot stop the others."""
        try:
            self._check(covenant_ids)
        except Exception as error:
            if len(covenant_ids) > 1:
                for covenant_id in covenant_ids:
                    self.attempt([covenant_id])
                return
            LOG.exception("covenant %s could not be checked", covenant_ids[0])
            self.left.add(covenant_ids[0])
            self.failed[covenant_ids[0]] = f"{type(error).__name__}: {error}"

    @transaction.atomic
    def _check(self, covenant_ids: Sequence[int]) -> None:
        free = Covenant.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        locked = list(free.filter(pk__in=covenant_ids).order_by("pk").values_list("pk", flat=True))
        work = catch_up(assess_covenants(locked, self.as_of, codes=()), self.as_of)
        self.left |= set(covenant_ids) - set(locked)
        self.obligations += len(work.horizons)
        self.changes += len(work.changes)


def check_statuses(as_of: date) -> Counts:
    """Bring every stored status up to `as_of`. Safe at any time, also in several processes at once.

    A covenant that someone is writing is left to the next sweep. Raises CheckFailed, when all else is done, with the
    covenants that cannot be assessed. With nothing due it costs one query on an index.
    """
    check = Check(as_of)
    while anything_due(as_of) and (due := due_covenants(as_of, without=check.left)):
        check.attempt(due)
    if check.failed:
        keys = Covenant.objects.in_bulk(list(check.failed))
        raise CheckFailed("; ".join(f"{keys[id_].key}: {reason}" for id_, reason in sorted(check.failed.items())))
    return {"obligations": check.obligations, "changes": check.changes}


def anything_due(as_of: date) -> bool:
    """True when the index has a row of today. In SQL: this is asked each minute, and nearly always answered no."""
    table = connection.ops.quote_name(Horizon._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} WHERE changes_on <= %s LIMIT 1", [as_of.isoformat()])  # noqa: S608
        return cursor.fetchone() is not None


def due_covenants(as_of: date, *, without: Collection[int]) -> list[int]:
    """Some covenants with something due, those that wait longest first; empty when nothing is."""
    due = Horizon.objects.filter(changes_on__lte=as_of)
    if without:
        due = due.exclude(covenant__in=without)
    ids = due.order_by("changes_on", "covenant").values_list("covenant_id", flat=True)[:LOOK]
    return list(dict.fromkeys(ids))[:BATCH]
