"""Lists of today are those that a fresh assessment gives, stored or not, and cost the same however long they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from obligations.assessments import Standing, assess_covenants
from obligations.current import Chosen, Listing, listing_of, standing_today
from obligations.engine.verdict import Assessment
from obligations.models import Covenant, Obligation, Revision
from obligations.services.checking import check_statuses
from obligations.services.standings import clear_covenants
from obligations.wording import Group
from obligations.wording.placing import Place, place_of, shown_rows
from tests import factories
from tests.obligations.lively import FIRST, Secretariat

pytestmark = pytest.mark.django_db
ALL = 10_000


def places(standing: Standing, today: date) -> dict[int, Place]:
    """The place of every obligation, the slow way."""
    return {
        line.obligation.id: place_of(
            line.obligation.terms, shown_rows(line.obligation.terms, line.assessed.rows, today), today
        )
        for line in standing.lines
    }


def listed(listing: Listing) -> dict[Group, list[int]]:
    return {group: [spot.pk for spot in spots] for group, spots in listing.first_of_each(ALL).items()}


def expected(found: dict[int, Place]) -> dict[Group, list[int]]:
    rows: dict[Group, list[tuple[int, date, int]]] = {group: [] for group in Group}
    for pk, place in found.items():
        if place.group is not None:
            rows[place.group].append((place.rank, place.on or date.max, pk))
    return {group: [pk for _rank, _on, pk in sorted(keys)] for group, keys in rows.items()}


def shown(standing: Standing) -> dict[int, list[Assessment]]:
    return {line.obligation.id: sorted(line.assessed.rows, key=lambda row: row.occurrence) for line in standing.lines}


def shown_of(standing: Standing, ids: Iterable[int], today: date) -> dict[int, list[Assessment]]:
    lines = {line.obligation.id: line for line in standing.lines}
    return {
        pk: sorted(
            shown_rows(lines[pk].obligation.terms, lines[pk].assessed.rows, today), key=lambda row: row.occurrence
        )
        for pk in ids
    }


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), steps=st.lists(st.integers(0, 120), min_size=3, max_size=15))
def test_a_list_is_what_a_fresh_assessment_gives_whatever_is_stored(
    tmp_path: Path, seed: int, steps: list[int]
) -> None:
    with transaction.atomic():
        office = Secretariat(tmp_path, seed)
        covenant = office.covenant
        today = FIRST + timedelta(days=seed % 2800)
        for step in steps:
            today += timedelta(days=step)
            if office.chance.random() < 0.6:
                office.act(today)
            else:
                check_statuses(today)
            covenant.refresh_from_db()
            fresh = assess_covenants([covenant.pk], today, history=True)[covenant.pk]
            listing = listing_of([covenant.pk], today, Chosen())
            assert listed(listing) == expected(places(fresh, today))
            assert listing.counts == {group: len(ids) for group, ids in listed(listing).items()}
            ids = [pk for found in listed(listing).values() for pk in found]
            spots = [spot for found in listing.first_of_each(ALL).values() for spot in found]
            standing = standing_today([covenant], spots, today)[covenant.pk]
            assert shown(standing) == shown_of(fresh, ids, today)
        check_statuses(today)
        transaction.set_rollback(True)


@pytest.fixture
def covenant() -> Covenant:
    found = factories.make_covenant()
    factories.fill_register(found)
    clear_covenants([found.pk], today=TODAY)
    check_statuses(TODAY)
    return found


TODAY = date(2018, 12, 10)


@pytest.mark.parametrize(
    ("chosen", "codes"),
    [
        (Chosen(kind="cap"), {"zaal"}),
        (Chosen(kind="cadence"), {"overleg"}),
        (Chosen(party="stad"), set(factories.TERMS)),
        (Chosen(party="stad", side="towards", kind="duty"), {"terugkoppelen", "kopie"}),
        (Chosen(party="nergens"), set()),
        (Chosen(theme="nergens"), set()),
    ],
)
def test_a_list_is_about_what_was_chosen(covenant: Covenant, chosen: Chosen, codes: set[str]) -> None:
    found = listed(listing_of([covenant.pk], TODAY, chosen))
    ids = [pk for ids in found.values() for pk in ids]
    assert set(Obligation.objects.filter(pk__in=ids).values_list("code", flat=True)) == codes


def test_pages_are_parts_of_the_whole(covenant: Covenant) -> None:
    listing = listing_of([covenant.pk], TODAY, Chosen())
    for group, ids in listed(listing).items():
        pages = [listing.page(group, first, 2) for first in range(0, len(ids), 2)]
        assert [spot.pk for page in pages for spot in page] == ids


def test_a_page_asks_as_much_of_a_thousand_obligations_as_of_seven(covenant: Covenant) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            listing = listing_of([covenant.pk], TODAY, Chosen())
            spots = [spot for found in listing.first_of_each(5).values() for spot in found]
            standing_today([covenant], spots, TODAY)
        return len(queries)

    few = asked()
    revision = Revision.objects.get(covenant=covenant)
    clause = revision.clauses.get()
    for number in range(60):
        factories.make_obligation(revision, clause, "zaal", 10 + number, {}, named=f"zaal-{number}")
    clear_covenants([covenant.pk], today=TODAY)
    check_statuses(TODAY)
    assert asked() <= few
