"""A whole copy of an SQLite file while it is written, and putting one in its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from convenant.backups.refusal import Refused

MEMBER = "database.sqlite3"


def copy(room: Path) -> Path:
    """A copy of the database as it is at one moment, checked. A copy of the file itself would be torn."""
    target = room / MEMBER
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    target.chmod(0o600)
    check(target)
    return target


def check(file: Path) -> None:
    """Raises Refused when the database in `file` is damaged."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            sound = opened.execute("PRAGMA integrity_check").fetchone()[0]
            loose = opened.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise Refused(f"De database in {file.name} is niet te lezen ({error}).") from None
    if sound != "ok" or loose is not None:
        raise Refused(f"De database in {file.name} is beschadigd ({sound if sound != 'ok' else 'losse verwijzing'}).")


def rows(file: Path) -> dict[str, int]:
    """How many rows each table of the database in `file` has."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        names = [name for (name,) in opened.execute(query)]
        return {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def put_in_place(file: Path, wanted: Mapping[str, int], aside: Path) -> None:
    """Let the database in `file` be the site's; what was there goes to `aside`.

    Raises Refused when it does not hold the rows `wanted`, or when a process has the old one open.
    """
    check(file)
    if rows(file) != dict(wanted):
        raise Refused("De database in de back-up heeft niet de rijen die het manifest noemt.")
    target = Path(settings.DATABASES["default"]["NAME"])
    connections.close_all()
    if target.exists():
        _alone(target)
        if rows(target):
            target.replace(aside)
    file.replace(target)
    target.chmod(0o600)


def _alone(target: Path) -> None:
    """Leaving WAL needs everybody else to be gone, and puts all that was written into the file itself."""
    try:
        with closing(sqlite3.connect(target, timeout=1)) as opened:
            mode = opened.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        mode = "locked"
    except sqlite3.DatabaseError:
        mode = "delete"  # no database at all: nobody uses it
    if mode != "delete":
        raise Refused(f"{target} is in gebruik. Stop de site eerst.")
