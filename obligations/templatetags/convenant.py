"""Tags that every page needs, whatever view made it."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from obligations.web import icons
from obligations.web.language import page_language
from obligations.web.menu import Menu, menu_of
from obligations.web.undo import Undo, offered
from obligations.wording import full_day

register = template.Library()


@register.simple_tag
def fixed_today() -> str:
    """The day at which the clock of this site stands still, '' when it runs."""
    return full_day(settings.CONVENANT_TODAY, page_language()) if settings.CONVENANT_TODAY else ""


@register.simple_tag(takes_context=True)
def icon(context: Any, name: str) -> SafeString:
    """An icon of lucide, always beside a word."""
    request = getattr(context, "request", None)
    return icons.inline(name) if request is None else icons.pointer(request, name)


@register.simple_tag(takes_context=True)
def icon_sheet(context: Any) -> SafeString:
    """The drawings of the icons of this page; stands after everything that shows one."""
    return icons.sheet(context.request)


@register.simple_tag(takes_context=True)
def undo_offered(context: Any) -> Undo | None:
    """What whoever looks at the page just did and can still take back."""
    return offered(context.request) if hasattr(context.request, "session") else None


@register.simple_tag(takes_context=True)
def main_menu(context: Any) -> Menu:
    """The menu of whoever looks at the page."""
    return menu_of(context.request)
