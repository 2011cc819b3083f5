"""`manage.py restore FILE [--check] [--force]`: put a backup back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from convenant.backups import Refused, restore
from obligations.management.stored import StoredCommand


class Command(StoredCommand):
    help = "Check a backup whole and put it back into an empty database. Stop the site first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a backup: convenant-….tar")
        parser.add_argument("--check", action="store_true", help="only check it")
        parser.add_argument("--force", action="store_true", help="also over a database that is not empty")

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(options["file"]).expanduser()
        try:
            done = restore(file, only_check=options["check"], force=options["force"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        what = done.manifest
        rows = sum(what.rows.values())
        self.stdout.write(
            f"{'Heel' if options['check'] else 'Teruggezet'}: {file}, gemaakt op {what.created_at} (UTC)."
        )
        self.stdout.write(f"{rows:,} rijen in {len(what.rows)} tabellen, {len(what.members) - 1} bestanden.")
        for path in done.aside:
            self.stdout.write(f"Wat er stond, staat nu in {path}.")
        if done.older:
            self.stdout.write("De back-up is van een ouder programma: voer daarna uit: manage.py migrate")
        if not options["check"]:
            self.stdout.write("De SECRET_KEY zat er niet in: met een andere sleutel logt iedereen opnieuw in.")
