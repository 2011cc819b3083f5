"""Which files may be kept: known by what is in them, not by what they are called."""

from __future__ import annotations

import email
import email.policy
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePath

import puremagic
from django.utils.translation import gettext as _

from obligations.services.refusal import Refusal
from obligations.services.words import shown

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
OUTLOOK = "__substg1.0_".encode("utf-16-le")
"""The name of the parts of a message of Outlook, inside the container that it shares with old Office files."""
ODF = "application/vnd.oasis.opendocument."
OFFICE = "application/vnd.openxmlformats-officedocument."
MOST_MEMBERS = 10_000


def _zip_with(member: str, text: str = "") -> Callable[[bytes], bool]:
    """A test for an office file: a zip with this member, which begins with `text`, and no macros."""

    def test(data: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as found:
                names = found.namelist()
                if (
                    member not in names
                    or len(names) > MOST_MEMBERS
                    or any("vbaproject" in one.lower() for one in names)
                ):
                    return False
                with found.open(member) as part:
                    return part.read(len(text)) == text.encode()
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
            return False

    return test


def _magic(*extensions: str) -> Callable[[bytes], bool]:
    """A test for a file that begins, and where it must ends, as one of these kinds does."""

    def test(data: bytes) -> bool:
        try:
            return any(match.extension in extensions for match in puremagic.magic_string(data))
        except (puremagic.PureError, ValueError):
            return False

    return test


def _is_outlook(data: bytes) -> bool:
    return data.startswith(OLE) and OUTLOOK in data


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return not any(sign < " " and sign not in "\t\r\n\f" for sign in text)


def _is_mail(data: bytes) -> bool:
    """Headers of a mail: at least who sent it, and to whom or when."""
    found = email.message_from_bytes(data, policy=email.policy.default)
    return b"\0" not in data and "from" in found and bool({"to", "date"} & {name.lower() for name in found})


KINDS: Mapping[str, tuple[str, Callable[[bytes], bool]]] = {
    ".pdf": ("application/pdf", _magic(".pdf")),
    ".docx": (f"{OFFICE}wordprocessingml.document", _zip_with("word/document.xml")),
    ".xlsx": (f"{OFFICE}spreadsheetml.sheet", _zip_with("xl/workbook.xml")),
    ".pptx": (f"{OFFICE}presentationml.presentation", _zip_with("ppt/presentation.xml")),
    ".odt": (f"{ODF}text", _zip_with("mimetype", f"{ODF}text")),
    ".ods": (f"{ODF}spreadsheet", _zip_with("mimetype", f"{ODF}spreadsheet")),
    ".odp": (f"{ODF}presentation", _zip_with("mimetype", f"{ODF}presentation")),
    ".msg": ("application/vnd.ms-outlook", _is_outlook),
    ".eml": ("message/rfc822", _is_mail),
    ".txt": ("text/plain", _is_text),
    ".csv": ("text/csv", _is_text),
    ".png": ("image/png", _magic(".png")),
    ".jpg": ("image/jpeg", _magic(".jpg", ".jpeg")),
    ".jpeg": ("image/jpeg", _magic(".jpg", ".jpeg")),
}
"""By the end of its name: its media type, and whether what is in it is that."""


def media_type_of(name: str, data: bytes) -> str:
    """The media type of a file. Raises Refusal when such files are not kept, or it is not what it is called."""
    ending = PurePath(name).suffix.lower()
    if ending not in KINDS:
        known = ", ".join(one.removeprefix(".") for one in KINDS)
        raise Refusal(
            _("%(name)s: files of this kind are not kept (these are: %(known)s).")
            % {"name": shown(name), "known": known}
        )
    media_type, test = KINDS[ending]
    if not data:
        raise Refusal(_("%(name)s is empty.") % {"name": shown(name)})
    if not test(data):
        raise Refusal(
            _("%(name)s is not what its name says (%(ending)s). Save it again in the program that made it.")
            % {"name": shown(name), "ending": ending.removeprefix(".")}
        )
    return media_type
