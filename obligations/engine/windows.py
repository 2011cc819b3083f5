"""Half-open windows of whole days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `first` up to, not including, `end`; None leaves that side open."""

    first: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.end is None or day < self.end)

    def __and__(self, other: Window) -> Window:
        """The days in both; empty windows keep first >= end."""
        first = other.first if self.first is None else self.first
        if first is not None and other.first is not None and other.first > first:
            first = other.first
        end = other.end if self.end is None else self.end
        if end is not None and other.end is not None and other.end < end:
            end = other.end
        return Window(first, end)

    @property
    def is_empty(self) -> bool:
        return self.first is not None and self.end is not None and self.first >= self.end

    @property
    def last(self) -> date | None:
        """The last day inside, None when the window has no end."""
        return None if self.end is None else self.end - DAY

    def ended_by(self, day: date) -> bool:
        """True from the first day after the window on."""
        return self.end is not None and day >= self.end


ALWAYS = Window()
