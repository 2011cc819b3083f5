"""What was written stays: the database itself refuses to change or delete a row of a history or a log.

A migration says so with `AppendOnly`. SQLite copies a table to alter it, and its triggers do not come along: a
migration that alters such a table ends with `AppendOnly` again. `unguarded` finds the tables where it was forgotten.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation
from django.db.models import Model
from simple_history.models import HistoricalChanges

MESSAGE = "append only: a row of {table} is never changed or deleted"
FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append only: a row of % is never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$"""
SUFFIX = "_append_only"
VERBS = ("UPDATE", "DELETE")


class AppendOnly(Operation):
    """Guard the tables of these models of the app; without names, those of all its histories.

    Raises LookupError for a name that the app does not know.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, *models: str) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that a model shows."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for table in self._tables(app_label, to_state):
            for statement in guards(schema_editor.connection.vendor, table):
                schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for table in self._tables(app_label, to_state):
            for statement in releases(schema_editor.connection.vendor, table):
                schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Refuse changes of {', '.join(self.models) or 'every history'}"

    def _tables(self, app_label: str, state: Any) -> list[str]:
        names = self.models or tuple(
            model.__name__ for model in state.apps.get_models() if model.__name__.startswith("Historical")
        )
        known = {model.__name__ for model in state.apps.get_models() if model._meta.app_label == app_label}
        own = names if self.models else [name for name in names if name in known]
        return [state.apps.get_model(app_label, name)._meta.db_table for name in own]


def guards(vendor: str, table: str) -> list[str]:
    """The statements that guard a table."""
    if vendor == "postgresql":
        return [
            FUNCTION,
            *releases(vendor, table),
            (
                f'CREATE TRIGGER "{table}{SUFFIX}" BEFORE UPDATE OR DELETE ON "{table}" '
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            ),
        ]
    return [
        *releases(vendor, table),
        *(
            f'CREATE TRIGGER "{table}{SUFFIX}_{verb.lower()}" BEFORE {verb} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE.format(table=table)}'); END"
            for verb in VERBS
        ),
    ]


def releases(vendor: str, table: str) -> list[str]:
    """The statements that undo `guards`."""
    if vendor == "postgresql":
        return [f'DROP TRIGGER IF EXISTS "{table}{SUFFIX}" ON "{table}"']
    return [f'DROP TRIGGER IF EXISTS "{table}{SUFFIX}_{verb.lower()}"' for verb in VERBS]


def kept_models() -> list[type[Model]]:
    """Every history, and the log of statuses."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, HistoricalChanges) or model._meta.label == "obligations.StatusChange"
    ]


def unguarded(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that should be append-only and are not, in this database."""
    wanted = {model._meta.db_table: 1 if connection.vendor == "postgresql" else len(VERBS) for model in kept_models()}
    query = (
        "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger WHERE tgname LIKE %s AND tgenabled <> 'D' GROUP BY 1"
        if connection.vendor == "postgresql"
        else "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s GROUP BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [f"%{SUFFIX}%"])
        found = dict(cursor.fetchall())
    return sorted(table for table, number in wanted.items() if found.get(table, 0) < number)
