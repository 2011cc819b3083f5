"""`manage.py import_events FILE --covenant KEY`: the register of entries, reviews and waivers from CSV."""

from __future__ import annotations

from obligations.clock import today
from obligations.definitions.events import EVENT_REGISTER
from obligations.definitions.registers import import_register
from obligations.management.register import RegisterCommand
from obligations.services.recording import Tally


class Command(RegisterCommand):
    help = "Import what happened, reviews and waivers from a CSV file. Importing it again changes nothing."

    def record(self, file: str, *, covenant: str, example: bool) -> Tally:
        return import_register(file, EVENT_REGISTER, covenant=covenant, today=today(), example=example)
