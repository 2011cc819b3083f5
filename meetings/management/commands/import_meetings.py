"""`manage.py import_meetings FILE --covenant KEY`: meetings and who was there, from CSV."""

from __future__ import annotations

from meetings.registers import MEETING_REGISTER
from obligations.clock import today
from obligations.definitions.registers import import_register
from obligations.management.register import RegisterCommand
from obligations.services.recording import Tally


class Command(RegisterCommand):
    help = "Import meetings and who was there from a CSV file. Importing it again changes nothing."

    def record(self, file: str, *, covenant: str, example: bool) -> Tally:
        return import_register(file, MEETING_REGISTER, covenant=covenant, today=today(), example=example)
