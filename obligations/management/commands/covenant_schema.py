"""`manage.py covenant_schema`: JSON Schema of definition files, for editors."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from obligations.definitions.schema import json_schema


class Command(BaseCommand):
    help = "Print the JSON Schema of definition files, for editors that complete and check them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=2))
