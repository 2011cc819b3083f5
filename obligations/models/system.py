"""Data that belongs to the installation, not to a covenant."""

from __future__ import annotations

from django.db import models

from obligations.models.tracking import Tracked


class Holiday(Tracked):
    """A day that is no working day (design.md 5.1 Dates)."""

    on = models.DateField(unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.name} {self.on}"
