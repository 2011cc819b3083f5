"""Start a covenant or a new revision as a draft, copy what was agreed into it, and throw a draft away."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from obligations.models import (
    CadenceTerm,
    CapTerm,
    Citation,
    Clause,
    Covenant,
    DeadlineTerm,
    DutyTerm,
    HeldTerm,
    Membership,
    Obligation,
    ObligationParty,
    ObligationTheme,
    ObligationType,
    Paragraph,
    Post,
    ReadingChoice,
    Revision,
    RevisionParty,
    Role,
    StandingTerm,
    Theme,
    remove_all,
    save_all,
)
from obligations.services.drafting.held import WRITE, fresh_key, hold, object_to
from obligations.services.known import text_objection
from obligations.services.locks import lock_covenant
from obligations.services.refusal import Refusal, objections

UNDER_OBLIGATION = (
    ObligationParty,
    ObligationTheme,
    ObligationType,
    CadenceTerm,
    CapTerm,
    DeadlineTerm,
    DutyTerm,
    StandingTerm,
    HeldTerm,
    ReadingChoice,
)
MOST_ROWS = 500


@transaction.atomic
def start_covenant(*, title: str, by: Any, today: date) -> Revision:
    """A covenant with one draft that holds from `today`, and `by` as its secretariat; the draft.

    Raises Objected for a title that cannot be kept.
    """
    object_to(title_objections(title))
    key = fresh_key(title, set(Covenant.objects.values_list("key", flat=True)), "convenant")
    covenant = Covenant(key=key, title=title, tracked_from=today)
    try:
        with transaction.atomic():
            save_all([covenant], reason=WRITE)
    except IntegrityError:
        raise Refusal(_("Somebody else started a covenant at the same moment. Try once more.")) from None
    save_all([Membership(covenant=covenant, user=by, role=Role.SECRETARIAT)], reason=WRITE)
    draft = Revision(
        covenant=covenant, key=str(today.year), title=title, signed_on=today, in_force_from=today, status="draft"
    )
    save_all([draft], reason=WRITE)
    return draft


def title_objections(title: str) -> Any:
    """What is wrong with the name of a covenant or a revision."""
    empty = None if title.strip() else _("Give a name.")
    return objections(("title", empty or text_objection(title, 200)))


def draft_of(covenant: Covenant) -> Revision | None:
    """The draft that is being worked on, None when there is none."""
    drafts = Revision.objects.select_related("covenant", "replaces").filter(covenant=covenant, status="draft")
    return drafts.order_by("-pk").first()


def begun_by(user: Any) -> list[Covenant]:
    """The covenants of which nothing is in use yet and that this person may go on with, by title."""
    own = Covenant.objects.filter(memberships__user=user, memberships__role=Role.SECRETARIAT, revisions__status="draft")
    return list(own.exclude(revisions__status="published").order_by("title").distinct())


def revision_to_replace(covenant: Covenant) -> Revision | None:
    """The last published revision: the one that no published one replaces."""
    found = Revision.objects.filter(covenant=covenant, status="published").exclude(replaced_by__status="published")
    return found.order_by("-in_force_from", "-pk").first()


@transaction.atomic
def draft_from(*, revision: Revision, today: date, title: str = "") -> Revision:
    """A draft that replaces a published revision, with a copy of all that stands in it; the draft.

    It holds from the end of that revision or, when it has none, from `today`. Raises Refusal when a draft exists.
    """
    lock_covenant(revision.covenant_id)
    existing = draft_of(revision.covenant)
    if existing is not None:
        raise Refusal(
            _("“%(title)s” is being drafted already; go on with that one, or discard it first.")
            % {"title": existing.title}
        )
    old = Revision.objects.select_related("covenant").get(pk=revision.pk)
    if old.status != Revision.Status.PUBLISHED or old != revision_to_replace(old.covenant):
        raise Refusal(_("“%(title)s” is not the last revision that holds.") % {"title": old.title})
    start = max(day for day in (old.ends_on or today, old.in_force_from) if day is not None)
    taken = set(Revision.objects.filter(covenant=old.covenant_id).values_list("key", flat=True))
    draft = Revision(
        covenant=old.covenant,
        key=fresh_key(str(start.year), taken, longest=40),
        title=title or f"{old.covenant.title[:190]} {start.year}",
        signed_on=min(today, start),
        in_force_from=start,
        renews_months=old.renews_months,
        notice_months=old.notice_months,
        replaces=old,
        replaces_from=start,
        status=Revision.Status.DRAFT,
    )
    save_all([draft], reason=WRITE)
    copy_text(old, draft)
    copy_obligations(old, draft)
    return draft


def copy_text(old: Revision, draft: Revision) -> None:
    """The parties and the clauses with their summaries."""
    members = list(RevisionParty.objects.filter(revision=old).order_by("position", "pk"))
    save_all([copied(row, revision_id=draft.pk, joins_on=None, leaves_on=None) for row in members], reason=WRITE)
    clauses = list(Clause.objects.filter(revision=old).order_by("position", "pk"))
    made = save_all([copied(row, revision_id=draft.pk) for row in clauses], reason=WRITE)
    new = {row.key: row.pk for row in Clause.objects.filter(revision=draft)} if made else {}
    names = {row.pk: row.key for row in clauses}
    paragraphs = Paragraph.objects.filter(clause__revision=old).order_by("number", "pk")
    save_all([copied(row, clause_id=new[names[row.clause_id]]) for row in paragraphs], reason=WRITE)


def copy_obligations(old: Revision, draft: Revision, codes: list[str] | None = None) -> None:
    """These obligations (None: all) with what hangs on them, into a draft that has none of them."""
    found = Obligation.objects.filter(revision=old).order_by("position", "pk")
    rows = list(found if codes is None else found.filter(code__in=codes))
    save_all([copied(row, revision_id=draft.pk) for row in rows], reason=WRITE)
    by_code = dict(Obligation.objects.filter(revision=draft).values_list("code", "pk"))
    new = {row.pk: by_code[row.code] for row in rows}
    clauses = dict(Clause.objects.filter(revision=draft).values_list("key", "pk"))
    for start in range(0, len(rows), MOST_ROWS):
        ids = [row.pk for row in rows[start : start + MOST_ROWS]]
        for model in UNDER_OBLIGATION:
            parts: list[Any] = list(model.objects.filter(obligation__in=ids).order_by("pk"))
            save_all([copied(part, obligation_id=new[part.obligation_id]) for part in parts], reason=WRITE)
        cited = Citation.objects.filter(obligation__in=ids).select_related("clause").order_by("position", "pk")
        save_all(
            [
                copied(one, obligation_id=new[one.obligation_id], clause_id=_clause(one.clause, draft, clauses))
                for one in cited
            ],
            reason=WRITE,
        )


def _clause(old: Clause, draft: Revision, known: dict[str, int]) -> int:
    """The clause of the draft with the key of an older one, made where it is gone."""
    if old.key not in known:
        made = copied(old, revision_id=draft.pk)
        save_all([made], reason=WRITE)
        known[old.key] = Clause.objects.get(revision=draft, key=old.key).pk
    return known[old.key]


def copied(row: Model, **others: Any) -> Any:
    """A new row of the same model with the same values, but for `others`."""
    values = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.primary_key}
    if row._meta.pk is not None and row._meta.pk.is_relation:
        values[row._meta.pk.attname] = row.pk
    return type(row)(**{**values, **others})


@transaction.atomic
def discard_draft(*, draft: int) -> Covenant | None:
    """Throw a draft away with all that is in it, each row with a last history row; the covenant that stays.

    A covenant of which nothing was ever published goes too: None.
    """
    row = hold(draft)
    covenant = row.covenant
    remove_all(list(row.obligations.all()), reason=WRITE)
    remove_all([row], reason=WRITE)
    if covenant.revisions.exists():
        return covenant
    for model in (Post, Theme):
        remove_all(list(model.objects.filter(covenant=covenant)), reason=WRITE)
    remove_all([covenant], reason=WRITE)
    return None
