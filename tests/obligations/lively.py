"""A small covenant with every kind of obligation through two revisions, and a secretariat that records at random."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

from meetings.models import Meeting
from meetings.services import MeetingEntry, record_meetings
from obligations.definitions.apply import import_definition
from obligations.models import Covenant, Event, Holiday
from obligations.services.holidays import add_holiday, remove_holiday
from obligations.services.keeping import keep
from obligations.services.known import Known, known_to
from obligations.services.posts import PostEntry, fill_posts
from obligations.services.recording import withdraw
from obligations.services.register import (
    EVENTS,
    Entry,
    ReviewEntry,
    WaiverEntry,
    record_events,
    record_reviews,
    record_waivers,
)

FIRST, LAST = date(2016, 4, 20), date(2024, 12, 31)
"""The covenant is signed on 1 May 2016 and in force from 11 May."""
TEXT = """
covenant: %(key)s
title: Levend convenant
tracked_from: start
parties:
  aa: {name: Partij A, short: A}
  bb: {name: Partij B, short: B}
  cc: {name: Partij C, short: C}
themes: {taxi: Taxi, zorg: Zorg}
types:
  overleg: {name: Overleg, meeting: official}
  top: {name: Topoverleg, meeting: senior}
  advies: {name: Advies, measure: minutes}
  zaal: {name: Zaal, measure: persons}
  brief: {name: Brief}
  afschrift: {name: Afschrift}
  evaluatie: {name: Evaluatie}
  plan: {name: Plan}
readings: %(readings)s
revisions:
  "2016":
    title: Eerste
    signed_on: 2016-05-01
    in_force_from: 2016-05-11
    ends_on: 2020-01-01
    sides: [[aa, bb], [cc]]
    parties: {aa: {}, bb: {until: 2018-03-01}, cc: {}}
    clauses: {X: {heading: Iks, paragraphs: {1: Wat er staat}}}
    obligations:
      overleg: {title: Overleg, summary: s, clause: X, bearers: all, cadence: {at_least: 4, per: year, of: [overleg]}}
      top: {title: Top, summary: s, clause: X, bearers: all, cadence: {every_months: 6, of: [top]}}
      jaarplan: {title: Plan, summary: s, clause: X, bearers: [aa], cadence: {by: 12-01, of: [plan]}}
      advies: {title: Advies, summary: s, clause: X, bearers: [aa, cc], towards: [aa, cc],
               cap: {at_most: 1, unit: dagdeel, unit_minutes: 240, per: month, of: [advies], counter: direction}}
      zaal: {title: Zaal, summary: s, clause: X, bearers: [aa, cc], towards: [aa, cc],
             cap: {at_most: 3, per: year, of: [zaal], counter: guest}}
      evalueren: {title: E, summary: s, clause: X, bearers: all,
                  deadline: {opens: 2017-10-01, due: 2017-12-31, done_by: [evaluatie], jointly: true}}
      eind: {title: E, summary: s, clause: X, bearers: all, deadline: {due: end, done_by: [evaluatie]}}
      kopie: {title: K, summary: s, clause: X, bearers: [aa], towards: [bb, cc],
              duty: {when: [brief], relation: upon, done_by: [afschrift], each: addressee}}
      antwoord: {title: A, summary: s, clause: X, bearers: [cc],
                 duty: {when: [brief], relation: after, within: {workdays: 10}, done_by: [afschrift]}}
      vooraf: {title: V, summary: s, clause: X, bearers: [aa],
               duty: {when: [overleg], relation: before, lead_days: 7, at_least_days_before: 3, done_by: [brief]}}
      boven: {title: B, summary: s, clause: X, bearers: [cc],
              duty: {when: {exceeded: [zaal]}, relation: after, target_days: 14, done_by: [brief]}}
      bekend: {title: B, summary: s, clause: X, bearers: all,
               duty: {when: {start: true}, relation: after, target_days: 30, each: bearer, done_by: [brief]}}
      terug: {title: T, summary: s, clause: X, bearers: all,
              duty: {when: {each_year: 12-31}, relation: after, target_days: 60, done_by: [evaluatie]}}
      houders: {title: H, summary: s, clause: X, bearers: all, standing: {register: account_holders, review_months: 12}}
      volgen: {title: V, summary: s, clause: X, bearers: all, window: {until: 2019-06-01},
               standing: {of: [overleg], remind_after_days: 120}}
      recht: {title: R, summary: s, clause: X, bearers: [aa], held: may}
  "2019":
    title: Tweede
    signed_on: 2019-03-01
    in_force_from: 2019-05-21
    ends_on: 2023-11-01
    replaces: "2016"
    replaces_from: 2019-05-21
    parties: {aa: {}, cc: {}}
    clauses: {X: {heading: Iks, paragraphs: {1: Wat er staat}}}
    lineage: {top: dropped, jaarplan: {moved_to: elders}, eind: {becomes: [einde]}, bekend: dropped, terug: dropped}
    obligations:
      overleg: {title: Overleg, summary: s, clause: X, bearers: all, cadence: {at_least: 2, per: year, of: [overleg]}}
      advies: {title: Advies, summary: s, clause: X, bearers: [aa, cc], towards: [aa, cc],
               cap: {at_most: 1, unit: dagdeel, unit_minutes: 240, per: month, of: [advies], counter: direction}}
      zaal: {title: Zaal, summary: s, clause: X, bearers: [aa, cc], towards: [aa, cc],
             cap: {at_most: 2, per: half_year, of: [zaal], counter: guest}}
      evalueren: {title: E, summary: s, clause: X, bearers: all,
                  deadline: {target: 2021-12-31, done_by: [evaluatie]}}
      einde: {title: E, summary: s, clause: X, bearers: all,
              deadline: {due: 2023-06-30, grace_days: 10, done_by: [evaluatie]}}
      kopie: {title: K, summary: s, clause: X, bearers: [aa], towards: [cc],
              duty: {when: [brief], relation: upon, done_by: [afschrift]}}
      antwoord: {title: A, summary: s, clause: X, bearers: [cc],
                 duty: {when: [brief], relation: after, within: {weeks: 2}, done_by: [afschrift]}}
      vooraf: {title: V, summary: s, clause: X, bearers: [aa],
               duty: {when: [overleg], relation: before, lead_days: 14, done_by: [brief]}}
      boven: {title: B, summary: s, clause: X, bearers: [cc],
              duty: {when: {exceeded: [zaal]}, relation: after, target_days: 14, done_by: [brief]}}
      houders: {title: H, summary: s, clause: X, bearers: all, standing: {register: account_holders}}
      volgen: {title: V, summary: s, clause: X, bearers: all, standing: {review_months: 6}}
      recht: {title: R, summary: s, clause: X, bearers: [aa], soft: true, standing: {review_months: 12}}
"""
READINGS = (
    "{}",
    "{year: covenant, month: covenant}",
    "{switch: lineage, knowledge: of_the_day, cap_switch: reset}",
    "{part_year: full, rounding: up, quorum: any_two, same_day: each, end_date: inclusive}",
    "{workday: next, same_day_before: reject, early: in_window, count: started_per_day, near: 50}",
    "{supersession: unregulated_survives, deadline_at_switch: survives, after_effect: lapses, quorum: both_sides}",
)
PARTIES = ("aa", "bb", "cc")
ENTRIES = ("advies", "zaal", "brief", "afschrift", "evaluatie", "plan")
CODES = ("overleg", "top", "evalueren", "kopie", "houders", "volgen", "zaal", "terug")


class Secretariat:
    """Records at random, as of a day; every choice follows from the seed."""

    def __init__(self, folder: Path, seed: int, key: str = "levend") -> None:
        self.key = key
        self.chance = random.Random(seed)
        self.file = folder / f"{key}.yaml"
        self.number = 0
        self.meetings: list[MeetingEntry] = []
        self.entries: list[Entry] = []
        self.agree(FIRST)

    @property
    def covenant(self) -> Covenant:
        return Covenant.objects.get(key=self.key)

    @property
    def known(self) -> Known:
        return known_to(self.covenant)

    def agree(self, today: date) -> None:
        """Import the covenant with other readings."""
        text = TEXT % {"readings": self.chance.choice(READINGS), "key": self.key}
        self.file.write_text(text, encoding="utf-8")
        import_definition(self.file, today=today)

    def act(self, today: date) -> None:
        """One random act."""
        acts = (
            [self.meet] * 4 + [self.enter] * 8 + [self.correct] * 4 + [self.review, self.waive, self.appoint] * 2
            + [self.agree, self.rest, self.withdraw, self.track]
        )  # fmt: skip
        self.chance.choice(acts)(today)

    def meet(self, today: date) -> None:
        on = self._near(today)
        states = [Meeting.State.HELD, Meeting.State.PLANNED, Meeting.State.CANCELLED]
        entry = MeetingEntry(
            self._ref("M"),
            self.chance.choice(("overleg", "overleg", "top")),
            on,
            self.chance.choices(states, (6, 4, 1))[0],
            self._moment(),
            self._some(least=2),
        )
        self.meetings.append(entry)
        record_meetings(known=self.known, entries=[entry], today=today, reason="proef")

    def enter(self, today: date) -> None:
        entry = self._entry(today)
        self.entries.append(entry)
        record_events(known=self.known, entries=[entry], today=today, reason="proef")

    def correct(self, today: date) -> None:
        """Another day or state for something recorded before."""
        if self.meetings and self.chance.random() < 0.5:
            at = self.chance.randrange(len(self.meetings))
            states = list(Meeting.State.values)
            self.meetings[at] = replace(self.meetings[at], on=self._near(today), state=self.chance.choice(states))
            record_meetings(known=self.known, entries=[self.meetings[at]], today=today, reason="verbeterd")
        elif self.entries:
            at = self.chance.randrange(len(self.entries))
            self.entries[at] = replace(self._entry(today), ref=self.entries[at].ref)
            record_events(known=self.known, entries=[self.entries[at]], today=today, reason="verbeterd")

    def review(self, today: date) -> None:
        entry = ReviewEntry(self._ref("R"), self.chance.choice(CODES), self._near(today), self.chance.random() < 0.7)
        record_reviews(known=self.known, entries=[entry], today=today, reason="proef")

    def waive(self, today: date) -> None:
        entry = WaiverEntry(
            self._ref("W"),
            self.chance.choice(CODES),
            self._near(today),
            PARTIES,
            self.chance.choice(("", f"period:{today.year}", "deadline:2016", "standing:2019")),
        )
        record_waivers(known=self.known, entries=[entry], today=today, reason="proef")

    def appoint(self, today: date) -> None:
        first = self._near(today)
        end = first + timedelta(days=self.chance.randrange(1, 600)) if self.chance.random() < 0.6 else None
        entry = PostEntry(
            self.chance.choice(PARTIES), "account_holder", self._ref("houder"), starts_on=first, ends_before=end
        )
        fill_posts(known=self.known, entries=[entry], today=today, reason="proef")

    def withdraw(self, today: date) -> None:
        """Something was recorded by mistake."""
        if self.entries:
            entry = self.entries.pop(self.chance.randrange(len(self.entries)))
            withdraw(covenant_id=self.covenant.pk, shelf=EVENTS, refs=[entry.ref], today=today, reason="vergissing")

    def track(self, today: date) -> None:
        """Another day from which the register is kept."""
        covenant = self.covenant
        covenant.tracked_from = self.chance.choice((None, FIRST, today, today - timedelta(days=400)))
        keep(row=covenant, today=today, reason="proef")

    def rest(self, today: date) -> None:
        """A day becomes a holiday, or is one no more."""
        day = today + timedelta(days=self.chance.randrange(1, 40))
        row = Holiday.objects.filter(on=day).first()
        if row is None:
            add_holiday(on=day, name="Vrij", today=today, reason="proef")
        else:
            remove_holiday(holiday=row, today=today, reason="proef")

    def _entry(self, today: date) -> Entry:
        type_ = self.chance.choice(ENTRIES)
        by, host = self.chance.sample(PARTIES, 2)
        refs = [entry.ref for entry in (*self.entries, *self.meetings)][-12:]
        return Entry(
            self._ref("E"),
            type_,
            self._near(today),
            self._moment(),
            by,
            self._some(),
            host if type_ == "zaal" else None,
            self.chance.randrange(0, 400) if type_ == "advies" else None,
            self.chance.randrange(1, 60) if type_ == "zaal" else None,
            None,
            self.chance.choice(refs) if refs and self.chance.random() < 0.4 else "",
            self.chance.choices(list(Event.State.values), (8, 3, 2, 1))[0],
        )

    def _near(self, today: date) -> date:
        return today + timedelta(days=round(self.chance.triangular(-500, 200, 0)))

    def _moment(self) -> time | None:
        return time(self.chance.randrange(8, 18)) if self.chance.random() < 0.3 else None

    def _some(self, least: int = 0) -> tuple[str, ...]:
        return tuple(sorted(self.chance.sample(PARTIES, self.chance.randint(least, 3))))

    def _ref(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number}"


def days(first: date, last: date, step: int = 1) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=step)
