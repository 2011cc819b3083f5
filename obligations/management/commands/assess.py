"""`manage.py assess KEY --as-of DATE`: how a covenant stands on a day, as a table or as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser

from obligations import wording
from obligations.assessments import Standing, assess_covenants
from obligations.exports.assessed import standing_data
from obligations.management.days import day_of
from obligations.management.stored import StoredCommand
from obligations.models import Covenant
from obligations.wording import Lang


class Command(StoredCommand):
    help = "How every obligation of a covenant stands on a date, with the reason."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", help="key of the covenant")
        parser.add_argument("--as-of", required=True, metavar="DATE", help="the day to look at (YYYY-MM-DD)")
        parser.add_argument("--known-at", metavar="DATE", help="leave out what was recorded after this day")
        parser.add_argument("--obligation", action="extend", nargs="+", metavar="CODE", help="only these")
        parser.add_argument("--history", action="store_true", help="also what was settled or final before")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON only")
        parser.add_argument("--lang", choices=("nl", "en"), default="nl", help="language of the sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        standing = self._standing(options)
        if options["as_json"]:
            data = standing_data(standing, options["lang"])
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            self._table(standing, options["lang"])

    def _standing(self, options: dict[str, Any]) -> Standing:
        covenant = Covenant.objects.filter(key=options["key"]).first()
        if covenant is None:
            known = ", ".join(Covenant.objects.order_by("key").values_list("key", flat=True)) or "none yet"
            raise CommandError(f"There is no covenant '{options['key']}' (known: {known}).")
        known_at = options["known_at"]
        standing = assess_covenants(
            [covenant.pk],
            day_of(options["as_of"]),
            known_at=None if known_at is None else day_of(known_at),
            history=options["history"],
            codes=options["obligation"] or None,
        )[covenant.pk]
        unknown = set(options["obligation"] or ()) - {line.obligation.code for line in standing.lines}
        if unknown:
            raise CommandError(f"No obligation '{', '.join(sorted(unknown))}' in {covenant.key}.")
        return standing

    def _table(self, standing: Standing, lang: Lang) -> None:
        for revision in standing.covenant.revisions:
            since = standing.status_since(revision)
            status = wording.covenant_status_label(standing.status(revision), since, lang)
            self.stdout.write(f"{revision.title}: {status}")
        for line in standing.lines:
            subject = standing.subject(line)
            for row in line.assessed.rows:
                label = wording.label(subject, row, standing.as_of, lang)
                self.stdout.write(f"\n{row.revision} {row.code}  {row.occurrence}\n  {label}")
                self.stdout.write(f"  {wording.sentence(subject, row, standing.as_of, lang)}")
