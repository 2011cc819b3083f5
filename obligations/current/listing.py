"""Lists of today, by group and worst first: a page costs the same for a hundred obligations and for thousands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet

from obligations.assessments import assess_covenants
from obligations.current.rows import trusted
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


@dataclass(frozen=True)
class Listing:
    """A list of today. `counts`: how many obligations stand in each group.

    `stored`: those whose place holds today; `computed`: places of the others, just now, by id.
    """

    counts: Mapping[Group, int]
    stored: QuerySet[Obligation]
    computed: Mapping[int, Place]

    def page(self, group: Group, first: int, size: int) -> list[int]:
        """Ids of the obligations of a group from the `first` (0 is the worst) on, at most `size`."""
        rows = self.stored.filter(horizon__group=group.value)
        own = [(pk, place) for pk, place in self.computed.items() if place.group is group]
        ordered = rows.order_by("horizon__rank", F("horizon__on").asc(nulls_last=True), "pk")
        if not own:
            return list(ordered.values_list("pk", flat=True)[first : first + size])
        keys = [_key(pk, place) for pk, place in own]
        keys += [
            _key(pk, Place(group, rank, on))
            for pk, rank, on in ordered.values_list("pk", "horizon__rank", "horizon__on")[: first + size]
        ]
        return [pk for _rank, _on, pk in sorted(keys)[first : first + size]]

    def first_of_each(self, sizes: Mapping[Group, int]) -> dict[Group, list[int]]:
        """The first ids of every group that has a size."""
        return {group: self.page(group, 0, size) if self.counts.get(group) else [] for group, size in sizes.items()}


def _key(pk: int, place: Place) -> tuple[int, date, int]:
    return place.rank, place.on or date.max, pk


def listing_of(covenant_ids: Collection[int], today: date, chosen: Chosen) -> Listing:
    """How many obligations stand where today. Three queries, and a constant number more when something expired."""
    wanted = chosen.of(covenant_ids)
    stored = wanted.filter(trusted(today, "horizon__")).exclude(horizon__group="")
    counted = stored.values_list("horizon__group").annotate(number=Count("pk")).order_by()
    counts = dict.fromkeys(Group, 0) | {Group(name): number for name, number in counted}
    computed = _computed(wanted, today)
    for place in computed.values():
        if place.group is not None:
            counts[place.group] += 1
    return Listing(counts, stored, computed)


def _computed(wanted: QuerySet[Obligation], today: date) -> dict[int, Place]:
    """The places of obligations whose stored rows do not hold today."""
    expired = wanted.exclude(pk__in=wanted.filter(trusted(today, "horizon__")).values("pk"))
    rows: Sequence[tuple[int, int, str]] = list(expired.values_list("pk", "revision__covenant_id", "code"))
    if not rows:
        return {}
    ids = {pk for pk, _covenant, _code in rows}
    standings = assess_covenants(
        {covenant for _pk, covenant, _code in rows}, today, history=True, codes={code for _pk, _id, code in rows}
    )
    found = {}
    for standing in standings.values():
        for line in standing.lines:
            if line.obligation.id in ids:
                terms = line.obligation.terms
                found[line.obligation.id] = place_of(terms, shown_rows(terms, line.assessed.rows, today), today)
    return found
