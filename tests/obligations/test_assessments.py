"""The read path asks the database the same number of questions, and every source the same way."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obligations import evidence
from obligations.assessments import assess_covenants
from obligations.engine.facts import FactState
from obligations.engine.verdict import Status
from obligations.models import Covenant, Outcome
from obligations.models.matching import words_of
from tests.factories import add_event, add_meeting, fill_register, make_covenant, make_reader, revise

pytestmark = pytest.mark.django_db
DAY = date(2018, 6, 1)


def asked(ids: list[int], known_at: date | None = None) -> int:
    """How many queries it takes to assess these covenants."""
    with CaptureQueriesContext(connection) as captured:
        assess_covenants(ids, DAY, known_at=known_at)
    return len(captured)


@pytest.mark.parametrize("known_at", [None, date(2018, 6, 2)], ids=["as it is", "as it was known"])
def test_the_number_of_queries_is_the_same_for_one_covenant_and_for_many(known_at):
    first = make_covenant("eerste")
    fill_register(first)
    one = asked([first.pk], known_at)
    more = [make_covenant(f"volgend-{number}") for number in range(5)]
    for covenant in more:
        fill_register(covenant)
    assert asked([first.pk, *(covenant.pk for covenant in more)], known_at) == one
    assert one <= 30


def test_the_number_of_queries_does_not_grow_with_the_register():
    covenant = make_covenant("eerste")
    fill_register(covenant)
    before = asked([covenant.pk])
    for number in range(30):
        add_event(covenant, f"extra-{number}", "zaal", date(2018, 1, 1) + timedelta(days=number))
        add_meeting(covenant, f"meer-{number}", date(2018, 2, 1) + timedelta(days=number))
    assert asked([covenant.pk]) == before


def test_what_was_recorded_later_is_left_out_of_what_was_known():
    covenant = make_covenant("eerste")
    add_meeting(covenant, "AO-1", date(2018, 1, 17))
    today = timezone.localdate()
    rows = [
        assess_covenants([covenant.pk], DAY, known_at=known_at, codes=["overleg"])[covenant.pk].rows[0]
        for known_at in (today, today - timedelta(days=1))
    ]
    assert [row.counted for row in rows] == [("AO-1",), ()]


def test_where_an_obligation_went_is_said_by_title_or_by_instrument():
    covenant = make_covenant("eerste")
    new = revise(covenant, date(2018, 3, 1))
    Outcome.objects.filter(code="kopie").delete()
    Outcome.objects.create(revision=new, code="kopie", kind="becomes", becomes=["terugkoppelen"])
    standing = assess_covenants([covenant.pk], DAY)[covenant.pk]
    old = {line.obligation.code: standing.subject(line) for line in standing.lines if line.revision.key == "2016"}
    assert {code: (subject.successor, subject.certain) for code, subject in old.items()} == {
        "overleg": ("Ambtelijk overleg houden", True),
        "zaal": ("werkafspraken", False),
        "evaluatie": ("Tussentijds evalueren", True),
        "terugkoppelen": ("Uitkomst van een gesprek melden", True),
        "kopie": ("Uitkomst van een gesprek melden", True),
        "in-beeld-houden": ("Ontwikkelingen in beeld houden", True),
        "recht-op-zaal": (None, True),
    }


def test_a_deleted_entry_was_known_until_it_was_deleted():
    covenant = make_covenant("eerste")
    entry = add_event(covenant, "EV-1", "evaluatie", date(2018, 5, 1))
    entry._history_date = timezone.now() + timedelta(days=1)
    entry.delete()
    today = timezone.localdate()
    now = assess_covenants([covenant.pk], DAY, codes=["evaluatie"])[covenant.pk].rows[0]
    then = assess_covenants([covenant.pk], DAY, known_at=today, codes=["evaluatie"])[covenant.pk].rows[0]
    assert (now.status, then.status) == (Status.DUE_SOON, Status.MET)


def test_both_sources_are_named_in_settings_and_answer_in_one_order():
    covenant = make_covenant("eerste")
    add_meeting(covenant, "AO-1", date(2018, 3, 1))
    add_event(covenant, "ZG-1", "zaal", date(2018, 2, 1))
    want = evidence.Want(covenant.pk, frozenset({"overleg", "zaal"}), date(2018, 2, 1), date(2018, 3, 1))
    facts = evidence.gather([want], None)[covenant.pk]
    assert [(fact.ref, fact.meeting, fact.state) for fact in facts] == [
        ("ZG-1", False, FactState.HAPPENED),
        ("AO-1", True, FactState.HAPPENED),
    ]


@pytest.mark.parametrize(
    ("types", "first", "last"),
    [
        pytest.param({"zaal"}, None, None, id="another type"),
        pytest.param({"overleg"}, date(2018, 3, 2), None, id="from a later day"),
        pytest.param({"overleg"}, None, date(2018, 2, 28), id="up to an earlier day"),
    ],
)
def test_a_source_gives_only_what_is_wanted(types, first, last):
    covenant = make_covenant("eerste")
    add_meeting(covenant, "AO-1", date(2018, 3, 1))
    assert evidence.gather([evidence.Want(covenant.pk, frozenset(types), first, last)], None) == {covenant.pk: []}


def test_the_agenda_is_of_all_sources():
    covenant = make_covenant("eerste")
    add_meeting(covenant, "AO-1", date(2018, 3, 1))
    add_event(covenant, "ZG-1", "zaal", date(2018, 3, 2))
    found = [
        dated.ref
        for source in evidence.sources()
        for dated in source.agenda([covenant.pk], date(2018, 3, 1), date(2018, 3, 2))
    ]
    assert sorted(found) == ["AO-1", "ZG-1"]


def test_finding_shows_only_what_one_may_see():
    covenant = make_covenant("eerste")
    add_meeting(covenant, "AO-1", date(2018, 3, 1))
    add_event(covenant, "ZG-1", "zaal", date(2018, 3, 2))
    stranger = get_user_model().objects.create_user("charlie")
    for source, ref in zip(evidence.sources(), ("ZG-1", "AO-1"), strict=True):
        assert [dated.ref for dated in source.search(make_reader_once(covenant), words_of(ref))] == [ref]
        assert source.search(stranger, words_of(ref)) == []


def make_reader_once(covenant: Covenant):
    return get_user_model().objects.filter(username="bob").first() or make_reader(covenant)


def test_a_person_sees_the_covenants_of_a_membership_and_an_administrator_all():
    seen, other = make_covenant("eerste"), make_covenant("tweede")
    bob = make_reader(seen)
    boss = get_user_model().objects.create_superuser("alice")
    assert list(Covenant.objects.visible_to(bob)) == [seen]
    assert set(Covenant.objects.visible_to(boss)) == {seen, other}
    bob.is_active = False
    assert not Covenant.objects.visible_to(bob).exists()
