"""What a meeting is about, what was decided, and who does what."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from meetings.models.meeting import Meeting
from obligations.models import Covenant, Party, Theme, Tracked


class AgendaItem(Tracked):
    """A point on the agenda of a meeting; without a meeting it waits for one.

    `code`: the obligation that it is about, or that demands it. `carried_from`: the point of an earlier meeting that
    was not finished.
    """

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, blank=True, related_name="agenda")
    title = models.CharField(max_length=300)
    owner = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.SlugField(max_length=80, blank=True)
    theme = models.ForeignKey(Theme, models.RESTRICT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    done = models.BooleanField(default=False)
    carried_from = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["carried_from"], condition=Q(carried_from__isnull=False), name="carried_over_once"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Decision(Tracked):
    """What a meeting decided."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    text = models.CharField(max_length=500)
    code = models.SlugField(max_length=80, blank=True)

    class Meta:
        verbose_name = "besluit"
        verbose_name_plural = "besluiten"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Action(Tracked):
    """What a party does after a meeting, with its own target (never a covenant date). `done_on`: when it was done."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="actions")
    text = models.CharField(max_length=500)
    owner = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "actie"
        verbose_name_plural = "acties"
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text
