"""`manage.py import_covenant FILE`: take over what was agreed from a definition file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser, no_translations

from obligations.clock import today
from obligations.definitions.apply import START, Imported, import_definition
from obligations.definitions.problems import Refused
from obligations.management.days import day_of
from obligations.management.stored import StoredCommand
from obligations.management.terminal import show_what_can_be_shown


def start_or_day(text: str | date | None) -> date | str | None:
    """The value of --tracked-from. Raises CommandError in words."""
    if text is None or text == START:
        return text
    try:
        return day_of(text)
    except CommandError as error:
        raise CommandError(f"--tracked-from (a day, or the word start): {error}") from None


class Command(StoredCommand):
    help = "Import a covenant from a definition file (YAML). Importing it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the definition file")
        parser.add_argument(
            "--tracked-from",
            metavar="DATE",
            help="day from which the register is kept (YYYY-MM-DD, or start); goes before the file",
        )
        parser.add_argument("--dry-run", action="store_true", help="print the plan, write nothing")
        parser.add_argument("--rename", action="store_true", help="give known parties the name in the file")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        show_what_can_be_shown(self.stdout)
        try:
            imported = import_definition(
                options["file"],
                today=today(),
                tracked_from=start_or_day(options["tracked_from"]),
                rename=options["rename"],
                dry_run=options["dry_run"],
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self._report(imported, dry_run=options["dry_run"])

    def _report(self, imported: Imported, *, dry_run: bool) -> None:
        for change in imported.changes:
            self.stdout.write(str(change))
        for party in imported.unused:
            self.stdout.write(f"Note: no revision names party '{party}', so it is left out.")
        if imported.assumed:
            self.stdout.write(
                f"Note: neither the file nor --tracked-from says since when the register is kept, so it is kept "
                f"from today, {imported.tracked_from}: nothing from before counts as missed."
            )
        if not imported.changes:
            done = "is as in the file; nothing changed"
        elif dry_run:
            done = "is as it was (dry run)"
        else:
            done = "imported" if imported.is_new else "changed"
        self.stdout.write(f"Covenant {imported.key}: {done}.")
