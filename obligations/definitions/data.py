"""The rows of a covenant as the data of a definition file: in canonical order, without what goes without saying."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from obligations.models import (
    CadenceTerm,
    CapTerm,
    Citation,
    Clause,
    Covenant,
    DeadlineTerm,
    DutyTerm,
    FactType,
    HeldTerm,
    Obligation,
    ObligationParty,
    ObligationTheme,
    ObligationType,
    Outcome,
    Paragraph,
    Party,
    Reading,
    ReadingChoice,
    Revision,
    RevisionParty,
    StandingTerm,
    Theme,
)
from obligations.services.tables import TABLES, Key, Model, Rows

Data = dict[str, Any]
Values = Mapping[str, Any]


class Tree:
    """Rows by what they belong to: the parts of their key that share an order."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.groups: dict[Model, dict[Key, list[tuple[Key, Values]]]] = {}
        for table in TABLES:
            groups: dict[Key, list[tuple[Key, Values]]] = defaultdict(list)
            size = table.group if table.group is not None else max(len(table.key) - 1, 0)
            for key, values in rows[table.model].items():
                groups[key[:size]].append((key[size:], values))
            self.groups[table.model] = groups

    def under(self, model: Model, *parent: Any) -> Iterator[tuple[Key, Values]]:
        """The rows under a parent, in order, each by the rest of its key."""
        return iter(self.groups[model].get(parent, ()))

    def keys(self, model: Model, *parent: Any) -> list[Any]:
        """The last part of the key of each row under a parent, in order."""
        return [key[-1] for key, _ in self.under(model, *parent)]


def said(**parts: Any) -> Data:
    """The parts that say something: not None, False, empty."""
    return {name.rstrip("_"): part for name, part in parts.items() if part or (part == 0 and part is not False)}


def definition_data(covenant: str, rows: Rows) -> Data:
    """The data of the file that describes these rows (design.md 4.1)."""
    tree = Tree(rows)
    own = rows[Covenant][()]
    revisions = sorted(rows[Revision].items(), key=lambda found: (found[1]["in_force_from"], found[0]))
    return said(
        covenant=covenant,
        title=own["title"],
        language="" if own["language"] == "nl" else own["language"],
        tracked_from=own["tracked_from"] or "start",
        parties=_parties(tree, [key for (key,), _ in revisions]),
    ) | {
        **said(themes={key: values["name"] for (key,), values in tree.under(Theme)}),
        "types": {key: said(**values) for (key,), values in tree.under(FactType)},
        **said(
            readings=_readings(tree, None, None),
            reading_records={number: said(**values) for (number,), values in tree.under(Reading)},
        ),
        "revisions": {key: _revision(tree, key, values) for (key,), values in revisions},
    }


def _parties(tree: Tree, revisions: list[str]) -> Data:
    """The parties of all revisions, each where it is named first."""
    keys = dict.fromkeys(party for key in revisions for party in tree.keys(RevisionParty, key))
    return {key: dict(tree.rows[Party][key,]) for key in keys}


def _readings(tree: Tree, revision: str | None, code: str | None) -> Data:
    return {key: values["value"] for (key,), values in tree.under(ReadingChoice, revision, code)}


def _revision(tree: Tree, key: str, own: Values) -> Data:
    renews = {"months": own["renews_months"], "notice_months": own["notice_months"]}
    return {
        "title": own["title"],
        "signed_on": own["signed_on"],
        "in_force_from": own["in_force_from"],
        **said(
            ends_on=own["ends_on"],
            renews=renews if own["renews_months"] is not None else None,
            replaces=own["replaces"],
            replaces_from=own["replaces_from"],
            sides=_sides(tree, key),
        ),
        "parties": {party: _member(values) for (party,), values in tree.under(RevisionParty, key)},
        "clauses": {clause: _clause(tree, key, clause, values) for (clause,), values in tree.under(Clause, key)},
        "obligations": {code: _obligation(tree, key, code, values) for (code,), values in tree.under(Obligation, key)},
        **said(lineage={code: _outcome(values) for (code,), values in tree.under(Outcome, key)}),
    }


def _sides(tree: Tree, revision: str) -> list[list[str]]:
    sides: dict[int, list[str]] = defaultdict(list)
    for (party,), values in tree.under(RevisionParty, revision):
        if values["side"] is not None:
            sides[values["side"]].append(party)
    return [parties for _, parties in sorted(sides.items())]


def _member(own: Values) -> Data:
    return said(
        role=own["role"],
        account_holder=own["account_holder"],
        from_=own["joins_on"],
        until=own["leaves_on"],
        organ=own["organ"],
    )


def _clause(tree: Tree, revision: str, clause: str, own: Values) -> Data:
    paragraphs = sorted(tree.under(Paragraph, revision, clause))
    return {
        "heading": own["heading"],
        **said(paragraphs={str(number): values["summary"] for (number,), values in paragraphs}),
    }


def _outcome(own: Values) -> Data | str:
    if own["kind"] == "dropped" and own["certain"]:
        return "dropped"
    found = said(becomes=own["becomes"], moved_to=own["moved_to"], dropped=own["kind"] == "dropped")
    return found if own["certain"] else {**found, "certain": False}


def _obligation(tree: Tree, revision: str, code: str, own: Values) -> Data:
    of = (revision, code)
    places = [" ".join(filter(None, key)) for key, _ in tree.under(Citation, *of)]
    bearers, towards = (tree.keys(ObligationParty, *of, side) for side in ("bearer", "towards"))
    return {
        "title": own["title"],
        "summary": own["summary"],
        "clause": "; ".join(places),
        "bearers": "all" if own["bearers_all"] else bearers,
        **said(
            towards="all" if own["towards_all"] else towards,
            themes=tree.keys(ObligationTheme, *of),
            soft=own["soft"],
            window=said(from_=own["own_from"], until=own["own_until"]),
        ),
        own["kind"]: DATA_OF[own["kind"]](tree, of),
        **said(
            agenda_of=tree.keys(ObligationType, *of, "agenda"),
            reminders=_reminders(own["reminders"]),
            readings=_readings(tree, *of),
        ),
    }


REMINDERS = ("slot", "opens", "before", "after", "at_percent")


def _reminders(stored: Values) -> Data:
    return said(**{name: stored.get(name) for name in REMINDERS})


def _month_day(own: Values, name: str) -> str | None:
    month, day = own[f"{name}_month"], own[f"{name}_day"]
    return None if month is None else f"{month:02d}-{day:02d}"


def _cadence(tree: Tree, of: Key) -> Data:
    own = tree.rows[CadenceTerm][of]
    return said(
        at_least=own["at_least"],
        per=own["per"],
        every_months=own["every_months"],
        by=_month_day(own, "by"),
        of=tree.keys(ObligationType, *of, "of"),
    )


def _cap(tree: Tree, of: Key) -> Data:
    own = tree.rows[CapTerm][of]
    return said(
        at_most=own["at_most"],
        unit=own["unit"],
        unit_minutes=own["unit_minutes"],
        per=own["per"],
        of=tree.keys(ObligationType, *of, "of"),
        counter="" if own["counter"] == "joint" else own["counter"],
        host=own["host"],
    )


def _deadline(tree: Tree, of: Key) -> Data:
    own = tree.rows[DeadlineTerm][of]
    return said(
        opens=own["opens"],
        due="end" if own["due_at_end"] else own["due"],
        target=own["target"],
        text=own["text"],
        grace_days=own["grace_days"] or None,
        done_by=tree.keys(ObligationType, *of, "done_by"),
        jointly=own["jointly"],
    )


def _duty(tree: Tree, of: Key) -> Data:
    own = tree.rows[DutyTerm][of]
    return said(
        when=_when(own, tree.keys(ObligationType, *of, "when")),
        relation=own["relation"],
        lead_days=own["lead_days"] or None,
        target_days=own["target_days"],
        within={own["within_unit"]: own["within_number"]} if own["within_unit"] else None,
        at_least_days_before=own["at_least_days_before"],
        each=own["each"],
        done_by=tree.keys(ObligationType, *of, "done_by"),
    )


def _when(own: Values, types: list[str]) -> Data | list[str]:
    if types and not own["themed"]:
        return types
    return said(
        types=types,
        themed=own["themed"],
        exceeded=own["exceeded"],
        start=own["at_start"],
        each_year=_month_day(own, "each_year"),
    )


def _standing(tree: Tree, of: Key) -> Data:
    own = tree.rows[StandingTerm][of]
    return said(
        register=own["register"],
        of=tree.keys(ObligationType, *of, "of"),
        review_months=own["review_months"],
        remind_after_days=own["remind_after_days"],
    )


def _held(tree: Tree, of: Key) -> str:
    return str(tree.rows[HeldTerm][of]["holding"])


DATA_OF: Mapping[str, Callable[[Tree, Key], Any]] = {
    "cadence": _cadence,
    "cap": _cap,
    "deadline": _deadline,
    "duty": _duty,
    "standing": _standing,
    "held": _held,
}
