"""Write many machine-owned rows in few statements, without building a model object for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg2.extras import execute_values

BATCH = 1000


def write_rows(
    model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]], *, unique: Sequence[str] = ()
) -> None:
    """Insert rows of `model`; where one with the same `unique` values exists, it gets the other values instead.

    `names`: fields by attname, in the order of each row. Values are days, texts (JSON as text), numbers, booleans or
    None. Only for tables without history: nothing else hears of these rows.
    """
    columns = {name: _column(model, name) for name in names}
    table = connection.ops.quote_name(model._meta.db_table)
    statement = f"INSERT INTO {table} ({', '.join(columns.values())}) VALUES "  # noqa: S608 - names of our own
    conflict = ""
    if unique:
        sets = ", ".join(f"{column} = excluded.{column}" for name, column in columns.items() if name not in unique)
        conflict = f" ON CONFLICT ({', '.join(columns[name] for name in unique)}) DO UPDATE SET {sets}"
    plain = (tuple(_plain(value) for value in row) for row in rows)
    with connection.cursor() as cursor:
        while batch := list(islice(plain, BATCH)):
            if connection.vendor == "postgresql":
                execute_values(cursor.cursor, f"{statement} %s{conflict}", batch, page_size=BATCH)
            else:
                places = f"({', '.join(['%s'] * len(columns))})"
                cursor.executemany(f"{statement}{places}{conflict}", batch)


def _column(model: type[Model], name: str) -> str:
    field = next(field for field in model._meta.concrete_fields if field.attname == name)
    return connection.ops.quote_name(str(field.column))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
