"""Where an obligation stands in the text: citations joined by '; ', each starting with the key of a clause."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

PARAGRAPH = re.compile(r"(?:al\.|lid) ([0-9]{1,4})\b")
PLACE = 80


@dataclass(frozen=True, slots=True)
class Place:
    """A clause and the place in it as written: `PER` and `al. 1 zin 1`. `clause` is None when the key is unknown."""

    clause: str | None
    place: str
    text: str

    @property
    def paragraph(self) -> int | None:
        """The number of the paragraph ('al. 1', 'lid 2') that the place starts with."""
        found = PARAGRAPH.match(self.place)
        return int(found[1]) if found else None


def cited(text: str, clauses: Collection[str]) -> list[Place]:
    """The places of a citation. `ond. 10 al. 1` is of clause `ond. 10`, also where there is a clause `ond. 1`."""
    return [_place(" ".join(filter(None, part.split(" "))), clauses) for part in text.split(";")]


def _place(text: str, clauses: Collection[str]) -> Place:
    words = text.split(" ")
    for length in range(len(words), 0, -1):
        key = " ".join(words[:length])
        if key in clauses:
            return Place(key, " ".join(words[length:]), text)
    return Place(None, "", text)
