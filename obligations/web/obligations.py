"""One obligation: how it stands and why, through all its periods and under each revision that has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from obligations import wording
from obligations.assessments import Line, Standing
from obligations.engine.assessment import is_current
from obligations.engine.facts import Fact
from obligations.engine.terms import Kind
from obligations.engine.verdict import Assessment, PassedOver
from obligations.models import Citation, DeadlineTerm, Paragraph, Reading
from obligations.web.access import covenant_for, lines_of
from obligations.web.addresses import covenant_url, obligation_url
from obligations.web.as_of import as_of_from, banners
from obligations.web.comparing import ChangeView, change_views, lines_in_order, theme_name
from obligations.web.language import page_language
from obligations.web.revisions import shown_revision, term_text
from obligations.web.standings import Look, look_at, rows_of
from obligations.web.words import Badge, RowView, revision_badge, row_view, subject_of, untriggered_badge
from obligations.wording import Lang, Subject
from obligations.wording.language import capital, counted, listing
from obligations.wording.norms import PERSONS, about_kind, about_text, norm_text
from obligations.wording.placing import urgency


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

    about: str
    kind: str
    row: RowView
    counted: tuple[FactView, ...]
    passed_over: tuple[FactView, ...]
    current: bool


@dataclass(frozen=True)
class ClauseView:
    """A place in the text: its citation, the heading, and what the paragraph says in our own words."""

    citation: str
    heading: str
    summary: str


@dataclass(frozen=True)
class ReadingView:
    question: str
    choice: str
    why: str
    others: tuple[str, ...]
    agreed: str


@dataclass(frozen=True)
class SectionView:
    """The obligation under one revision."""

    id: str
    revision: str
    term: str
    badge: Badge
    title: str
    summary: str
    norm: str
    as_written: str
    bearers: str
    towards: str
    themes: str
    clauses: tuple[ClauseView, ...]
    periods: tuple[PeriodView, ...]
    readings: tuple[ReadingView, ...]
    other_readings: tuple[ReadingView, ...]


@require_safe
def obligation(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """One obligation with everything that led to how it stands."""
    covenant, lang = covenant_for(request.user, key), page_language()
    look = look_at([covenant.pk], as_of_from(request), [code])[covenant.pk]
    lines = lines_of(look.standing, code)
    ordered = lines_in_order(look.standing, lines, shown_revision(look))
    context = {
        "covenant": covenant,
        "covenant_url": covenant_url(key, look.moment),
        "moment": look.moment,
        "banners": banners(look.moment, look.over),
        "title": ordered[0].obligation.title,
        "now": rows_now(look, ordered, lang),
        "sections": sections(look, ordered, lang),
        "changes": linked(key, look, change_views(look.standing, code, lang)),
    }
    return render(request, "covenants/obligation.html", context)


def rows_now(look: Look, lines: Sequence[Line], lang: Lang) -> list[RowView]:
    """How it stands on the day, worst first; one line that says so when nothing calls for it."""
    as_of, found = look.standing.as_of, []
    for line in lines:
        subject = subject_of(look.standing, line)
        rows = sorted(rows_of(look, line), key=urgency)
        found += [row_view(subject, row, as_of, lang) for row in rows]
    return found or [RowView(untriggered_badge(lines[0], as_of, lang), "")]


def linked(key: str, look: Look, changes: list[ChangeView]) -> list[tuple[ChangeView, str]]:
    """Each change with the address of the other obligation that it names, '' where it names none."""
    return [(change, obligation_url(key, change.other.code, look.moment) if change.other else "") for change in changes]


def sections(look: Look, lines: Sequence[Line], lang: Lang) -> list[SectionView]:
    ids = [line.obligation.id for line in lines]
    clauses = clauses_of(ids)
    written = as_written(lines)
    records = list(Reading.objects.filter(covenant_id=look.standing.covenant.id))
    return [
        section(look, line, clauses.get(line.obligation.id, ()), written.get(line.obligation.id, ""), records, lang)
        for line in lines
    ]


def as_written(lines: Sequence[Line]) -> dict[int, str]:
    """The date of a deadline in the words of the text, by obligation."""
    ids = [line.obligation.id for line in lines if line.obligation.terms.kind is Kind.DEADLINE]
    return dict(DeadlineTerm.objects.filter(pk__in=ids).values_list("pk", "text")) if ids else {}


def section(
    look: Look,
    line: Line,
    clauses: tuple[ClauseView, ...],
    text: str,
    records: list[Reading],
    lang: Lang,
) -> SectionView:
    standing, terms = look.standing, line.obligation.terms
    subject, status = subject_of(standing, line), standing.status(line.revision)
    return SectionView(
        f"revision-{line.revision.id}",
        line.revision.title,
        term_text(look, line.revision, lang),
        revision_badge(status, standing.status_since(line.revision), lang),
        line.obligation.title,
        line.obligation.summary,
        capital(norm_text(subject, lang)),
        text,
        listing([subject.name(party) for party in terms.bearers], lang),
        listing([subject.name(party) for party in terms.towards], lang),
        listing([theme_name(standing, theme) for theme in terms.themes], lang),
        clauses,
        periods(standing, line, subject, lang),
        *readings(standing, line, records, lang),
    )


# --- Periods and facts -------------------------------------------------------------------------------------


def periods(standing: Standing, line: Line, subject: Subject, lang: Lang) -> tuple[PeriodView, ...]:
    """Every period, date and occasion, the newest first."""
    rows = sorted(line.assessed.rows, key=newest_first)
    return tuple(period(standing, line, subject, row, lang) for row in rows if row.status is not None)


def newest_first(row: Assessment) -> tuple[int, str]:
    return -(row.window.first or date.min).toordinal(), row.occurrence


def period(standing: Standing, line: Line, subject: Subject, row: Assessment, lang: Lang) -> PeriodView:
    as_of = standing.as_of
    return PeriodView(
        about_text(subject, row, lang),
        about_kind(row, lang),
        row_view(subject, row, as_of, lang),
        tuple(fact_view(standing, subject, ref, lang) for ref in row.counted),
        tuple(passed_view(standing, subject, passed, lang) for passed in row.passed_over),
        is_current(line.obligation.terms, row, as_of),
    )


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


# --- The text and how it is read ---------------------------------------------------------------------------


def clauses_of(obligation_ids: Sequence[int]) -> dict[int, tuple[ClauseView, ...]]:
    """Where each obligation stands in the text."""
    found: dict[int, list[ClauseView]] = {}
    cited = list(Citation.objects.filter(obligation__in=obligation_ids).select_related("clause"))
    paragraphs = {
        (one.clause_id, one.number): one.summary
        for one in Paragraph.objects.filter(clause__in={citation.clause_id for citation in cited})
    }
    for citation in cited:
        key = citation.clause_id, citation.paragraph or 0
        found.setdefault(citation.obligation_id, []).append(
            ClauseView(str(citation), citation.clause.heading, paragraphs.get(key, ""))
        )
    return {id_: tuple(views) for id_, views in found.items()}


def readings(
    standing: Standing, line: Line, records: Iterable[Reading], lang: Lang
) -> tuple[tuple[ReadingView, ...], tuple[ReadingView, ...]]:
    """The readings that decided a result here, and what else was recorded about this obligation."""
    code, chosen = line.obligation.code, line.obligation.terms.readings
    mattered = {key for row in line.assessed.rows for key in row.readings}
    decided, others = [], []
    for record in records:
        concerns = not record.obligations or code in record.obligations
        if concerns and record.key in mattered and record.value == chosen.as_data(record.key):
            mattered.discard(record.key)
            decided.append(reading_view(standing, record, lang))
        elif code in record.obligations and not record.key:
            others.append(reading_view(standing, record, lang))
    plain = [plain_reading(key, chosen.as_data(key), lang) for key in sorted(mattered)]
    return (*decided, *plain), tuple(others)


def reading_view(standing: Standing, record: Reading, lang: Lang) -> ReadingView:
    names = standing.covenant.party_names
    by = listing([names.get(key, key) for key in record.agreed_by], lang)
    on = wording.full_day(record.agreed_on, lang) if record.agreed_on else ""
    agreed = ", ".join(part for part in (on, by) if part)
    return ReadingView(record.question, record.choice, record.why, tuple(record.alternatives), agreed)


def plain_reading(key: str, value: object, lang: Lang) -> ReadingView:
    """A reading without a record of its own."""
    text = wording.reading_text(key, value, lang)
    return ReadingView(text.question, capital(text.choice), "", (), "")
