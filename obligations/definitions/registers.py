"""Import a register from CSV: row by row, in chunks, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from django.db import IntegrityError, transaction

from obligations.definitions.apply import no_covenant
from obligations.definitions.cells import Cells
from obligations.definitions.csv_text import Row, read_rows
from obligations.definitions.files import reason_of
from obligations.definitions.problems import Problem, Problems, refused
from obligations.models import Covenant
from obligations.services.known import Known, known_to
from obligations.services.locks import lock_covenant
from obligations.services.recording import Shelf, Tally, taken
from obligations.services.refusal import Refusal
from obligations.services.words import shown

CHUNK = 500


class Referred(Protocol):
    """An entry that is known by its ref."""

    @property
    def ref(self) -> str: ...


E = TypeVar("E", bound=Referred)
Given_contra = TypeVar("Given_contra", bound=Referred, contravariant=True)


class Write(Protocol[Given_contra]):
    """The act that records entries of one kind."""

    def __call__(
        self, *, known: Known, entries: Sequence[Given_contra], today: date, reason: str, example: bool
    ) -> Tally: ...


@dataclass(frozen=True)
class Register(Generic[E]):
    """How the rows of one CSV file are read and recorded.

    `read` reports to the cells what is wrong with a row; `shelf_of` and `write` go by what kind of entry it is.
    """

    columns: tuple[str, ...]
    read: Callable[[Cells, Known, date], E]
    shelf_of: Callable[[E], Shelf]
    write: Write[E]


def import_register(
    path: str | Path, register: Register[E], *, covenant: str, today: date, example: bool = False
) -> Tally:
    """Record every row of a CSV file, or none; recording it again changes nothing.

    The number of queries per 500 rows is constant, and so is the memory that they take. Raises Refused with every
    problem, each with its row and column.
    """
    problems = Problems()
    rows = read_rows(path, register.columns)
    try:
        with transaction.atomic():
            tally = _import(rows, register, problems, _Import(covenant, today, reason_of(path), example))
            problems.refuse_if_any()
    except Refusal as refusal:
        raise refused(str(refusal)) from None
    except IntegrityError:
        raise refused("Somebody else changed this register at the same time. Nothing was written.") from None
    return tally


@dataclass(frozen=True)
class _Import:
    covenant: str
    today: date
    reason: str
    example: bool


def _import(rows: Iterator[Row | Problem], register: Register[E], problems: Problems, what: _Import) -> Tally:
    known = known_to(covenant_of(what.covenant))
    tally = Tally()
    seen: dict[str, int] = {}
    while chunk := list(islice(rows, CHUNK)):
        entries = list(_read(chunk, register, known, problems, seen, what.today))
        _check_taken(entries, register, known, problems)
        if not problems:
            tally += register.write(
                known=known,
                entries=[entry for _, entry in entries],
                today=what.today,
                reason=what.reason,
                example=what.example,
            )
    return tally


def covenant_of(key: str) -> Covenant:
    """The covenant of a register, for this transaction alone. Raises Refused when there is none."""
    covenant = lock_covenant(key)
    if covenant is None:
        raise no_covenant(key)
    return covenant


def _read(
    chunk: Iterable[Row | Problem],
    register: Register[E],
    known: Known,
    problems: Problems,
    seen: dict[str, int],
    today: date,
) -> Iterator[tuple[Row, E]]:
    for row in chunk:
        if isinstance(row, Problem):
            problems.add(row)
            continue
        cells = Cells(row, problems)
        entry = register.read(cells, known, today)
        first = seen.setdefault(entry.ref, row.number)
        if first != row.number and entry.ref:
            cells.say("ref", f"{shown(entry.ref)} stands on row {first} already.")
        yield row, entry


def _check_taken(entries: Sequence[tuple[Row, E]], register: Register[E], known: Known, problems: Problems) -> None:
    """No ref of something else in the register."""
    by_shelf: dict[Shelf, dict[str, Row]] = {}
    for row, entry in entries:
        by_shelf.setdefault(register.shelf_of(entry), {})[entry.ref] = row
    for shelf, rows in by_shelf.items():
        for ref in sorted(taken(known.covenant_id, shelf, rows)):
            text = f"{shown(ref)} is the ref of something else in the register."
            problems.add(rows[ref].problem("ref", text))


def said(tally: Tally) -> Iterator[str]:
    """What an import did, for whoever started it."""
    yield f"{tally.created} new, {tally.changed} changed, {tally.same} as they were."
    if tally.late:
        yield (
            f"Note: of {tally.late} changed rows recorded_on is not used: it only counts the first time, "
            "a change is recorded today."
        )
