"""Sentences about what must be kept in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from obligations.engine.periods import months_after
from obligations.engine.terms import Standing
from obligations.engine.verdict import Care, Status
from obligations.wording.language import months_text
from obligations.wording.voice import Voice, ended, waived, went


def _months(voice: Voice) -> int | None:
    term = voice.terms.term
    return term.review_months if isinstance(term, Standing) else None


def in_order(voice: Voice, care: Care) -> str:
    return voice.say("in_order")


def not_in_order(voice: Voice, care: Care) -> str:
    key = "not_in_order" if care.reviewed_on is not None else "not_in_order.some_day"
    return voice.say(key, day=voice.day(care.reviewed_on))


def not_reviewed(voice: Voice, care: Care) -> str:
    return voice.say("not_reviewed")


def reviewed(voice: Voice, care: Care) -> str:
    return "" if care.reviewed_on is None else voice.say("reviewed", day=voice.day(care.reviewed_on))


def review_norm(voice: Voice, care: Care) -> str:
    """When it is looked through next, or that it should have been; always a plan of our own."""
    months = _months(voice)
    if months is None:
        return ""
    if care.reviewed_on is None:
        key = "review.month" if months == 1 else "review.every"
        return voice.say(key, months=months_text(months, voice.lang))
    due = months_after(care.reviewed_on, months)
    if voice.as_of > due:
        return voice.say("review.old", months=months_text(months, voice.lang))
    return voice.say("review.due", day=voice.day(due))


def place(voice: Voice, care: Care) -> str:
    """Whether somebody holds the place of a register."""
    term = voice.terms.term
    if not isinstance(term, Standing) or term.register is None:
        return ""
    return voice.say(f"{'vacant' if care.vacant else 'filled'}.{term.register}")


def happened(voice: Voice, care: Care) -> str:
    return "" if care.done is None else voice.say("happened", n=care.done)


CARE: Mapping[Status, tuple[Callable[[Voice, Care], str], ...]] = {
    Status.IN_ORDER: (in_order, place, reviewed, review_norm, happened),
    Status.NOT_REVIEWED: (not_reviewed, place, review_norm, happened),
    Status.ATTENTION: (place, reviewed, review_norm, happened),
    Status.NOT_IN_ORDER: (not_in_order, place, happened),
    Status.WAIVED: (waived, place, reviewed, happened),
    Status.SUPERSEDED: (ended, went, reviewed, happened),
    Status.EXPIRED: (ended, reviewed, happened),
    Status.ENDED: (ended, reviewed, happened),
}
