"""`manage.py sweep NAME [--as-of DATE]`: run a sweep once, without Celery."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from obligations.clock import today
from obligations.management.days import day_of
from obligations.management.stored import StoredCommand
from obligations.tasks import SWEEPS, run


class Command(StoredCommand):
    help = "Run a sweep once. Safe at any time, also beside the scheduled ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=sorted(SWEEPS), help="which one")
        parser.add_argument("--as-of", metavar="DATE", help="day to sweep for (YYYY-MM-DD; default: today)")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = day_of(options["as_of"]) if options["as_of"] else today()
        if as_of > today():
            raise CommandError(f"--as-of {as_of.isoformat()} lies ahead; what is stored never stands on a later day.")
        counts = run(options["name"], as_of)
        done = ", ".join(f"{name} {number}" for name, number in counts.items())
        self.stdout.write(f"{options['name']} {as_of.isoformat()}: {done}")
