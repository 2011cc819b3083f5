"""One obligation: how it stands and why, through all its periods and under each revision that has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from obligations.assessments import Line
from obligations.engine.terms import Kind
from obligations.models import DeadlineTerm, Reading
from obligations.web.access import covenant_with_right, lines_of
from obligations.web.acts import act_on, review_of, waive_of
from obligations.web.addresses import covenant_url, obligation_page, obligation_url
from obligations.web.as_of import Link, as_of_from, banners
from obligations.web.clauses import ClauseView, clauses_of
from obligations.web.comparing import ChangeView, change_views, lines_in_order, theme_name
from obligations.web.language import page_language
from obligations.web.logbook import agreements, changes_logged
from obligations.web.periods import PeriodView, Reason, periods, reason_of, strip
from obligations.web.readings import ReadingView, reading_view
from obligations.web.revisions import shown_revision, term_text
from obligations.web.standings import Look, kept_from, look_at, rows_of
from obligations.web.stepping import steps_of
from obligations.web.words import Badge, revision_badge, row_view, subject_of, untriggered_badge
from obligations.wording import Lang
from obligations.wording.language import capital, listing
from obligations.wording.norms import norm_text
from obligations.wording.placing import urgency

MOST_NOW = 6


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
    other_readings: tuple[ReadingView, ...]


@dataclass(frozen=True)
class NowView:
    """How it stands on the shown day: the label and sentence of each row, and why it stands so."""

    badge: Badge
    sentence: str
    reason: Reason | None


@require_safe
def obligation(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """One obligation with everything that led to how it stands."""
    covenant, writes = covenant_with_right(request.user, key)
    lang = page_language()
    look = look_at([covenant.pk], as_of_from(request), [code])[covenant.pk]
    ordered = lines_in_order(look.standing, lines_of(look.standing, code), shown_revision(look))
    records = list(Reading.objects.filter(covenant=covenant))
    first = ordered[0]
    now = rows_now(look, ordered, records, lang)
    context = {
        "covenant": covenant,
        "covenant_url": covenant_url(key, look.moment),
        "moment": look.moment,
        "banners": banners(look.moment, look.over, kept_from(covenant, look)),
        "steps": steps_of(look, obligation_page(key, code)),
        "title": first.obligation.title,
        "now": now[:MOST_NOW],
        "more_now": len(now) - len(now[:MOST_NOW]),
        "bearers": parties(look, first, first.obligation.terms.bearers, lang),
        "towards": parties(look, first, first.obligation.terms.towards, lang),
        "citation": first.obligation.citation,
        "norm": capital(norm_text(subject_of(look.standing, first), lang)),
        "strip": strip(look, ordered, lang),
        "acts": acts(look, first) if writes else [],
        "sections": sections(look, ordered, records, lang),
        "changes": linked(key, look, change_views(look.standing, code, lang)),
        "agreements": agreements(look.standing, code, lang),
        "log": changes_logged(covenant, code, look, lang),
        "may_write": writes,
    }
    return render(request, "covenants/obligation.html", context)


def parties(look: Look, line: Line, keys: Sequence[str], lang: Lang) -> str:
    subject = subject_of(look.standing, line)
    return listing([subject.name(key) for key in keys], lang)


def rows_now(look: Look, lines: Sequence[Line], records: Sequence[Reading], lang: Lang) -> list[NowView]:
    """How it stands on the day, worst first; one line that says so when nothing calls for it."""
    as_of, found = look.standing.as_of, []
    for line in lines:
        subject = subject_of(look.standing, line)
        for row in sorted(rows_of(look, line), key=urgency):
            view = row_view(subject, row, as_of, lang)
            found.append(NowView(view.badge, view.sentence, reason_of(look, line, row, records, lang)))
    return found or [NowView(untriggered_badge(lines[0], as_of, lang), lines[0].obligation.summary, None)]


def acts(look: Look, line: Line) -> list[Link]:
    """What can be recorded about this obligation: the first button is the one that its worst row asks for."""
    key = look.standing.covenant.key
    meetings = frozenset(name for name, found in look.standing.covenant.type_names.items() if found.meeting)
    rows = sorted(rows_of(look, line), key=urgency)
    found = [act_on(key, line, row, meetings) for row in rows[:1]]
    found += [review_of(key, line), waive_of(key, line, rows[0] if rows else None)]
    return list(dict.fromkeys(act for act in found if act is not None))


def linked(key: str, look: Look, changes: list[ChangeView]) -> list[tuple[ChangeView, str]]:
    """Each change with the address of the other obligation that it names, '' where it names none."""
    return [(change, obligation_url(key, change.other.code, look.moment) if change.other else "") for change in changes]


def sections(look: Look, lines: Sequence[Line], records: Sequence[Reading], lang: Lang) -> list[SectionView]:
    clauses = clauses_of([line.obligation.id for line in lines])
    written = as_written(lines)
    return [
        section(look, line, clauses.get(line.obligation.id, ()), written.get(line.obligation.id, ""), records, lang)
        for line in lines
    ]


def as_written(lines: Sequence[Line]) -> dict[int, str]:
    """The date of a deadline in the words of the text, by obligation."""
    ids = [line.obligation.id for line in lines if line.obligation.terms.kind is Kind.DEADLINE]
    return dict(DeadlineTerm.objects.filter(pk__in=ids).values_list("pk", "text")) if ids else {}


def section(
    look: Look, line: Line, clauses: tuple[ClauseView, ...], text: str, records: Sequence[Reading], lang: Lang
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
        parties(look, line, terms.bearers, lang),
        parties(look, line, terms.towards, lang),
        listing([theme_name(standing, theme) for theme in terms.themes], lang),
        clauses,
        periods(standing, line, subject, lang),
        tuple(
            reading_view(standing, record, lang)
            for record in records
            if line.obligation.code in record.obligations and not record.key
        ),
    )
