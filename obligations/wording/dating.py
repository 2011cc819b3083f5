"""Sentences about days: done by a day, each interval, each occasion. A covenant date is never called an own target."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from obligations.engine.terms import Cadence, Duty, Relation
from obligations.engine.verdict import Due, Instance, Interval, Note, Status, days_late
from obligations.wording.labels import is_covenant_date
from obligations.wording.language import days_between, days_text, lower, months_text
from obligations.wording.voice import (
    Voice,
    begins,
    ended,
    not_recorded,
    planned,
    reported,
    waived,
    went,
)

Dated = Due | Interval | Instance


def nature(voice: Voice, detail: Dated) -> str:
    """Whose date it is: 'covenant', 'target', 'before' (something else), 'none'."""
    if detail.due_on is None:
        return "none"
    if is_covenant_date(voice.row):
        return "covenant"
    term = voice.terms.term
    return "before" if isinstance(term, Duty) and term.relation is Relation.BEFORE else "target"


def due(voice: Voice, detail: Dated) -> str:
    return voice.say(f"due.{nature(voice, detail)}", day=voice.day(detail.due_on))


def was_due(voice: Voice, detail: Dated) -> str:
    """The date that counted; one that is still to come is not spoken of as past. A remark may say it already."""
    if Note.TARGET_PASSED in voice.row.notes:
        return ""
    ahead = detail.due_on is not None and detail.due_on >= voice.as_of
    return (due if ahead else had_due)(voice, detail)


def had_due(voice: Voice, detail: Dated) -> str:
    """The date of what ended, also when the date itself would still have come."""
    return voice.say(f"was.{nature(voice, detail)}", day=voice.day(detail.due_on))


def days_left(voice: Voice, detail: Dated) -> str:
    """'uiterste datum (convenant) 30 juni, nog 50 dagen'."""
    text = due(voice, detail)
    if detail.due_on is None or detail.due_on < voice.as_of:
        return text
    left = days_between(voice.as_of, detail.due_on)
    return text + (voice.say("left", days=days_text(left, voice.lang)) if left else voice.say("left.today"))


def passed(voice: Voice, detail: Dated) -> str:
    """How long a covenant date is over, or that an own target is."""
    kind = nature(voice, detail)
    if detail.due_on is None or detail.due_on >= voice.as_of or kind not in ("covenant", "target"):
        return was_due(voice, detail)
    days = days_text(days_between(detail.due_on, voice.as_of), voice.lang)
    return voice.say(f"passed.{kind}", day=voice.day(detail.due_on), days=days)


def undone(voice: Voice, detail: Dated) -> str:
    noun = voice.meeting() if isinstance(detail, Interval) else None
    return voice.say("undone") if noun is None else voice.say("undone.noun", noun=noun)


def to_do(voice: Voice, detail: Dated) -> str:
    return voice.say("to_do")


def never(voice: Voice, detail: Dated) -> str:
    noun = voice.meeting() if isinstance(detail, Interval) else None
    return voice.say("never") if noun is None else voice.say("never.noun", noun=noun)


def done(voice: Voice, detail: Dated) -> str:
    """'gedaan op 8 februari, 39 dagen na de uiterste datum (convenant) 31 december 2017'."""
    held = isinstance(detail, Interval) and voice.meeting() is not None
    text = voice.say("done.noun" if held else "done", day=voice.day(detail.met_on))
    late = days_late(voice.row, voice.as_of) if voice.row.status is Status.MET_LATE else None
    if late is None:
        return text
    return text + voice.say("late", days=days_text(late, voice.lang), due=voice.day(detail.due_on))


def whether_done(voice: Voice, detail: Dated) -> str:
    return (never if detail.met_on is None else done)(voice, detail)


def arranged(voice: Voice, detail: Dated) -> str:
    """What is planned, whether that is past the covenant date, or that nothing is."""
    if detail.planned_on is None:
        return voice.say("planned.nothing")
    if detail.due_on is None or detail.planned_on <= detail.due_on:
        return planned(voice, detail)
    return voice.say("planned.after", day=voice.day(detail.planned_on))


def opens(voice: Voice, detail: Dated) -> str:
    if not isinstance(detail, Due) or detail.opens_on is None or detail.opens_on <= voice.as_of:
        return ""
    return voice.say("opens", day=voice.day(detail.opens_on))


def agreed(voice: Voice, detail: Dated) -> str:
    """The norm of an interval: 'afgesproken is elke 6 maanden'."""
    term = voice.terms.term
    if not isinstance(detail, Interval) or not isinstance(term, Cadence):
        return ""
    if term.every_months is None:
        return voice.say("agreed.yearly")
    if term.every_months == 1:
        return voice.say("agreed.month")
    return voice.say("agreed.months", months=months_text(term.every_months, voice.lang))


def occasion(voice: Voice, detail: Dated) -> str:
    """'aanleiding: extern overleg, 14 september'; '' for what needs none."""
    if not isinstance(detail, Instance):
        return ""
    return voice.say("occasion", what=_occasion_name(voice, detail), day=voice.day(detail.trigger_on))


def _occasion_name(voice: Voice, detail: Instance) -> str:
    term = voice.terms.term
    if not isinstance(term, Duty) or detail.trigger == "start":
        return voice.say("occasion.start")
    if detail.trigger.startswith("exceeded:"):
        return voice.say("occasion.exceeded")
    if detail.trigger == detail.trigger_on.isoformat():
        return voice.say("occasion.yearly")
    names = [voice.subject.type_name(key) for key in term.when.types]
    return lower(names[0]) if len(names) == 1 else voice.say("occasion.some")


DATED: Mapping[Status, tuple[Callable[[Voice, Dated], str], ...]] = {
    Status.UPCOMING: (begins, agreed, opens, due, planned),
    Status.ON_TRACK: (undone, occasion, agreed, opens, due, planned, reported),
    Status.DUE_SOON: (undone, occasion, agreed, days_left, planned, reported),
    Status.AT_RISK: (undone, occasion, agreed, days_left, arranged, reported),
    Status.OVERDUE: (undone, passed, occasion, agreed, planned, reported),
    Status.OPEN: (to_do, occasion, due, planned, reported),
    Status.ATTENTION: (undone, occasion, passed, planned, reported),
    Status.MET: (done, occasion, agreed, was_due),
    Status.MET_LATE: (done, occasion, agreed),
    Status.MISSED: (never, occasion, agreed, was_due, reported),
    Status.NOT_RECORDED: (not_recorded, occasion, agreed, was_due),
    Status.SUPERSEDED: (ended, went, never, occasion, agreed, had_due),
    Status.EXPIRED: (ended, never, occasion, agreed, had_due),
    Status.ENDED: (ended, never, agreed, had_due),
    Status.WAIVED: (waived, whether_done, occasion, agreed, was_due, planned, reported),
}
