"""A dump of a PostgreSQL database with the rows of the same moment, and putting one back in one transaction."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection, connections, transaction

from convenant.backups.refusal import Refused

MEMBER = "database.dump"
INSTALL = "Installeer de client van PostgreSQL (apt-get install postgresql-client), of noem de map ervan in PG_BIN."


def program(name: str) -> Path:
    """A client program of PostgreSQL that is not older than the server. Raises Refused when there is none."""
    server = connection.cursor().connection.server_version // 10000
    folders = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
    on_path = shutil.which(name)
    folders += [Path(on_path).parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if _major(folder / name) >= server:
            return folder / name
    raise Refused(f"{name} van PostgreSQL {server} of nieuwer ontbreekt. {INSTALL}")


def _major(path: Path) -> int:
    if not path.exists():
        return 0
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)", told)
    return int(found[1]) if found else 0


def surroundings() -> dict[str, str]:
    """How a program finds the database: by its environment, so that no password stands in a list of processes."""
    named = settings.DATABASES["default"]
    told = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    rest = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return rest | {name: str(named[key]) for name, key in told.items() if named.get(key)} | {"PGCONNECT_TIMEOUT": "5"}


def dump(room: Path, see: Callable[[], None]) -> Path:
    """A dump of the database as it is at one moment; `see` looks at the rows of that same moment."""
    target = room / MEMBER
    binary = program("pg_dump")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        see()
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}"]
        _run([str(binary), *options], "pg_dump")
    target.chmod(0o600)
    return target


def rows() -> dict[str, int]:
    """How many rows each table has, as this transaction sees them."""
    with connection.cursor() as cursor:
        found = {}
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - a name of our own
            found[name] = cursor.fetchone()[0]
    return found


def put_back(file: Path) -> None:
    """Restore a dump in one transaction, over empty tables or none. Raises Refused; the database is as it was."""
    binary = program("pg_restore")
    connections.close_all()
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--clean", "--if-exists"]
    _run([str(binary), *options, f"--dbname={settings.DATABASES['default']['NAME']}", str(file)], "pg_restore")


def _run(command: list[str], name: str) -> None:
    done = subprocess.run(command, env=surroundings(), capture_output=True, text=True, check=False)
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or ["geen reden gegeven"]
        raise Refused(f"{name} lukte niet: {reason[0]}")
