"""Meetings and who was there. Keys point down to obligations and leave no trace there (`related_name="+"`)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from meetings.models.series import Series
from obligations.models import Covenant, FactType, Party, Reference, Tracked


class Meeting(Tracked):
    """A meeting on a day, planned, held or cancelled.

    `original_on`: the day that the rule of its series gave, whatever became of it. `asked_by` and `asked_on`: who asked
    for an urgent meeting, and when. `closed`: nothing of it can be changed until it is opened again.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "gepland"
        HELD = "held", "gehouden"
        CANCELLED = "cancelled", "niet doorgegaan"

    class Minutes(models.TextChoices):
        DRAFT = "draft", "concept"
        SHARED = "shared", "gedeeld"
        ADOPTED = "adopted", "vastgesteld"

    class Invitation(models.TextChoices):
        OURSELVES = "ourselves", "heb ik zelf gedaan"
        SYSTEM = "system", "via dit systeem"

    reference = models.OneToOneField(Reference, models.PROTECT, related_name="+")
    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="+")
    type = models.ForeignKey(FactType, models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    location = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    host = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    asked_on = models.DateField(null=True, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    invitation = models.CharField(max_length=10, choices=Invitation.choices, default=Invitation.OURSELVES)
    minutes = models.TextField(blank=True)
    minutes_state = models.CharField(max_length=10, choices=Minutes.choices, default=Minutes.DRAFT)
    closed = models.BooleanField(default=False)
    series = models.ForeignKey(Series, models.RESTRICT, null=True, blank=True, related_name="occurrences")
    original_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "overleg"
        verbose_name_plural = "overleggen"
        ordering = ["on", "at", "reference"]
        indexes = [
            models.Index(fields=["covenant", "type", "on"], name="meeting_by_type_and_day"),
            models.Index(fields=["on"], condition=Q(state="planned"), name="meeting_still_planned"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["planned", "held", "cancelled"]), name="meeting_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(minutes_state__in=["draft", "shared", "adopted"]), name="minutes_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(at__isnull=False, ends_at__gt=F("at")),
                name="meeting_ends_after_it_begins",
            ),
            models.UniqueConstraint(fields=["series", "original_on"], name="once_per_day_of_a_series"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.on}"


class Attendance(Tracked):
    """A party that was represented at a meeting, by its own people or, where it says so, by somebody else."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    represented_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "aanwezige partij"
        verbose_name_plural = "aanwezige partijen"
        constraints = [models.UniqueConstraint(fields=["meeting", "party"], name="party_once_at_meeting")]

    def __str__(self) -> str:
        return f"{self.party}"


class Agreement(Tracked):
    """The parties agreed on `on` that a meeting counts although not everyone was there (users.md rule 9)."""

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="agreement")
    on = models.DateField()
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "afspraak dat het meetelt"
        verbose_name_plural = "afspraken dat het meetelt"

    def __str__(self) -> str:
        return f"{self.meeting}: {self.on}"


class AgreementParty(Tracked):
    """A party that agreed that a meeting counts."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="agreed_by")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "partij die instemt"
        verbose_name_plural = "partijen die instemmen"
        constraints = [models.UniqueConstraint(fields=["agreement", "party"], name="agreed_once_that_it_counts")]

    def __str__(self) -> str:
        return f"{self.party}"
