"""Words are found whatever their capitals and accents, on both databases, and never in what is someone else's."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from obligations.models import Covenant, Obligation
from obligations.models.matching import folded, words_of
from obligations.search import MOST, Kind, search, snippet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def covenant() -> Covenant:
    found = factories.make_covenant(title="Sámen voor Voorbeeld")
    factories.fill_register(found)
    room = Obligation.objects.get(code="zaal")
    room.title, room.summary = "Elkaars café gebruiken", "Reünies, 100% gratis_toegang en coördinatie’s in één zaal."
    room.save()
    factories.add_account_holder(found, "accounthouder Voorbeeldstad", first=None)
    return found


@pytest.fixture
def bob(covenant: Covenant) -> User:
    return factories.make_reader(covenant)


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("samen", Kind.COVENANT, "Sámen voor Voorbeeld"),
        ("SÁMEN", Kind.COVENANT, "Sámen voor Voorbeeld"),
        ("cafe", Kind.OBLIGATION, "Elkaars café gebruiken"),
        ("CAFÉ", Kind.OBLIGATION, "Elkaars café gebruiken"),
        ("reunies", Kind.OBLIGATION, "Elkaars café gebruiken"),
        ("coordin", Kind.OBLIGATION, "Elkaars café gebruiken"),
        ("gebruiken elkaars", Kind.OBLIGATION, "Elkaars café gebruiken"),
        ("100%", Kind.OBLIGATION, "Elkaars café gebruiken"),
        ("s_t", Kind.OBLIGATION, "Elkaars café gebruiken"),
        ("overl", Kind.OBLIGATION, "Ambtelijk overleg houden"),
        ("geregeld met elkaar", Kind.CLAUSE, "Periodiek overleg (PER al. 1)"),
        ("voorbeeldstad", Kind.PARTY, "Gemeente Voorbeeldstad"),
        ("directeur", Kind.PARTY, None),
        ("per jaar", Kind.READING, "A-01 Wat is ‘per jaar’?"),
        ("voorbeeld-O-9", Kind.FACT, "Ambtelijk overleg"),
        ("voorbeeld-o", Kind.FACT, "Ambtelijk overleg"),
        ("ambtelijk", Kind.FACT, "Ambtelijk overleg"),
    ],
)
def test_what_is_found(bob: User, text: str, kind: Kind, title: str | None) -> None:
    titles = [hit.title for hit in search(bob, text).hits.get(kind, ())]
    assert (title in titles) is (title is not None)


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "nergens", "' OR 1=1 --", '"', "\\", "100%x", "x" * 500, "😀", "%", "_ _", "cafe nergens"]
)
def test_what_is_not_found_is_no_error(bob: User, text: str) -> None:
    found = search(bob, text)
    titles = [hit.title for hits in found.hits.values() for hit in hits]
    assert all(word in "100% gratis_toegang" for word in found.words) or titles == []


def test_a_hit_says_where_it_was_found(bob: User) -> None:
    hit = search(bob, "reunies").hits[Kind.OBLIGATION][0]
    assert hit.where == "Convenant 2016"
    assert [piece.text for piece in hit.pieces if piece.hit] == ["Reünies"]
    meeting = search(bob, "voorbeeld-O-9").hits[Kind.FACT][0]
    assert (meeting.where, meeting.ref) == ("2018-09-14", "voorbeeld-O-9")


def test_an_obligation_of_two_revisions_is_one_hit(bob: User, covenant: Covenant) -> None:
    factories.revise(covenant, date(2018, 9, 1))
    hits = [hit for hit in search(bob, "ambtelijk overleg").hits[Kind.OBLIGATION] if hit.code == "overleg"]
    assert [hit.where for hit in hits] == ["Convenant 2016, Convenant 2019"]


def test_a_draft_is_not_found(bob: User, covenant: Covenant) -> None:
    draft = factories.revise(covenant, date(2018, 9, 1))
    draft.status = "draft"
    draft.save()
    Obligation.objects.filter(revision=draft).first()
    assert [hit.where for hit in search(bob, "ambtelijk overleg").hits[Kind.OBLIGATION]] == ["Convenant 2016"]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.sampled_from(["geheim", "overleg", "voorbeeld", "ander", "a", "e o", "zaal", "stad"]))
def test_nothing_of_others_is_ever_found(covenant: Covenant, bob: User, text: str) -> None:
    if not Covenant.objects.filter(key="ander").exists():
        factories.fill_register(factories.make_covenant("ander", "Ander geheim convenant"))
    found = search(bob, text)
    assert {hit.covenant for hits in found.hits.values() for hit in hits} <= {"voorbeeld"}
    assert not search(bob, text, "ander").hits


def test_more_than_fits_is_said_and_it_asks_as_often(bob: User, covenant: Covenant) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            search(bob, "zaal")
        return len(queries)

    few = asked()
    revision = covenant.revisions.get()
    for number in range(MOST + 10):
        factories.make_obligation(revision, revision.clauses.get(), "recht-op-zaal", 9, {}, named=f"z-{number}")
    found = search(bob, "zaal")
    assert len(found.hits[Kind.OBLIGATION]) == MOST
    assert Kind.OBLIGATION in found.more
    assert asked() == few


@given(st.text(max_size=200))
def test_words_are_folded_and_few(text: str) -> None:
    words = words_of(text)
    assert len(words) <= 8
    assert all(folded(word) == word and len(word) <= 60 and word.strip() for word in words)


@given(st.text(alphabet="abéÉß çx.", max_size=300), st.lists(st.sampled_from(["a", "be", "ss", "c"]), max_size=3))
def test_the_words_around_a_hit_are_part_of_the_text(text: str, words: list[str]) -> None:
    pieces = snippet(text, words)
    shown = "".join(piece.text for piece in pieces if piece.text not in ("… ", " …"))
    assert shown.removesuffix(" …") in text
    assert all(any(word in folded(piece.text) for word in words) for piece in pieces if piece.hit)
