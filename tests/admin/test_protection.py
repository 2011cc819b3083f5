"""What the administration keeps whole: texts that settled, keys, constraints, and pages under strange addresses."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from obligations.admin.history import history_of
from obligations.models import (
    Citation,
    Clause,
    Covenant,
    DeadlineTerm,
    FactType,
    Obligation,
    ObligationParty,
    Party,
    Reading,
    Revision,
    RevisionParty,
    StandingTerm,
    Theme,
    change_all,
    save_all,
)
from obligations.services.keeping import keep
from obligations.services.refusal import Refusal
from tests import factories
from tests.admin.test_pages import DAY, OURS, address
from tests.admin.test_writing import form_of, send

pytestmark = pytest.mark.django_db
ENDS = ("", "__exact", "__id__exact", "__gte", "__year", "__month")
STRANGE = ("\x00", "²", "9" * 30, "-1", "99999", "é\u202e", "x" * 3000)


@pytest.fixture
def covenant() -> Covenant:
    return factories.make_covenant()


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("beheer"))
    return client


@pytest.fixture
def draft(covenant: Covenant) -> Revision:
    fields = {"key": "2024", "title": "Concept", "signed_on": date(2024, 1, 1), "in_force_from": date(2024, 1, 1)}
    [made] = save_all([Revision(covenant=covenant, **fields)], reason="proef")
    return made


def obligation_of(draft: Revision, kind: str, code: str = "x") -> Obligation:
    return Obligation.objects.create(revision=draft, code=code, kind=kind, title="X", summary="s")


class TestStrangeAddresses:
    @pytest.mark.parametrize("strange", ["²", "9" * 30, "-1", "_00", "x"])
    @pytest.mark.parametrize("page", ["history", "change", "delete"])
    @pytest.mark.parametrize("model", [Obligation, Party, Covenant])
    def test_of_a_row_that_cannot_be(self, boss: Client, model: Any, page: str, strange: str) -> None:
        assert boss.get(address(model, page, strange)).status_code in (302, 404)

    @pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
    def test_of_a_list(self, covenant: Covenant, boss: Client, model: Any) -> None:
        filters: Any = admin.site._registry[model].list_filter
        names = [name if isinstance(name, str) else name[0] for name in filters]
        for strange in STRANGE:
            asked = [{"q": strange}, {"o": strange}, {"p": strange}, {"e": strange}, {"zomaar": strange}]
            asked += [{f"{name}{end}": strange} for name in names for end in ENDS]
            for data in asked:
                response = boss.get(address(model, "changelist"), data)
                assert response.status_code in (200, 302, 400), (data, response.status_code)

    @pytest.mark.parametrize("strange", STRANGE)
    def test_of_what_is_looked_up(self, covenant: Covenant, boss: Client, strange: str) -> None:
        asked = {"app_label": "obligations", "model_name": "revision", "field_name": "covenant", "term": strange}
        assert boss.get(reverse("admin:autocomplete"), asked).status_code == 200


class TestDeleting:
    @pytest.mark.parametrize("reason", ["x" * 500, "\x00", "", "é" * 101])
    def test_a_strange_reason(self, boss: Client, reason: str) -> None:
        party = Party.objects.create(key="weg", name="Weg BV", short="WEG")
        response = boss.post(address(Party, "delete", party.pk), {"post": "yes", "change_reason": reason})
        assert response.status_code in (200, 302)

    def test_a_draft_goes_with_its_text_and_obligations(self, boss: Client, draft: Revision) -> None:
        clause = Clause.objects.create(revision=draft, key="A", heading="A")
        row = obligation_of(draft, "held")
        Citation.objects.create(obligation=row, clause=clause)
        page = address(Revision, "delete", draft.pk)
        assert "Ja, haal weg" in boss.get(page).content.decode()
        assert boss.post(page, {"post": "yes", "change_reason": "gaat niet door"}).status_code == 302
        assert not Revision.objects.filter(pk=draft.pk).exists()
        gone = Citation.history.filter(history_type="-").latest()
        assert gone.history_change_reason == "gaat niet door"

    def test_a_revision_that_another_replaces_stays(self, boss: Client, draft: Revision) -> None:
        fields = {"key": "2030", "title": "Later", "signed_on": date(2030, 1, 1), "in_force_from": date(2030, 1, 1)}
        Revision.objects.create(covenant=draft.covenant, replaces=draft, replaces_from=date(2030, 1, 1), **fields)
        response = boss.post(address(Revision, "delete", draft.pk), {"post": "yes", "change_reason": "x"})
        assert response.status_code in (200, 302)
        assert Revision.objects.filter(pk=draft.pk).exists()


class TestADraft:
    def test_a_date_has_no_own_window(self, boss: Client, draft: Revision) -> None:
        row = obligation_of(draft, "deadline")
        DeadlineTerm.objects.create(obligation=row, due=date(2025, 1, 1))
        page = address(Obligation, "change", row.pk)
        response = boss.post(page, {**form_of(boss, page), "own_from": "2024-06-01", "change_reason": "x"})
        assert response.status_code == 200
        assert "Een datum heeft geen eigen termijn." in response.content.decode()

    def test_a_term_without_a_number_is_a_term_too(self, boss: Client, draft: Revision) -> None:
        row = obligation_of(draft, "standing")
        send(boss, address(Obligation, "change", row.pk), change_reason="zoals in de tekst")
        assert StandingTerm.objects.filter(obligation=row).exists()

    def test_it_replaces_another_revision_of_its_own_covenant(self, boss: Client, draft: Revision) -> None:
        other = factories.make_covenant("ander").revisions.get()
        page = address(Revision, "change", draft.pk)
        for wrong in (draft, other):
            data = {**form_of(boss, page), "replaces": wrong.pk, "replaces_from": "2024-01-01", "change_reason": "x"}
            assert "replaces" in boss.post(page, data).context["adminform"].form.errors

    def test_its_obligations_bind_its_own_parties(self, boss: Client, draft: Revision) -> None:
        stad, regio = factories.parties()
        RevisionParty.objects.create(revision=draft, party=stad)
        row = obligation_of(draft, "standing")
        page = address(Obligation, "change", row.pk)
        made = {"parties-TOTAL_FORMS": 1, "parties-0-side": "bearer", "parties-0-position": 0, "change_reason": "x"}
        response = boss.post(page, {**form_of(boss, page), **made, "parties-0-party": regio.pk})
        assert response.status_code == 200
        send(boss, page, **{**made, "parties-0-party": stad.pk})
        assert ObligationParty.objects.get(obligation=row).party == stad

    def test_what_was_settled_meanwhile_is_not_unsettled(self, draft: Revision) -> None:
        stale = Revision.objects.get(pk=draft.pk)
        under = Obligation(revision=stale, code="y", kind="held", title="Y", summary="s")
        draft.status = Revision.Status.PUBLISHED
        draft.save()
        for row in (stale, under):
            with pytest.raises(Refusal):
                keep(row=row, today=DAY, reason="te laat")
        assert Revision.objects.get(pk=draft.pk).status == Revision.Status.PUBLISHED


class TestKeys:
    def test_a_type_that_exists_keeps_its_key_and_measure(self, covenant: Covenant, boss: Client) -> None:
        theme = Theme.objects.create(covenant=covenant, key="zorg", name="Zorg")
        page = address(Covenant, "change", covenant.pk)
        at = [row.pk for row in covenant.types.all()].index(FactType.objects.get(key="zaal").pk)
        wrong = {f"types-{at}-key": "anders", f"types-{at}-measure": "persons", "themes-0-key": "anders"}
        send(boss, page, **wrong, **{f"types-{at}-name": "Zaal gehuurd"}, change_reason="andere naam")
        row = FactType.objects.get(name="Zaal gehuurd")
        theme.refresh_from_db()
        assert (row.key, row.measure, theme.key) == ("zaal", "", "zorg")

    def test_a_type_in_use_stays_and_says_so(self, covenant: Covenant, boss: Client) -> None:
        page = address(Covenant, "change", covenant.pk)
        response = boss.post(page, {**form_of(boss, page), "types-0-DELETE": "on", "change_reason": "x"})
        assert response.status_code == 200
        assert FactType.objects.filter(covenant=covenant).count() == len(factories.TYPES)


class TestHistories:
    def test_a_part_that_changed_says_which(self, covenant: Covenant) -> None:
        member = RevisionParty.objects.filter(party__key="regio").get()
        member.leaves_on = date(2018, 3, 1)
        change_all([member], ["leaves_on"], reason="opgezegd")
        newest = history_of(Revision, member.revision_id)[0]
        assert [step.part for step in newest.steps] == ["partij van een herziening Voorbeeld"]
        row = FactType.objects.get(key="zaal")
        row.name = "Zaaltje"
        change_all([row], ["name"], reason="kleiner")
        assert [step.part for step in history_of(Covenant, covenant.pk)[0].steps] == ["soort Zaaltje"]

    def test_a_new_place_in_the_order_is_told(self, covenant: Covenant) -> None:
        row = Obligation.objects.get(code="zaal")
        row.position = 40
        change_all([row], ["position"], reason="achteraan")
        [step] = history_of(Obligation, row.pk)[0].steps
        assert [(change.label, change.after) for change in step.changes] == [("Volgorde", "40")]

    def test_how_a_sentence_is_read_is_told_with_its_covenant(self, covenant: Covenant) -> None:
        fields = {"question": "Wat is een jaar?", "choice": "Kalenderjaar", "why": "w", "alternatives": []}
        row = Reading.objects.create(covenant=covenant, number="A-01", **fields)
        row.choice = "Convenantjaar"
        change_all([row], ["choice"], reason="besproken")
        [step] = history_of(Covenant, covenant.pk)[0].steps
        assert step.part == "uitleg van de tekst A-01"
        assert [(change.before, change.after) for change in step.changes] == [("Kalenderjaar", "Convenantjaar")]

    def test_a_long_text_is_folded(self, covenant: Covenant, boss: Client) -> None:
        row = Obligation.objects.get(code="zaal")
        row.summary = "lang " * 200
        row.save()
        said = boss.get(address(Obligation, "history", row.pk)).content.decode()
        assert "<details" in said
        assert ("lang " * 200).strip() in said


class TestWords:
    def test_what_is_only_shown_is_called_in_dutch_too(self, covenant: Covenant, boss: Client) -> None:
        said = boss.get(address(Obligation, "change", Obligation.objects.get(code="overleg").pk)).content.decode()
        assert "Alle partijen doen dit" in said
        assert "Minstens" in said
        assert not re.search(r"Bearers all|At least|Own from|Kind:", said)

    def test_filters_are_called_as_the_columns_are(self, covenant: Covenant, boss: Client) -> None:
        factories.fill_register(covenant)
        said = boss.get(address(Reading, "changelist")).content.decode()
        assert "afgesproken op" in said
        assert "agreed on" not in said


def test_an_account_says_how_it_is_put_out(boss: Client) -> None:
    user = User.objects.get()
    said = boss.get(reverse("admin:auth_user_change", args=[user.pk])).content.decode()
    assert "Zet het account uit" in said
