"""Importing a definition file: whole or not at all, in place, and twice equals once."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obligations.clock import today
from obligations.models import (
    CadenceTerm,
    CapTerm,
    Covenant,
    FactType,
    Obligation,
    ObligationParty,
    Outcome,
    Party,
    ReadingChoice,
    Revision,
    StandingTerm,
)
from tests.obligations.definitions.doing import FIXTURES, everything, import_text, run
from tests.obligations.definitions.small import WHO, small

pytestmark = pytest.mark.django_db


def obligation(code: str, revision: str = "2016") -> Obligation:
    return Obligation.objects.get(revision__key=revision, code=code)


def test_every_kind_and_option_of_the_design_is_taken_over(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    assert Covenant.objects.get(key="klein").tracked_from is None
    assert obligation("ambtelijk-overleg").cadenceterm.at_least == 4
    assert obligation("ambtelijk-overleg").reminders == {"slot": [30, 14], "before": [45, 14], "after": [7]}
    by = obligation("voorbeeld-jaardag").cadenceterm
    assert (by.by_month, by.by_day, by.per) == (12, 1, "")
    cap = obligation("gebouwgebruik-personen-vng").capterm
    assert (cap.at_most, cap.unit, cap.per, cap.host.key) == (50, "persons", "event", "vng")
    assert obligation("eindevaluatie").deadlineterm.due_at_end
    assert obligation("voorbeeld-besluit").dutyterm.within_unit == "days"
    assert obligation("vergoeding-bij-overschrijding").dutyterm.exceeded == ["personeelsadvies-cap"]
    assert obligation("looptijd").heldterm.holding == "definition"
    assert obligation("rechtspositie-volgen").own_until == date(2020, 1, 1)
    assert set(Obligation.objects.values_list("kind", flat=True)) == set(Obligation.Kind.values)
    assert FactType.objects.get(key="ambtelijk-overleg").plural == "ambtelijke overleggen"


def test_all_means_every_party_that_is_no_organ(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    row = obligation("voorbeeld-interval")
    bearers = ObligationParty.objects.filter(obligation=row, side="bearer")
    assert row.bearers_all
    assert list(bearers.values_list("party__key", flat=True)) == ["vng", "king", "nvvb"]


def test_citations_find_the_longest_clause(tmp_path: Path) -> None:
    text = small().replace(
        "      Art. 5: {heading: Werkwijze}", "      Art. 5: {heading: W}\n      Art. 55: {heading: X}"
    )
    import_text(tmp_path, text.replace("Art. 5 lid 2", "Art. 55 lid 2", 1))
    cited = obligation("ambtelijk-overleg").citations.values_list("clause__key", "place", "paragraph")
    assert list(cited) == [("PER", "al. 1 zin 1", 1), ("Art. 55", "lid 2", 2)]


def test_the_older_revision_gets_its_outcomes(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    found = {row.code: (row.kind, row.becomes, row.moved_to, row.certain) for row in Outcome.objects.all()}
    assert found["innovatie-vliegwiel"] == ("becomes", ["innovatie-stimuleren"], "", True)
    assert found["gebouwgebruik-aantal"] == ("moved", [], "werkafspraken", False)
    assert found["eindevaluatie"] == ("dropped", [], "", False)
    assert "ambtelijk-overleg" not in found


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    before = everything()
    said = import_text(tmp_path, small())
    assert "nothing changed" in said
    assert everything() == before


def test_each_row_of_a_first_import_has_one_history_row(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    counts = everything()
    del counts["Holiday"]
    assert {name for name in counts if "history" not in name and counts[name] != counts[f"{name} history"]} == set()
    assert Revision.history.filter(history_change_reason="Ingelezen uit covenant.yaml").exists()


def test_a_change_is_made_in_place_and_said_field_by_field(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    before, pk = everything(), obligation("ambtelijk-overleg").pk
    said = import_text(tmp_path, small().replace("at_least: 4", "at_least: 3"))
    assert "changed revisions.2016.obligations.ambtelijk-overleg.cadence.at_least: 4 → 3" in said
    assert obligation("ambtelijk-overleg").pk == pk
    after = everything()
    assert after.pop("CadenceTerm history") == before.pop("CadenceTerm history") + 1
    assert after == before


def test_the_plan_names_what_is_new_gone_and_moved(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    text = small(brieven_afschrift="", nieuw=f"{WHO}, held: may").replace(
        "{identiteitsmanagement: Identiteitsmanagement, verkiezingen: Verkiezingen}",
        "{verkiezingen: Verkiezingen, identiteitsmanagement: Identiteit}",
    )
    said = import_text(tmp_path, text)
    assert "removed revisions.2016.obligations.brieven-afschrift: Titel van brieven-afschrift" in said
    assert "created revisions.2016.obligations.nieuw: Titel van nieuw" in said
    assert "changed themes.identiteitsmanagement: 'Identiteitsmanagement' → 'Identiteit'" in said
    assert "changed themes: another order" in said
    assert "nothing changed" in import_text(tmp_path, text)


def test_a_new_obligation_moves_no_other(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    before = everything()
    head, tail = small().split("      voorbeeld-interval:", 1)
    new = "      tussendoor: {title: T, summary: S, clause: PER, bearers: [vng], held: may}\n"
    text = f"{head}{new}      voorbeeld-interval:{tail}".replace(
        "    lineage:\n", "    lineage:\n      tussendoor: dropped\n"
    )
    import_text(tmp_path, text)
    assert everything()["Obligation history"] == before["Obligation history"] + 1
    codes = list(Obligation.objects.filter(revision__key="2016").values_list("code", flat=True))
    assert codes[:3] == ["ambtelijk-overleg", "tussendoor", "voorbeeld-interval"]


def test_another_kind_keeps_the_obligation(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    pk = obligation("ambtelijk-overleg").pk
    import_text(tmp_path, small(ambtelijk_overleg=f"{WHO}, standing: {{review_months: 6}}"))
    assert obligation("ambtelijk-overleg").pk == pk
    assert StandingTerm.objects.get(obligation=pk).review_months == 6
    assert not CadenceTerm.objects.filter(obligation=pk).exists()
    assert CadenceTerm.history.filter(obligation_id=pk, history_type="-").count() == 1


def test_a_dry_run_says_the_plan_and_writes_nothing(tmp_path: Path) -> None:
    before = everything()
    assert "created revisions.2016" in import_text(tmp_path, small(), dry_run=True)
    assert everything() == before


def test_a_revision_can_be_put_between_two_others_and_taken_out_again(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    codes = Obligation.objects.filter(revision__key="2016").values_list("code", flat=True)
    between = f"""\
  "2017":
    {{title: Convenant 2017, signed_on: 2017-01-01, in_force_from: 2017-01-01, replaces: "2016", parties: {{vng: }},
    clauses: , obligations: , lineage: {{{", ".join(f"{code}: dropped" for code in codes)}}}}}
"""
    text = small().replace('  "2019":\n', f'{between}  "2019":\n').replace('replaces: "2016"\n', 'replaces: "2017"\n')
    text = text[: text.index("    lineage:\n")]
    import_text(tmp_path, text)
    assert Revision.objects.get(key="2019").replaces.key == "2017"
    assert Revision.objects.get(key="2017").replaces_from == date(2017, 1, 1)
    import_text(tmp_path, small())
    assert Revision.objects.get(key="2019").replaces.key == "2016"
    assert not Revision.objects.filter(key="2017").exists()


def test_a_replaced_revision_can_go_away_with_its_successor(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    only_new = small()
    start, end = only_new.index('  "2016":'), only_new.index('  "2019":')
    only_new = only_new[:start] + only_new[end : only_new.index("    lineage:\n")]
    only_new = only_new.replace('    replaces: "2016"\n    replaces_from: 2019-05-21\n', "")
    import_text(tmp_path, only_new)
    assert list(Revision.objects.values_list("key", "replaces")) == [("2019", None)]


def test_a_terminal_without_arrows_shows_what_it_can(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    (tmp_path / "changed.yaml").write_text(small().replace("at_least: 4", "at_least: 3"))
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    call_command("import_covenant", tmp_path / "changed.yaml", stdout=terminal)
    terminal.flush()
    assert b"at_least: 4 \\u2192 3" in terminal.buffer.getvalue()  # type: ignore[attr-defined]


class TestTheDayFromWhichTheRegisterIsKept:
    @pytest.fixture
    def silent(self) -> str:
        return small().replace("tracked_from: start\n", "")

    def test_is_today_when_nobody_says_and_that_is_said(self, tmp_path: Path, silent: str) -> None:
        said = import_text(tmp_path, silent)
        assert f"kept from today, {today()}" in said
        assert Covenant.objects.get().tracked_from == today()

    def test_stays_when_the_file_comes_again(self, tmp_path: Path, silent: str) -> None:
        import_text(tmp_path, silent, tracked_from="2018-01-01")
        said = import_text(tmp_path, silent)
        assert "nothing changed" in said
        assert "today" not in said
        assert Covenant.objects.get().tracked_from == date(2018, 1, 1)

    def test_is_of_the_option_before_the_file(self, tmp_path: Path) -> None:
        import_text(tmp_path, small(), tracked_from="2018-01-01")
        assert Covenant.objects.get().tracked_from == date(2018, 1, 1)
        import_text(tmp_path, small(), tracked_from="start")
        assert Covenant.objects.get().tracked_from is None

    @pytest.mark.parametrize("wrong", ["2018-02-30", "soon", "18-1-1", "", "20180101", "2018-W01-1", date(9999, 1, 1)])
    def test_must_exist(self, tmp_path: Path, wrong: str | date) -> None:
        with pytest.raises(CommandError, match="--tracked-from"):
            import_text(tmp_path, small(), tracked_from=wrong)


class TestAPartyThatIsKnownUnderAnotherName:
    def test_is_refused(self, tmp_path: Path) -> None:
        import_text(tmp_path, small())
        other = small().replace("covenant: klein", "covenant: ander").replace("short: VNG", "short: Vng")
        before = everything()
        with pytest.raises(CommandError, match=r"Line 5, parties\.vng\.short: 'vng' is known as 'VNG', not as 'Vng'"):
            import_text(tmp_path, other)
        assert everything() == before

    def test_gets_it_with_rename(self, tmp_path: Path) -> None:
        import_text(tmp_path, small())
        import_text(tmp_path, small().replace("short: VNG", "short: Vng"), rename=True)
        assert Party.objects.get(key="vng").short == "Vng"


def test_a_party_that_no_revision_names_is_left_out_and_said(tmp_path: Path) -> None:
    text = small().replace("themes: {", "  extra: {name: Extra}\nthemes: {", 1)
    assert "no revision names party 'extra'" in import_text(tmp_path, text)
    assert not Party.objects.filter(key="extra").exists()
    assert "nothing changed" in import_text(tmp_path, text)


def test_a_draft_keeps_its_key(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    covenant = Covenant.objects.get()
    old = Revision.objects.get(key="2019")
    days = {"signed_on": date(2030, 1, 1), "in_force_from": date(2030, 1, 1)}
    Revision.objects.create(
        covenant=covenant, key="2030", title="Concept", replaces=old, replaces_from=date(2030, 1, 1), **days
    )
    assert "nothing changed" in import_text(tmp_path, small())
    with pytest.raises(CommandError, match="'2030' is being drafted"):
        import_text(tmp_path, small().replace('"2019"', '"2030"'))
    assert Revision.objects.filter(key="2030", status="draft").exists()


def test_only_readings_that_are_given_are_kept(tmp_path: Path) -> None:
    import_text(tmp_path, small())
    own = ReadingChoice.objects.filter(obligation__isnull=True)
    assert dict(own.values_list("key", "value")) == {
        "year": "calendar",
        "part_year": "pro_rata",
        "quorum": {"at_least": 2},
        "near": 80,
    }
    assert ReadingChoice.objects.get(obligation__code="eindevaluatie").value == "in_window"


def test_the_shipped_file_takes_as_many_queries_as_a_small_one(tmp_path: Path) -> None:
    with CaptureQueriesContext(
        connection,
    ) as small_file:
        import_text(tmp_path, small())
    with CaptureQueriesContext(connection) as shipped:
        run("import_covenant", FIXTURES / "vng-nvvb.yaml")
    reads = [len([q for q in found if q["sql"].startswith("SELECT")]) for found in (small_file, shipped)]
    assert reads[0] == reads[1]
    with CaptureQueriesContext(connection) as again:
        run("import_covenant", FIXTURES / "vng-nvvb.yaml")
    assert len(again) <= 30
    assert CapTerm.objects.count() == 9
