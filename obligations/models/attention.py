"""What was taken off the list of the week: for a while, or for good with an explanation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from obligations.models.covenant import Covenant
from obligations.models.status import LONGEST_OCCURRENCE
from obligations.models.tracking import Tracked


class SetAside(Tracked):
    """An occurrence is off the list until `until` (that day it is back), or for good as long as it stands so.

    `status`: how it stood when it was set aside; when that changes it is back. Nothing of how it stands changes.
    """

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="set_aside")
    code = models.SlugField(max_length=80)
    occurrence = models.CharField(max_length=LONGEST_OCCURRENCE)
    status = models.CharField(max_length=20, blank=True)
    until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "even opzijgezet"
        verbose_name_plural = "even opzijgezet"
        constraints = [
            models.UniqueConstraint(fields=["covenant", "code", "occurrence"], name="set_aside_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=False) | ~Q(note=""),
                name="settled_with_an_explanation",
                violation_error_message="Afhandelen gaat met een toelichting.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.occurrence}"
