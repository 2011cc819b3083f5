"""Meetings and who was there. Keys point down to obligations and leave no trace there (`related_name="+"`)."""

from __future__ import annotations

from django.db import models

from obligations.models import Covenant, FactType, Party, Reference, Tracked


class Meeting(Tracked):
    """A meeting on a day, planned, held or cancelled."""

    class State(models.TextChoices):
        PLANNED = "planned", "gepland"
        HELD = "held", "gehouden"
        CANCELLED = "cancelled", "niet doorgegaan"

    reference = models.OneToOneField(Reference, models.PROTECT, related_name="+")
    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="+")
    type = models.ForeignKey(FactType, models.PROTECT, related_name="+")
    on = models.DateField()
    at = models.TimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    location = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "overleg"
        verbose_name_plural = "overleggen"
        ordering = ["on", "at", "reference"]
        indexes = [models.Index(fields=["covenant", "type", "on"], name="meeting_by_type_and_day")]

    def __str__(self) -> str:
        return f"{self.type} {self.on}"


class Attendance(Tracked):
    """A party that was represented at a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "aanwezige partij"
        verbose_name_plural = "aanwezige partijen"
        constraints = [models.UniqueConstraint(fields=["meeting", "party"], name="party_once_at_meeting")]

    def __str__(self) -> str:
        return f"{self.party}"
