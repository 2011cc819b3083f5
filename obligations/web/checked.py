"""When the site last checked its dates, for the foot of a page, and a warning when that is too long ago (R-06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from obligations.tasks import sweep_states

NAME = "check"


@dataclass(frozen=True)
class Checked:
    """`at`: the last good check, None before the first. `late`: longer ago than it may be."""

    at: datetime | None
    late: bool


def checked() -> Checked:
    """How the check of the dates runs. One query."""
    state = next(state for state in sweep_states() if state.name == NAME)
    return Checked(state.finished_at, state.late)
