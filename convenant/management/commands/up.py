"""`manage.py up`: from a fresh checkout, or an old one, to a running site."""

import secrets
import shlex
import subprocess
import sys
from argparse import ArgumentParser
from itertools import chain, count
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation.reloader import translation_file_changed

from convenant.catalogs import compile_catalogs
from convenant.start import Refused, check_assets, check_database, check_home, check_port, serve
from obligations.models import Covenant

ACCOUNT = "beheer"
BACKGROUND_APART = "Het werk op de achtergrond doen 'celery -A convenant worker' en 'celery -A convenant beat'."


class Command(BaseCommand):
    help = "Prepare the database and the files, and serve the site until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
        parser.add_argument("--port", type=int, default=settings.PORT, help="port (default: PORT, else 8000)")
        parser.add_argument("--no-serve", action="store_true", help="prepare only")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            check_port(options["host"], options["port"])
            check_home(settings.CONVENANT_HOME)
            check_assets()
            check_database()
            self.prepare(options["verbosity"])
            self.greet(options["host"], options["port"])
            if not options["no_serve"]:
                serve(options["host"], options["port"], background=settings.REDIS_URL is None)
        except Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(130)

    def prepare(self, verbosity: int) -> None:
        """Tables, translations, static files and, outside production, example data."""
        migrate(verbosity)
        for catalog in compile_catalogs():
            # What this process holds in memory is inherited by the server.
            translation_file_changed(sender=None, file_path=catalog)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not settings.PRODUCTION:
            call_command("load_examples", verbosity=max(verbosity - 1, 0), stdout=self.stdout)

    def greet(self, host: str, port: int) -> None:
        """Say where the site is, who can log in, and what it is not."""
        say = self.stdout.write
        if settings.PRODUCTION:
            say(f"Convenant luistert op {host}:{port} ({settings.BASE_URL}).")
            say(BACKGROUND_APART if settings.REDIS_URL else "Het werk op de achtergrond doet dit proces zelf.")
            return
        name = f"[{host}]" if ":" in host else host
        say(f"\nAdres:      http://{name}:{port}/")
        account, password = administrator()
        if password:
            say(f"Account:    {account}\nWachtwoord: {password}   (staat alleen hier; bewaar het)")
        else:
            say(f"De gegevens in {settings.CONVENANT_HOME} en het account {account} zijn bewaard.")
            say(f"Nieuw wachtwoord: {sys.executable} manage.py changepassword {shlex.quote(account)}")
        examples = Covenant.objects.filter(has_example_register=True).exists()
        say("\nEr zijn voorbeeldgegevens geladen." if examples else "\nEr zijn geen voorbeeldgegevens.")
        say(f"Mail wordt niet verstuurd: elk bericht wordt een bestand in {settings.EMAIL_FILE_PATH}.")
        if settings.REDIS_URL:
            say(BACKGROUND_APART)
        say("Niet voor productie. Stoppen: Ctrl-C.\n")


def migrate(verbosity: int) -> None:
    """Bring the tables up to date; under MIGRATE_DATABASE_URL in a process that connects with it."""
    if settings.MIGRATE_DATABASE:
        command = [
            sys.executable,
            "manage.py",
            "migrate",
            "--noinput",
            f"--verbosity={max(verbosity - 1, 0)}",
        ]
        if subprocess.run(command, cwd=settings.BASE_DIR, check=False).returncode:
            raise Refused("De database kon niet worden bijgewerkt; de reden staat hierboven.")
    else:
        call_command("migrate", interactive=False, verbosity=max(verbosity - 1, 0))


def administrator() -> tuple[str, str | None]:
    """The name of an administrator, and the password when the account was made just now."""
    users = get_user_model().objects
    names = list(users.filter(is_superuser=True).order_by("-is_active", "pk").values_list("username", flat=True))
    if names:
        return ACCOUNT if ACCOUNT in names else names[0], None
    candidates = chain([ACCOUNT], (f"{ACCOUNT}{number}" for number in count(2)))
    name = next(name for name in candidates if not users.filter(username=name).exists())
    password = secrets.token_urlsafe(12)
    users.create_superuser(name, password=password)
    return name, password
