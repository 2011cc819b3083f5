"""`manage.py remove_example KEY`: take an example register away and start the real one."""

import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError

from meetings.examples import remove_example
from obligations.clock import today
from obligations.definitions.scalars import FIRST_YEAR, LAST_YEAR
from obligations.management.days import day_of
from obligations.management.stored import StoredCommand
from obligations.models import Covenant
from obligations.services.refusal import Refusal

QUESTION = "Vanaf welke datum houdt u dit bij?"


class Command(StoredCommand):
    help = "Remove the example register of a covenant; what was agreed stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", help="key of the covenant")
        parser.add_argument(
            "--tracked-from", metavar="DATE", help="day from which the real register is kept (YYYY-MM-DD), or 'start'"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        key = options["key"]
        covenant = Covenant.objects.filter(key=key).first()
        if covenant is None:
            raise CommandError(f"Er is geen convenant '{key}'.")
        tracked_from = _day(options["tracked_from"] or _ask(key))
        try:
            remove_example(covenant=covenant, tracked_from=tracked_from, today=today())
        except Refusal:
            raise CommandError(f"{covenant.title} heeft geen voorbeeldregister.") from None
        since = "het begin" if tracked_from is None else tracked_from.isoformat()
        self.stdout.write(f"{covenant.title}: voorbeeld weggehaald, het register wordt bijgehouden vanaf {since}.")


def _ask(key: str) -> str:
    """The answer of the person at the keyboard; Enter is today."""
    proposed = today().isoformat()
    if not sys.stdin.isatty():
        raise CommandError(f"{QUESTION} Bijvoorbeeld: remove_example {key} --tracked-from {proposed}")
    return input(f"{QUESTION} [{proposed}] ").strip() or proposed


def _day(text: str | date) -> date | None:
    try:
        return None if text == "start" else day_of(text)
    except CommandError:
        raise CommandError(
            f"'{text}' is geen datum van {FIRST_YEAR} tot en met {LAST_YEAR} (schrijf JJJJ-MM-DD), en niet 'start'."
        ) from None
