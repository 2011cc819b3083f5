"""A definition as the rows that hold it (`services/tables.py`): every default filled in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from obligations.definitions.citations import cited
from obligations.definitions.scalars import read_reading
from obligations.definitions.schema import (
    Definition,
    ObligationPart,
    OutcomePart,
    RecordPart,
    RevisionPart,
)
from obligations.engine.readings import KEYS
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

Values = dict[str, Any]
Tables = dict[Model, dict[Key, Values]]


def rows_of(definition: Definition, tracked_from: date | None) -> Rows:
    """The rows of a definition in which everything fits. Parties that no revision names are left out."""
    rows: Tables = defaultdict(dict)
    rows.update({table.model: {} for table in TABLES})
    rows[Covenant][()] = {
        "title": definition.title,
        "language": definition.language,
        "tracked_from": tracked_from,
    }
    named = {party for revision in definition.revisions.values() for party in revision.parties}
    for key, party in definition.parties.items():
        if key in named:
            rows[Party][key,] = {"name": party.name, "short": party.short or party.name}
    for key, name in definition.themes.items():
        rows[Theme][key,] = {"name": name}
    for key, found in definition.types.items():
        rows[FactType][key,] = {
            "name": found.name,
            "plural": found.plural or "",
            "meeting": found.meeting or "",
            "measure": found.measure or "",
        }
    _readings(rows, definition.readings, None, None)
    for number, record in definition.reading_records.items():
        rows[Reading][number,] = _record(record)
    for key, revision in definition.revisions.items():
        _revision(rows, key, revision)
    return rows


def _readings(rows: Tables, readings: Any, revision: str | None, code: str | None) -> None:
    for key in KEYS:
        value = None if readings is None else getattr(readings, key)
        if value is not None:
            rows[ReadingChoice][revision, code, key] = {"value": value}


def _record(record: RecordPart) -> Values:
    return {
        "question": record.question,
        "alternatives": list(record.alternatives),
        "choice": record.choice,
        "why": record.why,
        "key": record.key or "",
        "value": None if record.key is None else read_reading(record.key, record.value),
        "obligations": list(record.obligations),
        "agreed_on": record.agreed_on,
        "agreed_by": list(record.agreed_by),
    }


def _revision(rows: Tables, key: str, revision: RevisionPart) -> None:
    renews = revision.renews
    rows[Revision][key,] = {
        "title": revision.title,
        "signed_on": revision.signed_on,
        "in_force_from": revision.in_force_from,
        "ends_on": revision.ends_on,
        "renews_months": None if renews is None else renews.months,
        "notice_months": None if renews is None else renews.notice_months,
        "replaces": revision.replaces,
        "replaces_from": _replaces_from(revision),
        "status": Revision.Status.PUBLISHED,
    }
    sides = {party: number for number, side in enumerate(revision.sides, 1) for party in side}
    for party, member in revision.parties.items():
        rows[RevisionParty][key, party] = {
            "role": member.role or "",
            "account_holder": member.account_holder or "",
            "joins_on": member.from_,
            "leaves_on": member.until,
            "organ": member.organ,
            "side": sides.get(party),
        }
    _clauses(rows, key, revision)
    for code, obligation in revision.obligations.items():
        _obligation(rows, key, code, obligation, revision)
    for code, outcome in revision.lineage.items():
        rows[Outcome][key, code] = _outcome(outcome)


def _clauses(rows: Tables, key: str, revision: RevisionPart) -> None:
    for clause, part in revision.clauses.items():
        rows[Clause][key, clause] = {"heading": part.heading}
        for number, summary in part.paragraphs.items():
            rows[Paragraph][key, clause, number] = {"summary": summary}


def _replaces_from(revision: RevisionPart) -> date | None:
    return None if revision.replaces is None else revision.replaces_from or revision.in_force_from


def _outcome(outcome: OutcomePart) -> Values:
    kind = "becomes" if outcome.becomes else "dropped" if outcome.dropped else "moved"
    return {
        "kind": kind,
        "becomes": list(outcome.becomes),
        "moved_to": outcome.moved_to or "",
        "certain": outcome.certain,
    }


def _obligation(rows: Tables, revision: str, code: str, obligation: ObligationPart, text: RevisionPart) -> None:
    kind = next(kind for kind in TERM_OF if getattr(obligation, kind) is not None)
    window = obligation.window
    rows[Obligation][revision, code] = {
        "title": obligation.title,
        "summary": obligation.summary,
        "kind": kind,
        "soft": obligation.soft,
        "own_from": None if window is None else window.from_,
        "own_until": None if window is None else window.until,
        "bearers_all": obligation.bearers == ("all",),
        "towards_all": obligation.towards == ("all",),
        "reminders": _reminders(obligation),
    }
    for place in cited(obligation.clause, text.clauses):
        rows[Citation][revision, code, place.clause, place.place] = {"paragraph": place.paragraph}
    for side, parties in (("bearer", obligation.bearers), ("towards", obligation.towards)):
        for party in _parties(parties, text):
            rows[ObligationParty][revision, code, side, party] = {}
    for theme in obligation.themes:
        rows[ObligationTheme][revision, code, theme] = {}
    _types(rows, (revision, code), agenda=obligation.agenda_of)
    _readings(rows, obligation.readings, revision, code)
    TERM_OF[kind](rows, (revision, code), getattr(obligation, kind))


def _parties(keys: tuple[str, ...], revision: RevisionPart) -> tuple[str, ...]:
    """The parties that keys name; `all` is every party that is no organ."""
    if keys != ("all",):
        return keys
    return tuple(party for party, member in revision.parties.items() if not member.organ)


def _reminders(obligation: ObligationPart) -> Values:
    if obligation.reminders is None:
        return {}
    found = obligation.reminders.model_dump(exclude_defaults=True)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _types(rows: Tables, key: Key, **uses: tuple[str, ...]) -> None:
    for use, types in uses.items():
        for found in types:
            rows[ObligationType][(*key, use, found)] = {}


def _cadence(rows: Tables, key: Key, part: Any) -> None:
    month, day = part.by or (None, None)
    rows[CadenceTerm][key] = {
        "at_least": part.at_least,
        "per": "" if part.at_least is None else part.per or "year",
        "every_months": part.every_months,
        "by_month": month,
        "by_day": day,
    }
    _types(rows, key, of=part.of)


def _cap(rows: Tables, key: Key, part: Any) -> None:
    rows[CapTerm][key] = {
        "at_most": part.at_most,
        "per": part.per,
        "unit": part.unit or "",
        "unit_minutes": part.unit_minutes,
        "counter": part.counter or "joint",
        "host": part.host,
    }
    _types(rows, key, of=part.of)


def _deadline(rows: Tables, key: Key, part: Any) -> None:
    rows[DeadlineTerm][key] = {
        "due": None if part.due == "end" else part.due,
        "due_at_end": part.due == "end",
        "opens": part.opens,
        "target": part.target,
        "text": part.text or "",
        "grace_days": part.grace_days,
        "jointly": part.jointly,
    }
    _types(rows, key, done_by=part.done_by)


def _duty(rows: Tables, key: Key, part: Any) -> None:
    month, day = part.when.each_year or (None, None)
    within = {} if part.within is None else part.within.model_dump(exclude_none=True)
    unit, number = next(iter(within.items()), ("", None))
    rows[DutyTerm][key] = {
        "relation": part.relation,
        "themed": part.when.themed,
        "exceeded": list(part.when.exceeded),
        "at_start": part.when.start,
        "each_year_month": month,
        "each_year_day": day,
        "lead_days": part.lead_days or 0,
        "target_days": part.target_days,
        "within_number": number,
        "within_unit": unit,
        "at_least_days_before": part.at_least_days_before,
        "each": part.each or "",
    }
    _types(rows, key, when=part.when.types, done_by=part.done_by)


def _standing(rows: Tables, key: Key, part: Any) -> None:
    rows[StandingTerm][key] = {
        "register": part.register_ or "",
        "review_months": part.review_months,
        "remind_after_days": part.remind_after_days,
    }
    _types(rows, key, of=part.of)


def _held(rows: Tables, key: Key, part: Any) -> None:
    rows[HeldTerm][key] = {"holding": part}


TERM_OF: Mapping[str, Callable[[Tables, Key, Any], None]] = {
    "cadence": _cadence,
    "cap": _cap,
    "deadline": _deadline,
    "duty": _duty,
    "standing": _standing,
    "held": _held,
}
