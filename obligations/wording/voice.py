"""Who speaks: an assessment of a subject, a day and a language, with the words that every sentence shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from obligations.engine.terms import Cadence, Held, Kind, Outcome, Terms
from obligations.engine.verdict import Assessment, Due, Instance, Interval, Quota, Status, Usage, Why
from obligations.wording.labels import end_of, ending_of
from obligations.wording.language import Lang, day_text, pick
from obligations.wording.phrases import PHRASES
from obligations.wording.subject import Subject

Planned = Quota | Interval | Due | Instance | Usage


@dataclass(frozen=True, slots=True)
class Voice:
    subject: Subject
    row: Assessment
    as_of: date
    lang: Lang

    @property
    def terms(self) -> Terms:
        return self.subject.terms

    def say(self, phrase: str, **values: object) -> str:
        return pick(PHRASES[phrase], self.lang, **values)

    def day(self, day: date | None) -> str:
        return "" if day is None else day_text(day, self.as_of, self.lang)

    def noun(self, number: int) -> str | None:
        """The meeting that a cadence counts, in the right number."""
        term = self.terms.term
        return self.subject.noun(term.of, number, self.lang) if isinstance(term, Cadence) else None

    def meeting(self) -> str | None:
        """The one meeting that an interval asks for."""
        term = self.terms.term
        meetings = isinstance(term, Cadence) and self.subject.are_meetings(term.of)
        return self.noun(1) if meetings else None


def planned(voice: Voice, detail: Planned) -> str:
    if detail.planned_on is None:
        return ""
    day = voice.day(detail.planned_on)
    if detail.planned > 1:
        return voice.say("planned.more", n=detail.planned, day=day)
    return voice.say("planned.one", day=day)


def reported(voice: Voice, detail: Planned) -> str:
    if detail.reported == 0:
        return ""
    return voice.say("reported.one" if detail.reported == 1 else "reported.more", n=detail.reported)


def asked(voice: Voice, detail: object) -> str:
    """A planned day has passed and nobody said whether it took place: that is not the same as not done."""
    number = sum(passed.why is Why.DAY_PASSED for passed in voice.row.passed_over)
    if number == 0:
        return ""
    return voice.say("asked.one" if number == 1 else "asked.more", n=number)


def waived(voice: Voice, detail: object) -> str:
    return voice.say("waived")


def not_recorded(voice: Voice, detail: object) -> str:
    return voice.say("not_recorded")


def begins(voice: Voice, detail: object) -> str:
    first = voice.row.window.first
    return voice.say("begins.some_day" if first is None else "begins", day=voice.day(first))


def ended(voice: Voice, detail: object) -> str:
    """'vervangen op 21 mei 2019'."""
    status = voice.row.status or ending_of(voice.terms, voice.as_of)
    day = end_of(voice.subject, voice.row, voice.as_of)
    return voice.say(status if day is not None else f"{status}.some_day", day=voice.day(day))


def went(voice: Voice, detail: object) -> str:
    """Where the obligation went in the revision, '' when that is not known."""
    outcome, where = voice.terms.outcome, voice.subject.successor
    status = voice.row.status or ending_of(voice.terms, voice.as_of)
    if outcome is None or status is not Status.SUPERSEDED:
        return ""
    if outcome in (Outcome.CONTINUED, Outcome.DROPPED):
        return voice.say(f"went.{outcome}")
    if where and outcome is Outcome.MOVED and not voice.subject.certain:
        return voice.say("went.moved.unsure", where=where)
    return voice.say(f"went.{outcome}" if where else f"went.{outcome}.other", where=where)


def unchecked(voice: Voice) -> list[str]:
    """What is soft or only held has no status: say what it is, and that it ended."""
    term = voice.terms.term
    held = voice.row.kind is Kind.HELD and isinstance(term, Held)
    parts = [voice.say(term.holding if held and isinstance(term, Held) else "aim")]
    if voice.row.window.ended_by(voice.as_of):
        parts += [ended(voice, None), went(voice, None)]
    return parts
