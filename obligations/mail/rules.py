"""Which rule holds for an obligation: its own line, its definition, that of its kind in the covenant, the default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from obligations.engine.notices import DEFAULTS, Rule
from obligations.engine.terms import Kind
from obligations.models import ReminderRule
from obligations.snapshots import ObligationSnapshot

DEFINED = ("slot", "before", "after", "at_percent")


@dataclass(frozen=True)
class Rules:
    """The rules of covenants: by covenant id and obligation code, and by covenant id and kind."""

    own: Mapping[tuple[int, str], Rule] = field(default_factory=dict)
    kinds: Mapping[tuple[int, str], Rule] = field(default_factory=dict)

    def of(self, covenant_id: int, obligation: ObligationSnapshot) -> Rule:
        """The rule of an obligation."""
        own = self.own.get((covenant_id, obligation.code))
        if own is not None:
            return own
        kind = obligation.terms.kind
        general = self.kinds.get((covenant_id, kind.value), DEFAULTS[kind])
        return defined(obligation.reminders, general) if obligation.reminders else general


def defined(reminders: Mapping[str, Any], general: Rule) -> Rule:
    """What the definition says; where it says something about dates, all of its dates replace the general ones."""
    days = {name: tuple(reminders.get(name, ())) for name in DEFINED}
    return Rule(
        opens=bool(reminders.get("opens", general.opens)),
        on_the_day=general.on_the_day,
        second_after=general.second_after,
        second_waits=general.second_waits,
        **days,
    )


def rule_of(row: ReminderRule) -> Rule:
    """A stored rule as the engine takes it."""
    return Rule(
        row.opens,
        tuple(row.slot),
        tuple(row.days_before),
        row.on_the_day,
        tuple(row.days_after),
        tuple(row.at_percent),
        row.second_after,
        row.second_waits,
    )


def rules_of(covenant_ids: Iterable[int]) -> Rules:
    """The rules of these covenants. One query."""
    own: dict[tuple[int, str], Rule] = {}
    kinds: dict[tuple[int, str], Rule] = {}
    for row in ReminderRule.objects.filter(covenant__in=list(covenant_ids)):
        if row.code:
            own[row.covenant_id, row.code] = rule_of(row)
        else:
            kinds[row.covenant_id, row.kind] = rule_of(row)
    return Rules(own, kinds)


def kind_rules(rules: Rules, covenant_id: int) -> dict[Kind, Rule]:
    """What holds for each kind of obligation of a covenant that says nothing itself."""
    return {kind: rules.kinds.get((covenant_id, kind.value), rule) for kind, rule in DEFAULTS.items()}
