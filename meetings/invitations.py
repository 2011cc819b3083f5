"""A meeting as a calendar file, with a UID that stays and a SEQUENCE that only rises (RFC 5545 3.8.7.4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from meetings.models import Meeting

CIVIL = ZoneInfo("Europe/Amsterdam")
USUAL = timedelta(hours=1)
"""How long a meeting takes of which only the start is known."""
MOVED_BY = ("on", "at", "ends_at", "location", "state")
"""What an agenda shows: another value is another version."""


def calendar_of(meeting: Meeting, address: str) -> bytes:
    """The meeting as an iCalendar file to put in one's own agenda; `address`: its page."""
    calendar = Calendar()
    calendar.add("prodid", "-//Convenant//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    versions = _versions(meeting)
    event.add("uid", uid_of(meeting))
    event.add("sequence", len(versions) - 1)
    event.add("dtstamp", versions[-1])
    event.add("last-modified", versions[-1])
    event.add("summary", meeting.subject or f"{meeting.type.name} ({meeting.covenant.title})")
    _add_times(event, meeting)
    if meeting.location:
        event.add("location", meeting.location)
    event.add("url", address)
    event.add("status", "CANCELLED" if meeting.state == Meeting.State.CANCELLED else "CONFIRMED")
    calendar.add_component(event)
    if meeting.at is not None:
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _add_times(event: Event, meeting: Meeting) -> None:
    """From when to when in civil time; a meeting without a time takes the whole day."""
    if meeting.at is None:
        event.add("dtstart", meeting.on)
        event.add("dtend", meeting.on + timedelta(days=1))
        return
    start = datetime.combine(meeting.on, meeting.at, CIVIL)
    end = start + USUAL if meeting.ends_at is None else datetime.combine(meeting.on, meeting.ends_at, CIVIL)
    event.add("dtstart", start)
    event.add("dtend", end)


def uid_of(meeting: Meeting) -> str:
    """The name that a meeting keeps in every agenda, whatever becomes of it or of the address of the site."""
    made: Any = Meeting.history.filter(id=meeting.pk, history_type="+").values_list("history_id", "history_date")
    number, at = made.order_by("history_id").first()
    return f"overleg-{meeting.pk}-{number}-{at:%Y%m%dT%H%M%S%f}@convenant"


def sequence_of(meeting: Meeting) -> int:
    """How often day, time, place or state changed. It follows from the history, which only grows, so it never falls."""
    return len(_versions(meeting)) - 1


def _versions(meeting: Meeting) -> list[datetime]:
    """When each version of what an agenda shows was made, oldest first."""
    rows: Any = Meeting.history.filter(id=meeting.pk).order_by("history_id").values_list("history_date", *MOVED_BY)
    found: list[datetime] = []
    last: tuple[Any, ...] | None = None
    for made, *values in rows:
        if tuple(values) != last:
            last = tuple(values)
            found.append(made)
    return found
