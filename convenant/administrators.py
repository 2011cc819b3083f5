"""
Who runs the administration: staff in the group 'beheerders', for all covenants.

A superuser may do everything and is for emergencies. What an administrator may do follows from the group alone, so
that a new table needs no new permission.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

GROUP = "beheerders"
APPS = frozenset({"obligations", "meetings"})
ACCOUNTS = frozenset({"auth.view_user", "auth.add_user", "auth.change_user", "auth.view_group"})


class Administrators(BaseBackend):
    """Grants the group what its work needs; logs nobody in."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return (perm in ACCOUNTS or perm.split(".", maxsplit=1)[0] in APPS) and is_administrator(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return app_label in APPS | {"auth"} and is_administrator(user_obj)


def is_administrator(user: Any) -> bool:
    """Staff in the group; asked of the database once per request."""
    if not user.is_active or not user.is_staff:
        return False
    if not hasattr(user, "_is_administrator"):
        user._is_administrator = user.groups.filter(name=GROUP).exists()
    return bool(user._is_administrator)
