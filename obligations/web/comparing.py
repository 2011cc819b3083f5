"""What the revision made of an obligation: field by field, or where it went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from obligations import wording
from obligations.assessments import Line, Standing
from obligations.engine.lineage import Change, ChangeKind, RevisionText, compare
from obligations.engine.readings import KEYS
from obligations.engine.terms import Duty, Terms
from obligations.engine.verdict import Assessed
from obligations.snapshots import ObligationSnapshot, RevisionSnapshot
from obligations.wording import Lang
from obligations.wording.details import bare_norm_text, evidence_text, firmness_text, holds_text, planning_text
from obligations.wording.language import capital, listing
from obligations.wording.reminders import reminders_text

FIELDS = (
    *("title", "summary", "norm", "firmness", "holds", "evidence", "maxima", "bearers", "towards", "themes", "clause"),
    *("reading", "planning", "reminders"),
)


@dataclass(frozen=True)
class FieldView:
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Other:
    """Another obligation that this one became, or came from."""

    title: str
    code: str


@dataclass(frozen=True)
class ChangeView:
    """What changed from one revision to the next. `word`: blijft, verandert, vervalt, nieuw, staat nu in …"""

    before_title: str
    after_title: str
    word: str
    icon: str
    text: str
    other: Other | None
    fields: tuple[FieldView, ...]


def field_names() -> Mapping[str, str]:
    return {
        "title": _("Title"),
        "summary": _("In our own words"),
        "norm": _("What was agreed"),
        "firmness": _("How firm it is"),
        "holds": _("How long it holds"),
        "evidence": _("What counts for it"),
        "maxima": _("Which maximum"),
        "bearers": _("Who does it"),
        "towards": _("For whom"),
        "themes": _("Themes"),
        "clause": _("Where in the text"),
        "reading": _("Read in its own way"),
        "planning": _("Our own planning"),
        "reminders": _("Reminded"),
    }


def change_views(standing: Standing, code: str, lang: Lang) -> list[ChangeView]:
    """For each step from a revision to the one that replaced it, what became of `code`."""
    revisions = {revision.key: revision for revision in standing.covenant.revisions}
    steps = [(revisions[new.replaces], new) for new in revisions.values() if new.replaces is not None]
    return [
        view
        for old, new in steps
        if code in codes_of(old) or code in codes_of(new)
        for view in step_views(standing, (old, new), code, lang)
    ]


def codes_of(revision: RevisionSnapshot) -> set[str]:
    return {obligation.code for obligation in revision.obligations}


def step_views(
    standing: Standing,
    step: tuple[RevisionSnapshot, RevisionSnapshot],
    code: str,
    lang: Lang,
) -> list[ChangeView]:
    """The changes of one step that touch `code`; when nothing changed, one that says it stays."""
    old, new = step
    outcomes = new.outcomes
    related = {code} | {one for one, made in outcomes.items() if code in made.becomes}
    related |= set(outcomes[code].becomes) if code in outcomes else set()
    before = RevisionText(old.key, texts(standing, old, related, lang))
    after = RevisionText(new.key, texts(standing, new, related, lang), old.key, outcomes)
    changes = [change for change in compare(before, after) if code in (change.before, change.after)]
    titles = {one.code: one.title for revision in step for one in revision.obligations}
    if not changes:
        kept = _("Nothing changed here.")
        return [ChangeView(old.title, new.title, _("stays"), "circle-check", kept, None, ())]
    return [change_view(step, change, code, titles) for change in changes]


def texts(standing: Standing, revision: RevisionSnapshot, codes: set[str], lang: Lang) -> dict[str, dict[str, str]]:
    """The fields of these obligations in words: two that differ in anything that was agreed differ in a field."""
    titles = {one.code: one.title for one in revision.obligations}
    return {
        one.code: {
            "title": one.title,
            "summary": one.summary,
            "clause": one.citation,
            "reminders": reminders_text(one.reminders, lang),
            **terms_texts(standing, revision, one, titles, lang),
        }
        for one in revision.obligations
        if one.code in codes
    }


def terms_texts(
    standing: Standing,
    revision: RevisionSnapshot,
    obligation: ObligationSnapshot,
    titles: Mapping[str, str],
    lang: Lang,
) -> dict[str, str]:
    """What was agreed, part by part."""
    terms = obligation.terms
    subject = standing.subject(Line(revision, obligation, Assessed(terms, (), None)))
    exceeded = terms.term.when.exceeded if isinstance(terms.term, Duty) else ()
    return {
        "norm": capital(bare_norm_text(subject, lang)),
        "firmness": capital(firmness_text(subject, lang)),
        "holds": capital(holds_text(subject, lang)),
        "evidence": capital(evidence_text(subject, lang)),
        "maxima": "; ".join(titles.get(code, code) for code in exceeded),
        "bearers": listing([subject.name(key) for key in terms.bearers], lang),
        "towards": listing([subject.name(key) for key in terms.towards], lang),
        "themes": listing([theme_name(standing, key) for key in terms.themes], lang),
        "reading": own_readings(standing, terms, lang),
        "planning": capital(planning_text(subject, lang)),
    }


def own_readings(standing: Standing, terms: Terms, lang: Lang) -> str:
    """Where the text of this obligation is read otherwise than that of the covenant."""
    common, own = standing.covenant.readings, terms.readings
    texts = [
        wording.reading_text(key, own.as_data(key), lang) for key in KEYS if own.as_data(key) != common.as_data(key)
    ]
    return "; ".join(f"{text.question} {capital(text.choice)}" for text in texts)


def theme_name(standing: Standing, key: str) -> str:
    return standing.covenant.theme_names.get(key, key)


def change_view(
    step: tuple[RevisionSnapshot, RevisionSnapshot],
    change: Change,
    code: str,
    titles: Mapping[str, str],
) -> ChangeView:
    word, icon, text = change_words(step, change, code)
    other = change.after if change.before == code else change.before
    named = Other(titles[other], other) if other is not None and other != code else None
    return ChangeView(step[0].title, step[1].title, word, icon, text, named, field_views(change))


def change_words(step: tuple[RevisionSnapshot, RevisionSnapshot], change: Change, code: str) -> tuple[str, str, str]:
    """The word, its icon and one sentence."""
    names = {"old": step[0].title, "new": step[1].title, "where": change.moved_to or ""}
    if change.kind is ChangeKind.NEW:
        return _("new"), "sprout", _("Not in %(old)s.") % names
    if change.kind is ChangeKind.DROPPED:
        return _("dropped"), "circle-stop", _("Not in %(new)s any more.") % names
    if change.kind is ChangeKind.MOVED:
        sure = _("Not in %(new)s any more; it is now in %(where)s.")
        unsure = _("Not in %(new)s any more; probably it is now in %(where)s.")
        word = _("is now in %(where)s") if change.certain else _("is now probably in %(where)s")
        return word % names, "replace", (sure if change.certain else unsure) % names
    if change.before == change.after:
        return _("changed"), "pencil-line", _("What %(new)s changed:") % names
    if change.before == code:
        return _("changed"), "pencil-line", _("In %(new)s it goes on as:") % names
    return _("changed"), "pencil-line", _("It comes from this obligation in %(old)s:") % names


def field_views(change: Change) -> tuple[FieldView, ...]:
    names = field_names()
    by_name = {field.name: field for field in change.fields}
    return tuple(
        FieldView(names[name], by_name[name].before or "", by_name[name].after or "")
        for name in FIELDS
        if name in by_name
    )


def lines_in_order(standing: Standing, lines: tuple[Line, ...], shown: RevisionSnapshot | None) -> list[Line]:
    """The revision in force on the day first, then the newest."""
    newest = list(reversed(standing.covenant.revisions))
    return sorted(lines, key=lambda line: (line.revision is not shown, newest.index(line.revision)))
