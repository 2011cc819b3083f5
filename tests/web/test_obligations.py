"""One obligation: what was agreed, how it stands and why, through all periods and under each revision."""

from datetime import date

import pytest

from obligations.models import Covenant, Outcome
from tests import factories
from tests.web.conftest import Read

MEETING = "/convenant/voorbeeld/verplichting/overleg/"


def test_it_says_what_was_agreed_by_whom_and_where_it_stands(read: Read) -> None:
    page = read(MEETING)
    assert "Wat is afgesproken Minstens 4 keer per jaar" in page
    assert "Wie doet het Voorbeeldstad en Voorbeeld" in page
    assert "Waar staat dit PER al. 1 zin 1: Periodiek overleg Wat de partijen geregeld met elkaar doen." in page


def test_the_words_of_the_text_stand_beside_its_date(read: Read) -> None:
    page = read("/convenant/voorbeeld/verplichting/evaluatie/")
    assert "Uiterste datum (convenant): 30 juni 2018 (in de tekst: vóór 1 juli 2018 )" in page


def test_it_says_how_it_stands_now_before_anything_else(read: Read) -> None:
    page = read(MEETING)
    now = page[page.index("Hoe staat het ervoor") : page.index("Convenant 2016")]
    assert "Binnenkort: vóór 31 december" in now
    assert "3 van 4 ambtelijke overleggen in 2018 gehouden" in now


def test_all_periods_are_there_the_newest_first(read: Read) -> None:
    page = read(MEETING)
    page = page[page.index("Wat telt mee") :]
    periods = ["In 2018", "In 2017", "In 2016"]
    assert sorted(periods, key=page.index) == periods
    assert "Niet gehaald (0 van 4)" in page


def test_what_counts_and_what_does_not_with_the_reason(read: Read) -> None:
    page = read(MEETING)
    assert "14 september 2018 , Ambtelijk overleg voorbeeld-O-9" in page
    assert "1 telt niet mee" in page
    assert "14 november 2018 , Ambtelijk overleg telt niet mee, want Voorbeeld was afwezig voorbeeld-O-11" in page


def test_the_readings_that_mattered_have_question_choice_and_reason(read: Read) -> None:
    page = read(MEETING)
    readings = page[page.index("Waarom staat dit zo?") :]
    assert "Wat is ‘per jaar’? Het kalenderjaar De plannen volgen dat." in readings
    assert "Wie moeten er bij een overleg zijn? Alle partijen" in readings  # chosen, without a record


def test_what_another_reading_gives_is_computed(read: Read) -> None:
    """In 2018 three meetings count with all parties, and the one without Voorbeeld too with any two or only one."""
    page = read(MEETING)
    quorum = page[page.index("Wie moeten er bij een overleg zijn?") :]
    assert "Ten minste twee partijen: dezelfde uitkomst" in quorum
    other = page[page.index("Wat is ‘per jaar’?") :]
    assert "Met de andere uitleg" in other
    assert "Twaalf maanden vanaf de ingang van het convenant: dezelfde uitkomst" in other  # it began on 1 January


def test_the_last_periods_stand_in_a_strip_the_oldest_first(read: Read) -> None:
    page = read(MEETING)
    strip = page[page.index("Hoe het verliep") : page.index("Convenant 2016")]
    periods = ["In 2016", "In 2017", "In 2018"]
    assert sorted(periods, key=strip.index) == periods


@pytest.fixture
def revised(covenant: Covenant) -> Covenant:
    factories.revise(covenant, date(2018, 9, 1))
    return covenant


def test_under_both_revisions_the_one_in_force_on_the_day_first(read: Read, revised: Covenant) -> None:
    after, before = read(MEETING), read(f"{MEETING}?peildatum=2018-03-01")
    assert after.index("Convenant 2019 Geldt nu") < after.index("Convenant 2016 Vervangen")
    assert before.index("Convenant 2016 Geldt nu") < before.index("Convenant 2019 Nog niet getekend")
    assert "Geldt van 1 januari 2016 t/m 31 augustus 2018" in after


def test_what_the_revision_changed_field_by_field(read: Read, revised: Covenant) -> None:
    page = read(MEETING)
    change = page[page.index("Wat de herziening veranderde") :]
    assert "Convenant 2016 werd Convenant 2019 : verandert" in change
    assert "Minstens 4 keer per jaar Convenant 2019 Minstens 2 keer per jaar" in change


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param("in-beeld-houden", ["blijft", "Hier verandert niets."], id="what stays"),
        pytest.param("kopie", ["vervalt", "Staat niet meer in Convenant 2019."], id="what is dropped"),
        pytest.param("zaal", ["staat nu waarschijnlijk in werkafspraken", "Zeker is dat niet."], id="what moved"),
    ],
)
def test_what_became_of_it(read: Read, revised: Covenant, code: str, words: list[str]) -> None:
    page = read(f"/convenant/voorbeeld/verplichting/{code}/")
    change = page[page.index("Wat de herziening veranderde") :]
    assert [word for word in words if word not in change] == []


def test_what_goes_on_under_another_name_links_to_it(read: Read, revised: Covenant) -> None:
    Outcome.objects.filter(code="kopie").delete()
    newer = revised.revisions.get(key="2019")
    Outcome.objects.create(revision=newer, code="kopie", kind="becomes", becomes=["terugkoppelen"])
    page = read("/convenant/voorbeeld/verplichting/kopie/")
    assert "In Convenant 2019 gaat dit verder als: Uitkomst van een gesprek melden" in page
    other = read("/convenant/voorbeeld/verplichting/terugkoppelen/")
    assert "Dit komt uit deze verplichting in Convenant 2016: Kopie van een brief sturen" in other


def test_a_right_has_no_periods_and_no_judgement(read: Read) -> None:
    page = read("/convenant/voorbeeld/verplichting/recht-op-zaal/")
    assert "Recht: dit mag, er hoort geen oordeel bij" in page
    assert "Hoe het verliep" not in page


def test_a_duty_that_nothing_called_for_says_so(read: Read) -> None:
    page = read("/convenant/voorbeeld/verplichting/kopie/")
    assert "Hoe staat het ervoor Nu niet aan de orde" in page
    assert "Na: brief verzonden; streefdatum (eigen planning): na 14 dagen" in page
