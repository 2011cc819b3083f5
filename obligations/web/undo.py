"""Taking back what was just done: for a minute, by whoever did it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

SESSION_KEY = "undo"
SECONDS = 60


@dataclass(frozen=True)
class Undo:
    """Where it is sent to be taken back, and the seconds that are left."""

    url: str
    left: int


def offer(request: HttpRequest, url: str, before: dict[str, Any]) -> None:
    """Keep what is needed to take the last act back; an earlier offer is gone."""
    request.session[SESSION_KEY] = {"url": url, "before": before, "until": time.time() + SECONDS}


def offered(request: HttpRequest) -> Undo | None:
    """What can be taken back now."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    left = 0 if kept is None else int(kept["until"] - time.time())
    return Undo(kept["url"], left) if kept is not None and left > 0 else None


def taken(request: HttpRequest) -> dict[str, Any] | None:
    """What was kept to take the act of this address back, once; None when there is nothing, or it is too late."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if kept is None or kept["url"] != request.path:
        return None
    del request.session[SESSION_KEY]
    before: dict[str, Any] = kept["before"]
    return before if kept["until"] > time.time() else None
