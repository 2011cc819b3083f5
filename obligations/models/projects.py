"""What was agreed about a project that began: the entry of its start says when, by whom and on which theme."""

from __future__ import annotations

from django.db import models

from obligations.models.register import Event
from obligations.models.tracking import Tracked


class Project(Tracked):
    """The agreement of a project: its four subjects (C2016 PRJ al. 1) and the version of the model that it follows."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="project")
    tasks = models.BooleanField(default=False)
    responsibilities = models.BooleanField(default=False)
    steering = models.BooleanField(default=False)
    finance = models.BooleanField(default=False)
    model_version = models.CharField(max_length=80, blank=True)
    budget = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "project"
        verbose_name_plural = "projecten"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.event.subject or str(self.event)
