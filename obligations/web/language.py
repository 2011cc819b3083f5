"""The language of the visitor, for words that take a language as an argument."""

from __future__ import annotations

from django.utils.translation import get_language

from obligations.wording import Lang


def page_language() -> Lang:
    """Dutch, unless the visitor reads in English."""
    return "en" if (get_language() or "").startswith("en") else "nl"
