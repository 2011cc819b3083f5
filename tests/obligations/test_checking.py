"""The check sweep: what it costs, whom it leaves alone, and what one covenant that cannot be assessed does to it."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings.services import MeetingEntry, record_meetings
from obligations.models import (
    Covenant,
    CurrentStatus,
    Horizon,
    Obligation,
    ReadingChoice,
    Revision,
    StatusChange,
    Sweep,
    remove_all,
    save_all,
)
from obligations.models.bulk import insert_rows
from obligations.services.checking import CheckFailed, check_statuses
from obligations.services.standings import PLACED, clear_covenants
from obligations.services.sweeping import run_sweep
from obligations.tasks import SWEEPS, check
from tests.obligations.lively import FIRST, Secretariat

pytestmark = pytest.mark.django_db
DAY = date(2018, 3, 1)


def queries(day: date) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        check_statuses(day)
    return len(captured)


def offices(folder: Path, count: int) -> list[Secretariat]:
    return [Secretariat(folder, number, key=f"c{number}") for number in range(count)]


def stand_still(count: int) -> None:
    """So many obligations that change in 2030."""
    [covenant] = save_all([Covenant(key="stil", title="Stil")], reason="proef")
    [revision] = save_all(
        [Revision(covenant=covenant, key="1", title="1", signed_on=DAY, in_force_from=DAY, status="published")],
        reason="proef",
    )
    rows = [Obligation(revision=revision, code=f"o{n}", title="O", summary="s", kind="held") for n in range(count)]
    made = save_all(rows, reason="proef")
    later = date(2030, 1, 1)
    horizons = [(row.pk, DAY, later, False, "", 0, None, None, covenant.pk) for row in made]
    insert_rows(Horizon, (*PLACED, "covenant_id"), horizons)


class TestCost:
    def test_with_nothing_due_it_asks_one_question(self, tmp_path: Path) -> None:
        offices(tmp_path, 2)
        check_statuses(DAY)
        assert queries(DAY) == 1

    def test_that_question_is_answered_by_the_index(self) -> None:
        stand_still(3000)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
            cursor.execute(
                f"{explain} SELECT 1 FROM obligations_horizon WHERE changes_on <= %s LIMIT 1", ["2029-01-01"]
            )
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
        assert "horizon_by_first_change" in plan
        assert "Seq Scan" not in plan
        assert "SCAN" not in plan

    def test_queries_do_not_grow_with_obligations(self, tmp_path: Path) -> None:
        [office] = offices(tmp_path, 1)
        check_statuses(FIRST)
        Horizon.objects.exclude(obligation__code="overleg").update(changes_on=None)
        clear_one = Horizon.objects.filter(obligation__code="overleg")
        clear_one.update(changes_on=DAY)
        one = queries(DAY)
        clear_covenants([office.covenant.pk], today=DAY)
        # From a hundred rows on PostgreSQL takes them as a stream: a few statements in place of one.
        assert queries(DAY) <= one + 8

    def test_queries_do_not_grow_with_covenants_of_a_batch(self, tmp_path: Path) -> None:
        offices(tmp_path, 1)
        one = queries(FIRST)
        Secretariat(tmp_path, 50, key="twee")
        Secretariat(tmp_path, 51, key="drie")
        Secretariat(tmp_path, 52, key="vier")
        assert queries(FIRST) == one

    def test_recording_one_fact_costs_the_same_among_many(self, tmp_path: Path) -> None:
        [office] = offices(tmp_path, 1)
        check_statuses(DAY)

        def recording() -> int:
            entry = MeetingEntry(f"N{len(office.meetings)}", "overleg", DAY, "held", present=("aa", "bb", "cc"))
            with CaptureQueriesContext(connection) as captured:
                record_meetings(known=office.known, entries=[entry], today=DAY, reason="proef")
            return len(captured)

        few = recording()
        for _ in range(30):
            office.meet(DAY)
        assert recording() == few


class TestBatches:
    def test_many_covenants_are_all_done(self, tmp_path: Path) -> None:
        offices(tmp_path, 25)
        assert check_statuses(FIRST)["obligations"] == 25 * 28
        assert not Horizon.objects.filter(changes_on__lte=FIRST).exists()

    def test_one_that_cannot_be_assessed_does_not_stop_the_others(self, tmp_path: Path) -> None:
        first, second, third = offices(tmp_path, 3)
        wrong, _made = ReadingChoice.objects.update_or_create(
            covenant=second.covenant, obligation=None, key="year", defaults={"value": "maan"}
        )
        with pytest.raises(CheckFailed, match=r"^c1: ValueError: calendar"):
            check_statuses(DAY)
        due = set(Horizon.objects.filter(changes_on__lte=DAY).values_list("covenant_id", flat=True))
        assert due == {second.covenant.pk}
        assert CurrentStatus.objects.filter(covenant=first.covenant).exists()
        assert CurrentStatus.objects.filter(covenant=third.covenant).exists()
        remove_all([wrong], reason="hersteld")
        assert check_statuses(DAY)["obligations"] == 28


class TestWhatRuns:
    def test_a_run_writes_down_when_and_what(self, tmp_path: Path) -> None:
        offices(tmp_path, 1)
        before = timezone.now() - timedelta(seconds=5)
        run_sweep("check", SWEEPS["check"], FIRST)
        row = Sweep.objects.get()
        assert (row.name, row.runs, row.error, row.failed_at) == ("check", 1, "", None)
        assert row.counts == {"obligations": 28, "changes": StatusChange.objects.count()}
        assert row.started_at is not None
        assert row.finished_at is not None
        assert before < row.started_at <= row.finished_at

    def test_a_run_that_fails_keeps_the_last_good_one(self) -> None:
        def fail(as_of: date) -> dict[str, int]:
            raise ValueError(f"niet op {as_of}")

        run_sweep("check", SWEEPS["check"], FIRST)
        good = Sweep.objects.get().finished_at
        with pytest.raises(ValueError, match="niet op"):
            run_sweep("check", fail, FIRST)
        row = Sweep.objects.get()
        assert (row.finished_at, row.runs, row.error) == (good, 1, "ValueError: niet op 2016-04-20")
        assert row.failed_at is not None
        run_sweep("check", SWEEPS["check"], FIRST)
        assert (Sweep.objects.get().error, Sweep.objects.get().runs) == ("", 2)

    def test_the_command_does_what_the_task_does(self, tmp_path: Path) -> None:
        offices(tmp_path, 1)
        out = StringIO()
        call_command("sweep", "check", as_of="2016-04-20", stdout=out)
        assert out.getvalue().startswith("check 2016-04-20: obligations 28, changes ")
        check()
        assert Sweep.objects.get().runs == 2
        assert not Horizon.objects.filter(changes_on__lte=timezone.localdate()).exists()

    def test_the_command_does_not_run_ahead(self) -> None:
        with pytest.raises(CommandError, match="lies ahead"):
            call_command("sweep", "check", as_of=str(timezone.localdate() + timedelta(days=1)))


def test_an_obligation_that_goes_leaves_its_last_line_in_the_log(tmp_path: Path) -> None:
    [office] = offices(tmp_path, 1)
    check_statuses(DAY)
    text = office.file.read_text(encoding="utf-8")
    gone = next(line for line in text.splitlines() if line.strip().startswith("jaarplan: {title"))
    text = text.replace(gone + "\n", "").replace("jaarplan: {moved_to: elders}, ", "")
    office.file.write_text(text, encoding="utf-8")
    before = CurrentStatus.objects.filter(obligation__code="jaarplan").exclude(status="")
    expected = {(row.occurrence, row.status, "", DAY) for row in before}
    call_command("import_covenant", office.file, stdout=StringIO())
    last = StatusChange.objects.filter(code="jaarplan", after="").order_by("-pk")[: len(expected)]
    today = timezone.localdate()
    assert expected
    assert {(row.occurrence, row.before, row.after, DAY) for row in last} == expected
    assert {row.on for row in last} == {today}
    assert not CurrentStatus.objects.filter(obligation__code="jaarplan").exists()


class TestWhatWasPublishedSomeOtherWay:
    def test_an_obligation_without_a_horizon_gets_one_with_the_first_fact(self, tmp_path: Path) -> None:
        [office] = offices(tmp_path, 1)
        check_statuses(DAY)
        Horizon.objects.filter(obligation__code="overleg").delete()
        entry = MeetingEntry("M-1", "overleg", DAY, "held", present=("aa", "bb", "cc"))
        record_meetings(known=office.known, entries=[entry], today=DAY, reason="proef")
        assert Horizon.objects.filter(cleared=True).count() == 28
        assert check_statuses(DAY)["obligations"] == 28

    def test_what_is_a_draft_again_is_forgotten_with_a_line_in_the_log(self, tmp_path: Path) -> None:
        [office] = offices(tmp_path, 1)
        check_statuses(DAY)
        revision = Revision.objects.get(key="2019")
        revision.status = Revision.Status.DRAFT
        revision.save()
        clear_covenants([office.covenant.pk], today=DAY)
        check_statuses(DAY)
        assert not Horizon.objects.filter(obligation__revision=revision).exists()
        assert not CurrentStatus.objects.filter(obligation__revision=revision).exists()
        check_statuses(date(2020, 1, 1))
        assert not StatusChange.objects.filter(revision="2019", after="").exclude(before="upcoming").exists()
