"""The database: does it answer, is it of this version, and does it keep what is written?"""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from convenant import schema
from convenant.doctor.finding import Finding, good, look, wrong
from obligations.models import Covenant
from obligations.models.append_only import unguarded

OLDEST_POSTGRESQL = 14


def database() -> Finding:
    """Version and settings of the server, or of the file."""
    connection.ensure_connection()
    return _postgresql() if connection.vendor == "postgresql" else _sqlite()


def _postgresql() -> Finding:
    version = connection.get_database_version()
    name = ".".join(map(str, version))
    if version[0] < OLDEST_POSTGRESQL:
        return wrong("database", f"PostgreSQL {name}", f"Werk bij tot PostgreSQL {OLDEST_POSTGRESQL} of nieuwer.")
    if _ask("SHOW synchronous_commit") == "off":
        return wrong(
            "database",
            f"PostgreSQL {name}, synchronous_commit staat uit: wat is opgeslagen kan bij stroomuitval weg zijn",
            "Zet synchronous_commit aan voor deze database.",
        )
    return good("database", f"PostgreSQL {name}")


def _sqlite() -> Finding:
    name = f"SQLite {'.'.join(map(str, connection.get_database_version()))} in {settings.DATABASES['default']['NAME']}"
    told = {pragma: str(_ask(f"PRAGMA {pragma}")) for pragma in ("journal_mode", "synchronous", "foreign_keys")}
    if told != {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} and told["journal_mode"] != "memory":
        return wrong(
            "database",
            f"{name}: {', '.join(f'{key}={value}' for key, value in told.items())}",
            "Zet het bestand op een eigen schijf: op een netwerkschijf werkt WAL niet.",
        )
    if _ask("PRAGMA quick_check") != "ok":
        return wrong("database", f"{name} is beschadigd", "Stop de site en zet een back-up terug: manage.py restore.")
    if settings.PRODUCTION:
        return look("database", name, "Voor een site met meer gebruikers is er PostgreSQL: stel DATABASE_URL in.")
    return good("database", name)


def _ask(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return row[0] if row else None


def version() -> Finding:
    """Whether tables and program belong together."""
    found = schema.difference()
    if found.unknown:
        return wrong(
            "versie",
            f"de database is van een nieuwer programma ({', '.join(found.unknown)})",
            "Werk het programma bij, of zet een back-up terug.",
        )
    if found.missing:
        return wrong("versie", f"de database mist {', '.join(found.missing)}", "Voer uit: manage.py migrate")
    return good("versie", "database en programma horen bij elkaar")


def history() -> Finding:
    """Whether the database refuses to change what was written down."""
    tables = unguarded(connection)
    if tables:
        return wrong(
            "geschiedenis",
            f"niet beschermd tegen wijzigen: {', '.join(tables)}",
            "Voer uit: manage.py migrate obligations 0003, dan manage.py migrate. Blijft het, zet een back-up terug.",
        )
    return good("geschiedenis", "de database weigert te wijzigen wat is vastgelegd")


def examples() -> Finding:
    """Whether an example register is mixed up with real work."""
    titles = list(Covenant.objects.filter(has_example_register=True).values_list("key", flat=True))
    if not titles:
        return good("voorbeelden", "geen voorbeeldgegevens")
    if settings.PRODUCTION:
        return look(
            "voorbeelden", f"voorbeeldgegevens in {', '.join(titles)}", "Haal weg: manage.py remove_example KEY"
        )
    return good("voorbeelden", f"voorbeeldgegevens in {', '.join(titles)}")
