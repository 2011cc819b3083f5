"""Documents: one mechanism for meetings, points of an agenda, entries and revisions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from obligations.models.covenant import Covenant
from obligations.models.tracking import Tracked


class Document(Tracked):
    """An uploaded file, or a link with a number, about something of a covenant (users.md rule 24).

    `about`: what it belongs to, as 'meeting:12', 'item:3', 'event:7' or 'revision:2' (ids). `stored`: the name that
    was made up for the file in MEDIA_ROOT, never the name that somebody gave it; '' for a link. `size`: bytes.
    """

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="documents")
    about = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    link = models.URLField(max_length=500, blank=True)
    stored = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(stored="") & ~Q(link="")) | (~Q(stored="") & Q(link="")), name="file_or_link"
            )
        ]

    def __str__(self) -> str:
        return self.title
