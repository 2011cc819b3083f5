"""Two revisions side by side, and what the switch between them touches."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from obligations.assessments import Standing, assess_covenants
from obligations.definitions.apply import import_definition
from obligations.models import Covenant, Outcome
from obligations.web.comparison import Fate, comparison_of, words_apart
from obligations.web.impact import impact_of
from tests import factories
from tests.web.conftest import Read, words_of
from tests.web.test_covenants import asked

ROOT = Path(__file__).resolve().parents[2]
PAGE = "/convenant/voorbeeld/vergelijken/"


@pytest.fixture
def revised(covenant: Covenant) -> Covenant:
    factories.revise(covenant, date(2018, 9, 1))
    return covenant


@pytest.fixture
def real(db: None) -> Standing:
    """The two real revisions, without a register."""
    import_definition(ROOT / "fixtures" / "vng-nvvb.yaml", today=date(2024, 1, 1), tracked_from="start")
    covenant = Covenant.objects.get(key="vng-nvvb")
    return assess_covenants([covenant.pk], date(2024, 1, 1), history=True)[covenant.pk]


def fates(standing: Standing, before: int, after: int) -> dict[str, Fate]:
    revisions = standing.covenant.revisions
    comparison = comparison_of(standing.covenant, revisions[before], revisions[after], "nl")
    return {line.code: line.fate for line in comparison.lines}


@pytest.mark.parametrize(
    ("code", "fate", "word"),
    [
        ("bestuurlijk-overleg", Fate.CHANGED, "verandert"),
        ("ambtelijk-overleg", Fate.CHANGED, "verandert"),
        ("gebouwgebruik-aantal", Fate.MOVED, "staat nu waarschijnlijk in werkafspraken"),
        ("brieven-afschrift", Fate.DROPPED, "vervalt"),
        ("topambtelijk-overleg", Fate.NEW, "nieuw"),
        ("innovatie-stimuleren", Fate.CHANGED, "verandert"),
    ],
)
def test_what_2019_made_of_2016(real: Standing, code: str, fate: Fate, word: str) -> None:
    with translation.override("nl"):
        old, new = real.covenant.revisions
        line = next(one for one in comparison_of(real.covenant, old, new, "nl").lines if one.code == code)
    assert (line.fate, line.word) == (fate, word)


def test_every_obligation_of_both_has_a_place(real: Standing) -> None:
    old, new = real.covenant.revisions
    found = comparison_of(real.covenant, old, new, "nl")
    titles = {one.title for line in found.lines for one in line.became}
    assert {one.title for one in new.obligations} <= titles
    assert sorted(one.code for one in old.obligations) == sorted(line.old for line in found.lines if line.old)
    assert sum(count.number for count in found.counts) == len(found.lines)


def test_a_revision_compared_with_itself_stays(real: Standing) -> None:
    assert set(fates(real, 0, 0).values()) == {Fate.STAYS}
    assert set(fates(real, 1, 1).values()) == {Fate.STAYS}


def test_the_other_way_round_mirrors(real: Standing) -> None:
    turned = {Fate.NEW: {Fate.DROPPED, Fate.MOVED}, Fate.DROPPED: {Fate.NEW}, Fate.MOVED: {Fate.NEW}}
    back = fates(real, 1, 0)
    for code, fate in fates(real, 0, 1).items():
        if code in back:
            assert back[code] in turned.get(fate, {fate}) or (fate is Fate.NEW and back[code] is Fate.DROPPED)


def test_the_parties_term_and_field_by_field(read: Read, revised: Covenant) -> None:
    page = read(PAGE)
    assert "Convenant 2016 werd Convenant 2019" in page
    assert "1 veranderd · 1 nu elders · 2 vervallen · 3 gebleven" in page
    assert "Minstens weg: 4 keer per jaar Convenant 2019 Minstens erbij: 2 keer per jaar" in page
    assert "Getekend op" in page


@pytest.mark.parametrize(
    ("fate", "titles"),
    [
        ("verandert", ["Ambtelijk overleg houden"]),
        ("elders", ["Elkaars zaal gebruiken"]),
        ("vervalt", ["Kopie van een brief sturen", "Recht op een zaal"]),
        ("nieuw", []),
        ("geen", list(factories.TITLES.values())),
    ],
)
def test_a_filter_shows_one_outcome(read: Read, revised: Covenant, fate: str, titles: list[str]) -> None:
    page = read(f"{PAGE}?van=2016&naar=2019&toon={fate}")
    part = page[page.index("Verplichtingen", page.index("Partijen, looptijd")) : page.index("Wat de overgang op")]
    assert [title for title in factories.TITLES.values() if title in part] == [
        title for title in factories.TITLES.values() if title in titles
    ]


def test_what_the_switch_touches(read: Read, revised: Covenant) -> None:
    page = read(PAGE)
    impact = page[page.index("Wat de overgang op 1 september 2018 raakt") :]
    assert "Ambtelijk overleg houden : 2 van 4" in impact or "Ambtelijk overleg houden : 2 van 2" in impact
    assert "Daarna: minstens 2 keer per jaar." in impact
    assert "Uitkomst van een gesprek melden" in impact[impact.index("Nog te doen") :]
    assert "De partijen blijven dezelfde." in impact


def test_a_party_that_leaves_is_named_with_who_holds_its_posts(read: Read, revised: Covenant) -> None:
    factories.add_account_holder(revised, "accounthouder Voorbeeldstad", first=None)
    revised.revisions.get(key="2019").members.get(party__key="stad").delete()
    page = read(PAGE)
    leaving = "Gemeente Voorbeeldstad : Gaat uit het convenant. Tot dan in functie: "
    assert f"{leaving}accounthouder Voorbeeldstad (accounthouder)." in page


def test_the_head_says_when_each_text_holds_and_was_signed(read: Read, revised: Covenant) -> None:
    head = read(PAGE)
    head = head[: head.index("Alles")]
    assert "Convenant 2016 Geldt van 1 januari 2016 t/m 31 augustus 2018 Getekend op 1 januari 2016" in head
    assert "Convenant 2019 Geldt vanaf 1 september 2018, zonder einddatum Getekend op 1 september 2018" in head


def test_links_lead_to_each_obligation_on_the_day_that_is_looked_at(
    client: Client, bob: User, revised: Covenant
) -> None:
    client.force_login(bob)
    page = client.get(f"{PAGE}?peildatum=2018-10-01").content.decode()
    for code in factories.TITLES:
        assert f'href="/convenant/voorbeeld/verplichting/{code}/?peildatum=2018-10-01"' in page
    for fate in ("verandert", "elders", "vervalt", "blijft"):
        assert f"toon={fate}&amp;peildatum=2018-10-01" in page


@pytest.mark.parametrize(("query", "current"), [("", "Alles"), ("?toon=elders", "1 nu elders")])
def test_the_filter_in_use_says_so(client: Client, bob: User, revised: Covenant, query: str, current: str) -> None:
    client.force_login(bob)
    page = client.get(PAGE + query).content.decode()
    marked = re.findall(r'<a[^>]*aria-current="true"[^>]*>(.*?)</a>', page, flags=re.DOTALL)
    assert [words_of(f"<body>{one}").strip() for one in marked] == [current]
    assert (f"Alleen hier te zien: {current}." in words_of(page)) == bool(query)


def test_ids_are_unique_also_where_two_become_one(client: Client, bob: User, revised: Covenant) -> None:
    for outcome in Outcome.objects.filter(code__in=("kopie", "recht-op-zaal")):
        outcome.kind, outcome.becomes = "becomes", ["overleg"]
        outcome.save()
    client.force_login(bob)
    page = client.get(PAGE).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count("heette:") == 2


def test_a_draft_is_compared_without_links_to_what_has_no_page_yet(real: Standing) -> None:
    old, new = real.covenant.revisions
    comparison = comparison_of(real.covenant, old, new, "nl")
    context = {
        "covenant": Covenant.objects.get(key="vng-nvvb"),
        "draft": True,
        "comparison": comparison,
        "lines": comparison.lines,
        "impact": impact_of(real, old, new, "nl"),
    }
    page = render_to_string("revisions/comparison.html", context) + render_to_string("revisions/impact.html", context)
    linked = set(re.findall(r'href="/convenant/vng-nvvb/verplichting/([^/]+)/', page))
    assert linked == {one.code for one in old.obligations}


@pytest.mark.parametrize("query", ["van=2016&naar=geen", "van=x", "naar=2019"])
def test_revisions_that_are_not_there_are_not_found(client: Client, bob: User, revised: Covenant, query: str) -> None:
    client.force_login(bob)
    assert client.get(f"{PAGE}?{query}").status_code == 404


def test_with_one_revision_there_is_nothing_to_compare(client: Client, bob: User, covenant: Covenant) -> None:
    client.force_login(bob)
    assert client.get(PAGE).status_code == 404
    assert "vergelijken" not in words_of(client.get("/convenant/voorbeeld/").content.decode())


def test_it_asks_as_often_for_much_as_for_little(client: Client, bob: User, revised: Covenant) -> None:
    client.force_login(bob)
    few = asked(client, PAGE)
    for revision in revised.revisions.all():
        for number in range(10):
            clause = revision.clauses.get()
            factories.make_obligation(revision, clause, "evaluatie", 20 + number, {}, named=f"e-{number}")
    assert asked(client, PAGE) == few


def test_the_impact_of_the_real_revision(real: Standing) -> None:
    old, new = real.covenant.revisions
    impact = impact_of(real, old, new, "nl")
    by_title = [len(part.lines) for part in impact.parts]
    assert impact.day == "21 mei 2019"
    assert by_title[0] > 0  # the year is cut
    assert any("Kwaliteitsinstituut" in line.title for line in impact.parts[4].lines)


@given(st.text(alphabet="ab c,.", max_size=30), st.text(alphabet="ab c,.", max_size=30))
def test_the_parts_of_two_texts_give_both_texts_back(before: str, after: str) -> None:
    left, right = words_apart(before, after)
    assert "".join(part.text for part in left) == " ".join(before.split())
    assert "".join(part.text for part in right) == " ".join(after.split())
    kept = ["".join(part.text for part in side if not part.kind).replace(" ", "") for side in (left, right)]
    assert kept[0] == kept[1]
    assert {part.kind for part in left} <= {"", "del"}
    assert {part.kind for part in right} <= {"", "ins"}


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("VNG, KING en NVVB", "VNG en NVVB", [", KING"], []),
        ("4 keer per jaar", "2 keer per jaar", ["4"], ["2"]),
        ("eind 2017, samen", "eind 2021, samen", ["2017"], ["2021"]),
        ("", "nieuw", [], ["nieuw"]),
        ("heel anders", "iets nieuws erbij", ["heel anders"], ["iets nieuws erbij"]),
    ],
)
def test_only_the_words_that_differ_are_marked(before: str, after: str, left: list[str], right: list[str]) -> None:
    sides = words_apart(before, after)
    assert [[part.text for part in side if part.kind] for side in sides] == [left, right]
