"""Every page of the administration opens, in constant queries, under the strict policy, for who may see it."""

from __future__ import annotations

import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from obligations.models import Covenant, Revision, Sweep, Tracked, save_all
from obligations.tasks import SWEEPS, run
from tests.obligations.lively import Secretariat

pytestmark = pytest.mark.django_db
DAY = date(2018, 3, 1)
OURS = [model for model in admin.site._registry if model._meta.app_label in ("obligations", "meetings")]
INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.fixture
def office(tmp_path: Path) -> Secretariat:
    made = Secretariat(tmp_path, 7)
    for _ in range(30):
        made.act(DAY)
    run("check", DAY)
    return made


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("beheer"))
    return client


def address(model: Any, page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def pages(model: Any) -> list[str]:
    """Every kind of page that a model has, with a row where there is one."""
    found = [address(model, "changelist"), f"{address(model, 'changelist')}?q=a"]
    row = model.objects.order_by("pk").last()
    if row is not None:
        found.append(address(model, "change", row.pk))
        if issubclass(model, Tracked):
            found += [address(model, "history", row.pk), address(model, "delete", row.pk)]
    if issubclass(model, Tracked):
        found += [address(model, "add"), address(model, "removed")]
    return found


def test_everything_that_is_kept_is_registered() -> None:
    inside = {
        "RevisionParty",
        "Paragraph",
        "Outcome",
        "Citation",
        "ObligationParty",
        "ObligationTheme",
        "ObligationType",
        "CadenceTerm",
        "CapTerm",
        "DeadlineTerm",
        "DutyTerm",
        "StandingTerm",
        "HeldTerm",
        "EventParty",
        "WaiverParty",
        "AgreementParty",
        "Attendance",
        "MessageCovenant",
        "ReportParty",
    }
    models = [model for app in ("obligations", "meetings") for model in apps.get_app_config(app).get_models()]
    kept = {model.__name__ for model in models if not model.__name__.startswith("Historical")}
    assert kept - inside == {model.__name__ for model in OURS} | {"BeatLease"}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_page_opens_without_anything_inline(office: Secretariat, boss: Client, model: Any) -> None:
    for page in pages(model):
        response = boss.get(page)
        # What may not be added or deleted is refused, in words.
        assert response.status_code in (200, 302, 403), page
        text = re.sub(r"<textarea.*?</textarea>", "", response.content.decode(), flags=re.DOTALL)
        assert not INLINE.search(text), (page, INLINE.search(text))
        assert "Content-Security-Policy" in response


def test_the_other_pages_open_too(office: Secretariat, boss: Client) -> None:
    user = User.objects.get()
    others = ["index", "auth_user_changelist", "auth_group_changelist", "password_change"]
    addresses = [reverse(f"admin:{name}") for name in others] + [reverse("admin:auth_user_change", args=[user.pk])]
    for page in [*addresses, reverse("admin:app_list", args=["obligations"])]:
        response = boss.get(page)
        assert response.status_code == 200, page
        assert not INLINE.search(response.content.decode()), page


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_list_costs_the_same_whatever_its_length(office: Secretariat, boss: Client, model: Any) -> None:
    page = address(model, "changelist")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            boss.get(page)
        return len(captured)

    queries()
    few = queries()
    for _ in range(15):
        office.act(DAY)
    Secretariat(office.file.parent, 8, key="ander")
    run("check", DAY)
    # A first row of a kind may ask for the range of its days.
    assert queries() <= few + 2


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_nobody_else_gets_in(office: Secretariat, client: Client, model: Any) -> None:
    client.force_login(User.objects.create_user("lezer"))
    for page in pages(model):
        assert client.get(page).status_code == 302, page


class TestWhatNeedsAttention:
    def said(self, boss: Client) -> str:
        text = boss.get(reverse("admin:index")).content.decode()
        return text[text.index("attention-title") : text.index("content-main")]

    def test_a_sweep_that_did_not_run(self, boss: Client) -> None:
        assert "check heeft nog niet gelopen." in self.said(boss)
        for name in SWEEPS:
            run(name, DAY)
        assert "Er is niets dat aandacht vraagt." in self.said(boss)
        Sweep.objects.update(error="ValueError: x")
        assert "De laatste keer ging het mis." in self.said(boss)

    def test_a_draft_and_a_party_without_an_account_holder(self, boss: Client, tmp_path: Path) -> None:
        text = Secretariat(tmp_path, 3).file.read_text(encoding="utf-8")
        office = tmp_path / "lang.yaml"
        office.write_text(text.replace("covenant: levend", "covenant: lang").replace("2023-11-01", "2199-01-01"))
        call_command("import_covenant", office, stdout=StringIO())
        covenant = Covenant.objects.get(key="lang")
        [draft] = save_all(
            [
                Revision(
                    covenant=covenant,
                    key="nieuw",
                    title="Nieuwe tekst",
                    signed_on=DAY,
                    in_force_from=DAY,
                    replaces=covenant.revisions.get(key="2019"),
                    replaces_from=DAY,
                )
            ],
            reason="proef",
        )
        said = self.said(boss)
        assert "Levend convenant: A heeft geen accounthouder." in said
        assert "Nieuwe tekst is nog niet vastgesteld." in said
        assert address(Revision, "change", draft.pk) in said
