"""The switch from one revision to the next: the last day of the one, the first of the other, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from obligations import wording
from obligations.assessments import Line, Standing
from obligations.engine.verdict import Assessment, Interval, Quota, Usage
from obligations.snapshots import ObligationSnapshot, RevisionSnapshot
from obligations.web.words import subject_of
from obligations.wording import Lang

Row = tuple[Line, Assessment]


@dataclass(frozen=True)
class Touched:
    """One thing that the switch touches, in one sentence or two.

    `code`: the obligation that it is about, '' for a party; `is_new`: that one is not in the older text.
    """

    title: str
    code: str
    text: str
    is_new: bool = False

    @property
    def party(self) -> bool:
        return not self.code


@dataclass(frozen=True)
class Switch:
    """The last day of the older text and the first of the newer; `ahead`: the last day is still to come or runs."""

    eve: Standing
    first: Standing
    old: RevisionSnapshot
    new: RevisionSnapshot
    ahead: bool
    lang: Lang

    @cached_property
    def eve_rows(self) -> list[Row]:
        return rows_of(self.eve, self.old)

    @cached_property
    def then(self) -> Mapping[tuple[str, str], Row]:
        """How rows of the older text stand on the first day of the newer, by code and occurrence."""
        return {(row.code, row.occurrence): (line, row) for line, row in rows_of(self.first, self.old)}

    @cached_property
    def begun(self) -> Mapping[tuple[str, str | None], Row]:
        """The periods of the newer text that run on its first day, by code and whose use a maximum counts."""
        rows = [(line, row) for line, row in rows_of(self.first, self.new) if is_periodic(row)]
        return {(row.code, counter_of(row)): (line, row) for line, row in rows if self.first.as_of in row.window}

    @cached_property
    def followers(self) -> Mapping[str, Sequence[ObligationSnapshot]]:
        return followers_of(self.old, self.new)

    def on_eve(self, line: Line, row: Assessment) -> str:
        return wording.sentence(subject_of(self.eve, line), row, self.eve.as_of, self.lang)

    def on_first(self, line: Line, row: Assessment) -> str:
        return wording.sentence(subject_of(self.first, line), row, self.first.as_of, self.lang)


def rows_of(standing: Standing, revision: RevisionSnapshot) -> list[Row]:
    """Every row of the obligations of one revision."""
    lines = [line for line in standing.lines if line.revision.key == revision.key]
    return [(line, row) for line in lines for row in line.assessed.rows if row.status is not None]


def followers_of(old: RevisionSnapshot, new: RevisionSnapshot) -> dict[str, list[ObligationSnapshot]]:
    """By each code of the older text the obligations of the newer that go on with it."""
    by_code = {one.code: one for one in new.obligations}
    return {
        one.code: [by_code[code] for code in _continued(one.code, new) if code in by_code] for one in old.obligations
    }


def _continued(code: str, new: RevisionSnapshot) -> dict[str, None]:
    outcome = new.outcomes.get(code)
    return dict.fromkeys((code, *(outcome.becomes if outcome is not None else ())))


def counter_of(row: Assessment) -> str | None:
    return row.detail.counter if isinstance(row.detail, Usage) else None


def is_periodic(row: Assessment) -> bool:
    return isinstance(row.detail, Quota | Usage | Interval) and not row.occurrence.startswith("event:")


def joined(parts: Sequence[str]) -> str:
    """Sentences after one another."""
    return " ".join(part for part in parts if part)
