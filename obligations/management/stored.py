"""Commands that work on what is stored."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError


class StoredCommand(BaseCommand):
    """Says in one line that the database cannot be used, instead of showing a traceback."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except DatabaseError as error:
            reason = str(error).strip().partition("\n")[0]
            raise CommandError(
                f"The database cannot be used ({reason}). If it is new or older than this version: manage.py migrate."
            ) from error
