"""The rest of what was agreed: how firm it is, how long it holds, what counts for it, and our own planning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from obligations.engine.terms import Cadence, Cap, Deadline, Duty, Held, Relation, Standing
from obligations.engine.windows import ALWAYS
from obligations.wording.language import Lang, Pair, days_text, full_day, listing, lower, pick
from obligations.wording.norms import norm_text, own_text
from obligations.wording.subject import Subject

DETAILS: Mapping[str, Pair] = {
    "firm": ("vaste afspraak", "firm agreement"),
    "soft": ("streven: hier werken partijen aan", "aim: parties work on this"),
    "held": ("wordt niet nagegaan", "is not checked"),
    "whole": ("zolang de tekst geldt", "as long as the text holds"),
    "target": ("streefdatum (eigen planning): {day}", "own target: {day}"),
    "target_days": ("streefdatum (eigen planning): na {days}", "own target: after {days}"),
    "lead": ("aan de beurt vanaf {days} van tevoren", "comes up {days} beforehand"),
    "remind": ("herinnering na {days} zonder iets nieuws", "reminder after {days} without anything new"),
}


def bare_norm_text(subject: Subject, lang: Lang) -> str:
    """The norm itself, also of an aim, without how long it holds."""
    return norm_text(replace(subject, terms=replace(subject.terms, soft=False, own=ALWAYS)), lang)


def firmness_text(subject: Subject, lang: Lang) -> str:
    """Whether it is an agreement, an aim, or something that is not checked at all."""
    if isinstance(subject.terms.term, Held):
        return pick(DETAILS["held"], lang)
    return pick(DETAILS["soft" if subject.terms.soft else "firm"], lang)


def holds_text(subject: Subject, lang: Lang) -> str:
    """How long it holds: as long as its revision, or its own term."""
    return own_text(subject.terms.own, lang) or pick(DETAILS["whole"], lang)


def evidence_text(subject: Subject, lang: Lang) -> str:
    """The kinds of entries that count for it, '' where nothing is counted."""
    term = subject.terms.term
    if isinstance(term, Held):
        return ""
    keys = term.of if isinstance(term, Cadence | Cap | Standing) else term.done_by
    return listing([lower(subject.type_name(key)) for key in keys], lang, ("of", "or"))


def planning_text(subject: Subject, lang: Lang) -> str:
    """What we planned ourselves, as far as the norm does not say it already; '' where nothing is."""
    term, parts = subject.terms.term, []
    if isinstance(term, Deadline) and term.target is not None and term.is_dated:
        parts.append(pick(DETAILS["target"], lang, day=full_day(term.target, lang)))
    if isinstance(term, Duty) and term.target_days is not None and (term.has_term or term.relation is Relation.BEFORE):
        parts.append(pick(DETAILS["target_days"], lang, days=days_text(term.target_days, lang)))
    if isinstance(term, Duty) and term.lead_days:
        parts.append(pick(DETAILS["lead"], lang, days=days_text(term.lead_days, lang)))
    if isinstance(term, Standing) and term.remind_after_days is not None:
        parts.append(pick(DETAILS["remind"], lang, days=days_text(term.remind_after_days, lang)))
    return "; ".join(parts)
