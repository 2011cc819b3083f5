"""Who sees a page: nobody without signing in, and nobody a covenant that is not theirs."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.http import Http404
from django.test import Client
from django.urls import reverse

from obligations.models import Covenant, Revision
from obligations.web.access import covenant_for
from tests import factories

PAGES = [
    pytest.param("/", id="today"),
    pytest.param("/convenanten/", id="the covenants"),
    pytest.param("/verplichtingen/", id="the obligations"),
    pytest.param("/convenant/voorbeeld/", id="a covenant"),
    pytest.param("/convenant/voorbeeld/verplichting/overleg/", id="an obligation"),
]
CLOSED = PAGES[3:]


@pytest.mark.parametrize("address", PAGES)
def test_a_visitor_is_asked_to_sign_in(client: Client, covenant: Covenant, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('login')}?next={address}"


@pytest.mark.parametrize("address", PAGES)
def test_a_reader_sees_their_covenant(client: Client, bob: User, address: str) -> None:
    client.force_login(bob)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("address", CLOSED)
def test_a_covenant_of_others_does_not_exist(client: Client, covenant: Covenant, address: str) -> None:
    charlie = factories.make_reader(factories.make_covenant("ander", "Ander convenant"), "charlie")
    client.force_login(charlie)
    response = client.get(address)
    assert response.status_code == 404
    assert covenant.title not in response.content.decode()
    assert "Deze pagina is er niet" in response.content.decode()


def test_the_list_has_no_covenant_of_others(client: Client, bob: User) -> None:
    factories.make_covenant("ander", "Ander convenant")
    client.force_login(bob)
    for address in ("/convenanten/", "/verplichtingen/"):
        page = client.get(address).content.decode()
        assert "Samen voor Voorbeeld" in page
        assert "Ander convenant" not in page


def test_an_administrator_sees_all(client: Client, covenant: Covenant) -> None:
    client.force_login(User.objects.create_user("alice", is_staff=True))
    assert client.get("/convenant/voorbeeld/").status_code == 200


@pytest.mark.parametrize("address", ["/convenant/geen/", "/convenant/voorbeeld/verplichting/geen/", "/nergens/"])
def test_what_is_not_there_is_said_in_words(client: Client, bob: User, address: str) -> None:
    client.force_login(bob)
    response = client.get(address)
    assert response.status_code == 404
    assert "Deze pagina is er niet" in response.content.decode()


def test_a_draft_has_no_page(client: Client, bob: User, covenant: Covenant) -> None:
    draft = factories.revise(covenant, date(2018, 1, 1))
    draft.status = Revision.Status.DRAFT
    draft.save()
    client.force_login(bob)
    assert "Convenant 2019" not in client.get("/convenant/voorbeeld/").content.decode()


def test_the_gate_lets_nobody_through_who_is_not_signed_in(covenant: Covenant) -> None:
    with pytest.raises(Http404):
        covenant_for(AnonymousUser(), covenant.key)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_only_read(client: Client, bob: User, address: str) -> None:
    client.force_login(bob)
    assert client.post(address).status_code == 405


def test_signing_in_and_out(client: Client, bob: User) -> None:
    page = client.get("/accounts/login/?next=/convenant/voorbeeld/").content.decode()
    assert "Inloggen" in page
    wrong = client.post("/accounts/login/", {"username": "bob", "password": "fout"})
    assert "horen niet bij elkaar" in wrong.content.decode()
    right = {"username": "bob", "password": "een lang wachtwoord", "next": "/convenant/voorbeeld/"}
    assert client.post("/accounts/login/", right)["Location"] == "/convenant/voorbeeld/"
    assert client.post("/accounts/logout/")["Location"] == reverse("login")
    assert client.get("/").status_code == 302
