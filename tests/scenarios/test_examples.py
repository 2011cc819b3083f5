"""The running example: loaded twice is loaded once, its story holds on any day, and it can be taken away."""

import csv
import io
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from convenant.examples import EXAMPLES, TRACKED_FROM, Example, laid_around, laid_register, load_example
from meetings.examples import remove_example
from meetings.models import Attendance, Meeting
from obligations.assessments import assess_covenants
from obligations.definitions.problems import Refused
from obligations.engine.verdict import Assessment, Instance, Interval, Status, Usage, Why
from obligations.models import Covenant, Event, Obligation, Party, Reference, Review, Tenure, Waiver
from obligations.services.refusal import Refusal

TODAY = date(2026, 11, 25)
FICTIONAL = EXAMPLES[0]
HAPPENED = {"happened", "held", "reported", "unknown", "cancelled"}
NOW = {Status.OPEN, Status.DUE_SOON, Status.AT_RISK, Status.ATTENTION}


def days_of(*years: int) -> Iterator[date]:
    for year in years:
        yield from (date(year, 1, 1) + timedelta(days=n) for n in range(366) if n < 365 or year % 4 == 0)


def rows_of(name: str) -> list[dict[str, str]]:
    text = (FICTIONAL.register / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text), strict=True))


def laid_rows(name: str, today: date) -> list[dict[str, str]]:
    text = (FICTIONAL.register / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(laid_register(text, name, today)), strict=True))


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        pytest.param("2024-04-02", TODAY, date(2024, 4, 2), id="a written day stays"),
        pytest.param("-40", TODAY, date(2026, 10, 16), id="forty days ago"),
        pytest.param("-39", date(2026, 11, 25), date(2026, 10, 16), id="a Saturday becomes the Friday before it"),
        pytest.param("+100", TODAY, date(2027, 3, 5), id="in a hundred days"),
        pytest.param("m0+3", TODAY, date(2026, 11, 3), id="day 3 of this month"),
        pytest.param("m-1+20", date(2027, 1, 5), date(2026, 12, 18), id="day 20 of the previous month, a Sunday"),
        pytest.param("q-1+20", TODAY, date(2026, 7, 20), id="day 20 of the previous quarter"),
        pytest.param("q1+22", TODAY, date(2027, 1, 22), id="day 22 of the next quarter"),
        pytest.param("y-1+100", TODAY, date(2025, 4, 10), id="day 100 of last year"),
        pytest.param("y0+0!", TODAY, date(2025, 12, 31), id="the last day before this year"),
        pytest.param("q0+9^", date(2026, 10, 3), date(2026, 10, 2), id="not later than today, a Saturday"),
        pytest.param("q0+9^", date(2027, 1, 3), date(2027, 1, 1), id="a weekend does not leave its period"),
        pytest.param("m0+3^", date(2026, 8, 2), date(2026, 8, 1), id="not even when it starts on a Saturday"),
        pytest.param("q0+9^-7", TODAY, date(2026, 10, 2), id="a week before that"),
        pytest.param("q0+9^+7^", date(2026, 10, 12), date(2026, 10, 12), id="a week after that, at the latest today"),
    ],
)
def test_a_relative_day_is_laid_around_today(text: str, today: date, expected: date) -> None:
    assert laid_around(text, today) == expected


@pytest.mark.parametrize("text", ["", "40", "m1", "q-1", "2024-02-30", "w-1+2", "m0+3^^", "-7 "])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        laid_around(text, TODAY)


@given(
    st.dates(date(2025, 6, 1), date(2040, 1, 1)),
    st.sampled_from("mqy"),
    st.integers(-5, -1),
    st.integers(1, 28),
)
def test_a_day_of_an_earlier_period_is_past_and_in_that_period(today: date, period: str, number: int, day: int) -> None:
    laid = laid_around(f"{period}{number}+{day}", today)
    first = laid_around(f"{period}{number}+1!", today)
    assert first <= laid <= first + timedelta(days=27)
    assert laid < laid_around(f"{period}0+1!", today) <= today


@pytest.mark.parametrize("name", ["events", "meetings"])
def test_what_must_be_past_is_never_ahead(name: str) -> None:
    written = {row["ref"]: row["state"] for row in rows_of(name)}
    for today in days_of(2027, 2028):
        for row in laid_rows(name, today):
            on, recorded = date.fromisoformat(row["on"]), date.fromisoformat(row["recorded_on"])
            assert (on > today) == (row["state"] == "planned"), f"{row['ref']} on {today}"
            assert recorded <= today, f"{row['ref']} on {today}"
            assert written[row["ref"]] in ("", row["state"]), f"{row['ref']} on {today}"


def test_what_answers_comes_in_the_right_order_on_every_day() -> None:
    for today in days_of(2027, 2028):
        meetings = {row["ref"]: row["on"] for row in laid_rows("meetings", today)}
        events = laid_rows("events", today)
        days = meetings | {row["ref"]: row["on"] for row in events}
        for row in events:
            if row["answers"] in days:
                before = row["type"] == "agenda-verstuurd"
                first, then = (row["on"], days[row["answers"]]) if before else (days[row["answers"]], row["on"])
                assert first <= then, f"{row['ref']} on {today}"


def counts() -> dict[str, int]:
    """Rows of every table of ours, history included."""
    return {
        model._meta.label: model._default_manager.count()
        for label in ("obligations", "meetings")
        for model in apps.get_app_config(label).get_models()
    }


@pytest.fixture
def fixed(settings: Any) -> date:
    settings.CONVENANT_TODAY = TODAY
    return TODAY


def load() -> list[str]:
    out = io.StringIO()
    call_command("load_examples", stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_loading_twice_is_loading_once(fixed: date) -> None:
    assert [line.split(":")[1].split(",")[0] for line in load()] == [" geladen", " geladen"]
    before = counts()
    assert before["obligations.Obligation"] > 100
    assert before["obligations.Reference"] == before["obligations.HistoricalReference"]
    assert all(line.endswith("is er al.") for line in load())
    assert counts() == before


@pytest.mark.django_db
def test_everything_loaded_is_marked_as_example(fixed: date) -> None:
    load()
    assert Covenant.objects.filter(has_example_register=True).count() == len(EXAMPLES)
    assert not Reference.objects.filter(example=False).exists()
    fictional = Covenant.objects.get(key=FICTIONAL.key)
    assert fictional.tracked_from == laid_around(TRACKED_FROM, fixed) == date(2025, 9, 1)
    assert Covenant.objects.get(key="vng-nvvb").tracked_from is None


@pytest.mark.django_db
def test_a_covenant_that_does_not_load_leaves_nothing_behind(fixed: date, tmp_path: Any) -> None:
    for name in ("posts", "meetings", "events"):
        text = (FICTIONAL.register / f"{name}.csv").read_text(encoding="utf-8")
        (tmp_path / f"{name}.csv").write_text(text.replace(",advies,", ",bestaat-niet,"), encoding="utf-8")
    broken = Example(FICTIONAL.key, FICTIONAL.definition, tmp_path, around_today=True)
    before = counts()
    with pytest.raises(Refused, match="bestaat-niet"):
        load_example(broken, today=fixed)
    assert counts() == before


@pytest.mark.django_db
def test_a_party_of_another_name_stops_one_covenant_and_not_the_other(fixed: date) -> None:
    Party.objects.create(key="vng", name="Iets anders", short="VNG")
    errors = io.StringIO()
    call_command("load_examples", stdout=io.StringIO(), stderr=errors)
    assert errors.getvalue().startswith("vng-nvvb: niet geladen.")
    assert list(Covenant.objects.values_list("key", flat=True)) == [FICTIONAL.key]


def story(today: date, *, history: bool = False) -> dict[str, list[Assessment]]:
    """The rows of the fictional covenant on `today`, by obligation."""
    load_example(FICTIONAL, today=today)
    covenant = Covenant.objects.get(key=FICTIONAL.key)
    found: dict[str, list[Assessment]] = {}
    for row in assess_covenants([covenant.pk], today, history=history)[covenant.pk].rows:
        found.setdefault(row.code, []).append(row)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "today",
    [
        pytest.param(date(2026, 11, 25), id="in the middle of a quarter"),
        pytest.param(date(2027, 1, 1), id="on the first day of a year"),
        pytest.param(date(2027, 3, 14), id="on the last day of a covenant year"),
        pytest.param(date(2027, 3, 15), id="on the first day of a covenant year"),
        pytest.param(date(2027, 8, 1), id="on a Sunday that starts a month"),
        pytest.param(date(2027, 12, 31), id="on the last day of a year"),
        pytest.param(date(2028, 2, 29), id="on a leap day"),
        pytest.param(date(2028, 6, 30), id="on the last day of a quarter"),
    ],
)
class TestTheStoryHolds:
    def test_now(self, today: date) -> None:
        rows = story(today)
        (quarter,) = rows["kwartaaloverleg"]
        assert ("KO-5", Why.ABSENT, ("stichting",)) in [(p.ref, p.why, p.parties) for p in quarter.passed_over]
        assert quarter.status in (Status.MET, Status.ON_TRACK)

        (hours,) = rows["advies-uren"]
        assert hours.status is Status.NEAR
        assert isinstance(hours.detail, Usage)
        assert 0.85 < hours.detail.used / hours.detail.limit < 0.95

        (visit,) = rows["werkbezoek"]
        assert isinstance(visit.detail, Interval)
        assert (visit.status, visit.detail.reported) == (Status.DUE_SOON, 1)

        (told,) = rows["terugkoppelen"]
        assert isinstance(told.detail, Instance)
        assert (told.status, told.occurrence) == (Status.DUE_SOON, "trigger:EG-2:regio")

        (copy,) = rows["brief-kopie"]
        assert (copy.status, [str(note) for note in copy.notes]) == (Status.OPEN, ["to_complete"])

        assert {row.occurrence for row in rows["accounthouders"] if row.status is Status.ATTENTION} == {
            "standing:2024:regio"
        }
        assert Meeting.objects.filter(state=Meeting.State.PLANNED, on__gt=today).exists()
        assert rows["meldpunt"][0].status is Status.MET
        assert rows["brede-evaluatie"][0].status is Status.ON_TRACK
        assert "datalek-melden" not in rows

    def test_nothing_is_past_its_date_and_one_period_was_missed(self, today: date) -> None:
        rows = story(today, history=True)
        statuses = {code: [row.status for row in found] for code, found in rows.items()}
        assert all(Status.OVERDUE not in found for found in statuses.values())
        assert [code for code, found in statuses.items() if Status.MISSED in found] == ["kwartaaloverleg"]
        assert statuses["kwartaaloverleg"].count(Status.MISSED) == 1
        for code in ("kwartaaloverleg", "stuurgroepoverleg", "werkbezoek", "jaarplan", "verslag", "terugmelden"):
            assert Status.MET in statuses[code], code
        assert Status.NOT_RECORDED in statuses["kwartaaloverleg"]
        assert Status.EXCEEDED in statuses["advies-uren"]
        assert statuses["vergoeding-advies"] == [Status.MET]
        assert statuses["bekendmaken"] == [Status.MET] * 3
        assert Status.WAIVED in statuses["terugmelden"]
        assert sum(status in NOW for found in statuses.values() for status in found) <= 12


def remove(key: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command("remove_example", key, *arguments, stdout=out)
    return out.getvalue().strip()


@pytest.mark.django_db
class TestRemoving:
    def test_the_register_goes_and_what_was_agreed_stays(self, fixed: date) -> None:
        load()
        agreed = Obligation.objects.count()
        line = remove("voorbeeldconvenant", "--tracked-from", "2027-01-01")
        assert line.endswith("vanaf 2027-01-01.")
        covenant = Covenant.objects.get(key="voorbeeldconvenant")
        assert (covenant.tracked_from, covenant.has_example_register) == (date(2027, 1, 1), False)
        for model in (Event, Review, Waiver, Reference, Meeting):
            assert not model._default_manager.filter(covenant=covenant).exists()
        assert not Tenure.objects.filter(post__covenant=covenant).exists()
        assert covenant.posts.exists()
        assert Obligation.objects.count() == agreed
        assert Meeting.objects.filter(covenant__key="vng-nvvb").exists()

    def test_every_row_leaves_its_last_history_row(self, fixed: date) -> None:
        load()
        gone = {model: model._default_manager.count() for model in (Event, Reference, Meeting, Attendance, Tenure)}
        remove("voorbeeldconvenant", "--tracked-from", "start")
        remove("vng-nvvb", "--tracked-from", "start")
        for model, count in gone.items():
            assert model.history.filter(history_type="-").count() == count  # type: ignore[attr-defined]

    def test_it_does_not_come_back(self, fixed: date) -> None:
        load()
        remove("voorbeeldconvenant", "--tracked-from", "start")
        before = counts()
        assert load()[0].endswith("het voorbeeld is hier weggehaald.")
        assert counts() == before

    def test_what_people_recorded_stays(self, fixed: date) -> None:
        load()
        covenant = Covenant.objects.get(key="voorbeeldconvenant")
        own = Reference.objects.create(covenant=covenant, ref="EIGEN-1")
        Event.objects.create(reference=own, covenant=covenant, type=covenant.types.get(key="advies"), on=fixed)
        remove("voorbeeldconvenant", "--tracked-from", "start")
        assert list(covenant.references.values_list("ref", flat=True)) == ["EIGEN-1"]

    def test_the_start_is_asked_at_a_terminal(self, fixed: date, monkeypatch: pytest.MonkeyPatch) -> None:
        load()
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        asked: list[str] = []
        monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or "")
        remove("voorbeeldconvenant")
        assert asked == [f"Vanaf welke datum houdt u dit bij? [{fixed}] "]
        assert Covenant.objects.get(key="voorbeeldconvenant").tracked_from == fixed

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            pytest.param(["voorbeeldconvenant"], "Vanaf welke datum houdt u dit bij.*--tracked-from", id="no terminal"),
            pytest.param(["onbekend"], "Er is geen convenant 'onbekend'", id="an unknown key"),
            pytest.param(
                ["voorbeeldconvenant", "--tracked-from", "1-1-2027"], "is geen datum", id="a date in another form"
            ),
            pytest.param(["voorbeeldconvenant", "--tracked-from", "20270101"], "is geen datum", id="without dashes"),
        ],
    )
    def test_what_cannot_be_done_is_said_in_one_line(
        self, fixed: date, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
    ) -> None:
        load_example(FICTIONAL, today=fixed)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
        with pytest.raises(CommandError, match=message) as refused:
            remove(*arguments)
        assert "\n" not in str(refused.value)
        assert Covenant.objects.get(key="voorbeeldconvenant").has_example_register

    def test_another_was_first_while_this_one_waited(self, fixed: date) -> None:
        load_example(FICTIONAL, today=fixed)
        stale = Covenant.objects.get(key="voorbeeldconvenant")
        remove("voorbeeldconvenant", "--tracked-from", "start")
        reference = Reference.objects.create(covenant=stale, ref="M1", example=True)
        Meeting.objects.create(
            reference=reference,
            covenant=stale,
            type=stale.types.get(key="accounthoudersoverleg"),
            on=fixed,
            state="held",
        )
        assert stale.has_example_register
        with pytest.raises(Refusal):
            remove_example(covenant=stale, tracked_from=fixed, today=date(2026, 11, 25))
        assert Meeting.objects.filter(covenant=stale).exists()
        assert Covenant.objects.get(pk=stale.pk).tracked_from is None

    def test_a_second_time_there_is_nothing_to_remove(self, fixed: date) -> None:
        load_example(FICTIONAL, today=fixed)
        remove("voorbeeldconvenant", "--tracked-from", "start")
        with pytest.raises(CommandError, match="heeft geen voorbeeldregister"):
            remove("voorbeeldconvenant", "--tracked-from", "start")
