"""Looking back: how it stood at each quarter's end, and how much was used of each maximum."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from obligations.models import CapTerm, Clause, Covenant, Obligation, ReadingChoice
from obligations.web.as_of import Moment
from obligations.web.maxima import maxima_of
from obligations.web.quarters import LOWEST, STACKED, Quarter, drawing_of, quarter_ends, quarters_of, shown_days
from obligations.web.standings import Look, look_at, placed
from obligations.wording import Group
from tests import factories
from tests.web.conftest import Read, words_of

PAGE = "/convenant/voorbeeld/terugblik/"
TODAY = date(2018, 12, 10)
SIXTEEN = date(2016, 1, 1)


def look(covenant: Covenant, as_of: date = TODAY, *, asked: bool = False, known_at: date | None = None) -> Look:
    moment = Moment("/", TODAY, as_of, asked=asked, known_at=known_at)
    return look_at([covenant.pk], moment)[covenant.pk]


def row_of(page: str, heading: str) -> list[str]:
    """The cells of the row with this heading, in words."""
    found = re.search(rf'scope="row">{heading}</th>(.*?)</tr>', page, re.DOTALL)
    assert found is not None, page
    return [words_of(f"<body>{cell}").strip() for cell in re.findall(r"<td.*?</td>", found[1], re.DOTALL)]


# --- Quarters --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(
            date(2018, 1, 1), date(2018, 12, 10), ["03-31", "06-30", "09-30"], id="a running quarter is not there"
        ),
        pytest.param(date(2018, 4, 1), date(2018, 12, 31), ["06-30", "09-30", "12-31"], id="a last day is"),
        pytest.param(date(2018, 6, 30), date(2018, 6, 30), ["06-30"], id="one day"),
        pytest.param(date(2018, 7, 1), date(2018, 9, 29), [], id="none yet"),
        pytest.param(date(2019, 1, 1), date(2018, 1, 1), [], id="before it holds"),
    ],
)
def test_the_ends_of_quarters(first: date, last: date, expected: list[str]) -> None:
    assert [f"{day:%m-%d}" for day in quarter_ends(first, last)] == expected


@given(st.dates(date(1950, 1, 1), date(2190, 1, 1)), st.integers(0, 3000))
def test_at_most_eight_quarters_follow_each_other_up_to_the_last_day(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    found = quarter_ends(first, last)
    assert len(found) <= 8
    assert all(first <= day <= last and (day + timedelta(days=1)).day == 1 for day in found)
    assert all(80 < (later - earlier).days < 93 for earlier, later in pairwise(found))
    assert not found or (last - found[-1]).days < 92
    assert len(found) == 8 or not found or (found[0] - first).days < 92


@pytest.mark.parametrize(
    ("ends_on", "tracked_from", "as_of", "expected"),
    [
        pytest.param(None, None, TODAY, (date(2016, 12, 31), date(2018, 9, 30), 8), id="the last eight"),
        pytest.param(None, date(2018, 4, 1), TODAY, (date(2018, 6, 30), date(2018, 9, 30), 2), id="since it is kept"),
        pytest.param(None, None, date(2016, 7, 1), (date(2016, 3, 31), date(2016, 6, 30), 2), id="since it holds"),
        pytest.param(
            date(2018, 7, 1), None, TODAY, (date(2016, 9, 30), date(2018, 6, 30), 8), id="an ended covenant: in force"
        ),
        pytest.param(
            date(2018, 5, 10), None, TODAY, (date(2016, 9, 30), date(2018, 5, 9), 8), id="with its last, cut quarter"
        ),
    ],
)
def test_which_days_are_shown(
    db: None, ends_on: date | None, tracked_from: date | None, as_of: date, expected: tuple[date, date, int]
) -> None:
    covenant = factories.make_covenant(ends_on=ends_on, tracked_from=tracked_from)
    days = shown_days(look(covenant, as_of, asked=as_of != TODAY))
    assert (days[0], days[-1], len(days)) == expected


def test_each_quarter_is_the_page_of_that_day(covenant: Covenant) -> None:
    """What the column of a day counts is what the page of the covenant shows on it."""
    found = quarters_of(look(covenant), "nl")
    assert len(found) == 8
    for quarter in found:
        groups = [one.group for one in placed(look(covenant, quarter.day, asked=True))]
        assert quarter.counts == {group: groups.count(group) for group in Group}
    assert sum(found[-1].counts.values()) == Obligation.objects.count()


def test_as_it_was_known_then(covenant: Covenant) -> None:
    early = quarters_of(look(covenant, date(2018, 10, 1), asked=True, known_at=date(2018, 10, 1)), "nl")[-1]
    late = quarters_of(look(covenant, date(2018, 10, 1), asked=True), "nl")[-1]
    assert early.day == late.day
    assert early.counts != late.counts  # what is in the register was recorded after that day


counts = st.lists(st.tuples(*[st.integers(0, 400)] * 5), max_size=8)


@given(counts)
def test_a_column_has_its_groups_on_each_other_with_their_numbers(rows: Sequence[tuple[int, ...]]) -> None:
    quarters = [Quarter(date(2018, 3, 31), "", dict(zip(Group, numbers, strict=True))) for numbers in rows]
    drawing = drawing_of(quarters, "nl")
    assert len(drawing.columns) == len(quarters)
    for quarter, column in zip(quarters, drawing.columns, strict=True):
        wanted = [quarter.counts[group] for group in STACKED if quarter.counts[group]]
        assert [part.number for part in column.parts] == wanted
        assert column.total == sum(wanted)
        edges = [drawing.base, *(part.y for part in column.parts)]
        assert edges == [*(part.y + part.height for part in column.parts), column.top]
        assert all(part.height >= LOWEST for part in column.parts)
        assert column.top >= 24
        assert 0 <= column.x < column.x + column.width <= 100
    ranked = sorted((part for column in drawing.columns for part in column.parts), key=lambda part: part.number)
    assert [part.height for part in ranked] == sorted(part.height for part in ranked)


def test_the_chart_and_its_table_say_the_same(client: Client, bob: User) -> None:
    client.force_login(bob)
    page = client.get(PAGE).content.decode()
    drawn = re.search(
        r'<svg class="chart chart--quarters".*?</svg>\n</div>|chart--quarters.*?</details>', page, re.DOTALL
    )
    assert drawn is not None
    assert re.findall(r'class="chart__total"[^>]*>(\d+)<', drawn[0])[-1] == "4"
    cells = row_of(page, "30 september 2018")
    assert cells == ["Nu doen 2", "Loopt 1", "Gehaald 1", "Niet gehaald 0", "Telt nu niet 3"]
    assert re.findall(r'class="chart__number chart__number--([a-z-]+)"[^>]*>(\d+)<', drawn[0])[-3:] == [
        ("achieved", "1"),
        ("running", "1"),
        ("to-do", "2"),
    ]
    assert "wat onder ‘Telt nu niet’ stond, staat alleen in de tabel" in words_of(page)


def test_before_the_first_quarter_ended_it_is_said(read: Read, covenant: Covenant) -> None:
    assert "Sinds het convenant geldt, is nog geen kwartaal voorbij." in read(f"{PAGE}?peildatum=2016-02-01")
    covenant.tracked_from = date(2018, 11, 1)
    covenant.save()
    assert "vanaf 1 november 2018, is nog geen kwartaal voorbij" in read(PAGE)


def test_an_ended_covenant_opens_on_its_end(client: Client, bob: User) -> None:
    old = factories.make_covenant("oud", "Aloud convenant", in_force_from=date(2015, 1, 1), ends_on=date(2018, 1, 1))
    bob.memberships.create(covenant=old, role="reader")
    client.force_login(bob)
    page = client.get("/convenant/oud/terugblik/").content.decode()
    assert "Dit convenant is afgelopen op 1 januari 2018." in words_of(page)
    assert row_of(page, "31 december 2017")
    assert "31 maart 2018" not in page


# --- Maxima ----------------------------------------------------------------------------------------------------


def change(**fields: object) -> None:
    """Other terms for the room."""
    for term in CapTerm.objects.filter(obligation__code="zaal"):
        for name, value in fields.items():
            setattr(term, name, value)
        term.save()


def hours(covenant: Covenant, minutes: dict[tuple[int, int], int], **columns: object) -> None:
    """Make the room a maximum of four hours a month, with this use by year and month."""
    fields = {"at_most": 4, "per": "month", "counter": "joint", "unit": "uur", "unit_minutes": 60, **columns}
    change(**fields)
    for (year, month), number in minutes.items():
        factories.add_event(covenant, f"U-{year}-{month}", "zaal", date(year, month, 15), minutes=number)


@pytest.fixture
def bare(db: None) -> Covenant:
    return factories.make_covenant()


def test_the_last_twelve_months_against_the_maximum(bare: Covenant) -> None:
    hours(bare, {(2018, 3): 255, (2018, 5): 240, (2018, 11): 30, (2017, 12): 600})
    (maximum,) = maxima_of(look(bare), "nl")
    (series,) = maximum.series
    assert [bar.number for bar in series.bars] == ["0", "0", "4,2", "0", "4", *["0"] * 5, "0,5", "0"]
    assert [(bar.first, bar.second) for bar in series.bars][:2] == [("jan", "2018"), ("feb", "")]
    assert maximum.unit == "uur"
    (over,) = series.over
    assert over.about == "In maart 2018"
    assert (over.used, over.limit) == ("4 uur en 15 minuten", "4 uur")
    assert "15 minuten boven het maximum" in over.row.sentence
    assert [bar.over for bar in series.bars] == [bar.top < bar.line for bar in series.bars]
    assert [bar.top == bar.line for bar in series.bars].index(True) == 4


@pytest.mark.parametrize(
    ("per", "as_of", "ticks"),
    [
        pytest.param("month", date(2017, 2, 1), [("mrt", "2016"), ("apr", "")], id="months"),
        pytest.param("quarter", date(2016, 7, 1), [("K1", "2016"), ("K2", ""), ("K3", "")], id="quarters"),
        pytest.param("half_year", date(2017, 1, 1), [("jan", "2016"), ("jul", ""), ("jan", "2017")], id="halves"),
        pytest.param("year", date(2017, 1, 1), [("2016", ""), ("2017", "")], id="years"),
        pytest.param("year", date(2025, 1, 1), [("’16", ""), ("’17", "")], id="many years"),
    ],
)
def test_what_stands_below_the_bars(bare: Covenant, per: str, as_of: date, ticks: list[tuple[str, str]]) -> None:
    hours(bare, {(2016, 5): 60, (2017, 1): 60, (2024, 1): 60}, per=per)
    (maximum,) = maxima_of(look(bare, as_of, asked=True), "nl")
    bars = maximum.series[0].bars
    assert [(bar.first, bar.second) for bar in bars][: len(ticks)] == ticks
    assert len(bars) <= 12
    assert all(0 <= bar.x < bar.x + maximum.series[0].width <= 100 for bar in bars)


def test_a_year_of_the_covenant_has_the_month_in_which_it_begins(db: None) -> None:
    covenant = factories.make_covenant(in_force_from=date(2016, 3, 15))
    ReadingChoice.objects.create(covenant=covenant, key="year", value="covenant")
    hours(covenant, {(2016, 5): 60}, per="year")
    (maximum,) = maxima_of(look(covenant, date(2018, 3, 14), asked=True), "nl")
    assert [(bar.first, bar.second) for bar in maximum.series[0].bars] == [("mrt", "2016"), ("mrt", "2017")]


def test_a_month_that_a_revision_cut_has_its_days(bare: Covenant) -> None:
    hours(bare, {(2018, 3): 60, (2018, 5): 60})
    old = bare.revisions.get()
    zaal = {"zaal": {"at_most": 4, "per": "month", "counter": "joint", "unit": "uur", "unit_minutes": 60}}
    factories.make_revision(bare, "2019", in_force_from=date(2018, 5, 10), replaces=old, codes=("zaal",), changed=zaal)
    (maximum,) = maxima_of(look(bare), "nl")
    bars = maximum.series[0].bars
    assert [bar.second for bar in bars if bar.first == "mei"] == ["1–9", "10–31"]
    assert len(bars) == 12


def test_what_was_not_kept_is_no_period(bare: Covenant) -> None:
    hours(bare, {(2018, 10): 60})
    bare.tracked_from = date(2018, 9, 15)
    bare.save()
    (maximum,) = maxima_of(look(bare), "nl")
    assert [bar.first for bar in maximum.series[0].bars] == ["sep", "okt", "nov", "dec"]


def test_each_counter_has_its_own_bars_and_who_used_nothing_is_named(covenant: Covenant) -> None:
    (maximum,) = maxima_of(look(covenant), "nl")
    (series,) = maximum.series
    assert series.who == "Voorbeeldstad"
    assert maximum.idle == ("Voorbeeld",)
    assert [bar.number for bar in series.bars] == ["0", "0", "3"]
    assert maximum.unit == "keer"


def test_a_maximum_per_occasion_has_no_periods(bare: Covenant) -> None:
    change(per="event")
    factories.add_event(bare, "U-1", "zaal", date(2018, 3, 1))
    assert maxima_of(look(bare), "nl") == []


def test_over_the_maximum_is_said_in_text_and_in_the_table(client: Client, bob: User) -> None:
    client.force_login(bob)
    page = client.get(PAGE).content.decode()
    words = words_of(page)
    assert (
        "Boven het maximum : Voorbeeldstad: in 2018 gebruikt: 3 keer; afgesproken is hoogstens 2 keer per jaar" in words
    )
    assert row_of(page, "In 2018") == ["Gebruikt 3 keer", "Maximum 2 keer", "Boven het maximum"]
    assert "Niets gebruikt in deze perioden door: Voorbeeld." in words
    assert "Het getal boven elke balk is wat er is gebruikt, in keer." in words
    assert re.search(r'class="chart__used chart__used--over"[^>]*>3<', page)


def test_within_the_maximum_is_said_too(client: Client, bob: User, covenant: Covenant) -> None:
    hours(covenant, {(2018, 10): 60})
    client.force_login(bob)
    assert "In geen van deze perioden boven het maximum." in words_of(client.get(PAGE).content.decode())


def test_nothing_used_by_anybody(client: Client, bob: User, covenant: Covenant) -> None:
    hours(covenant, {})
    client.force_login(bob)
    assert "In de laatste perioden is niets gebruikt." in words_of(client.get(PAGE).content.decode())
    Obligation.objects.get(code="zaal").delete()
    assert "heeft niets in dit convenant een maximum per periode" in words_of(client.get(PAGE).content.decode())


# --- The page --------------------------------------------------------------------------------------------------


def test_the_skeleton(client: Client, bob: User) -> None:
    client.force_login(bob)
    page = client.get(PAGE).content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    named = {id_ for names in re.findall(r'aria-labelledby="([^"]+)"', page) for id_ in names.split()}
    assert named <= set(ids)
    drawn = set(re.findall(r'<symbol id="i-([a-z0-9-]+)"', page))
    assert set(re.findall(r'href="#i-([a-z0-9-]+)"', page)) == drawn


def test_numbers_of_the_drawing_are_of_no_language(client: Client, bob: User, covenant: Covenant) -> None:
    hours(covenant, {(2018, 3): 90, (2018, 5): 300})
    client.force_login(bob)
    page = client.get(PAGE).content.decode()
    for name in ("x", "y", "width", "height", "y1", "y2"):
        values = re.findall(rf'<(?:svg|rect|line|text|use)[^>]* {name}="([^"]*)"', page)
        assert [value for value in values if not re.fullmatch(r"-?\d+(\.\d+)?%?", value)] == []
    assert ">1,5</text>" in page


def test_every_drawing_has_a_name_and_a_table(client: Client, bob: User) -> None:
    client.force_login(bob)
    page = client.get(PAGE).content.decode()
    charts = re.findall(r'<svg class="chart[^>]*>', page)
    assert len(charts) == 2
    assert all('role="img"' in chart and re.search(r'aria-label="[^"]+"', chart) for chart in charts)
    assert page.count("Toon als tabel") == page.count("<table") == 2


def test_in_english(client: Client, read: Read) -> None:
    client.post("/taal/", {"language": "en", "next": PAGE})
    page = read(PAGE)
    assert "Looking back" in page
    assert "Show as a table" in page
    assert "30 September 2018" in page


def test_the_covenant_leads_here_and_the_day_goes_along(client: Client, bob: User) -> None:
    client.force_login(bob)
    page = client.get("/convenant/voorbeeld/?peildatum=2018-05-01").content.decode()
    assert f'href="{PAGE}?peildatum=2018-05-01"' in page
    there = client.get(f"{PAGE}?peildatum=2018-05-01").content.decode()
    assert "/convenant/voorbeeld/verplichting/zaal/?peildatum=2018-05-01" in there


def test_a_covenant_of_others_does_not_exist(client: Client, covenant: Covenant) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(factories.make_reader(factories.make_covenant("ander", "Ander convenant"), "charlie"))
    assert client.get(PAGE).status_code == 404


def test_more_obligations_are_not_more_queries(client: Client, bob: User) -> None:
    client.force_login(bob)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    clause = Clause.objects.get()
    for number in range(5):
        for code in ("overleg", "zaal", "terugkoppelen"):
            factories.make_obligation(clause.revision, clause, code, 50 + number, {}, named=f"{code}-{number}")
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few)
