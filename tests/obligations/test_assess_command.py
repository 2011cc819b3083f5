"""From a definition file and registers to the numbers of domain.md, by the commands that people use."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from obligations.engine.readings import KEYS
from obligations.models import Covenant

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "fixtures" / "vng-nvvb.yaml"
EVENT = [
    "ref",
    "type",
    "on",
    "at",
    "by",
    "to",
    "host",
    "minutes",
    "persons",
    "theme",
    "answers",
    "state",
    "subject",
    "recorded_on",
]
MEETING = ["ref", "type", "on", "at", "state", "present", "location", "subject", "recorded_on"]
ALL = "vng;king;nvvb"


def told(command: str, *arguments: object, **options: object) -> str:
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def assessed(as_of: str, *codes: str, history: bool = False, known_at: str | None = None) -> list[dict]:
    """The rows that `assess --json` prints of these obligations."""
    text = told(
        "assess", "vng-nvvb", as_of=as_of, obligation=list(codes), history=history, known_at=known_at, as_json=True
    )
    return json.loads(text)["assessments"]


def row_of(as_of: str, code: str, occurrence: str, revision: str = "2016", *, history: bool = False) -> dict:
    (found,) = (
        row
        for row in assessed(as_of, code, history=history)
        if (row["occurrence"], row["revision"]) == (occurrence, revision)
    )
    return found


def register(folder: Path, columns: list[str], rows: list[dict]) -> Path:
    path = folder / f"{len(columns)}.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows({"ref": f"{columns[4]}-{number}", **row} for number, row in enumerate(rows))
    return path


def meeting(type_: str, on: str, present: str = ALL) -> dict:
    return {"type": type_, "on": on, "state": "held", "present": present}


def event(type_: str, on: str, **cells: object) -> dict:
    return {"type": type_, "on": on, **cells}


ADVICE = [
    event("personeelsadvies", f"2018-03-{day}", by="vng", to="nvvb", minutes=minutes)
    for day, minutes in (("05", 90), ("14", 60), ("20", 30), ("28", 60), ("30", 15))
]
AT_THE_SWITCH = [
    event("personeelsadvies", "2019-05-08", by="vng", to="nvvb", minutes=120),
    event("personeelsadvies", "2019-05-27", by="vng", to="nvvb", minutes=150),
]
PART_2016 = [meeting("ambtelijk-overleg", "2016-06-29"), meeting("ambtelijk-overleg", "2016-10-12")]
TWICE = [meeting("topambtelijk-overleg", "2021-06-15", "vng;nvvb") for _ in range(2)]
WITHOUT_KING = [meeting("ambtelijk-overleg", "2018-02-21", "vng;nvvb")]
INFORMED = [
    {"ref": "X", **event("extern-overleg", "2017-09-14", by="nvvb")},
    event("vooraf-geinformeerd", "2017-09-14", by="nvvb", to="vng"),
]
TRAILING = [event("extern-overleg", "2019-05-16", by="nvvb") | {"ref": "X"}]
EARLY = [event("evaluatie-tussentijds", "2017-09-20", by="vng", to="king;nvvb")]

# reading, another value, facts, (day, obligation, occurrence, revision), by default, by that other value
FOLLOWED = [
    ("year", "covenant", [], ("2019-05-15", "ambtelijk-overleg", None, "2016"),
     {"occurrence": "period:2019", "starts_on": "2019-01-01", "required": 1, "exact": "1.534"},
     {"occurrence": "period:2019", "starts_on": "2019-05-11", "required": 0, "exact": "0.109", "status": "no_quota"}),
    ("part_year", "full", PART_2016, ("2017-01-01", "ambtelijk-overleg", "period:2016", "2016"),
     {"required": 2, "exact": "2.568", "status": "met"}, {"required": 4, "status": "missed"}),
    ("rounding", "half_up", PART_2016, ("2017-01-01", "ambtelijk-overleg", "period:2016", "2016"),
     {"required": 2, "status": "met"}, {"required": 3, "status": "missed"}),
    ("switch", "lineage", [], ("2019-06-01", "bestuurlijk-overleg", "period:2019", "2019"),
     {"starts_on": "2019-05-21", "required": 0, "exact": "0.616"},
     {"starts_on": "2019-01-01", "required": 1, "exact": "1.384"}),
    ("knowledge", "of_the_day", [], ("2019-02-01", "ambtelijk-overleg", "period:2019", "2016"),
     {"ends_before": "2019-05-21", "required": 1}, {"ends_before": "2020-01-01", "required": 4}),
    ("quorum", "both_sides", WITHOUT_KING, ("2018-03-01", "ambtelijk-overleg", "period:2018", "2016"),
     {"done": 0}, {"done": 1}),
    ("same_day", "each", TWICE, ("2022-01-01", "topambtelijk-overleg", "period:2021", "2019"),
     {"done": 1, "status": "missed"}, {"done": 2, "status": "met"}),
    ("end_date", "inclusive", [], ("2024-01-01", "eindevaluatie", "deadline:2019", "2019"),
     {"due_on": "2023-12-31", "status": "missed"}, {"due_on": "2024-01-01", "status": "at_risk"}),
    ("early", "in_window", EARLY, ("2017-10-15", "tussentijdse-evaluatie", "deadline:2016", "2016"),
     {"status": "met", "notes": ["before_window"]}, {"status": "due_soon", "notes": []}),
    ("workday", "next", [], ("2017-12-01", "tussentijdse-evaluatie", "deadline:2016", "2016"),
     {"due_on": "2017-12-31"}, {"due_on": "2018-01-02"}),
    ("same_day_before", "reject", INFORMED, ("2017-10-01", "overleg-vooraf-informeren", "trigger:X", "2016"),
     {"status": "met", "notes": ["order_unknown"]}, {"status": "missed"}),
    ("cap_part_year", "pro_rata", [], ("2016-12-31", "gebouwgebruik-aantal", "period:2016:nvvb", "2016"),
     {"limit": "6"}, {"limit": "3"}),
    ("count", "started_per_entry", ADVICE, ("2018-03-14", "personeelsadvies-cap", "period:2018-03", "2016"),
     {"used": "0.625", "status": "within"}, {"used": "2", "status": "exceeded"}),
    ("month", "covenant", ADVICE, ("2018-03-14", "personeelsadvies-cap", "period:2018-03", "2016"),
     {"starts_on": "2018-03-01", "used": "0.625"}, {"starts_on": "2018-03-11", "used": "0.25"}),
    ("cap_switch", "reset", AT_THE_SWITCH, ("2019-05-31", "personeelsadvies-cap", "period:2019-05", "2019"),
     {"used": "1.125", "status": "exceeded"}, {"used": "0.625", "status": "within"}),
    ("near", "60", ADVICE, ("2018-03-14", "personeelsadvies-cap", "period:2018-03", "2016"),
     {"status": "within"}, {"status": "near"}),
    ("supersession", "unregulated_survives", [], ("2019-06-15", "financieel-advies-cap", "period:2019-06", "2016"),
     None, {"status": "within", "ends_before": "2019-07-01"}),
    ("deadline_at_switch", "due_before", [], ("2019-05-21", "eindevaluatie", "deadline:2016", "2016"),
     {"due_on": "2019-12-31", "status": "superseded"}, {"due_on": "2019-05-20", "status": "missed"}),
    ("after_effect", "lapses", TRAILING, ("2019-05-21", "overleg-terugkoppelen", "trigger:X", "2016"),
     {"status": "open", "notes": ["trailing"]}, {"status": "superseded"}),
]  # fmt: skip


def with_reading(key: str, value: str) -> str:
    """The shipped file with one reading changed, its record left as it is."""
    head, mark, rest = SHIPPED.read_text().partition("\nreadings:\n")
    changed, count = re.subn(rf"(?m)^  {key}: .*$", f"  {key}: {value}", rest, count=1)
    assert mark
    assert count == 1
    return head + mark + changed


def test_every_reading_is_tried():
    assert sorted(key for key, *_ in FOLLOWED) == sorted(KEYS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "value", "facts", "place", "default", "other"), FOLLOWED, ids=[row[0] for row in FOLLOWED]
)
def test_another_reading_in_a_copy_of_the_file_changes_the_number(key, value, facts, place, default, other, tmp_path):
    as_of, code, occurrence, revision = place

    def found() -> dict | None:
        rows = [
            row
            for row in assessed(as_of, code, history=True)
            if row["revision"] == revision and row["occurrence"] == (occurrence or row["occurrence"])
        ]
        # The last of several is the one of the day; a period that only the other reading has is not there by default.
        return next((row for row in reversed(rows) if row["starts_on"] <= as_of), None)

    told("import_covenant", SHIPPED)
    meetings = [row for row in facts if "present" in row]
    told("import_meetings", register(tmp_path, MEETING, meetings), covenant="vng-nvvb")
    events = [row for row in facts if "present" not in row]
    told("import_events", register(tmp_path, EVENT, events), covenant="vng-nvvb")
    by_default = found()
    assert by_default is default or by_default | default == by_default

    copy = tmp_path / "copy.yaml"
    copy.write_text(with_reading(key, value))
    told("import_covenant", copy)
    changed = found()
    assert changed is not None
    assert changed | other == changed


@pytest.fixture(scope="module")
def examples(django_db_setup, django_db_blocker):
    """Both covenants with their example register, taken away again after this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        told("load_examples")
        yield
        transaction.set_rollback(True)


DOCUMENT = ["covenant", "as_of", "revisions", "assessments"]
ROW = [
    "revision",
    "obligation",
    "kind",
    "occurrence",
    "status",
    "starts_on",
    "ends_before",
    "required",
    "exact",
    "done",
    "planned",
    "reported",
    "expected",
    "used",
    "limit",
    "counter",
    "bearer",
    "trigger",
    "due_on",
    "next_on",
    "days_late",
    "holds_until",
    "counted",
    "passed_over",
    "notes",
    "readings",
    "label",
    "group",
    "sentence",
]


@pytest.mark.usefixtures("examples")
class TestTheExampleRegister:
    def test_json_has_the_agreed_shape(self):
        document = json.loads(told("assess", "vng-nvvb", as_of="2018-03-01", as_json=True))
        assert list(document) == DOCUMENT
        assert document["revisions"] == [
            {"key": "2016", "status": "in_force"},
            {"key": "2019", "status": "not_in_force"},
        ]
        assert all(list(row) == ROW for row in document["assessments"])

    def test_a_year_that_was_missed_says_which_meeting_did_not_count(self):
        row = row_of("2018-01-01", "ambtelijk-overleg", "period:2017", history=True)
        assert (row["required"], row["done"], row["status"]) == (4, 3, "missed")
        assert row["passed_over"] == [{"ref": "AO-2017-3", "why": "absent"}]
        assert row["label"] == "Niet gehaald (3 van 4)"

    def test_the_month_over_the_cap_starts_a_talk(self):
        cap = row_of("2018-03-31", "personeelsadvies-cap", "period:2018-03")
        assert (cap["used"], cap["limit"], cap["status"]) == ("1.0625", "1", "exceeded")
        (talk,) = assessed("2018-03-31", "vergoeding-bij-overschrijding")
        assert (talk["trigger"], talk["due_on"]) == ("exceeded:personeelsadvies-cap:2018-03-01", "2018-04-13")

    def test_the_late_evaluation_counts_its_days(self):
        row = row_of("2018-02-08", "tussentijdse-evaluatie", "deadline:2016")
        assert (row["status"], row["days_late"], row["due_on"]) == ("met_late", 39, "2017-12-31")

    def test_what_was_recorded_later_is_not_known_before(self):
        late = row_of("2016-12-31", "ambtelijk-overleg", "period:2016")
        assert late["counted"] == ["AO-2016-1", "AO-2016-2"]
        (then,) = assessed("2016-12-31", "ambtelijk-overleg", known_at="2016-12-31")
        assert then["counted"] == ["AO-2016-1"]

    def test_without_json_it_is_a_table_in_words(self):
        text = told("assess", "vng-nvvb", as_of="2018-03-01", obligation=["ambtelijk-overleg"])
        assert "Convenant 2016: Geldt nu" in text
        assert "streefdatum" in text
        english = told("assess", "vng-nvvb", as_of="2018-03-01", obligation=["ambtelijk-overleg"], lang="en")
        assert "in 2018" in english
        assert english != text

    def test_an_ended_covenant_has_nothing_open_but_its_outcomes_stay(self):
        assert {row["kind"] for row in assessed("2024-06-01")} <= {"duty"}
        kinds = {row["kind"] for row in assessed("2024-06-01", history=True)}
        assert kinds == {"cadence", "cap", "deadline", "duty", "standing", "held"}

    @pytest.mark.parametrize(
        ("arguments", "options", "message"),
        [
            pytest.param(
                ["vng-nvvb"], {"as_of": "2018-02-30"}, "'2018-02-30' is not a day of the calendar", id="no such day"
            ),
            pytest.param(
                ["vng-nvvb"], {"as_of": "20180301"}, "'20180301' is not a date (write YYYY-MM-DD)", id="another form"
            ),
            pytest.param(
                ["vng-nvvb"],
                {"as_of": "2018-03-01", "known_at": "2019-W01-1"},
                "'2019-W01-1' is not a date (write YYYY-MM-DD)",
                id="a week",
            ),
            pytest.param(
                ["vng-nvvb"],
                {"as_of": date(1899, 12, 31)},
                "is not a date from 1900 to 2199",
                id="a far day of a caller",
            ),
            pytest.param(["vng-nvvb"], {"as_of": "9999-12-31"}, "is not a date from 1900 to 2199", id="a far year"),
            pytest.param(["vng"], {"as_of": "2018-02-28"}, "no covenant 'vng' (known: ", id="no such covenant"),
            pytest.param(
                ["vng-nvvb"], {"as_of": "2018-02-28", "obligation": ["x"]}, "No obligation 'x'", id="no such code"
            ),
        ],
    )
    def test_a_wrong_question_gets_one_clear_line(self, arguments, options, message):
        with pytest.raises(CommandError) as caught:
            told("assess", *arguments, **options)
        assert message in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.django_db
def test_a_covenant_without_facts_stands_too():
    told("import_covenant", SHIPPED)
    assert Covenant.objects.get().tracked_from is None
    row = row_of("2018-03-01", "ambtelijk-overleg", "period:2018")
    assert (row["status"], row["required"], row["done"], row["next_on"]) == ("due_soon", 4, 0, "2018-03-31")
