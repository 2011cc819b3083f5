"""What every page of the administration has: a reason for each change, a history that can be read, words in Dutch."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Field, ForeignKey, Model, ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from obligations.admin.history import history_of, id_field
from obligations.admin.words import HELP, label
from obligations.clock import today
from obligations.models import Tracked
from obligations.services.keeping import REASON_LENGTH, discard, is_settled, keep
from obligations.services.refusal import Refusal

SETTLED = (
    "Dit is vastgesteld: de partijen hebben het zo afgesproken. Het verandert met een nieuwe herziening, "
    "of door een verbeterd bestand in te lezen (manage.py import_covenant)."
)
NEW = "Toegevoegd in beheer"
IMPOSSIBLE = re.compile(r"\0|[0-9]{19}")


class ReasonForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that asks why."""

    change_reason = forms.CharField(
        label="Reden van de wijziging",
        max_length=REASON_LENGTH,
        help_text="Staat bij de geschiedenis. Bijvoorbeeld: typefout hersteld, gemeld door de secretaris.",
    )

    def _post_clean(self) -> None:
        """Of a row that exists all values count, also those that the form only shows."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors or self.instance.pk is None:
            return
        try:
            self.instance.validate_constraints()
        except forms.ValidationError as error:
            self.add_error(None, error.messages)


def column(name: str, text: str | None = None) -> Callable[[Any], Any]:
    """A column of a list with a heading in Dutch, sorted by that field."""

    def value(row: Any) -> Any:
        shown = getattr(row, f"get_{name}_display", None)
        return shown() if shown is not None else getattr(row, name)

    value.__name__ = name
    value.short_description = text or label(name)  # type: ignore[attr-defined]
    value.admin_order_field = name  # type: ignore[attr-defined]
    value.boolean = False  # type: ignore[attr-defined]
    return value


class Autocomplete(AutocompleteSelect):
    """Django's own breaks the page when it shows a form again in which no number was sent."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        sent = value if isinstance(value, list | tuple) else [value]
        return super().optgroups(name, [one for one in sent if str(one).isdecimal() and len(str(one)) < 19], attrs)


def worded(model: type[Model]) -> dict[str, dict[str, str]]:
    """What the fields of a model are called, and what they mean."""
    names = [part.name for part in model._meta.concrete_fields]
    return {
        "labels": {name: label(name) for name in names},
        "help_texts": {name: HELP[name] for name in names if name in HELP},
    }


class Worded:
    """Labels and help in Dutch for the fields of a form or an inline, also for those that it only shows."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change=change, **worded(self.model), **kwargs)  # type: ignore[misc, attr-defined]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, **worded(self.model), **kwargs)  # type: ignore[misc, attr-defined]

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", Autocomplete(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("label", label(db_field.name))
        kwargs.setdefault("help_text", HELP.get(db_field.name, ""))
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class Listed:
    """A list that answers any address, also one that no page of ours has: a NUL or a number that no database takes."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        asked = [text for name, values in request.GET.lists() if name != "q" for text in (name, *values)]
        if any(IMPOSSIBLE.search(text) for text in asked):
            return HttpResponseRedirect(f"{request.path}?e=1")
        try:
            return super().changelist_view(request, extra_context)  # type: ignore[misc]
        except ValueError:
            # A year that no calendar has.
            if not request.GET:
                raise
            return HttpResponseRedirect(request.path)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with filters that are called as its columns are."""
        found = super().get_changelist_instance(request)  # type: ignore[misc]
        for filter_ in found.filter_specs:
            filter_.title = label(filter_.field_path.split("__")[-1]).lower()
        return found

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))  # type: ignore[misc]


class ReadOnly(Listed):
    """What only the program writes: to be looked at."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Part(Worded, admin.TabularInline):  # type: ignore[misc, type-arg]
    """Rows that are part of an object: settled together with it."""

    extra = 0
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _settled(obj) and bool(super().has_add_permission(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _settled(obj) and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _settled(obj) and bool(super().has_delete_permission(request, obj))


def _settled(obj: Any) -> bool:
    return isinstance(obj, Tracked) and obj.pk is not None and is_settled(obj)


class TrackedAdmin(Listed, Worded, admin.ModelAdmin):  # type: ignore[misc, type-arg]
    """An object with a history.

    `columns`: fields in the list; `fixed`: fields that cannot be changed once it exists; `parts`: what its history
    tells too (None: as obligations/admin/history.py has it).
    """

    form = ReasonForm
    columns: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    parts: tuple[tuple[type[Tracked], str], ...] | None = None
    # Deleting many at once would skip the reason.
    actions = None
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/tracked_form.html"
    delete_confirmation_template = "admin/tracked_delete.html"

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [column(name) for name in self.columns] if self.columns else ["__str__"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*super().get_readonly_fields(request, obj), *(self.fixed if obj else ())]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Why is asked last, and only of who may change it."""
        found = [name for name in super().get_fields(request, obj) if name != "change_reason"]
        return [*found, "change_reason"] if self._asks_why(request, obj) else found

    def _asks_why(self, request: HttpRequest, obj: Any) -> bool:
        return obj is not None and self.has_change_permission(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if not self._asks_why(request, obj):
            form.base_fields.pop("change_reason", None)
        return form

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _settled(obj) and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _settled(obj) and bool(super().has_delete_permission(request, obj))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """A refusal by a rule is said on top of the page; nothing is written."""
        obj = self.get_object(request, object_id) if object_id else None
        context = {**(extra_context or {}), "settled": SETTLED if _settled(obj) else ""}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except Refusal as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    # --- Writing -------------------------------------------------------------------------------------------

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        keep(row=obj, today=today(), reason=self.reason(form))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """The parts, each with the same reason."""
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            discard(row=row, today=today(), reason=self.reason(form))
        for row in rows:
            keep(row=row, today=today(), reason=self.reason(form))
        formset.save_m2m()

    @staticmethod
    def reason(form: Any) -> str:
        return str(form.cleaned_data.get("change_reason") or NEW)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Deleting asks why too, and says what still needs the object."""
        if request.method == "POST" and self.has_delete_permission(request, self.get_object(request, object_id)):
            try:
                ReasonForm.base_fields["change_reason"].clean(request.POST.get("change_reason", ""))
            except forms.ValidationError as error:
                self.message_user(request, f"Reden van het weghalen: {' '.join(error.messages)}", messages.ERROR)
                return HttpResponseRedirect(request.get_full_path())
        try:
            return super().delete_view(request, object_id, extra_context)
        except (ProtectedError, Refusal) as error:
            text = str(error) if isinstance(error, Refusal) else "Dit is nog in gebruik en kan niet weg."
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path().removesuffix("delete/") + "change/")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        discard(row=obj, today=today(), reason=self.reason_to_delete(request))

    @staticmethod
    def reason_to_delete(request: HttpRequest) -> str:
        """What was filled in beside the question; `delete_view` saw that it was."""
        return request.POST["change_reason"].strip()

    # --- Looking back --------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_removed"
        return [path("weggehaald/", self.admin_site.admin_view(self.removed_view), name=name), *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who changed what, when, from what to what and why; also of an object that is gone."""
        if not self.has_view_permission(request):
            raise Http404
        obj = self.get_object(request, object_id)
        entries = history_of(self.model, int(object_id), self.parts) if re.fullmatch("[0-9]{1,18}", object_id) else []
        if obj is None and not entries:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": f"Geschiedenis: {obj if obj is not None else self.opts.verbose_name}",
            "entries": entries,
            "object": obj,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/tracked_history.html", context)

    def removed_view(self, request: HttpRequest) -> HttpResponse:
        """What was deleted, the last first, each with a way to its history."""
        if not self.has_view_permission(request):
            raise Http404
        rows = self.model.history.filter(history_type="-").select_related("history_user")  # type: ignore[attr-defined]
        gone = rows.order_by("-history_date", "-history_id")[:200]
        pk = id_field(self.model)
        items = [(row, self._history_url(getattr(row, pk)), self._was(row)) for row in gone]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Wat is weggehaald: {self.opts.verbose_name_plural}",
            "items": items,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/tracked_removed.html", context)

    def _history_url(self, pk: object) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[pk])

    @staticmethod
    def _was(row: Any) -> str:
        for name in ("short", "title", "name", "heading", "key", "ref", "code", "on"):
            if getattr(row, name, None):
                return str(getattr(row, name))
        return f"nr. {row.pk}"


def link_to(row: Model) -> str:
    """A link to where a row is looked at in the administration."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', address, row)


def listed(rows: Iterable[Model]) -> str:
    """Links, one a line."""
    links = [link_to(row) for row in rows]
    return format_html("{}", "–") if not links else format_html("<br>".join(["{}"] * len(links)), *links)
