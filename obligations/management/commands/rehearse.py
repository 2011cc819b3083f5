"""`manage.py rehearse KEY --from DATE --to DATE [--out DIR]`: which mails would go out, day by day; nothing is sent."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from obligations.mail.blocks import as_text
from obligations.mail.rehearsal import Rehearsed, rehearse
from obligations.management.days import day_of
from obligations.management.stored import StoredCommand
from obligations.models import Covenant

LONGEST_DAYS = 40 * 366


class Command(StoredCommand):
    help = (
        "Show every mail about the points of a covenant that would go out from day to day. Nothing is written or sent."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="key of the covenant")
        parser.add_argument("--from", required=True, dest="first", metavar="DATE", help="the first day (YYYY-MM-DD)")
        parser.add_argument("--to", required=True, dest="last", metavar="DATE", help="the last day, included")
        parser.add_argument("--out", metavar="DIR", help="write each mail to a file of its own in this directory")

    def handle(self, *args: Any, **options: Any) -> None:
        covenant = Covenant.objects.filter(key=options["key"]).first()
        if covenant is None:
            known = ", ".join(Covenant.objects.order_by("key").values_list("key", flat=True)) or "none yet"
            raise CommandError(f"There is no covenant '{options['key']}' (known: {known}).")
        first, last = day_of(options["first"]), day_of(options["last"])
        if not first <= last or (last - first).days > LONGEST_DAYS:
            raise CommandError(f"--to {last.isoformat()} must lie on or after --from, at most 40 years later.")
        folder = _folder(options["out"])
        number = 0
        for mail in rehearse(covenant, first, last, passed=self._progress(first, last)):
            number += 1
            self._show(mail, number, folder)
        self.stdout.write(f"{number} mails from {first.isoformat()} to {last.isoformat()}; nothing was sent.")

    def _progress(self, first: date, last: date) -> Any:
        """A bar on a terminal, nothing elsewhere."""
        if not sys.stderr.isatty():
            return lambda day: None
        whole = (last - first).days + 1

        def show(day: date) -> None:
            done = (day - first).days + 1
            filled = 30 * done // whole
            bar = "#" * filled + "." * (30 - filled)
            self.stderr.write(f"\r[{bar}] {day.isoformat()}", ending="\n" if done == whole else "")

        return show

    def _show(self, mail: Rehearsed, number: int, folder: Path | None) -> None:
        text = f"Subject: {mail.letter.subject}\nTo: {mail.recipient}\nDate: {mail.at.date()}\n\n{as_text(mail.letter)}"
        if folder is not None:
            (folder / f"{mail.at.date()}-{number:05d}.txt").write_text(text)
        else:
            self.stdout.write(f"{mail.at.date()}  {mail.recipient}  {mail.letter.subject}")


def _folder(name: str | None) -> Path | None:
    if name is None:
        return None
    folder = Path(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty; choose another directory.")
    except OSError as error:
        raise CommandError(f"{folder} cannot be written ({error.strerror}).") from None
    return folder
