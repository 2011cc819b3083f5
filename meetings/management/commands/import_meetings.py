"""`manage.py import_meetings FILE --covenant KEY`: meetings and who was there, from CSV."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser, no_translations

from meetings.registers import MEETING_REGISTER
from obligations.clock import today
from obligations.definitions.problems import Refused
from obligations.definitions.registers import import_register, said
from obligations.management.stored import StoredCommand
from obligations.management.terminal import show_what_can_be_shown


class Command(StoredCommand):
    help = "Import meetings and who was there from a CSV file. Importing it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the CSV file (UTF-8, commas, header row)")
        parser.add_argument("--covenant", required=True, metavar="KEY", help="key of the covenant")
        parser.add_argument("--example", action="store_true", help="mark what is new as an example register")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        show_what_can_be_shown(self.stdout)
        try:
            tally = import_register(
                options["file"],
                MEETING_REGISTER,
                covenant=options["covenant"],
                today=today(),
                example=options["example"],
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        for line in said(tally):
            self.stdout.write(line)
