"""What a backup says of itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = 1
BLOCK = 1 << 20


@dataclass(frozen=True)
class Member:
    """A file in the backup: its size in bytes and what it adds up to."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`created_at`: UTC; `migrations`: those applied, as 'app.name'; `rows`: per table, of the same moment."""

    version: str
    created_at: str
    vendor: str
    database_version: str
    migrations: tuple[str, ...]
    rows: Mapping[str, int]
    members: Mapping[str, Member]
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def read(data: bytes) -> Manifest:
    """The manifest that `to_json` wrote. Raises ValueError for anything else."""
    try:
        found = json.loads(data)
        if found["format"] != FORMAT:
            raise ValueError(f"format {found['format']}")
        members = {name: Member(**member) for name, member in found.pop("members").items()}
        return Manifest(**{**found, "migrations": tuple(found["migrations"]), "members": members})
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from None


def member_of(path: Path) -> Member:
    """What a file is and adds up to."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return Member(path.stat().st_size, digest.hexdigest())
