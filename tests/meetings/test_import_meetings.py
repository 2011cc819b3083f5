"""The register of meetings from CSV."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management.base import CommandError

from meetings.models import Attendance, Meeting
from obligations.definitions.events import COLUMNS as EVENT_COLUMNS
from obligations.models import Covenant, Reference
from tests.obligations.definitions.doing import FIXTURES, everything, import_csv, import_text, run
from tests.obligations.definitions.small import small

HEADER = "ref,type,on,at,state,present,location,subject,recorded_on"
M1 = "M1,ambtelijk-overleg,2018-03-01,09:30,held,vng;king;nvvb,Den Haag,Voorjaar,2018-03-05"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _covenant(tmp_path: Path) -> None:
    import_text(tmp_path, small())


def imported(tmp_path: Path, *rows: str, **options: object) -> str:
    return import_csv(tmp_path, "import_meetings", "\n".join([HEADER, *rows]) + "\n", **options)


def refusal(tmp_path: Path, *rows: str) -> str:
    before = everything()
    with pytest.raises(CommandError) as error:
        imported(tmp_path, *rows)
    assert everything() == before
    return str(error.value)


def test_a_meeting_with_everything(tmp_path: Path) -> None:
    assert imported(tmp_path, M1) == "1 new, 0 changed, 0 as they were.\n"
    meeting = Meeting.objects.get()
    assert (meeting.reference.ref, meeting.type.key, meeting.state) == ("M1", "ambtelijk-overleg", "held")
    assert (meeting.on, meeting.at) == (date(2018, 3, 1), time(9, 30))
    assert (meeting.location, meeting.subject) == ("Den Haag", "Voorjaar")
    assert set(meeting.attendance.values_list("party__key", flat=True)) == {"vng", "king", "nvvb"}


def test_the_day_on_which_it_was_recorded_is_kept(tmp_path: Path) -> None:
    imported(tmp_path, M1)
    noon = datetime(2018, 3, 5, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
    dates = [*Meeting.history.values_list("history_date", flat=True)]
    dates += [*Attendance.history.values_list("history_date", flat=True)]
    dates += [*Reference.history.values_list("history_date", flat=True)]
    assert set(dates) == {noon}


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    imported(tmp_path, M1)
    before = everything()
    assert imported(tmp_path, M1) == "0 new, 0 changed, 1 as they were.\n"
    assert everything() == before


def test_a_planned_meeting_is_held(tmp_path: Path) -> None:
    imported(tmp_path, "M1,ambtelijk-overleg,2018-03-01,,planned,,,,")
    pk = Meeting.objects.get().pk
    assert "0 new, 1 changed" in imported(tmp_path, M1)
    assert Meeting.objects.get().pk == pk
    assert Attendance.objects.count() == 3
    assert list(Meeting.history.values_list("state", flat=True)) == ["held", "planned"]


def test_an_example_is_marked(tmp_path: Path) -> None:
    imported(tmp_path, M1, example=True)
    assert Reference.objects.get().example
    assert Covenant.objects.get().has_example_register


def test_a_ref_is_of_one_thing_only(tmp_path: Path) -> None:
    imported(tmp_path, M1)
    event = ",".join(EVENT_COLUMNS) + "\nM1,besluit,2018-01-01,,,,,,,,,,,\n"
    with pytest.raises(CommandError, match="Row 2, column ref: 'M1' is the ref of something else in the register"):
        import_csv(tmp_path, "import_events", event)
    import_csv(tmp_path, "import_events", event.replace("M1", "E1"))
    assert "'E1' is the ref of something else" in refusal(tmp_path, M1.replace("M1", "E1"))


ROWS = {
    "column ref: a ref is expected here.": M1.replace("M1", "", 1),
    "column type: a type is expected here.": "M1,,2018-03-01,,held,,,,",
    "column type: 'overleg' is not a meeting of this covenant (known: ambtelijk-overleg, ": M1.replace(
        "ambtelijk-", ""
    ),
    "column type: 'besluit' is not a meeting; import it with import_events.": M1.replace(
        "ambtelijk-overleg", "besluit"
    ),
    "column on: '2018-03-32' is not a day of the calendar.": M1.replace("2018-03-01", "2018-03-32"),
    "column at: '9.30' is not a time of day (write HH:MM).": M1.replace("09:30", "9.30"),
    "column state: one of planned, held, cancelled is expected here.": M1.replace("held", ""),
    "column state: 'happened' is not one of planned, held, cancelled.": M1.replace("held", "happened"),
    "column present: 'rijk' is not a party of this covenant": M1.replace("king", "rijk"),
    "column present: 'vng' is named twice.": M1.replace("king", "vng"),
    "column location: this text has 201 characters; at most 200 fit.": M1.replace("Den Haag", "x" * 201),
    "column subject: this text has 301 characters; at most 300 fit.": M1.replace("Voorjaar", "x" * 301),
    "column recorded_on: 2199-03-05 lies after today": M1.replace("2018-03-05", "2199-03-05"),
}


@pytest.mark.parametrize("sentence", ROWS, ids=lambda sentence: sentence[:50])
def test_a_cell_that_does_not_fit(tmp_path: Path, sentence: str) -> None:
    said = refusal(tmp_path, ROWS[sentence])
    assert f"Row 2, {sentence}" in said
    assert "\n" not in said


def test_the_shipped_meetings(tmp_path: Path) -> None:
    run("import_covenant", FIXTURES / "vng-nvvb.yaml")
    file = FIXTURES / "vng-nvvb-voorbeeld" / "meetings.csv"
    assert run("import_meetings", file, covenant="vng-nvvb").startswith("48 new")
    assert "0 new, 0 changed, 48" in run("import_meetings", file, covenant="vng-nvvb")
