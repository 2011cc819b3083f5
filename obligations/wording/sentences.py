"""One sentence with the sum and the next date, for every status of every kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from obligations.engine.terms import Duty, Each
from obligations.engine.verdict import (
    Assessment,
    Care,
    Due,
    Instance,
    Interval,
    Note,
    Quota,
    Status,
    Usage,
)
from obligations.wording.caring import CARE
from obligations.wording.counting import QUOTA, USAGE, outside
from obligations.wording.dating import DATED
from obligations.wording.labels import label
from obligations.wording.language import Lang, capital, lower
from obligations.wording.reasons import notes
from obligations.wording.subject import Subject
from obligations.wording.voice import Voice, unchecked

Piece = Callable[[Voice, Any], str]
PIECES: Mapping[type, Mapping[Status, tuple[Piece, ...]]] = {
    Quota: QUOTA,
    Usage: USAGE,
    Interval: DATED,
    Due: DATED,
    Instance: DATED,
    Care: CARE,
}
"""What is said of a detail with a status, in order; a piece that has nothing to say is left out."""


def sentence(subject: Subject, row: Assessment, as_of: date, lang: Lang) -> str:
    """One sentence that ends with the citation in brackets, or with a full stop where there is none."""
    voice = Voice(subject, row, as_of, lang)
    parts = [part for part in (*_parts(voice), *_notes(voice)) if part]
    text = capital("; ".join([_who(voice) + parts[0], *parts[1:]]))
    return f"{text} ({subject.citation})" if subject.citation else f"{text}."


def _parts(voice: Voice) -> list[str]:
    row = voice.row
    if row.status is None:
        return outside(voice) if Note.OUTSIDE_COVENANT in row.notes else unchecked(voice)
    pieces = PIECES[type(row.detail)].get(row.status) if row.detail is not None else None
    if pieces is None:
        return [lower(label(voice.subject, row, voice.as_of, voice.lang))]
    return [piece(voice, row.detail) for piece in pieces]


def _notes(voice: Voice) -> tuple[str, ...]:
    return notes(voice.subject, voice.row, voice.as_of, voice.lang)


def _who(voice: Voice) -> str:
    """The party or place that the row is about, '' when it is about all together."""
    detail = voice.row.detail
    if isinstance(detail, Usage):
        who = _counter(voice, detail)
    elif isinstance(detail, Instance):
        who = _debtor(voice, detail)
    else:
        place = detail.place if isinstance(detail, Care) else None
        who = ", ".join(voice.subject.name(key) for key in place.split(":")) if place else ""
    return f"{who}: " if who else ""


def _counter(voice: Voice, usage: Usage) -> str:
    counter = usage.counter
    if counter is None or voice.row.occurrence.startswith("event:"):
        return ""
    by, _, host = counter.partition(">")
    name = voice.subject.name
    return voice.say("guest", by=name(by), host=name(host)) if host else name(by)


def _debtor(voice: Voice, detail: Instance) -> str:
    """Who owes it and, where there is one instance per addressee, to whom."""
    name, term = voice.subject.name, voice.terms.term
    by = name(detail.bearer) if detail.bearer is not None else ""
    if not isinstance(term, Duty) or term.each is not Each.ADDRESSEE:
        return by
    party = name(voice.row.occurrence.removeprefix(f"trigger:{detail.trigger}:"))
    return voice.say("for" if by else "for.any", by=by, party=party)
