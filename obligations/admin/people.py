"""Organisations, who holds which post, and who may log in."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

from obligations import models as m
from obligations.admin.base import TrackedAdmin
from obligations.admin.definition import OwnPart


@admin.register(m.Party)
class PartyAdmin(TrackedAdmin):
    columns = ("short", "name", "key")
    fields = ("key", "short", "name")
    fixed = ("key",)
    search_fields = ("short", "name", "key")


@admin.register(m.Membership)
class MembershipAdmin(TrackedAdmin):
    columns = ("user", "role", "covenant")
    fields = ("covenant", "user", "role")
    search_fields = ("user__username", "user__email", "covenant__title")
    list_filter = ("covenant", "role")
    list_select_related = ("user", "covenant")
    autocomplete_fields = ("covenant", "user")


class Tenures(OwnPart):
    model = m.Tenure
    fields = ("name", "email", "starts_on", "ends_before", "deputy_of")
    raw_id_fields = ("deputy_of",)


@admin.register(m.Post)
class PostAdmin(TrackedAdmin):
    columns = ("role", "party", "theme", "function", "covenant")
    fields = ("covenant", "party", "role", "theme", "function")
    fixed = ("covenant", "party", "role", "theme")
    search_fields = ("party__short", "party__name", "function", "tenures__name")
    list_filter = ("covenant", "role")
    list_select_related = ("covenant", "party", "theme")
    autocomplete_fields = ("covenant", "party", "theme")
    inlines = (Tenures,)


@admin.register(m.Tenure)
class TenureAdmin(TrackedAdmin):
    columns = ("name", "email", "post", "starts_on", "ends_before")
    fields = ("post", "name", "email", "starts_on", "ends_before", "deputy_of", "example")
    fixed = ("post",)
    readonly_fields = ("example",)
    search_fields = ("name", "email", "post__party__short")
    list_filter = ("post__covenant", "post__role", "starts_on")
    list_select_related = ("post__party",)
    autocomplete_fields = ("post", "deputy_of")


@admin.register(m.Theme)
class ThemeAdmin(TrackedAdmin):
    columns = ("name", "key", "covenant")
    fields = ("covenant", "key", "name", "position")
    fixed = ("covenant", "key")
    search_fields = ("name", "key")
    list_filter = ("covenant",)
    list_select_related = ("covenant",)
    autocomplete_fields = ("covenant",)


@admin.register(m.FactType)
class FactTypeAdmin(TrackedAdmin):
    columns = ("name", "key", "meeting", "measure", "covenant")
    fields = ("covenant", "key", "name", "plural", "meeting", "measure", "position")
    fixed = ("covenant", "key", "meeting", "measure")
    search_fields = ("name", "key")
    list_filter = ("covenant", "meeting", "measure")
    list_select_related = ("covenant",)
    autocomplete_fields = ("covenant",)


admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Who may log in. An account is put out, never deleted: what somebody did stays theirs."""

    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a superuser changes a superuser: whoever sets a password can be that person."""
        higher = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not higher and bool(super().has_change_permission(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Nobody makes more of an account than they are."""
        found = list(super().get_readonly_fields(request, obj))
        return found if request.user.is_superuser else [*found, "is_superuser", "user_permissions"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "is_active":
            kwargs["help_text"] = (
                "Zet het account uit als iemand weggaat: die kan dan niet meer inloggen. "
                "Weghalen kan niet, want de geschiedenis zegt wie wat deed."
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)
