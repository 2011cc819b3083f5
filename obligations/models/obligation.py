"""An obligation of a revision, and one table of typed columns per kind."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from obligations.engine import periods, terms
from obligations.models.choices import one_of
from obligations.models.covenant import Clause, FactType, Revision, Theme
from obligations.models.party import Party
from obligations.models.tracking import Tracked


class Obligation(Tracked):
    """Who owes what to whom. `code` lasts through the revisions; `own_from` and `own_until` (first day out) cut it."""

    class Kind(models.TextChoices):
        CADENCE = "cadence", "hoe vaak"
        CAP = "cap", "hooguit"
        DEADLINE = "deadline", "vóór een datum"
        DUTY = "duty", "moet als er iets gebeurt"
        STANDING = "standing", "geldt altijd"
        HELD = "held", "recht of omschrijving"

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="obligations")
    code = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    soft = models.BooleanField(default=False)
    own_from = models.DateField(null=True, blank=True)
    own_until = models.DateField(null=True, blank=True)
    bearers_all = models.BooleanField(default=False)
    towards_all = models.BooleanField(default=False)
    reminders = models.JSONField(default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "verplichting"
        verbose_name_plural = "verplichtingen"
        ordering = ["position"]
        constraints = [
            one_of("kind", terms.Kind, "obligation_kind_is_known"),
            models.UniqueConstraint(fields=["revision", "code"], name="obligation_code_once"),
            models.CheckConstraint(
                condition=Q(own_from__isnull=True) | Q(own_until__isnull=True) | Q(own_until__gt=F("own_from")),
                name="own_window_ends_after_it_starts",
                violation_error_message="De eigen termijn eindigt na de dag waarop zij begint.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="deadline") | Q(own_from__isnull=True, own_until__isnull=True),
                name="deadline_has_no_own_window",
                violation_error_message="Een datum heeft geen eigen termijn.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Citation(Tracked):
    """Where an obligation stands in the text: clause, paragraph, and the place as written after the clause's key."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="citations")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="citations")
    paragraph = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "plaats in de tekst"
        verbose_name_plural = "plaatsen in de tekst"
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.clause.key} {self.place}".strip()


class ObligationParty(Tracked):
    """A party that bears an obligation, or towards which it is owed."""

    class Side(models.TextChoices):
        BEARER = "bearer", "wie"
        TOWARDS = "towards", "voor wie"

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="parties")
    party = models.ForeignKey(Party, models.PROTECT, related_name="obligations")
    side = models.CharField(max_length=10, choices=Side.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "partij van een verplichting"
        verbose_name_plural = "partijen van een verplichting"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["obligation", "party", "side"], name="party_once_per_side")]

    def __str__(self) -> str:
        return f"{self.party} ({self.get_side_display()})"


class ObligationTheme(Tracked):
    """A theme that an obligation is about."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="about")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="obligations")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "thema van een verplichting"
        verbose_name_plural = "thema's van een verplichting"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["obligation", "theme"], name="theme_once_per_obligation")]

    def __str__(self) -> str:
        return f"{self.theme}"


class ObligationType(Tracked):
    """A type of fact that an obligation counts, is done by, or arises with."""

    class Use(models.TextChoices):
        COUNTS = "of", "telt"
        DONE_BY = "done_by", "gedaan door"
        WHEN = "when", "aanleiding"
        AGENDA = "agenda", "vast onderwerp van"

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="types")
    type = models.ForeignKey(FactType, models.PROTECT, related_name="obligations")
    use = models.CharField(max_length=10, choices=Use.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "soort bij een verplichting"
        verbose_name_plural = "soorten bij een verplichting"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["obligation", "type", "use"], name="type_once_per_use")]

    def __str__(self) -> str:
        return f"{self.type} ({self.get_use_display()})"


class TermTable(Tracked):
    """The typed columns of one kind."""

    obligation = models.OneToOneField(Obligation, models.CASCADE, primary_key=True, related_name="%(class)s")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.obligation}"


class Per(models.TextChoices):
    MONTH = "month", "per maand"
    QUARTER = "quarter", "per kwartaal"
    HALF_YEAR = "half_year", "per half jaar"
    YEAR = "year", "per jaar"
    EVENT = "event", "per keer"


def month_day(prefix: str) -> Q:
    """Both month and day given, and within bounds; or neither.

    A comparison with NULL is neither true nor false and would pass: so each says that its column is not empty.
    """
    month, day = f"{prefix}_month", f"{prefix}_day"
    return Q(**{f"{month}__isnull": True, f"{day}__isnull": True}) | Q(
        Q(**{f"{month}__isnull": False, f"{day}__isnull": False}),
        **{f"{month}__gte": 1, f"{month}__lte": 12, f"{day}__gte": 1, f"{day}__lte": 31},
    )


class CadenceTerm(TermTable):
    """At least so often: `at_least` per `per`, or every so many months, or each year by a day."""

    at_least = models.PositiveSmallIntegerField(null=True, blank=True)
    per = models.CharField(max_length=10, choices=Per.choices, blank=True)
    every_months = models.PositiveSmallIntegerField(null=True, blank=True)
    by_month = models.PositiveSmallIntegerField(null=True, blank=True)
    by_day = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "hoe vaak"
        verbose_name_plural = "hoe vaak"
        constraints = [
            one_of("per", periods.Per, "cadence_per_is_known", blank=True),
            models.CheckConstraint(
                condition=Q(at_least__isnull=False, at_least__gte=1, every_months__isnull=True, by_month__isnull=True)
                & ~Q(per__in=["", "event"])
                | Q(at_least__isnull=True, per="", every_months__isnull=False, by_month__isnull=True)
                & Q(every_months__gte=1)
                | Q(at_least__isnull=True, per="", every_months__isnull=True, by_month__isnull=False),
                name="cadence_is_one_of_three",
                violation_error_message="Kies één: een aantal per periode, elke zoveel maanden, of een dag per jaar.",
            ),
            models.CheckConstraint(condition=month_day("by"), name="cadence_day_exists"),
        ]


class CapTerm(TermTable):
    """At most `at_most` units per `per`."""

    class Counter(models.TextChoices):
        GUEST = "guest", "per gast"
        DIRECTION = "direction", "per gast en gastheer"
        JOINT = "joint", "samen"

    at_most = models.DecimalField(max_digits=12, decimal_places=4)
    per = models.CharField(max_length=10, choices=Per.choices)
    unit = models.CharField(max_length=40, blank=True)
    unit_minutes = models.PositiveIntegerField(null=True, blank=True)
    counter = models.CharField(max_length=10, choices=Counter.choices, default=Counter.JOINT)
    host = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "hooguit"
        verbose_name_plural = "hooguit"
        constraints = [
            one_of("per", periods.Per, "cap_per_is_known"),
            one_of("counter", terms.Counter, "cap_counter_is_known"),
            models.CheckConstraint(condition=Q(at_most__gte=0), name="cap_is_not_negative"),
            models.CheckConstraint(
                condition=Q(unit_minutes__isnull=True) | Q(unit_minutes__gte=1),
                name="cap_unit_lasts_a_minute",
            ),
        ]


class DeadlineTerm(TermTable):
    """Once, on or before `due`, or before the end of the term, or without a date in the text."""

    due = models.DateField(null=True, blank=True)
    due_at_end = models.BooleanField(default=False)
    opens = models.DateField(null=True, blank=True)
    target = models.DateField(null=True, blank=True)
    text = models.CharField(max_length=200, blank=True)
    grace_days = models.PositiveSmallIntegerField(default=0)
    jointly = models.BooleanField(default=False)

    class Meta:
        verbose_name = "vóór een datum"
        verbose_name_plural = "vóór een datum"
        constraints = [
            models.CheckConstraint(condition=Q(due__isnull=True) | Q(due_at_end=False), name="deadline_has_one_date"),
            models.CheckConstraint(
                condition=Q(opens__isnull=True) | Q(due__isnull=True) | Q(opens__lte=F("due")),
                name="deadline_opens_before_it_is_due",
                violation_error_message="Het venster gaat open vóór de uiterste datum.",
            ),
        ]


class DutyTerm(TermTable):
    """Arises with a trigger; the triggering and settling types stand in ObligationType."""

    class Relation(models.TextChoices):
        BEFORE = "before", "vooraf"
        UPON = "upon", "daarbij"
        AFTER = "after", "daarna"

    class Each(models.TextChoices):
        BEARER = "bearer", "elke partij die het doet"
        ADDRESSEE = "addressee", "elke partij voor wie het is"

    class Unit(models.TextChoices):
        DAYS = "days", "dagen"
        WORKDAYS = "workdays", "werkdagen"
        WEEKS = "weeks", "weken"
        MONTHS = "months", "maanden"

    relation = models.CharField(max_length=10, choices=Relation.choices)
    themed = models.BooleanField(default=False)
    exceeded = models.JSONField(default=list, blank=True)
    at_start = models.BooleanField(default=False)
    each_year_month = models.PositiveSmallIntegerField(null=True, blank=True)
    each_year_day = models.PositiveSmallIntegerField(null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField(default=0)
    target_days = models.PositiveSmallIntegerField(null=True, blank=True)
    within_number = models.PositiveSmallIntegerField(null=True, blank=True)
    within_unit = models.CharField(max_length=10, choices=Unit.choices, blank=True)
    at_least_days_before = models.PositiveSmallIntegerField(null=True, blank=True)
    each = models.CharField(max_length=10, choices=Each.choices, blank=True)

    class Meta:
        verbose_name = "moet als er iets gebeurt"
        verbose_name_plural = "moet als er iets gebeurt"
        constraints = [
            one_of("relation", terms.Relation, "duty_relation_is_known"),
            one_of("each", terms.Each, "duty_each_is_known", blank=True),
            one_of("within_unit", terms.Unit, "duty_unit_is_known", blank=True),
            models.CheckConstraint(condition=month_day("each_year"), name="duty_day_exists"),
            models.CheckConstraint(
                condition=(Q(within_number__isnull=True) & Q(within_unit=""))
                | (Q(within_number__isnull=False) & ~Q(within_unit="")),
                name="duty_term_has_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(at_least_days_before__isnull=True) | Q(relation="before", within_number__isnull=True),
                name="duty_days_before_needs_before",
            ),
            models.CheckConstraint(
                condition=Q(within_number__isnull=True) | ~Q(relation="before"),
                name="duty_term_needs_upon_or_after",
            ),
        ]


class StandingTerm(TermTable):
    """To be kept in order. `review_months` empty: the default of design.md 5.1."""

    class Register(models.TextChoices):
        ACCOUNT_HOLDERS = "account_holders", "accounthouders"
        THEME_LEADS = "theme_leads", "themaverantwoordelijken"
        AGENDA_MEMBERS = "agenda_members", "agendaleden"

    register = models.CharField(max_length=20, choices=Register.choices, blank=True)
    review_months = models.PositiveSmallIntegerField(null=True, blank=True)
    remind_after_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "geldt altijd"
        verbose_name_plural = "geldt altijd"
        constraints = [
            one_of("register", terms.Register, "standing_register_is_known", blank=True),
            models.CheckConstraint(
                condition=Q(review_months__isnull=True) | Q(review_months__gte=1), name="review_takes_a_month"
            ),
        ]


class HeldTerm(TermTable):
    """Held, never checked."""

    class Holding(models.TextChoices):
        MAY = "may", "recht"
        POWER = "power", "bevoegdheid"
        DEFINITION = "definition", "omschrijving"

    holding = models.CharField(max_length=20, choices=Holding.choices)

    class Meta:
        verbose_name = "recht of omschrijving"
        verbose_name_plural = "rechten en omschrijvingen"
        constraints = [
            one_of("holding", terms.Holding, "holding_is_known"),
        ]
