"""Who is told what by mail: rules, what was due to be told, the messages, their links and what people answered.

Rules, stops and answers are people's work and have a history. Notices and messages are machine-owned: their states
move along `ARROWS`, and nothing of them is deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from obligations.models.choices import one_of
from obligations.models.covenant import Covenant
from obligations.models.party import Party, Post, Tenure
from obligations.models.status import LONGEST_OCCURRENCE, OfCovenantQuerySet
from obligations.models.tracking import Tracked


class ReminderRule(Tracked):
    """When people are told, for a kind of obligation of a covenant or, with `code`, for one obligation.

    Lists of days before (`slot`: before an own target) or after a date; `second_after`: working days after the last
    step until a second person is told, empty: never. `second_waits`: that mail waits for the secretary's click.
    """

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="reminder_rules")
    kind = models.CharField(max_length=10, blank=True)
    code = models.SlugField(max_length=80, blank=True)
    opens = models.BooleanField(default=True)
    slot = models.JSONField(default=list, blank=True)
    days_before = models.JSONField(default=list, blank=True)
    on_the_day = models.BooleanField(default=True)
    days_after = models.JSONField(default=list, blank=True)
    at_percent = models.JSONField(default=list, blank=True)
    second_after = models.PositiveSmallIntegerField(null=True, blank=True)
    second_waits = models.BooleanField(default=True)

    class Meta:
        verbose_name = "wanneer er wordt gemaild"
        verbose_name_plural = "wanneer er wordt gemaild"
        constraints = [
            models.UniqueConstraint(fields=["covenant", "kind", "code"], name="reminder_rule_once"),
            models.CheckConstraint(
                condition=(Q(kind="") & ~Q(code="")) | (~Q(kind="") & Q(code="")),
                name="reminder_rule_of_a_kind_or_an_obligation",
                violation_error_message="Kies een soort of één verplichting.",
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.kind


class MailStop(Tracked):
    """Nothing is mailed: at all (no covenant), of a covenant, of a kind of mail, or on one subject, until a day.

    `until`: that day it goes on again; empty: until somebody lifts it.
    """

    covenant = models.ForeignKey(Covenant, models.CASCADE, null=True, blank=True, related_name="mail_stops")
    kind = models.CharField(max_length=20, blank=True)
    code = models.SlugField(max_length=80, blank=True)
    occurrence = models.CharField(max_length=LONGEST_OCCURRENCE, blank=True)
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "nog niet mailen"
        verbose_name_plural = "nog niet mailen"
        constraints = [
            models.UniqueConstraint(
                fields=["covenant", "kind", "code", "occurrence"],
                condition=Q(covenant__isnull=False),
                name="mail_stopped_once",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(covenant__isnull=True), name="mail_stopped_once_for_all"
            ),
            models.CheckConstraint(
                condition=Q(code="") | Q(covenant__isnull=False),
                name="mail_stop_of_a_subject_names_the_covenant",
                violation_error_message="Een onderwerp hoort bij een convenant.",
            ),
        ]

    def __str__(self) -> str:
        return self.code or self.kind or "alles"


class MailSwitch(Tracked):
    """The one row that says whether anything leaves at all. Absent is off.

    `not_before`: what was due before that day is not mailed any more; empty: what waits is mailed.
    """

    on = models.BooleanField(default=False)
    not_before = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "mail aan of uit"
        verbose_name_plural = "mail aan of uit"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_mail_switch")]

    def __str__(self) -> str:
        return "aan" if self.on else "uit"


class MailChoice(Tracked):
    """What a holder of a post chose: the day of the overview, the language, and days of absence (the last included)."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "maandag"
        TUESDAY = 1, "dinsdag"
        WEDNESDAY = 2, "woensdag"
        THURSDAY = 3, "donderdag"
        FRIDAY = 4, "vrijdag"

    tenure = models.OneToOneField(Tenure, models.CASCADE, related_name="mail_choice")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, default=Weekday.MONDAY)
    language = models.CharField(max_length=5, blank=True)
    question = models.BooleanField(default=True)
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "keuze over mail"
        verbose_name_plural = "keuzes over mail"
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=4), name="overview_on_a_working_day"),
            models.CheckConstraint(
                condition=Q(away_from__isnull=True, away_until__isnull=True) | Q(away_until__gte=F("away_from")),
                name="back_after_leaving",
                violation_error_message="De laatste dag van afwezigheid ligt niet vóór de eerste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tenure}"


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages. One that carries things of several covenants is seen by who may see all of them."""

    def visible_to(self, user: Any) -> MessageQuerySet:
        """The messages of which `user` is the secretariat: they hold what account holders are told, and addresses."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser or user.is_staff:
            return self
        kept = Covenant.objects.filter(memberships__user=user, memberships__role="secretariat")
        foreign = MessageCovenant.objects.exclude(covenant__in=kept.values("pk"))
        return (
            self.filter(about_covenants__covenant__in=kept.values("pk"))
            .exclude(pk__in=foreign.values("message"))
            .distinct()
        )


class Message(models.Model):
    """One mail to one address: unique per recipient, day, kind, subject and generation (design.md section 7).

    `subject_key`: what it is about, '' for an overview. `due_at`: from when it may leave. `rendered`: the bytes, frozen
    at the first claim together with `message_id`. `lease_until` in database time; every later write names
    `lease_token`. `state` moves along ARROWS; `reason`: why it is in that state, for a person. `facts`: what the
    letter is made of besides its notices.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "klaar om te gaan"
        CLAIMED = "claimed", "wordt gemaakt"
        TRANSMITTING = "transmitting", "wordt verstuurd"
        SENT = "sent", "verstuurd"
        FAILED = "failed", "niet aangekomen"
        UNKNOWN = "unknown", "onzeker of het aankwam"
        SUPPRESSED = "suppressed", "tegengehouden"
        CANCELLED = "cancelled", "niet meer nodig"

    class Kind(models.TextChoices):
        OVERVIEW = "overview", "overzichtsmail"
        SECOND = "second", "bericht aan een tweede persoon"
        QUESTION = "question", "vraag van de maand"
        WELCOME = "welcome", "welkom"
        CLOSING = "closing", "afscheid"
        WEEK = "week", "week van het secretariaat"
        NOT_ARRIVED = "not_arrived", "mail kwam niet aan"
        OUTAGE = "outage", "er gingen geen mails uit"
        HAPPENED = "happened", "ging het door?"
        INVITATION = "invitation", "uitnodiging"
        TEST = "test", "proefmail"

    recipient = models.CharField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    tenure = models.ForeignKey(Tenure, models.SET_NULL, null=True, blank=True, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject_key = models.CharField(max_length=200, blank=True)
    generation = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=5, default="nl")
    covenant_date = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=500, blank=True)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    first_try_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=250, blank=True)
    mark = models.CharField(max_length=40, blank=True, db_index=True)
    subject = models.CharField(max_length=250, blank=True)
    rendered = models.BinaryField(null=True)
    smtp_code = models.PositiveSmallIntegerField(null=True)
    smtp_text = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = models.Manager.from_queryset(MessageQuerySet)()  # type: ignore[misc]

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "on", "kind", "subject_key", "generation"], name="message_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("claimed", "transmitting"))
                | (Q(lease_until__isnull=False) & ~Q(lease_token="")),
                name="message_in_hand_has_a_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="message_to_send"),
            models.Index(
                fields=["lease_until"], condition=Q(state__in=("claimed", "transmitting")), name="message_in_hand"
            ),
            models.Index(fields=["finished_at"], name="message_by_end"),
            models.Index(fields=["kind", "subject_key"], name="message_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on} {self.recipient}"

    @property
    def key(self) -> str:
        """What names it in lists and logs; no two messages share one."""
        parts = [self.kind, self.on.isoformat(), self.recipient, self.subject_key, str(self.generation)]
        return ":".join(part for part in parts if part)


STATE = Message.State
ARROWS: Mapping[str, frozenset[str]] = {
    STATE.QUEUED: frozenset({STATE.CLAIMED, STATE.CANCELLED, STATE.SUPPRESSED}),
    STATE.CLAIMED: frozenset(
        {STATE.QUEUED, STATE.TRANSMITTING, STATE.SENT, STATE.FAILED, STATE.SUPPRESSED, STATE.CANCELLED}
    ),
    STATE.TRANSMITTING: frozenset({STATE.SENT, STATE.UNKNOWN, STATE.QUEUED, STATE.FAILED, STATE.SUPPRESSED}),
    STATE.UNKNOWN: frozenset({STATE.QUEUED, STATE.CANCELLED}),
    STATE.FAILED: frozenset({STATE.CANCELLED}),
    STATE.SUPPRESSED: frozenset({STATE.QUEUED, STATE.CANCELLED}),
    STATE.SENT: frozenset(),
    STATE.CANCELLED: frozenset(),
}
"""Where each state may go next. `transmitting` goes back to `queued` for a resend, or when the server said no."""


class MessageCovenant(models.Model):
    """A covenant of which a message tells something."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="about_covenants")
    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "convenant van een mail"
        verbose_name_plural = "convenanten van een mail"
        constraints = [models.UniqueConstraint(fields=["message", "covenant"], name="message_covenant_once")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.covenant_id}"


class Notice(models.Model):
    """Something that whoever holds a post must be told: unique per occurrence, step, date and post.

    `about_on`: the date it is about. `due_on`: the working day on which it falls due. `post`: '' stands for the account
    holder, else another role. `message`: what carried it, whose fate it shares; while it waits, none.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "gaat met de volgende mail mee"
        HELD = "held", "wacht op vrijgeven"
        CARRIED = "carried", "in een mail"
        DROPPED = "dropped", "niet meer nodig"

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="+", db_index=False)
    code = models.SlugField(max_length=80, db_index=False)
    occurrence = models.CharField(max_length=LONGEST_OCCURRENCE)
    step = models.CharField(max_length=20)
    about_on = models.DateField()
    party = models.ForeignKey(Party, models.CASCADE, related_name="+")
    role = models.CharField(max_length=20, choices=Post.Role.choices, default=Post.Role.ACCOUNT_HOLDER)
    due_on = models.DateField()
    covenant_date = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="notices")
    decided_by = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = models.Manager.from_queryset(OfCovenantQuerySet)()

    class Meta:
        verbose_name = "wat gemeld moet worden"
        verbose_name_plural = "wat gemeld moet worden"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["covenant", "code", "occurrence", "step", "about_on", "party", "role"], name="notice_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="carried") | Q(message__isnull=False), name="notice_carried_by_a_message"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="waiting"), name="notice_waiting")]

    def __str__(self) -> str:
        return f"{self.code} {self.occurrence} {self.step}"


class MailLink(models.Model):
    """The key in a mail: opens the items of that message and nothing else. Only its SHA-256 is kept."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="link")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField()
    revoked = models.BooleanField(default=False)

    class Meta:
        verbose_name = "link in een mail"
        verbose_name_plural = "links in mails"

    def __str__(self) -> str:
        return f"{self.message_id} t/m {self.expires_on}"


class ReportChoice(models.TextChoices):
    """How somebody says it stands."""

    DONE = "done", "het is gebeurd"
    PLANNED = "planned", "er is een datum"
    CANNOT = "cannot", "het lukt niet"
    MINE = "mine", "ik pak dit op"
    OTHER = "other", "niet voor mij"
    NOTHING = "nothing", "niets te melden"


class Report(Tracked):
    """What somebody answered from a mail, or signed in: it waits until the secretariat takes it over.

    `until`: do not ask again before that day. `entry`: the register entry that was made of it.
    """

    Choice = ReportChoice

    class State(models.TextChoices):
        WAITING = "waiting", "gemeld, nog niet gecontroleerd"
        TAKEN_OVER = "taken_over", "overgenomen"
        RETURNED = "returned", "teruggelegd"

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="reports")
    code = models.SlugField(max_length=80, blank=True)
    occurrence = models.CharField(max_length=LONGEST_OCCURRENCE, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    via = models.CharField(max_length=200)
    choice = models.CharField(max_length=10, choices=ReportChoice.choices)
    on = models.DateField(null=True, blank=True)
    at = models.TimeField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    who = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    received_on = models.DateField()
    received_at = models.DateTimeField()
    answer = models.CharField(max_length=300, blank=True)
    entry = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = "melding"
        verbose_name_plural = "meldingen"
        ordering = ["-pk"]
        constraints = [one_of("choice", ReportChoice, "report_choice_is_known")]
        indexes = [
            models.Index(fields=["covenant", "state"], name="report_to_check"),
            models.Index(fields=["covenant", "code", "occurrence"], name="report_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_choice_display()} {self.code}"


class ReportParty(Tracked):
    """A party that was there, by a report."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="present")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "aanwezige partij"
        verbose_name_plural = "aanwezige partijen"
        constraints = [models.UniqueConstraint(fields=["report", "party"], name="reported_party_once")]

    def __str__(self) -> str:
        return f"{self.party}"


class Sender(models.Model):
    """What is known of the mail server: the one row that a run looks at before it sends.

    `blocked_until`: the server refused the account or the sender; nothing is tried before then. `seen_at`: when the
    plan last ran with mail on. `desk_on`: the day whose letters of the calendar were made. `quiet_since`,
    `quiet_until`: days on which nothing could leave, until somebody clicks them away.
    """

    blocked_until = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=500, blank=True)
    seen_at = models.DateTimeField(null=True)
    desk_on = models.DateField(null=True)
    quiet_since = models.DateField(null=True)
    quiet_until = models.DateField(null=True)

    class Meta:
        verbose_name = "verzenden"
        verbose_name_plural = "verzenden"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_sender")]

    def __str__(self) -> str:
        return self.trouble or "in orde"
