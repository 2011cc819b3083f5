"""Which backups stay: the newest of each of seven days, five weeks and twelve months."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

NAME = re.compile(r"convenant-(\d{8}T\d{6}Z)\.tar")
KEPT: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (7, lambda moment: moment.date()),
    (5, lambda moment: moment.isocalendar()[:2]),
    (12, lambda moment: (moment.year, moment.month)),
)


def moment_of(name: str) -> datetime | None:
    """When the backup of that name was made, None when it is no name of ours."""
    found = NAME.fullmatch(name)
    try:
        return None if found is None else datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def superfluous(names: Iterable[str]) -> list[str]:
    """The names of ours that need not stay, oldest first; other names are left alone."""
    made = {name: moment for name in names if (moment := moment_of(name)) is not None}
    newest_first = sorted(made, key=lambda name: made[name], reverse=True)
    stay: set[str] = set()
    for number, period_of in KEPT:
        newest: dict[object, str] = {}
        for name in newest_first:
            newest.setdefault(period_of(made[name]), name)
        stay.update(list(newest.values())[:number])
    return [name for name in reversed(newest_first) if name not in stay]


def rotate(folder: Path) -> list[str]:
    """Delete what need not stay in `folder`; the names that went."""
    gone = superfluous(path.name for path in folder.iterdir() if path.is_file() and not path.is_symlink())
    for name in gone:
        (folder / name).unlink()
    return gone
