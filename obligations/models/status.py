"""How every obligation stands, as last computed: machine-owned, so without history of its own but with a log.

A stored row carries its expiry. It holds on the days from `Horizon.assessed_on` up to, not including,
`Horizon.changes_on`; on any other day it is computed again and never trusted.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now

from obligations.models.covenant import Covenant, CovenantQuerySet
from obligations.models.obligation import Obligation

LONGEST_OCCURRENCE = 400
LONGEST_GROUP = 16


class OfCovenantQuerySet(models.QuerySet[Any]):
    """Rows with a `covenant`."""

    def visible_to(self, user: Any) -> OfCovenantQuerySet:
        """The rows of covenants that `user` may see."""
        covenants: CovenantQuerySet = Covenant.objects.visible_to(user)
        return self.filter(covenant__in=covenants)


class Horizon(models.Model):
    """From which day to which the stored rows of one obligation hold (design.md section 6, CurrentStatus).

    `assessed_on`: the day they were computed for, None before the first time. `changes_on`: the first day on which
    they no longer hold, None when time alone never changes them. `cleared`: something they follow from was changed.
    `group`, `rank` and `on` place the obligation in a list of those days (obligations/wording/placing.py); no group:
    it is not in any. `notify_on`: the first day on which something about it may have to be mailed.
    """

    obligation = models.OneToOneField(Obligation, models.CASCADE, primary_key=True, related_name="horizon")
    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="+")
    assessed_on = models.DateField(null=True)
    changes_on = models.DateField(null=True)
    cleared = models.BooleanField(default=False)
    group = models.CharField(max_length=LONGEST_GROUP, blank=True, default="")
    rank = models.PositiveSmallIntegerField(default=0)
    on = models.DateField(null=True)
    notify_on = models.DateField(null=True)

    class Meta:
        verbose_name = "wanneer opnieuw"
        verbose_name_plural = "wanneer opnieuw"
        constraints = [
            models.CheckConstraint(
                condition=Q(assessed_on__isnull=False) | Q(changes_on__isnull=False, cleared=True),
                name="horizon_not_assessed_is_due",
            ),
            models.CheckConstraint(
                condition=Q(cleared=True) | Q(changes_on__isnull=True) | Q(changes_on__gt=F("assessed_on")),
                name="horizon_changes_after_it_is_assessed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["changes_on", "covenant"], condition=Q(changes_on__isnull=False), name="horizon_by_first_change"
            ),
            models.Index(fields=["covenant", "group", "rank", "on"], name="horizon_by_place"),
            models.Index(
                fields=["notify_on", "covenant"], condition=Q(notify_on__isnull=False), name="horizon_by_first_mail"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id}: {self.assessed_on} – {self.changes_on}"


class CurrentStatus(models.Model):
    """The last assessment of one occurrence of an obligation.

    `status` is empty for what is never checked (soft, held). `current`: belongs to what is shown without history.
    `shown`: a list of the day shows it (obligations/wording/placing.py), in `group`. `since`: the day from which it
    has this status, as far as was seen. `assessment`: the whole of it, as obligations/snapshots/assessed.py writes it.
    """

    # The unique constraint and the index below begin with these two: one more index each would cost every write.
    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="statuses", db_index=False)
    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="+", db_index=False)
    occurrence = models.CharField(max_length=LONGEST_OCCURRENCE)
    status = models.CharField(max_length=20, blank=True)
    current = models.BooleanField()
    shown = models.BooleanField(default=False)
    group = models.CharField(max_length=LONGEST_GROUP, blank=True, default="")
    rank = models.PositiveSmallIntegerField(default=0)
    since = models.DateField()
    starts_on = models.DateField(null=True)
    ends_before = models.DateField(null=True)
    due_on = models.DateField(null=True)
    holds_until = models.DateField(null=True)
    assessment = models.JSONField()

    objects = models.Manager.from_queryset(OfCovenantQuerySet)()

    class Meta:
        verbose_name = "hoe het ervoor staat"
        verbose_name_plural = "hoe het ervoor staat"
        constraints = [models.UniqueConstraint(fields=["obligation", "occurrence"], name="status_once_per_occurrence")]
        indexes = [
            models.Index(fields=["covenant", "current"], name="status_of_covenant"),
            models.Index(fields=["covenant", "group", "rank"], condition=Q(shown=True), name="status_by_group"),
            models.Index(
                F("covenant"),
                Coalesce("ends_before", "due_on", "starts_on"),
                condition=Q(group="not_achieved"),
                name="status_not_achieved_by_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence}: {self.status}"


class StatusChange(models.Model):
    """An occurrence went from one status to another on a day; kept for good, also when the obligation goes.

    `before` is empty when the occurrence appeared, `after` when it went away. `on`: the day from which it holds.
    Append-only: the database refuses to change or delete a row.
    """

    class Cause(models.TextChoices):
        TIME = "time", "de tijd verstreek"
        RECORD = "record", "er is iets vastgelegd"

    covenant = models.ForeignKey(Covenant, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    revision = models.CharField(max_length=40)
    code = models.SlugField(max_length=80, db_index=False)
    occurrence = models.CharField(max_length=LONGEST_OCCURRENCE)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    on = models.DateField()
    cause = models.CharField(max_length=10, choices=Cause.choices)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = models.Manager.from_queryset(OfCovenantQuerySet)()

    class Meta:
        verbose_name = "verandering"
        verbose_name_plural = "wat er veranderde"
        ordering = ["pk"]
        indexes = [models.Index(fields=["covenant", "code", "on"], name="status_change_by_obligation")]

    def __str__(self) -> str:
        return f"{self.code} {self.occurrence}: {self.before} → {self.after} ({self.on})"
