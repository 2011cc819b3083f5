"""
What `manage.py up` checks before it touches anything, and the server it then becomes.

Each check raises Refused, with one sentence for the person at the keyboard.
"""

import errno
import os
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connections
from gunicorn.app.base import BaseApplication

from convenant import schema
from convenant.embedded import Embedded


class Refused(Exception):
    """Convenant does not start; the message says why and what to do."""


def check_port(host: str, port: int) -> None:
    """Refused unless a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server itself does; otherwise a port stays 'in use' for a minute after a stop.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Refused(f"Poort {port} is al in gebruik. Kies een andere, zoals PORT={port + 1}.") from None
            raise Refused(f"Luisteren op {host}:{port} kan niet ({error.strerror}).") from None


def check_home(home: Path) -> None:
    """Refused unless the data directory can be written; makes the directories for uploads and mail in it."""
    try:
        for folder in (home, settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as error:
        raise Refused(f"Schrijven in {home} kan niet ({error.strerror}). Stel CONVENANT_HOME anders in.") from None


def check_assets() -> None:
    """Refused when the style sheet was not bundled: every page would fail."""
    if finders.find("site.css") is None:
        raise Refused("Het stijlblad ontbreekt. Maak het met 'make assets' en begin opnieuw.")


def check_database() -> None:
    """Refused when the database does not answer, or was written by a newer release than this one."""
    try:
        unknown = schema.difference().unknown
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise Refused(f"De database is niet te gebruiken: {reason}") from None
    if unknown:
        raise Refused(
            f"De database is van een nieuwere versie dan deze (onbekend: {', '.join(unknown)}). "
            "Werk eerst het programma bij, of zet een back-up terug."
        )


def server_options(host: str, port: int) -> dict[str, Any]:
    """
    One worker: background work runs in threads of it, and would run twice in two.

    gunicorn's control socket would be a file outside CONVENANT_HOME.
    """
    return {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": 1,
        "worker_class": "gthread",
        "threads": 8,
        "graceful_timeout": 10,
        "control_socket_disable": True,
        "loglevel": "warning",
        "proc_name": "convenant",
    }


class Server(BaseApplication):
    """gunicorn, configured by us and by nothing else."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        return get_wsgi_application()


def with_background_work(options: dict[str, Any]) -> dict[str, Any]:
    """The same server, with the sweeps in threads of its one worker process, from its start to its end."""
    embedded = Embedded()
    return {
        **options,
        "post_worker_init": lambda worker: embedded.start(),
        "worker_exit": lambda server, worker: embedded.stop(),
    }


def serve(host: str, port: int, *, background: bool) -> None:
    """Serve until SIGTERM or Ctrl-C; ends the process. A fork shares no connection, repeats no output.

    `background`: let the sweeps run in this process too.
    """
    connections.close_all()
    sys.stdout.flush()
    os.environ.pop("GUNICORN_CMD_ARGS", None)
    options = server_options(host, port)
    Server(with_background_work(options) if background else options).run()
