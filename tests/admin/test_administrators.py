"""Staff in the group 'beheerders' run the administration, and cannot make themselves more than that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from convenant.administrators import GROUP
from obligations.models import Party
from tests.admin.test_pages import OURS, address, pages
from tests.admin.test_writing import send
from tests.obligations.lively import Secretariat

pytestmark = pytest.mark.django_db


def staff(*, group: bool = True, active: bool = True) -> User:
    user = User.objects.create_user("beheerder", password="lang wachtwoord", is_staff=True, is_active=active)
    if group:
        user.groups.add(Group.objects.get(name=GROUP))
    return user


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(staff())
    return client


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_page_of_ours_opens(tmp_path: Path, administrator: Client, model: Any) -> None:
    office = Secretariat(tmp_path, 5)
    office.act(office.covenant.revisions.earliest("in_force_from").in_force_from)
    for page in pages(model):
        assert administrator.get(page).status_code in (200, 302, 403), page
    assert administrator.get(address(model, "changelist")).status_code == 200


def test_what_they_write_bears_their_name(administrator: Client) -> None:
    send(administrator, address(Party, "add"), key="x", short="X", name="X BV")
    assert Party.history.get().history_user.get_username() == "beheerder"


def test_staff_outside_the_group_sees_nothing(client: Client) -> None:
    client.force_login(staff(group=False))
    assert client.get(address(Party, "changelist")).status_code == 403
    assert "Partijen" not in client.get(reverse("admin:index")).content.decode()


def test_the_group_without_staff_is_no_administrator(client: Client) -> None:
    user = staff()
    user.is_staff = False
    user.save()
    client.force_login(user)
    assert client.get(address(Party, "changelist")).status_code == 302
    assert not user.has_perm("obligations.change_party")


def test_an_account_that_is_put_out_may_nothing() -> None:
    assert not staff(active=False).has_perm("obligations.change_party")


def test_they_make_accounts_but_no_superuser(administrator: Client) -> None:
    user = User.objects.create_user("ander")
    page = reverse("admin:auth_user_change", args=[user.pk])
    joined = {"date_joined_0": "2026-01-01", "date_joined_1": "10:00:00"}
    data = {
        "username": "ander",
        "is_active": "on",
        "is_superuser": "on",
        "is_staff": "on",
        "first_name": "An",
        **joined,
    }
    response = administrator.post(page, data)
    assert response.status_code == 302
    user.refresh_from_db()
    assert (user.first_name, user.is_staff, user.is_superuser) == ("An", True, False)
    own = User.objects.get(username="beheerder")
    administrator.post(
        reverse("admin:auth_user_change", args=[own.pk]), {**data, "username": "beheerder", "is_superuser": "on"}
    )
    own.refresh_from_db()
    assert not own.is_superuser


def test_they_do_not_touch_a_superuser(administrator: Client) -> None:
    boss = User.objects.create_superuser("baas", password="lang wachtwoord")
    page = reverse("admin:auth_user_change", args=[boss.pk])
    assert administrator.post(page, {"username": "baas", "email": "x@example.nl"}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[boss.pk])
    assert (
        administrator.post(password, {"password1": "ander wachtwoord", "password2": "ander wachtwoord"}).status_code
        == 403
    )
    boss.refresh_from_db()
    assert boss.check_password("lang wachtwoord")


def test_groups_are_fixed(administrator: Client) -> None:
    group = Group.objects.get(name=GROUP)
    assert administrator.post(reverse("admin:auth_group_change", args=[group.pk]), {"name": "x"}).status_code == 403
    assert administrator.post(reverse("admin:auth_group_add"), {"name": "x"}).status_code == 403
