"""What is wrong with a file, in sentences for whoever wrote it: where, what, and what was expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 100
"""Problems that are printed; of the others only their number."""
KEPT = 10_000
"""Problems that are kept to sort by line; more are only counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence about one place. `line`: for sorting, 0 for the file as a whole; `where`: as people find it."""

    line: int
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}" if self.where else self.text


class Refused(Exception):
    """A file that is not taken over; nothing was written. `count`: of all problems, also those not kept."""

    def __init__(self, problems: Iterable[Problem], count: int | None = None) -> None:
        self.problems = tuple(problems)
        self.count = len(self.problems) if count is None else count
        super().__init__(str(self))

    def __str__(self) -> str:
        shown = [str(problem) for problem in self.problems[:SHOWN]]
        more = self.count - len(shown)
        return "\n".join([*shown, f"… and {more} more."] if more > 0 else shown)


class Problems:
    """Collects problems and refuses when there are any."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.count = 0

    def __bool__(self) -> bool:
        return self.count > 0

    def add(self, problem: Problem) -> None:
        self.count += 1
        if len(self.found) < KEPT:
            self.found.append(problem)

    def refuse_if_any(self) -> None:
        """Raises Refused with what was found, in the order of the file."""
        if self.count:
            raise Refused(sorted(self.found, key=lambda problem: problem.line), self.count)


def refused(text: str, line: int = 0) -> Refused:
    """A refusal of a file for one reason."""
    return Refused([Problem(line, f"Line {line}" if line else "", text)])
