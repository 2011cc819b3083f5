"""The periods, dates and occasions of an obligation, with what counted in each, what did not and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from obligations import wording
from obligations.assessments import Line, Standing
from obligations.engine.assessment import is_current
from obligations.engine.facts import Fact
from obligations.engine.verdict import Assessment, PassedOver, Quota
from obligations.models import Reading
from obligations.web.effects import alternatives, result_of
from obligations.web.readings import ReadingView, plain_reading, reading_view
from obligations.web.standings import Look
from obligations.web.words import Badge, RowView, badge_of, row_view, subject_of
from obligations.wording import Lang, Subject
from obligations.wording.language import capital, counted
from obligations.wording.norms import PERSONS, about_kind, about_text

LONGEST_STRIP = 12


@dataclass(frozen=True)
class FactView:
    """Something that happened, with the reason where it does not count."""

    ref: str
    day: str
    type: str
    details: str
    why: str = ""


@dataclass(frozen=True)
class PeriodView:
    """One period, date or occasion. `current`: it belongs to the day of the page."""

    id: str
    about: str
    kind: str
    row: RowView
    counted: tuple[FactView, ...]
    passed_over: tuple[FactView, ...]
    current: bool


@dataclass(frozen=True)
class OtherResult:
    """What another reading gives for a row: the reading in words, and the label; the same: it changes nothing here."""

    choice: str
    badge: Badge | None
    sentence: str
    same: bool


@dataclass(frozen=True)
class Decided:
    """A reading that mattered, and what the others give."""

    reading: ReadingView
    others: tuple[OtherResult, ...]


@dataclass(frozen=True)
class Reason:
    """Why a row stands as it does: what counts, what does not, what comes, and how the text is read."""

    counted: tuple[FactView, ...]
    passed_over: tuple[FactView, ...]
    targets: tuple[str, ...]
    decided: tuple[Decided, ...]


def periods(standing: Standing, line: Line, subject: Subject, lang: Lang) -> tuple[PeriodView, ...]:
    """Every period, date and occasion, the newest first."""
    rows = sorted((row for row in line.assessed.rows if row.status is not None), key=newest_first)
    return tuple(period(standing, line, subject, row, lang) for row in rows)


def newest_first(row: Assessment) -> tuple[int, str]:
    return -(row.window.first or date.min).toordinal(), row.occurrence


def period_id(line: Line, row: Assessment) -> str:
    """Where a period stands on the page."""
    return f"p{line.revision.id}-" + "".join(sign if sign.isalnum() else "-" for sign in row.occurrence)


def period(standing: Standing, line: Line, subject: Subject, row: Assessment, lang: Lang) -> PeriodView:
    as_of = standing.as_of
    return PeriodView(
        period_id(line, row),
        about_text(subject, row, lang),
        about_kind(row, lang),
        row_view(subject, row, as_of, lang),
        tuple(fact_view(standing, subject, ref, lang) for ref in row.counted),
        tuple(passed_view(standing, subject, passed, lang) for passed in row.passed_over),
        is_current(line.obligation.terms, row, as_of),
    )


@dataclass(frozen=True)
class Tick:
    """One period in the strip: its label, what it is about, and where it stands on the page."""

    about: str
    badge: Badge
    url: str
    current: bool


def strip(look: Look, lines: Sequence[Line], lang: Lang) -> list[Tick]:
    """The last periods through all revisions, oldest first."""
    standing = look.standing
    rows = [(line, row) for line in lines for row in line.assessed.rows if row.status is not None]
    rows.sort(key=lambda found: (found[1].window.first or date.min, found[1].occurrence))
    ticks = []
    for line, row in rows[-LONGEST_STRIP:]:
        subject = subject_of(standing, line)
        badge = badge_of(subject, row, standing.as_of, lang)
        current = is_current(line.obligation.terms, row, standing.as_of)
        ticks.append(Tick(about_text(subject, row, lang), badge, "#" + period_id(line, row), current))
    return ticks if len(ticks) > 1 else []


def reason_of(look: Look, line: Line, row: Assessment, records: Iterable[Reading], lang: Lang) -> Reason:
    """Why a row stands as it does."""
    standing, subject = look.standing, subject_of(look.standing, line)
    return Reason(
        tuple(fact_view(standing, subject, ref, lang) for ref in row.counted),
        tuple(passed_view(standing, subject, passed, lang) for passed in row.passed_over),
        targets_of(row, standing.as_of, lang),
        tuple(decided(look, line, row, key, records, lang) for key in row.readings),
    )


def targets_of(row: Assessment, as_of: date, lang: Lang) -> tuple[str, ...]:
    """The days that spread a number over its period: our own targets, of which the last is the covenant date."""
    if not isinstance(row.detail, Quota):
        return ()
    done = row.detail.done
    targets = row.detail.targets
    return tuple(
        _("%(nth)s by %(day)s") % {"nth": number, "day": wording.day_text(day, as_of, lang)}
        for number, day in enumerate(targets, 1)
        if number > done
    )


def decided(look: Look, line: Line, row: Assessment, key: str, records: Iterable[Reading], lang: Lang) -> Decided:
    """A reading that mattered for a row, its record where there is one, and the result of every other reading."""
    chosen, code = line.obligation.terms.readings, line.obligation.code
    value = chosen.as_data(key)
    record = next(
        (
            one
            for one in records
            if one.key == key and one.value == value and (not one.obligations or code in one.obligations)
        ),
        None,
    )
    view = plain_reading(key, value, lang) if record is None else reading_view(look.standing, record, lang)
    others = tuple(other_result(look, line, row, key, other, lang) for other in alternatives(key, chosen))
    return Decided(view, others)


def other_result(look: Look, line: Line, row: Assessment, key: str, value: object, lang: Lang) -> OtherResult:
    choice = capital(wording.reading_text(key, value, lang).choice)
    other = result_of(look.standing, line, row.occurrence, key, value)
    if other is None:
        return OtherResult(choice, None, "", same=False)
    view = row_view(subject_of(look.standing, line), other, look.standing.as_of, lang)
    return OtherResult(choice, view.badge, view.sentence, same=other == row)


def passed_view(standing: Standing, subject: Subject, passed: PassedOver, lang: Lang) -> FactView:
    why = wording.why_text(passed, subject, lang)
    return fact_view(standing, subject, passed.ref, lang, why)


def fact_view(standing: Standing, subject: Subject, ref: str, lang: Lang, why: str = "") -> FactView:
    fact = standing.record.refs.get(ref)
    if fact is None:
        return FactView(ref, "", "", "", why)
    details = fact_details(fact, subject, lang)
    return FactView(ref, wording.full_day(fact.on, lang), subject.type_name(fact.type), details, why)


def fact_details(fact: Fact, subject: Subject, lang: Lang) -> str:
    """Who did it and how much it was."""
    parts = [subject.name(fact.by)] if fact.by else []
    if fact.minutes is not None:
        parts.append(wording.duration_text(fact.minutes, lang))
    if fact.persons is not None:
        parts.append(counted(fact.persons, *PERSONS, lang))
    return ", ".join(parts)
