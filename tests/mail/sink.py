"""A mail server on loopback that does what it is told, and remembers what it took before it says so."""

from __future__ import annotations

import random
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Sink:
    """What a mail server got and how it behaves: `script` by step, one answer for each time it is asked.

    Steps: connect, sender, recipient, content, end. An answer is a line, or 'drop' to break the connection; without
    one everything is well. `taken`: recipient and bytes, in the order in which the last dot came in.
    """

    script: dict[str, list[str]] = field(default_factory=dict)
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    port: int = 0
    seconds: float = 0.0
    """At most so long it waits before it answers after the content."""
    chance: random.Random | None = None
    """Where given: now and then it asks to come back later, or breaks off after it took a message."""

    def mishap(self, step: str) -> str | None:
        """What goes wrong at this step this time, None when nothing does."""
        if self.chance is None:
            return None
        if step == "recipient" and self.chance.random() < 0.05:
            return "450 come back later"
        return "drop" if step == "end" and self.chance.random() < 0.01 else None

    def says(self, step: str, usual: str) -> str:
        answers = self.script.get(step, [])
        return answers.pop(0) if answers else self.mishap(step) or usual


class _Session(socketserver.StreamRequestHandler):
    """One connection, spoken as far as SMTP needs."""

    def handle(self) -> None:
        # Whoever speaks with us may be killed in the middle of a word.
        with suppress(ConnectionError):
            self.speak()

    def speak(self) -> None:
        sink: Sink = self.server.sink  # type: ignore[attr-defined]
        if not self.say(sink.says("connect", "220 sink")):
            return
        recipient = ""
        while line := self.rfile.readline():
            verb = line.strip().upper()
            if verb.startswith(b"DATA"):
                if not self.content(sink, recipient):
                    return
                continue
            step = "sender" if verb.startswith(b"MAIL") else "recipient" if verb.startswith(b"RCPT") else ""
            if step == "recipient":
                recipient = line.decode().partition("<")[2].partition(">")[0]
            usual = "221 bye" if verb.startswith(b"QUIT") else "250 ok"
            if not self.say(sink.says(step, usual)) or verb.startswith(b"QUIT"):
                return

    def content(self, sink: Sink, recipient: str) -> bool:
        answer = sink.says("content", "354 go on")
        if not self.say(answer):
            return False
        if not answer.startswith("354"):
            return True
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        if not line:
            return False
        answer = sink.says("end", "250 taken")
        if answer.startswith("250") or answer == "drop":
            sink.taken.append((recipient, b"".join(lines)))
        if sink.seconds:
            time.sleep(sink.seconds * random.random())
        return self.say(answer)

    def say(self, answer: str) -> bool:
        if answer == "drop":
            return False
        self.wfile.write(answer.encode() + b"\r\n")
        return not answer.startswith("421")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def running() -> Iterator[Sink]:
    """Such a server, until the block ends."""
    found = Sink()
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.sink = found  # type: ignore[attr-defined]
        found.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield found
        server.shutdown()
