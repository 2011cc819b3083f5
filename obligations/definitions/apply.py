"""Import and export a covenant as a definition file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath
from typing import Any

from django.db import IntegrityError, transaction

from obligations.definitions.data import definition_data
from obligations.definitions.files import reason_of
from obligations.definitions.load import Loaded, load_file, load_text, problem_at
from obligations.definitions.plan import Change, changes
from obligations.definitions.problems import Refused, refused
from obligations.definitions.rows import rows_of
from obligations.definitions.schema import Definition
from obligations.definitions.yaml_text import yaml_text
from obligations.models import Covenant, Membership, Party, Role, save_all
from obligations.services.agreements import record_agreement
from obligations.services.locks import lock_covenant
from obligations.services.refusal import Refusal
from obligations.services.tables import Rows, stored_rows
from obligations.services.words import shown

START = "start"
NEW: dict[str, dict[str, object]] = {"revisions": {}}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do. `tracked_from`: START, or the day from which the register is kept.

    `assumed`: nobody said so, and it is today. `unused`: parties of the file that no revision names.
    """

    key: str
    is_new: bool
    changes: tuple[Change, ...]
    tracked_from: date | str
    assumed: bool
    unused: tuple[str, ...]


def import_definition(
    path: str | FilePath,
    *,
    today: date,
    tracked_from: date | str | None = None,
    rename: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Take over the covenant in a file, whole or not at all; importing it again changes nothing.

    `tracked_from` (a day or START) goes before the file; a new covenant for which neither says it is kept from
    `today` on. `rename` allows another name for a party that is known. Raises Refused with every reason why not.
    """
    return _import(load_file(path), reason_of(path), today, tracked_from, rename=rename, dry_run=dry_run)


def import_text(
    text: str,
    name: str,
    *,
    today: date,
    tracked_from: date | str | None = None,
    dry_run: bool = False,
    secretary: Any = None,
) -> Imported:
    """The same for the text of a file called `name`; a new covenant gets the user `secretary` as its secretariat."""
    with transaction.atomic():
        loaded, reason = load_text(text), reason_of(name)
        imported = _import(loaded, reason, today, tracked_from, rename=False, dry_run=dry_run)
        if imported.is_new and secretary is not None and not dry_run:
            covenant = Covenant.objects.get(key=imported.key)
            save_all([Membership(covenant=covenant, user=secretary, role=Role.SECRETARIAT)], reason=reason)
        return imported


def _import(
    loaded: Loaded, reason: str, today: date, tracked_from: date | str | None, *, rename: bool, dry_run: bool
) -> Imported:
    definition = loaded.definition
    try:
        with transaction.atomic():
            lock_covenant(definition.covenant)
            if not rename:
                _check_names(loaded)
            imported, rows = _plan(definition, tracked_from, today)
            if imported.changes and not dry_run:
                record_agreement(covenant=definition.covenant, rows=rows, today=today, reason=reason, rename=rename)
    except Refusal as refusal:
        raise refused(str(refusal)) from None
    except IntegrityError:
        raise refused("Somebody else changed this covenant at the same time. Nothing was written.") from None
    return imported


def _plan(definition: Definition, tracked_from: date | str | None, today: date) -> tuple[Imported, Rows]:
    covenant = Covenant.objects.filter(key=definition.covenant).first()
    chosen = tracked_from or definition.tracked_from
    if chosen is None and covenant is not None:
        chosen = covenant.tracked_from or START
    kept = chosen or today
    rows = rows_of(definition, None if isinstance(kept, str) else kept)
    before = definition_data(definition.covenant, stored_rows(definition.covenant)) if covenant else NEW
    found = changes(before, definition_data(definition.covenant, rows))
    unused = tuple(key for key in definition.parties if (key,) not in rows[Party])
    return Imported(definition.covenant, covenant is None, tuple(found), kept, chosen is None, unused), rows


def _check_names(loaded: Loaded) -> None:
    """A party that is known keeps its name, unless someone says that it changed."""
    parties = loaded.definition.parties
    problems = []
    for key, name, short in Party.objects.filter(key__in=parties).values_list("key", "name", "short"):
        given = {"name": parties[key].name, "short": parties[key].short or parties[key].name}
        for field, known in (("name", name), ("short", short)):
            if known != given[field]:
                text = f"{shown(key)} is known as {shown(known)}, not as {shown(given[field])}; --rename changes that."
                problems.append(problem_at(loaded.document, ("parties", key, field), text))
    if problems:
        raise Refused(problems)


def export_definition(key: str) -> str:
    """The definition file of a covenant, in canonical form: the same bytes for the same covenant.

    Raises Refused when there is no such covenant.
    """
    if not Covenant.objects.filter(key=key).exists():
        raise no_covenant(key)
    return yaml_text(definition_data(key, stored_rows(key)))


def no_covenant(key: str) -> Refused:
    """There is no covenant with this key."""
    known = ", ".join(Covenant.objects.order_by("key").values_list("key", flat=True)[:20]) or "none yet"
    return refused(f"There is no covenant {shown(key)} (known: {known}).")
