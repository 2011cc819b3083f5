"""The read path: everything that shows how something stands asks here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from obligations import evidence, snapshots
from obligations.civil_time import end_of_day
from obligations.engine.assessment import assess, revision_status
from obligations.engine.facts import Fact, Record, record_of
from obligations.engine.verdict import Assessed, Assessment, Status
from obligations.engine.windows import Window
from obligations.models import Covenant
from obligations.snapshots import CovenantSnapshot, ObligationSnapshot, RevisionSnapshot
from obligations.wording import Subject, TypeName


@dataclass(frozen=True)
class Line:
    """One obligation of one revision and how it stands."""

    revision: RevisionSnapshot
    obligation: ObligationSnapshot
    assessed: Assessed


@dataclass(frozen=True)
class Standing:
    """How a covenant stands at the end of `as_of`, as known at the end of `known_at` (None: as it is recorded now)."""

    covenant: CovenantSnapshot
    record: Record
    as_of: date
    known_at: date | None
    lines: tuple[Line, ...]
    stored_days: Mapping[str, date] = field(default_factory=dict)
    """Days of facts by ref, where the record itself was not read."""

    def on(self, day: date, *, history: bool = False, codes: Collection[str] | None = None) -> Standing:
        """The same record on another day; nothing is asked of the database again."""
        lines = _lines(self.covenant, self.record, day, history=history, codes=codes)
        return replace(self, as_of=day, lines=lines)

    def status(self, revision: RevisionSnapshot) -> Status:
        return revision_status(revision.term, self.as_of, self.covenant.readings)

    def status_since(self, revision: RevisionSnapshot) -> date | None:
        """The day that belongs to the status: it takes effect, was replaced or ended then; None while in force."""
        status = self.status(revision)
        if status is Status.SIGNED_NOT_IN_FORCE:
            return revision.term.in_force_from
        if status is Status.SUPERSEDED:
            return revision.term.superseded(self.covenant.readings, self.as_of)
        return revision.term.nominal_end(self.covenant.readings) if status is Status.EXPIRED else None

    def force(self, revision: RevisionSnapshot) -> Window:
        """The days on which a revision holds, cut short by the one that replaces it."""
        readings = self.covenant.readings
        ends = (revision.term.nominal_end(readings), revision.term.superseded(readings, self.as_of))
        return Window(revision.term.in_force_from, min((day for day in ends if day is not None), default=None))

    @property
    def rows(self) -> list[Assessment]:
        return [row for line in self.lines for row in line.assessed.rows]

    @property
    def ended_on(self) -> date | None:
        """The first day on which no revision is in force any more, None while one is or still comes."""
        ends = [self.force(revision).end for revision in self.covenant.revisions]
        last = max((end for end in ends if end is not None), default=None)
        return last if last is not None and None not in ends and last <= self.as_of else None

    def subject(self, line: Line) -> Subject:
        """What the words need to speak of a line."""
        return Subject(
            title=line.obligation.title,
            citation=line.obligation.citation,
            terms=line.obligation.terms,
            names=self._names,
            types=self._types,
            revision=line.revision.title,
            successor=line.obligation.outcome_text or line.obligation.successor_title or None,
            days=self.days,
            certain=line.obligation.outcome_certain,
        )

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {**self.covenant.theme_names, **self.covenant.party_names}

    @cached_property
    def _types(self) -> Mapping[str, TypeName]:
        return {
            key: TypeName(type_.name, type_.plural or None, meeting=bool(type_.meeting))
            for key, type_ in self.covenant.type_names.items()
        }

    @cached_property
    def days(self) -> Mapping[str, date]:
        """The day of a fact by its ref, as far as known."""
        return {**self.stored_days, **{ref: fact.on for ref, fact in self.record.refs.items()}}

    @property
    def changes_on(self) -> date | None:
        """The first later day on which anything shown differs, provided that nothing dated later happens."""
        return min((line.assessed.changes_on for line in self.lines if line.assessed.changes_on), default=None)


def assess_covenants(
    covenant_ids: Iterable[int],
    as_of: date,
    *,
    known_at: date | None = None,
    history: bool = False,
    codes: Collection[str] | None = None,
    drafts: Collection[int] = (),
    only: Collection[str] | None = None,
) -> dict[int, Standing]:
    """How these covenants stand on `as_of`, by id: the same number of queries for one and for a hundred.

    `known_at` leaves out what was recorded after that day. `codes` limits the lines to these obligations. `drafts`: ids
    of revisions that are taken as if they were published. `only`: read nothing of other obligations than these, what
    they became, and the maxima that they follow from; the cost is then that of these alone.
    """
    wanted = None if only is None else {*only, *snapshots.caps_of(covenant_ids, only)}
    covenants = snapshots.load(Covenant.objects.filter(pk__in=list(covenant_ids)), codes=wanted, drafts=drafts)
    records = _records(covenants.values(), known_at)
    return {
        id_: Standing(
            covenant,
            records[id_],
            as_of,
            known_at,
            _lines(covenant, records[id_], as_of, history=history, codes=codes),
        )
        for id_, covenant in covenants.items()
    }


def _records(covenants: Collection[CovenantSnapshot], known_at: date | None) -> dict[int, Record]:
    instant = None if known_at is None else end_of_day(known_at)
    wants = [evidence.Want(covenant.id, covenant.types) for covenant in covenants]
    facts: dict[int, list[Fact]] = evidence.gather(wants, instant)
    parts = snapshots.record_parts([covenant.id for covenant in covenants], instant)
    holidays = snapshots.holidays()
    return {
        covenant.id: record_of(
            facts[covenant.id],
            waivers=parts[covenant.id].waivers,
            reviews=parts[covenant.id].reviews,
            tenures=parts[covenant.id].tenures,
            holidays=holidays,
            tracked_from=covenant.tracked_from,
        )
        for covenant in covenants
    }


def _lines(
    covenant: CovenantSnapshot, record: Record, as_of: date, *, history: bool, codes: Collection[str] | None
) -> tuple[Line, ...]:
    return tuple(
        Line(revision, obligation, assess(obligation.terms, record, as_of, history=history))
        for revision in covenant.revisions
        for obligation in revision.obligations
        if codes is None or obligation.code in codes
    )
