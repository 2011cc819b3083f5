"""`manage.py outbox [--state STATE] [--json]`: every mail with its state and why."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import CommandParser

from obligations.management.stored import StoredCommand
from obligations.models import Message


class Command(StoredCommand):
    help = "List the mails: key, kind, recipient, when due, state, attempts, Message-ID and reason."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--state", choices=[str(state) for state in Message.State.values], help="only these")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON only")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = Message.objects.order_by("pk")
        if options["state"]:
            rows = rows.filter(state=options["state"])
        found = [
            {
                "key": row.key,
                "kind": row.kind,
                "recipient": row.recipient,
                "due": row.due_at.isoformat(),
                "state": row.state,
                "attempts": row.attempts,
                "message_id": row.message_id,
                "reason": row.reason,
            }
            for row in rows.defer("rendered").iterator(500)
        ]
        if options["as_json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
            return
        for one in found:
            self.stdout.write(
                f"{one['state']:13} {one['due']}  {one['recipient']}  {one['key']}  {one['reason']}".rstrip()
            )
        self.stdout.write(f"{len(found)} mails")
