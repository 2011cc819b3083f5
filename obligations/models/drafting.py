"""What belongs to a revision while it is drafted: the outcomes that were chosen, and who looked it through."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from obligations.models.covenant import Revision
from obligations.models.tracking import Tracked


class DraftChoice(Tracked):
    """Someone chose what becomes of obligation `code` of the replaced revision; without a row it is still to choose."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="choices")
    code = models.SlugField(max_length=80)

    class Meta:
        verbose_name = "gemaakte keuze"
        verbose_name_plural = "gemaakte keuzes"
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["revision", "code"], name="choice_once_per_obligation")]

    def __str__(self) -> str:
        return self.code


class DraftCheck(Tracked):
    """One person asked another to look a draft through. `text_seen`: a digest of the draft as it was then.

    A draft that changed since has another digest and is not approved any more.
    """

    revision = models.OneToOneField(Revision, models.CASCADE, related_name="check_of_draft")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    text_seen = models.CharField(max_length=64)

    class Meta:
        verbose_name = "controle van een concept"
        verbose_name_plural = "controles van concepten"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True) | ~models.Q(approved_by=models.F("asked_by")),
                name="draft_is_checked_by_a_second_person",
                violation_error_message="Een ander dan wie het vroeg, kijkt het na.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}"


class UsedForm(models.Model):
    """A form that was sent and written, by the token it carried: sent again it only leads to `went_to`."""

    token = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    went_to = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "verzonden formulier"
        verbose_name_plural = "verzonden formulieren"

    def __str__(self) -> str:
        return str(self.token)
