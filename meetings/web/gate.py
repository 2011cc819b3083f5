"""How the pages of a meeting get at it: what a person may not see does not exist for her."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from meetings.models import Meeting
from obligations.models import Covenant
from obligations.web.access import covenant_to_write, covenant_with_right

View = Callable[..., HttpResponse]
METHODS = ["GET", "HEAD", "POST"]


def of_meeting(view: View) -> View:
    """A page of one meeting, for who may read: the view gets the covenant, the meeting and whether she may write."""

    @wraps(view)
    def page(request: HttpRequest, key: str, pk: int, **names: Any) -> HttpResponse:
        covenant, writes = covenant_with_right(request.user, key)
        return view(request, covenant, meeting_of(covenant, pk), writes, **names)

    return page


def to_change(view: View) -> View:
    """A page that changes a meeting, for who may write: the view gets the covenant and the meeting."""

    @wraps(view)
    def page(request: HttpRequest, key: str, pk: int, **names: Any) -> HttpResponse:
        covenant = covenant_to_write(request.user, key)
        return view(request, covenant, meeting_of(covenant, pk), **names)

    return page


def meeting_of(covenant: Covenant, pk: int) -> Meeting:
    """A meeting of this covenant. Http404 where there is none."""
    found = Meeting.objects.select_related("reference", "type", "host", "asked_by", "series", "agreement")
    meeting = found.filter(covenant=covenant, pk=pk).first() if pk < 1 << 62 else None
    if meeting is None:
        raise Http404(f"no meeting {pk}")
    meeting.covenant = covenant
    return meeting


def meeting_url(meeting: Meeting, page: str = "meeting") -> str:
    return reverse(page, kwargs={"key": meeting.covenant.key, "pk": meeting.pk})
