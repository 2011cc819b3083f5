"""How an ambiguous sentence is read: question, alternatives, choice, why, and who agreed to it when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from obligations.models.covenant import Covenant
from obligations.models.obligation import Obligation
from obligations.models.tracking import Tracked


class ReadingChoice(Tracked):
    """The value of one of the nineteen readings, for a covenant or, with `obligation`, for that one alone."""

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="reading_choices")
    obligation = models.ForeignKey(Obligation, models.CASCADE, null=True, blank=True, related_name="reading_choices")
    key = models.CharField(max_length=40)
    value = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "gekozen uitleg"
        verbose_name_plural = "gekozen uitleg"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["covenant", "key"],
                condition=Q(obligation__isnull=True),
                name="reading_once_per_covenant",
            ),
            models.UniqueConstraint(
                fields=["obligation", "key"],
                condition=Q(obligation__isnull=False),
                name="reading_once_per_obligation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


class Reading(Tracked):
    """The record of one ambiguity. `key` and `value` name the choice where a program follows it."""

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="reading_records")
    number = models.CharField(max_length=40)
    question = models.TextField()
    alternatives = models.JSONField(default=list)
    choice = models.TextField()
    why = models.TextField()
    key = models.CharField(max_length=40, blank=True)
    value = models.JSONField(null=True, blank=True)
    obligations = models.JSONField(default=list, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "uitleg van de tekst"
        verbose_name_plural = "uitleg van de tekst"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["covenant", "number"], name="reading_record_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.question}"
