"""CSV files of users: UTF-8, commas, one exact header row; rows are counted as a spreadsheet counts them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from obligations.definitions.files import read_file, utf8
from obligations.definitions.problems import Problem, refused
from obligations.services.words import several, shown

LARGEST = 20_000_000
"""Bytes of a register."""
FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet would obey: an export puts ' before it, an import takes that away again."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number (the header is 1) and its cells by column, without spaces around them."""

    number: int
    cells: Mapping[str, str]

    def problem(self, column: str, text: str) -> Problem:
        """A sentence about one cell."""
        return Problem(self.number, f"Row {self.number}, column {column}", text)


def read_rows(path: str | Path, columns: Sequence[str]) -> Iterator[Row | Problem]:
    """The rows of a CSV file of at most 20 MB with exactly these columns, in any order, one at a time.

    A row that does not fit the header comes as a problem. Empty rows are skipped. Raises Refused when the file as a
    whole cannot be read.
    """
    data = read_file(path, LARGEST)
    utf8(data)
    lines = csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline=""), strict=True)
    header = _header(lines, columns)
    return _rows(lines, header)


def _header(lines: Iterator[list[str]], columns: Sequence[str]) -> list[str]:
    try:
        header = [cell.strip() for cell in next(lines, [])]
    except csv.Error as error:
        raise refused(f"The header row cannot be read ({error}).", 1) from None
    if not any(header):
        raise refused(f"The file is empty; its first row should be {','.join(columns)}.")
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) < len(columns) and any(separator in cell for cell in header):
            raise refused(f"The columns are separated by {name}; save the file as CSV with commas.", 1)
    missing = [column for column in columns if column not in header]
    extra = list(dict.fromkeys(cell for cell in header if cell not in columns))
    double = sorted({cell for cell in header if header.count(cell) > 1})
    parts = [
        f"{what}: {several(shown(name, 30) for name in names)}"
        for what, names in (("missing", missing), ("unknown", extra), ("more than once", double))
        if names
    ]
    if parts:
        expected = ",".join(columns)
        raise refused(f"the header row has other columns than expected ({'; '.join(parts)}). Write: {expected}", 1)
    return header


def _rows(lines: Iterator[list[str]], header: list[str]) -> Iterator[Row | Problem]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(number, f"Row {number}", f"this row cannot be read as CSV ({error}).")
            return
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            text = f"{len(header)} columns are expected, not {len(cells)}; put quotes around a text with a comma."
            yield Problem(number, f"Row {number}", text)
            continue
        yield Row(number, dict(zip(header, map(_cell, cells), strict=True)))


def _cell(text: str) -> str:
    cell = text.strip()
    return cell[1:] if cell.startswith("'") and cell[1:2] in FORMULA else cell
