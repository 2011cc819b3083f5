"""What happened: register entries, and what the parties reviewed or agreed to waive."""

from __future__ import annotations

from django.db import models

from obligations.engine.facts import FactState
from obligations.models.choices import one_of
from obligations.models.covenant import Covenant, FactType, Theme
from obligations.models.party import Party
from obligations.models.tracking import Tracked


class Reference(Tracked):
    """A ref of the register: unique per covenant over entries, meetings, reviews and waivers. `example`: shipped."""

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="references")
    ref = models.CharField(max_length=80)
    example = models.BooleanField(default=False)

    class Meta:
        verbose_name = "kenmerk"
        verbose_name_plural = "kenmerken"
        constraints = [
            models.UniqueConstraint(
                fields=["covenant", "ref"],
                name="ref_once_per_covenant",
                violation_error_message="Dit kenmerk is al gebruikt.",
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Event(Tracked):
    """A register entry: an advice, a booking, a letter, an evaluation.

    `told_by`: by whom it was reported, and how, when somebody else records it. `as_written`: a day as a text calls it
    ('eind maart'), beside the agreed day `on`. `withdrawn`: recorded by mistake; it stays, and counts for nothing.
    """

    class State(models.TextChoices):
        HAPPENED = "happened", "gebeurd"
        PLANNED = "planned", "gepland"
        REPORTED = "reported", "gemeld"
        UNKNOWN = "unknown", "nog niet bekend"

    reference = models.OneToOneField(Reference, models.PROTECT, related_name="event")
    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="events")
    type = models.ForeignKey(FactType, models.PROTECT, related_name="events")
    on = models.DateField()
    at = models.TimeField(null=True, blank=True)
    by = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="events_by")
    host = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="events_hosted")
    minutes = models.PositiveIntegerField(null=True, blank=True)
    persons = models.PositiveIntegerField(null=True, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="events")
    answers = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.HAPPENED)
    subject = models.CharField(max_length=300, blank=True)
    remark = models.CharField(max_length=300, blank=True)
    told_by = models.CharField(max_length=200, blank=True)
    as_written = models.CharField(max_length=100, blank=True)
    withdrawn = models.BooleanField(default=False)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "registratie"
        verbose_name_plural = "wat er is gebeurd"
        constraints = [
            one_of("state", FactState, "event_state_is_known"),
        ]
        ordering = ["on", "at", "reference"]
        indexes = [
            models.Index(fields=["covenant", "type", "on"], name="event_by_type_and_day"),
            models.Index(fields=["covenant", "on"], name="event_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.on}"


class EventParty(Tracked):
    """A party that a register entry is directed to."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="to")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "voor wie"
        verbose_name_plural = "voor wie"
        constraints = [models.UniqueConstraint(fields=["event", "party"], name="addressee_once")]

    def __str__(self) -> str:
        return f"{self.party}"


class Review(Tracked):
    """Someone (`by`) looked a standing duty through on `on`. `occurrence` empty: of the revision in force that day.

    `during`: the ref of the meeting at which that was done, '' where it was at none.
    """

    reference = models.OneToOneField(Reference, models.PROTECT, related_name="review")
    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="reviews")
    code = models.SlugField(max_length=80)
    occurrence = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    in_order = models.BooleanField()
    by = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    during = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = "controle"
        verbose_name_plural = "controles"
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.code} {self.on}"


class Waiver(Tracked):
    """The parties agreed that something need not be done."""

    reference = models.OneToOneField(Reference, models.PROTECT, related_name="waiver")
    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="waivers")
    code = models.SlugField(max_length=80)
    occurrence = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "afspraak om te laten rusten"
        verbose_name_plural = "afspraken om te laten rusten"
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.code} {self.on}"


class WaiverParty(Tracked):
    """A party that agreed to a waiver."""

    waiver = models.ForeignKey(Waiver, models.CASCADE, related_name="agreed_by")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "partij die instemt"
        verbose_name_plural = "partijen die instemmen"
        constraints = [models.UniqueConstraint(fields=["waiver", "party"], name="agreement_once")]

    def __str__(self) -> str:
        return f"{self.party}"
