"""The shape of an answer: how one occurrence of an obligation stands on a day, and from what that follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from obligations.engine.terms import Kind, Terms
from obligations.engine.windows import Window


class Status(StrEnum):
    """domain.md 6.1."""

    NOT_IN_FORCE = "not_in_force"
    SIGNED_NOT_IN_FORCE = "signed_not_in_force"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    ENDED = "ended"
    UPCOMING = "upcoming"
    NO_QUOTA = "no_quota"
    MET = "met"
    MET_LATE = "met_late"
    ON_TRACK = "on_track"
    DUE_SOON = "due_soon"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"
    MISSED = "missed"
    WITHIN = "within"
    NEAR = "near"
    AT_CAP = "at_cap"
    EXCEEDED = "exceeded"
    NOT_TRIGGERED = "not_triggered"
    OPEN = "open"
    ATTENTION = "attention"
    IN_ORDER = "in_order"
    NOT_REVIEWED = "not_reviewed"
    NOT_IN_ORDER = "not_in_order"
    WAIVED = "waived"
    NOT_RECORDED = "not_recorded"


class Note(StrEnum):
    """Remarks beside a status (design.md 4.4)."""

    BEFORE_WINDOW = "before_window"
    ORDER_UNKNOWN = "order_unknown"
    TRAILING = "trailing"
    AFTER_ALL = "after_all"
    TARGET_PASSED = "target_passed"
    OUTSIDE_COVENANT = "outside_covenant"
    NO_NORM = "no_norm"
    STUB = "stub"
    TO_COMPLETE = "to_complete"


class Why(StrEnum):
    """Why a fact of a counted type does not count."""

    PLANNED = "planned"
    DAY_PASSED = "day_passed"
    REPORTED = "reported"
    UNKNOWN = "unknown"
    ABSENT = "absent"
    SAME_DAY = "same_day"
    OUTSIDE_COVENANT = "outside_covenant"
    BEFORE_WINDOW = "before_window"
    BEFORE_TRIGGER = "before_trigger"
    TOO_LATE = "too_late"
    AFTER_ALL = "after_all"
    SURPLUS = "surplus"
    NOT_THE_PARTY = "not_the_party"
    ANSWERS_OTHER = "answers_other"
    OWN_BUILDING = "own_building"
    OTHER_HOST = "other_host"
    NO_MEASURE = "no_measure"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A fact that does not count, and why; `parties` are those that were missing, where that is the reason."""

    ref: str
    why: Why
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quota:
    """Detail of a cadence period. `exact`: the number before rounding; `expected`: how many targets have passed."""

    required: int
    exact: Fraction
    done: int
    expected: int
    planned: int
    reported: int
    next_on: date | None
    planned_on: date | None
    targets: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """Detail of one link of a chain (`every_months`) or one year of a yearly day (`by`)."""

    due_on: date
    next_on: date
    done: int
    planned: int
    reported: int
    planned_on: date | None
    met_on: date | None
    required: int = 1


@dataclass(frozen=True, slots=True)
class Usage:
    """Detail of a cap window. `used` and `limit` in units of the cap; `counter` the guest, direction or ref."""

    used: Fraction
    limit: Fraction
    counter: str | None
    planned: int
    reported: int
    planned_on: date | None
    crossed_by: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """Detail of a deadline. `due_on`: last day in time; undated: the own target."""

    due_on: date | None
    opens_on: date | None
    dated: bool
    planned: int
    reported: int
    planned_on: date | None
    met_on: date | None


@dataclass(frozen=True, slots=True)
class Instance:
    """Detail of one instance of a duty. `hard`: `due_on` comes from the text, not from us."""

    trigger: str
    trigger_on: date
    due_on: date | None
    bearer: str | None
    hard: bool
    planned: int
    reported: int
    planned_on: date | None
    met_on: date | None


@dataclass(frozen=True, slots=True)
class Care:
    """Detail of a standing duty. `done`, `planned`, `reported`: of a type that is counted without a norm."""

    bearer: str | None
    place: str | None
    done: int | None
    planned: int | None
    reported: int | None
    reviewed_on: date | None
    vacant: bool


Detail = Quota | Interval | Usage | Due | Instance | Care


@dataclass(frozen=True, slots=True)
class Assessment:
    """How one occurrence stands. `holds_until`: first later day on which anything differs, None = never (law 4)."""

    revision: str
    code: str
    kind: Kind
    occurrence: str
    window: Window
    status: Status | None
    detail: Detail | None = None
    counted: tuple[str, ...] = ()
    passed_over: tuple[PassedOver, ...] = ()
    notes: tuple[Note, ...] = ()
    readings: tuple[str, ...] = field(default=(), compare=False)
    holds_until: date | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Assessed:
    """All rows of one obligation and the first later day on which any of them differs, ends or begins."""

    terms: Terms
    rows: tuple[Assessment, ...]
    changes_on: date | None


def days_late(row: Assessment, as_of: date) -> int | None:
    """Days past the last day in time, for `met_late` and `overdue` only."""
    detail = row.detail
    if not isinstance(detail, Due | Instance | Interval) or detail.due_on is None:
        return None
    if row.status is Status.OVERDUE:
        return (as_of - detail.due_on).days
    if row.status is Status.MET_LATE and detail.met_on is not None:
        return (detail.met_on - detail.due_on).days
    return None
