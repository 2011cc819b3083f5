"""R-51: the database itself keeps histories and the log of statuses as they were written."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from obligations.models import Party, StatusChange, save_all
from obligations.models.append_only import guards, kept_models, releases, unguarded

pytestmark = pytest.mark.django_db
KEPT = kept_models()
VERBS = ("UPDATE {table} SET {column} = {column}", "DELETE FROM {table}")


def test_every_history_and_the_log_is_guarded() -> None:
    assert len(KEPT) > 30
    assert StatusChange in KEPT
    assert unguarded(connection) == []


@pytest.mark.parametrize("verb", VERBS)
def test_a_history_row_cannot_be_changed_or_deleted(verb: str) -> None:
    [party] = save_all([Party(key="a", name="A", short="A")], reason="proef")
    statement = verb.format(table="obligations_historicalparty", column="name")
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert party.history.get().name == "A"


@pytest.mark.parametrize("verb", VERBS)
def test_a_line_of_the_log_cannot_be_changed_or_deleted(verb: str) -> None:
    StatusChange.objects.create(covenant_id=1, revision="1", code="c", occurrence="o", after="met", on=date(2018, 1, 1))
    statement = verb.format(table="obligations_statuschange", column="code")
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic():
        StatusChange.objects.all().delete()


def test_a_guard_that_is_missing_is_named() -> None:
    table = "obligations_historicalparty"
    with connection.cursor() as cursor:
        for statement in releases(connection.vendor, table):
            cursor.execute(statement)
        assert unguarded(connection) == [table]
        for statement in guards(connection.vendor, table):
            cursor.execute(statement)
    assert unguarded(connection) == []
