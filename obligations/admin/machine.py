"""What the program itself keeps, to be looked at: how everything stands, what changed, and how the work runs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from obligations import models as m
from obligations.admin.base import ReadOnly, Worded, column


class MachineAdmin(ReadOnly, Worded, admin.ModelAdmin):  # type: ignore[misc, type-arg]
    """Rows that the program owns."""

    columns: tuple[str, ...] = ()
    actions = None
    list_per_page = 50
    show_full_result_count = False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [column(name) for name in self.columns]


@admin.register(m.CurrentStatus)
class CurrentStatusAdmin(MachineAdmin):
    columns = ("obligation", "occurrence", "status", "since", "due_on", "holds_until", "current")
    search_fields = ("obligation__title", "obligation__code", "occurrence")
    list_filter = ("covenant", "status", "current", "due_on")
    list_select_related = ("obligation",)
    ordering = ("obligation", "pk")


@admin.register(m.StatusChange)
class StatusChangeAdmin(MachineAdmin):
    columns = ("on", "code", "occurrence", "before", "after", "cause", "covenant")
    search_fields = ("code", "occurrence")
    list_filter = ("covenant", "cause", "after", "on")
    list_select_related = ("covenant",)
    date_hierarchy = "on"
    ordering = ("-pk",)


@admin.register(m.Horizon)
class HorizonAdmin(MachineAdmin):
    columns = ("obligation", "covenant", "assessed_on", "changes_on", "cleared")
    search_fields = ("obligation__title", "obligation__code")
    list_filter = ("covenant", "cleared", "changes_on")
    list_select_related = ("obligation", "covenant")
    ordering = ("changes_on", "pk")


@admin.register(m.Sweep)
class SweepAdmin(MachineAdmin):
    columns = ("name", "finished_at", "runs", "failed_at", "error")


@admin.register(m.UsedForm)
class UsedFormAdmin(MachineAdmin):
    columns = ("token", "user", "went_to")
    search_fields = ("went_to", "user__username")
    list_select_related = ("user",)
