"""The whole form of an obligation of each kind: everything that a definition file can say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import TextChoices
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from obligations.definitions.citations import cited
from obligations.models import FactType, Party, Revision
from obligations.models.obligation import CapTerm, DutyTerm, HeldTerm, Per, StandingTerm
from obligations.services import drafting as d
from obligations.services.drafting.fitting import RANGES
from obligations.web.drafts.saving import DraftForm
from obligations.web.forms import DayField, LineField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
    Choices = Sequence[tuple[str, Text]]

ALL = "all"
"""What stands for all parties; no party has this key."""
NEW_PLACE = re.compile(r"(.+?),? ((?:al\.|lid|zin|onder) .+)")
WRITTEN_OUT = re.compile(r"\balinea (?=[0-9])")
"""What people write for 'al.', as which a paragraph is known."""
NEW_IS: Choices = [
    ("", _lazy("something that is recorded")),
    *((str(level), label) for level, label in FactType.Level.choices),
    ("minutes", _lazy("something of which minutes are recorded")),
    ("persons", _lazy("something of which persons are recorded")),
]


@dataclass(frozen=True)
class Offered:
    """What the fields of a draft can choose from: keys with what people read."""

    parties: Choices
    themes: Choices
    types: Choices
    caps: Choices
    clauses: frozenset[str]


def offered_by(draft: Revision) -> Offered:
    """Five queries, however many obligations there are."""
    members = Party.objects.filter(memberships__revision=draft).order_by("memberships__position", "pk")
    return Offered(
        list(members.values_list("key", "short")),
        list(draft.covenant.themes.values_list("key", "name")),
        list(FactType.objects.filter(covenant=draft.covenant_id).values_list("key", "name")),
        list(draft.obligations.filter(kind="cap").values_list("code", "title")),
        frozenset(draft.clauses.values_list("key", flat=True)),
    )


def number(name: str, label: Text, help_text: Text = "") -> forms.IntegerField:
    """A whole number within the bounds that the column `name` has."""
    low, high = RANGES[name]
    return forms.IntegerField(label=label, required=False, min_value=low, max_value=high, help_text=help_text)


def one_of(choices: type[TextChoices] | Choices, label: Text, none: Text = "–", **more: Any) -> forms.ChoiceField:
    """A choice that may stay open."""
    found = choices.choices if isinstance(choices, type) else choices
    return forms.ChoiceField(label=label, required=False, choices=[("", none), *found], **more)


def month(label: Text) -> forms.TypedChoiceField:
    months = [("", "–"), *((str(n), name) for n, name in MONTHS.items())]
    return forms.TypedChoiceField(label=label, required=False, choices=months, coerce=int, empty_value=None)


def day_of_month(label: Text) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=31)


def several(label: Text, help_text: Text = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


def mark(label: Text) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class ObligationForm(DraftForm):
    """What every kind has. `TERM`: the columns of the kind; `EMPTY`: what they are when nothing is filled in.

    `MORE`: the fields that are seldom needed, and are folded away while they are empty.
    """

    KIND: ClassVar[str] = ""
    TERM: ClassVar[tuple[str, ...]] = ()
    EMPTY: ClassVar[Mapping[str, Any]] = {}
    MORE: ClassVar[frozenset[str]] = frozenset({"themes", "soft", "own_from", "own_until"})

    title = LineField(label=_lazy("Title"), max_length=200)
    summary = forms.CharField(
        label=_lazy("In your own words"), widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000
    )
    clause = LineField(
        label=_lazy("Where it stands in the text"),
        max_length=500,
        help_text=_lazy("Such as: Overleg al. 1. Several places with ; in between."),
    )
    bearers = several(_lazy("Who does it"))
    towards = several(_lazy("For whom"))
    themes = several(_lazy("Themes"))
    soft = mark(_lazy("An aim: parties work on it, and it is not checked"))
    own_from = DayField(label=_lazy("Only from"), required=False)
    own_until = DayField(
        label=_lazy("Only until"), required=False, help_text=_lazy("The first day on which it no longer holds.")
    )
    kind = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, offered: Offered, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        everyone = [(ALL, _("All parties")), *offered.parties]
        lists: dict[str, Choices] = {
            "bearers": everyone,
            "towards": everyone,
            "themes": offered.themes,
            "exceeded": offered.caps,
            "host": [("", "–"), *offered.parties],
            **dict.fromkeys(("counts", "done_by", "when"), offered.types),
        }
        for name, choices in lists.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
                if not choices:
                    del self.fields[name]
        own = [name for name in type(self).base_fields if name not in ObligationForm.base_fields]
        self.order_fields(["token", "version", "title", *own, "summary", "clause"])

    def object(self, objections: Iterable[tuple[str, str]]) -> bool:
        """Say what is wrong with a list that has nothing to choose from at the field for something new."""
        names = {name: f"{name}_new" for name in ("counts", "done_by", "when") if name not in self.fields}
        return super().object([(names.get(name, name), text) for name, text in objections])

    @property
    def first(self) -> list[forms.BoundField]:
        """What is always asked."""
        return [field for field in self.visible_fields() if field.name not in self.MORE]

    @property
    def more(self) -> list[forms.BoundField]:
        """What is seldom needed."""
        return [field for field in self.visible_fields() if field.name in self.MORE]

    @property
    def more_open(self) -> bool:
        """Whether any of that has a value or an error."""
        return any(field.errors or field.value() for field in self.more)

    def entry(self, now: d.ObligationEntry | None) -> d.ObligationEntry:
        """What was filled in, over what stands there."""
        data = self.cleaned_data
        return d.ObligationEntry(
            kind=self.KIND,
            title=data["title"],
            summary=data["summary"].replace("\r\n", "\n"),
            places=places_in(data["clause"], self.offered.clauses, now),
            bearers=tuple(key for key in data["bearers"] if key != ALL),
            bearers_all=ALL in data["bearers"],
            towards=tuple(key for key in data["towards"] if key != ALL),
            towards_all=ALL in data["towards"],
            themes=tuple(data.get("themes", ())),
            soft=data["soft"],
            own_from=data.get("own_from"),
            own_until=data.get("own_until"),
            counts=self._types("counts"),
            done_by=self._types("done_by"),
            when=self._types("when"),
            term={**(now.term if now else {}), **{name: self._value(name) for name in self.TERM}},
        )

    def _value(self, name: str) -> Any:
        value = self.cleaned_data.get(name)
        if name == "exceeded":
            return list(value or ())
        if name == "host":
            return value or None
        return self.EMPTY.get(name) if value is None else value

    def _types(self, use: str) -> tuple[str | d.NewType, ...]:
        data = self.cleaned_data
        new, kind = data.get(f"{use}_new", "").strip(), data.get("new_is", "") if use == "counts" else ""
        fresh = d.NewType(
            new,
            meeting=kind if kind in FactType.Level.values else "",
            measure=kind if kind in FactType.Measure.values else "",
        )
        return (*data.get(use, ()), *((fresh,) if new else ()))


def places_in(text: str, clauses: frozenset[str], now: d.ObligationEntry | None) -> tuple[d.Place, ...]:
    """`Overleg al. 1; Tekst` as places: of a clause that is known, else of a new one before 'al.' or 'lid'.

    A text that is not changed stays as it was read.
    """
    if now is not None and text == places_text(now):
        return now.places
    return tuple(_place(part, clauses) for part in text.split(";") if part.strip())


def _place(text: str, clauses: frozenset[str]) -> d.Place:
    text = WRITTEN_OUT.sub("al. ", " ".join(text.split()))
    (found,) = cited(text, clauses)
    if found.clause is not None:
        return d.Place(found.clause, found.place, found.paragraph)
    new = NEW_PLACE.fullmatch(text)
    if new is None:
        return d.Place(text)
    (found,) = cited(text, {new[1]})
    return d.Place(new[1], found.place, found.paragraph)


def places_text(entry: d.ObligationEntry) -> str:
    """Places as people write them."""
    return "; ".join(f"{one.clause} {one.place}".strip() for one in entry.places)


def initial_of(entry: d.ObligationEntry) -> dict[str, Any]:
    """An obligation as its form shows it, with the version that the form is about."""
    return {
        **entry.term,
        "title": entry.title,
        "summary": entry.summary,
        "clause": places_text(entry),
        "bearers": [ALL] if entry.bearers_all else list(entry.bearers),
        "towards": [ALL] if entry.towards_all else list(entry.towards),
        "themes": list(entry.themes),
        "soft": entry.soft,
        "own_from": entry.own_from,
        "own_until": entry.own_until,
        "counts": list(entry.counts),
        "done_by": list(entry.done_by),
        "when": list(entry.when),
        "version": d.version_of(entry),
    }


class CadenceForm(ObligationForm):
    """Minstens zo vaak, elke zoveel maanden, of elk jaar vóór een dag."""

    KIND = "cadence"
    TERM = ("at_least", "per", "every_months", "by_month", "by_day")
    at_least = number("at_least", _lazy("At least how many times"))
    per = one_of([choice for choice in Per.choices if choice[0] != Per.EVENT], _lazy("Per"))
    every_months = number("every_months", _lazy("Or every so many months"))
    by_day = day_of_month(_lazy("Or each year before this day"))
    by_month = month(_lazy("of this month"))
    counts = several(_lazy("What counts"))
    counts_new = LineField(label=_lazy("Something new that counts"), required=False, max_length=200)
    new_is = one_of(NEW_IS[1:], _lazy("That is"), none=NEW_IS[0][1])


class CapForm(ObligationForm):
    """Hooguit zoveel."""

    KIND = "cap"
    TERM = ("at_most", "per", "unit", "unit_minutes", "counter", "host")
    EMPTY: ClassVar[Mapping[str, Any]] = {"counter": CapTerm.Counter.JOINT}
    at_most = forms.DecimalField(
        label=_lazy("At most how much"), min_value=0, max_digits=12, decimal_places=4, localize=True
    )
    unit = LineField(
        label=_lazy("Of what"), required=False, max_length=40, help_text=_lazy("Such as: uur. Empty: times.")
    )
    unit_minutes = number("unit_minutes", _lazy("That lasts so many minutes"), _lazy("An hour lasts 60."))
    per = forms.ChoiceField(label=_lazy("Per"), choices=Per.choices)
    counter = forms.ChoiceField(label=_lazy("Counted"), choices=CapTerm.Counter.choices, initial=CapTerm.Counter.JOINT)
    host = one_of([], _lazy("Only with this party"))
    counts = several(_lazy("What counts"))
    counts_new = LineField(label=_lazy("Something new that counts"), required=False, max_length=200)
    new_is = one_of(NEW_IS[1:], _lazy("That is"), none=NEW_IS[0][1])


class DeadlineForm(ObligationForm):
    """Eén keer, vóór een datum of het einde."""

    KIND = "deadline"
    TERM = ("due", "due_at_end", "opens", "target", "text", "grace_days", "jointly")
    EMPTY: ClassVar[Mapping[str, Any]] = {"grace_days": 0}
    due = DayField(
        label=_lazy("Latest date (covenant)"), required=False, help_text=_lazy("The last day that is in time.")
    )
    due_at_end = mark(_lazy("Before the end of the covenant"))
    text = LineField(label=_lazy("The date as the text has it"), required=False, max_length=200)
    opens = DayField(label=_lazy("Not before"), required=False)
    target = DayField(label=_lazy("Target date (own planning)"), required=False)
    grace_days = number("grace_days", _lazy("So many days later is still in time"))
    jointly = mark(_lazy("Once for all parties together"))
    done_by = several(_lazy("With what it is done"))
    done_by_new = LineField(label=_lazy("Something new with which it is done"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["own_from"], self.fields["own_until"]


class DutyForm(ObligationForm):
    """Moet als er iets gebeurt."""

    KIND = "duty"
    TERM = (
        "relation",
        "themed",
        "exceeded",
        "at_start",
        "each_year_month",
        "each_year_day",
        "lead_days",
        "target_days",
        "within_number",
        "within_unit",
        "at_least_days_before",
        "each",
    )
    EMPTY: ClassVar[Mapping[str, Any]] = {"lead_days": 0}
    when = several(_lazy("When this happens"))
    when_new = LineField(label=_lazy("When something new happens"), required=False, max_length=200)
    themed = mark(_lazy("Only when it is about one of the themes"))
    exceeded = several(_lazy("Or when this maximum is crossed"))
    at_start = mark(_lazy("Or when the covenant takes effect"))
    each_year_day = day_of_month(_lazy("Or each year on this day"))
    each_year_month = month(_lazy("of this month"))
    relation = forms.ChoiceField(
        label=_lazy("Before, at the same time, or after"), choices=DutyTerm.Relation.choices, initial="after"
    )
    within_number = number("within_number", _lazy("Within how many"))
    within_unit = one_of(DutyTerm.Unit, _lazy("Days, weeks or months"))
    target_days = number("target_days", _lazy("Own target in days, where the text sets no term"))
    at_least_days_before = number("at_least_days_before", _lazy("At least so many days beforehand"))
    lead_days = number("lead_days", _lazy("Own target: so many days beforehand"))
    each = one_of(DutyTerm.Each, _lazy("To be done by or for"), none=_lazy("once for all together"))
    done_by = several(_lazy("With what it is done"))
    done_by_new = LineField(label=_lazy("Something new with which it is done"), required=False, max_length=200)


class StandingForm(ObligationForm):
    """Geldt altijd."""

    KIND = "standing"
    TERM = ("register", "review_months", "remind_after_days")
    MORE = ObligationForm.MORE | {"register", "remind_after_days", "counts"}
    review_months = number("review_months", _lazy("Look through every so many months"))
    register = one_of(StandingTerm.Register, _lazy("Shows whether these are known"))
    counts = several(_lazy("What shows that it is kept"))
    remind_after_days = number("remind_after_days", _lazy("Ask after so many days without"))


class HeldForm(ObligationForm):
    """Recht of omschrijving: wordt bewaard, niet gevolgd."""

    KIND = "held"
    TERM = ("holding",)
    holding = forms.ChoiceField(label=_lazy("What is it?"), choices=HeldTerm.Holding.choices)


FORMS: Mapping[str, type[ObligationForm]] = {
    form.KIND: form for form in (CadenceForm, CapForm, DeadlineForm, DutyForm, StandingForm, HeldForm)
}
