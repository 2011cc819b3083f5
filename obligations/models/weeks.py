"""Weeks in which nobody meets."""

from __future__ import annotations

from django.db import models

from obligations.models.covenant import Covenant
from obligations.models.tracking import Tracked


class BlockedWeek(Tracked):
    """A week of the ISO calendar in which this covenant has no meetings."""

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="blocked_weeks")
    year = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "week zonder overleg"
        verbose_name_plural = "weken zonder overleg"
        ordering = ["year", "week"]
        constraints = [
            models.UniqueConstraint(fields=["covenant", "year", "week"], name="week_blocked_once"),
            models.CheckConstraint(condition=models.Q(week__gte=1, week__lte=53), name="a_week_of_the_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}, week {self.week}"
