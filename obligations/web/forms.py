"""Forms in the design of the pages: errors on top and at the field, and written once however often sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _

from obligations.services.words import unseen

CLASSES: dict[type[forms.Widget], str] = {
    forms.Select: "utrecht-select utrecht-select--html-select",
    forms.Textarea: "utrecht-textarea utrecht-textarea--html-textarea",
    forms.CheckboxInput: "utrecht-checkbox utrecht-checkbox--html-input",
}
TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"


class PageRenderer(TemplatesSetting):
    """Fields and errors as our own templates show them."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class PageForm(forms.Form):
    """A form of a page. `token` names one filling in: what is written carries it, so that sending twice writes once."""

    default_renderer = PageRenderer
    required_css_class = "required"
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Every error with the id of its field, for the list on top; '' for what is wrong with the whole."""
        found = []
        for name, errors in self.errors.items():
            bound = self[name] if name in self.fields else None
            target = "" if bound is None else bound.id_for_label or bound.auto_id
            found += [(target, f"{bound.label}: {error}" if bound is not None else str(error)) for error in errors]
        return found

    def object(self, objections: Iterable[tuple[str, str]]) -> bool:
        """Say each objection of a service at its field, or above the form; True when there was one."""
        found = list(objections)
        for name, text in found:
            self.add_error(name if name in self.fields else None, text)
        return bool(found)

    @property
    def filled_in(self) -> uuid.UUID:
        """The token of this filling in; a new one where the page sent none."""
        token: uuid.UUID = self.cleaned_data.get("token") or uuid.uuid4()
        return token


def _dress(field: forms.Field) -> None:
    """Class names of the design; lists of choices have a template of their own."""
    widget = field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.HiddenInput):
        return
    name = next((found for kind, found in CLASSES.items() if isinstance(widget, kind)), TEXTBOX)
    widget.attrs.setdefault("class", name)


class DayField(forms.DateField):
    """A day, with the browser's own way to choose one; also as people type it: 31-12-2026."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d %m %Y"])
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("This is not a day. Write it as 31-12-2026.")


class LineField(forms.CharField):
    """A text of one line without what nobody sees."""

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if unseen(text) is not None:
            raise forms.ValidationError(_("There is a character in this text that cannot be kept."))
        return text
