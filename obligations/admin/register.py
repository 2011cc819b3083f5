"""What happened, what was reviewed and waived, and the days that are no working day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from obligations import models as m
from obligations.admin.base import ReadOnly, ReasonForm, TrackedAdmin
from obligations.admin.entries import EntryAdmin, EntryForm, key_of, parties_field
from obligations.clock import today
from obligations.services.holidays import add_holiday, change_holiday, remove_holiday
from obligations.services.register import (
    EVENTS,
    REVIEWS,
    WAIVERS,
    Entry,
    ReviewEntry,
    WaiverEntry,
    entry_objections,
    record_events,
    record_reviews,
    record_waivers,
    review_objections,
    waiver_objections,
)


class EventForm(EntryForm):
    shelf = EVENTS
    objections = staticmethod(entry_objections)
    write = staticmethod(record_events)
    many = ("to", "to")
    to = parties_field("to")

    def entry(self, data: dict[str, Any]) -> Entry:
        return Entry(
            data["ref"],
            data["type"].key,
            data["on"],
            data.get("at"),
            key_of(data.get("by")),
            self.keys("to"),
            key_of(data.get("host")),
            data.get("minutes"),
            data.get("persons"),
            key_of(data.get("theme")),
            data.get("answers", ""),
            data["state"],
            data.get("subject", ""),
        )


@admin.register(m.Event)
class EventAdmin(EntryAdmin):
    form = EventForm
    columns = ("on", "type", "subject", "state", "reference", "covenant")
    fields = (
        "covenant",
        "ref",
        "type",
        "on",
        "at",
        "state",
        "subject",
        "by",
        "to",
        "host",
        "minutes",
        "persons",
        "theme",
        "answers",
    )
    search_fields = ("subject", "reference__ref", "type__name")
    list_filter = ("covenant", ("type", admin.RelatedOnlyFieldListFilter), "state", "on")
    ordering = ("-on", "-pk")
    list_select_related = ("covenant", "type", "reference")
    date_hierarchy = "on"
    autocomplete_fields = ("covenant", "type", "by", "host", "theme")


class ReviewForm(EntryForm):
    shelf = REVIEWS
    objections = staticmethod(review_objections)
    write = staticmethod(record_reviews)

    def entry(self, data: dict[str, Any]) -> ReviewEntry:
        return ReviewEntry(
            data["ref"],
            data["code"],
            data["on"],
            data["in_order"],
            key_of(data.get("by")),
            data.get("occurrence", ""),
        )


@admin.register(m.Review)
class ReviewAdmin(EntryAdmin):
    form = ReviewForm
    columns = ("on", "code", "in_order", "by", "reference", "covenant")
    fields = ("covenant", "ref", "code", "on", "in_order", "by", "occurrence")
    search_fields = ("code", "reference__ref")
    list_filter = ("covenant", "in_order", "on")
    list_select_related = ("covenant", "reference", "by")
    date_hierarchy = "on"
    autocomplete_fields = ("covenant", "by")


class WaiverForm(EntryForm):
    shelf = WAIVERS
    objections = staticmethod(waiver_objections)
    write = staticmethod(record_waivers)
    many = ("agreed_by", "agreed_by")
    agreed_by = parties_field("agreed_by")

    def entry(self, data: dict[str, Any]) -> WaiverEntry:
        return WaiverEntry(
            data["ref"],
            data["code"],
            data["on"],
            self.keys("agreed_by"),
            data.get("occurrence", ""),
            data.get("reason", ""),
        )


@admin.register(m.Waiver)
class WaiverAdmin(EntryAdmin):
    form = WaiverForm
    columns = ("on", "code", "occurrence", "reason", "reference", "covenant")
    fields = ("covenant", "ref", "code", "on", "agreed_by", "occurrence", "reason")
    search_fields = ("code", "reason", "reference__ref")
    list_filter = ("covenant", "on")
    date_hierarchy = "on"


class HolidayForm(ReasonForm):
    """A refusal of the service is an error of the form."""

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if m.Holiday.objects.filter(on=on).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Deze dag is al een feestdag.")
        return on


@admin.register(m.Holiday)
class HolidayAdmin(TrackedAdmin):
    form = HolidayForm
    columns = ("on", "name")
    fields = ("on", "name")
    search_fields = ("name",)
    list_filter = ("on",)
    date_hierarchy = "on"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        reason = self.reason(form)
        if change:
            kept = m.Holiday.objects.get(pk=obj.pk)
            change_holiday(holiday=kept, on=obj.on, name=obj.name, today=today(), reason=reason)
        else:
            obj.pk = add_holiday(on=obj.on, name=obj.name, today=today(), reason=reason).pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        remove_holiday(holiday=obj, today=today(), reason=self.reason_to_delete(request))


@admin.register(m.Reference)
class ReferenceAdmin(ReadOnly, TrackedAdmin):
    columns = ("ref", "covenant", "example")
    search_fields = ("ref",)
    list_filter = ("covenant", "example")
    list_select_related = ("covenant",)
    ordering = ("covenant", "ref")


@admin.register(m.SetAside)
class SetAsideAdmin(ReadOnly, TrackedAdmin):
    columns = ("code", "occurrence", "until", "note", "covenant")
    search_fields = ("code", "note")
    list_filter = ("covenant",)
    list_select_related = ("covenant",)


@admin.register(m.Document)
class DocumentAdmin(ReadOnly, TrackedAdmin):
    columns = ("title", "number", "name", "about", "covenant")
    search_fields = ("title", "number", "name")
    list_filter = ("covenant",)
    list_select_related = ("covenant",)


@admin.register(m.BlockedWeek)
class BlockedWeekAdmin(ReadOnly, TrackedAdmin):
    columns = ("year", "week", "covenant")
    list_filter = ("covenant", "year")
    list_select_related = ("covenant",)


@admin.register(m.Project)
class ProjectAdmin(ReadOnly, TrackedAdmin):
    columns = ("event", "model_version", "ended_on")
    list_select_related = ("event__type",)
