"""Documents: a file that is kept outside the web root under a name of our own, or a link with a number."""

from __future__ import annotations

import hashlib
import os
import uuid
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from obligations.models import Covenant, Document, remove_all, save_all
from obligations.services.filetypes import media_type_of
from obligations.services.known import text_objection
from obligations.services.refusal import Refusal, objections, refuse_any

FOLDER = "documenten"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Details:
    """What is said of a document. `link`: where it is kept when it is not sent along, as https://…"""

    title: str = ""
    number: str = ""
    link: str = ""


@transaction.atomic
def add_document(*, covenant: Covenant, about: str, details: Details, upload: Upload | None, reason: str) -> Document:
    """Keep a document about something of a covenant. Raises Refusal for both or neither of file and link.

    The file is there before the row is, so that a row never points to nothing.
    """
    title = (details.title or (PurePath(upload.name).name if upload else details.link)).strip()
    refuse_any(
        objections(
            ("title", text_objection(title, 200)),
            ("number", text_objection(details.number, 80)),
            ("link", _link_objection(details.link) if details.link else None),
            ("file", _either(upload, details.link)),
        )
    )
    row = Document(covenant=covenant, about=about, title=title, number=details.number, link=details.link)
    if upload is not None:
        row.name = PurePath(upload.name.replace("\\", "/")).name[:200]
        row.media_type = media_type_of(row.name, upload.data)
        row.size, row.sha256 = len(upload.data), hashlib.sha256(upload.data).hexdigest()
        row.stored = _store(upload.data)
    return save_all([row], reason=reason)[0]


def _either(upload: Upload | None, link: str) -> str | None:
    if (upload is None) == (not link):
        return _("Choose a file, or write a link: one of the two.")
    if upload is not None and len(upload.data) > settings.MAX_UPLOAD_MB * 1_000_000:
        return _("This file is larger than %(size)s MB. Keep it elsewhere and write a link.") % {
            "size": settings.MAX_UPLOAD_MB
        }
    return None


def _link_objection(link: str) -> str | None:
    try:
        found = urlsplit(link)
    except ValueError:
        return _("This is no link. Write it as https://…")
    if found.scheme not in ("https", "http") or not found.netloc or len(link) > 500 or not link.isprintable():
        return _("This is no link. Write it as https://…")
    return None


def _store(data: bytes) -> str:
    """Write the bytes under a name that was made up, readable by the owner alone; that name."""
    name = f"{FOLDER}/{uuid.uuid4().hex}"
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return name


def path_of(document: Document) -> Path:
    """Where the file is. Raises FileNotFoundError when it is not there any more."""
    path = Path(settings.MEDIA_ROOT) / document.stored
    if not document.stored or not path.is_file():
        raise FileNotFoundError(document.stored)
    return path


@transaction.atomic
def remove_document(*, document: int, reason: str) -> None:
    """Take a document off the pages. Its history and its file stay, so that a slip can be mended."""
    row = Document.objects.filter(pk=document).first()
    if row is None:
        raise Refusal(_("This document is not there any more."))
    remove_all([row], reason=reason)
