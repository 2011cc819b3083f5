"""What importing a file would change: the data of now against the data of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from obligations.services.words import several, shown


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a plan. `what`: created, changed or removed; `path`: as in the file; `text`: the values."""

    what: str
    path: tuple[str, ...]
    text: str = ""

    def __str__(self) -> str:
        place = ".".join(self.path)
        return f"{self.what} {place}: {self.text}" if self.text else f"{self.what} {place}"


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every difference between two definitions as data, field by field; what is new or gone is one change."""
    return list(_changes(before, after, ()))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Change]:
    for key in before:
        if key not in after:
            yield Change("removed", (*path, key), _summary(before[key]))
    for key, value in after.items():
        old = before.get(key)
        if key not in before:
            yield Change("created", (*path, key), _summary(value))
        elif isinstance(old, Mapping) and isinstance(value, Mapping):
            yield from _changes(old, value, (*path, key))
        elif old != value:
            yield Change("changed", (*path, key), f"{_summary(old)} → {_summary(value)}")
    if path and [key for key in before if key in after] != [key for key in after if key in before]:
        yield Change("changed", path, "another order")


PARTS = ("obligations", "clauses", "parties", "lineage")


def _summary(value: Any) -> str:
    """A value in a few words; a part by what people call it."""
    if isinstance(value, Mapping):
        counts = [f"{len(value[part])} {part}" for part in PARTS if isinstance(value.get(part), Mapping)]
        names = [str(value[name]) for name in ("title", "name", "heading") if name in value]
        return ", ".join([*names, *counts]) or several(map(str, value))
    if isinstance(value, list):
        return f"[{several(_item(item) for item in value)}]"
    return shown(value) if isinstance(value, str) else str(value)


def _item(item: Any) -> str:
    return _summary(item) if isinstance(item, list) else str(item)
