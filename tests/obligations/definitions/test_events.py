"""The register of entries, reviews and waivers from CSV."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obligations.definitions.events import COLUMNS
from obligations.models import Covenant, Event, EventParty, Reference, Review, Tracked, Waiver
from tests.obligations.definitions.doing import FIXTURES, everything, import_csv, import_text, run
from tests.obligations.definitions.small import small

HEADER = ",".join(COLUMNS)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _covenant(tmp_path: Path) -> None:
    import_text(tmp_path, small())


def row(ref: str = "E1", **cells: str) -> str:
    """A line of the register; cells by column, `by_` and the like with an underscore."""
    given = {"type": "besluit", "on": "2018-03-01", **{name.rstrip("_"): cell for name, cell in cells.items()}}
    return ",".join({"ref": ref, **given}.get(column, "") for column in COLUMNS)


def review(ref: str = "R1", **cells: str) -> str:
    return row(ref, **{"type": "review", "answers": "looptijd", "subject": "in_order", **cells})


def waiver(ref: str = "W1", **cells: str) -> str:
    return row(ref, **{"type": "waiver", "answers": "looptijd", "to": "vng", **cells})


def imported(tmp_path: Path, *rows: str, header: str = HEADER, **options: object) -> str:
    return import_csv(tmp_path, "import_events", "\n".join([header, *rows]) + "\n", **options)


def refusal(tmp_path: Path, *rows: str, header: str = HEADER) -> str:
    before = everything()
    with pytest.raises(CommandError) as error:
        imported(tmp_path, *rows, header=header)
    assert everything() == before
    return str(error.value)


def test_an_entry_with_everything(tmp_path: Path) -> None:
    cells = {
        "type": "zaalgebruik",
        "at": "09:30",
        "by": "nvvb",
        "to": "vng; king",
        "host": "vng",
        "minutes": "120",
        "persons": "0",
        "theme": "verkiezingen",
        "answers": "E0",
        "state": "planned",
        "subject": '"Een, twee"',
    }
    assert imported(tmp_path, row(**cells)) == "1 new, 0 changed, 0 as they were.\n"
    event = Event.objects.get()
    assert (event.reference.ref, event.type.key, event.on, event.at) == (
        "E1",
        "zaalgebruik",
        date(2018, 3, 1),
        time(9, 30),
    )
    assert (event.by.key, event.host.key, event.minutes, event.persons) == ("nvvb", "vng", 120, 0)
    assert (event.theme.key, event.answers, event.state, event.subject) == (
        "verkiezingen",
        "E0",
        "planned",
        "Een, twee",
    )
    assert set(event.to.values_list("party__key", flat=True)) == {"vng", "king"}


def test_an_entry_with_the_least(tmp_path: Path) -> None:
    imported(tmp_path, row())
    event = Event.objects.get()
    assert (event.state, event.minutes, event.persons, event.answers) == ("happened", None, None, "")


def test_reviews_and_waivers_come_along(tmp_path: Path) -> None:
    imported(
        tmp_path,
        review("R1", answers="rechtspositie-volgen"),
        review("R2", answers="rechtspositie-volgen@standing:2016", subject="not_in_order", state="happened"),
        waiver("W1", answers="ambtelijk-overleg@period:2017", to="vng;king;nvvb", subject="Te druk"),
        waiver("W2", answers="eindevaluatie"),
    )
    assert list(Review.objects.order_by("pk").values_list("code", "occurrence", "in_order")) == [
        ("rechtspositie-volgen", "", True),
        ("rechtspositie-volgen", "standing:2016", False),
    ]
    found = Waiver.objects.get(reference__ref="W1")
    assert (found.code, found.occurrence, found.reason) == ("ambtelijk-overleg", "period:2017", "Te druk")
    assert found.agreed_by.count() == 3


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    rows = (
        row(to="vng;king"),
        waiver(),
        row("N", recorded_on="2018-05-05"),
    )
    imported(tmp_path, *rows)
    before = everything()
    assert imported(tmp_path, *rows) == "0 new, 0 changed, 3 as they were.\n"
    assert everything() == before


def test_a_changed_row_changes_with_history(tmp_path: Path) -> None:
    imported(tmp_path, row(to="vng;king", minutes="5"))
    pk = Event.objects.get().pk
    assert "0 new, 1 changed" in imported(tmp_path, row(to="vng;nvvb", minutes="6", type="verzoek"))
    event = Event.objects.get()
    assert (event.pk, event.minutes, event.type.key) == (pk, 6, "verzoek")
    assert set(event.to.values_list("party__key", flat=True)) == {"vng", "nvvb"}
    assert list(event.history.values_list("history_type", "minutes")) == [("~", 6), ("+", 5)]
    assert sorted(EventParty.history.values_list("history_type", flat=True)) == ["+", "+", "+", "-"]
    assert Reference.history.count() == 1


def test_other_parties_alone_are_a_change(tmp_path: Path) -> None:
    imported(tmp_path, row(to="vng"))
    assert "1 changed" in imported(tmp_path, row(to="king"))
    assert Event.history.count() == 1


def test_what_is_recorded_today_is_recorded_now_so_that_a_correction_comes_after_it(tmp_path: Path) -> None:
    today = timezone.localdate().isoformat()
    imported(tmp_path, row(to="vng", recorded_on=today))
    assert Event.history.get().history_date <= timezone.now()
    imported(tmp_path, row(to="vng", minutes="3", recorded_on=today))
    assert [found.minutes for found in Event.history.order_by("history_date")] == [None, 3]


def test_the_recording_date_counts_the_first_time_only(tmp_path: Path) -> None:
    let_rest = waiver(recorded_on="2018-04-02")
    imported(tmp_path, row(to="vng", recorded_on="2018-04-01"), let_rest)
    noon = datetime(2018, 4, 1, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
    models: list[type[Tracked]] = [Event, EventParty]
    assert {model.history.get().history_date for model in models} == {noon}
    assert Reference.history.get(ref="E1").history_date == noon
    said = imported(tmp_path, row(to="vng", minutes="3", recorded_on="2018-04-01"), let_rest)
    assert "1 changed" in said
    assert "of 1 changed rows recorded_on is not used" in said
    assert Event.history.latest().history_date.year > 2018


def test_an_example_is_marked(tmp_path: Path) -> None:
    imported(tmp_path, row(), example=True)
    assert Reference.objects.get().example
    assert Covenant.objects.get().has_example_register
    before = everything()
    imported(tmp_path, row(), example=True)
    assert everything() == before


def test_what_is_imported_without_example_is_none(tmp_path: Path) -> None:
    imported(tmp_path, row())
    assert not Reference.objects.get().example
    assert not Covenant.objects.get().has_example_register


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="a byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(lambda text: text.replace("\n", "\r").encode(), id="old Macintosh line ends"),
        pytest.param(lambda text: text.rstrip("\n").encode(), id="no last line end"),
        pytest.param(lambda text: (text + "\n\n,,,,,,,,,,,,,\n").encode(), id="empty rows at the end"),
    ],
)
def test_forms_that_spreadsheets_write(tmp_path: Path, data: object) -> None:
    text = f"{HEADER}\n{row()}\n"
    assert "1 new" in import_csv(tmp_path, "import_events", data(text))  # type: ignore[operator]


def test_columns_in_another_order(tmp_path: Path) -> None:
    columns = ["subject", *[column for column in COLUMNS if column != "subject"]]
    assert "1 new" in imported(tmp_path, "Onderwerp," + row().removesuffix(","), header=",".join(columns))


def test_a_guard_against_formulas_is_taken_away(tmp_path: Path) -> None:
    imported(tmp_path, row(subject="'=1+1"))
    assert Event.objects.get().subject == "=1+1"


HEADERS = {
    HEADER.replace("ref,", ""): "missing: 'ref'",
    HEADER.replace("ref,", "Ref,"): "missing: 'ref'; unknown: 'Ref'",
    HEADER + ",note": "unknown: 'note'",
    HEADER + ",ref": "more than once: 'ref'",
    HEADER.replace(",", ";"): "The columns are separated by semicolons; save the file as CSV with commas.",
    HEADER.replace(",", "\t"): "The columns are separated by tabs; save the file as CSV with commas.",
    "": "The file is empty; its first row should be ref,type,on",
    '"' + HEADER: "The header row cannot be read",
}


@pytest.mark.parametrize("header", HEADERS, ids=HEADERS.values())
def test_another_header(tmp_path: Path, header: str) -> None:
    said = refusal(tmp_path, row(), header=header) if header else refusal(tmp_path, header="")
    assert HEADERS[header] in said
    assert "\n" not in said


ROWS = {
    "column ref: a ref is expected here.": row(""),
    "column ref: 'E:1' is not a ref (at most 80 characters, without : ; , @ and >).": row("E:1"),
    "column ref: 'start' has a meaning of its own": row("start"),
    "column ref: '2018-01-01' has a meaning of its own": row("2018-01-01"),
    "column type: a type is expected here.": row(type=""),
    "column type: 'niets' is not a type of this covenant (known: personeelsadvies, ": row(type="niets"),
    "column type: 'ambtelijk-overleg' is a meeting; import it with import_meetings.": row(type="ambtelijk-overleg"),
    "column on: a date is expected here (write YYYY-MM-DD).": row(on=""),
    "column on: '31-02-2026' is not a date (write YYYY-MM-DD).": row(on="31-02-2026"),
    "column on: '2026-02-31' is not a day of the calendar.": row(on="2026-02-31"),
    "column on: '0001-01-01' is not a date from 1900 to 2199.": row(on="0001-01-01"),
    "column at: '9:30' is not a time of day (write HH:MM).": row(at="9:30"),
    "column at: '24:00' is not a time of day": row(at="24:00"),
    "column by: 'rijk' is not a party of this covenant (known: ": row(by="rijk"),
    "column to: 'rijk' is not a party of this covenant": row(to="vng;rijk"),
    "column to: a party is missing between two semicolons.": row(to="vng;;king"),
    "column to: 'vng' is named twice.": row(to="vng;vng"),
    "column host: 'rijk' is not a party": row(host="rijk"),
    "column minutes: '-5' is not a whole number of 0 or more.": row(minutes="-5"),
    "column minutes: '1.5' is not a whole number": row(minutes="1.5"),
    "column minutes: '٣' is not a whole number": row(minutes="٣"),
    "column minutes: 999999999 is not a number from 0 to 1000000.": row(minutes="999999999"),
    "column minutes: '9999999999' is not a whole number": row(minutes="9999999999"),
    "column persons: 'veel' is not a whole number": row(persons="veel"),
    "column theme: 'taxi' is not a theme of this covenant (known: ": row(theme="taxi"),
    "column answers: this text has 201 characters; at most 200 fit.": row(answers="x" * 201),
    "column state: 'done' is not one of happened, planned, reported, unknown.": row(state="done"),
    "column subject: this text has 301 characters; at most 300 fit.": row(subject="x" * 301),
    "column subject: a text of one line is expected here.": row(subject='"a\nb"'),
    "column subject: the character U+0000 cannot be kept.": row(subject="a\0b"),
    "column ref: 'a\\x00b' is not a ref": row("a\0b"),
    "column subject: the character U+001B cannot be kept.": row(subject="a\x1b[31mb"),
    "column recorded_on: 2199-01-01 lies after today": row(recorded_on="2199-01-01"),
    "Row 2: 14 columns are expected, not 15; put quotes around a text with a comma.": row() + ",x",
    "Row 2: this row cannot be read as CSV": row(subject='"open'),
    "column answers: the code of an obligation is expected here": review(answers=""),
    "column answers: 'niets' is not an obligation of this covenant.": row(
        type="review", answers="niets", subject="in_order"
    ),
    "column subject: 'ok' is not one of in_order, not_in_order.": review(subject="ok"),
    "column subject: one of in_order, not_in_order is expected here.": review(subject=""),
    "column host: a review has no host; leave this cell empty.": row(
        type="review", answers="looptijd", subject="in_order", host="vng"
    ),
    "column state: 'planned' is not one of happened.": row(
        type="review", answers="looptijd", subject="in_order", state="planned"
    ),
    "column answers: 'jaar' is not an occurrence, such as period:2018 or trigger:REF.": row(
        type="waiver", answers="looptijd@jaar", to="vng"
    ),
    "column answers: the code of an obligation is expected": waiver(answers="looptijd@"),
    "column to: at least one party that agrees is expected here.": waiver(to=""),
    "column minutes: a waiver has no minutes; leave this cell empty.": row(
        type="waiver", answers="looptijd", to="vng", minutes="5"
    ),
}


@pytest.mark.parametrize("sentence", ROWS, ids=lambda sentence: sentence[:60])
def test_a_cell_that_does_not_fit(tmp_path: Path, sentence: str) -> None:
    said = refusal(tmp_path, ROWS[sentence])
    assert sentence in said
    assert said.startswith("Row 2")
    assert "\n" not in said
    assert "\x1b" not in said


def test_every_error_is_said_with_its_row_and_column(tmp_path: Path) -> None:
    said = refusal(tmp_path, row("A", on="x", minutes="y", by="z"), "", row("B"), row("A"), row("C", type="niets"))
    found = re.findall(r"^Row (\d+), column (\w+)", said, re.MULTILINE)
    assert sorted(found) == [("2", "by"), ("2", "minutes"), ("2", "on"), ("5", "ref"), ("6", "type")]
    assert "Row 5, column ref: 'A' stands on row 2 already." in said


def test_a_hundred_errors_are_printed_and_the_others_counted(tmp_path: Path) -> None:
    said = refusal(tmp_path, *(row(f"E{n}", on="x") for n in range(1_250)))
    assert len(said.split("\n")) == 101
    assert said.endswith("… and 1150 more.")


class TestARefThatIsTaken:
    def test_by_something_of_another_kind(self, tmp_path: Path) -> None:
        imported(tmp_path, row("A"))
        said = refusal(tmp_path, review("A"))
        assert said == "Row 2, column ref: 'A' is the ref of something else in the register."

    def test_in_another_covenant_does_not_matter(self, tmp_path: Path) -> None:
        import_text(tmp_path, small().replace("covenant: klein", "covenant: ander"))
        imported(tmp_path, row("A"))
        assert "1 new" in imported(tmp_path, row("A"), covenant="ander")


def test_an_unknown_covenant(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There is no covenant 'groot' \(known: klein\)\."):
        imported(tmp_path, row(), covenant="groot")


def test_other_encodings_and_sizes(tmp_path: Path) -> None:
    text = f"{HEADER}\n{row(subject='café')}\n"
    with pytest.raises(CommandError, match="in UTF-16, not in UTF-8"):
        import_csv(tmp_path, "import_events", text.encode("utf-16"))
    with pytest.raises(CommandError, match="Line 2: the byte 0xE9 is not UTF-8"):
        import_csv(tmp_path, "import_events", text.encode("latin-1"))
    with (tmp_path / "large.csv").open("wb") as sparse:
        sparse.truncate(100_000_000)
    with pytest.raises(CommandError, match=r"has 100\.0 MB; at most 20 MB is read"):
        run("import_events", tmp_path / "large.csv", covenant="klein")


def test_a_type_that_is_in_use_stays_a_type(tmp_path: Path) -> None:
    imported(tmp_path, row(type="zaalgebruik", theme="verkiezingen"))
    before = everything()
    text = small(gebouwgebruik_aantal="", gebouwgebruik_personen_vng="")
    with pytest.raises(CommandError, match="'zaalgebruik' is in use in the register and cannot be removed"):
        import_text(tmp_path, text.replace("  zaalgebruik:       {name: Zaalgebruik, measure: persons}\n", ""))
    with pytest.raises(CommandError, match="'zaalgebruik' is in use and cannot turn into a meeting"):
        import_text(tmp_path, text.replace("{name: Zaalgebruik, measure: persons}", "{name: Zaal, meeting: extra}"))
    with pytest.raises(CommandError, match="'verkiezingen' is in use in the register and cannot be removed"):
        import_text(tmp_path, text.replace(", verkiezingen: Verkiezingen}", "}"))
    assert everything() == before


def test_each_chunk_takes_as_many_queries(tmp_path: Path) -> None:
    def queries(size: int) -> int:
        rows = [row(f"Q{size}-{n}", to="vng") for n in range(size)]
        with CaptureQueriesContext(connection) as found:
            imported(tmp_path, *rows)
        return len([query for query in found if query["sql"].startswith("SELECT")])

    one, two, three = (queries(size) for size in (500, 1_000, 1_500))
    assert two - one == three - two > 0


def test_the_shipped_register(tmp_path: Path) -> None:
    run("import_covenant", FIXTURES / "vng-nvvb.yaml")
    file = FIXTURES / "vng-nvvb-voorbeeld" / "events.csv"
    assert run("import_events", file, covenant="vng-nvvb", example=True).startswith("284 new, 0 changed")
    before = everything()
    assert "0 new, 0 changed, 284 as they were" in run("import_events", file, covenant="vng-nvvb", example=True)
    assert everything() == before
