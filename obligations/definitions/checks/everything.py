"""All checks of a definition file, in the order of the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from obligations.definitions.checks.context import Context, Known, context
from obligations.definitions.checks.lineage import check_lineage
from obligations.definitions.checks.obligations import check_obligation
from obligations.definitions.checks.revisions import check_chain, check_revision
from obligations.definitions.document import Path
from obligations.definitions.scalars import read_reading
from obligations.definitions.schema import RecordPart
from obligations.definitions.shape import Say, Shape
from obligations.services.words import shown

RESERVED_PARTIES = ("all",)
RESERVED_TYPES = ("review", "waiver")


def check(shape: Shape, data: Mapping[str, Any], say: Say) -> None:
    """Everything that shape alone does not show: names, dates, options that do not go together, lineage."""
    if shape.definition is None:
        return
    file = context(shape.definition, data, shape.unsure, say)
    _check_names(file)
    _check_records(file)
    for key, revision in file.definition.revisions.items():
        check_revision(file, key, revision)
        for code, obligation in revision.obligations.items():
            check_obligation(file, key, code, obligation)
    check_chain(file)
    for key, revision in file.sure().items():
        check_lineage(file, key, revision)


def _check_names(file: Context) -> None:
    for key, party in file.definition.parties.items():
        if key in RESERVED_PARTIES:
            file.say(("parties", key), f"{shown(key)} means every party; a party needs another key.")
        if party.short is None and len(party.name) > 40:
            file.say(("parties", key), "a name of more than 40 characters needs a short one (short: …).")
    for key, found in file.definition.types.items():
        if key in RESERVED_TYPES:
            file.say(("types", key), f"{shown(key)} is a word of the register; a type needs another key.")
        if found.meeting is not None and found.measure is not None:
            file.say(("types", key, "measure"), "a meeting has no measure; leave out meeting or measure.")


def _check_records(file: Context) -> None:
    codes = _all_codes(file)
    for number, record in file.definition.reading_records.items():
        path: Path = ("reading_records", number)
        file.list_of(record.obligations, codes, (*path, "obligations"), "an obligation of this covenant")
        file.list_of(record.agreed_by, file.parties, (*path, "agreed_by"), "a party of this covenant")
        _check_choice(file, record, path)


def _all_codes(file: Context) -> Known:
    found: set[str] = set()
    for names in file.revisions.values():
        if names.kinds is None:
            return None
        found.update(names.kinds)
    return frozenset(found)


def _check_choice(file: Context, record: RecordPart, path: Path) -> None:
    if record.key is None or record.value is None:
        if record.key is not None or record.value is not None:
            file.say(path, "key and value go together: give both, or neither.")
        return
    try:
        read_reading(record.key, record.value)
    except PydanticCustomError as error:
        what = (error.context or {}).get("what")
        file.say((*path, "value"), f"{shown(record.value)} is not {what}.")
