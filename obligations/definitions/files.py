"""Read a file of a user: never more than its bound, and always UTF-8."""

from __future__ import annotations

import codecs
from pathlib import Path

from obligations.definitions.problems import refused
from obligations.services.words import shown


def read_file(path: str | Path, limit: int) -> bytes:
    """The bytes of a file of at most `limit` bytes; a larger one is refused without reading it.

    Raises Refused in words when there is no such file, or it cannot be read.
    """
    file, name = Path(path), shown(path, 200)
    try:
        if file.is_dir():
            raise refused(f"{name} is a directory, not a file.")
        size = file.stat().st_size
        if size > limit:
            raise refused(f"{name} has {size / 1e6:.1f} MB; at most {limit / 1e6:.0f} MB is read.")
        with file.open("rb") as opened:
            data = opened.read(limit + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise refused(f"{name} cannot be read: {reason}.") from None
    if len(data) > limit:
        raise refused(f"{name} has more than {limit / 1e6:.0f} MB; at most that is read.")
    return data


def reason_of(path: str | Path) -> str:
    """What the history says of rows that come from a file; in Dutch, like all that people read there."""
    return f"Ingelezen uit {Path(path).name}".encode("utf-8", "replace").decode()


def utf8(data: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    Raises Refused for another encoding, with the line of the first byte that does not fit.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:64]:
        raise refused("This file is in UTF-16, not in UTF-8. Save it as UTF-8 (in Excel: 'CSV UTF-8').")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refused(
            f"the byte 0x{data[error.start]:02X} is not UTF-8. Save the file as UTF-8 (in Excel: 'CSV UTF-8').",
            line,
        ) from None
