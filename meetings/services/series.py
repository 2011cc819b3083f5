"""Meetings that come back: a rule gives days, each day becomes a meeting of its own (RFC 5545)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.rrule import rrulestr
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Meeting, Series
from meetings.services.members import covenant_without_terms, members_on
from meetings.services.recording import WHOLE, MeetingEntry, More, meeting_objections, record_meetings
from obligations.engine.windows import DAY
from obligations.models import BlockedWeek, Covenant, Holiday, change_all, remove_all, save_all
from obligations.services.known import known_to
from obligations.services.locks import lock_covenant
from obligations.services.recording import withdraw
from obligations.services.refusal import Refusal, refuse_any

MOST = 200
"""Occurrences of one series at most."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Rule:
    """Every so many weeks or months from `first_on` up to and including `last_on`.

    `unit`: 'weeks' (the weekday of the first day), 'months' (its day of the month; in a shorter month the last) or
    'weekdays' (its weekday in the month, such as the second Tuesday).
    """

    every: int
    unit: str
    first_on: date
    last_on: date

    def text(self) -> str:
        """The rule as RFC 5545 writes it, without its start and end."""
        if self.unit == "weeks":
            return f"FREQ=WEEKLY;INTERVAL={self.every}"
        if self.unit == "weekdays":
            week, weekday = min((self.first_on.day - 1) // 7 + 1, 5), WEEKDAYS[self.first_on.weekday()]
            place = -1 if week == 5 else week
            return f"FREQ=MONTHLY;INTERVAL={self.every};BYDAY={place}{weekday}"
        day = self.first_on.day
        # In a month without that day the last one: of all days up to it the latest.
        days = f"{','.join(str(number) for number in range(28, day + 1))};BYSETPOS=-1" if day > 28 else str(day)
        return f"FREQ=MONTHLY;INTERVAL={self.every};BYMONTHDAY={days}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What every occurrence has: which meeting, from when to when, where."""

    type: str
    at: time | None = None
    ends_at: time | None = None
    location: str = ""
    subject: str = ""
    host: str | None = None


def days_of(rule: str, first_on: date, last_on: date) -> list[date]:
    """The days that a rule gives, at most MOST and one more."""
    start = datetime.combine(first_on, time())
    found: list[date] = []
    for moment in rrulestr(rule, dtstart=start):
        if moment.date() > last_on or len(found) > MOST:
            break
        found.append(moment.date())
    return found


def quiet_days(covenant_id: int, first: date, last: date) -> frozenset[date]:
    """Holidays and the days of weeks in which this covenant has no meetings."""
    days = set(Holiday.objects.filter(on__range=(first, last)).values_list("on", flat=True))
    weeks = BlockedWeek.objects.filter(covenant=covenant_id, year__range=(first.year - 1, last.year + 1))
    for year, week in weeks.values_list("year", "week"):
        days |= week_days(year, week)
    return frozenset(days)


def week_days(year: int, week: int) -> set[date]:
    """The seven days of an ISO week; none where that year has no such week."""
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return set()
    return {monday + timedelta(days=number) for number in range(7)}


def meeting_day(day: date, quiet: Collection[date]) -> date:
    """`day`, or the first working day after it that is not quiet."""
    while day.weekday() > 4 or day in quiet:
        day += DAY
    return day


@transaction.atomic
def start_series(
    *, covenant: Covenant, rule: Rule, plan: Plan, ref: str, today: date, reason: str, follows: Series | None = None
) -> Series:
    """Write the rule and a planned meeting for each of its days. `ref`: that of the first, numbered for the others.

    An occurrence on a day off is moved to the next working day. Raises Refusal for a rule without days, with more than
    MOST, or with a day outside every revision.
    """
    lock_covenant(covenant.pk)
    days = _checked(covenant, rule)
    known = known_to(covenant)
    refuse_any(meeting_objections(_entry(ref, plan, days[0], None), known))
    before = Meeting.objects.filter(reference__covenant=covenant, reference__ref=f"{ref}-1").first()
    if before is not None and before.series is not None:
        return before.series
    [series] = save_all(
        [
            Series(
                covenant=covenant,
                type_id=known.types[plan.type],
                rule=rule.text(),
                first_on=rule.first_on,
                last_on=rule.last_on,
                follows=follows,
            )
        ],
        reason=reason,
    )
    entries = _occurrences(covenant, series, plan, days, ref)
    record_meetings(known=known, entries=entries, today=today, reason=reason)
    return series


def _checked(covenant: Covenant, rule: Rule) -> list[date]:
    if rule.last_on < rule.first_on:
        raise Refusal(_("The last day lies before the first."))
    if rule.every < 1:
        raise Refusal(_("Every how many weeks or months? Write 1 or more."))
    days = days_of(rule.text(), rule.first_on, rule.last_on)
    if not days:
        raise Refusal(_("This rule gives no day at all between those two."))
    if len(days) > MOST:
        raise Refusal(_("These are more than %(most)s meetings. Choose an earlier last day.") % {"most": MOST})
    text = covenant_without_terms(covenant)
    outside = next((day for day in (days[0], days[-1]) if not members_on(text, day)), None)
    if outside is not None:
        raise Refusal(
            _("On %(day)s no revision is in force, so a meeting then counts for nothing. Choose other days.")
            % {"day": outside.strftime("%d-%m-%Y")}
        )
    return days


def _occurrences(covenant: Covenant, series: Series, plan: Plan, days: Sequence[date], ref: str) -> list[MeetingEntry]:
    """A planned meeting for each day; days on which a meeting of that type stands already are left out."""
    quiet = quiet_days(covenant.pk, days[0], days[-1] + timedelta(days=60))
    taken = set(
        Meeting.objects.filter(
            covenant=covenant, type__key=plan.type, on__range=(days[0], days[-1] + timedelta(days=60))
        )
        .exclude(state=Meeting.State.CANCELLED)
        .values_list("on", flat=True)
    )
    found: list[MeetingEntry] = []
    for number, day in enumerate(days, 1):
        on = meeting_day(day, quiet)
        if on in taken:
            continue
        taken.add(on)
        found.append(
            _entry(f"{ref}-{number}", plan, on, More(plan.ends_at, plan.host, series=series.pk, original_on=day))
        )
    return found


def _entry(ref: str, plan: Plan, on: date, more: More | None) -> MeetingEntry:
    return MeetingEntry(
        ref,
        plan.type,
        on,
        Meeting.State.PLANNED,
        plan.at,
        location=plan.location,
        subject=plan.subject,
        more=more or More(plan.ends_at, plan.host),
    )


def left_alone(series: int) -> set[int]:
    """Occurrences that somebody decided about: held, cancelled or moved ones, closed ones, ones with an agenda."""
    rows = Meeting.objects.filter(series=series)
    first: Any = Meeting.history.filter(series=series, history_type="+")
    made_for = dict(first.values_list("id", "on"))
    with_agenda = set(AgendaItem.objects.filter(meeting__series=series).values_list("meeting", flat=True))
    return {
        pk
        for pk, on, state, closed in rows.values_list("pk", "on", "state", "closed")
        if state != Meeting.State.PLANNED or closed or pk in with_agenda or on != made_for.get(pk)
    }


@transaction.atomic
def end_series(*, series: int, from_day: date, today: date, reason: str) -> int:
    """No meetings by this rule from `from_day` on; how many planned ones went.

    What was held, cancelled or moved, or has an agenda, stays as it is, and so does everything before that day.
    Raises Refusal for a day before today: the past stays as it was.
    """
    row = _series(series)
    if from_day < today:
        raise Refusal(_("The past stays as it is. Choose today or a later day."))
    kept = left_alone(series)
    going = Meeting.objects.filter(series=row, original_on__gte=from_day, on__gte=today).exclude(pk__in=kept)
    refs = list(going.values_list("reference__ref", flat=True))
    withdraw(covenant_id=row.covenant_id, shelf=WHOLE, refs=refs, today=today, reason=reason)
    row.last_on = max(row.first_on, min(row.last_on, from_day - DAY))
    change_all([row], ["last_on"], reason=reason)
    return len(refs)


@transaction.atomic
def change_series(*, series: int, from_day: date, rule: Rule, plan: Plan, ref: str, today: date, reason: str) -> Series:
    """Another rule from `from_day` on: this one ends and a new one begins, which follows it."""
    row = _series(series)
    repeated = Meeting.objects.filter(reference__covenant=row.covenant, reference__ref=f"{ref}-1").first()
    if repeated is not None and repeated.series is not None:
        return repeated.series
    end_series(series=series, from_day=from_day, today=today, reason=reason)
    return start_series(covenant=row.covenant, rule=rule, plan=plan, ref=ref, today=today, reason=reason, follows=row)


def _series(pk: int) -> Series:
    found = Series.objects.select_related("covenant").filter(pk=pk).first()
    if found is None:
        raise Refusal(_("This series is not there any more."))
    lock_covenant(found.covenant_id)
    found.refresh_from_db()
    return found


@transaction.atomic
def block_weeks(*, covenant: Covenant, year: int, weeks: Iterable[int], reason: str) -> None:
    """In exactly these weeks of a year this covenant has no meetings. Raises Refusal for a week that is none."""
    lock_covenant(covenant.pk)
    wanted = set(weeks)
    wrong = sorted(week for week in wanted if not week_days(year, week))
    if wrong:
        raise Refusal(_("%(year)s has no week %(week)s.") % {"year": year, "week": wrong[0]})
    rows = {row.week: row for row in BlockedWeek.objects.filter(covenant=covenant, year=year)}
    remove_all([row for week, row in rows.items() if week not in wanted], reason=reason)
    fresh = [BlockedWeek(covenant=covenant, year=year, week=week) for week in sorted(wanted - rows.keys())]
    save_all(fresh, reason=reason)
