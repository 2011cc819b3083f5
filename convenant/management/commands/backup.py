"""`manage.py backup [--to DIR] [--no-rotate]`: one file with database and media, while the site runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from convenant.backups import Refused, rotate, take
from obligations.management.stored import StoredCommand


class Command(StoredCommand):
    help = "Write a backup of database and media. Keeps 7 daily, 5 weekly and 12 monthly ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", metavar="DIR", help="directory (default: backups in CONVENANT_HOME)")
        parser.add_argument("--no-rotate", action="store_true", help="delete no older backups")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["to"] or Path(settings.CONVENANT_HOME) / "backups").expanduser()
        try:
            file = take(folder)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{file} ({file.stat().st_size:,} bytes)")
        self.stdout.write("De SECRET_KEY zit er niet in; bewaar die apart.")
        for name in [] if options["no_rotate"] else rotate(folder):
            self.stdout.write(f"{name} is weggehaald: er zijn nieuwere van die dag, week en maand.")
