"""What the commands that import a register from CSV have in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from django.core.management.base import CommandError, CommandParser, no_translations

from obligations.definitions.problems import Refused
from obligations.definitions.registers import said
from obligations.management.stored import StoredCommand
from obligations.management.terminal import show_what_can_be_shown
from obligations.services.recording import Tally


class RegisterCommand(StoredCommand):
    """Imports one file into the register of one covenant and says what that did."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the CSV file (UTF-8, commas, header row)")
        parser.add_argument("--covenant", required=True, metavar="KEY", help="key of the covenant")
        parser.add_argument("--example", action="store_true", help="mark what is new as an example register")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        show_what_can_be_shown(self.stdout)
        try:
            tally = self.record(options["file"], covenant=options["covenant"], example=options["example"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        for line in said(tally):
            self.stdout.write(line)

    @abstractmethod
    def record(self, file: str, *, covenant: str, example: bool) -> Tally:
        """Import the file. Raises Refused with every problem."""
