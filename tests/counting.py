"""Counts, in the database under test, every change of a tracked row and every history row that it leaves."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from obligations.models import Tracked

LOG = "tests_counted"
FUNCTION = f"""CREATE OR REPLACE FUNCTION {LOG}_add() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO {LOG} VALUES (TG_ARGV[0], TG_ARGV[1]::int); RETURN NULL; END $$"""


def install() -> None:
    """Make the counters: +1 for a change of a row, -1 for a row of its history."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {LOG} (name varchar(80), number integer)")
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for model in apps.get_models():
            if issubclass(model, Tracked):
                history = model.history.model  # type: ignore[attr-defined]
                for verb in ("INSERT", "UPDATE", "DELETE"):
                    cursor.execute(_trigger(model._meta.db_table, verb, model.__name__, 1))
                cursor.execute(_trigger(history._meta.db_table, "INSERT", model.__name__, -1))


def _trigger(table: str, verb: str, name: str, number: int) -> str:
    head = f'CREATE TRIGGER "{table}_{verb.lower()}_counted" AFTER {verb} ON "{table}" FOR EACH ROW'
    if connection.vendor == "postgresql":
        return f"{head} EXECUTE FUNCTION {LOG}_add('{name}', '{number}')"
    return f"{head} BEGIN INSERT INTO {LOG} VALUES ('{name}', {number}); END"


def differences() -> dict[str, int]:
    """Changes less history rows since the last test, for each model where that is not nothing."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name, sum(number) FROM {LOG} GROUP BY name HAVING sum(number) <> 0")
        return dict(cursor.fetchall())


def counted() -> Iterator[None]:
    """Around a test that uses the database: fails when a change left no history row, or one too many."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {LOG}")
    yield
    found = differences()
    assert not found, f"changes less history rows: {found}"
