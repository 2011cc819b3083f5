"""What is written in the administration goes through the services, leaves history, and never breaks a page."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from meetings.models import Attendance, Meeting
from obligations.clock import today
from obligations.models import (
    CadenceTerm,
    Clause,
    Covenant,
    CurrentStatus,
    Event,
    EventParty,
    FactType,
    Holiday,
    Horizon,
    Obligation,
    Party,
    Post,
    Reference,
    Review,
    Revision,
    RevisionParty,
    Tenure,
    Waiver,
    save_all,
)
from obligations.services.checking import check_statuses
from tests.admin.test_pages import DAY, OURS, address
from tests.obligations.lively import Secretariat

pytestmark = pytest.mark.django_db
INLINES = re.compile(r'name="([^"]+)-TOTAL_FORMS"')


@pytest.fixture
def office(tmp_path: Path) -> Secretariat:
    made = Secretariat(tmp_path, 7)
    check_statuses(today())
    return made


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("beheer"))
    return client


def form_of(client: Client, page: str) -> dict[str, Any]:
    """The values of the form on a page, as a browser would send them back."""
    response = client.get(page)
    assert response.status_code == 200, page
    form = response.context["adminform"].form
    data = {form.add_prefix(name): _sent(form[name].value()) for name in form.fields}
    for formset in response.context["inline_admin_formsets"]:
        sent = formset.formset
        for field in sent.management_form.fields:
            data[sent.management_form.add_prefix(field)] = sent.management_form[field].value()
        for part in sent.forms:
            data |= {part.add_prefix(name): _sent(part[name].value()) for name in part.fields}
    return {name: value for name, value in data.items() if value is not None}


def _sent(value: Any) -> Any:
    if value is True:
        return "on"
    if value is None or value is False:
        return None
    return value


def errors_of(response: Any) -> str:
    form = response.context["adminform"].form
    return f"{dict(form.errors)} {[f.formset.errors for f in response.context['inline_admin_formsets']]}"


def send(client: Client, page: str, **values: Any) -> Any:
    """Fill in a form and send it; it must be accepted."""
    data = {name: value for name, value in {**form_of(client, page), **values}.items() if value is not None}
    response = client.post(page, data)
    assert response.status_code == 302, errors_of(response)
    return response


class TestTheRegister:
    def test_an_entry_is_added_changed_and_withdrawn(self, office: Secretariat, boss: Client) -> None:
        covenant, on = office.covenant, today()
        kind = FactType.objects.get(key="brief")
        parties = {party.key: party.pk for party in Party.objects.all()}
        values = {"covenant": covenant.pk, "ref": "BR-1", "type": kind.pk, "on": on, "state": "happened"}
        send(boss, address(Event, "add"), **values, by=parties["aa"], to=[parties["bb"], parties["cc"]])
        row = Event.objects.get()
        assert (row.reference.ref, row.on, row.by_id) == ("BR-1", on, parties["aa"])
        assert set(EventParty.objects.values_list("party__key", flat=True)) == {"bb", "cc"}
        assert row.history.latest().history_user.get_username() == "beheer"

        page = address(Event, "change", row.pk)
        send(boss, page, to=[parties["cc"]], subject="Zelf gebracht", change_reason="bleek niet per post")
        row.refresh_from_db()
        assert row.subject == "Zelf gebracht"
        assert list(EventParty.objects.values_list("party__key", flat=True)) == ["cc"]
        assert row.history.latest().history_change_reason == "bleek niet per post"

        boss.post(address(Event, "delete", row.pk), {"post": "yes", "change_reason": "hoort hier niet"})
        assert (Event.objects.count(), Reference.objects.count()) == (0, 0)
        assert Event.history.latest().history_change_reason == "hoort hier niet"

    def test_what_stands_follows_in_the_same_request(self, office: Secretariat, boss: Client) -> None:
        check_statuses(today())
        before = CurrentStatus.objects.filter(obligation__code="overleg").count()
        assert before
        kind = FactType.objects.get(key="overleg")
        everyone = list(Party.objects.values_list("pk", flat=True))
        send(
            boss,
            address(Meeting, "add"),
            covenant=office.covenant.pk,
            ref="M-1",
            type=kind.pk,
            on=date(2018, 6, 1),
            state="held",
            present=everyone,
        )
        rows = CurrentStatus.objects.filter(obligation__code="overleg", occurrence="period:2018")
        assert "M-1" in str([row.assessment.get("counted") for row in rows])
        assert Attendance.objects.count() == 3
        assert not Horizon.objects.filter(cleared=True).exists()

    def test_a_review_and_a_waiver(self, office: Secretariat, boss: Client) -> None:
        everyone = list(Party.objects.values_list("pk", flat=True))
        values = {"covenant": office.covenant.pk, "code": "volgen", "on": DAY}
        send(boss, address(Review, "add"), **values, ref="C-1", in_order="on")
        send(boss, address(Waiver, "add"), **values, ref="W-1", agreed_by=everyone, reason="mag rusten")
        assert Review.objects.get().in_order
        assert Waiver.objects.get().agreed_by.count() == 3
        send(boss, address(Review, "change", Review.objects.get().pk), in_order=None, change_reason="toch niet")
        assert not Review.objects.get().in_order

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"ref": "a:b"}, "ref"),
            ({"ref": ""}, "ref"),
            ({"on": "1800-01-01"}, "on"),
            ({"on": "gisteren"}, "on"),
            ({"minutes": "9999999999"}, "minutes"),
            ({"type": "overleg"}, "type"),
            ({"subject": "x" * 400}, "subject"),
            ({"state": "misschien"}, "state"),
        ],
    )
    def test_what_cannot_be_is_said_at_the_field(
        self, office: Secretariat, boss: Client, wrong: dict[str, Any], field: str
    ) -> None:
        good = {
            "covenant": office.covenant.pk,
            "ref": "E-1",
            "type": FactType.objects.get(key="advies").pk,
            "on": DAY,
            "state": "happened",
        }
        if wrong.get("type") == "overleg":
            wrong = {"type": FactType.objects.get(key="overleg").pk}
        page = address(Event, "add")
        response = boss.post(page, {**form_of(boss, page), **good, **wrong})
        assert response.status_code == 200
        assert field in response.context["adminform"].form.errors
        assert Event.objects.count() == Reference.objects.count() == 0

    def test_a_ref_of_something_else_is_refused_in_words(self, office: Secretariat, boss: Client) -> None:
        office.meet(DAY)
        ref = Meeting.objects.get().reference.ref
        page = address(Event, "add")
        kind = FactType.objects.get(key="brief").pk
        data = {"covenant": office.covenant.pk, "ref": ref, "type": kind, "on": DAY, "state": "happened"}
        response = boss.post(page, {**form_of(boss, page), **data}, follow=True)
        assert response.status_code == 200
        assert "is al het kenmerk van iets anders" in response.content.decode()
        assert Event.objects.count() == 0

    def test_a_type_of_another_covenant_is_refused(self, office: Secretariat, boss: Client, tmp_path: Path) -> None:
        other = Secretariat(tmp_path, 9, key="ander")
        kind = FactType.objects.get(key="brief", covenant=other.covenant)
        page = address(Event, "add")
        data = {"covenant": office.covenant.pk, "ref": "X", "type": kind.pk, "on": DAY, "state": "happened"}
        response = boss.post(page, {**form_of(boss, page), **data})
        assert response.context["adminform"].form.errors["type"] == ["Deze soort hoort bij een ander convenant."]


class TestADraft:
    @pytest.fixture
    def draft(self, office: Secretariat) -> Revision:
        [made] = save_all(
            [
                Revision(
                    covenant=office.covenant,
                    key="2024",
                    title="Concept",
                    signed_on=DAY + timedelta(days=3000),
                    in_force_from=DAY + timedelta(days=3000),
                )
            ],
            reason="proef",
        )
        return made

    def test_it_is_made_with_its_obligations_and_numbers(
        self, office: Secretariat, boss: Client, draft: Revision
    ) -> None:
        send(boss, address(Revision, "change", draft.pk), title="Nieuw concept", change_reason="betere titel")
        values = {"revision": draft.pk, "code": "overleg", "kind": "cadence", "title": "Overleg", "summary": "Vaak"}
        send(boss, address(Obligation, "add"), **values, reminders="{}")
        row = Obligation.objects.get(revision=draft)
        page = address(Obligation, "change", row.pk)
        send(boss, page, **{"cadenceterm-0-at_least": 4, "cadenceterm-0-per": "year"}, change_reason="zo besproken")
        send(boss, page, **{"cadenceterm-0-at_least": 6}, change_reason="toch vaker")
        assert CadenceTerm.objects.get(obligation=row).at_least == 6
        last = CadenceTerm.history.filter(obligation_id=row.pk).latest()
        assert (last.history_change_reason, last.history_user.get_username()) == ("toch vaker", "beheer")

    def test_a_number_that_cannot_be_is_refused_in_dutch(
        self, office: Secretariat, boss: Client, draft: Revision
    ) -> None:
        row = Obligation.objects.create(revision=draft, code="x", kind="cadence", title="X", summary="s")
        page = address(Obligation, "change", row.pk)
        data = {
            **form_of(boss, page),
            "cadenceterm-0-at_least": 4,
            "cadenceterm-0-every_months": 3,
            "change_reason": "x",
        }
        response = boss.post(page, data)
        assert response.status_code == 200
        assert "Kies één: een aantal per periode" in response.content.decode()

    def test_it_touches_no_status(self, office: Secretariat, boss: Client, draft: Revision) -> None:
        row = Obligation.objects.create(revision=draft, code="x", kind="cadence", title="X", summary="s")
        check_statuses(today())
        assert not Horizon.objects.filter(obligation=row).exists()

    def test_a_reason_is_asked(self, office: Secretariat, boss: Client, draft: Revision) -> None:
        page = address(Revision, "change", draft.pk)
        response = boss.post(page, {**form_of(boss, page), "title": "Anders"})
        assert "change_reason" in response.context["adminform"].form.errors


class TestWhatIsSettled:
    ROWS = (
        ("Revision", lambda: Revision.objects.get(key="2016")),
        ("Obligation", lambda: Obligation.objects.get(code="overleg", revision__key="2016")),
        ("Clause", lambda: Clause.objects.get(revision__key="2016")),
    )

    @pytest.mark.parametrize(("name", "find"), ROWS, ids=lambda each: each if isinstance(each, str) else "")
    def test_it_is_shown_and_not_changed(self, office: Secretariat, boss: Client, name: str, find: Any) -> None:
        row = find()
        page = address(type(row), "change", row.pk)
        response = boss.get(page)
        assert "de partijen hebben het zo afgesproken" in response.content.decode()
        assert 'name="_save"' not in response.content.decode()
        before = row.history.count()
        assert boss.post(page, {"title": "Anders", "change_reason": "x"}).status_code == 403
        assert boss.post(address(type(row), "delete", row.pk), {"post": "yes"}).status_code == 403
        assert row.history.count() == before

    def test_nothing_is_added_to_it(self, office: Secretariat, boss: Client) -> None:
        revision = Revision.objects.get(key="2016")
        values = {"revision": revision.pk, "code": "extra", "kind": "cadence", "title": "E", "summary": "s"}
        page = address(Obligation, "add")
        response = boss.post(page, {**form_of(boss, page), **values, "reminders": "{}"}, follow=True)
        assert "hoort bij een vastgestelde herziening" in response.content.decode()
        assert not Obligation.objects.filter(code="extra").exists()
        count = RevisionParty.objects.count()
        boss.post(address(Revision, "change", revision.pk), {"members-TOTAL_FORMS": 1, "members-INITIAL_FORMS": 0})
        assert RevisionParty.objects.count() == count

    def test_a_covenant_with_revisions_and_a_party_in_use_stay(self, office: Secretariat, boss: Client) -> None:
        covenant, party = office.covenant, Party.objects.get(key="aa")
        assert boss.post(address(Covenant, "delete", covenant.pk), {"post": "yes"}).status_code == 403
        response = boss.post(address(Party, "delete", party.pk), {"post": "yes", "change_reason": "x"})
        assert response.status_code in (200, 302)
        assert Party.objects.filter(pk=party.pk).exists()

    def test_an_account_is_put_out_and_not_deleted(self, boss: Client) -> None:
        user = User.objects.create_user("weg")
        assert boss.post(reverse("admin:auth_user_delete", args=[user.pk]), {"post": "yes"}).status_code == 403
        assert User.objects.filter(pk=user.pk).exists()


class TestOthers:
    def test_a_holiday_makes_everything_stand_anew(self, office: Secretariat, boss: Client) -> None:
        check_statuses(today())
        send(boss, address(Holiday, "add"), on=date(2031, 3, 3), name="Vrij")
        assert not Horizon.objects.filter(cleared=False).exists()
        row = Holiday.objects.get(on=date(2031, 3, 3))
        send(boss, address(Holiday, "change", row.pk), name="Vrije dag", change_reason="naam")
        page = address(Holiday, "add")
        response = boss.post(page, {**form_of(boss, page), "on": date(2031, 3, 3), "name": "Nog een"})
        assert "on" in response.context["adminform"].form.errors
        boss.post(address(Holiday, "delete", row.pk), {"post": "yes", "change_reason": "vervalt"})
        assert not Holiday.objects.filter(on=date(2031, 3, 3)).exists()

    def test_a_post_gets_its_holder(self, office: Secretariat, boss: Client) -> None:
        values = {"covenant": office.covenant.pk, "party": Party.objects.get(key="aa").pk, "role": "account_holder"}
        send(boss, address(Post, "add"), **values, function="Directeur")
        post = Post.objects.get()
        send(
            boss,
            address(Tenure, "add"),
            post=post.pk,
            name="accounthouder A",
            email="a@example.nl",
            starts_on=date(2020, 1, 1),
        )
        check_statuses(today())
        row = Tenure.objects.get()
        send(boss, address(Tenure, "change", row.pk), ends_before=date(2021, 1, 1), change_reason="gestopt")
        assert Horizon.objects.filter(cleared=True).exists()
        page = address(Tenure, "change", row.pk)
        response = boss.post(page, {**form_of(boss, page), "ends_before": date(2019, 1, 1), "change_reason": "x"})
        assert "Een functie houdt op na de dag waarop zij begint." in response.content.decode()

    def test_the_day_from_which_a_register_is_kept(self, office: Secretariat, boss: Client) -> None:
        check_statuses(today())
        page = address(Covenant, "change", office.covenant.pk)
        send(boss, page, tracked_from=date(2018, 1, 1), change_reason="begin van het register")
        assert office.covenant.tracked_from == date(2018, 1, 1)
        assert Horizon.objects.filter(cleared=True).exists()


NONSENSE = ("", "x", "a\x00b", "-1", "9" * 30, "0000-00-00", "é\u2028\u202e", "a" * 5000, "null", "[", "1e400", "\t")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_nonsense_is_refused_in_words_and_never_breaks_a_page(office: Secretariat, boss: Client, model: Any) -> None:
    """Whatever is typed: a page with errors, a refusal or a change with its history (the suite counts those)."""
    for _ in range(5):
        office.act(DAY)
    row = model.objects.order_by("pk").last()
    pages = [address(model, "add")] + ([address(model, "change", row.pk)] if row is not None else [])
    for page in pages:
        response = boss.get(page)
        if response.status_code != 200 or "adminform" not in response.context:
            continue
        good = form_of(boss, page) if response.context["adminform"].form.fields else {}
        # Of many parts of one kind, the first.
        for number, name in enumerate(name for name in good if not re.search(r"-[1-9]\d*-", name)):
            for at in range(2):
                wrong = NONSENSE[(number + at * 5) % len(NONSENSE)]
                answer = boss.post(page, {**good, "change_reason": "proef", name: wrong})
                assert answer.status_code in (200, 302, 400, 403), (page, name, wrong)
