"""Putting a backup back: all of it checked first, and nothing changed when something is wrong."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from convenant.backups import archive, postgresql, sqlite
from convenant.backups.manifest import Manifest
from convenant.backups.refusal import Refused
from convenant.backups.taking import MEDIA
from obligations.models import Covenant
from obligations.services.mailing import silence_after_restore


@dataclass(frozen=True)
class Restored:
    """What was put back. `aside`: where things went that were there before; `older`: migrate must run."""

    manifest: Manifest
    aside: tuple[Path, ...] = ()
    older: bool = False


def restore(file: Path, *, only_check: bool, force: bool) -> Restored:
    """Check a backup and, unless `only_check`, put it in place; with `force` also over what is there.

    Raises Refused; then the site is as it was. What `force` pushes aside on disk is kept under another name.
    """
    home = Path(settings.CONVENANT_HOME)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as found:
        room = Path(found)
        what = archive.unpack(file, room)
        older = _check(what, file)
        if what.vendor == "sqlite":
            sqlite.check(room / sqlite.MEMBER)
        if only_check:
            return Restored(what, older=older)
        if not force:
            _check_empty()
        aside = _put_in_place(room, what, home)
    connection.close()
    silence_after_restore()
    return Restored(what, aside, older)


def _check(what: Manifest, file: Path) -> bool:
    """Whether the backup is older than this program. Raises Refused when it does not belong here."""
    if what.vendor != connection.vendor:
        raise Refused(
            f"{file} is van {what.vendor}; deze site gebruikt {connection.vendor}. Stel DATABASE_URL anders in."
        )
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    known |= {f"{app}.{name}" for each in loader.disk_migrations.values() for app, name in each.replaces}
    unknown = [name for name in what.migrations if name.split(".")[0] in loader.migrated_apps and name not in known]
    if unknown:
        raise Refused(
            f"{file} is van een nieuwer programma (onbekend: {', '.join(unknown)}). Werk eerst het programma bij."
        )
    return bool({f"{app}.{name}" for app, name in loader.disk_migrations} - set(what.migrations))


def _check_empty() -> None:
    """Raises Refused when there is anything that a person would miss."""
    tables = connection.introspection.table_names()
    for model in (Covenant, get_user_model()):
        if model._meta.db_table in tables and model._default_manager.exists():
            raise Refused("De database is niet leeg. Zet terug in een lege database, of gebruik --force.")
    media = Path(settings.MEDIA_ROOT)
    if any(path.is_file() for path in media.rglob("*")):
        raise Refused(f"{media} is niet leeg. Verplaats wat er staat, of gebruik --force.")


def _put_in_place(room: Path, what: Manifest, home: Path) -> tuple[Path, ...]:
    """Database first, in one step; then the media."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    aside = []
    if what.vendor == "sqlite":
        old = home / f"db.sqlite3.before-{stamp}"
        sqlite.put_in_place(room / sqlite.MEMBER, what.rows, old)
        aside += [old] if old.exists() else []
    else:
        postgresql.put_back(room / postgresql.MEMBER)
        if postgresql.rows() != dict(what.rows):
            raise Refused("Teruggezet, maar het aantal rijen verschilt van het manifest. Gebruik deze database niet.")
    media = Path(settings.MEDIA_ROOT)
    if media.exists() and any(path.is_file() for path in media.rglob("*")):
        kept = media.with_name(f"{media.name}.before-{stamp}")
        media.replace(kept)
        aside.append(kept)
    if (room / MEDIA).exists():
        if media.exists():
            for folder in sorted(media.rglob("*"), reverse=True):
                folder.rmdir()
            media.rmdir()
        (room / MEDIA).replace(media)
    return tuple(aside)
