"""`manage.py doctor [--json] [--strict]`: is everything there that the site needs, and what to do where it is not."""

import dataclasses
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from convenant.doctor import Finding, Level, examine


class Command(BaseCommand):
    help = "Look at database, background work, clock, disk, mail and settings. Exit code 1 when something is wrong."
    # It says itself, and more kindly, what is wrong with the database.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for a program that watches")
        parser.add_argument("--strict", action="store_true", help="exit code 1 also for what is only to be looked at")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = examine()
        if options["json"]:
            self.stdout.write(json.dumps([_data(finding) for finding in findings], ensure_ascii=False, indent=2))
        else:
            for finding in findings:
                self.stdout.write(_line(finding))
        bad = {Level.WRONG, Level.LOOK} if options["strict"] else {Level.WRONG}
        if any(finding.level in bad for finding in findings):
            sys.exit(1)


def _data(finding: Finding) -> dict[str, str]:
    return {**dataclasses.asdict(finding), "level": finding.level.value}


def _line(finding: Finding) -> str:
    line = f"{finding.level.value:<7} {finding.name}: {finding.what}"
    return f"{line}\n        wat te doen: {finding.do}" if finding.do else line
