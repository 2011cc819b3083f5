"""Ready sentences: an obligation of each usual kind in one line that only has to be filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from obligations.models import FactType
from obligations.models.obligation import DutyTerm, Per
from obligations.services import drafting as d
from obligations.web.forms import DayField, LineField, PageForm
from obligations.wording import full_day

MINUTES = {"uur": 60, "dagdeel": 240, "dag": 480}
UNITS = [("", _lazy("times")), ("uur", _lazy("hours")), ("dagdeel", _lazy("half days")), ("dag", _lazy("days"))]
PERIODS = [choice for choice in Per.choices if choice[0] != Per.EVENT]
FIRST_DAY = date(1900, 1, 2)
Types = Mapping[str, str]
"""The keys of the types that a covenant has, by their name in small letters."""


class Sentence(PageForm):
    """What all sentences ask: where it stands in the text, and who does it (nobody chosen: all parties).

    `NAME`: how an address names it; `SENTENCE`: the line, with a name in braces for each field.
    """

    NAME: ClassVar[str] = ""
    KIND: ClassVar[str] = ""
    SENTENCE: ClassVar[str | Promise] = ""
    clause = LineField(
        label=_lazy("Where in the text"),
        max_length=40,
        initial="Tekst",
        help_text=_lazy("The heading, such as: Overleg"),
    )
    bearers = forms.MultipleChoiceField(
        label=_lazy("Who does it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_lazy("Nobody chosen: all parties."),
    )
    zin = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, parties: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**(kwargs.get("initial") or {}), "zin": self.NAME}
        super().__init__(*args, auto_id=f"{self.NAME}_%s", **kwargs)
        field = self.fields["bearers"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = parties
        self.opened = self.is_bound

    @property
    def pieces(self) -> list[str | forms.BoundField]:
        """The line in words and fields."""
        found = re.split(r"\{(\w+)\}", str(self.SENTENCE))
        return [self[part] if place % 2 else part.strip() for place, part in enumerate(found) if part.strip()]

    @property
    def blanks(self) -> str:
        """The line with something to fill in where the fields are."""
        return re.sub(r"\{\w+\}", "…", str(self.SENTENCE))

    @property
    def others(self) -> list[forms.BoundField]:
        """The fields that all sentences have."""
        return [self["clause"], self["bearers"]]

    def object(self, objections: Any) -> bool:
        """Say at the words of the line what is wrong with what they become."""
        names = {"title": "what", "summary": "what", "counts": "what", "done_by": "what", "due": "before"}
        return super().object([(names.get(name, name), text) for name, text in objections])

    def entry(self, types: Types) -> d.ObligationEntry:
        """The obligation that the sentence says."""
        data = self.cleaned_data
        return d.ObligationEntry(
            kind=self.KIND,
            title=self.title(data),
            summary=self.title(data) + ".",
            places=(d.Place(data["clause"]),),
            bearers=tuple(data["bearers"]),
            bearers_all=not data["bearers"],
            towards_all=True,
            term=self.term(data),
            **self.uses(data, types),
        )

    def title(self, data: Mapping[str, Any]) -> str:
        raise NotImplementedError

    def term(self, data: Mapping[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def uses(self, data: Mapping[str, Any], types: Types) -> dict[str, Any]:
        return {}


def named(text: str, types: Types, **new: str) -> str | d.NewType:
    """The known type of that name, else a new one."""
    return types.get(text.strip().lower()) or d.NewType(first_large(text.strip()), **new)


def first_large(text: str) -> str:
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """A text in the middle of a sentence: 'Wijkoverleg' becomes 'wijkoverleg', 'BZK-overleg' stays."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


class CadenceSentence(Sentence):
    """'Minstens 4 keer per jaar: ambtelijk overleg'."""

    NAME, KIND = "overleg", "cadence"
    SENTENCE = _lazy("At least {number} times {per}: {what}")
    number = forms.IntegerField(label=_lazy("At least how many times"), min_value=1, max_value=1000, initial=4)
    per = forms.ChoiceField(label=_lazy("Per"), choices=PERIODS, initial="year")
    what = LineField(label=_lazy("Which meeting"), max_length=120)

    def title(self, data: Mapping[str, Any]) -> str:
        return f"Minstens {data['number']} keer {dict(PERIODS)[data['per']]} {within(data['what'])}"

    def term(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"at_least": data["number"], "per": data["per"], "every_months": None, "by_month": None, "by_day": None}

    def uses(self, data: Mapping[str, Any], types: Types) -> dict[str, Any]:
        return {"counts": (named(data["what"], types, meeting=FactType.Level.OFFICIAL),)}


class DeadlineSentence(Sentence):
    """'De evaluatie klaar vóór 1 juli 2027': the day before it is the last in time."""

    NAME, KIND = "datum", "deadline"
    SENTENCE = _lazy("{what} ready before {before}")
    what = LineField(label=_lazy("What must be ready"), max_length=120)
    before = DayField(label=_lazy("Before which day"), help_text=_lazy("On this day itself it is too late."))

    def clean_before(self) -> date:
        day: date = self.cleaned_data["before"]
        if day < FIRST_DAY:
            raise forms.ValidationError(_("This day lies too long ago."))
        return day

    def title(self, data: Mapping[str, Any]) -> str:
        return f"{first_large(data['what'])} klaar"

    def term(self, data: Mapping[str, Any]) -> dict[str, Any]:
        text = f"vóór {full_day(data['before'], 'nl')}"
        none = {"due_at_end": False, "opens": None, "target": None, "grace_days": 0, "jointly": False}
        return {"due": data["before"] - timedelta(days=1), "text": text, **none}

    def uses(self, data: Mapping[str, Any], types: Types) -> dict[str, Any]:
        return {"done_by": (named(self.title(data), types),)}


class CapSentence(Sentence):
    """'Hooguit 4 uur per maand: advies'."""

    NAME, KIND = "hooguit", "cap"
    SENTENCE = _lazy("At most {number} {unit} {per}: {what}")
    number = forms.DecimalField(
        label=_lazy("At most how much"), min_value=Decimal(0), max_value=Decimal(100_000), decimal_places=2, initial=4
    )
    unit = forms.ChoiceField(label=_lazy("Of what"), choices=UNITS, required=False)
    per = forms.ChoiceField(label=_lazy("Per"), choices=PERIODS, initial="month")
    what = LineField(label=_lazy("What may be asked"), max_length=120)

    def title(self, data: Mapping[str, Any]) -> str:
        number = f"{data['number'].normalize():f}".replace(".", ",")
        return f"Hooguit {number} {data['unit'] or 'keer'} {dict(PERIODS)[data['per']]} {within(data['what'])}"

    def term(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "at_most": data["number"],
            "per": data["per"],
            "unit": data["unit"],
            "unit_minutes": MINUTES.get(data["unit"]),
            "counter": "joint",
            "host": None,
        }

    def uses(self, data: Mapping[str, Any], types: Types) -> dict[str, Any]:
        measure = FactType.Measure.MINUTES if data["unit"] else ""
        return {"counts": (named(data["what"], types, measure=measure),)}


class DutySentence(Sentence):
    """'Binnen 14 dagen na een klacht: antwoord sturen'."""

    NAME, KIND = "binnen", "duty"
    SENTENCE = _lazy("Within {number} {unit} after {when}: {what}")
    number = forms.IntegerField(label=_lazy("Within how many"), min_value=1, max_value=1000, initial=14)
    unit = forms.ChoiceField(label=_lazy("Of what"), choices=DutyTerm.Unit.choices, initial="days")
    when = LineField(label=_lazy("After what"), max_length=80)
    what = LineField(label=_lazy("What must be done"), max_length=80)

    def title(self, data: Mapping[str, Any]) -> str:
        unit = dict(DutyTerm.Unit.choices)[data["unit"]]
        return f"Binnen {data['number']} {unit} na {within(data['when'])}: {within(data['what'])}"

    def term(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "relation": "after",
            "themed": False,
            "exceeded": [],
            "at_start": False,
            "each_year_month": None,
            "each_year_day": None,
            "lead_days": 0,
            "target_days": None,
            "within_number": data["number"],
            "within_unit": data["unit"],
            "at_least_days_before": None,
            "each": "",
        }

    def uses(self, data: Mapping[str, Any], types: Types) -> dict[str, Any]:
        return {"when": (named(data["when"], types),), "done_by": (named(data["what"], types),)}


class StandingSentence(Sentence):
    """'Geldt altijd: elkaar op de hoogte houden', looked through once a year."""

    NAME, KIND = "altijd", "standing"
    SENTENCE = _lazy("Holds always: {what}")
    what = LineField(label=_lazy("What always holds"), max_length=180)

    def title(self, data: Mapping[str, Any]) -> str:
        return first_large(data["what"])

    def term(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"register": "", "review_months": 12, "remind_after_days": None}


SENTENCES: Mapping[str, type[Sentence]] = {
    one.NAME: one for one in (CadenceSentence, DeadlineSentence, CapSentence, DutySentence, StandingSentence)
}
