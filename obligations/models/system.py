"""Data that belongs to the installation, not to a covenant."""

from __future__ import annotations

from django.db import models

from obligations.models.tracking import Tracked


class Holiday(Tracked):
    """A day that is no working day (design.md 5.1 Dates)."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        verbose_name = "feestdag"
        verbose_name_plural = "feestdagen"
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.name} {self.on}"


class Sweep(models.Model):
    """When a sweep last ran. All times are those of the database, so that several machines agree.

    `finished_at`: the end of the last run without an error, `counts` what it did. `runs`: how often it ended well.
    """

    name = models.CharField(max_length=20, primary_key=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    runs = models.PositiveBigIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = "achtergrondwerk"
        verbose_name_plural = "achtergrondwerk"

    def __str__(self) -> str:
        return self.name


class BeatLease(models.Model):
    """The one row that says which beat process puts out the sweeps, and until when (database time)."""

    owner = models.CharField(max_length=80, blank=True)
    until = models.DateTimeField()

    class Meta:
        verbose_name = "klok van het achtergrondwerk"
        verbose_name_plural = "klok van het achtergrondwerk"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_beat_lease")]

    def __str__(self) -> str:
        return f"{self.owner} {self.until}"
