"""Write many machine-owned rows in few statements, without building a model object for each.

Only for tables without history: nothing else hears of these rows. Rows are tuples in the order of `names`, which are
attnames; values are days, texts (JSON as text), numbers, booleans or None.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

Row = Sequence[Any]
FEW = 100
"""Rows of one statement each; from here on PostgreSQL gets them as a stream, which costs a temporary table."""
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def insert_rows(model: type[Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows of `model`. Raises IntegrityError when one is there already."""
    if not rows:
        return
    table, columns = _table(model), _columns(model, names)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) > FEW:
            _stream(cursor, f"{table} ({', '.join(columns)})", rows)
        else:
            places = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - our own names
            cursor.executemany(statement, [tuple(map(_plain, row)) for row in rows])


def update_rows(model: type[Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Give existing rows of `model` other values; the first of `names` is the primary key."""
    if not rows:
        return
    table, columns = _table(model), _columns(model, names)
    key, *others = columns
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) > FEW:
            # Of the types of the table itself, so that nothing has to be cast.
            cursor.execute(
                f"CREATE TEMPORARY TABLE incoming ON COMMIT DROP AS "  # noqa: S608
                f"SELECT {', '.join(columns)} FROM {table} WITH NO DATA"
            )
            _stream(cursor, "incoming", rows)
            sets = ", ".join(f"{column} = incoming.{column}" for column in others)
            cursor.execute(f"UPDATE {table} SET {sets} FROM incoming WHERE {table}.{key} = incoming.{key}")  # noqa: S608
            cursor.execute("DROP TABLE incoming")
        else:
            sets = ", ".join(f"{column} = %s" for column in others)
            plain = [tuple(map(_plain, row)) for row in rows]
            statement = f"UPDATE {table} SET {sets} WHERE {key} = %s"  # noqa: S608
            cursor.executemany(statement, [(*row[1:], row[0]) for row in plain])


def _stream(cursor: Any, target: str, rows: Sequence[Row]) -> None:
    lines = ("\t".join(map(_field, row)) for row in rows)
    cursor.cursor.copy_expert(f"COPY {target} FROM STDIN", io.StringIO("\n".join(lines) + "\n"))


def _field(value: Any) -> str:
    """A value in the text format of COPY."""
    if value is None:
        return r"\N"
    return value.translate(ESCAPES) if isinstance(value, str) else str(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _columns(model: type[Model], names: Sequence[str]) -> list[str]:
    found = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    return [connection.ops.quote_name(found[name]) for name in names]
