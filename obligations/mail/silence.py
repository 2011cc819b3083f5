"""About what nobody is mailed for now: held back by the secretariat, reported, or taken up by somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from obligations.mail.deciding import Silence
from obligations.models import MailStop, Report


def silences_of(covenant_ids: Collection[int], today: date) -> dict[tuple[int, str], dict[str, Silence]]:
    """By covenant and code, then by occurrence ('' for all of them): why nothing is mailed, and until when."""
    found: dict[tuple[int, str], dict[str, Silence]] = defaultdict(dict)
    taken_up = Q(choice=Report.Choice.MINE, until__gt=today, state__in=(Report.State.WAITING, Report.State.TAKEN_OVER))
    waiting = Q(state=Report.State.WAITING) & ~Q(choice=Report.Choice.NOTHING) & ~Q(choice=Report.Choice.MINE)
    reports = Report.objects.filter(taken_up | waiting, covenant__in=covenant_ids).exclude(code="")
    for report in reports.order_by("pk"):
        until = report.until if report.choice == Report.Choice.MINE else None
        found[report.covenant_id, report.code][report.occurrence] = Silence("reported", until)
    for stop in stops_on(today).filter(covenant__in=covenant_ids).exclude(code=""):
        found[stop.covenant_id or 0, stop.code][stop.occurrence] = Silence("held_back", stop.until)
    return found


def stops_on(today: date):  # type: ignore[no-untyped-def]  # a queryset of MailStop
    """The stops that hold on a day."""
    return MailStop.objects.filter(Q(until__isnull=True) | Q(until__gt=today))


@dataclass(frozen=True)
class Stopped:
    """Covenants and kinds of mail that are stopped; `everything`: nothing leaves at all."""

    everything: bool
    covenants: frozenset[int]
    kinds: frozenset[str]
    kinds_of: frozenset[tuple[int, str]]

    def stops(self, kind: str, covenant_ids: Collection[int]) -> bool:
        """True when a mail of that kind about these covenants may not leave."""
        return (
            self.everything
            or kind in self.kinds
            or any(pk in self.covenants or (pk, kind) in self.kinds_of for pk in covenant_ids)
        )


def stopped_on(today: date) -> Stopped:
    """What is stopped on a day, subjects apart. One query."""
    rows = list(stops_on(today).filter(code="").values_list("covenant_id", "kind"))
    return Stopped(
        any(pk is None and not kind for pk, kind in rows),
        frozenset(pk for pk, kind in rows if pk is not None and not kind),
        frozenset(kind for pk, kind in rows if pk is None and kind),
        frozenset((pk, kind) for pk, kind in rows if pk is not None and kind),
    )
