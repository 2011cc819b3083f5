"""How the text is read: all choices on one page, and another one only by agreement, with its effect first."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from obligations.assessments import assess_covenants
from obligations.definitions.apply import export_definition
from obligations.engine.readings import KEYS, Readings
from obligations.models import Covenant, Membership, Reading, ReadingChoice, Role
from obligations.web.effects import alternatives, differences
from tests.web.conftest import Read, words_of

PAGE = "/convenant/voorbeeld/uitleg/"
QUORUM = f"{PAGE}quorum/?plicht=overleg"


@pytest.fixture
def desk(client: Client, covenant: Covenant) -> Client:
    user = User.objects.create_user("sanne")
    Membership.objects.create(covenant=covenant, user=user, role=Role.SECRETARIAT)
    client.force_login(user)
    return client


def words(client: Client, address: str) -> str:
    return words_of(client.get(address).content.decode())


def test_every_question_stands_on_one_page_once(read: Read) -> None:
    page = read(PAGE)
    assert "A-01 Wat is ‘per jaar’? Het kalenderjaar De plannen volgen dat." in page
    assert "Wie moeten er bij een overleg zijn? Alle partijen" in page
    assert "Wanneer is een maximum bijna vol? Vanaf 75 procent" in page
    assert "of wijzig hem" not in page  # Bob only reads


def test_the_effect_over_all_periods_comes_first(desk: Client) -> None:
    """Without Voorbeeld the meeting of 14 November counts when any one party is enough: domain.md A-09."""
    page = words(desk, f"{PAGE}part_year/")
    assert "Nu: Naar verhouding, gerekend in dagen" in page
    year = words(desk, f"{PAGE}year/")
    assert "Niets: in elke periode komt er hetzelfde uit." in year  # in force since 1 January: the same years


def sent(**changed: object) -> dict[str, object]:
    return {
        "value": "2",
        "agreed_on": "2018-12-01",
        "agreed_by": ["stad", "regio"],
        "why": "Zo is het altijd gegaan.",
        **changed,
    }


def test_another_reading_is_chosen_and_kept_with_who_agreed(desk: Client, covenant: Covenant) -> None:
    number = alternatives("same_day", Readings()).index("each")
    before = ReadingChoice.objects.count()
    response = desk.post(f"{PAGE}same_day/?plicht=overleg", sent(value=str(number)))
    assert response["Location"] == PAGE
    choice = ReadingChoice.objects.get(key="same_day")
    assert (choice.value, choice.obligation.code, ReadingChoice.objects.count()) == ("each", "overleg", before + 1)
    record = Reading.objects.get(key="same_day")
    assert (record.agreed_on, record.agreed_by, record.obligations) == (
        date(2018, 12, 1),
        ["stad", "regio"],
        ["overleg"],
    )
    page = words(desk, PAGE)
    assert "Elk apart Zo is het altijd gegaan. Afgesproken: 1 december 2018, Voorbeeldstad en Voorbeeld" in page
    assert "same_day: each" in export_definition("voorbeeld")


def test_choosing_again_changes_the_same_record_with_history(desk: Client) -> None:
    one = str(alternatives("same_day", Readings()).index("each"))
    desk.post(f"{PAGE}same_day/", sent(value=one))
    desk.post(f"{PAGE}same_day/", sent(value="0", why="Toch niet."))
    record = Reading.objects.get(key="same_day")
    assert (record.value, record.why) == ("one", "Toch niet.")
    assert [row.value for row in record.history.order_by("pk")] == ["each", "one"]
    assert ReadingChoice.objects.get(key="same_day").value == "one"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"agreed_by": []}, "Afgesproken door: Dit veld is verplicht."),
        ({"why": ""}, "Waarom: Dit veld is verplicht."),
        ({"agreed_on": "2018-12-11"}, "De dag van de afspraak ligt niet na vandaag."),
        ({"agreed_on": "31-02-2018"}, "Dit is geen dag. Schrijf hem als 31-12-2026."),
        ({"value": "99"}, "Welke uitleg geldt vanaf nu?:"),
        ({"value": ""}, "Welke uitleg geldt vanaf nu?:"),
    ],
)
def test_without_an_agreement_nothing_changes_and_what_was_typed_stays(
    desk: Client, changed: dict[str, object], said: str
) -> None:
    response = desk.post(f"{PAGE}same_day/", sent(**{"value": "0", **changed}))
    page = words_of(response.content.decode())
    assert response.status_code == 200
    assert said in page
    assert "Kijk 1 ding na" in page
    assert not ReadingChoice.objects.exists()
    if "why" not in changed:
        assert "Zo is het altijd gegaan." in page


@pytest.mark.parametrize("name", ["geen", "value"])
def test_what_is_no_reading_is_not_found(desk: Client, name: str) -> None:
    assert desk.get(f"{PAGE}{name}/").status_code == 404
    assert desk.get(f"{PAGE}year/?plicht=geen").status_code == 404


@pytest.mark.parametrize("key", KEYS)
def test_every_reading_can_be_looked_at(desk: Client, key: str) -> None:
    assert desk.get(f"{PAGE}{key}/").status_code == 200


@pytest.mark.parametrize("key", KEYS)
def test_what_is_foretold_is_what_happens(desk: Client, covenant: Covenant, today: date, key: str) -> None:
    """The rows that differ after choosing are those that the page shows, with the same result."""
    standing = assess_covenants([covenant.pk], today, history=True)[covenant.pk]
    value = alternatives(key, standing.covenant.readings)[0]
    foretold = {
        (one.line.obligation.code, row.occurrence): row
        for one in differences(standing, standing.lines, key, value)
        if (row := one.other) is not None
    }
    assert desk.post(f"{PAGE}{key}/", sent(value="0")).status_code == 302
    after = assess_covenants([covenant.pk], today, history=True)[covenant.pk]
    before = {(line.obligation.code, row.occurrence): row for line in standing.lines for row in line.assessed.rows}
    now = {(line.obligation.code, row.occurrence): row for line in after.lines for row in line.assessed.rows}
    assert {name: row for name, row in now.items() if before.get(name) != row} == foretold


def test_the_second_of_two_is_told_and_loses_nothing(desk: Client) -> None:
    one = str(alternatives("same_day", Readings()).index("each"))
    assert desk.post(f"{PAGE}same_day/", sent(value=one, seen='"one"')).status_code == 302
    response = desk.post(f"{PAGE}same_day/", sent(value="0", seen='"one"', why="Dit vind ik."))
    page = words_of(response.content.decode())
    assert "Iemand anders heeft dit intussen gewijzigd." in page
    assert "Dit vind ik." in page
    assert Reading.objects.get(key="same_day").value == "each"
