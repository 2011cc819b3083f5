"""What was found, in words for an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How it is with something; the value is the word that people read."""

    GOOD = "goed"
    LOOK = "let op"
    WRONG = "fout"


@dataclass(frozen=True)
class Finding:
    """`name`: what was looked at; `what`: how it is; `do`: what to do, empty when nothing needs doing."""

    name: str
    level: Level
    what: str
    do: str = ""


def good(name: str, what: str) -> Finding:
    return Finding(name, Level.GOOD, what)


def look(name: str, what: str, do: str) -> Finding:
    return Finding(name, Level.LOOK, what, do)


def wrong(name: str, what: str, do: str) -> Finding:
    return Finding(name, Level.WRONG, what, do)
