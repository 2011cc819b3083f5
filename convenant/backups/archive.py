"""The file itself: a tar that appears whole or not at all, and of which nothing is believed before it was checked."""

from __future__ import annotations

import hashlib
import os
import tarfile
import tempfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath

from convenant.backups import manifest
from convenant.backups.manifest import Manifest
from convenant.backups.refusal import Refused

MANIFEST, SUM = "manifest.json", "manifest.sha256"
LARGEST_MANIFEST = 1 << 24


def write(target: Path, what: Manifest, files: Mapping[str, Path]) -> None:
    """Write a backup with these members, readable by its owner alone. Raises OSError; no half file has its name."""
    descriptor, draft = tempfile.mkstemp(dir=target.parent, prefix=".convenant-", suffix=".partial")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
                text = what.to_json()
                _add(tar, MANIFEST, text)
                _add(tar, SUM, hashlib.sha256(text).hexdigest().encode())
                for name, path in files.items():
                    tar.add(path, name, recursive=False, filter=_plain)
            stream.flush()
            os.fsync(stream.fileno())
        Path(draft).replace(target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    tar.addfile(info, BytesIO(data))


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nobody's name, no rights but the owner's."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def unpack(file: Path, room: Path) -> Manifest:
    """Unpack a backup into `room` and check all of it. Raises Refused when a byte is not as it was written."""
    try:
        with tarfile.open(file, mode="r:") as tar:
            found = _manifest(tar, file)
            seen = _members(tar, room, found, file)
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise Refused(f"{file} is geen back-up van Convenant, of is beschadigd ({error}).") from None
    except OSError as error:
        raise Refused(f"{file} kan niet worden gelezen ({error.strerror or error}).") from None
    missing = found.members.keys() - seen
    if missing:
        raise Refused(f"{file} is niet heel: {min(missing)} ontbreekt.")
    return found


def _manifest(tar: tarfile.TarFile, file: Path) -> Manifest:
    text, told = (_read(tar, name) for name in (MANIFEST, SUM))
    if hashlib.sha256(text).hexdigest().encode() != told:
        raise Refused(f"{file} is beschadigd: {MANIFEST} klopt niet.")
    return manifest.read(text)


def _read(tar: tarfile.TarFile, name: str) -> bytes:
    info = tar.next()
    if info is None or info.name != name or not info.isreg() or info.size > LARGEST_MANIFEST:
        raise ValueError(f"{name} ontbreekt")
    stream = tar.extractfile(info)
    assert stream is not None
    return stream.read()


def _members(tar: tarfile.TarFile, room: Path, found: Manifest, file: Path) -> set[str]:
    """Every other member, written into `room` and checked against the manifest."""
    seen: set[str] = set()
    while (info := tar.next()) is not None:
        name = info.name
        parts = PurePosixPath(name).parts
        if name not in found.members or not info.isreg() or name in seen or ".." in parts or parts[0] == "/":
            raise Refused(f"{file} is geen back-up van Convenant: {name!r} hoort er niet in.")
        target = room.joinpath(*parts)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        stream = tar.extractfile(info)
        assert stream is not None
        with target.open("wb") as copy:
            target.chmod(0o600)
            while block := stream.read(manifest.BLOCK):
                copy.write(block)
        if manifest.member_of(target) != found.members[name]:
            raise Refused(f"{file} is beschadigd: {name} klopt niet.")
        seen.add(name)
    return seen
