"""The form for one entry: only what its type measures is asked, amounts as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from obligations.engine.facts import FactState
from obligations.models import CapTerm, Covenant, FactType, Theme
from obligations.services.amounts import HALF_DAY, minutes_in
from obligations.services.refs import ref_of
from obligations.services.refusal import Refusal
from obligations.services.register import Aside, Entry
from obligations.web.forms import DayField, LineField, PageForm

STATES = [
    (FactState.HAPPENED, _lazy("It happened")),
    (FactState.PLANNED, _lazy("It is planned")),
    (FactState.UNKNOWN, _lazy("Still to complete: we do not know yet")),
]
ASIDE = ("state", "at", "told_by", "as_written", "remark")
"""Asked less often, so folded away."""


class EntryForm(PageForm):
    """One thing that happened, or is planned."""

    type = forms.ChoiceField(label=_lazy("What"))
    on = DayField(label=_lazy("On which day"))
    by = forms.ChoiceField(label=_lazy("Who did it"), required=False)
    to = forms.MultipleChoiceField(label=_lazy("For whom"), required=False, widget=forms.CheckboxSelectMultiple)
    host = forms.ChoiceField(label=_lazy("At whom"), required=False)
    amount = LineField(
        label=_lazy("How much time"),
        required=False,
        max_length=40,
        help_text=_lazy("As you say it: 90, 1,5 u, 1:30, half dagdeel."),
    )
    persons = forms.IntegerField(label=_lazy("How many people"), required=False, min_value=0, max_value=1_000_000)
    theme = forms.ChoiceField(label=_lazy("Theme"), required=False)
    subject = LineField(label=_lazy("Subject"), required=False, max_length=300)
    state = forms.ChoiceField(label=_lazy("How certain"), choices=STATES, widget=forms.RadioSelect, required=False)
    at = forms.TimeField(
        label=_lazy("At what time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    told_by = LineField(
        label=_lazy("Told by"),
        required=False,
        max_length=200,
        help_text=_lazy("Such as: by phone, the account holder."),
    )
    as_written = LineField(
        label=_lazy("The day as a text calls it"),
        required=False,
        max_length=100,
        help_text=_lazy("Such as: end of March."),
    )
    remark = LineField(label=_lazy("Remark"), required=False, max_length=300)

    def __init__(
        self,
        covenant: Covenant,
        types: Sequence[FactType],
        parties: Sequence[tuple[str, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.covenant = covenant
        self.types = {type_.key: type_ for type_ in types}
        self._choices("type", [(key, type_.name) for key, type_ in self.types.items()], blank=False)
        for name in ("by", "host"):
            self._choices(name, parties)
        self._choices("to", parties, blank=False)
        themes = list(Theme.objects.filter(covenant=covenant).values_list("key", "name"))
        self._choices("theme", themes)
        if not themes:
            del self.fields["theme"]
        self._leave_out()

    def _choices(self, name: str, choices: Sequence[tuple[str, str]], *, blank: bool = True) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("not said")), *choices] if blank else list(choices)

    def _leave_out(self) -> None:
        """Only what the chosen type measures is asked; where several can be chosen, what any of them does."""
        chosen = self.types.get(str(self["type"].value() or ""))
        found = [chosen] if chosen else list(self.types.values())
        measures = {type_.measure for type_ in found}
        if FactType.Measure.MINUTES not in measures:
            del self.fields["amount"]
        if FactType.Measure.PERSONS not in measures:
            del self.fields["persons"]
        if not (self["host"].value() or has_host(found)):
            del self.fields["host"]

    @property
    def main(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in (*ASIDE, "token")]

    @property
    def aside(self) -> list[Any]:
        return [self[name] for name in self.fields if name in ASIDE]

    @property
    def aside_open(self) -> bool:
        """Something in the fold is filled in, or wrong."""
        return any(
            self.errors.get(name) or (self[name].value() not in (None, "", FactState.HAPPENED)) for name in ASIDE
        )

    def clean_amount(self) -> int | None:
        """Minutes."""
        text = self.cleaned_data["amount"].strip()
        if not text:
            return None
        chosen = self.types.get(str(self.cleaned_data.get("type", "")))
        try:
            return minutes_in(text, daypart_of(chosen))
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def entry(self, today: date, answers: str, ref: str = "") -> Entry:
        """What was filled in, with a ref that follows from the form unless it has one already."""
        data = self.cleaned_data
        return Entry(
            ref or ref_of(self.filled_in, today),
            data["type"],
            data["on"],
            data["at"],
            data["by"] or None,
            tuple(data["to"]),
            data.get("host") or None,
            data.get("amount"),
            data.get("persons"),
            data.get("theme") or None,
            answers,
            data["state"] or FactState.HAPPENED,
            data["subject"],
            aside=Aside(data["remark"], data["told_by"], data["as_written"]),
        )


def has_host(types: Sequence[FactType]) -> bool:
    """True where it matters at whom something was: a maximum counts guests, or holds for one building."""
    if any(type_.measure == FactType.Measure.PERSONS for type_ in types):
        return True
    counting = Q(counter__in=("guest", "direction")) | Q(host__isnull=False)
    return CapTerm.objects.filter(counting, obligation__types__type__in=types).exists()


def daypart_of(type_: FactType | None) -> int:
    """How many minutes a 'dagdeel' of this type has: as the maximum that counts it says."""
    if type_ is None:
        return HALF_DAY
    terms = CapTerm.objects.filter(obligation__types__type=type_, unit_minutes__isnull=False, unit="dagdeel")
    return int(terms.order_by("-pk").values_list("unit_minutes", flat=True).first() or HALF_DAY)
