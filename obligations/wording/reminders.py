"""When account holders are reminded of an obligation, in a few words (design.md 4.1, `reminders`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from obligations.wording.language import Lang, Pair, listing, pick

RULES: Mapping[str, Pair] = {
    "opens": ("zodra het kan", "as soon as it can be done"),
    "before": ("{days} dagen vóór de datum", "{days} days before the date"),
    "slot": ("{days} dagen vóór elk moment van de eigen planning", "{days} days before each own target"),
    "after": ("{days} dagen na de datum", "{days} days after the date"),
    "at_percent": ("bij {days} procent van het maximum", "at {days} per cent of the maximum"),
}


def reminders_text(reminders: Mapping[str, Any], lang: Lang) -> str:
    """'30 en 14 dagen vóór de datum; 7 dagen na de datum', '' when nobody is reminded."""
    found = []
    for rule, words in RULES.items():
        value = reminders.get(rule)
        if value is True:
            found.append(pick(words, lang))
        elif value:
            found.append(pick(words, lang, days=listing([str(number) for number in value], lang)))
    return "; ".join(found)
