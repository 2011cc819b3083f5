"""Nothing changes without a history row: the base of every model that people's work changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import models, router, transaction
from django.db.models.deletion import Collector
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

_exempt_because: ContextVar[str | None] = ContextVar("history_exempt_because", default=None)
Row = TypeVar("Row", bound=models.Model)


class HistoryRequired(RuntimeError):
    """A write that would leave no history row."""


@contextmanager
def history_exempt(reason: str) -> Iterator[None]:
    """Allow writes without history inside, for a `reason` that stands in the code."""
    if not reason.strip():
        raise ValueError("history_exempt needs a reason")
    token = _exempt_because.set(reason)
    try:
        yield
    finally:
        _exempt_because.reset(token)


class TrackedQuerySet(models.QuerySet[Row]):
    """Refuses what django-simple-history does not see: update, bulk_create and bulk_update."""

    def update(self, **kwargs: Any) -> int:
        self._need_exemption("update")
        return super().update(**kwargs)

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Row]:
        self._need_exemption("bulk_create")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        self._need_exemption("bulk_update")
        return super().bulk_update(*args, **kwargs)

    update.alters_data = True  # type: ignore[attr-defined]
    bulk_create.alters_data = True  # type: ignore[attr-defined]
    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def _need_exemption(self, what: str) -> None:
        if _exempt_because.get() is None:
            raise HistoryRequired(
                f"{self.model.__name__}.{what} leaves no history row; save each row, use save_all, "
                "or say why in history_exempt"
            )


class Tracked(models.Model):
    """A row whose every change is kept: who, when, what and why."""

    history = HistoricalRecords(inherit=True)
    objects = models.Manager.from_queryset(TrackedQuerySet)()

    class Meta:
        abstract = True


def save_all(rows: Sequence[Row], *, reason: str) -> list[Row]:
    """Create these rows of one model together with their history rows.

    A row's `_history_date` (aware datetime), where set, is the recording time that its history shows.
    """
    if not rows:
        return []
    with transaction.atomic(), history_exempt("bulk_create_with_history writes the history rows itself"):
        return bulk_create_with_history(list(rows), type(rows[0]), batch_size=500, default_change_reason=reason[:100])


def change_all(rows: Sequence[Row], fields: Sequence[str], *, reason: str) -> None:
    """Update `fields` of these rows of one model together with their history rows."""
    if not rows:
        return
    with transaction.atomic(), history_exempt("bulk_update_with_history writes the history rows itself"):
        bulk_update_with_history(
            list(rows), type(rows[0]), list(fields), batch_size=500, default_change_reason=reason[:100]
        )


def remove_all(rows: Sequence[Row], *, reason: str) -> None:
    """Delete these rows of one model, and what goes with them, each with a last history row.

    Raises django.db.models.ProtectedError when another row needs one of them.
    """
    if not rows:
        return
    collector = Collector(using=router.db_for_write(type(rows[0])), origin=rows[0])
    collector.collect(list(rows))
    for instances in collector.data.values():
        for instance in instances:
            instance._change_reason = reason[:100]  # type: ignore[attr-defined]
    collector.delete()
