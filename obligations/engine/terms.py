"""What was agreed, as plain values: the six kinds of obligation and the revision they live in (design.md 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from obligations.engine.periods import CALENDAR, Per
from obligations.engine.readings import DEFAULT, EndDate, Knowledge, Month, Readings, Supersession, Year
from obligations.engine.windows import ALWAYS, DAY, Window


class Kind(StrEnum):
    CADENCE = "cadence"
    CAP = "cap"
    DEADLINE = "deadline"
    DUTY = "duty"
    STANDING = "standing"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Cadence:
    """At least so often: `at_least` per `per`, or `every_months`, or each year `by` (month, day)."""

    of: tuple[str, ...]
    at_least: int | None = None
    per: Per = Per.YEAR
    every_months: int | None = None
    by: tuple[int, int] | None = None


class Counter(StrEnum):
    """Whose use a cap adds up (A-25)."""

    GUEST = "guest"
    DIRECTION = "direction"
    JOINT = "joint"


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `at_most` units per `per`: of `unit_minutes` minutes, of persons when `unit` says so, else entries."""

    of: tuple[str, ...]
    at_most: Fraction
    per: Per = Per.YEAR
    unit: str | None = None
    unit_minutes: int | None = None
    counter: Counter = Counter.JOINT
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Done by `due`, inclusive; `due_at_end` means the last day of the nominal term; neither: no date in the text."""

    done_by: tuple[str, ...]
    due: date | None = None
    due_at_end: bool = False
    opens: date | None = None
    target: date | None = None
    grace_days: int = 0
    jointly: bool = False

    @property
    def is_dated(self) -> bool:
        return self.due is not None or self.due_at_end


class Relation(StrEnum):
    """When a duty must be done, seen from what triggers it."""

    BEFORE = "before"
    UPON = "upon"
    AFTER = "after"


class Each(StrEnum):
    """A duty that has one instance per party."""

    BEARER = "bearer"
    ADDRESSEE = "addressee"


class Unit(StrEnum):
    """Unit of a term that the text sets after a trigger."""

    DAYS = "days"
    WORKDAYS = "workdays"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class When:
    """What triggers a duty: facts of `types` (themed ones), a cap exceeded, the start, a day each year."""

    types: tuple[str, ...] = ()
    themed: bool = False
    exceeded: tuple[str, ...] = ()
    start: bool = False
    each_year: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Arises with each trigger. `within` and `at_least_days_before` are of the text, `target_days` is our target."""

    when: When
    relation: Relation
    done_by: tuple[str, ...]
    lead_days: int = 0
    target_days: int | None = None
    within: tuple[int, Unit] | None = None
    at_least_days_before: int | None = None
    each: Each | None = None

    @property
    def has_term(self) -> bool:
        return self.within is not None or self.at_least_days_before is not None


class Register(StrEnum):
    """Registers whose places must be filled."""

    ACCOUNT_HOLDERS = "account_holders"
    THEME_LEADS = "theme_leads"
    AGENDA_MEMBERS = "agenda_members"


@dataclass(frozen=True, slots=True)
class Standing:
    """To be kept in order. `of`: counted without a norm. `review_months` None: only the register decides."""

    register: Register | None = None
    of: tuple[str, ...] = ()
    review_months: int | None = None
    remind_after_days: int | None = None


class Holding(StrEnum):
    """What is held and never checked."""

    MAY = "may"
    POWER = "power"
    DEFINITION = "definition"


@dataclass(frozen=True, slots=True)
class Held:
    holding: Holding


Term = Cadence | Cap | Deadline | Duty | Standing | Held
KIND_OF: Mapping[type, Kind] = {
    Cadence: Kind.CADENCE,
    Cap: Kind.CAP,
    Deadline: Kind.DEADLINE,
    Duty: Kind.DUTY,
    Standing: Kind.STANDING,
    Held: Kind.HELD,
}


@dataclass(frozen=True, slots=True)
class Member:
    """A party of a revision. An organ bears and receives duties but never counts for a quorum."""

    party: str
    window: Window = ALWAYS
    organ: bool = False


@dataclass(frozen=True, slots=True)
class RevisionTerm:
    """When a revision holds. `ends_on` is the first day out of force as written, None when open-ended.

    `superseded_from` is the first day of its successor, known since `superseded_known_from` (its signing).
    `sides` group the parties for a quorum; a party in none of them is a side of its own.
    """

    key: str
    signed_on: date
    in_force_from: date
    ends_on: date | None = None
    superseded_from: date | None = None
    superseded_known_from: date | None = None
    members: tuple[Member, ...] = ()
    sides: tuple[frozenset[str], ...] = ()

    def parties_on(self, day: date) -> frozenset[str]:
        """The parties of that day that count for a quorum."""
        return frozenset(member.party for member in self.members if not member.organ and day in member.window)

    def nominal_end(self, readings: Readings) -> date | None:
        """First day out of force by the text alone (A-16)."""
        if self.ends_on is not None and readings.end_date is EndDate.INCLUSIVE:
            return self.ends_on + DAY
        return self.ends_on

    def superseded(self, readings: Readings, as_of: date) -> date | None:
        """First day of the successor, as far as `as_of` knows of it (A-06)."""
        known_from = self.superseded_known_from
        if readings.knowledge is Knowledge.OF_THE_DAY and known_from is not None and as_of < known_from:
            return None
        return self.superseded_from


class Outcome(StrEnum):
    """What the successor made of an obligation."""

    CONTINUED = "continued"
    BECOMES = "becomes"
    MOVED = "moved"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Terms:
    """One obligation of one revision with all that decides how it stands.

    `predecessor` and `successor` are the same obligation in the revision before and after (only these links of
    each other are left out); `caps` are the caps of the same revision that a duty refers to.
    """

    code: str
    revision: RevisionTerm
    term: Term
    readings: Readings = DEFAULT
    own: Window = ALWAYS
    bearers: tuple[str, ...] = ()
    towards: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    soft: bool = False
    outcome: Outcome | None = None
    predecessor: Terms | None = None
    successor: Terms | None = None
    caps: Mapping[str, Terms] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return KIND_OF[type(self.term)]

    def anchor(self, per: Per) -> date:
        """Where steps of `per` are taken from: the calendar, or the day of entry into force (A-01, A-32)."""
        r = self.readings
        covenant = r.month is Month.COVENANT if per is Per.MONTH else r.year is Year.COVENANT
        return self.revision.in_force_from if covenant else CALENDAR


class Ending(StrEnum):
    SUPERSEDED = "superseded"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Life:
    """When an obligation is in force: `force` of its revision, longer where it survives; `window` also in its own."""

    force: Window
    window: Window
    ending: Ending


def life_of(terms: Terms, as_of: date) -> Life:
    """The life of an obligation as `as_of` knows it (A-06, A-16, A-43; design.md 5.1 Rows)."""
    revision, readings = terms.revision, terms.readings
    end, ending = revision.nominal_end(readings), Ending.EXPIRED
    superseded = revision.superseded(readings, as_of)
    survives = readings.supersession is Supersession.UNREGULATED_SURVIVES and terms.outcome in (
        Outcome.DROPPED,
        Outcome.MOVED,
    )
    if superseded is not None and not survives and (end is None or superseded <= end):
        end, ending = superseded, Ending.SUPERSEDED
    force = Window(revision.in_force_from, end)
    return Life(force, force if terms.own is ALWAYS else force & terms.own, ending)
