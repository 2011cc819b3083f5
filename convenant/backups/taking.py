"""Making a backup while the site runs."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import convenant
from convenant.backups import archive, postgresql, sqlite
from convenant.backups.manifest import Manifest, member_of
from convenant.backups.refusal import Refused

MEDIA = "media"


def take(folder: Path) -> Path:
    """Write a backup into `folder`; where it is. Raises Refused, DatabaseError; then there is no file."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".convenant-") as room:
            database, rows, migrations = _database(Path(room))
            files = {database.name: database, **_media()}
            target, created_at = _target(folder)
            what = Manifest(
                convenant.__version__,
                created_at,
                connection.vendor,
                ".".join(map(str, connection.get_database_version())),
                tuple(migrations),
                rows,
                {name: member_of(path) for name, path in files.items()},
            )
            archive.write(target, what, files)
    except OSError as error:
        raise Refused(
            f"Schrijven in {folder} lukt niet ({error.strerror or error}). Kies een andere map met --to."
        ) from None
    return target


def _database(room: Path) -> tuple[Path, dict[str, int], list[str]]:
    """A copy of the database, and rows and migrations of the same moment."""
    seen: list[tuple[dict[str, int], list[str]]] = []
    if connection.vendor == "postgresql":
        file = postgresql.dump(room, lambda: seen.append((postgresql.rows(), _migrations())))
    else:
        file = sqlite.copy(room)
        seen.append((sqlite.rows(file), _migrations()))
    return file, *seen[0]


def _migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _media() -> dict[str, Path]:
    """Every uploaded file by its name in the backup."""
    root = Path(settings.MEDIA_ROOT)
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())
    return {f"{MEDIA}/{path.relative_to(root).as_posix()}": path for path in found}


def _target(folder: Path) -> tuple[Path, str]:
    """A name that nothing has yet, by the second."""
    while True:
        moment = time.gmtime()
        target = folder / time.strftime("convenant-%Y%m%dT%H%M%SZ.tar", moment)
        if not target.exists():
            return target, time.strftime("%Y-%m-%dT%H:%M:%SZ", moment)
        time.sleep(0.1)
