"""Whether the database and this program are of one version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Name = tuple[str, str]


@dataclass(frozen=True)
class Difference:
    """Migrations, as 'app.name': `missing` in the database, `unknown` to this program."""

    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def difference() -> Difference:
    """What the database lacks and what it has too much. Raises DatabaseError when it does not answer."""
    on_disk, replaced, apps = _program()
    applied = set(MigrationRecorder(connection).applied_migrations())
    unknown = {name for name in applied if name[0] in apps} - on_disk - replaced
    return Difference(_names(on_disk - applied), _names(unknown))


@cache
def _program() -> tuple[frozenset[Name], frozenset[Name], frozenset[str]]:
    """The migrations of this program, those that they replace, and the apps that have any."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {name for migration in loader.disk_migrations.values() for name in migration.replaces}
    return frozenset(loader.disk_migrations), frozenset(replaced), frozenset(loader.migrated_apps)


def _names(found: set[Name] | frozenset[Name]) -> tuple[str, ...]:
    return tuple(sorted(f"{app}.{name}" for app, name in found))
