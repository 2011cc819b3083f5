"""Find words in columns whatever their capitals and accents: 'cafe' finds 'Café', and part of a word finds it whole.

On PostgreSQL the Dutch word stems count too: 'overleggen' finds 'overleg'. No extension of a database is needed.
"""

from __future__ import annotations

import unicodedata
from typing import Any, TypeVar

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat, Lower

Rows = TypeVar("Rows", bound="QuerySet[Any]")
MOST_WORDS, LONGEST_WORD = 8, 60
ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ"


def folded(text: str | None) -> str:
    """Without capitals and accents."""
    marked = unicodedata.normalize("NFKD", text or "").casefold()
    return "".join(sign for sign in marked if not unicodedata.combining(sign))


PLAIN = folded(ACCENTED)


def words_of(text: str) -> list[str]:
    """What is searched for: folded words, without what nobody sees, at most MOST_WORDS."""
    seen = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in folded(seen).split()))[:MOST_WORDS]


class Folded(Func):
    """A text in the database without capitals and accents."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        connection.ensure_connection()
        connection.connection.create_function("folded", 1, folded, deterministic=True)
        return super().as_sql(compiler, connection, function="folded", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        plain = Func(Lower(self.source_expressions[0]), Value(ACCENTED), Value(PLAIN), function="translate")
        return plain.as_sql(compiler, connection, **context)


def matching(rows: Rows, words: list[str], *fields: str) -> Rows:
    """The rows in whose fields together every word is found; none without words."""
    if not words:
        return rows.none()
    parts: list[Any] = [Value(" ")]
    for field in fields:
        parts += [Coalesce(F(field), Value(""), output_field=TextField()), Value(" ")]
    found = rows.annotate(searched=Folded(Concat(*parts, output_field=TextField())))
    if connection.vendor == "postgresql":
        found = found.annotate(stems=SearchVector(*fields, config="dutch"))
    for word in words:
        there = Q(searched__contains=word)
        if connection.vendor == "postgresql":
            there |= Q(stems=SearchQuery(word, config="dutch"))
        found = found.filter(there)
    return found
