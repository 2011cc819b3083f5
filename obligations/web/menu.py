"""The menu above every page: which pages there are for whoever looks, and on which of them she is."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _lazy

from obligations.web.access import writes_somewhere
from obligations.web.as_of import as_of_from

PAGES = (
    ("home", _lazy("Today"), frozenset({"home"})),
    ("obligations", _lazy("Obligations"), frozenset({"obligations", "obligation"})),
    (
        "meetings",
        _lazy("Meetings"),
        frozenset({"meetings", "meeting", "actions", "decisions", "series", "plan-year", "meeting-preparation"}),
    ),
    (
        "register",
        _lazy("Register"),
        frozenset({"register", "entry", "register-paste", "entry-correct", "entry-withdraw"}),
    ),
    ("calendar", _lazy("Calendar"), frozenset({"calendar", "calendar-year", "calendar-month"})),
    ("covenants", _lazy("Covenant"), frozenset({"covenants", "covenant", "compare", "retrospect", "readings"})),
)
"""Each with the addresses on which it is the current one."""
MORE_PAGES = (("people", _lazy("People")), ("projects", _lazy("Projects")))
STAFF_PAGES = (("admin:index", _lazy("Administration")), ("styles", _lazy("Parts of the pages")))


@dataclass(frozen=True)
class Item:
    text: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Menu:
    """`items` stand in a row; `more` is folded away; `search` and `record` stand at the right, '' when absent."""

    items: tuple[Item, ...]
    more: tuple[Item, ...]
    search: str
    record: str


def menu_of(request: HttpRequest) -> Menu:
    """The pages that exist here for this person; each keeps the day that is looked at."""
    match = request.resolver_match
    name, query = match.view_name if match else "", as_of_from(request).query
    items = tuple(
        Item(str(text), url + query, name in current) for page, text, current in PAGES if (url := address_of(page))
    )
    folded = tuple(Item(str(text), url + query, name == page) for page, text in MORE_PAGES if (url := address_of(page)))
    if writes_somewhere(request.user):
        folded += (Item(str(_lazy("Mail overview")), reverse("mail"), name in ("mail", "mail-message")),)
    staff = STAFF_PAGES if getattr(request.user, "is_staff", False) else ()
    more = folded + tuple(Item(str(text), url, name == page) for page, text in staff if (url := address_of(page)))
    record = address_of("record") if writes_somewhere(request.user) else ""
    return Menu(items, more, address_of("search"), record)


def address_of(page: str, **names: str) -> str:
    """The address of a page by name, '' where this site has none: the pages of meetings are not known here."""
    try:
        return reverse(page, kwargs=names or None)
    except NoReverseMatch:
        return ""
