"""A database that cannot be used is said in one line."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

COMMANDS = [
    ("assess", ["x"], {"as_of": "2018-01-01"}),
    ("export_covenant", ["x"], {}),
    ("load_examples", [], {}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("command", "arguments", "options"), COMMANDS, ids=[name for name, *_ in COMMANDS])
def test_a_database_without_its_tables(command, arguments, options):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE obligations_covenant RENAME TO away")
    said = r"^The database cannot be used \(.*manage.py migrate\.$"
    with pytest.raises(CommandError, match=said) as caught, transaction.atomic():
        call_command(command, *arguments, **options)
    assert isinstance(caught.value.__cause__, DatabaseError)
