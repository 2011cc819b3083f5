"""The place of rows in an order, changed as little as can be: a new row moves no other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)
STEP = 16
LAST = 32_000
"""A place fits in a small integer of PostgreSQL."""


def places(names: Sequence[Name], now: Mapping[Name, int]) -> dict[Name, int]:
    """A place for each name, rising in this order; of the places that rows have `now` as many stay as can.

    Raises ValueError for more names than there are places.
    """
    if len(names) > LAST:
        raise ValueError(f"at most {LAST} rows have an order")
    stay = set(_rising([name for name in names if name in now], now))
    found: dict[Name, int] = {}
    before, waiting = -1, list[Name]()
    for name in names:
        if name not in stay:
            waiting.append(name)
            continue
        if now[name] - before <= len(waiting):
            return _anew(names)
        found.update(_between(waiting, before, now[name]))
        found[name] = before = now[name]
        waiting = []
    if before + len(waiting) > LAST:
        return _anew(names)
    step = min(STEP, (LAST - before) // max(len(waiting), 1))
    found.update({name: before + step * at for at, name in enumerate(waiting, 1)})
    return found


def _anew(names: Sequence[Name]) -> dict[Name, int]:
    step = max(1, min(STEP, LAST // max(len(names), 1)))
    return {name: step * at for at, name in enumerate(names)}


def _between(names: Sequence[Name], low: int, high: int) -> dict[Name, int]:
    """Places for `names` strictly between two others, evenly."""
    return {name: low + (high - low) * at // (len(names) + 1) for at, name in enumerate(names, 1)}


def _rising(names: Sequence[Name], now: Mapping[Name, int]) -> list[Name]:
    """The longest part of `names` whose places rise."""
    tails: list[int] = []
    ends: list[Name] = []
    previous: dict[Name, Name | None] = {}
    for name in names:
        at = bisect_left(tails, now[name])
        previous[name] = ends[at - 1] if at else None
        tails[at : at + 1] = [now[name]]
        ends[at : at + 1] = [name]
    found: list[Name] = []
    last = ends[-1] if ends else None
    while last is not None:
        found.append(last)
        last = previous[last]
    return found[::-1]
