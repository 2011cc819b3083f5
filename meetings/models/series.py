"""Meetings that come back by a rule. The rule is of the series; every occurrence is a meeting of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from obligations.models import Covenant, FactType, Tracked


class Series(Tracked):
    """A rule from `first_on` up to and including `last_on` (RFC 5545, without its start).

    A rule is never changed: it ends, and another one, which `follows` it, begins.
    """

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="+")
    type = models.ForeignKey(FactType, models.PROTECT, related_name="+")
    rule = models.CharField(max_length=200)
    first_on = models.DateField()
    last_on = models.DateField()
    follows = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "reeks"
        verbose_name_plural = "reeksen"
        ordering = ["-first_on"]
        constraints = [models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="series_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.type}: {self.rule}"
