"""Parties are known installation-wide; a post at a party is held by a person or mailbox from day to day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from obligations.models.tracking import Tracked


class Party(Tracked):
    """An organisation."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    short = models.CharField(max_length=40)

    class Meta:
        verbose_name = "partij"
        verbose_name_plural = "partijen"
        ordering = ["short"]

    def __str__(self) -> str:
        return self.short


class Post(Tracked):
    """A function at a party for one covenant, for one theme where it is a theme lead."""

    class Role(models.TextChoices):
        ACCOUNT_HOLDER = "account_holder", "accounthouder"
        CONTACT = "contact", "contactpersoon"
        THEME_LEAD = "theme_lead", "themaverantwoordelijke"
        AGENDA_MEMBER = "agenda_member", "agendalid"
        SECRETARIAT = "secretariat", "secretariaat"

    covenant = models.ForeignKey("Covenant", models.CASCADE, related_name="posts")
    party = models.ForeignKey(Party, models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    theme = models.ForeignKey("Theme", models.PROTECT, null=True, blank=True, related_name="posts")
    function = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "functie"
        verbose_name_plural = "functies"
        ordering = ["role", "party"]
        constraints = [
            models.UniqueConstraint(
                fields=["covenant", "party", "role"], condition=Q(theme__isnull=True), name="post_once"
            ),
            models.UniqueConstraint(
                fields=["covenant", "party", "role", "theme"],
                condition=Q(theme__isnull=False),
                name="post_once_per_theme",
            ),
            models.CheckConstraint(
                condition=(Q(role="theme_lead") & Q(theme__isnull=False))
                | (~Q(role="theme_lead") & Q(theme__isnull=True)),
                name="post_of_a_theme_lead_has_a_theme",
                violation_error_message="Een themaverantwoordelijke heeft een thema, een ander niet.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.party}"


class Tenure(Tracked):
    """A person or mailbox holds a post from `starts_on` until `ends_before` (not included). Gaps are allowed."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="tenures")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_before = models.DateField(null=True, blank=True)
    deputy_of = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="deputies")
    example = models.BooleanField(default=False)

    class Meta:
        verbose_name = "vervulling van een functie"
        verbose_name_plural = "wie een functie vervult"
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
                name="tenure_ends_after_it_starts",
                violation_error_message="Een functie houdt op na de dag waarop zij begint.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
