"""Meetings in the administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from meetings import models as m
from meetings.models import Attendance, Meeting
from meetings.services import MEETINGS, MeetingEntry, meeting_objections, record_meetings
from obligations.admin.base import ReadOnly, TrackedAdmin
from obligations.admin.entries import EntryAdmin, EntryForm, parties_field


class MeetingForm(EntryForm):
    shelf = MEETINGS
    objections = staticmethod(meeting_objections)
    write = staticmethod(record_meetings)
    many = ("present", "attendance")
    present = parties_field("present")

    def entry(self, data: dict[str, Any]) -> MeetingEntry:
        return MeetingEntry(
            data["ref"],
            data["type"].key,
            data["on"],
            data["state"],
            data.get("at"),
            self.keys("present"),
            data.get("location", ""),
            data.get("subject", ""),
        )


@admin.register(Meeting)
class MeetingAdmin(EntryAdmin):
    form = MeetingForm
    parts = ((Attendance, "meeting_id"),)
    columns = ("on", "type", "state", "subject", "reference", "covenant")
    fields = ("covenant", "ref", "type", "on", "at", "state", "present", "location", "subject")
    search_fields = ("subject", "location", "reference__ref", "type__name")
    list_filter = ("covenant", ("type", admin.RelatedOnlyFieldListFilter), "state", "on")
    ordering = ("-on", "-pk")
    list_select_related = ("covenant", "type", "reference")
    date_hierarchy = "on"
    autocomplete_fields = ("covenant", "type")


class LookedAt(ReadOnly, TrackedAdmin):
    """What the pages of a meeting write: to be looked at, with its history."""


@admin.register(m.Series)
class SeriesAdmin(LookedAt):
    columns = ("type", "rule", "first_on", "last_on", "covenant")
    search_fields = ("type__name",)
    list_filter = ("covenant",)
    list_select_related = ("type", "covenant")


@admin.register(m.Agreement)
class AgreementAdmin(LookedAt):
    columns = ("meeting", "on", "why")
    list_select_related = ("meeting__type",)
    parts = ((m.AgreementParty, "agreement_id"),)


@admin.register(m.AgendaItem)
class AgendaItemAdmin(LookedAt):
    columns = ("title", "owner", "code", "meeting", "done")
    search_fields = ("title",)
    list_filter = ("covenant", "done")
    list_select_related = ("owner", "meeting__type")


@admin.register(m.Decision)
class DecisionAdmin(LookedAt):
    columns = ("text", "code", "meeting")
    search_fields = ("text",)
    list_select_related = ("meeting__type",)


@admin.register(m.Action)
class ActionAdmin(LookedAt):
    columns = ("text", "owner", "due_on", "done_on", "meeting")
    search_fields = ("text",)
    list_select_related = ("owner", "meeting__type")
