"""What the switch to another revision touches, as it is read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from meetings.models import Meeting
from obligations.assessments import assess_covenants
from obligations.models import (
    CadenceTerm,
    Covenant,
    DeadlineTerm,
    Obligation,
    Party,
    Post,
    ReadingChoice,
    RevisionParty,
    Tenure,
)
from obligations.web.impact import impact_of
from tests import factories

SWITCH = date(2018, 9, 1)
TODAY = date(2018, 12, 10)
PERIODS, LEFT_OVER, DATES, REMINDERS, POSTS = range(5)


@pytest.fixture
def revised(covenant: Covenant) -> Covenant:
    factories.revise(covenant, SWITCH)
    return covenant


def told(covenant: Covenant, part: int, today: date = TODAY) -> dict[str, str]:
    """What one part says, by what it is about."""
    standing = assess_covenants([covenant.pk], today)[covenant.pk]
    old, new = standing.covenant.revisions
    with translation.override("nl"):
        return {line.title: line.text for line in impact_of(standing, old, new, "nl").parts[part].lines}


def read_as(covenant: Covenant, key: str, value: Any) -> None:
    ReadingChoice.objects.create(covenant=covenant, key=key, value=value)


def of(covenant: Covenant, revision: str, code: str) -> Obligation:
    return Obligation.objects.get(revision__covenant=covenant, revision__key=revision, code=code)


def test_a_period_that_is_cut_says_how_far_it_is_how_it_ends_and_what_follows(revised: Covenant) -> None:
    text = told(revised, PERIODS)["Ambtelijk overleg houden"]
    assert text.startswith("2 van 2 ambtelijke overleggen van 1 januari t/m 31 augustus 2018 gehouden;")
    assert "Zo eindigt dit deel: Gehaald. Daarna: minstens 2 keer per jaar." in text
    assert "periode van 122 van de 365 dagen: 0,668, naar beneden afgerond 0;" in text
    assert text.endswith("2 keer gepland, eerst op 14 september.")


def test_a_maximum_that_goes_elsewhere_says_where(revised: Covenant) -> None:
    text = told(revised, PERIODS)["Elkaars zaal gebruiken"]
    assert "Boven" not in text
    assert text.endswith(
        "Staat niet meer in Convenant 2019, en waarschijnlijk wel in: werkafspraken. Zeker is dat niet."
    )


def test_a_switch_that_is_still_to_come_promises_nothing(revised: Covenant) -> None:
    text = told(revised, PERIODS, SWITCH - timedelta(days=60))["Ambtelijk overleg houden"]
    assert "Als er verder niets gebeurt, eindigt dit deel zo: Gehaald." in text


def test_a_year_that_is_judged_as_one_is_told_as_one(revised: Covenant) -> None:
    read_as(revised, "switch", "lineage")
    text = told(revised, PERIODS)["Ambtelijk overleg houden"]
    assert text.endswith("Deze periode telt als één geheel, over beide teksten samen.")


def test_a_period_that_was_over_already_is_not_cut(covenant: Covenant) -> None:
    factories.revise(covenant, date(2019, 1, 1))
    assert told(covenant, PERIODS) == {}


def test_what_is_read_to_survive_goes_on(revised: Covenant) -> None:
    read_as(revised, "supersession", "unregulated_survives")
    text = told(revised, PERIODS)["Elkaars zaal gebruiken"]
    assert "Het loopt door: hiervoor geldt de oude tekst nog." in text


@pytest.mark.parametrize(
    ("columns", "held", "cut"),
    [
        ({"every_months": 6}, True, True),
        ({"every_months": 6}, False, True),
        ({"by_month": 12, "by_day": 31}, True, False),
        ({"by_month": 12, "by_day": 31}, False, True),
        ({"by_month": 8, "by_day": 31}, False, True),
        ({"at_least": 1, "per": "quarter"}, True, True),
        ({"at_least": 1, "per": "month"}, True, False),
    ],
)
def test_only_a_period_that_would_have_run_on_is_cut(
    revised: Covenant, columns: dict[str, Any], *, held: bool, cut: bool
) -> None:
    if not held:
        Meeting.objects.all().delete()
    term = CadenceTerm.objects.get(obligation=of(revised, "2016", "overleg"))
    for name, value in {"per": "", "at_least": None, **columns}.items():
        setattr(term, name, value)
    term.save()
    assert ("Ambtelijk overleg houden" in told(revised, PERIODS)) == cut


@pytest.mark.parametrize(
    ("value", "ends"),
    [("trigger_decides", "loopt nog af"), ("lapses", "Vervangen op 1 september")],
)
def test_what_is_left_over_runs_on_or_lapses(revised: Covenant, value: str, ends: str) -> None:
    read_as(revised, "after_effect", value)
    found = told(revised, LEFT_OVER)
    assert list(found) == ["Uitkomst van een gesprek melden"]
    assert ends in found["Uitkomst van een gesprek melden"]


def test_what_is_done_by_then_is_not_left_over(revised: Covenant) -> None:
    factories.add_event(revised, "U", "uitkomst", date(2018, 8, 20))
    assert told(revised, LEFT_OVER) == {}


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("lapses", "Vervangen op 1 september"),
        ("due_before", "31 augustus"),
        ("survives", "31 december"),
    ],
)
def test_a_date_that_lay_later_lapses_is_brought_forward_or_survives(revised: Covenant, value: str, says: str) -> None:
    read_as(revised, "deadline_at_switch", value)
    revised.events.filter(type__key="evaluatie").first().delete()
    term = DeadlineTerm.objects.get(obligation=of(revised, "2016", "evaluatie"))
    term.due = date(2018, 12, 31)
    term.save()
    text = told(revised, DATES)["Tussentijds evalueren"]
    assert says in text
    assert text.endswith("Daarna: uiterste datum (convenant): 30 juni 2018.")


def test_a_date_that_was_met_or_past_is_not_told(revised: Covenant) -> None:
    assert told(revised, DATES) == {}


def test_reminders_that_go_come_and_change(revised: Covenant) -> None:
    for revision, code, rules in (
        ("2016", "overleg", {"before": [30]}),
        ("2019", "overleg", {"before": [14]}),
        ("2016", "zaal", {"at_percent": [75]}),
        ("2019", "evaluatie", {"after": [7]}),
    ):
        one = of(revised, revision, code)
        one.reminders = rules
        one.save()
    found = told(revised, REMINDERS)
    assert found == {
        "Ambtelijk overleg houden": (
            "Herinneringen veranderen: van 30 dagen vóór de datum naar 14 dagen vóór de datum."
        ),
        "Elkaars zaal gebruiken": "Geen herinneringen meer (waren: bij 75 procent van het maximum).",
        "Tussentijds evalueren": "Vanaf nu herinneringen: 7 dagen na de datum.",
    }


def join(covenant: Covenant) -> Party:
    party = Party.objects.create(key="waterschap", name="Waterschap Voorbeeld", short="Waterschap")
    RevisionParty.objects.create(revision=covenant.revisions.get(key="2019"), party=party, position=9)
    return party


@pytest.mark.parametrize("first", [date(2018, 9, 1), date(2018, 10, 1), None])
def test_a_party_that_joins_is_asked_who_is_account_holder_then(revised: Covenant, first: date | None) -> None:
    post = Post.objects.create(covenant=revised, party=join(revised), role="account_holder")
    Tenure.objects.create(post=post, name="accounthouder Waterschap", starts_on=first)
    known = first is None or first <= SWITCH
    assert told(revised, POSTS)["Waterschap Voorbeeld"] == (
        "Komt bij het convenant; accounthouder: accounthouder Waterschap."
        if known
        else "Komt bij het convenant: wie is accounthouder?"
    )


def test_who_held_a_post_before_the_last_day_is_not_named(revised: Covenant) -> None:
    factories.add_account_holder(revised, "vroegere accounthouder", first=None, end=date(2018, 1, 1))
    factories.add_account_holder(revised, "accounthouder van toen", first=date(2018, 1, 1), end=SWITCH)
    factories.add_account_holder(revised, "accounthouder van later", first=SWITCH)
    revised.revisions.get(key="2019").members.get(party__key="stad").delete()
    text = told(revised, POSTS)["Gemeente Voorbeeldstad"]
    assert text == "Gaat uit het convenant. Tot dan in functie: accounthouder van toen (accounthouder)."


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("directeur", "", "De tekst noemt niet meer wie accounthouder is (was: directeur)."),
        ("", "directeur", "De tekst noemt nu wie accounthouder is: directeur."),
        ("directeur", "griffier", "Accounthouder: directeur wordt griffier."),
    ],
)
def test_the_function_that_the_text_names_changes(revised: Covenant, before: str, after: str, text: str) -> None:
    for key, function in (("2016", before), ("2019", after)):
        member = RevisionParty.objects.get(revision__covenant=revised, revision__key=key, party__key="stad")
        member.account_holder = function
        member.save()
    assert told(revised, POSTS) == {"Gemeente Voorbeeldstad": text}


@pytest.mark.parametrize("asked_before", [False, True])
def test_a_place_that_nobody_holds_is_told_when_it_comes(revised: Covenant, *, asked_before: bool) -> None:
    for key in ("2016", "2019") if asked_before else ("2019",):
        term = of(revised, key, "in-beeld-houden").standingterm
        term.register, term.review_months = "account_holders", None
        term.save()
    found = told(revised, POSTS)
    assert ("Ontwikkelingen in beeld houden" in found) != asked_before


@pytest.mark.parametrize("number", [1, 5])
def test_it_asks_once_whoever_comes_and_goes(revised: Covenant, django_assert_num_queries: Any, number: int) -> None:
    post = Post.objects.create(covenant=revised, party=join(revised), role="account_holder")
    for _ in range(number):
        Tenure.objects.create(post=post, name="accounthouder Waterschap")
    standing = assess_covenants([revised.pk], TODAY)[revised.pk]
    with django_assert_num_queries(1):
        impact_of(standing, *standing.covenant.revisions, "nl")
