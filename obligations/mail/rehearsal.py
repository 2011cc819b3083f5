"""Which mails would go out from day to day: the judgement of the real sweeps over a copy, in memory.

Nothing is written and nothing is sent. The register is taken as it is recorded now; what happened after a day is not
known on it, what is planned for later is. The same functions decide, sort and write as in the sweeps (`decide`,
`sort_in`, `judge`, `overview_letter`); only where the notices are kept differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.conf import settings

from obligations.assessments import Line, Standing, assess_covenants
from obligations.engine.assessment import assess
from obligations.engine.facts import FactState, Record
from obligations.engine.verdict import Assessment
from obligations.engine.windows import DAY
from obligations.mail.blocks import Letter
from obligations.mail.composing import Envelope, Waiting, sort_in
from obligations.mail.deciding import Key, Known, Part, decide
from obligations.mail.links import expires_on
from obligations.mail.moments import at_eight
from obligations.mail.overview import Desk, overview_letter
from obligations.mail.people import Holder, PostKey, choose_holder, tenures_of
from obligations.mail.plan import RECENT
from obligations.mail.points import Point, judge, places_of
from obligations.mail.rules import Rules, rules_of
from obligations.mail.silence import Stopped
from obligations.models import Covenant, Holiday, Message, Notice, Tenure
from obligations.services.standings import first_change, touches
from obligations.wording import Lang

PAGE = "/m/…/"
State = Notice.State


@dataclass(frozen=True)
class Rehearsed:
    """A mail that would go out."""

    at: datetime
    recipient: str
    name: str
    kind: str
    letter: Letter


@dataclass
class Track:
    """One obligation through the days: its rows as they stand, when they change, and when to look at its mails."""

    line: Line
    rows: tuple[Assessment, ...] = ()
    changes_on: date | None = None
    notify_on: date | None = None
    assessed: bool = False


@dataclass
class Stage:
    """What the sweeps would have in their tables."""

    covenant: Covenant
    standing: Standing
    rules: Rules
    holidays: frozenset[date]
    tenures: Mapping[PostKey, list[Tenure]]
    places: Mapping[int, tuple[tuple[str, int | None], ...]]
    tracks: dict[str, list[Track]]
    known: dict[str, dict[Key, Known]] = field(default_factory=lambda: defaultdict(dict))
    waiting: dict[tuple[str, Key], Waiting] = field(default_factory=dict)
    last_sent: dict[str, date] = field(default_factory=dict)
    number: int = 0

    def holders(self, day: date) -> dict[PostKey, Holder]:
        found = {key: choose_holder(rows, day) for key, rows in self.tenures.items()}
        return {key: holder for key, holder in found.items() if holder is not None}


def stage_of(covenant: Covenant, first: date) -> Stage:
    """A covenant as it is recorded now; a constant number of queries."""
    standing = assess_covenants([covenant.pk], first, codes=())[covenant.pk]
    tracks: dict[str, list[Track]] = defaultdict(list)
    ids = []
    for revision in standing.covenant.revisions:
        for obligation in revision.obligations:
            ids.append(obligation.id)
            tracks[obligation.code].append(
                Track(Line(revision, obligation, assess(obligation.terms, standing.record, first)))
            )
    return Stage(
        covenant,
        standing,
        rules_of([covenant.pk]),
        frozenset(Holiday.objects.values_list("on", flat=True)),
        tenures_of([covenant.pk]),
        places_of(ids),
        tracks,
    )


def rehearse(
    covenant: Covenant, first: date, last: date, *, passed: Callable[[date], None] = lambda day: None
) -> Iterator[Rehearsed]:
    """Every mail about the points of a covenant on the days from `first` to `last`, both included, in order.

    `passed` hears of every day that is done. About what fell due before `first` nothing is mailed.
    """
    stage = stage_of(covenant, first)
    day = first
    while day <= last:
        _plan(stage, day, first)
        yield from _send(stage, day)
        passed(day)
        day += DAY


def _plan(stage: Stage, day: date, first: date) -> None:
    """What falls due on a day; only what changes, or has a step, is looked at."""
    for code, tracks in stage.tracks.items():
        changed = [track for track in tracks if not track.assessed or (track.changes_on or date.max) <= day]
        for track in changed:
            _assess(stage, track, day)
        if changed or any((track.notify_on or date.max) <= day for track in tracks):
            _decide(stage, code, tracks, day, first)


def _assess(stage: Stage, track: Track, day: date) -> None:
    terms, record = track.line.obligation.terms, stage.standing.record
    assessed = assess(terms, known_by(record, touches(terms), day), day, history=True)
    recent = [row for row in assessed.rows if row.window.end is None or row.window.end >= day - RECENT]
    track.rows, track.assessed = tuple(recent), True
    track.changes_on = first_change(terms, record, assessed, day)
    track.line = replace(track.line, assessed=replace(track.line.assessed, rows=track.rows))


def known_by(record: Record, types: Collection[str], day: date) -> Record:
    """The register as it can have been on a day: what happened later was not there yet, what is planned was."""
    facts = {
        type_: tuple(fact for fact in record.facts.get(type_, ()) if fact.on <= day or fact.state is FactState.PLANNED)
        for type_ in types
    }
    return replace(record, facts=facts)


def _decide(stage: Stage, code: str, tracks: list[Track], day: date, first: date) -> None:
    parts = [
        Part(track.rows, track.line.obligation.terms, stage.rules.of(stage.covenant.pk, track.line.obligation))
        for track in tracks
        if replace(stage.standing, as_of=day).ended_on is None
    ]
    known = stage.known[code]
    decision = decide(parts, known, {}, day, stage.holidays, first)
    for key, step, state, reason in decision.new:
        known[key] = Known(None, state, reason)
        if state == State.WAITING:
            stage.waiting[code, key] = _waiting(stage, code, key, step.due_on, covenant_date=step.covenant_date)
    for key, step in decision.revived:
        known[key] = Known(None, State.WAITING, "")
        stage.waiting[code, key] = _waiting(stage, code, key, step.due_on, covenant_date=step.covenant_date)
    for key, reason in decision.dropped:
        known[key] = Known(None, State.DROPPED, reason)
        stage.waiting.pop((code, key), None)
    for track in tracks:
        track.notify_on = None if decision.next_on is None else max(decision.next_on, day + DAY)


def _waiting(stage: Stage, code: str, key: Key, due_on: date, *, covenant_date: bool) -> Waiting:
    occurrence, party, step, about = key
    place = (None, stage.covenant.pk, code, occurrence, step, about, party, "account_holder")
    return Waiting(*place, due_on, covenant_date)


def _send(stage: Stage, day: date) -> Iterator[Rehearsed]:
    """The overviews of a day, each of what is still open then."""
    if not stage.waiting or day.weekday() > 4 or day in stage.holidays:
        return
    holders = stage.holders(day)
    nothing = Stopped(False, frozenset(), frozenset(), frozenset())
    envelopes, _homeless = sort_in(stage.waiting.values(), holders, nothing, (), day, stage.holidays)
    for envelope in envelopes:
        letter = _letter(stage, envelope, day)
        for notice in envelope.notices:
            key = (notice.occurrence, notice.party, notice.step, notice.about_on)
            stage.known[notice.code][key] = Known(None, State.CARRIED, "")
            stage.waiting.pop((notice.code, key), None)
        if letter is not None:
            holder = envelope.holder
            yield Rehearsed(at_eight(day), holder.address, holder.name, envelope.kind, letter)
            stage.last_sent[holder.address] = day


def _letter(stage: Stage, envelope: Envelope, day: date) -> Letter | None:
    codes = {notice.code for notice in envelope.notices}
    lines = tuple(track.line for code in codes for track in stage.tracks[code])
    standing = replace(stage.standing, as_of=day, lines=lines)
    judged = judge(envelope.notices, {stage.covenant.pk: standing}, stage.rules, {}, stage.places, day, stage.holidays)
    points = [point for point in judged.values() if isinstance(point, Point)]
    if not points:
        return None
    stage.number += 1
    holder = envelope.holder
    lang: Lang = "en" if holder.language == "en" else "nl"
    desk = Desk(
        day,
        lang,
        (stage.covenant.title,),
        tuple(dict.fromkeys(point.name_of(point.notice.party) for point in points)),
        holder.weekday,
        f"{stage.covenant.key[:2].upper()}-{day.year}-{stage.number:04d}",
        f"{settings.BASE_URL}{PAGE}",
        expires_on([point.notice.about_on for point in points], day),
        stage.holidays,
        standing_in=holder.standing_in,
        contact=holder.contact,
        second=envelope.kind == Message.Kind.SECOND,
    )
    return overview_letter(points, desk)


def next_mails(covenant: Covenant, today: date, days: int = 60) -> list[Rehearsed]:
    """The mails of the coming days, if nothing happens."""
    return list(rehearse(covenant, today, today + timedelta(days=days)))
