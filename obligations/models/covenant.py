"""A covenant, its revisions, their parties and clauses, and what each revision made of the one before."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from obligations.models.party import Party
from obligations.models.tracking import Tracked, TrackedQuerySet


class CovenantQuerySet(TrackedQuerySet["Covenant"]):
    def visible_to(self, user: Any) -> CovenantQuerySet:
        """The covenants that `user` may see: all for an administrator, else those with a membership."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser or user.is_staff:
            return self
        return self.filter(memberships__user=user).distinct()


class Covenant(Tracked):
    """What organisations agreed, through all its revisions. `tracked_from`: day from which the register is kept."""

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=5, default="nl")
    tracked_from = models.DateField(null=True, blank=True)
    has_example_register = models.BooleanField(default=False)

    objects = models.Manager.from_queryset(CovenantQuerySet)()  # type: ignore[misc]

    class Meta:
        verbose_name = "convenant"
        verbose_name_plural = "convenanten"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Role(models.TextChoices):
    """What a person may do with a covenant, in all its revisions (design.md section 6)."""

    SECRETARIAT = "secretariat", "secretariaat"
    ACCOUNT_HOLDER = "account_holder", "accounthouder"
    READER = "reader", "lezer"
    AUDITOR = "auditor", "lezer met wijzigingen"


class Membership(Tracked):
    """A person's role for one covenant."""

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = "toegang"
        verbose_name_plural = "toegang"
        constraints = [
            models.UniqueConstraint(fields=["covenant", "user", "role"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Theme(Tracked):
    """A field on which the parties work together."""

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="themes")
    key = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "thema"
        verbose_name_plural = "thema's"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["covenant", "key"], name="theme_key_once")]

    def __str__(self) -> str:
        return self.name


class FactType(Tracked):
    """A kind of meeting or register entry that can happen. `measure`: what an entry counts besides itself."""

    class Level(models.TextChoices):
        OFFICIAL = "official", "ambtelijk"
        SENIOR = "senior", "topambtelijk"
        BOARD = "board", "bestuurlijk"
        EXTRA = "extra", "ingelast"

    class Measure(models.TextChoices):
        MINUTES = "minutes", "minuten"
        PERSONS = "persons", "personen"

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="types")
    key = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    plural = models.CharField(max_length=200, blank=True)
    meeting = models.CharField(max_length=10, choices=Level.choices, blank=True)
    measure = models.CharField(max_length=10, choices=Measure.choices, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "soort"
        verbose_name_plural = "soorten"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["covenant", "key"], name="type_key_once"),
            models.CheckConstraint(
                condition=Q(meeting="") | Q(measure=""),
                name="meeting_type_has_no_measure",
                violation_error_message="Een soort overleg heeft geen maat.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Revision(Tracked):
    """The text as it holds from one day on. `ends_on` is the first day out of force, empty when open-ended."""

    class Status(models.TextChoices):
        DRAFT = "draft", "concept"
        PUBLISHED = "published", "vastgesteld"

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="revisions")
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    signed_on = models.DateField()
    in_force_from = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    renews_months = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_months = models.PositiveSmallIntegerField(null=True, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    replaces_from = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)

    class Meta:
        verbose_name = "herziening"
        verbose_name_plural = "herzieningen"
        ordering = ["in_force_from"]
        constraints = [
            models.UniqueConstraint(fields=["covenant", "key"], name="revision_key_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("in_force_from")),
                name="revision_ends_after_it_starts",
                violation_error_message="Een herziening eindigt na de dag waarop zij ingaat.",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__lte=F("in_force_from")),
                name="revision_is_signed_before_it_starts",
                violation_error_message="Een herziening gaat niet in vóór zij is getekend.",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, replaces_from__isnull=True)
                | Q(replaces__isnull=False, replaces_from__isnull=False),
                name="revision_replaces_from_a_day",
                violation_error_message="Wat een herziening vervangt, vervangt zij vanaf een dag.",
            ),
            models.CheckConstraint(
                condition=Q(renews_months__isnull=True, notice_months__isnull=True)
                | Q(renews_months__isnull=False, notice_months__isnull=False, renews_months__gte=1),
                name="revision_renews_with_a_notice_term",
                violation_error_message="Stilzwijgende verlenging heeft een opzegtermijn.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RevisionParty(Tracked):
    """A party of a revision. `side` numbers the sides of a quorum; empty: a side of its own. An organ never counts."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="members")
    party = models.ForeignKey(Party, models.PROTECT, related_name="memberships")
    position = models.PositiveSmallIntegerField(default=0)
    role = models.TextField(blank=True)
    account_holder = models.CharField(max_length=200, blank=True)
    joins_on = models.DateField(null=True, blank=True)
    leaves_on = models.DateField(null=True, blank=True)
    organ = models.BooleanField(default=False)
    side = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "partij van een herziening"
        verbose_name_plural = "partijen van een herziening"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "party"], name="party_once_in_revision"),
            models.CheckConstraint(
                condition=Q(joins_on__isnull=True) | Q(leaves_on__isnull=True) | Q(leaves_on__gt=F("joins_on")),
                name="party_leaves_after_it_joins",
                violation_error_message="Een partij gaat weg na de dag waarop zij meedoet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}"


class Clause(Tracked):
    """A heading of the text, cited by its key."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="clauses")
    key = models.CharField(max_length=40)
    heading = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "onderdeel van de tekst"
        verbose_name_plural = "onderdelen van de tekst"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["revision", "key"], name="clause_key_once")]

    def __str__(self) -> str:
        return f"{self.key} · {self.heading}"


class Paragraph(Tracked):
    """What one paragraph ('alinea') of a clause says, in our own words."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="paragraphs")
    number = models.PositiveSmallIntegerField()
    summary = models.TextField()

    class Meta:
        verbose_name = "alinea"
        verbose_name_plural = "alinea's"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["clause", "number"], name="paragraph_number_once")]

    def __str__(self) -> str:
        return f"{self.clause.key} al. {self.number}"


class Outcome(Tracked):
    """What `revision` made of an obligation of the revision it replaces, where the code does not simply continue."""

    class Kind(models.TextChoices):
        BECOMES = "becomes", "verandert in"
        MOVED = "moved", "staat nu elders"
        DROPPED = "dropped", "vervalt"

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="outcomes")
    code = models.SlugField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    becomes = models.JSONField(default=list, blank=True)
    moved_to = models.CharField(max_length=200, blank=True)
    certain = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "wat ervan werd"
        verbose_name_plural = "wat ervan werd"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "code"], name="outcome_once_per_obligation"),
            models.CheckConstraint(
                condition=(Q(kind="moved") & ~Q(moved_to="")) | (~Q(kind="moved") & Q(moved_to="")),
                name="outcome_moved_names_the_instrument",
                violation_error_message="Zeg waar het nu staat, en alleen dan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_kind_display()}"
