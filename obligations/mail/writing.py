"""A letter as the bytes that go over the line: the same row always gives the same bytes (R-14, R-33, R-34, R-36)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import format_datetime

from django.conf import settings

from obligations.mail.blocks import Letter, as_html, as_text

POLICY = policy.SMTP.clone(max_line_length=78)


class UnsafeText(ValueError):
    """A name, subject or address that would begin another header."""


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands above a letter. `reply_to`: addresses of the secretariat; `sender_name`: who it is from.

    `optional`: the reader may do without it, and leaves with `unsubscribe`.
    """

    key: str
    recipient: str
    name: str
    sender_name: str
    reply_to: tuple[str, ...]
    at: datetime
    unsubscribe: str = ""


def message_id_of(key: str) -> str:
    """A name that follows from the key of the message, so that a resend is recognised as the same letter."""
    domain = settings.MAIL_FROM.rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def write(letter: Letter, heads: Heads) -> bytes:
    """The whole message. Raises UnsafeText for line ends in what becomes a header."""
    for text in (letter.subject, heads.name, heads.sender_name, heads.recipient, *heads.reply_to):
        if any(ord(sign) < 32 for sign in text):
            raise UnsafeText(repr(text))
    message = EmailMessage(policy=POLICY)
    message["Subject"] = letter.subject
    message["From"] = Address(heads.sender_name, addr_spec=settings.MAIL_FROM)
    message["To"] = Address(heads.name, addr_spec=heads.recipient)
    if heads.reply_to:
        message["Reply-To"] = tuple(Address(addr_spec=address) for address in heads.reply_to)
    message["Date"] = format_datetime(heads.at)
    message["Message-ID"] = message_id_of(heads.key)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply, DR, RN, NRN"
    if heads.unsubscribe:
        message["List-Unsubscribe"] = f"<{heads.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(as_text(letter), cte="quoted-printable")
    message.add_alternative(as_html(letter), subtype="html", cte="quoted-printable")
    if letter.calendar is not None:
        message.add_alternative(
            letter.calendar.decode(), subtype="calendar", params={"method": letter.method}, cte="quoted-printable"
        )
    # Only now: making it multipart hands every header with Content- in its name to the first part.
    message["Content-Language"] = letter.language
    message.set_boundary("=_" + hashlib.sha256(heads.key.encode()).hexdigest()[:40])
    return message.as_bytes()


def again(content: bytes, key: str, at: datetime) -> bytes:
    """The same letter under another name: everything stays but Message-ID and Date."""
    message = BytesParser(policy=POLICY).parsebytes(content)
    message.replace_header("Message-ID", message_id_of(key))
    message.replace_header("Date", format_datetime(at))
    return message.as_bytes()


def text_of(content: bytes) -> str:
    """The plain text of a message, for people to read."""
    body = BytesParser(policy=POLICY).parsebytes(content).get_body(("plain",))
    return "" if body is None else str(body.get_content())


def html_of(content: bytes) -> str:
    """The HTML of a message."""
    body = BytesParser(policy=POLICY).parsebytes(content).get_body(("html",))
    return "" if body is None else str(body.get_content())
