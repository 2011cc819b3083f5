"""What the words need besides an assessment: names, citation, terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from obligations.engine.terms import Terms
from obligations.wording.language import Lang, listing, lower

MEETING_NOUNS: Mapping[str, str] = {
    "overleg": "overleggen",
    "gesprek": "gesprekken",
    "vergadering": "vergaderingen",
    "bijeenkomst": "bijeenkomsten",
    "raad": "raden",
}
"""Last word of the name of a kind of meeting, and its plural."""
INFLECTED = ("lijk", "isch", "gelast", "extern", "intern")
"""Ends of adjectives that get an e in the plural."""
UNITS: Mapping[str, str] = {"dagdeel": "dagdelen", "uur": "uur", "dag": "dagen"}


@dataclass(frozen=True, slots=True)
class TypeName:
    """How a type is called, in the language of the covenant.

    `plural` may be left out for meetings whose name ends in 'overleg', 'gesprek' … (the adjective follows).
    """

    name: str
    plural: str | None = None
    meeting: bool = False

    @property
    def many(self) -> str | None:
        """The plural, None when it is not known."""
        return self.plural or _plural(self.name)

    @property
    def is_meeting(self) -> bool:
        return self.meeting or _plural(self.name) is not None


def _plural(name: str) -> str | None:
    *adjectives, noun = name.split()
    many = MEETING_NOUNS.get(noun.lower())
    return None if many is None else " ".join((*(_inflected(word) for word in adjectives), many))


def _inflected(adjective: str) -> str:
    return adjective + "e" if adjective.lower().endswith(INFLECTED) else adjective


@dataclass(frozen=True, slots=True)
class Subject:
    """One obligation as people call it.

    `citation`: 'PER al. 1 zin 1', without brackets. `names`: short names of parties (and themes) by key. `types`:
    names of types by key. `revision`: its title. `successor`: the title of the obligation, or the instrument outside
    the covenant, that `terms.outcome` leads to; `certain` False: probably that instrument. `unit`: the word for a unit
    of the cap, default that of the terms. `days`: the day of a fact by its ref, as far as known; a ref that is not in
    it is shown as it is.
    """

    title: str
    citation: str
    terms: Terms
    names: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, TypeName] = field(default_factory=dict)
    revision: str = ""
    successor: str | None = None
    unit: str | None = None
    days: Mapping[str, date] = field(default_factory=dict)
    certain: bool = True

    def name(self, key: str) -> str:
        """Short name of a party or theme; a key without a name is shown without its dashes."""
        return self.names.get(key) or key.replace("-", " ")

    def type_name(self, key: str) -> str:
        found = self.types.get(key)
        return found.name if found is not None else key.replace("-", " ")

    def noun(self, types: tuple[str, ...], number: int, lang: Lang) -> str | None:
        """'ambtelijk overleg', 'ambtelijke overleggen'; None when a plural is not known: say the title."""
        found = [self.types.get(key) for key in types]
        words = [(type_.name, type_.many) for type_ in found if type_ is not None and type_.many is not None]
        if not words or len(words) < len(found):
            return None
        return listing([lower(one if number == 1 else many or one) for one, many in words], lang, ("of", "or"))

    def are_meetings(self, types: tuple[str, ...]) -> bool:
        return all(key in self.types and self.types[key].is_meeting for key in types)
