"""Every address for every role, of one's own covenant and of another: a table, and nothing may be missing from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from meetings.models import Meeting, Series
from obligations.civil_time import noon
from obligations.models import (
    Covenant,
    Document,
    Event,
    MailStop,
    Membership,
    Message,
    MessageCovenant,
    Party,
    Reference,
    Report,
    Role,
)
from obligations.services.documents import Details, Upload, add_document
from obligations.services.drafting import draft_from
from tests import factories

READERS = ("reader", "auditor", "account_holder")
ROLES = ("visitor", "stranger", *READERS, "secretariat", "administrator")
WRITERS = ("secretariat", "administrator")


@dataclass(frozen=True)
class Page:
    """An address. `of_covenant`: it is about one covenant, which strangers must not find. `writes`: for WRITERS only.

    `open`: also without signing in. `post`: it only takes forms. `staff`: for administrators. `starts`: for whoever is
    the secretariat of some covenant. `draft`: only while there is a draft. `hidden`: not found by who may not write.
    """

    name: str
    names: dict[str, object] = field(default_factory=dict)
    of_covenant: bool = True
    writes: bool = False
    open: bool = False
    post: bool = False
    staff: bool = False
    starts: bool = False
    draft: bool = False
    hidden: bool = False
    query: str = ""

    @property
    def address(self) -> str:
        return reverse(self.name, kwargs=self.names or None) + self.query


KEY = {"key": "voorbeeld"}
MEETING, SERIES, DOCUMENT, EVENT = 900_001, 900_002, 900_003, 900_004
MESSAGE, STOP, REPORT = 900_005, 900_006, 900_007
TOKEN = {"token": "een-sleutel-die-niemand-kent"}
CODE = {**KEY, "code": "overleg"}
TABLE = [
    Page("home", of_covenant=False),
    Page("covenants", of_covenant=False),
    Page("obligations", of_covenant=False),
    Page("obligations-excel", of_covenant=False),
    Page("covenant", KEY),
    Page("obligation", CODE),
    Page("compare", KEY),
    Page("readings", KEY),
    Page("retrospect", KEY),
    Page("change-reading", {**KEY, "name": "year"}, writes=True),
    Page("record-entry", KEY, writes=True),
    Page("record", of_covenant=False),
    Page("register", of_covenant=False),
    Page("register-excel", of_covenant=False),
    Page("people", of_covenant=False, draft=True),  # leads on where there is one covenant
    Page("projects", of_covenant=False),
    Page("project-change", {**KEY, "pk": EVENT}, writes=True),
    Page("people-of", KEY),
    Page("duties", KEY),
    Page("completeness", KEY),
    Page("register-paste", KEY, writes=True),
    Page("review-all", KEY, writes=True),
    Page("hand-over", {**KEY, "party": "stad", "role": "account_holder"}, writes=True),
    Page("entry", {**KEY, "pk": EVENT}),
    *(
        Page(f"entry-{name}", {**KEY, "pk": EVENT}, writes=True)
        for name in ("correct", "withdraw", "restore", "document")
    ),
    Page("review", KEY, writes=True),
    Page("waive", KEY, writes=True),
    Page("set-aside", KEY, writes=True, post=True),
    Page("meetings", of_covenant=False),
    Page("meetings-excel", of_covenant=False),
    Page("actions", of_covenant=False),
    Page("actions-excel", of_covenant=False),
    Page("meeting-add", KEY, writes=True),
    Page("plan-year", KEY, writes=True),
    Page("remove-example", KEY, writes=True),
    Page("series-add", KEY, writes=True),
    Page("series", {**KEY, "pk": SERIES}),
    *(Page(f"meeting{name}", {**KEY, "pk": MEETING}) for name in ("", "-ics", "-preparation")),
    *(
        Page(f"meeting-{name}", {**KEY, "pk": MEETING}, writes=True)
        for name in (
            "attendance",
            "move",
            "cancel",
            "plan-again",
            "change",
            "remove",
            "agreed",
            "not-agreed",
            "open",
            "document",
        )
    ),
    *(
        Page(f"meeting-{name}", {**KEY, "pk": MEETING}, writes=True, post=True)
        for name in ("hold", "undo", "close", "item", "line")
    ),
    Page("document", {**KEY, "pk": DOCUMENT}),
    Page("documents", KEY),
    Page("decisions", of_covenant=False),
    Page("document-add", KEY, writes=True, query="?herziening=2016"),
    Page("document-remove", {**KEY, "pk": DOCUMENT}, writes=True, post=True, draft=True),  # gone after the first
    Page("new-covenant", of_covenant=False, starts=True),
    Page("upload-covenant", of_covenant=False, starts=True),
    Page("new-revision", KEY, writes=True, draft=True),
    *(
        Page(name, KEY, writes=True, draft=True)
        for name in ("draft-dates", "draft-parties", "draft-obligations", "draft-fates", "draft-check", "draft-kept")
    ),
    Page("draft-obligation", CODE, writes=True, draft=True),
    Page("draft-add-obligation", {**KEY, "kind": "cadence"}, writes=True, draft=True),
    *(
        Page(name, KEY, writes=True, post=True, draft=True)
        for name in (
            "draft-remove-party",
            "draft-remove-obligation",
            "draft-choose-fate",
            "draft-accept",
            "draft-ask",
            "draft-approve",
            "draft-discard",
        )
    ),
    Page("mail", of_covenant=False, starts=True),
    Page("mail-message", {"pk": MESSAGE}, of_covenant=False, hidden=True),
    *(Page(f"mail-{name}", {"pk": MESSAGE}, of_covenant=False, hidden=True, post=True) for name in ("again", "call")),
    *(Page(f"mail-{name}", of_covenant=False, starts=True, post=True) for name in ("notices", "outage")),
    Page("mail-switch", of_covenant=False, staff=True, post=True),
    Page("mail-covenant", KEY, writes=True),
    Page("mail-rule", {**KEY, "kind": "deadline"}, writes=True),
    Page("mail-hold", CODE, writes=True),
    Page("mail-lift", {**KEY, "pk": STOP}, writes=True, post=True, draft=True),  # gone after the first
    Page("report", {**KEY, "pk": REPORT}, writes=True),
    Page("mail-link", TOKEN, of_covenant=False, open=True),
    Page("mail-point", {**TOKEN, "number": 1}, of_covenant=False, open=True),
    *(Page(f"mail-{name}", TOKEN, of_covenant=False, open=True) for name in ("month", "choice", "not-me")),
    Page("keep-form", of_covenant=False, post=True),
    Page("search", of_covenant=False),
    Page("calendar", of_covenant=False),
    Page("calendar-year", {"year": 2018}, of_covenant=False),
    Page("calendar-month", {"year": 2018, "month": 12}, of_covenant=False),
    Page("styles", of_covenant=False, staff=True),
    Page("set_language", of_covenant=False, open=True, post=True),
    Page("login", of_covenant=False, open=True),
    Page("logout", of_covenant=False, open=True, post=True),
    Page("healthz", of_covenant=False, open=True),
    Page("healthz-live", of_covenant=False, open=True),
]
ELSEWHERE = {"admin"}
"""Namespaces with a table of their own (tests/admin)."""


def patterns(resolver: URLResolver) -> Iterator[str]:
    for found in resolver.url_patterns:
        if isinstance(found, URLPattern):
            yield found.name or str(found.pattern)
        elif found.namespace not in ELSEWHERE:
            yield from patterns(found)


def test_every_address_is_in_the_table_once() -> None:
    named = [page.name for page in TABLE]
    assert sorted(named) == sorted(set(patterns(get_resolver())))


@pytest.fixture
def people(covenant: Covenant) -> dict[str, User]:
    """Someone in every role, and a stranger who has another covenant."""
    factories.revise(covenant, date(2018, 9, 1))
    draft_from(revision=covenant.revisions.get(key="2019"), today=date(2018, 12, 10))
    other = factories.make_covenant("ander", "Ander convenant")
    things(covenant)
    found = {"stranger": factories.make_reader(other, "stranger")}
    for role in (*READERS, "secretariat"):
        found[role] = User.objects.create_user(role)
        Membership.objects.create(covenant=covenant, user=found[role], role=Role(role))
    found["administrator"] = User.objects.create_user("administrator", is_staff=True)
    return found


def things(covenant: Covenant) -> None:
    """A meeting, a series and a document that the addresses name."""
    reference = Reference.objects.create(covenant=covenant, ref="RECHTEN")
    type_ = covenant.types.get(key="overleg")
    days = {"first_on": date(2018, 1, 1), "last_on": date(2018, 12, 31)}
    Series.objects.create(pk=SERIES, covenant=covenant, type=type_, rule="FREQ=WEEKLY;INTERVAL=8", **days)
    Meeting.objects.create(pk=MEETING, covenant=covenant, reference=reference, type=type_, on=date(2018, 12, 3))
    add_document(
        covenant=covenant, about="meeting:1", details=Details("Verslag"), upload=Upload("v.txt", b"a"), reason="test"
    )
    event = Reference.objects.create(covenant=covenant, ref="RECHTEN-2")
    Event.objects.create(
        pk=EVENT, covenant=covenant, reference=event, type=covenant.types.get(key="brief"), on=date(2018, 12, 3)
    )
    message = Message.objects.create(
        pk=MESSAGE, recipient="a@example.nl", on=date(2018, 12, 3), kind="test", due_at=noon(date(2018, 12, 3))
    )
    MessageCovenant.objects.create(message=message, covenant=covenant)
    MailStop.objects.create(pk=STOP, covenant=covenant, code="overleg", reason="proef")
    told = {
        "received_on": date(2018, 12, 3),
        "received_at": noon(date(2018, 12, 3)),
        "choice": "cannot",
        "via": "proef",
    }
    Report.objects.create(pk=REPORT, covenant=covenant, party=Party.objects.get(key="stad"), code="overleg", **told)
    row = Document.objects.get()
    row.pk = DOCUMENT
    row.save()


def expected(page: Page, role: str) -> set[int]:
    """What a role gets: 302 to the sign-in page, 404, 403, or the page (a form without content may be refused)."""
    if page.open:
        return {200, 302, 404, 405, 503}
    if role == "visitor":
        return {302}
    if page.staff:
        return {302 if page.post else 200} if role == "administrator" else {403}
    if page.starts:
        return {302 if page.post else 200} if role in WRITERS else {403}
    if page.hidden:
        return {302 if page.post else 200} if role in WRITERS else {404}
    if not page.of_covenant:
        return {204} if page.post else {200, 302} if page.draft else {200}
    if role == "stranger":
        return {404}
    if page.writes and role not in WRITERS:
        return {403}
    if page.draft:
        return {200, 302, 404, 409}  # a draft is there until somebody throws it away
    return {302} if page.post else {200}


@pytest.mark.parametrize("page", TABLE, ids=lambda page: page.name)
def test_who_gets_what(client: Client, people: dict[str, User], page: Page) -> None:
    address = page.address
    got = {}
    for role in ROLES:
        client.logout()
        if role in people:
            client.force_login(people[role])
        response = client.post(address) if page.post else client.get(address)
        got[role] = response.status_code
        if role == "stranger" and page.of_covenant:
            assert "Samen voor Voorbeeld" not in response.content.decode()
    wrong = {role: status for role, status in got.items() if status not in expected(page, role)}
    assert wrong == {}


@pytest.mark.parametrize("page", [page for page in TABLE if page.writes], ids=lambda page: page.name)
def test_a_form_writes_nothing_for_who_may_not(client: Client, people: dict[str, User], page: Page) -> None:
    address = page.address
    for role in ("stranger", *READERS):
        client.force_login(people[role])
        assert client.post(address, {"on": "2018-12-01"}).status_code in (403, 404, 405)


@pytest.mark.parametrize("page", [page for page in TABLE if page.of_covenant], ids=lambda page: page.name)
def test_what_is_not_there_is_not_found_by_anyone(client: Client, people: dict[str, User], page: Page) -> None:
    address = reverse(page.name, kwargs={**page.names, "key": "geen"}) + page.query
    for role in ROLES[1:]:
        client.force_login(people[role])
        assert (client.post(address) if page.post else client.get(address)).status_code == 404
