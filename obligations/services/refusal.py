"""Why something is not done, in words for whoever asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Objection = tuple[str, str]
"""The name of a field, and what is wrong with it."""


class Refusal(Exception):
    """An act that the covenant or the register does not allow; nothing was written."""


def objections(*found: tuple[str, str | None]) -> Iterator[Objection]:
    """Those fields with which something is wrong."""
    return ((field, text) for field, text in found if text is not None)


def refuse_any(found: Iterable[Objection]) -> None:
    """Raises Refusal with the first objection, if there is one."""
    for field, text in found:
        raise Refusal(f"{field}: {text}")
