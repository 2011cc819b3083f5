"""Tags that every page needs, whatever view made it."""

from __future__ import annotations

from django import template
from django.conf import settings

from obligations.web.language import page_language
from obligations.wording import full_day

register = template.Library()


@register.simple_tag
def fixed_today() -> str:
    """The day at which the clock of this site stands still, '' when it runs."""
    return full_day(settings.CONVENANT_TODAY, page_language()) if settings.CONVENANT_TODAY else ""
