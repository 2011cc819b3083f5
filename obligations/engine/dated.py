"""The decision table of everything with a last day (domain.md 6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from obligations.engine.terms import Ending
from obligations.engine.verdict import Status
from obligations.engine.view import RISK
from obligations.engine.windows import DAY, Window

ENDINGS = {Ending.SUPERSEDED: Status.SUPERSEDED, Ending.EXPIRED: Status.EXPIRED}


@dataclass(frozen=True, slots=True)
class LastDay:
    """`due`: last day in time. `live`: days on which it can be done. `soon`: days before `due` that count as soon,
    used when there is no opening day. `ending`: what it becomes when `live` ends before `due`."""

    due: date
    live: Window
    opens: date | None
    soon: timedelta
    ending: Status
    tracked_from: date | None

    def status(self, day: date, met_on: date | None, arranged_on: date | None) -> Status:
        """First matching row of domain.md 6.5. `arranged_on`: the first day planned, or reported."""
        if met_on is not None:
            return Status.MET if met_on <= self.due else Status.MET_LATE
        if self.live.first is not None and day < self.live.first:
            return Status.UPCOMING
        over = self.live.ended_by(day)
        if over and self.live.end is not None and self.due >= self.live.end:
            return self.ending
        if day > self.due:
            return self._passed(over=over)
        if self.due - day <= RISK and (arranged_on is None or arranged_on > self.due):
            return Status.AT_RISK
        near = day >= self.opens if self.opens is not None else self.due - day <= self.soon
        return Status.DUE_SOON if near else Status.ON_TRACK

    def _passed(self, *, over: bool) -> Status:
        if self.tracked_from is not None and self.due < self.tracked_from:
            return Status.NOT_RECORDED
        return Status.MISSED if over else Status.OVERDUE

    def turning_points(self) -> set[date]:
        """Days on which the status can change by the passing of time alone."""
        points = {self.due + DAY, self.due - RISK, self.due - self.soon}
        points.update(day for day in (self.live.first, self.live.end, self.opens) if day is not None)
        return points
