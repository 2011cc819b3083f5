"""Ready sentences: an obligation of each usual kind in one line that only has to be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from obligations.models import FactType
from obligations.models.obligation import DutyTerm, Per
from obligations.services import drafting as d
from obligations.web.forms import DayField, LineField, PageForm

MINUTES = {"uur": 60, "dagdeel": 240, "dag": 480}
UNITS = [("", _lazy("times")), ("uur", _lazy("hours")), ("dagdeel", _lazy("half days")), ("dag", _lazy("days"))]
PERIODS = [choice for choice in Per.choices if choice[0] != Per.EVENT]


class Sentence(PageForm):
    """What all sentences ask: where it stands in the text, and who does it (nobody chosen: all parties)."""

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
    kind = ""

    def __init__(self, parties: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bearers"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = parties
        self.order_fields([name for name in self.fields if name not in ("clause", "bearers")])

    def entry(self, types: Mapping[str, str]) -> d.ObligationEntry:
        """The obligation that the sentence says; `types`: keys of known types by their name in small letters."""
        data = self.cleaned_data
        return d.ObligationEntry(
            kind=self.kind,
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

    def uses(self, data: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
        return {}


def named(text: str, types: Mapping[str, str], **new: str) -> str | d.NewType:
    """The known type of that name, else a new one."""
    return types.get(text.strip().lower()) or d.NewType(text.strip(), **new)


class CadenceSentence(Sentence):
    """'Minstens 4 keer per jaar: ambtelijk overleg'."""

    kind = "cadence"
    number = forms.IntegerField(label=_lazy("At least how many times"), min_value=1, max_value=1000, initial=4)
    per = forms.ChoiceField(label=_lazy("Per"), choices=PERIODS, initial="year")
    what = LineField(label=_lazy("Which meeting"), max_length=120)

    def title(self, data: Mapping[str, Any]) -> str:
        per = dict(PERIODS)[data["per"]]
        return f"Minstens {data['number']} keer {per} {data['what'].lower()}"

    def term(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"at_least": data["number"], "per": data["per"], "every_months": None, "by_month": None, "by_day": None}

    def uses(self, data: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
        return {"counts": (named(data["what"], types, meeting=FactType.Level.OFFICIAL),)}


class DeadlineSentence(Sentence):
    """'De evaluatie klaar vóór 1 juli 2027'; the day itself is the last in time."""

    kind = "deadline"
    what = LineField(label=_lazy("What must be ready"), max_length=120)
    due = DayField(label=_lazy("Last day on which it is in time"))

    def title(self, data: Mapping[str, Any]) -> str:
        return f"{data['what'][:1].upper()}{data['what'][1:]} klaar"

    def term(self, data: Mapping[str, Any]) -> dict[str, Any]:
        none = {"due_at_end": False, "opens": None, "target": None, "text": "", "grace_days": 0, "jointly": False}
        return {"due": data["due"], **none}

    def uses(self, data: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
        return {"done_by": (named(self.title(data), types),)}


class CapSentence(Sentence):
    """'Hooguit 4 uur per maand: advies'."""

    kind = "cap"
    number = forms.DecimalField(
        label=_lazy("At most how much"), min_value=Decimal(0), max_value=Decimal(100_000), decimal_places=2, initial=4
    )
    unit = forms.ChoiceField(label=_lazy("Of what"), choices=UNITS, required=False)
    per = forms.ChoiceField(label=_lazy("Per"), choices=PERIODS, initial="month")
    what = LineField(label=_lazy("What may be asked"), max_length=120)

    def title(self, data: Mapping[str, Any]) -> str:
        number = f"{data['number'].normalize():f}"
        unit = data["unit"] or "keer"
        return f"Hooguit {number} {unit} {dict(PERIODS)[data['per']]} {data['what'].lower()}"

    def term(self, data: Mapping[str, Any]) -> dict[str, Any]:
        minutes = MINUTES.get(data["unit"])
        return {
            "at_most": data["number"],
            "per": data["per"],
            "unit": data["unit"],
            "unit_minutes": minutes,
            "counter": "joint",
            "host": None,
        }

    def uses(self, data: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
        measure = FactType.Measure.MINUTES if data["unit"] else ""
        return {"counts": (named(data["what"], types, measure=measure),)}


class DutySentence(Sentence):
    """'Binnen 14 dagen na een klacht: antwoord sturen'."""

    kind = "duty"
    number = forms.IntegerField(label=_lazy("Within how many"), min_value=1, max_value=1000, initial=14)
    unit = forms.ChoiceField(label=_lazy("Of what"), choices=DutyTerm.Unit.choices, initial="days")
    when = LineField(label=_lazy("After what"), max_length=120)
    what = LineField(label=_lazy("What must be done"), max_length=120)

    def title(self, data: Mapping[str, Any]) -> str:
        unit = dict(DutyTerm.Unit.choices)[data["unit"]]
        return f"Binnen {data['number']} {unit} na {data['when'].lower()}: {data['what'].lower()}"

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

    def uses(self, data: Mapping[str, Any], types: Mapping[str, str]) -> dict[str, Any]:
        return {"when": (named(data["when"], types),), "done_by": (named(data["what"], types),)}


class StandingSentence(Sentence):
    """'Geldt altijd: elkaar op de hoogte houden', looked through once a year."""

    kind = "standing"
    what = LineField(label=_lazy("What always holds"), max_length=180)

    def title(self, data: Mapping[str, Any]) -> str:
        return f"{data['what'][:1].upper()}{data['what'][1:]}"

    def term(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"register": "", "review_months": 12, "remind_after_days": None}


SENTENCES: Mapping[str, type[Sentence]] = {
    "overleg": CadenceSentence,
    "datum": DeadlineSentence,
    "hooguit": CapSentence,
    "binnen": DutySentence,
    "altijd": StandingSentence,
}


def sentence_names() -> dict[str, str]:
    """What the choices are called."""
    return {
        "overleg": _("At least … times per … a meeting"),
        "datum": _("… ready before …"),
        "hooguit": _("At most … per …"),
        "binnen": _("Within … days after …"),
        "altijd": _("Holds always: …"),
    }
