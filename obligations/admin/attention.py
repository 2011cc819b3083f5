"""What an administrator should look at: posts that nobody holds, drafts, work in the background that does not run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from obligations.models import Post, Revision, RevisionParty, Tenure
from obligations.tasks import sweep_states

MOST = 20


@dataclass(frozen=True, slots=True)
class Attention:
    """`word`: what kind of thing it is; `address`: where something can be done about it."""

    word: str
    text: str
    address: str


def attention(today: date) -> list[Attention]:
    """Everything that asks for attention on `today`: a constant number of queries."""
    return [*_sweeps(), *_gaps(today), *_drafts(), *_accountless(today)]


def _sweeps() -> Iterator[Attention]:
    for state in sweep_states():
        if state.late or state.error:
            yield Attention("Achtergrondwerk", state.said, reverse("admin:obligations_sweep_changelist"))


def _in_force(today: date) -> Q:
    """Revisions that hold on `today`."""
    ends = Q(ends_on__isnull=True) | Q(ends_on__gt=today) | Q(renews_months__isnull=False)
    # A draft that is to replace it does not yet.
    replaced = Q(replaced_by__status=Revision.Status.PUBLISHED, replaced_by__replaces_from__lte=today)
    return Q(status=Revision.Status.PUBLISHED, in_force_from__lte=today) & ends & ~replaced


def _held(today: date) -> Q:
    return (Q(starts_on__isnull=True) | Q(starts_on__lte=today)) & (
        Q(ends_before__isnull=True) | Q(ends_before__gt=today)
    )


def _gaps(today: date) -> Iterator[Attention]:
    """Posts of covenants in force that were filled before and that nobody holds now."""
    revisions = Revision.objects.filter(_in_force(today), covenant=OuterRef("covenant"))
    holders = Tenure.objects.filter(_held(today), post=OuterRef("pk"), deputy_of__isnull=True)
    posts = Post.objects.filter(Exists(revisions), ~Exists(holders)).select_related("party", "covenant", "theme")
    for post in posts.order_by("covenant", "pk")[:MOST]:
        text = f"{post} van {post.covenant}: niemand vervult deze functie."
        yield Attention("Lege functie", text, reverse("admin:obligations_post_change", args=[post.pk]))


def _accountless(today: date) -> Iterator[Attention]:
    """Parties of a revision in force for which nobody was ever named as account holder."""
    named = Post.objects.filter(
        covenant=OuterRef("revision__covenant"), party=OuterRef("party"), role=Post.Role.ACCOUNT_HOLDER
    )
    members = RevisionParty.objects.filter(
        ~Exists(named), revision__in=Revision.objects.filter(_in_force(today)), organ=False
    )
    for member in members.select_related("party", "revision__covenant").order_by("pk")[:MOST]:
        text = f"{member.revision.covenant}: {member.party} heeft geen accounthouder."
        yield Attention("Lege functie", text, reverse("admin:obligations_post_add"))


def _drafts() -> Iterator[Attention]:
    drafts = Revision.objects.filter(status=Revision.Status.DRAFT).select_related("covenant")
    for draft in drafts.order_by("pk")[:MOST]:
        text = f"{draft.covenant}: {draft} is nog niet vastgesteld."
        yield Attention("Concept", text, reverse("admin:obligations_revision_change", args=[draft.pk]))
