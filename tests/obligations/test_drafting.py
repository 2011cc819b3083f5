"""Drafts: whatever is done in one touches no status, and what is published is what a definition file could hold."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from obligations.definitions.apply import export_definition, import_definition
from obligations.definitions.drafts import problems_of, publish_draft
from obligations.models import (
    Covenant,
    CurrentStatus,
    DraftChoice,
    Horizon,
    Membership,
    Obligation,
    Outcome,
    Party,
    Post,
    Revision,
    Role,
    StatusChange,
    Tenure,
)
from obligations.services import drafting as d
from obligations.services.checking import check_statuses
from obligations.services.refusal import Refusal
from obligations.services.standings import clear_covenants
from tests import factories
from tests.obligations.definitions.small import small

TODAY = date(2018, 12, 10)
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


def entry(kind: str = "cadence", title: str = "Samen overleggen", **others: Any) -> d.ObligationEntry:
    """An obligation of that kind that fits."""
    terms = {
        "cadence": {"at_least": 2, "per": "year"},
        "cap": {"at_most": Decimal(4), "per": "month", "unit": "", "unit_minutes": None, "counter": "joint"},
        "deadline": {"due": date(2019, 12, 31), "text": "vóór 2020"},
        "duty": {"relation": "after", "within_number": 14, "within_unit": "days"},
        "standing": {},
        "held": {"holding": "may"},
    }
    uses = {
        "cadence": {"counts": (d.NewType("Stuurgroep", "senior"),)},
        "cap": {"counts": (d.NewType("Zaal gebruikt"),)},
        "deadline": {"done_by": (d.NewType("Plan vastgesteld"),)},
        "duty": {"when": (d.NewType("Verzoek gedaan"),), "done_by": (d.NewType("Besluit genomen"),)},
    }
    fields = {"summary": "In eigen woorden.", "places": (d.Place("Overleg", "al. 1", 1),), "bearers_all": True}
    return d.ObligationEntry(
        **{"kind": kind, "title": title, "term": terms[kind], **fields, **uses.get(kind, {}), **others}
    )


@pytest.fixture
def alice(db: None) -> User:
    return User.objects.create_user("alice")


@pytest.fixture
def draft(alice: User) -> Revision:
    """A new covenant with two parties and nothing else."""
    made = d.start_covenant(title="Samen verder", by=alice, today=TODAY)
    for name, short in (("Gemeente Voorbeeldstad", "Stad"), ("Regio Voorbeeld", "Regio")):
        d.save_party(draft=made.pk, entry=d.PartyEntry(name, short), today=TODAY)
    return made


@pytest.fixture
def covenant(db: None) -> Covenant:
    """Published, with a register, and assessed."""
    found = factories.make_covenant()
    factories.fill_register(found)
    clear_covenants([found.pk], today=TODAY)
    check_statuses(TODAY)
    return found


def revised(covenant: Covenant) -> Revision:
    return d.draft_from(revision=covenant.revisions.get(status="published"), today=TODAY)


def statuses() -> list[Any]:
    """All that is kept of how things stand."""
    return [list(model.objects.order_by("pk").values()) for model in (CurrentStatus, StatusChange, Horizon)]


# --- A new covenant ----------------------------------------------------------------------------------------


def test_a_new_covenant_has_a_draft_and_its_maker_as_secretariat(alice: User) -> None:
    draft = d.start_covenant(title="Samen verder", by=alice, today=TODAY)
    assert (draft.status, draft.covenant.key, draft.covenant.tracked_from) == ("draft", "samen-verder", TODAY)
    assert list(Membership.objects.values_list("user__username", "role")) == [("alice", Role.SECRETARIAT)]
    assert d.may_write(alice, draft.covenant_id)
    assert d.start_covenant(title="Samen verder", by=alice, today=TODAY).covenant.key == "samen-verder-2"


@pytest.mark.parametrize("title", ["", "   ", "x" * 201, "twee\nregels"])
def test_a_covenant_needs_a_name(alice: User, title: str) -> None:
    with pytest.raises(d.Objected) as refusal:
        d.start_covenant(title=title, by=alice, today=TODAY)
    assert [field for field, _text in refusal.value.found] == ["title"]
    assert not Covenant.objects.exists()


def test_a_mailbox_takes_the_post_at_once_and_follows_changes(draft: Revision) -> None:
    mailbox = d.PartyEntry("Stichting Voorbeeld", "Stichting", "bestuurssecretaris", "overleg@example.nl")
    member = d.save_party(draft=draft.pk, entry=mailbox, today=TODAY)
    assert list(Tenure.objects.values_list("name", "email")) == [("bestuurssecretaris", "overleg@example.nl")]
    version = d.version_of(mailbox)
    d.save_party(draft=draft.pk, entry=replace(mailbox, mailbox=""), key=member.party.key, version=version, today=TODAY)
    assert not Post.objects.exists()


@pytest.mark.parametrize("kind", ["cadence", "cap", "deadline", "duty", "standing", "held"])
def test_each_kind_is_written_read_and_publishable(draft: Revision, alice: User, kind: str) -> None:
    row = d.save_obligation(draft=draft.pk, entry=entry(kind))
    kept = d.entry_of(row)
    assert (kept.kind, kept.title, kept.places) == (kind, "Samen overleggen", (d.Place("Overleg", "al. 1", 1),))
    assert kept.bearers == ("stad", "regio")
    assert {name: kept.term[name] for name in entry(kind).term} == entry(kind).term
    assert d.obstacles(draft) == []
    assert problems_of(draft) == []
    changed = replace(kept, title="Anders", bearers_all=False, bearers=("regio",))
    again = d.save_obligation(draft=draft.pk, entry=changed, code=row.code, version=d.version_of(kept))
    assert d.entry_of(again) == changed
    publish_draft(draft=draft.pk, by=alice, signed_on=TODAY, in_force_from=TODAY, today=TODAY)
    assert check_statuses(TODAY)["obligations"] == 1
    assert "Anders" in export_definition(draft.covenant.key)


MISFITS = [
    pytest.param({"title": " "}, "title", id="no title"),
    pytest.param({"summary": ""}, "summary", id="no summary"),
    pytest.param({"bearers_all": False}, "bearers", id="nobody does it"),
    pytest.param({"towards": ("vreemd",)}, "towards", id="an unknown party"),
    pytest.param({"places": ()}, "clause", id="no place"),
    pytest.param({"counts": ()}, "counts", id="nothing counts"),
    pytest.param({"counts": ("weg",)}, "counts", id="an unknown type"),
    pytest.param({"term": {"at_least": 0, "per": "year"}}, "at_least", id="no times"),
    pytest.param({"term": {"at_least": 2, "per": "event"}}, "per", id="per nothing"),
    pytest.param({"term": {"at_least": 2, "per": "year", "every_months": 2}}, "at_least", id="two ways"),
    pytest.param({"term": {"by_month": 2, "by_day": 30}}, "by_day", id="30 February"),
    pytest.param({"own_from": TODAY, "own_until": TODAY}, "own_until", id="an empty term"),
]


@pytest.mark.parametrize(("wrong", "field"), MISFITS)
def test_what_does_not_fit_is_said_at_its_field(draft: Revision, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(d.Objected) as refusal:
        d.save_obligation(draft=draft.pk, entry=entry(**wrong))
    assert field in [name for name, _text in refusal.value.found]
    assert not Obligation.objects.exists()


def test_an_obligation_of_all_follows_the_parties(draft: Revision) -> None:
    code = d.save_obligation(draft=draft.pk, entry=entry()).code
    d.save_party(draft=draft.pk, entry=d.PartyEntry("Stichting Voorbeeld", "Stichting"), today=TODAY)
    assert d.entry_of(d.obligations_of(draft)[code]).bearers == ("stad", "regio", "stichting")
    d.remove_party(draft=draft.pk, key="regio")
    assert d.entry_of(d.obligations_of(draft)[code]).bearers == ("stad", "stichting")


def test_a_party_that_an_obligation_names_stays(draft: Revision) -> None:
    d.save_obligation(draft=draft.pk, entry=entry(bearers_all=False, bearers=("stad",)))
    with pytest.raises(Refusal, match="Samen overleggen"):
        d.remove_party(draft=draft.pk, key="stad")


def test_a_party_that_others_know_keeps_its_name(draft: Revision) -> None:
    factories.make_covenant()
    d.save_party(draft=draft.pk, entry=d.PartyEntry("Vereniging Voorbeeld", "Vereniging"), today=TODAY)
    own = d.PartyEntry("Vereniging Voorbeeld", "Vereniging")
    renamed = d.PartyEntry("Vereniging van Voorbeelden", "Vereniging")
    d.save_party(draft=draft.pk, entry=renamed, key="vereniging", version=d.version_of(own), today=TODAY)
    assert Party.objects.get(key="vereniging").name == "Vereniging van Voorbeelden"
    other = d.start_covenant(title="Ander", by=User.objects.get(username="alice"), today=TODAY)
    d.save_party(draft=other.pk, entry=renamed, today=TODAY)
    assert Party.objects.filter(key__startswith="vereniging").count() == 1
    with pytest.raises(Refusal):
        d.save_party(draft=draft.pk, entry=own, key="vereniging", version=d.version_of(renamed), today=TODAY)


def test_a_covenant_that_was_never_published_goes_with_its_draft(draft: Revision) -> None:
    d.save_obligation(draft=draft.pk, entry=entry())
    assert d.discard_draft(draft=draft.pk) is None
    assert not Covenant.objects.exists()
    assert not Obligation.objects.exists()


# --- A new revision ----------------------------------------------------------------------------------------


def test_a_draft_starts_as_a_copy(covenant: Covenant) -> None:
    old = covenant.revisions.get()
    draft = revised(covenant)
    assert [d.entry_of(row) for row in d.obligations_of(draft).values()] == [
        d.entry_of(row) for row in d.obligations_of(old).values()
    ]
    assert (draft.replaces, draft.replaces_from, draft.in_force_from) == (old, TODAY, TODAY)
    with pytest.raises(Refusal):
        d.draft_from(revision=old, today=TODAY)


def test_every_obligation_gets_its_outcome_and_then_it_is_published(covenant: Covenant, alice: User) -> None:
    draft = revised(covenant)
    assert d.left_to_choose(draft) == 7
    rows = d.obligations_of(draft)
    overleg = d.entry_of(rows["overleg"])
    fewer = replace(overleg, term={**overleg.term, "at_least": 2})
    d.save_obligation(draft=draft.pk, entry=fewer, code="overleg", version=d.version_of(overleg))
    d.remove_obligation(draft=draft.pk, code="kopie")
    added = d.save_obligation(draft=draft.pk, entry=entry("standing", "Kopie van een brief sturen aan allen")).code
    lines = {line.code: line for line in d.fates(draft)}
    assert lines["overleg"].changed
    assert lines["kopie"].proposal == d.Fate("becomes", (added,))
    moved = d.Fate("moved", moved_to="werkafspraken", certain=False)
    d.set_outcome(draft=draft.pk, code="zaal", fate=moved, version=lines["zaal"].version)
    dropped = d.Fate("dropped")
    d.set_outcome(draft=draft.pk, code="recht-op-zaal", fate=dropped, version=lines["recht-op-zaal"].version)
    with pytest.raises(Refusal, match="5"):
        publish_draft(draft=draft.pk, by=alice, signed_on=TODAY, in_force_from=TODAY, today=TODAY)
    seen = {line.code: d.offered(line) for line in d.fates(draft) if not line.chosen}
    assert d.accept_proposals(draft=draft.pk, seen=seen) == (5, 0)
    assert d.left_to_choose(draft) == 0
    publish_draft(draft=draft.pk, by=alice, signed_on=TODAY, in_force_from=date(2019, 1, 1), today=TODAY)
    check_statuses(date(2019, 2, 1))
    assert CurrentStatus.objects.filter(obligation__revision=draft, obligation__code="overleg").exists()
    assert dict(Outcome.objects.filter(revision=draft).values_list("code", "kind")) == {
        "kopie": "becomes",
        "zaal": "moved",
        "recht-op-zaal": "dropped",
    }
    export_definition(covenant.key)


def test_what_was_taken_out_can_come_back_as_it_was(covenant: Covenant) -> None:
    draft = revised(covenant)
    before = d.entry_of(d.obligations_of(draft)["zaal"])
    for fate in (d.Fate("dropped"), d.Fate("continued")):
        line = next(one for one in d.fates(draft) if one.code == "zaal")
        d.set_outcome(draft=draft.pk, code="zaal", fate=fate, version=line.version)
    assert d.entry_of(d.obligations_of(draft)["zaal"]) == before
    assert not Outcome.objects.exists()


def test_what_it_became_is_taken_out_so_it_is_to_choose_again(covenant: Covenant) -> None:
    draft = revised(covenant)
    line = next(one for one in d.fates(draft) if one.code == "zaal")
    d.set_outcome(draft=draft.pk, code="zaal", fate=d.Fate("becomes", ("overleg",)), version=line.version)
    d.remove_obligation(draft=draft.pk, code="overleg")
    assert not DraftChoice.objects.exists()
    assert [one.code for one in d.fates(draft) if not one.now.kind] == ["overleg", "zaal"]


@pytest.mark.parametrize(
    "fate",
    [
        d.Fate(""),
        d.Fate("verzonnen"),
        d.Fate("becomes"),
        d.Fate("becomes", ("zaal",)),
        d.Fate("becomes", ("geen",)),
        d.Fate("moved"),
        d.Fate("moved", moved_to="x" * 201),
    ],
)
def test_half_a_choice_is_refused(covenant: Covenant, fate: d.Fate) -> None:
    draft = revised(covenant)
    line = next(one for one in d.fates(draft) if one.code == "zaal")
    with pytest.raises(Refusal):
        d.set_outcome(draft=draft.pk, code="zaal", fate=fate, version=line.version)
    assert d.left_to_choose(draft) == 7


@pytest.mark.parametrize("source", ["small", "vng-nvvb"])
def test_what_a_file_can_hold_can_be_revised_and_published(tmp_path: Path, alice: User, source: str) -> None:
    path = tmp_path / "klein.yaml"
    if source == "small":
        path.write_text(small())
    else:
        path = min((ROOT / "fixtures").rglob("*nvvb*.yaml"))
    key = import_definition(path, today=TODAY).key
    covenant = Covenant.objects.get(key=key)
    last = d.revision_to_replace(covenant)
    assert last is not None
    draft = d.draft_from(revision=last, today=date(2026, 1, 1))
    seen = {line.code: d.offered(line) for line in d.fates(draft)}
    d.accept_proposals(draft=draft.pk, seen=seen)
    # A text that has something to do before its end needs one.
    dates = d.dates_entry(draft)
    ends = replace(dates, ends_on=date(2030, 1, 1))
    draft = d.choose_dates(draft=draft.pk, entry=ends, version=d.version_of(dates))
    assert d.obstacles(draft) == []
    start = draft.in_force_from
    publish_draft(draft=draft.pk, by=alice, signed_on=start, in_force_from=start, today=TODAY)


# --- Two people --------------------------------------------------------------------------------------------


def test_an_older_version_is_refused_with_what_stands_there(covenant: Covenant) -> None:
    draft = revised(covenant)
    seen = d.entry_of(d.obligations_of(draft)["overleg"])
    theirs = replace(seen, title="Vaker overleggen")
    d.save_obligation(draft=draft.pk, entry=theirs, code="overleg", version=d.version_of(seen))
    with pytest.raises(d.Conflict) as conflict:
        d.save_obligation(
            draft=draft.pk, entry=replace(seen, title="Minder"), code="overleg", version=d.version_of(seen)
        )
    assert conflict.value.now == theirs
    assert Obligation.objects.get(revision=draft, code="overleg").title == "Vaker overleggen"
    with pytest.raises(d.Conflict):
        d.remove_obligation(draft=draft.pk, code="overleg", version=d.version_of(seen))
    d.remove_obligation(draft=draft.pk, code="overleg", version=d.version_of(theirs))
    with pytest.raises(d.Conflict):
        d.save_obligation(draft=draft.pk, entry=theirs, code="overleg", version=d.version_of(theirs))


def test_dates_and_parties_and_outcomes_have_versions_too(covenant: Covenant) -> None:
    draft = revised(covenant)
    with pytest.raises(d.Conflict):
        d.choose_dates(draft=draft.pk, entry=d.dates_entry(draft), version="ouder")
    with pytest.raises(d.Conflict):
        d.save_party(draft=draft.pk, entry=d.PartyEntry("A", "B"), key="stad", version="ouder", today=TODAY)
    with pytest.raises(d.Conflict):
        d.set_outcome(draft=draft.pk, code="zaal", fate=d.Fate("dropped"), version="ouder")


def test_bulk_accept_passes_over_what_someone_chose_meanwhile(covenant: Covenant) -> None:
    draft = revised(covenant)
    seen = {line.code: d.offered(line) for line in d.fates(draft)}
    line = next(one for one in d.fates(draft) if one.code == "zaal")
    d.set_outcome(draft=draft.pk, code="zaal", fate=d.Fate("dropped"), version=line.version)
    assert d.accept_proposals(draft=draft.pk, seen=seen) == (6, 1)
    assert not Obligation.objects.filter(revision=draft, code="zaal").exists()


def test_a_form_that_is_sent_twice_writes_once(draft: Revision, alice: User) -> None:
    token, calls = uuid4(), []

    def act() -> str:
        calls.append(1)
        return "/verder/"

    assert [d.once(token=token, by=alice, act=act) for _ in range(2)] == ["/verder/", "/verder/"]
    assert calls == [1]


def test_a_refused_form_can_be_sent_again(alice: User) -> None:
    token = uuid4()

    def refuse() -> str:
        raise Refusal("nee")

    with pytest.raises(Refusal):
        d.once(token=token, by=alice, act=refuse)
    assert d.once(token=token, by=alice, act=lambda: "/verder/") == "/verder/"


# --- The check by a second person --------------------------------------------------------------------------


def test_a_second_person_looks_it_through(draft: Revision, alice: User) -> None:
    bob = User.objects.create_user("bob", is_staff=True)
    d.save_obligation(draft=draft.pk, entry=entry("held"))
    days = {"signed_on": TODAY, "in_force_from": TODAY, "today": TODAY}
    with pytest.raises(Refusal, match="bob"):
        publish_draft(draft=draft.pk, by=alice, **days)
    with pytest.raises(Refusal):
        d.approve(draft=draft.pk, by=bob)
    d.request_check(draft=draft.pk, by=alice)
    with pytest.raises(Refusal):
        d.approve(draft=draft.pk, by=alice)
    d.approve(draft=draft.pk, by=bob)
    assert d.check_state(draft, alice).stands
    added = d.save_obligation(draft=draft.pk, entry=entry("standing", "Meer"))
    assert d.check_state(draft, alice).changed
    with pytest.raises(Refusal, match="bob"):
        publish_draft(draft=draft.pk, by=alice, **days)
    d.remove_obligation(draft=draft.pk, code=added.code)
    assert publish_draft(draft=draft.pk, by=alice, **days).status == "published"


def test_the_days_are_filled_in_last_and_need_no_new_check(draft: Revision, alice: User) -> None:
    bob = User.objects.create_user("bob", is_staff=True)
    d.save_obligation(draft=draft.pk, entry=entry("held"))
    d.request_check(draft=draft.pk, by=alice)
    d.approve(draft=draft.pk, by=bob)
    with pytest.raises(d.Objected):
        publish_draft(draft=draft.pk, by=alice, signed_on=TODAY, in_force_from=date(2018, 12, 1), today=TODAY)
    start = date(2019, 3, 1)
    publish_draft(draft=draft.pk, by=alice, signed_on=TODAY, in_force_from=start, today=TODAY)
    assert Revision.objects.get(pk=draft.pk).in_force_from == start


def test_what_is_published_is_no_draft_any_more(draft: Revision, alice: User) -> None:
    d.save_obligation(draft=draft.pk, entry=entry("held"))
    publish_draft(draft=draft.pk, by=alice, signed_on=TODAY, in_force_from=TODAY, today=TODAY)
    with pytest.raises(Refusal, match="Samen verder"):
        d.save_obligation(draft=draft.pk, entry=entry())
    with pytest.raises(Refusal):
        d.discard_draft(draft=draft.pk)


# --- Drafts touch no status --------------------------------------------------------------------------------

STEPS = st.lists(
    st.sampled_from(["add", "change", "remove", "drop", "accept", "party", "leave", "dates", "check", "again"]),
    min_size=1,
    max_size=8,
)


class DraftsTouchNoStatus(TestCase):
    def setUp(self) -> None:
        self.covenant = factories.make_covenant()
        factories.fill_register(self.covenant)
        clear_covenants([self.covenant.pk], today=TODAY)
        check_statuses(TODAY)
        self.alice = User.objects.create_user("alice")

    @hypothesis_settings(max_examples=15)
    @given(steps=STEPS, at=st.integers(0, 6))
    def test_no_row_of_how_things_stand_changes_until_it_is_published(self, steps: list[str], at: int) -> None:
        before = statuses()
        draft = revised(self.covenant)
        for step in steps:
            draft = self.act(step, at, draft)
            assert statuses() == before
            assert check_statuses(TODAY)["obligations"] == 0
        d.accept_proposals(draft=draft.pk, seen={line.code: d.offered(line) for line in d.fates(draft)})
        d.discard_draft(draft=draft.pk)
        assert statuses() == before

    def act(self, step: str, at: int, draft: Revision) -> Revision:
        lines = d.fates(draft)
        line = lines[at % len(lines)]
        rows = list(d.obligations_of(draft).values())
        on_rows = {"change": self.change, "remove": self.remove}
        others = {
            "add": lambda: d.save_obligation(draft=draft.pk, entry=entry()),
            "drop": lambda: d.set_outcome(draft=draft.pk, code=line.code, fate=d.Fate("dropped"), version=line.version),
            "accept": lambda: d.accept_proposals(draft=draft.pk, seen={line.code: d.offered(line)}),
            "party": lambda: d.save_party(draft=draft.pk, entry=d.PartyEntry("Nieuw", "Nieuw"), today=TODAY),
            "leave": lambda: d.remove_party(draft=draft.pk, key="nieuw"),
            "dates": lambda: d.choose_dates(
                draft=draft.pk,
                entry=replace(d.dates_entry(draft), title="Herziening"),
                version=d.version_of(d.dates_entry(draft)),
            ),
            "check": lambda: d.request_check(draft=draft.pk, by=self.alice),
            "again": lambda: d.discard_draft(draft=draft.pk),
        }
        with suppress(Refusal):
            if step in others:
                others[step]()
            elif rows:
                on_rows[step](draft, rows[at % len(rows)])
        return revised(self.covenant) if step == "again" else Revision.objects.get(pk=draft.pk)

    def change(self, draft: Revision, row: Obligation) -> None:
        seen = d.entry_of(row)
        changed = replace(seen, title="Anders")
        d.save_obligation(draft=draft.pk, entry=changed, code=row.code, version=d.version_of(seen))

    def remove(self, draft: Revision, row: Obligation) -> None:
        d.remove_obligation(draft=draft.pk, code=row.code)
