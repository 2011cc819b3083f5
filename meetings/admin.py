"""Meetings in the administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from meetings.models import Attendance, Meeting
from meetings.services import MEETINGS, MeetingEntry, meeting_objections, record_meetings
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
