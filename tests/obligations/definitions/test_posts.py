"""Who holds which post, from CSV."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from obligations.models import Covenant, Post, Tenure
from tests.obligations.definitions.doing import FIXTURES, everything, import_csv, import_text, run
from tests.obligations.definitions.small import small

HEADER = "party,role,function,name,email,from,until,deputy_of"
ALICE = "vng,account_holder,directeur,Alice,alice@example.nl,2018-01-01,2019-01-01,"
BOB = "vng,account_holder,adviseur,Bob,,2018-06-01,,Alice"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _covenant(tmp_path: Path) -> None:
    import_text(tmp_path, small())


def imported(tmp_path: Path, *rows: str, **options: object) -> str:
    return import_csv(tmp_path, "import_posts", "\n".join([HEADER, *rows]) + "\n", **options)


def refusal(tmp_path: Path, *rows: str) -> str:
    before = everything()
    with pytest.raises(CommandError) as error:
        imported(tmp_path, *rows)
    assert everything() == before
    return str(error.value)


def test_a_holder_and_a_deputy(tmp_path: Path) -> None:
    assert imported(tmp_path, BOB, ALICE) == "2 new, 0 changed, 0 as they were.\n"
    alice, bob = Tenure.objects.order_by("name")
    assert (alice.post, alice.email, alice.starts_on) == (bob.post, "alice@example.nl", date(2018, 1, 1))
    assert (alice.ends_before, bob.ends_before) == (date(2019, 1, 1), None)
    assert (alice.deputy_of, bob.deputy_of) == (None, alice)
    assert Post.objects.get().function == "adviseur"


def test_a_deputy_by_address_of_a_holder_in_the_database(tmp_path: Path) -> None:
    imported(tmp_path, ALICE)
    imported(tmp_path, BOB.replace(",Alice", ",ALICE@example.nl"))
    assert Tenure.objects.get(name="Bob").deputy_of == Tenure.objects.get(name="Alice")


def test_a_theme_lead(tmp_path: Path) -> None:
    imported(
        tmp_path, "nvvb,theme_lead:verkiezingen,,Charlie,,,,", "nvvb,theme_lead:identiteitsmanagement,,Charlie,,,,"
    )
    assert set(Post.objects.values_list("role", "theme__key")) == {
        ("theme_lead", "verkiezingen"),
        ("theme_lead", "identiteitsmanagement"),
    }


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    imported(tmp_path, BOB, ALICE)
    before = everything()
    assert imported(tmp_path, BOB, ALICE) == "0 new, 0 changed, 2 as they were.\n"
    assert everything() == before


def test_a_changed_row_changes_in_place(tmp_path: Path) -> None:
    imported(tmp_path, ALICE, BOB)
    pks = set(Tenure.objects.values_list("pk", flat=True))
    assert "0 new, 1 changed, 1 as" in imported(tmp_path, ALICE.replace("2019-01-01", "2019-06-01"), BOB)
    assert set(Tenure.objects.values_list("pk", flat=True)) == pks
    assert Tenure.objects.get(name="Alice").ends_before == date(2019, 6, 1)
    assert Tenure.history.filter(name="Alice").count() == 2


def test_a_successor_is_another_tenure_of_the_same_post(tmp_path: Path) -> None:
    imported(tmp_path, ALICE, "vng,account_holder,hoofd,Dave,,2019-01-01,,")
    assert Post.objects.get().function == "hoofd"
    assert Tenure.objects.count() == 2


def test_an_older_tenure_that_comes_again_leaves_the_function_alone(tmp_path: Path) -> None:
    imported(tmp_path, ALICE, "vng,account_holder,hoofd,Dave,,2019-01-01,,")
    before = everything()
    assert imported(tmp_path, ALICE) == "0 new, 0 changed, 1 as they were.\n"
    assert Post.objects.get().function == "hoofd"
    assert everything() == before
    imported(tmp_path, "vng,account_holder,chef,Dave,,2019-01-01,,")
    assert Post.objects.get().function == "chef"


def test_an_example_is_marked(tmp_path: Path) -> None:
    imported(tmp_path, ALICE, example=True)
    assert Tenure.objects.get().example
    assert Covenant.objects.get().has_example_register


ROWS = {
    "column party: a party is expected here.": ",contact,,Alice,,,,",
    "column party: 'rijk' is not a party of this covenant": "rijk,contact,,Alice,,,,",
    "column role: 'boss' is not a role (account_holder, contact, theme_lead,": "vng,boss,,A,,,,",
    "column role: a theme lead has a theme (theme_lead:THEME), nobody else has.": "vng,theme_lead,,Alice,,,,",
    "column role: only a theme lead has a theme": "vng,contact:verkiezingen,,Alice,,,,",
    "column role: 'taxi' is not a theme of this covenant": "vng,theme_lead:taxi,,Alice,,,,",
    "column name: a name is expected here.": "vng,contact,,,,,,",
    "column name: this text has 201 characters": f"vng,contact,,{'x' * 201},,,,",
    "column function: this text has 201 characters": f"vng,contact,{'x' * 201},Alice,,,,",
    "column email: 'alice' is not an address for mail.": "vng,contact,,Alice,alice,,,",
    "column from: '2018-02-30' is not a day of the calendar.": "vng,contact,,Alice,,2018-02-30,,",
    "column until: 2018-01-01 does not lie after 2018-01-01": "vng,contact,,Alice,,2018-01-01,2018-01-01,",
    "column deputy_of: 'Alice' does not hold this post in those days": "vng,contact,,Bob,,,,Alice",
    "column deputy_of: 'Bob' does not hold this post": "vng,contact,,Bob,,,,Bob",
}


@pytest.mark.parametrize("sentence", ROWS, ids=lambda sentence: sentence[:50])
def test_a_cell_that_does_not_fit(tmp_path: Path, sentence: str) -> None:
    said = refusal(tmp_path, ROWS[sentence])
    assert f"Row 2, {sentence}" in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "deputy",
    [
        pytest.param("vng,account_holder,,Bob,,2019-01-01,,Alice", id="in other days"),
        pytest.param("king,account_holder,,Bob,,2018-06-01,,Alice", id="at another party"),
        pytest.param("vng,contact,,Bob,,2018-06-01,,Alice", id="in another role"),
    ],
)
def test_a_deputy_of_who_does_not_hold_the_post(tmp_path: Path, deputy: str) -> None:
    assert "Row 3, column deputy_of: 'Alice' does not hold this post" in refusal(tmp_path, ALICE, deputy)


def test_a_deputy_of_a_deputy(tmp_path: Path) -> None:
    said = refusal(tmp_path, ALICE, BOB, "vng,account_holder,,Charlie,,2018-06-01,,Bob")
    assert said.startswith("Row 4, column deputy_of: 'Bob' does not hold this post")


def test_the_same_row_twice(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path, ALICE, ALICE) == "Row 3, column name: this post, name and first day stand on row 2 already."
    )


def test_more_rows_than_there_are_posts(tmp_path: Path) -> None:
    rows = [f"vng,contact,,P{number},,,," for number in range(10_001)]
    assert refusal(tmp_path, *rows) == "The file has more than 10,000 rows; that is too many for posts."


def test_the_shipped_posts(tmp_path: Path) -> None:
    run("import_covenant", FIXTURES / "vng-nvvb.yaml")
    file = FIXTURES / "vng-nvvb-voorbeeld" / "posts.csv"
    assert run("import_posts", file, covenant="vng-nvvb").startswith("18 new")
    assert "0 new, 0 changed, 18" in run("import_posts", file, covenant="vng-nvvb")
