"""Mail in the administration: to be looked at. What people decide about it they do on the pages, with a reason."""

from __future__ import annotations

from django.contrib import admin

from obligations import models as m
from obligations.admin.base import ReadOnly, TrackedAdmin
from obligations.admin.machine import MachineAdmin


@admin.register(m.ReminderRule)
class ReminderRuleAdmin(ReadOnly, TrackedAdmin):
    columns = ("covenant", "kind", "code", "days_before", "days_after")
    list_filter = ("covenant", "kind")
    list_select_related = ("covenant",)


@admin.register(m.MailStop)
class MailStopAdmin(ReadOnly, TrackedAdmin):
    columns = ("covenant", "kind", "code", "until", "reason")
    list_filter = ("covenant",)
    list_select_related = ("covenant",)


@admin.register(m.MailSwitch)
class MailSwitchAdmin(ReadOnly, TrackedAdmin):
    columns = ("on", "not_before")


@admin.register(m.MailChoice)
class MailChoiceAdmin(ReadOnly, TrackedAdmin):
    columns = ("tenure", "weekday", "language", "away_from", "away_until")
    list_select_related = ("tenure",)


@admin.register(m.Report)
class ReportAdmin(ReadOnly, TrackedAdmin):
    columns = ("received_on", "via", "choice", "code", "state", "covenant")
    search_fields = ("via", "code", "note")
    list_filter = ("covenant", "state", "choice")
    list_select_related = ("covenant",)


@admin.register(m.Message)
class MessageAdmin(MachineAdmin):
    columns = ("on", "kind", "recipient", "subject", "state", "reason", "attempts")
    search_fields = ("recipient", "subject", "mark", "message_id")
    list_filter = ("state", "kind")
    ordering = ("-pk",)
    exclude = ("rendered", "lease_token")


@admin.register(m.Notice)
class NoticeAdmin(MachineAdmin):
    columns = ("due_on", "code", "step", "about_on", "party", "state", "reason")
    search_fields = ("code", "occurrence")
    list_filter = ("covenant", "state")
    list_select_related = ("party",)
    ordering = ("-pk",)


@admin.register(m.MailLink)
class MailLinkAdmin(MachineAdmin):
    columns = ("message", "expires_on", "revoked")
    list_select_related = ("message",)
    exclude = ("token_hash",)


@admin.register(m.Sender)
class SenderAdmin(MachineAdmin):
    columns = ("seen_at", "blocked_until", "trouble", "quiet_since", "quiet_until")
