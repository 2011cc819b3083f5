"""Lists of today, by group and worst first: a page costs the same for a hundred obligations and for thousands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from obligations.assessments import assess_covenants
from obligations.current.rows import trusted
from obligations.engine.terms import Terms
from obligations.models import Obligation, ObligationParty, Revision
from obligations.wording import Group
from obligations.wording.placing import Place, place_of, shown_rows


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which obligations a list is about, '' for all of them.

    `party` with `side`: what it must do (bearer), or what is owed to it (towards).
    """

    party: str = ""
    side: str = ObligationParty.Side.BEARER
    theme: str = ""
    kind: str = ""

    def of(self, covenant_ids: Collection[int]) -> QuerySet[Obligation]:
        """The obligations of the published revisions of these covenants that are chosen."""
        found = Obligation.objects.filter(
            revision__covenant__in=covenant_ids, revision__status=Revision.Status.PUBLISHED
        ).order_by()
        if self.party:
            of_party = ObligationParty.objects.filter(party__key=self.party, side=self.side)
            found = found.filter(pk__in=of_party.values("obligation"))
        if self.theme:
            found = found.filter(about__theme__key=self.theme)
        return found.filter(kind=self.kind) if self.kind else found

    def takes(self, terms: Terms) -> bool:
        """The same choice for one obligation."""
        parties = terms.towards if self.side == ObligationParty.Side.TOWARDS else terms.bearers
        return (
            (not self.party or self.party in parties)
            and (not self.theme or self.theme in terms.themes)
            and (not self.kind or self.kind == terms.kind.value)
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """An obligation in a list. `stored`: its stored rows hold today."""

    pk: int
    code: str
    group: Group
    place: Place
    stored: bool

    @property
    def key(self) -> tuple[int, date, int]:
        return self.place.rank, self.place.on or date.max, self.pk


@dataclass(frozen=True)
class Listing:
    """A list of today. `counts`: how many obligations stand in each group.

    `stored`: those whose place holds today; `computed`: the others, assessed just now. `changes_on`: the first later
    day on which anything stored differs.
    """

    counts: Mapping[Group, int]
    stored: QuerySet[Obligation]
    computed: Sequence[Spot]
    changes_on: date | None

    def page(self, group: Group, first: int, size: int) -> list[Spot]:
        """Obligations of a group from the `first` (0 is the worst) on, at most `size`."""
        own = [spot for spot in self.computed if spot.group is group]
        rows = self.stored.filter(horizon__group=group.value).order_by(*ORDER).values_list(*SPOT)
        if not own:
            return [_spot(row) for row in rows[first : first + size]]
        found = [*own, *(_spot(row) for row in rows[: first + size])]
        return sorted(found, key=lambda spot: spot.key)[first : first + size]

    def first_of_each(self, size: int) -> dict[Group, list[Spot]]:
        """At most `size` of every group, worst first, in one query."""
        firsts = [
            self.stored.filter(horizon__group=group.value).order_by(*ORDER).values("pk")[:size]
            for group in Group
            if self.counts[group]
        ]
        either = Q(pk__in=())
        for first in firsts:
            either |= Q(pk__in=first)
        rows = self.stored.filter(either).values_list(*SPOT)
        found: dict[Group, list[Spot]] = {group: [] for group in Group}
        for spot in (*map(_spot, rows), *self.computed):
            found[spot.group].append(spot)
        return {group: sorted(spots, key=lambda spot: spot.key)[:size] for group, spots in found.items()}


ORDER = (F("horizon__rank").asc(), F("horizon__on").asc(nulls_last=True), F("pk").asc())
SPOT = ("pk", "code", "horizon__group", "horizon__rank", "horizon__on")


def _spot(row: tuple[Any, ...]) -> Spot:
    pk, code, group, rank, on = row
    return Spot(pk, code, Group(group), Place(Group(group), rank, on), stored=True)


def listing_of(covenant_ids: Collection[int], today: date, chosen: Chosen) -> Listing:
    """How many obligations stand where today. Two queries, and a constant number more when something expired."""
    wanted = chosen.of(covenant_ids)
    stored = wanted.filter(trusted(today, "horizon__"))
    counted = stored.values_list("horizon__group").annotate(number=Count("pk"), until=Min("horizon__changes_on"))
    counts, days = dict.fromkeys(Group, 0), []
    for name, number, until in counted.order_by():
        days += [until] if until is not None else []
        if name:
            counts[Group(name)] = number
    computed = _computed(wanted, today)
    for spot in computed:
        counts[spot.group] += 1
    return Listing(counts, stored.exclude(horizon__group=""), computed, min(days, default=None))


def _computed(wanted: QuerySet[Obligation], today: date) -> list[Spot]:
    """The places of obligations whose stored rows do not hold today."""
    expired = wanted.exclude(pk__in=wanted.filter(trusted(today, "horizon__")).values("pk"))
    rows: Sequence[tuple[int, int, str]] = list(expired.values_list("pk", "revision__covenant_id", "code"))
    if not rows:
        return []
    ids = {pk for pk, _covenant, _code in rows}
    standings = assess_covenants(
        {covenant for _pk, covenant, _code in rows}, today, history=True, codes={code for _pk, _id, code in rows}
    )
    places = [
        (line.obligation, place_of(terms, shown_rows(terms, line.assessed.rows, today), today))
        for standing in standings.values()
        for line in standing.lines
        if line.obligation.id in ids and (terms := line.obligation.terms)
    ]
    return [
        Spot(found.id, found.code, place.group, place, stored=False)
        for found, place in places
        if place.group is not None
    ]
