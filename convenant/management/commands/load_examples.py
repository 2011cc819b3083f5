"""`manage.py load_examples`: the running example and the two real covenants, each with an example register."""

from typing import Any

from convenant.examples import EXAMPLES, load_example
from obligations.clock import today
from obligations.definitions.problems import Refused
from obligations.management.stored import StoredCommand


class Command(StoredCommand):
    help = "Load the fictional covenant and the two real ones, each with an example register. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        for example in EXAMPLES:
            try:
                self.stdout.write(load_example(example, today=today()))
            except Refused as refusal:
                self.stderr.write(f"{example.key}: niet geladen. {refusal}")
