"""The seam: what happened is asked of sources named in settings, so that meetings need not be known here.

A source is an object with `facts`, `agenda` and `search` (design.md section 3). What it gives carries its address: a
ref alone names nothing, as it is unique in its covenant only. The own source of the register is `events`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Min, Q
from django.urls import reverse
from django.utils.module_loading import import_string

from obligations.engine.facts import Fact, FactState, in_order
from obligations.models import Covenant, Event, EventParty, Reference
from obligations.models.matching import matching

MOST_FOUND = 50
"""Rows that one source finds at most."""


@dataclass(frozen=True, slots=True)
class Want:
    """Facts of these type keys of one covenant, dated from `first` up to and including `last` (None: no bound)."""

    covenant_id: int
    types: frozenset[str]
    first: date | None = None
    last: date | None = None

    def takes(self, fact: Fact) -> bool:
        return (
            fact.type in self.types
            and (self.first is None or fact.on >= self.first)
            and (self.last is None or fact.on <= self.last)
        )


@dataclass(frozen=True, slots=True)
class Dated:
    """Something on a day of the calendar."""

    covenant_id: int
    on: date
    title: str
    ref: str
    state: str
    address: str | None = None
    """Of its page, None where it has none."""


class Source(Protocol):
    """Where facts come from: happened and planned, oldest first, one query per table whatever the covenants."""

    def facts(self, wants: Sequence[Want], known_at: datetime | None) -> dict[int, list[Fact]]: ...

    def agenda(self, covenant_ids: Sequence[int], first: date, last: date) -> list[Dated]: ...

    def search(self, user: Any, words: list[str]) -> list[Dated]: ...


def sources() -> list[Source]:
    """The sources that `EVIDENCE_SOURCES` names, in that order."""
    return [import_string(path) for path in settings.EVIDENCE_SOURCES]


def gather(wants: Sequence[Want], known_at: datetime | None) -> dict[int, list[Fact]]:
    """Every fact of the wanted types in the wanted days, by covenant, oldest first.

    `known_at`: as the register was at that instant; None: as it is.
    """
    found: dict[int, list[Fact]] = {want.covenant_id: [] for want in wants}
    for source in sources():
        for covenant_id, facts in source.facts(wants, known_at).items():
            found[covenant_id].extend(facts)
    for facts in found.values():
        facts.sort(key=in_order)
    return found


def wanted(wants: Sequence[Want], facts: Iterable[tuple[int, Fact]]) -> dict[int, list[Fact]]:
    """The facts that a want of their covenant takes, by covenant."""
    by_covenant: dict[int, list[Want]] = {}
    for want in wants:
        by_covenant.setdefault(want.covenant_id, []).append(want)
    found: dict[int, list[Fact]] = {covenant_id: [] for covenant_id in by_covenant}
    for covenant_id, fact in facts:
        if any(want.takes(fact) for want in by_covenant[covenant_id]):
            found[covenant_id].append(fact)
    return found


def between(wants: Sequence[Want]) -> Q:
    """The covenants and the widest days of all wants, as a filter on rows with `covenant_id` and `on`."""
    days = Q(covenant_id__in={want.covenant_id for want in wants})
    firsts = [want.first for want in wants]
    lasts = [want.last for want in wants]
    if wants and None not in firsts:
        days &= Q(on__gte=min(first for first in firsts if first is not None))
    if wants and None not in lasts:
        days &= Q(on__lte=max(last for last in lasts if last is not None))
    return days


def refs_known_at(covenant_ids: Iterable[int]) -> dict[int, str]:
    """Every ref that was ever given in these covenants, by the id of its Reference, deleted ones included."""
    return dict(Reference.history.filter(covenant_id__in=set(covenant_ids)).values_list("id", "ref"))


def first_recorded(covenant_id: int) -> datetime | None:
    """When the register of a covenant got its first ref, None while it is empty."""
    found: datetime | None = Reference.history.filter(covenant_id=covenant_id).aggregate(first=Min("history_date"))[
        "first"
    ]
    return found


class Events:
    """The register's own source: advice, bookings, letters, evaluations."""

    FIELDS = (
        "covenant_id",
        "id",
        "type__key",
        "on",
        "state",
        "at",
        "by__key",
        "host__key",
        "minutes",
        "persons",
        "theme__key",
        "answers",
    )

    def facts(self, wants: Sequence[Want], known_at: datetime | None) -> dict[int, list[Fact]]:
        rows: Iterable[Any]
        if known_at is None:
            live = Event.objects.filter(between(wants), withdrawn=False)
            rows = live.order_by().values_list("reference__ref", *self.FIELDS)
            links = EventParty.objects.filter(event__in=live)
        else:
            ids = {want.covenant_id for want in wants}
            refs = refs_known_at(ids)
            past = Event.history.filter(covenant_id__in=ids, history_date__lte=known_at).latest_of_each()
            then = past.exclude(history_type="-").filter(between(wants), withdrawn=False)
            old = then.values_list("reference_id", *self.FIELDS)
            rows = [(refs[reference_id], *row) for reference_id, *row in old]
            links = (
                EventParty.history.filter(
                    history_date__lte=known_at,
                    event_id__in=Event.history.filter(covenant_id__in=ids).values("id"),
                )
                .latest_of_each()
                .exclude(history_type="-")
            )
        to: dict[int, list[str]] = {}
        for event_id, party in links.order_by().values_list("event_id", "party__key"):
            to.setdefault(event_id, []).append(party)
        return wanted(wants, (self._fact(row, to) for row in rows))

    @staticmethod
    def _fact(row: Sequence[Any], to: dict[int, list[str]]) -> tuple[int, Fact]:
        ref, covenant_id, id_, type_, on, state, at, by, host, minutes, persons, theme, answers = row
        fact = Fact(
            ref,
            type_,
            on,
            FactState(state),
            at,
            by,
            tuple(sorted(to.get(id_, ()))),
            host,
            minutes,
            persons,
            theme,
            answers or None,
        )
        return covenant_id, fact

    def agenda(self, covenant_ids: Sequence[int], first: date, last: date) -> list[Dated]:
        """Entries dated within these days, both included."""
        rows = Event.objects.filter(covenant_id__in=covenant_ids, on__range=(first, last), withdrawn=False)
        return self._dated(rows)

    def search(self, user: Any, words: list[str]) -> list[Dated]:
        """The newest entries of visible covenants in whose subject, type or ref every folded word is found."""
        inside = Event.objects.filter(covenant__in=Covenant.objects.visible_to(user))
        found = matching(inside, words, "subject", "type__name", "reference__ref")
        return self._dated(Event.objects.filter(pk__in=found.order_by("-on", "-pk").values("pk")[:MOST_FOUND]))

    @staticmethod
    def _dated(rows: Any) -> list[Dated]:
        found = rows.order_by("on", "at").values_list(
            "covenant_id", "on", "subject", "type__name", "reference__ref", "state", "covenant__key", "pk"
        )
        return [
            Dated(covenant, on, subject or name, ref, state, entry_page(key, pk))
            for covenant, on, subject, name, ref, state, key, pk in found
        ]


def entry_page(key: str, pk: int) -> str:
    """The address of the page of an entry of the covenant `key`."""
    return reverse("entry", kwargs={"key": key, "pk": pk})


events = Events()
