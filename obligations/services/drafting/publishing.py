"""From draft to what holds: what is missing, a look by a second person, and putting it into use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from obligations.models import DraftCheck, Revision, change_all, remove_all, save_all
from obligations.services.drafting.entries import dates_entry, entry_of, obligations_of, term_row
from obligations.services.drafting.fitting import entry_objections, names_of
from obligations.services.drafting.held import WRITE, hold, object_to, other_writers
from obligations.services.drafting.outcomes import left_to_choose
from obligations.services.drafting.text import date_objections
from obligations.services.refusal import Refusal
from obligations.services.standings import clear_covenants
from obligations.services.tables import stored_rows
from obligations.services.words import several

PUBLISHED = "In gebruik genomen"
LATER = frozenset({"signed_on", "in_force_from", "replaces_from", "status"})
"""What is only filled in when a draft is put into use."""
Problems = Callable[[Revision], Sequence[str]]


@dataclass(frozen=True, slots=True)
class CheckState:
    """Who asked whom. `stands`: approved, and nothing was changed since; `needed`: someone else can write too.

    `text_seen`: for `approve`, the digest of what was asked about.
    """

    needed: bool
    asked_by: User | None
    approved_by: User | None
    changed: bool
    text_seen: str = ""

    @property
    def stands(self) -> bool:
        return self.approved_by is not None and not self.changed


def text_digest(draft: Revision) -> str:
    """A digest of all that stands in a draft, but for the days on which it is signed and takes effect."""
    digest = hashlib.sha256()
    for model, rows in stored_rows(draft.covenant.key, drafts=[draft.pk]).items():
        for key, values in rows.items():
            if key[:1] == (draft.key,):
                kept = [(name, values[name]) for name in sorted(values) if name not in LATER]
                digest.update(repr((model.__name__, key, kept)).encode())
    return digest.hexdigest()


def check_state(draft: Revision, user: Any) -> CheckState:
    """How far the look by a second person is, for someone who wants to put the draft into use."""
    row = DraftCheck.objects.select_related("asked_by", "approved_by").filter(revision=draft).first()
    others = bool(other_writers(user, draft.covenant_id))
    if row is None:
        return CheckState(others, None, None, changed=False)
    changed = row.text_seen != text_digest(draft)
    return CheckState(others, row.asked_by, row.approved_by, changed, row.text_seen)


@transaction.atomic
def request_check(*, draft: int, by: Any) -> DraftCheck:
    """Ask someone else to look the draft through as it is now. Raises Refusal while something is missing."""
    row = hold(draft)
    _refuse(obstacles(row))
    remove_all(list(DraftCheck.objects.filter(revision=row)), reason=WRITE)
    save_all([DraftCheck(revision=row, asked_by=by, text_seen=text_digest(row))], reason=WRITE)
    return DraftCheck.objects.get(revision=row)


@transaction.atomic
def approve(*, draft: int, by: Any, seen: str | None = None) -> DraftCheck:
    """Say that the draft is right as it is now, and as it was `seen`: the digest on the page of who approves.

    Raises Refusal for who asked, or when it changed since.
    """
    row = hold(draft)
    check = DraftCheck.objects.filter(revision=row).first()
    if check is None:
        raise Refusal(_("Nobody asked for a check yet; ask for it first."))
    if check.asked_by_id == by.pk:
        raise Refusal(_("You asked for this check yourself; someone else looks it through."))
    if check.text_seen != text_digest(row) or seen not in (None, check.text_seen):
        raise Refusal(_("The draft was changed after the check was asked; ask for it again."))
    check.approved_by = by
    change_all([check], ["approved_by"], reason=WRITE)
    return check


def obstacles(draft: Revision) -> list[str]:
    """What is to be done before the draft can be put into use, in words."""
    found = []
    rows = obligations_of(draft)
    if not draft.members.exists():
        found.append(_("No party takes part yet."))
    if not rows:
        found.append(_("There is no obligation yet."))
    left = left_to_choose(draft)
    if left:
        found.append(
            ngettext(
                "Of %(left)s obligation it is still to choose what becomes of it.",
                "Of %(left)s obligations it is still to choose what becomes of them.",
                left,
            )
            % {"left": left}
        )
    return [*found, *_unfit(draft, rows.values())]


def _unfit(draft: Revision, rows: Any) -> Iterator[str]:
    names = names_of(draft)
    for row in rows:
        if term_row(row) is None:
            yield _("“%(title)s”: it is not filled in yet what was agreed.") % {"title": row.title}
            continue
        texts = [text for _field, text in entry_objections(entry_of(row), names)]
        if texts:
            yield f"“{row.title}”: {' '.join(texts)}"


@transaction.atomic
def publish(
    *, draft: int, by: Any, signed_on: date, in_force_from: date, today: date, problems: Problems | None = None
) -> Revision:
    """Put the draft into use: signed and in force on these days, and in how things stand from the next sweep on.

    `problems` gives more reasons why it does not fit, in words. Raises Objected for the days; Refusal for whatever is
    missing, and when somebody else can write here but did not look it through as it is now.
    """
    row = hold(draft)
    entry = dates_entry(row)
    row.signed_on, row.in_force_from = signed_on, in_force_from
    row.replaces_from = None if row.replaces_id is None else in_force_from
    object_to(date_objections(type(entry)(entry.title, signed_on, in_force_from, entry.ends_on), row))
    _refuse(obstacles(row))
    _refuse_unchecked(row, by)
    row.status = Revision.Status.PUBLISHED
    change_all([row], ["signed_on", "in_force_from", "replaces_from", "status"], reason=PUBLISHED)
    if problems is not None:
        _refuse(list(problems(row)))
    clear_covenants([row.covenant_id], today=today)
    return row


def _refuse_unchecked(draft: Revision, by: Any) -> None:
    others = other_writers(by, draft.covenant_id)
    if not others or check_state(draft, by).stands:
        return
    names = several([user.get_full_name() or user.get_username() for user in others], most=5)
    raise Refusal(_("A second person looks it through first. Ask one of these for it: %(names)s.") % {"names": names})


def _refuse(texts: Sequence[str]) -> None:
    if texts:
        raise Refusal("\n".join(texts))
