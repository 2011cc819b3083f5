"""The revisions of a covenant on a page: which one it is about, how each stands, and when it holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from obligations import wording
from obligations.engine.verdict import Status
from obligations.engine.windows import Window
from obligations.snapshots import RevisionSnapshot
from obligations.web.standings import Look
from obligations.web.words import Badge, revision_badge, tone_of
from obligations.wording import Group, Lang
from obligations.wording.language import range_text


@dataclass(frozen=True)
class RevisionView:
    title: str
    term: str
    badge: Badge


def shown_revision(look: Look) -> RevisionSnapshot | None:
    """The revision that the page is about: in force on the day, else the last one signed, else the first to come."""
    revisions, status = look.standing.covenant.revisions, look.standing.status
    held = [revision for revision in revisions if status(revision) is Status.IN_FORCE]
    signed = [revision for revision in revisions if status(revision) is not Status.NOT_IN_FORCE]
    return next(iter(reversed(held or signed)), next(iter(revisions), None))


def status_badge(look: Look, revision: RevisionSnapshot | None, lang: Lang) -> Badge:
    if revision is None:
        return Badge(_("Not adopted yet"), "file-pen-line", tone_of(Group.NOT_NOW))
    status = look.standing.status(revision)
    return revision_badge(status, look.standing.status_since(revision), lang)


def term_text(look: Look, revision: RevisionSnapshot, lang: Lang) -> str:
    """'Geldt van 11 mei 2016 t/m 20 mei 2019'."""
    return force_text(look.standing.force(revision), lang)


def force_text(window: Window, lang: Lang) -> str:
    """The days on which a text holds, as a sentence without a full stop."""
    assert window.first is not None
    if window.last is None:
        return _("Holds from %(first)s, without an end date") % {"first": wording.full_day(window.first, lang)}
    return _("Holds %(range)s") % {"range": range_text(window.first, window.last, lang)}


def revision_views(look: Look, lang: Lang) -> list[RevisionView]:
    """The newest first; one that was not signed yet on the day is not there."""
    standing = look.standing
    found = [(revision, standing.status(revision)) for revision in reversed(standing.covenant.revisions)]
    return [
        RevisionView(
            revision.title,
            term_text(look, revision, lang),
            revision_badge(status, standing.status_since(revision), lang),
        )
        for revision, status in found
        if status is not Status.NOT_IN_FORCE
    ]
