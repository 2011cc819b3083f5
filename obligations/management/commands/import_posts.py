"""`manage.py import_posts FILE --covenant KEY`: who holds which post, from CSV."""

from __future__ import annotations

from obligations.clock import today
from obligations.definitions.posts import import_posts
from obligations.management.register import RegisterCommand
from obligations.services.recording import Tally


class Command(RegisterCommand):
    help = "Import who holds which post from a CSV file. Importing it again changes nothing."

    def record(self, file: str, *, covenant: str, example: bool) -> Tally:
        return import_posts(file, covenant=covenant, today=today(), example=example)
