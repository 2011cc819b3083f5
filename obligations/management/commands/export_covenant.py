"""`manage.py export_covenant KEY`: the definition file of a covenant, on standard output."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser, no_translations

from obligations.definitions.apply import export_definition
from obligations.definitions.problems import Refused
from obligations.management.stored import StoredCommand
from obligations.management.terminal import write_utf8


class Command(StoredCommand):
    help = "Print a covenant as a definition file (YAML, UTF-8): the same covenant, the same bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", metavar="KEY", help="key of the covenant")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = export_definition(options["key"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        write_utf8(self.stdout)
        self.stdout.write(text, ending="")
