"""How an ambiguous sentence is read: the choices of domain.md section 4 that change a number.

Each class is one key of a definition file, its values as written there, the default first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any


class Year(StrEnum):
    """A-01: what 'per year' means."""

    CALENDAR = "calendar"
    COVENANT = "covenant"


class PartYear(StrEnum):
    """A-02: whether the full number applies to a part of a period."""

    PRO_RATA = "pro_rata"
    FULL = "full"
    NONE = "none"


class Rounding(StrEnum):
    """A-03: how a pro rata number is rounded."""

    DOWN = "down"
    HALF_UP = "half_up"
    UP = "up"


class Switch(StrEnum):
    """A-04: the year of a revision is judged in two parts or as one."""

    SEPARATE = "separate"
    LINEAGE = "lineage"


class Knowledge(StrEnum):
    """A-06: whether a day before the revision was signed knows of it."""

    HINDSIGHT = "hindsight"
    OF_THE_DAY = "of_the_day"


class Quorum(StrEnum):
    """A-09, A-38: who must be present. A number n instead means 'at least n parties'."""

    ALL_PARTIES = "all_parties"
    BOTH_SIDES = "both_sides"
    ANY_TWO = "any_two"


class SameDay(StrEnum):
    """A-11: two meetings of one type on one day."""

    ONE = "one"
    EACH = "each"


class EndDate(StrEnum):
    """A-16: whether the stated end date still belongs to the term."""

    EXCLUSIVE = "exclusive"
    INCLUSIVE = "inclusive"


class Early(StrEnum):
    """A-19b: evidence before the window opens."""

    COUNTS = "counts"
    IN_WINDOW = "in_window"


class Workday(StrEnum):
    """A-22: a deadline on a weekend or holiday."""

    NONE = "none"
    NEXT = "next"


class SameDayBefore(StrEnum):
    """A-24: done on the very day of what it should precede, without times."""

    ACCEPT = "accept"
    REJECT = "reject"


class CapPartYear(StrEnum):
    """A-27: the ceiling in a part of a year."""

    FULL = "full"
    PRO_RATA = "pro_rata"


class Count(StrEnum):
    """A-30: minutes as they are, or each started unit."""

    EXACT = "exact"
    STARTED_PER_ENTRY = "started_per_entry"
    STARTED_PER_DAY = "started_per_day"


class Month(StrEnum):
    """A-32: what 'per month' means."""

    CALENDAR = "calendar"
    COVENANT = "covenant"


class CapSwitch(StrEnum):
    """A-34: the month of a revision is one running sum or two."""

    CONTINUOUS = "continuous"
    RESET = "reset"


class Supersession(StrEnum):
    """A-43: whether what the revision does not regulate survives until the nominal end."""

    FULL = "full"
    UNREGULATED_SURVIVES = "unregulated_survives"


class DeadlineAtSwitch(StrEnum):
    """A-44: a deadline that lay after the switch."""

    LAPSES = "lapses"
    DUE_BEFORE = "due_before"
    SURVIVES = "survives"


class AfterEffect(StrEnum):
    """A-46: a duty that arose before the end and is done after it."""

    TRIGGER_DECIDES = "trigger_decides"
    LAPSES = "lapses"


@dataclass(frozen=True, slots=True)
class Readings:
    """The nineteen readings of one obligation; `near` is a percentage (A-37)."""

    year: Year = Year.CALENDAR
    part_year: PartYear = PartYear.PRO_RATA
    rounding: Rounding = Rounding.DOWN
    switch: Switch = Switch.SEPARATE
    knowledge: Knowledge = Knowledge.HINDSIGHT
    quorum: Quorum | int = Quorum.ALL_PARTIES
    same_day: SameDay = SameDay.ONE
    end_date: EndDate = EndDate.EXCLUSIVE
    early: Early = Early.COUNTS
    workday: Workday = Workday.NONE
    same_day_before: SameDayBefore = SameDayBefore.ACCEPT
    cap_part_year: CapPartYear = CapPartYear.FULL
    count: Count = Count.EXACT
    month: Month = Month.CALENDAR
    cap_switch: CapSwitch = CapSwitch.CONTINUOUS
    near: int = 75
    supersession: Supersession = Supersession.FULL
    deadline_at_switch: DeadlineAtSwitch = DeadlineAtSwitch.LAPSES
    after_effect: AfterEffect = AfterEffect.TRIGGER_DECIDES

    def override(self, values: Mapping[str, object]) -> Readings:
        """These readings with `values` as a definition file writes them.

        Raises KeyError for a key that is no reading and ValueError for a value that is no choice of it.
        """
        chosen: dict[str, Any] = {key: read_value(key, value) for key, value in values.items()}
        return replace(self, **chosen) if chosen else self

    def as_data(self, key: str) -> object:
        """The value as a definition file writes it."""
        value: object = getattr(self, key)
        if key == "quorum" and not isinstance(value, Quorum):
            return {"at_least": value}
        return str(value) if isinstance(value, StrEnum) else value


CHOICES: dict[str, type[StrEnum]] = {
    "year": Year,
    "part_year": PartYear,
    "rounding": Rounding,
    "switch": Switch,
    "knowledge": Knowledge,
    "quorum": Quorum,
    "same_day": SameDay,
    "end_date": EndDate,
    "early": Early,
    "workday": Workday,
    "same_day_before": SameDayBefore,
    "cap_part_year": CapPartYear,
    "count": Count,
    "month": Month,
    "cap_switch": CapSwitch,
    "supersession": Supersession,
    "deadline_at_switch": DeadlineAtSwitch,
    "after_effect": AfterEffect,
}
KEYS: tuple[str, ...] = tuple(field.name for field in fields(Readings))
DEFAULT = Readings()


def read_value(key: str, value: object) -> object:
    """One reading from its written form. Raises KeyError or ValueError as `Readings.override` does."""
    if key == "near":
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100:
            raise ValueError("a whole percentage from 1 to 100")
        return value
    if key == "quorum" and isinstance(value, Mapping):
        at_least = value.get("at_least")
        if set(value) != {"at_least"} or isinstance(at_least, bool) or not isinstance(at_least, int) or at_least < 1:
            raise ValueError("{at_least: n} with n of 1 or more")
        return at_least
    choices = CHOICES[key]
    try:
        return choices(str(value))
    except ValueError:
        raise ValueError(" | ".join(choices)) from None
