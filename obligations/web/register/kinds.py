"""The five big choices of what can be recorded, and which types of a covenant belong to each (users.md section 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from obligations.models import FactType, ObligationType

ADVICE, LETTER, ROOM, OUTSIDE, OTHER = "advies", "brief", "zaal", "extern", "anders"
GROUPS = (ADVICE, LETTER, ROOM, OUTSIDE, OTHER)
ICONS = {ADVICE: "messages-square", LETTER: "mail", ROOM: "door-open", OUTSIDE: "users", OTHER: "circle-plus"}
WORDS = {
    LETTER: ("brief", "brieven", "letter"),
    ROOM: ("zaal", "zalen", "gebouw", "ruimte", "room"),
    OUTSIDE: ("extern", "namens", "met anderen", "external"),
}


@dataclass(frozen=True)
class Kind:
    """One of the five, with the types that it offers."""

    group: str
    text: str
    icon: str
    types: tuple[FactType, ...]


def text_of(group: str) -> str:
    return {
        ADVICE: _("Advice"),
        LETTER: _("Letter"),
        ROOM: _("Room"),
        OUTSIDE: _("External meeting"),
        OTHER: _("Something else"),
    }[group]


def group_of(type_: FactType, triggers: frozenset[int]) -> str:
    """Where a type belongs: by what it measures, else by its name; what only answers something is the last one."""
    name = f"{type_.name} {type_.key}".casefold()
    if type_.measure == FactType.Measure.MINUTES:
        return ADVICE
    if type_.measure == FactType.Measure.PERSONS or any(word in name for word in WORDS[ROOM]):
        return ROOM
    for group in (LETTER, OUTSIDE):
        if type_.pk in triggers and any(word in name for word in WORDS[group]):
            return group
    return OTHER


def kinds_of(covenant: int) -> list[Kind]:
    """The choices that this covenant has, in their fixed order. Two queries."""
    types = list(FactType.objects.filter(covenant=covenant, meeting="").order_by("position", "pk"))
    triggers = ObligationType.objects.filter(type__covenant=covenant, use=ObligationType.Use.WHEN)
    started = frozenset(triggers.values_list("type", flat=True))
    found: dict[str, list[FactType]] = {group: [] for group in GROUPS}
    for type_ in types:
        found[group_of(type_, started)].append(type_)
    return [Kind(group, text_of(group), ICONS[group], tuple(found[group])) for group in GROUPS if found[group]]


def types_in(kinds: Iterable[Kind], group: str) -> tuple[FactType, ...]:
    """The types of one of the five; of all when it is none of them."""
    kept = list(kinds)
    chosen = next((kind.types for kind in kept if kind.group == group), None)
    return chosen if chosen is not None else tuple(type_ for kind in kept for type_ in kind.types)
