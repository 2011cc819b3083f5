"""Every kind of obligation in full, and what two people, a late click or an unfinished choice may not lose."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.definitions.drafts import problems_of
from obligations.models import (
    Citation,
    Covenant,
    CurrentStatus,
    HeldTerm,
    Membership,
    Obligation,
    ObligationParty,
    Revision,
    Role,
)
from obligations.services import drafting as d
from obligations.services.checking import check_statuses
from obligations.services.standings import clear_covenants
from tests import factories
from tests.web.conftest import words_of

AT = "/convenant/voorbeeld/herziening/"
REST = {
    "title": "Nieuw",
    "summary": "In eigen woorden.",
    "clause": "Overleg al. 2",
    "bearers": ["all"],
    "towards": ["all"],
}


@pytest.fixture
def sanne(covenant: Covenant) -> User:
    """The secretariat of a covenant that holds."""
    user = User.objects.create_user("sanne")
    Membership.objects.create(covenant=covenant, user=user, role=Role.SECRETARIAT)
    return user


@pytest.fixture
def desk(client: Client, sanne: User) -> Client:
    client.force_login(sanne)
    return client


@pytest.fixture
def draft(desk: Client, covenant: Covenant) -> Revision:
    assert desk.post(AT, {"title": "Convenant 2019"}).status_code == 302
    return covenant.revisions.get(status="draft")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None, name
    return found[1]


KINDS: list[Any] = [
    ("cadence", {"every_months": "6", "counts": ["overleg"]}, {"every_months": 6, "at_least": None}),
    ("cadence", {"by_day": "1", "by_month": "12", "counts_new": "Jaarplan besproken"}, {"by_month": 12, "by_day": 1}),
    ("cap", {"at_most": "2,5", "per": "year", "counter": "guest", "counts": ["zaal"]}, {"counter": "guest"}),
    (
        "cap",
        {
            "at_most": "1",
            "per": "month",
            "counter": "joint",
            "unit": "dagdeel",
            "unit_minutes": "240",
            "counts_new": "Advies gegeven",
            "new_is": "minutes",
        },
        {"unit_minutes": 240},
    ),
    (
        "deadline",
        {"due": "2019-12-31", "text": "eind 2019", "done_by": ["evaluatie"], "jointly": "on"},
        {"jointly": True},
    ),
    (
        "duty",
        {"when": ["brief"], "relation": "before", "at_least_days_before": "5", "done_by": ["kopie"]},
        {"at_least_days_before": 5},
    ),
    (
        "duty",
        {"exceeded": ["zaal"], "relation": "after", "target_days": "14", "done_by": ["gesprek"]},
        {"exceeded": ["zaal"]},
    ),
    ("standing", {"register": "account_holders", "review_months": "12"}, {"register": "account_holders"}),
    ("held", {"holding": "power"}, {"holding": "power"}),
]


@pytest.mark.parametrize(("kind", "data", "kept"), KINDS)
def test_an_obligation_of_every_kind_is_filled_in_as_a_whole(
    desk: Client, draft: Revision, kind: str, data: dict[str, Any], kept: dict[str, Any]
) -> None:
    before = set(draft.obligations.values_list("code", flat=True))
    response = desk.post(f"{AT}verplichtingen/nieuw/{kind}/", {**REST, **data, "token": str(uuid4())})
    assert response.status_code == 302, words_of(response.content.decode())
    row = next(one for code, one in d.obligations_of(draft).items() if code not in before)
    entry = d.entry_of(row)
    assert {name: entry.term[name] for name in kept} == kept
    assert entry.places == (d.Place("Overleg", "al. 2", 2),)
    assert not [text for text in problems_of(draft) if row.code in text]
    page = desk.get(f"{AT}verplichting/{row.code}/").content.decode()
    same = desk.post(
        f"{AT}verplichting/{row.code}/",
        {**REST, **data, **_chosen(entry), "version": hidden(page, "version"), "token": str(uuid4())},
    )
    assert same.status_code == 302, words_of(same.content.decode())
    assert d.entry_of(d.obligations_of(draft)[row.code]) == entry


def _chosen(entry: d.ObligationEntry) -> dict[str, Any]:
    """What was new is ticked from then on."""
    found: dict[str, Any] = {"counts_new": "", "new_is": ""}
    for use in ("counts", "done_by", "when"):
        if getattr(entry, use):
            found[use] = list(getattr(entry, use))
    return found


def test_what_does_not_go_together_is_said_on_top_and_at_the_field(desk: Client, draft: Revision) -> None:
    sent = {**REST, "at_least": "4", "per": "year", "every_months": "3", "counts": ["overleg"]}
    response = desk.post(f"{AT}verplichtingen/nieuw/cadence/", sent)
    page = response.content.decode()
    assert response.status_code == 200
    assert words_of(page).count("Kies één: een aantal per periode") == 2
    assert 'href="#id_at_least"' in page
    assert draft.obligations.count() == 7


def test_who_changes_what_was_taken_out_meanwhile_keeps_her_text(desk: Client, draft: Revision) -> None:
    page = f"{AT}verplichting/overleg/"
    html = desk.get(page).content.decode()
    d.remove_obligation(draft=draft.pk, code="overleg")
    mine = {**REST, "title": "Mijn werk", "at_least": "3", "per": "year", "counts": ["overleg"]}
    told = desk.post(page, {**mine, "kind": hidden(html, "kind"), "version": hidden(html, "version")}).content.decode()
    assert 'value="Mijn werk"' in told
    assert desk.post(f"{AT}verplichtingen/nieuw/cadence/", mine).status_code == 302
    assert draft.obligations.filter(title="Mijn werk").exists()


def test_what_is_sent_after_the_draft_went_is_given_back(desk: Client, draft: Revision) -> None:
    d.discard_draft(draft=draft.pk)
    response = desk.post(f"{AT}verplichting/overleg/", {**REST, "title": "Mijn werk"})
    assert response.status_code == 409
    page = words_of(response.content.decode())
    assert "Er is niets opgeslagen" in page
    assert "Mijn werk" in page


def test_what_someone_changed_is_not_taken_out_unseen(desk: Client, draft: Revision) -> None:
    html = desk.get(f"{AT}verplichtingen/").content.decode()
    seen = d.entry_of(d.obligations_of(draft)["overleg"])
    other = replace(seen, title="Anders")
    d.save_obligation(draft=draft.pk, entry=other, code="overleg", version=d.version_of(seen))
    form = html[: html.index('name="code" value="overleg"')]
    version = re.findall(r'name="version" value="([^"]+)"', form)[-1]
    desk.post(f"{AT}verplichtingen/weg/", {"code": "overleg", "version": version})
    assert draft.obligations.filter(code="overleg").exists()
    said = words_of(desk.get(f"{AT}verplichtingen/").content.decode())
    assert "Kijk nog eens voordat u het weghaalt." in said


@pytest.mark.parametrize(
    ("sent", "said", "kept"),
    [
        ({"kind": "moved", "moved_to": ""}, "Zeg waar", 'value="moved" selected'),
        ({"kind": "becomes", "becomes": ""}, "Kies", 'value="becomes" selected'),
        ({"kind": ""}, "Kies", ""),
    ],
)
def test_half_a_choice_is_refused_and_stays_filled_in(
    desk: Client, draft: Revision, sent: dict[str, str], said: str, kept: str
) -> None:
    line = next(one for one in d.fates(draft) if one.code == "zaal")
    response = desk.post(f"{AT}uitkomsten/kiezen/", {"code": "zaal", "version": line.version, **sent})
    page = response.content.decode()
    assert said in words_of(page)
    assert kept in page
    assert d.left_to_choose(draft) == 7


def test_nobody_approves_what_was_not_on_her_page(desk: Client, draft: Revision, sanne: User) -> None:
    piet = User.objects.create_user("piet", is_staff=True)
    d.accept_proposals(draft=draft.pk, seen={line.code: d.offered(line) for line in d.fates(draft)})
    d.request_check(draft=draft.pk, by=sanne)
    desk.force_login(piet)
    seen = hidden(desk.get(f"{AT}nakijken/").content.decode(), "text_seen")
    d.remove_obligation(draft=draft.pk, code="kopie")
    line = next(one for one in d.fates(draft) if one.code == "kopie")
    d.set_outcome(draft=draft.pk, code="kopie", fate=d.Fate("dropped"), version=line.version)
    d.request_check(draft=draft.pk, by=sanne)
    desk.post(f"{AT}nakijken/akkoord/", {"text_seen": seen})
    assert d.check_state(draft, sanne).approved_by is None
    fresh = hidden(desk.get(f"{AT}nakijken/").content.decode(), "text_seen")
    desk.post(f"{AT}nakijken/akkoord/", {"text_seen": fresh})
    assert d.check_state(draft, sanne).stands


def add_right(revision: Revision, n: int) -> None:
    """One more obligation, straight through the models."""
    code, title = f"recht-{n}", f"Recht {n}"
    row = Obligation.objects.create(
        revision=revision, code=code, title=title, summary=title, kind="held", position=n + 10
    )
    HeldTerm.objects.create(obligation=row, holding="may")
    ObligationParty.objects.create(obligation=row, party=factories.parties()[0], side="bearer")
    Citation.objects.create(obligation=row, clause=revision.clauses.get(), place=f"al. 1 zin {n + 50}")


@pytest.mark.parametrize("page", ["verplichtingen/", "uitkomsten/", "nakijken/", "verplichting/overleg/"])
def test_a_page_asks_as_much_for_seven_as_for_seventy(desk: Client, draft: Revision, page: str) -> None:
    desk.get(f"{AT}{page}")
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert desk.get(f"{AT}{page}").status_code == 200
    for revision in (draft, draft.replaces):
        assert revision is not None
        for n in range(63):
            add_right(revision, n)
    with CaptureQueriesContext(connection) as many:
        assert desk.get(f"{AT}{page}").status_code == 200
    assert len(many) == len(few)


def test_reading_and_editing_a_draft_leaves_how_things_stand(
    desk: Client, draft: Revision, covenant: Covenant, today: Any
) -> None:
    clear_covenants([covenant.pk], today=today)
    check_statuses(today)
    before = list(CurrentStatus.objects.order_by("pk").values())
    for page in ("datums/", "partijen/", "verplichtingen/", "uitkomsten/", "nakijken/", "verplichting/overleg/"):
        assert desk.get(f"{AT}{page}").status_code == 200
    desk.post(f"{AT}verplichtingen/nieuw/held/", {**REST, "holding": "may"})
    desk.post(f"{AT}verplichtingen/?zin=altijd", {"what": "Elkaar helpen", "clause": "Overleg"})
    check_statuses(today)
    assert draft.obligations.count() == 9
    assert list(CurrentStatus.objects.order_by("pk").values()) == before


def test_the_ways_to_begin_are_shown_with_the_example(desk: Client, covenant: Covenant) -> None:
    assert "Eerst rondkijken" not in desk.get("/nieuw-convenant/").content.decode()
    covenant.has_example_register = True
    covenant.save()
    page = words_of(desk.get("/nieuw-convenant/").content.decode())
    assert (
        "Eerst rondkijken met een voorbeeld Mijn convenant invoeren in vijf stappen Overnemen uit een bestand" in page
    )


def test_the_page_of_the_covenant_goes_on_with_the_draft(desk: Client, draft: Revision) -> None:
    assert "Verder met het concept" in words_of(desk.get("/convenant/voorbeeld/").content.decode())
