"""Texts that people type: what does not belong in them, and how a message quotes them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
NO_CHARACTERS = frozenset("\ufeff\ufffe\uffff")


def unseen(text: str, allowed: str = "") -> str | None:
    """The first character that nobody sees or that a database refuses, None when there is none."""
    return next(
        (c for c in text if (unicodedata.category(c) in UNSEEN or c in NO_CHARACTERS) and c not in allowed), None
    )


def shown(value: object, length: int = 60) -> str:
    """A value as a message quotes it: on one line, cut at `length`, nothing that a terminal obeys."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value)
    return repr(text if len(text) <= length else text[: length - 1] + "…")


def several(words: Iterable[str], none: str = "none", most: int = 12) -> str:
    """Words as a list in a sentence: `a, b, c`, at most so many."""
    found = [word if word.isprintable() and len(word) <= 80 else shown(word) for word in words]
    rest = f" and {len(found) - most} more" if len(found) > most else ""
    return (", ".join(found[:most]) + rest) or none
