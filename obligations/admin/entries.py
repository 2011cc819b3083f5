"""Entries of the register in the administration: written by the same services as everywhere else."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from obligations.admin.base import ReasonForm, TrackedAdmin
from obligations.admin.words import HELP, label
from obligations.clock import today
from obligations.models import Party
from obligations.services.known import known_to
from obligations.services.recording import Shelf, Tally, withdraw
from obligations.services.refusal import Objection


class EntryForm(ReasonForm):
    """A row of the register with its ref and its parties; what is wrong with it the services say.

    `shelf`: where such rows are kept; `objections`, `write`: the services that say what is wrong with an entry and
    that record entries. `many`: the field with the parties, if any, and the name of the link from the row to them.
    """

    shelf: ClassVar[Shelf]
    objections: ClassVar[Callable[..., Iterable[Objection]]]
    write: ClassVar[Callable[..., Tally]]
    many: ClassVar[tuple[str, str] | None] = None

    ref = forms.CharField(label="Kenmerk", max_length=80, help_text="Uniek binnen het convenant, bijvoorbeeld BR-12.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.instance.pk is not None
        if known and "ref" in self.fields:
            self.fields["ref"].disabled = True
            self.initial["ref"] = self.instance.reference.ref
        if self.many is not None and self.many[0] in self.fields:
            field, link = self.many
            parties = Party.objects.order_by("short")
            self.fields[field].queryset = parties  # type: ignore[attr-defined]
            if known:
                self.initial[field] = [row.party_id for row in getattr(self.instance, link).all()]

    @abstractmethod
    def entry(self, data: dict[str, Any]) -> Any:
        """The entry as the services take it."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        covenant = self.instance.covenant if self.instance.pk else data.get("covenant")
        if self.errors or covenant is None:
            return data
        type_ = data.get("type")
        if type_ is not None and type_.covenant_id != covenant.pk:
            self.add_error("type", "Deze soort hoort bij een ander convenant.")
            return data
        self.known = known_to(covenant)
        self.made = self.entry(data)
        for field, text in self.objections(self.made, self.known):
            self.add_error(field if field in self.fields else None, text)
        return data

    def keys(self, field: str) -> tuple[str, ...]:
        return tuple(sorted(party.key for party in self.cleaned_data.get(field, ())))


def key_of(row: Any) -> str | None:
    """The key of a row that is chosen, None when none is."""
    return row.key if row is not None else None


class PartiesField(forms.ModelMultipleChoiceField):
    """A number that no database holds is no choice either."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid_pk_value"], params={"pk": "?"}) from None


def parties_field(name: str) -> PartiesField:
    return PartiesField(
        Party.objects.none(),
        label=label(name),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=HELP.get(name, ""),
    )


class EntryAdmin(TrackedAdmin):
    """Entries, meetings, reviews and waivers."""

    form: type[EntryForm]
    fixed = ("covenant",)
    list_select_related: ClassVar[Any] = ("covenant", "reference")
    autocomplete_fields: ClassVar[Any] = ("covenant",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        form.write(known=form.known, entries=[form.made], today=today(), reason=self.reason(form))
        covenant = obj.covenant if change else form.cleaned_data["covenant"]
        obj.pk = self.model._default_manager.get(reference__ref=form.made.ref, covenant=covenant).pk
        obj.refresh_from_db()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        withdraw(
            covenant_id=obj.covenant_id,
            shelf=self.form.shelf,
            refs=[obj.reference.ref],
            today=today(),
            reason=self.reason_to_delete(request),
        )
