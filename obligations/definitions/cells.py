"""The cells of one row as values; every cell that is not what its column expects becomes a problem."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, time

from obligations.definitions.csv_text import Row
from obligations.definitions.problems import Problems
from obligations.definitions.scalars import day_reason
from obligations.services.words import shown

TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
WHOLE = re.compile(r"[0-9]{1,9}")
STAND_IN = date(2000, 1, 1)
"""Takes the place of a day that could not be read, so that the rest of the row is still checked."""


class Cells:
    """Reads the cells of a row. Each column has at most one problem."""

    def __init__(self, row: Row, problems: Problems) -> None:
        self.row = row
        self.problems = problems
        self.bad: set[str] = set()

    def say(self, column: str, text: str) -> None:
        if column not in self.bad:
            self.bad.add(column)
            self.problems.add(self.row.problem(column, text))

    def object(self, objections: Iterable[tuple[str, str]], columns: Mapping[str, str] | None = None) -> None:
        """Report objections to an entry, in the columns that hold its fields."""
        for field, text in objections:
            self.say((columns or {}).get(field, field), text)

    def text(self, column: str) -> str:
        return self.row.cells[column]

    def key(self, column: str) -> str | None:
        return self.text(column) or None

    def keys(self, column: str) -> tuple[str, ...]:
        """Keys joined by semicolons."""
        cell = self.text(column)
        return tuple(key.strip() for key in cell.split(";")) if cell else ()

    def day(self, column: str) -> date | None:
        """A date as YYYY-MM-DD, None when the cell is empty or no date."""
        cell = self.text(column)
        reason = day_reason(cell) if cell else None
        if reason is not None:
            self.say(column, f"{shown(cell)} is not {reason}.")
        return date.fromisoformat(cell) if cell and reason is None else None

    def needed_day(self, column: str) -> date:
        """A date that must be there."""
        found = self.day(column)
        if found is None:
            self.say(column, "a date is expected here (write YYYY-MM-DD).")
        return found or STAND_IN

    def past_day(self, column: str, today: date) -> date | None:
        """A date before `today`. Today itself is when the row is recorded anyway, and so says nothing: None."""
        found = self.day(column)
        if found is not None and found > today:
            self.say(column, f"{found} lies after today, {today}; nothing was recorded then.")
        return None if found == today else found

    def moment(self, column: str) -> time | None:
        """A time of day as HH:MM."""
        cell = self.text(column)
        if not cell:
            return None
        if not TIME.fullmatch(cell):
            self.say(column, f"{shown(cell)} is not a time of day (write HH:MM).")
            return None
        return time.fromisoformat(cell)

    def whole(self, column: str) -> int | None:
        """A whole number of 0 or more."""
        cell = self.text(column)
        if not cell:
            return None
        if not WHOLE.fullmatch(cell):
            self.say(column, f"{shown(cell)} is not a whole number of 0 or more.")
            return None
        return int(cell)

    def word(self, column: str, words: Collection[str], default: str = "") -> str:
        """One of these words, or `default` for an empty cell where there is one."""
        cell = self.text(column) or default
        known = ", ".join(words)
        if cell not in words:
            self.say(column, f"{shown(cell)} is not one of {known}." if cell else f"one of {known} is expected here.")
        return cell

    def empty(self, columns: Iterable[str], what: str) -> None:
        """Say which of these columns are filled though `what` has none."""
        for column in columns:
            if self.text(column):
                self.say(column, f"{what} has no {column}; leave this cell empty.")
