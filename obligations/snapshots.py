"""Rows to engine values, in bulk: the only place that knows both shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from obligations.engine import terms as t
from obligations.engine.facts import Review as ReviewFact
from obligations.engine.facts import Tenure as TenureFact
from obligations.engine.facts import Waiver as WaiverFact
from obligations.engine.periods import Per
from obligations.engine.readings import DEFAULT, Readings
from obligations.engine.windows import ALWAYS, Window
from obligations.models import (
    Citation,
    Covenant,
    FactType,
    Holiday,
    Obligation,
    ObligationParty,
    ObligationTheme,
    ObligationType,
    Outcome,
    ReadingChoice,
    Review,
    Revision,
    RevisionParty,
    Tenure,
    Theme,
    Waiver,
    WaiverParty,
)


@dataclass(frozen=True, slots=True)
class ObligationSnapshot:
    """An obligation with its texts and its terms. `citation`: all places in the text, joined by '; '."""

    id: int
    code: str
    title: str
    summary: str
    citation: str
    terms: t.Terms
    reminders: Mapping[str, Any]
    outcome_text: str


@dataclass(frozen=True)
class RevisionSnapshot:
    """A published revision with its obligations in the order of the text."""

    id: int
    key: str
    title: str
    term: t.RevisionTerm
    obligations: tuple[ObligationSnapshot, ...]


@dataclass(frozen=True)
class CovenantSnapshot:
    """A covenant with its published revisions, oldest first, and the names that words need."""

    id: int
    key: str
    title: str
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


@dataclass(frozen=True)
class RecordParts:
    """What a covenant's record holds besides facts."""

    waivers: tuple[WaiverFact, ...]
    reviews: tuple[ReviewFact, ...]
    tenures: tuple[TenureFact, ...]


def types_of(term: t.Term) -> set[str]:
    """The types of fact that a term looks at."""
    if isinstance(term, t.Deadline):
        return set(term.done_by)
    if isinstance(term, t.Duty):
        return {*term.done_by, *term.when.types}
    return set(term.of) if isinstance(term, t.Cadence | t.Cap | t.Standing) else set()


@dataclass
class Tables:
    """All rows of some covenants, by what they belong to: one query per table."""

    revisions: dict[int, list[Revision]]
    members: dict[int, list[RevisionParty]]
    obligations: dict[int, list[Obligation]]
    parties: dict[tuple[int, str], list[str]]
    themes: dict[int, list[str]]
    types: dict[tuple[int, str], list[str]]
    citations: dict[int, list[str]]
    readings: dict[int, dict[str, Any]]
    own_readings: dict[int, dict[str, Any]]
    outcomes: dict[int, dict[str, Outcome]]
    fact_types: dict[int, dict[str, FactType]]
    theme_names: dict[int, dict[str, str]]


KIND_TABLES = (
    "cadenceterm",
    "capterm",
    "capterm__host",
    "deadlineterm",
    "dutyterm",
    "standingterm",
    "heldterm",
)


def load(covenants: Iterable[Covenant]) -> dict[int, CovenantSnapshot]:
    """Snapshots of these covenants by id: the same number of queries for one and for a hundred."""
    found = list(covenants)
    tables = _read([covenant.pk for covenant in found])
    return {covenant.pk: _covenant(covenant, tables) for covenant in found}


def _read(ids: list[int]) -> Tables:
    published = {"covenant_id__in": ids, "status": Revision.Status.PUBLISHED}
    inside = {f"obligation__revision__{name}": value for name, value in published.items()}
    tables = Tables(*(defaultdict(list) for _ in range(7)), *(defaultdict(dict) for _ in range(5)))  # type: ignore[arg-type]
    for revision in Revision.objects.filter(**published).order_by("in_force_from", "pk"):
        tables.revisions[revision.covenant_id].append(revision)
    within = {f"revision__{name}": value for name, value in published.items()}
    for member in RevisionParty.objects.filter(**within).select_related("party"):
        tables.members[member.revision_id].append(member)
    for obligation in Obligation.objects.filter(**within).select_related(*KIND_TABLES):
        tables.obligations[obligation.revision_id].append(obligation)
    for outcome in Outcome.objects.filter(**within):
        tables.outcomes[outcome.revision_id][outcome.code] = outcome
    _read_links(tables, inside)
    for type_ in FactType.objects.filter(covenant_id__in=ids):
        tables.fact_types[type_.covenant_id][type_.key] = type_
    for theme in Theme.objects.filter(covenant_id__in=ids):
        tables.theme_names[theme.covenant_id][theme.key] = theme.name
    for choice in ReadingChoice.objects.filter(covenant_id__in=ids):
        owner = (
            tables.readings[choice.covenant_id]
            if choice.obligation_id is None
            else tables.own_readings[choice.obligation_id]
        )
        owner[choice.key] = choice.value
    return tables


def _read_links(tables: Tables, inside: Mapping[str, Any]) -> None:
    parties = ObligationParty.objects.filter(**inside).order_by("position", "pk")
    for owner, side, key in parties.values_list("obligation_id", "side", "party__key"):
        tables.parties[owner, side].append(key)
    about = ObligationTheme.objects.filter(**inside).order_by("position", "pk")
    for owner, key in about.values_list("obligation_id", "theme__key"):
        tables.themes[owner].append(key)
    types = ObligationType.objects.filter(**inside).order_by("position", "pk")
    for owner, use, key in types.values_list("obligation_id", "use", "type__key"):
        tables.types[owner, use].append(key)
    places = Citation.objects.filter(**inside).order_by("position", "pk")
    for owner, key, place in places.values_list("obligation_id", "clause__key", "place"):
        tables.citations[owner].append(f"{key} {place}".strip())


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
        )
        for row in tables.obligations[revision.pk]
    )
    return RevisionSnapshot(
        revision.pk, revision.key, revision.title, _revision_term(revision, newer, tables), obligations
    )


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
            _term(row, tables),
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
    return replace(terms, caps={code: own[code] for code in terms.term.when.exceeded})


def _term(row: Obligation, tables: Tables) -> t.Term:
    return TERM_OF[row.kind](row, tables)


def _used(row: Obligation, tables: Tables, use: str) -> tuple[str, ...]:
    return tuple(tables.types[row.pk, use])


def _month_day(month: int | None, day: int | None) -> tuple[int, int] | None:
    return None if month is None or day is None else (month, day)


def _cadence(row: Obligation, tables: Tables) -> t.Cadence:
    term = row.cadenceterm
    by = _month_day(term.by_month, term.by_day)
    per = Per(term.per) if term.per else Per.YEAR
    return t.Cadence(_used(row, tables, ObligationType.Use.COUNTS), term.at_least, per, term.every_months, by)


def _cap(row: Obligation, tables: Tables) -> t.Cap:
    term = row.capterm
    return t.Cap(
        _used(row, tables, ObligationType.Use.COUNTS),
        Fraction(term.at_most),
        Per(term.per),
        term.unit or None,
        term.unit_minutes,
        t.Counter(term.counter),
        None if term.host is None else term.host.key,
    )


def _deadline(row: Obligation, tables: Tables) -> t.Deadline:
    term = row.deadlineterm
    done_by = _used(row, tables, ObligationType.Use.DONE_BY)
    return t.Deadline(done_by, term.due, term.due_at_end, term.opens, term.target, term.grace_days, term.jointly)


def _duty(row: Obligation, tables: Tables) -> t.Duty:
    term = row.dutyterm
    each_year = _month_day(term.each_year_month, term.each_year_day)
    when = t.When(
        _used(row, tables, ObligationType.Use.WHEN),
        term.themed,
        tuple(term.exceeded),
        term.at_start,
        each_year,
    )
    return t.Duty(
        when,
        t.Relation(term.relation),
        _used(row, tables, ObligationType.Use.DONE_BY),
        term.lead_days,
        term.target_days,
        None if term.within_number is None else (term.within_number, t.Unit(term.within_unit)),
        term.at_least_days_before,
        t.Each(term.each) if term.each else None,
    )


DEFAULT_REVIEW_MONTHS = 12
"""A standing duty without a register is looked through yearly unless its definition says otherwise (design.md 5.1)."""


def _standing(row: Obligation, tables: Tables) -> t.Standing:
    term = row.standingterm
    default = None if term.register else DEFAULT_REVIEW_MONTHS
    return t.Standing(
        t.Register(term.register) if term.register else None,
        _used(row, tables, ObligationType.Use.COUNTS),
        term.review_months or default,
        term.remind_after_days,
    )


def _held(row: Obligation, tables: Tables) -> t.Held:
    del tables
    return t.Held(t.Holding(row.heldterm.holding))


TERM_OF: Mapping[str, Callable[[Obligation, Tables], t.Term]] = {
    "cadence": _cadence,
    "cap": _cap,
    "deadline": _deadline,
    "duty": _duty,
    "standing": _standing,
    "held": _held,
}


def record_parts(covenant_ids: list[int], known_at: datetime | None) -> dict[int, RecordParts]:
    """Waivers, reviews and tenures by covenant; the first two as they were at `known_at`, None: as they are."""
    waivers: dict[int, list[WaiverFact]] = defaultdict(list)
    agreed: dict[int, set[str]] = defaultdict(set)
    for waiver_id, party in _then(WaiverParty, known_at, waiver__covenant_id__in=covenant_ids).values_list(
        "waiver_id", "party__key"
    ):
        agreed[waiver_id].add(party)
    fields = ("covenant_id", "id", "code", "on", "occurrence")
    for covenant_id, id_, code, on, occurrence in _then(Waiver, known_at, covenant_id__in=covenant_ids).values_list(
        *fields
    ):
        waivers[covenant_id].append(WaiverFact(code, on, frozenset(agreed[id_]), occurrence or None))
    reviews: dict[int, list[ReviewFact]] = defaultdict(list)
    fields = ("covenant_id", "code", "on", "in_order", "occurrence")
    for covenant_id, code, on, in_order, occurrence in _then(
        Review, known_at, covenant_id__in=covenant_ids
    ).values_list(*fields):
        reviews[covenant_id].append(ReviewFact(code, on, in_order, occurrence or None))
    tenures = _tenures(covenant_ids)
    return {id_: RecordParts(tuple(waivers[id_]), tuple(reviews[id_]), tuple(tenures[id_])) for id_ in covenant_ids}


def _then(model: Any, known_at: datetime | None, **where: Any) -> Any:
    if known_at is None:
        return model.objects.filter(**where).order_by()
    return model.history.filter(history_date__lte=known_at, **where).latest_of_each().exclude(history_type="-")


def _tenures(covenant_ids: list[int]) -> dict[int, list[TenureFact]]:
    """Who holds a post; a deputy does not fill it."""
    found: dict[int, list[TenureFact]] = defaultdict(list)
    rows = Tenure.objects.filter(post__covenant_id__in=covenant_ids, deputy_of__isnull=True).values_list(
        "post__covenant_id", "post__party__key", "post__role", "post__theme__key", "starts_on", "ends_before"
    )
    for covenant_id, party, role, theme, first, end in rows:
        found[covenant_id].append(TenureFact(party, role, _window(first, end), theme))
    return found


def holidays() -> frozenset[date]:
    """Every holiday that is recorded."""
    return frozenset(Holiday.objects.values_list("on", flat=True))
