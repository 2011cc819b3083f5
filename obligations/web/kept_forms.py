"""What was typed in a form and not sent yet, so that nothing is lost when a session ends or a browser stops.

It is kept in the session by the address of the form: while somebody types (htmx sends it now and then), and when a
form arrives from somebody who is not signed in any more, who finds it filled in after signing in again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

SESSION_KEY = "kept_forms"
MOST_FORMS, MOST_CHARACTERS = 10, 60_000
NEVER = ("csrfmiddlewaretoken", "password", "username")
SHOWN = "typed_before"


def keep(request: HttpRequest, address: str, typed: QueryDict) -> None:
    """Keep what was typed at an address; the oldest goes when there are too many, and nothing very long is kept."""
    values = {name: typed.getlist(name) for name in typed if name not in NEVER}
    if not values or sum(len(text) for texts in values.values() for text in texts) > MOST_CHARACTERS:
        return
    forms: dict[str, Any] = request.session.get(SESSION_KEY, {})
    forms.pop(address, None)
    forms[address] = values
    request.session[SESSION_KEY] = dict(list(forms.items())[-MOST_FORMS:])


def typed_before(request: HttpRequest, initial: Mapping[str, Any]) -> dict[str, Any]:
    """`initial` with what was typed here before and not sent; the page can then say so."""
    values = request.session.get(SESSION_KEY, {}).get(request.get_full_path())
    if request.method == "POST" or not values:
        return dict(initial)
    setattr(request, SHOWN, True)
    return {**initial, **{name: texts if len(texts) != 1 else texts[0] for name, texts in values.items()}}


def forget(request: HttpRequest) -> None:
    """The form at this address was sent, or thrown away."""
    forms = request.session.get(SESSION_KEY, {})
    if forms.pop(request.get_full_path(), None) is not None:
        request.session[SESSION_KEY] = forms


def notice(request: HttpRequest) -> str:
    """What to say when a form is filled in with what was typed before, '' when it is not."""
    return _("This was not saved yet. What you typed before stands below.") if getattr(request, SHOWN, False) else ""


@require_POST
def keep_form(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed, for the page that the browser says it is on."""
    htmx = getattr(request, "htmx", None)
    address = getattr(htmx, "current_url_abs_path", None) if htmx else None
    if address:
        keep(request, address, request.POST)
    return HttpResponse(status=204)


class KeepWhatWasTyped:
    """Keeps a form that arrives from somebody who is not signed in any more, before she is asked to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Looks only: whether she may go on is not decided here."""
        needs_login = getattr(view, "login_required", True)
        if request.method == "POST" and needs_login and not request.user.is_authenticated:
            keep(request, request.get_full_path(), request.POST)
