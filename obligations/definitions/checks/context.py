"""What the checks know: the definition as far as it could be read, and every name that the file gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from obligations.definitions.document import Path
from obligations.definitions.schema import Definition, RevisionPart
from obligations.definitions.shape import Say
from obligations.services.words import several, shown

KINDS = ("cadence", "cap", "deadline", "duty", "standing", "held")
FEW = 12
Known = frozenset[str] | None
"""Names that exist; None where the file does not say, so that nothing can be held against it."""


@dataclass(frozen=True, slots=True)
class RevisionNames:
    """The names of one revision. `kinds`: per code which kinds it has."""

    parties: Known
    clauses: Known
    kinds: Mapping[str, frozenset[str]] | None

    @property
    def codes(self) -> Known:
        return None if self.kinds is None else frozenset(self.kinds)


class Hints:
    """What may have been meant. Looking for words that are alike takes time, so only the first few are looked for."""

    def __init__(self) -> None:
        self.left = 200

    def of(self, word: str, known: frozenset[str]) -> str:
        """A name that is alike where there are many, else the names that are known."""
        if len(known) > FEW and self.left > 0:
            self.left -= 1
            near = get_close_matches(word, known, 1)
            if near:
                return f"did you mean {several(near)}?"
        return f"known: {several(sorted(known))}"


@dataclass(frozen=True, slots=True)
class Context:
    """One file under check. `unsure`: revisions whose dates and links could not be read."""

    definition: Definition
    say: Say
    unsure: frozenset[str]
    parties: Known
    themes: Known
    types: Known
    measures: Mapping[str, str | None]
    revisions: Mapping[str, RevisionNames]
    hints: Hints

    def sure(self) -> dict[str, RevisionPart]:
        """The revisions of which the own parts could be read."""
        found = self.definition.revisions.items()
        return {key: revision for key, revision in found if key not in self.unsure}

    def unknown(self, words: Iterable[str], known: Known, path: Path, what: str) -> None:
        """Say which words of a list are not known."""
        for at, word in enumerate(words):
            if known is not None and word not in known:
                self.say((*path, at), f"{shown(word)} is not {what} ({self.hints.of(word, known)}).")

    def twice(self, words: Iterable[Any], path: Path) -> None:
        """Say which words of a list stand in it before."""
        seen = set()
        for at, word in enumerate(words):
            if word in seen:
                self.say((*path, at), f"{shown(word)} stands in this list twice.")
            seen.add(word)

    def list_of(self, words: Collection[str], known: Known, path: Path, what: str) -> None:
        """Say which words of a list are not known, or stand in it twice."""
        self.unknown(words, known, path, what)
        self.twice(words, path)


def context(definition: Definition, data: Mapping[str, Any], unsure: frozenset[str], say: Say) -> Context:
    """The names come from the data itself: a part that is wrong elsewhere still has a name."""
    types = data.get("types")
    revisions = data.get("revisions")
    return Context(
        definition,
        say,
        unsure,
        _keys(data.get("parties")),
        _keys(data.get("themes") or {}),
        _keys(types or {}),
        {key: _measure(part) for key, part in types.items()} if isinstance(types, dict) else {},
        {key: _names(part) for key, part in revisions.items()} if isinstance(revisions, dict) else {},
        Hints(),
    )


def _keys(part: Any) -> Known:
    return frozenset(part) if isinstance(part, dict) else None


def _measure(part: Any) -> str | None:
    return part.get("measure") if isinstance(part, dict) else None


def _names(part: Any) -> RevisionNames:
    if not isinstance(part, dict):
        return RevisionNames(None, None, None)
    obligations = part.get("obligations") or {}
    return RevisionNames(
        _keys(part.get("parties")),
        _keys(part.get("clauses") or {}),
        {code: _kinds(found) for code, found in obligations.items()} if isinstance(obligations, dict) else None,
    )


def _kinds(part: Any) -> frozenset[str]:
    return frozenset(kind for kind in KINDS if kind in part) if isinstance(part, dict) else frozenset()
