"""The words around what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from obligations.models.matching import folded

AROUND = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text; `hit`: it is what was searched for."""

    text: str
    hit: bool


def snippet(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The text around the first word that is found in it, with every word in that part marked; cut at blanks."""
    plain, places = _folded_with_places(text)
    starts = [at for word in words if (at := plain.find(word)) >= 0]
    if not starts:
        return (Piece(_cut(text, 0, 2 * AROUND), hit=False),) if text else ()
    first = places[min(starts)]
    begin, end = _bounds(text, first)
    marks = sorted(
        (places[at], places[at + len(word) - 1] + 1)
        for word in words
        for at in _all(plain, word)
        if begin <= places[at] and places[at + len(word) - 1] < end
    )
    return _pieces(text, begin, end, marks)


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its signs where it stands in the text itself."""
    plain, places = [], []
    for place, sign in enumerate(text):
        for part in folded(sign):
            plain.append(part)
            places.append(place)
    return "".join(plain), places


def _all(plain: str, word: str) -> list[int]:
    found, at = [], plain.find(word)
    while at >= 0:
        found.append(at)
        at = plain.find(word, at + len(word))
    return found


def _bounds(text: str, first: int) -> tuple[int, int]:
    begin, end = max(first - AROUND, 0), min(first + 2 * AROUND, len(text))
    if begin:
        begin = text.find(" ", begin, first) + 1 or begin
    if end < len(text):
        end = max(text.rfind(" ", first, end), first + 1)
        end = end if end > first + 1 else min(first + 2 * AROUND, len(text))
    return begin, end


def _cut(text: str, begin: int, length: int) -> str:
    return text if len(text) <= length else text[begin : begin + length].rsplit(" ", 1)[0] + " …"


def _pieces(text: str, begin: int, end: int, marks: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    found = [Piece("… ", hit=False)] if begin else []
    at = begin
    for start, stop in marks:
        if start < at:
            continue
        found += [Piece(text[at:start], hit=False)] if start > at else []
        found.append(Piece(text[start:stop], hit=True))
        at = stop
    found += [Piece(text[at:end], hit=False)] if at < end else []
    return tuple([*found, Piece(" …", hit=False)] if end < len(text) else found)
