"""The covenants, and one covenant on a day: each obligation once, in one of five groups."""

import itertools
import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obligations.models import Citation, Clause, Covenant, Obligation
from obligations.web.as_of import Moment
from obligations.web.standings import look_at, placed
from obligations.wording import Group
from tests import factories
from tests.web.conftest import Read, group

COVENANT = "/convenant/voorbeeld/"


def test_the_current_come_first_and_the_ended_apart(client: Client, bob: User) -> None:
    old = factories.make_covenant("oud", "Aloud convenant", in_force_from=date(2015, 1, 1), ends_on=date(2018, 1, 1))
    bob.memberships.create(covenant=old, role="reader")
    client.force_login(bob)
    page = client.get("/convenanten/").content.decode()
    order = ["Lopende convenanten", "Samen voor Voorbeeld", "Afgelopen convenanten", "Aloud convenant"]
    assert sorted(order, key=page.index) == order


def test_a_card_says_what_weighs_most_and_when_something_changes(read: Read) -> None:
    page = read("/convenanten/")
    assert "Geldt vanaf 1 januari 2016, zonder einddatum" in page
    assert "Boven het maximum Elkaars zaal gebruiken" in page
    assert "3 Nu doen 0 Loopt 1 Gehaald 0 Niet gehaald 3 Telt nu niet" in page
    assert "Hierna verandert er iets op: 1 januari 2019" in page


def test_an_example_is_marked(read: Read, covenant: Covenant) -> None:
    assert "Voorbeeld: wat er is gebeurd, is verzonnen. Er gaat geen mail uit." not in read("/convenanten/")
    covenant.has_example_register = True
    covenant.save()
    assert "Voorbeeld: wat er is gebeurd, is verzonnen. Er gaat geen mail uit." in read("/convenanten/")
    assert "Voorbeeld: wat er is gebeurd, is verzonnen. Er gaat geen mail uit." in read(COVENANT)


def test_without_a_covenant_it_is_said_what_to_do(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user("dave"))
    assert "Vraag het secretariaat om u toe te voegen." in client.get("/").content.decode()
    client.force_login(User.objects.create_user("erin", is_staff=True))
    assert "Mijn convenant invoeren" in client.get("/").content.decode()


def test_the_groups_have_their_fixed_order_and_a_number(client: Client, bob: User) -> None:
    client.force_login(bob)
    page = client.get(COVENANT).content.decode()
    ids = ["to-do", "running", "achieved", "not-achieved", "not-now"]
    assert sorted(ids, key=lambda id_: page.index(f'id="{id_}"')) == ids


def test_what_to_do_now_comes_worst_first(read: Read) -> None:
    found = group(read(COVENANT), "Nu doen")
    titles = ["Elkaars zaal gebruiken", "Uitkomst van een gesprek melden", "Ambtelijk overleg houden"]
    assert sorted(titles, key=found.index) == titles
    assert "Binnenkort: vóór 31 december" in found
    assert "3 van 4 ambtelijke overleggen in 2018 gehouden" in found
    assert "PER al. 1 zin 1" in found


def test_counters_of_one_obligation_stand_together_under_one_title(read: Read) -> None:
    found = group(read(COVENANT), "Nu doen")
    assert found.count("Elkaars zaal gebruiken") == 1
    assert "Boven het maximum" in found
    assert "Ruimte over" in found


def test_what_is_done_and_what_does_not_count_now(read: Read) -> None:
    page = read(COVENANT)
    assert "Tussentijds evalueren" in group(page, "Gehaald")
    assert "Hier staat in deze periode niets." in group(page, "Niet gehaald")
    rest = group(page, "Telt nu niet")
    assert "Toon alles" in rest
    assert "Kopie van een brief sturen" in rest
    assert "Nu niet aan de orde" in rest
    assert "Recht op een zaal" in rest


def test_what_does_not_count_is_folded_away(client: Client, bob: User) -> None:
    client.force_login(bob)
    page = client.get(COVENANT).content.decode()
    folds = re.findall(r"<details class=\"fold.*?</details>", page, re.DOTALL)
    assert [fold for fold in folds if "Recht op een zaal" in fold]
    assert page.count(">Recht op een zaal</a>") == 1


def test_a_date_before_shows_what_was_so_then(read: Read) -> None:
    page = read(f"{COVENANT}?peildatum=2018-03-02")
    assert "1 van 4 ambtelijke overleggen in 2018 gehouden" in page
    assert "Precies vol (mag)" in page


def test_parties_are_those_of_the_day_with_their_account_holder(read: Read, covenant: Covenant) -> None:
    factories.add_account_holder(covenant, "A. Bakker", first=None, end=date(2018, 6, 1))
    member = covenant.revisions.get().members.get(party__key="regio")
    member.leaves_on = date(2018, 6, 1)
    member.save()
    before, after = read(f"{COVENANT}?peildatum=2018-05-31"), read(COVENANT)
    assert "Accounthouder: directeur van Voorbeeldstad A. Bakker" in before
    assert "Regio Voorbeeld" in before
    assert "op deze dag geen accounthouder" in after
    assert "Regio Voorbeeld" not in after[after.index("Partijen") :]


def test_of_a_replaced_revision_only_what_still_trails_is_shown(read: Read, covenant: Covenant) -> None:
    factories.revise(covenant, date(2018, 9, 1))
    page = read(COVENANT)
    assert "Vervangen op 1 september 2018" in page
    assert "Elkaars zaal gebruiken" not in page
    trailing = group(page, "Nu doen")
    assert "Uitkomst van een gesprek melden" in trailing  # asked for before the switch, not done yet
    assert "zin 4 · Convenant 2016" in trailing
    assert page.count("Ambtelijk overleg houden") == 1


def test_what_trails_of_a_replaced_revision_is_never_what_weighs_most_on_a_card(read: Read, covenant: Covenant) -> None:
    factories.revise(covenant, date(2018, 9, 1))
    factories.add_event(covenant, "G-2", "gesprek", date(2018, 10, 1))
    factories.add_event(covenant, "E-2", "evaluatie", date(2018, 10, 1))
    old = Obligation.objects.get(code="terugkoppelen", revision__key="2016")
    old.title = "Oude uitkomst"
    old.save()
    assert "Oude uitkomst" in group(read(COVENANT), "Nu doen")
    page = read("/convenanten/")
    assert "Even nakijken Uitkomst van een gesprek melden" in page
    assert "Oude uitkomst" not in page


def test_a_group_without_a_line_says_so(read: Read) -> None:
    assert "Er loopt nu niets." in group(read(COVENANT), "Loopt")


def test_every_obligation_of_the_revision_has_one_place(covenant: Covenant, today: date) -> None:
    look = look_at([covenant.pk], Moment("/", today, today))[covenant.pk]
    codes = [one.line.obligation.code for one in placed(look)]
    assert sorted(codes) == sorted(Obligation.objects.values_list("code", flat=True))
    assert {one.group for one in placed(look)} <= set(Group)


def asked(client: Client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


KNOWN = "?bekend=2018-11-01"


@pytest.mark.parametrize("query", ["", KNOWN])
def test_the_list_asks_the_database_as_often_for_many_as_for_one(client: Client, bob: User, query: str) -> None:
    client.force_login(bob)
    one = asked(client, f"/convenanten/{query}")
    for index in range(7):
        more = factories.make_covenant(f"c{index}", f"Convenant {index}")
        factories.fill_register(more)
        bob.memberships.create(covenant=more, role="reader")
    assert asked(client, f"/convenanten/{query}") == one


@pytest.mark.parametrize("query", ["", KNOWN])
@pytest.mark.parametrize("page", [COVENANT, f"{COVENANT}verplichting/overleg/", f"{COVENANT}verplichting/evaluatie/"])
def test_a_page_asks_the_database_as_often_for_much_as_for_little(
    client: Client, bob: User, covenant: Covenant, monkeypatch: pytest.MonkeyPatch, page: str, query: str
) -> None:
    client.force_login(bob)
    little = asked(client, page + query)
    multiply(covenant, monkeypatch)
    assert asked(client, page + query) == little


def multiply(covenant: Covenant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the obligations, fifteen more facts, places in the text and readings, and ten more years."""
    revision = covenant.revisions.get()
    clause = Clause.objects.get(revision=revision)
    for number, code in itertools.product(range(3), tuple(factories.TERMS)):
        monkeypatch.setitem(factories.TERMS, f"{code}-{number}", factories.TERMS[code])
        monkeypatch.setitem(factories.TITLES, f"{code}-{number}", f"{factories.TITLES[code]} {number}")
        factories.make_obligation(revision, clause, f"{code}-{number}", 20 + number, {})
    for number in range(1, 6):
        factories.add_meeting(covenant, f"M-{number}", date(2017, number, 1))
        factories.add_event(covenant, f"EV-{number}", "evaluatie", date(2018, number, 2))
        factories.add_event(covenant, f"GS-{number}", "gesprek", date(2018, number, 3))
        for cited in revision.obligations.filter(code__in=["overleg", "evaluatie"]):
            Citation.objects.create(obligation=cited, clause=clause, paragraph=1, place=f"al. {number}")
    revision.signed_on = revision.in_force_from = date(2006, 1, 1)
    revision.save()


def test_what_is_done_by_a_day_of_each_year_stays_done_until_the_year_is_over(read: Read, covenant: Covenant) -> None:
    term = Obligation.objects.get(code="overleg").cadenceterm
    term.at_least, term.per, term.by_month, term.by_day = None, "", 12, 1
    term.save()
    assert "Ambtelijk overleg houden" in group(read(f"{COVENANT}?peildatum=2018-06-01"), "Gehaald")
    assert "Ambtelijk overleg houden" in group(read(f"{COVENANT}?peildatum=2019-01-01"), "Nu doen")


def test_what_had_to_be_done_once_at_the_start_stays_done(read: Read, covenant: Covenant) -> None:
    obligation = Obligation.objects.get(code="terugkoppelen")
    obligation.dutyterm.at_start = True
    obligation.dutyterm.save()
    obligation.types.get(use="when").delete()
    factories.add_event(covenant, "U-1", "uitkomst", date(2016, 2, 1))
    assert "Uitkomst van een gesprek melden" in group(read(f"{COVENANT}?peildatum=2018-06-01"), "Gehaald")
