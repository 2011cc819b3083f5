"""A covenant as values: its revisions, their obligations, and the terms of each, linked through the revisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from obligations.engine import terms as t
from obligations.engine.lineage import Successor
from obligations.engine.readings import DEFAULT, Readings
from obligations.engine.windows import ALWAYS, Window
from obligations.models import (
    Covenant,
    DutyTerm,
    FactType,
    Obligation,
    ObligationParty,
    Outcome,
    Revision,
    RevisionParty,
)
from obligations.snapshots.tables import Tables, read
from obligations.snapshots.terms import term_of, types_of


@dataclass(frozen=True, slots=True)
class ObligationSnapshot:
    """An obligation with its texts and its terms. `citation`: all places in the text, joined by '; '.

    `outcome_text`: the instrument outside the covenant that it moved to, `outcome_certain` False: probably.
    `successor_title`: the title of the one obligation that continues it in the next revision, '' when there is none.
    """

    id: int
    code: str
    title: str
    summary: str
    citation: str
    terms: t.Terms
    reminders: Mapping[str, Any]
    outcome_text: str
    outcome_certain: bool
    successor_title: str


@dataclass(frozen=True, slots=True)
class MemberSnapshot:
    """A party of a revision. `function`: that of its account holder, as the text names it."""

    id: int
    key: str
    short: str
    name: str
    role: str
    function: str
    window: Window
    organ: bool


@dataclass(frozen=True)
class RevisionSnapshot:
    """A published revision with its obligations in the order of the text.

    `replaces`: the key of the published revision before it; `outcomes`: what it made of obligations of that one, by
    code, where the code does not simply continue.
    """

    id: int
    key: str
    title: str
    term: t.RevisionTerm
    obligations: tuple[ObligationSnapshot, ...]
    members: tuple[MemberSnapshot, ...]
    replaces: str | None
    outcomes: Mapping[str, Successor]


@dataclass(frozen=True)
class CovenantSnapshot:
    """A covenant with its published revisions, oldest first, and the names that words need."""

    id: int
    key: str
    title: str
    language: str
    tracked_from: date | None
    readings: Readings
    revisions: tuple[RevisionSnapshot, ...]
    party_names: Mapping[str, str]
    type_names: Mapping[str, FactType]
    theme_names: Mapping[str, str]

    @cached_property
    def types(self) -> frozenset[str]:
        """Every type of fact that some obligation looks at."""
        found: set[str] = set()
        for revision in self.revisions:
            for obligation in revision.obligations:
                found |= types_of(obligation.terms.term)
        return frozenset(found)


def load(
    covenants: Iterable[Covenant], *, codes: Collection[str] | None = None, drafts: Collection[int] = ()
) -> dict[int, CovenantSnapshot]:
    """Snapshots of these covenants by id: the same number of queries for one and for a hundred.

    `codes` limits their obligations to these, with what they became; a duty then does not know its caps. `drafts`:
    ids of revisions that are taken as if they were published.
    """
    found = list(covenants)
    tables = read([covenant.pk for covenant in found], codes, drafts)
    return {covenant.pk: _covenant(covenant, tables) for covenant in found}


def caps_of(covenant_ids: Iterable[int], codes: Collection[str]) -> set[str]:
    """The codes of the maxima whose excess makes one of these obligations arise. One query."""
    duties = DutyTerm.objects.filter(obligation__revision__covenant__in=list(covenant_ids), obligation__code__in=codes)
    return {code for exceeded in duties.values_list("exceeded", flat=True) for code in exceeded}


def _covenant(covenant: Covenant, tables: Tables) -> CovenantSnapshot:
    readings = DEFAULT.override(tables.readings[covenant.pk])
    revisions = tables.revisions[covenant.pk]
    newer: dict[int | None, Revision] = {row.replaces_id: row for row in revisions if row.replaces_id is not None}
    terms = {
        revision.pk: _terms(revision, newer.get(revision.pk), readings, tables, covenant.pk) for revision in revisions
    }
    linked = _linked(revisions, newer, terms, tables)
    names = {member.party.key: member.party.short for r in revisions for member in tables.members[r.pk]}
    return CovenantSnapshot(
        covenant.pk,
        covenant.key,
        covenant.title,
        covenant.language,
        covenant.tracked_from,
        readings,
        tuple(_revision(revision, newer.get(revision.pk), linked[revision.pk], tables) for revision in revisions),
        names,
        tables.fact_types[covenant.pk],
        tables.theme_names[covenant.pk],
    )


def _revision(
    revision: Revision, newer: Revision | None, terms: dict[str, t.Terms], tables: Tables
) -> RevisionSnapshot:
    outcomes = tables.outcomes[newer.pk] if newer else {}
    titles = {row.code: row.title for row in tables.obligations[newer.pk]} if newer else {}
    obligations = tuple(
        ObligationSnapshot(
            row.pk,
            row.code,
            row.title,
            row.summary,
            "; ".join(tables.citations[row.pk]),
            terms[row.code],
            row.reminders,
            outcomes[row.code].moved_to if row.code in outcomes else "",
            outcomes[row.code].certain if row.code in outcomes else True,
            _title_of(terms[row.code].successor, titles),
        )
        for row in tables.obligations[revision.pk]
    )
    published = {row.pk: row.key for row in tables.revisions[revision.covenant_id]}
    return RevisionSnapshot(
        revision.pk,
        revision.key,
        revision.title,
        _revision_term(revision, newer, tables),
        obligations,
        tuple(_member(member) for member in tables.members[revision.pk]),
        None if revision.replaces_id is None else published.get(revision.replaces_id),
        {code: _successor(row) for code, row in tables.outcomes[revision.pk].items()},
    )


def _member(row: RevisionParty) -> MemberSnapshot:
    party, window = row.party, _window(row.joins_on, row.leaves_on)
    return MemberSnapshot(party.pk, party.key, party.short, party.name, row.role, row.account_holder, window, row.organ)


def _title_of(successor: t.Terms | None, titles: Mapping[str, str]) -> str:
    return "" if successor is None else titles[successor.code]


def _successor(outcome: Outcome) -> Successor:
    return Successor(tuple(outcome.becomes), outcome.moved_to or None, outcome.certain)


def _revision_term(revision: Revision, newer: Revision | None, tables: Tables) -> t.RevisionTerm:
    sides: dict[int, set[str]] = defaultdict(set)
    members = tables.members[revision.pk]
    for member in members:
        if member.side is not None:
            sides[member.side].add(member.party.key)
    return t.RevisionTerm(
        revision.key,
        revision.signed_on,
        revision.in_force_from,
        None if revision.renews_months is not None else revision.ends_on,
        newer.replaces_from if newer else None,
        newer.signed_on if newer else None,
        tuple(t.Member(m.party.key, _window(m.joins_on, m.leaves_on), m.organ) for m in members),
        tuple(frozenset(side) for _, side in sorted(sides.items())),
    )


def _window(first: date | None, end: date | None) -> Window:
    return ALWAYS if first is None and end is None else Window(first, end)


def _terms(
    revision: Revision, newer: Revision | None, readings: Readings, tables: Tables, covenant_id: int
) -> dict[str, t.Terms]:
    """Terms by code, not yet linked to the revisions before and after."""
    term = _revision_term(revision, newer, tables)
    continued = {row.code for row in tables.obligations[newer.pk]} if newer else set()
    outcomes = tables.outcomes[newer.pk] if newer else {}
    found = {}
    for row in tables.obligations[revision.pk]:
        found[row.code] = t.Terms(
            row.code,
            term,
            term_of(row, tables),
            readings.override(tables.own_readings[row.pk]) if row.pk in tables.own_readings else readings,
            _window(row.own_from, row.own_until),
            tuple(tables.parties[row.pk, ObligationParty.Side.BEARER]),
            tuple(tables.parties[row.pk, ObligationParty.Side.TOWARDS]),
            _themes(row, tables, covenant_id),
            row.soft,
            _outcome(row.code, continued, outcomes) if newer else None,
        )
    return found


def _themes(row: Obligation, tables: Tables, covenant_id: int) -> tuple[str, ...]:
    """The themes of an obligation; for theme leads that name none, all of the covenant."""
    own = tuple(tables.themes[row.pk])
    leads = row.kind == Obligation.Kind.STANDING and row.standingterm.register == t.Register.THEME_LEADS
    return own if own or not leads else tuple(tables.theme_names[covenant_id])


def _outcome(code: str, continued: set[str], outcomes: Mapping[str, Outcome]) -> t.Outcome | None:
    if code in continued:
        return t.Outcome.CONTINUED
    return t.Outcome(outcomes[code].kind) if code in outcomes else None


def _linked(
    revisions: list[Revision],
    newer: Mapping[int | None, Revision],
    terms: dict[int, dict[str, t.Terms]],
    tables: Tables,
) -> dict[int, dict[str, t.Terms]]:
    """The same terms, each knowing the obligation that it continues and that continues it, duties also their caps."""
    before: dict[tuple[int, str], t.Terms] = {}
    after: dict[tuple[int, str], t.Terms] = {}
    for revision in revisions:
        successor = newer.get(revision.pk)
        if successor is None:
            continue
        for code, old in terms[revision.pk].items():
            outcome = tables.outcomes[successor.pk].get(code)
            codes = outcome.becomes if outcome is not None else [code]
            new = terms[successor.pk].get(codes[0]) if len(codes) == 1 else None
            if new is not None:
                before[successor.pk, new.code] = old
                after[revision.pk, code] = new
    linked = {}
    for revision in revisions:
        own = {
            code: replace(found, predecessor=before.get((revision.pk, code)), successor=after.get((revision.pk, code)))
            for code, found in terms[revision.pk].items()
        }
        linked[revision.pk] = {code: _with_caps(found, own) for code, found in own.items()}
    return linked


def _with_caps(terms: t.Terms, own: Mapping[str, t.Terms]) -> t.Terms:
    if not isinstance(terms.term, t.Duty) or not terms.term.when.exceeded:
        return terms
    return replace(terms, caps={code: own[code] for code in terms.term.when.exceeded if code in own})
