"""Icons of lucide on a page: each drawn once in a sheet at its end, and pointed at wherever it stands."""

from __future__ import annotations

from functools import cache

import lucide
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

POINTER = '<svg class="icon" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>'
INLINE = '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>'
SYMBOL = '<symbol id="i-{}" viewBox="0 0 24 24">{}</symbol>'
SHEET = '<svg class="icon-sheet" aria-hidden="true" focusable="false">{}</svg>'


def pointer(request: HttpRequest, name: str) -> SafeString:
    """An icon beside a word, pointing at the sheet of the page. Raises lucide.IconDoesNotExist."""
    names_of(request)[name] = drawing(name)
    return format_html(POINTER, name)


def inline(name: str) -> SafeString:
    """An icon by itself, for what is rendered without a request."""
    return format_html(INLINE, drawing(name))


def sheet(request: HttpRequest) -> SafeString:
    """The drawings of every icon that the page pointed at, nothing where there is none."""
    symbols = format_html_join("", SYMBOL, names_of(request).items())
    return format_html(SHEET, symbols) if symbols else symbols


def names_of(request: HttpRequest) -> dict[str, SafeString]:
    """The drawings so far by name; kept on the request, since an included template has a context of its own."""
    found: dict[str, SafeString] | None = getattr(request, "icons", None)
    if found is None:
        found = {}
        request.icons = found  # type: ignore[attr-defined]
    return found


@cache
def drawing(name: str) -> SafeString:
    """What stands inside the svg of an icon, as the package draws it. Raises lucide.IconDoesNotExist."""
    svg: str = lucide._render_icon(name, None)
    inside = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return SafeString("".join(line.strip() for line in inside.splitlines()))
