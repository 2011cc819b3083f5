"""Meetings as calendar files that Outlook reads: times in civil time, one UID, versions that only rise."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from meetings.invitations import calendar_of, sequence_of, uid_of
from meetings.models import Meeting
from meetings.services import MeetingEntry, More, acts, record_meetings
from obligations.models import Covenant
from obligations.services.known import known_to
from tests import factories

TODAY = date(2018, 1, 2)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
pytestmark = pytest.mark.django_db


@pytest.fixture
def covenant(db: None) -> Covenant:
    return factories.make_covenant()


def planned(covenant: Covenant, on: date, at: time | None = time(10), ends_at: time | None = None) -> Meeting:
    entry = MeetingEntry("M", "overleg", on, "planned", at, location="Stadhuis; zaal 2", more=More(ends_at))
    record_meetings(known=known_to(covenant), entries=[entry], today=TODAY, reason="test")
    return Meeting.objects.select_related("type", "covenant").get(reference__ref="M")


def event(meeting: Meeting) -> dict[str, object]:
    text = calendar_of(meeting, "https://convenant.example/overleg/1/")
    [found] = Calendar.from_ical(text.decode()).walk("VEVENT")
    return dict(found)


@pytest.mark.parametrize(
    ("on", "at", "utc"),
    [
        (date(2018, 3, 25), time(10), "08:00"),  # the night before, the clock went forward
        (date(2018, 3, 24), time(10), "09:00"),
        (date(2018, 10, 28), time(10), "09:00"),  # and back
        (date(2020, 2, 29), time(23, 59), "22:59"),
        (date(2018, 12, 31), time(0, 1), "23:01"),
    ],
)
def test_times_are_those_of_the_clock_on_the_wall(covenant: Covenant, on: date, at: time, utc: str) -> None:
    found = event(planned(covenant, on, at))
    start = found["DTSTART"].dt  # type: ignore[attr-defined]
    assert start == datetime.combine(on, at, AMSTERDAM)
    assert f"{start.astimezone(ZoneInfo('UTC')):%H:%M}" == utc


def test_without_a_time_it_takes_the_day(covenant: Covenant) -> None:
    found = event(planned(covenant, date(2018, 12, 31), None))
    assert found["DTSTART"].dt == date(2018, 12, 31)  # type: ignore[attr-defined]
    assert found["DTEND"].dt == date(2019, 1, 1)  # type: ignore[attr-defined]


def test_end_place_and_words(covenant: Covenant) -> None:
    meeting = planned(covenant, date(2018, 5, 2), time(10), time(11, 30))
    found = event(meeting)
    assert found["DTEND"].dt - found["DTSTART"].dt == timedelta(minutes=90)  # type: ignore[attr-defined]
    assert str(found["LOCATION"]) == "Stadhuis; zaal 2"
    assert str(found["SUMMARY"]) == "Ambtelijk overleg (Samen voor Voorbeeld)"
    assert str(found["STATUS"]) == "CONFIRMED"


def test_the_uid_stays_and_the_version_rises_with_what_an_agenda_shows(covenant: Covenant) -> None:
    meeting = planned(covenant, date(2018, 1, 1))
    uid, seen = uid_of(meeting), [sequence_of(meeting)]
    acts.move_meeting(meeting=meeting.pk, on=date(2018, 1, 2), at=None, ends_at=None, today=TODAY, reason="test")
    seen.append(sequence_of(meeting))
    acts.hold_meeting(meeting=meeting.pk, present=["stad"], represented={}, today=TODAY, reason="test")
    seen.append(sequence_of(meeting))
    acts.hold_meeting(meeting=meeting.pk, present=["stad", "regio"], represented={}, today=TODAY, reason="test")
    seen.append(sequence_of(meeting))  # who were there is not in an agenda
    acts.cancel_meeting(meeting=meeting.pk, why="", today=TODAY, reason="test")
    seen.append(sequence_of(meeting))
    assert seen == [0, 1, 2, 2, 3]
    meeting.refresh_from_db()
    assert str(event(meeting)["STATUS"]) == "CANCELLED"
    assert uid_of(meeting) == uid == str(event(meeting)["UID"])
