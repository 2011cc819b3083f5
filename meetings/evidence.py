"""Meetings as facts: the source that settings name beside the register's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from meetings.models import Agreement, Attendance, Meeting
from obligations.engine.facts import Fact, FactState
from obligations.evidence import MOST_FOUND, Dated, Want, between, refs_known_at, wanted
from obligations.models import Covenant
from obligations.models.matching import matching

STATES = {Meeting.State.HELD: FactState.HAPPENED, Meeting.State.PLANNED: FactState.PLANNED}


class Meetings:
    """Held and planned meetings; a cancelled one is no fact. `to` are the parties present."""

    FIELDS = ("covenant_id", "id", "type__key", "on", "at", "state")

    def facts(self, wants: Sequence[Want], known_at: datetime | None) -> dict[int, list[Fact]]:
        rows: Iterable[Any]
        if known_at is None:
            live = Meeting.objects.filter(between(wants)).exclude(state=Meeting.State.CANCELLED)
            rows = live.order_by().values_list("reference__ref", *self.FIELDS, "agreement")
            links = Attendance.objects.filter(meeting__in=live)
        else:
            ids = {want.covenant_id for want in wants}
            refs = refs_known_at(ids)
            past = Meeting.history.filter(covenant_id__in=ids, history_date__lte=known_at).latest_of_each()
            then = past.exclude(history_type="-").filter(between(wants)).exclude(state=Meeting.State.CANCELLED)
            links, agreed = (
                kept.filter(
                    history_date__lte=known_at,
                    meeting_id__in=Meeting.history.filter(covenant_id__in=ids).values("id"),
                )
                .latest_of_each()
                .exclude(history_type="-")
                for kept in (Attendance.history, Agreement.history)
            )
            counts = dict(agreed.order_by().values_list("meeting_id", "id"))
            old = then.values_list("reference_id", *self.FIELDS)
            rows = [(refs[reference], *row, counts.get(row[1])) for reference, *row in old]
        present: dict[int, list[str]] = {}
        for meeting_id, party in links.order_by().values_list("meeting_id", "party__key"):
            present.setdefault(meeting_id, []).append(party)
        return wanted(wants, (self._fact(row, present) for row in rows))

    @staticmethod
    def _fact(row: Sequence[Any], present: dict[int, list[str]]) -> tuple[int, Fact]:
        ref, covenant_id, id_, type_, on, at, state, agreed = row
        to = tuple(sorted(present.get(id_, ())))
        return covenant_id, Fact(ref, type_, on, STATES[state], at, to=to, meeting=True, agreed=agreed is not None)

    def agenda(self, covenant_ids: Sequence[int], first: date, last: date) -> list[Dated]:
        """Meetings dated within these days, both included, cancelled ones too."""
        return self._dated(Meeting.objects.filter(covenant_id__in=covenant_ids, on__range=(first, last)))

    def search(self, user: Any, words: list[str]) -> list[Dated]:
        """The newest meetings of visible covenants in whose subject, type, place or ref every folded word is found."""
        inside = Meeting.objects.filter(covenant__in=Covenant.objects.visible_to(user))
        found = matching(inside, words, "subject", "type__name", "location", "reference__ref")
        return self._dated(Meeting.objects.filter(pk__in=found.order_by("-on", "-pk").values("pk")[:MOST_FOUND]))

    @staticmethod
    def _dated(rows: Any) -> list[Dated]:
        found = rows.order_by("on", "at").values_list(
            "covenant_id", "on", "subject", "type__name", "reference__ref", "state", "covenant__key", "pk"
        )
        return [
            Dated(covenant, on, subject or name, ref, state, page_of(key, pk))
            for covenant, on, subject, name, ref, state, key, pk in found
        ]


def page_of(key: str, pk: int) -> str:
    """The address of the page of a meeting of the covenant `key`."""
    return reverse("meeting", kwargs={"key": key, "pk": pk})


meetings = Meetings()
