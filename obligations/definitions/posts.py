"""Who holds which post, as CSV (design.md 4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import IntegrityError, transaction

from obligations.definitions.cells import Cells
from obligations.definitions.csv_text import Row, read_rows
from obligations.definitions.files import reason_of
from obligations.definitions.problems import Problem, Problems, refused
from obligations.definitions.registers import covenant_of
from obligations.models import Post
from obligations.services.known import Known, known_to
from obligations.services.posts import (
    PostEntry,
    TenureKey,
    by_post,
    deputy_objection,
    fill_posts,
    holders,
    post_objections,
    principal_of,
)
from obligations.services.recording import Tally
from obligations.services.refusal import Refusal

COLUMNS = ("party", "role", "function", "name", "email", "from", "until", "deputy_of")
FIELDS = {"starts_on": "from", "ends_before": "until"}
MOST = 10_000
"""Rows of a file; deputies are looked up among all of them."""


@dataclass(frozen=True, slots=True)
class _Found:
    cells: Cells
    entry: PostEntry


def import_posts(path: str | Path, *, covenant: str, today: date, example: bool = False) -> Tally:
    """Record every row of a CSV file, or none; recording it again changes nothing.

    Raises Refused with every problem, each with its row and column.
    """
    problems = Problems()
    rows = read_rows(path, COLUMNS)
    try:
        with transaction.atomic():
            known = known_to(covenant_of(covenant))
            found = list(_read(rows, known, problems))
            _check_deputies(found, known)
            problems.refuse_if_any()
            entries = [each.entry for each in found]
            return fill_posts(known=known, entries=entries, today=today, reason=reason_of(path), example=example)
    except Refusal as refusal:
        raise refused(str(refusal)) from None
    except IntegrityError:
        raise refused("Somebody else changed these posts at the same time. Nothing was written.") from None


def _read(rows: Iterator[Row | Problem], known: Known, problems: Problems) -> Iterator[_Found]:
    seen: dict[TenureKey, int] = {}
    for count, row in enumerate(rows, 1):
        if count > MOST:
            raise refused(f"The file has more than {MOST:,} rows; that is too many for posts.")
        if isinstance(row, Problem):
            problems.add(row)
            continue
        cells = Cells(row, problems)
        entry = _entry(cells, known)
        first = seen.setdefault(entry.key, row.number)
        if first != row.number:
            cells.say("name", f"this post, name and first day stand on row {first} already.")
        yield _Found(cells, entry)


def _entry(cells: Cells, known: Known) -> PostEntry:
    role, colon, theme = cells.text("role").partition(":")
    if colon and role != Post.Role.THEME_LEAD:
        cells.say("role", "only a theme lead has a theme (theme_lead:THEME).")
    entry = PostEntry(
        cells.text("party"),
        role,
        cells.text("name"),
        theme or None,
        cells.text("function"),
        cells.text("email"),
        cells.day("from"),
        cells.day("until"),
        cells.text("deputy_of"),
    )
    cells.object(post_objections(entry, known), FIELDS)
    return entry


def _check_deputies(found: list[_Found], known: Known) -> None:
    """A deputy stands in for someone who holds the same post, in the file or in the database."""
    held = by_post({**holders(known), **{each.entry.key: each.entry for each in found}}.values())
    for each in found:
        if each.entry.deputy_of and principal_of(each.entry, held) is None:
            each.cells.say("deputy_of", deputy_objection(each.entry))
