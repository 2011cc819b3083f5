"""Why a fact does not count, and the remarks beside a status."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from obligations.engine.terms import Cap, Deadline
from obligations.engine.verdict import Assessment, Due, Instance, Note, PassedOver, Why
from obligations.wording.language import Lang, Pair, day_text, full_day, listing, pick
from obligations.wording.subject import Subject

WHY: Mapping[str, Pair] = {
    Why.PLANNED: ("telt nog niet mee, want het is gepland", "does not count yet, because it is planned"),
    Why.DAY_PASSED: (
        "telt nog niet mee, want de geplande dag is voorbij en er staat nog niet bij of het doorging",
        "does not count yet, because the planned day has passed and nobody said whether it took place",
    ),
    Why.REPORTED: (
        "telt nog niet mee, want de melding is nog niet gecontroleerd",
        "does not count yet, because the report has not been checked",
    ),
    Why.UNKNOWN: (
        "telt nog niet mee, want het is nog niet bekend",
        "does not count yet, because it is not known yet",
    ),
    Why.ABSENT: ("telt niet mee, want {who} was afwezig", "does not count, because {who} was absent"),
    "absent.more": ("telt niet mee, want {who} waren afwezig", "does not count, because {who} were absent"),
    "absent.nobody": (
        "telt niet mee, want niet alle partijen waren er",
        "does not count, because not all parties were there",
    ),
    Why.SAME_DAY: (
        "telt niet mee, want er telt al een overleg op dezelfde dag",
        "does not count, because another one on the same day already counts",
    ),
    Why.OUTSIDE_COVENANT: (
        "telt niet mee, want het viel buiten de looptijd{revision}",
        "does not count, because it was outside the term{revision}",
    ),
    Why.BEFORE_WINDOW: (
        "telt niet mee, want het was te vroeg: het kan vanaf {opens}",
        "does not count, because it was too early: it can be done from {opens}",
    ),
    "before_window.no_day": (
        "telt niet mee, want het was te vroeg",
        "does not count, because it was too early",
    ),
    Why.BEFORE_TRIGGER: (
        "telt niet mee, want het was nog vóór de aanleiding",
        "does not count, because it was before the occasion",
    ),
    Why.TOO_LATE: ("telt niet mee, want het was te laat", "does not count, because it was too late"),
    Why.AFTER_ALL: (
        "telt niet mee, want het is pas na afloop gedaan",
        "does not count, because it was done afterwards",
    ),
    Why.SURPLUS: (
        "telt niet mee, want het was niet meer nodig: er is al iets dat telt",
        "does not count, because it was no longer needed: something else already counts",
    ),
    Why.NOT_THE_PARTY: (
        "telt niet mee, want het hoort bij een andere partij",
        "does not count, because it belongs to another party",
    ),
    Why.ANSWERS_OTHER: (
        "telt niet mee, want het hoort bij een andere aanleiding",
        "does not count, because it belongs to another occasion",
    ),
    Why.OWN_BUILDING: (
        "telt niet mee, want het was in het eigen gebouw",
        "does not count, because it was in the party's own building",
    ),
    Why.OTHER_HOST: (
        "telt niet mee, want het was niet bij {host}",
        "does not count, because it was not at {host}",
    ),
    "other_host.any": (
        "telt niet mee, want het was bij een andere partij",
        "does not count, because it was at another party",
    ),
    Why.NO_MEASURE: (
        "telt niet mee, want er is geen hoeveelheid ingevuld",
        "does not count, because no amount was filled in",
    ),
}
NOTES: Mapping[str, Pair] = {
    Note.BEFORE_WINDOW: (
        "al gedaan voordat de tijd daarvoor begon, op {opens}",
        "done before the time for it began, on {opens}",
    ),
    Note.ORDER_UNKNOWN: (
        "op dezelfde dag gedaan, wat eerst kwam is niet vastgelegd",
        "done on the same day, which came first was not recorded",
    ),
    Note.TRAILING: (
        "loopt nog af: deze tekst geldt niet meer, maar dit moet nog wel",
        "still running out: this text no longer holds, but this still has to be done",
    ),
    Note.AFTER_ALL: ("alsnog gedaan{on}", "done after all{on}"),
    Note.TARGET_PASSED: (
        "dat was na de streefdatum (eigen planning) {due}",
        "that was after the own target {due}",
    ),
    Note.OUTSIDE_COVENANT: (
        "telt voor geen enkele verplichting mee",
        "counts for no obligation",
    ),
    Note.NO_NORM: ("er is geen aantal afgesproken", "no number was agreed"),
    Note.STUB: ("de periode is korter dan 30 dagen", "the period is shorter than 30 days"),
    Note.TO_COMPLETE: (
        "wat hieraan is gedaan is nog niet bekend",
        "what was done about it is not known yet",
    ),
}


def why_text(passed_over: PassedOver, subject: Subject, lang: Lang) -> str:
    """'telt niet mee, want KING was afwezig'."""
    term = subject.terms.term
    opens = term.opens if isinstance(term, Deadline) else None
    host = term.host if isinstance(term, Cap) else None
    return pick(
        WHY[_why_key(passed_over, opens, host)],
        lang,
        who=listing([subject.name(party) for party in passed_over.parties], lang),
        opens="" if opens is None else full_day(opens, lang),
        host="" if host is None else subject.name(host),
        revision=pick((" van {title}", " of {title}"), lang, title=subject.revision) if subject.revision else "",
    )


def _why_key(passed_over: PassedOver, opens: date | None, host: str | None) -> str:
    why = passed_over.why
    if why is Why.ABSENT and len(passed_over.parties) != 1:
        return "absent.more" if passed_over.parties else "absent.nobody"
    if why is Why.BEFORE_WINDOW and opens is None:
        return "before_window.no_day"
    return "other_host.any" if why is Why.OTHER_HOST and host is None else why


def note_text(note: Note, subject: Subject, row: Assessment, as_of: date, lang: Lang) -> str:
    """One remark, without capital or full stop."""
    detail, term = row.detail, subject.terms.term
    due = detail.due_on if isinstance(detail, Due | Instance) else None
    opens = term.opens if isinstance(term, Deadline) else None
    after = next((subject.days.get(past.ref) for past in row.passed_over if past.why is Why.AFTER_ALL), None)
    on = pick((" op {day}", " on {day}"), lang, day=day_text(after, as_of, lang)) if after else ""
    return pick(
        NOTES[note],
        lang,
        on=on,
        due="" if due is None else day_text(due, as_of, lang),
        opens="" if opens is None else day_text(opens, as_of, lang),
    )


def notes(subject: Subject, row: Assessment, as_of: date, lang: Lang) -> tuple[str, ...]:
    """The remarks of a row that may be said.

    What was done after the end belongs to the next revision where that has the same obligation, so it is not said.
    """
    successor = subject.terms.successor
    continued = successor is not None and successor.code == subject.terms.code
    said = (note for note in row.notes if not (note is Note.AFTER_ALL and continued))
    return tuple(note_text(note, subject, row, as_of, lang) for note in said)
