"""`manage.py mail on|off|status|test ADDRESS`: let mail leave or not, or see at which step sending goes wrong."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email

from obligations.clock import now, today
from obligations.mail.blocks import Letter, Paragraph
from obligations.mail.sender import Outcome, Smtp, transport
from obligations.mail.writing import Heads, write
from obligations.management.stored import StoredCommand
from obligations.models import MailSwitch, Message, Notice
from obligations.services.mailing import switch_mail
from obligations.wording.mailing import mail_words


class Command(StoredCommand):
    help = "Let mail leave (on), let nothing leave (off), say how it stands (status), or try the mail server (test)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("on", "off", "status", "test"))
        parser.add_argument("address", nargs="?", help="where a test mail goes")
        parser.add_argument(
            "--about-past", action="store_true", help="with on: also mail about what fell due before today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        what = options["what"]
        if what == "test":
            self._test(options["address"])
            return
        if what != "status":
            switch_mail(
                on=what == "on", about_past=options["about_past"], today=today(), reason=f"manage.py mail {what}"
            )
        self._status()

    def _status(self) -> None:
        row = MailSwitch.objects.filter(pk=1).first()
        on = row is not None and row.on
        where = "to files" if settings.MAIL_SERVER is None else "to the mail server"
        waiting = Notice.objects.filter(state=Notice.State.WAITING).count()
        queued = Message.objects.filter(state=Message.State.QUEUED).count()
        self.stdout.write(
            f"mail is {'on' if on else 'off'} ({where}); {waiting} notices wait, {queued} mails are ready"
        )
        if on and row is not None and row.not_before is not None:
            self.stdout.write(f"nothing is mailed about what fell due before {row.not_before.isoformat()}")

    def _test(self, address: str | None) -> None:
        try:
            validate_email(address)
        except ValidationError:
            raise CommandError("Say to which address: manage.py mail test name@example.org.") from None
        assert address is not None
        letter = Letter(
            mail_words("subject.test", "nl"),
            mail_words("test.intro", "nl"),
            [Paragraph((mail_words("morning", "nl"),)), Paragraph((mail_words("test.intro", "nl"),))],
        )
        moment = now()
        heads = Heads(f"test:{moment.isoformat()}", address, "", "Convenant", (), moment)
        way = transport()
        try:
            attempt = way.send(address, write(letter, heads), f"test-{moment:%Y%m%dT%H%M%S}", lambda: True)
        finally:
            way.close()
        for answer in getattr(way, "tested", ()) if isinstance(way, Smtp) else ():
            self.stdout.write(f"{answer.step}: {answer.code} {answer.text}".rstrip())
        if attempt.outcome is not Outcome.SENT:
            step = attempt.answer.step or "connect"
            raise CommandError(f"The step '{step}' failed: {attempt.answer.code or ''} {attempt.answer.text}".strip())
        self.stdout.write("the test mail was taken" if way.real else f"written to {attempt.answer.text}")
