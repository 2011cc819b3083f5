"""Give a message to a mail server, one recipient at a time, and say at which step it ended (R-12, R-13).

Django's own backend has one time-out and hides the step. A short time-out after the content would make twins
(RFC 5321 4.5.3.2): the last answer may take ten minutes, every other one a minute.
"""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from obligations.mail.outbox import Answer

COMMAND_SECONDS = 60.0
LAST_SECONDS = 600.0


class Outcome(Enum):
    """How an attempt ended."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    BLOCKED = "blocked"
    """The server refuses the account or the sender: no message can leave."""
    STOPPED = "stopped"
    """We did not begin: the switch, or the lease."""


@dataclass(frozen=True, slots=True)
class Attempt:
    outcome: Outcome
    answer: Answer


class Transport(Protocol):
    """Where mail goes."""

    real: bool

    def send(self, recipient: str, content: bytes, name: str, begin: Callable[[], bool]) -> Attempt: ...

    def close(self) -> None: ...


class Files:
    """Mail is written to files, one per message, readable by the owner alone; the name is the message's own."""

    real = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, recipient: str, content: bytes, name: str, begin: Callable[[], bool]) -> Attempt:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not begin():
            return Attempt(Outcome.STOPPED, Answer(0, ""))
        draft = self.folder / f".{name}.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        # The same message again is the same file: written twice, there once.
        draft.replace(self.folder / f"{name}.eml")
        return Attempt(Outcome.SENT, Answer(250, f"{name}.eml", "end"))

    def close(self) -> None:
        """Nothing is kept open."""


class Problem(Exception):
    """A step that did not go well."""

    def __init__(self, outcome: Outcome, code: int, text: str, step: str) -> None:
        self.attempt = Attempt(outcome, Answer(code, text, step))


class Smtp:
    """One connection, kept for as many messages as the server likes."""

    real = True

    def __init__(self, server: Mapping[str, Any], sender: str, last_seconds: float = LAST_SECONDS) -> None:
        self.server, self.sender, self.last_seconds = server, sender, last_seconds
        self.connection: smtplib.SMTP | None = None
        self.tested: list[Answer] = []

    def send(self, recipient: str, content: bytes, name: str, begin: Callable[[], bool]) -> Attempt:
        try:
            connection = self._connected()
            self._say(connection, "sender", f"MAIL FROM:<{self.sender}>", (250,), permanent=Outcome.BLOCKED)
            self._say(connection, "recipient", f"RCPT TO:<{recipient}>", (250, 251), permanent=Outcome.REFUSED)
            if not begin():
                self._reset()
                return Attempt(Outcome.STOPPED, Answer(0, ""))
            return self._content(connection, content)
        except Problem as problem:
            self._reset()
            return problem.attempt

    def close(self) -> None:
        if self.connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.connection.quit()
            self.connection = None

    def _content(self, connection: smtplib.SMTP, content: bytes) -> Attempt:
        self._say(connection, "content", "DATA", (354,), permanent=Outcome.REFUSED)
        try:
            connection.send(dotted(content))
        except (OSError, smtplib.SMTPException) as error:
            # Without the last dot no server has taken it.
            raise self._broken(Outcome.LATER, "content", error) from None
        try:
            if connection.sock is not None:
                connection.sock.settimeout(self.last_seconds)
            connection.send(b".\r\n")
            code, text = connection.getreply()
            if connection.sock is not None:
                connection.sock.settimeout(COMMAND_SECONDS)
        except (OSError, smtplib.SMTPException) as error:
            raise self._broken(Outcome.UNCERTAIN, "end", error) from None
        answer = Answer(code, words(text), "end")
        self.tested.append(answer)
        if code == 250:
            return Attempt(Outcome.SENT, answer)
        if code < 0:
            raise Problem(Outcome.UNCERTAIN, 0, answer.text, "end")
        self._reset()
        return Attempt(Outcome.REFUSED if code >= 500 else Outcome.LATER, answer)

    def _connected(self) -> smtplib.SMTP:
        if self.connection is None:
            self.connection = self._connect()
        return self.connection

    def _connect(self) -> smtplib.SMTP:
        server = self.server
        context = ssl.create_default_context(cafile=server.get("ca") or None)
        kind = smtplib.SMTP_SSL if server["tls"] else smtplib.SMTP
        options: dict[str, Any] = {"context": context} if server["tls"] else {}
        connection = kind(timeout=COMMAND_SECONDS, **options)
        # smtplib checks the certificate against the name that it was made with.
        connection._host = server["host"]  # type: ignore[attr-defined]
        done: list[str] = []
        try:
            for step, act in self._steps(connection, context):
                done.append(step)
                act()
        except smtplib.SMTPAuthenticationError as error:
            outcome = Outcome.BLOCKED if error.smtp_code >= 500 else Outcome.LATER
            raise Problem(outcome, error.smtp_code, words(error.smtp_error), "login") from None
        except smtplib.SMTPResponseException as error:
            raise Problem(Outcome.LATER, error.smtp_code, words(error.smtp_error), done[-1]) from None
        except smtplib.SMTPNotSupportedError as error:
            raise Problem(Outcome.BLOCKED if done[-1] == "login" else Outcome.LATER, 0, str(error), done[-1]) from None
        except ssl.SSLError as error:
            raise Problem(Outcome.LATER, 0, str(error), "tls") from None
        except (OSError, smtplib.SMTPException) as error:
            raise Problem(Outcome.LATER, 0, str(error) or type(error).__name__, done[-1]) from None
        return connection

    def _steps(self, connection: smtplib.SMTP, context: ssl.SSLContext) -> list[tuple[str, Callable[[], object]]]:
        """What is done to get in, step by step."""
        server = self.server

        def connect() -> None:
            code, text = connection.connect(server["host"], server["port"])
            if connection.sock is not None:
                # The last dot goes by itself: it must not wait for the server to confirm what went before.
                connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._judge(code, text, "connect", (220,), Outcome.LATER)
            connection.ehlo_or_helo_if_needed()

        def encrypt() -> None:
            connection.starttls(context=context)
            connection.ehlo()
            self.tested.append(Answer(220, "", "tls"))

        def login() -> None:
            connection.login(server["user"], server["password"])
            self.tested.append(Answer(235, "", "login"))

        steps: list[tuple[str, Callable[[], object]]] = [("connect", connect)]
        steps += [("tls", encrypt)] if server["starttls"] else []
        return steps + ([("login", login)] if server["user"] else [])

    def _say(
        self, connection: smtplib.SMTP, step: str, line: str, good: tuple[int, ...], *, permanent: Outcome
    ) -> None:
        if "\r" in line or "\n" in line or not line.isascii():
            raise Problem(Outcome.REFUSED, 0, "not an address", step)
        try:
            code, text = connection.docmd(line)
        except (OSError, smtplib.SMTPException) as error:
            raise self._broken(Outcome.LATER, step, error) from None
        self._judge(code, text, step, good, permanent)

    def _judge(self, code: int, text: bytes, step: str, good: tuple[int, ...], permanent: Outcome) -> None:
        self.tested.append(Answer(code, words(text), step))
        if code in good:
            return
        if code == 421:
            self._forget()
        raise Problem(permanent if code >= 500 else Outcome.LATER, max(code, 0), words(text), step)

    def _broken(self, outcome: Outcome, step: str, error: Exception) -> Problem:
        self._forget()
        return Problem(outcome, 0, str(error) or type(error).__name__, step)

    def _reset(self) -> None:
        """Make the connection ready for the next message, or drop it."""
        if self.connection is None:
            return
        try:
            if self.connection.rset()[0] != 250:
                self._forget()
        except (OSError, smtplib.SMTPException):
            self._forget()

    def _forget(self) -> None:
        if self.connection is not None:
            with suppress(OSError):
                self.connection.close()
        self.connection = None


def dotted(content: bytes) -> bytes:
    """The content as it goes over the line: CRLF at each end, a dot at the start of a line doubled (RFC 5321 4.5.2)."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n").split(b"\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b"\r\n"


def words(text: bytes | str) -> str:
    """What a server said, as one line."""
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join("".join(letter if letter.isprintable() else " " for letter in said).split())


def transport() -> Transport:
    """The mail server of EMAIL_URL, else files in CONVENANT_HOME."""
    if settings.MAIL_SERVER is None:
        return Files(Path(settings.EMAIL_FILE_PATH))
    return Smtp(settings.MAIL_SERVER, settings.MAIL_FROM, settings.MAIL_LAST_SECONDS)
