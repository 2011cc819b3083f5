"""One writer of a covenant at a time."""

from __future__ import annotations

from obligations.models import Covenant


def lock_covenant(key: str | int) -> Covenant | None:
    """Let no one else write to this covenant, by key or id, until the transaction ends; None when there is none."""
    return Covenant.objects.select_for_update().filter(**{"pk" if isinstance(key, int) else "key": key}).first()
