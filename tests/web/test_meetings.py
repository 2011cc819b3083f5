"""The pages of meetings, as a secretary and a reader use them."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from meetings.models import Action, AgendaItem, Decision, Meeting, Series
from meetings.services import MeetingEntry, record_meetings
from obligations.models import BlockedWeek, Covenant, Document, Membership, Reference, Role
from obligations.services.checking import check_statuses
from obligations.services.known import known_to
from tests import factories
from tests.web.conftest import Read, words_of

AT = "/convenant/voorbeeld/"
TODAY = date(2018, 12, 10)
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, covenant: Covenant) -> Client:
    user = User.objects.create_user("sanne")
    Membership.objects.create(covenant=covenant, user=user, role=Role.SECRETARIAT)
    client.force_login(user)
    return client


def plan(covenant: Covenant, on: date, ref: str = "P", type_: str = "overleg") -> str:
    """A planned meeting; the address of its page."""
    entry = MeetingEntry(ref, type_, on, "planned")
    record_meetings(known=known_to(covenant), entries=[entry], today=TODAY, reason="test")
    return f"{AT}overleg/{Meeting.objects.get(reference__ref=ref).pk}/"


def words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return words_of(response.content.decode())


def send(client: Client, address: str, **form: Any) -> str:
    """Send a form; the words of the page that it leads to, or that it is shown on again."""
    response = client.post(address, {"token": str(uuid4()), **form}, follow=True)
    assert response.status_code == 200
    return words_of(response.content.decode())


# --- Did it take place? --------------------------------------------------------------------------------------


def test_the_day_after_it_is_asked_and_one_click_answers(desk: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 7))
    page = words(desk, "/")
    assert "Is het ambtelijk overleg van 7 december doorgegaan?" in page
    for answer in ("Doorgegaan, iedereen was er", "Doorgegaan, niet iedereen", "Verzetten", "Niet doorgegaan"):
        assert answer in page
    page = send(desk, f"{at}gehouden/", next="/")
    assert "Doorgegaan, iedereen was er." in page
    assert "Ongedaan maken" in page
    assert "Is het ambtelijk overleg" not in page
    assert "Telt mee: 4 van 4 in 2018" in words(desk, at)


def test_on_the_day_itself_it_is_not_asked_yet_on_vandaag(desk: Client, covenant: Covenant) -> None:
    plan(covenant, TODAY)
    assert "doorgegaan?" not in words(desk, "/")


def test_a_reader_is_not_asked(read: Read, covenant: Covenant) -> None:
    plan(covenant, date(2018, 12, 7))
    assert "doorgegaan?" not in read("/")


def test_what_was_just_done_can_be_undone_for_a_minute(desk: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 7))
    desk.post(f"{at}gehouden/")
    assert "Ongedaan gemaakt" in send(desk, f"{at}terug/")
    assert Meeting.objects.get(reference__ref="P").state == "planned"
    assert "langer dan een minuut" in send(desk, f"{at}terug/")


def test_after_a_minute_it_is_too_late(desk: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 7))
    desk.post(f"{at}gehouden/")
    session = desk.session
    session["undo"] = session["undo"] | {"until": 0}
    session.save()
    assert "langer dan een minuut" in send(desk, f"{at}terug/")
    assert Meeting.objects.get(reference__ref="P").state == "held"


def test_without_one_party_it_says_why_and_three_ways_on(desk: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 7))
    form = {"how-stad": "present", "how-regio": "absent"}
    page = send(desk, f"{at}aanwezig/", **form)
    assert "Telt niet mee, want Voorbeeld was afwezig" in page
    for way in ("Nieuwe datum plannen", "Een partij was vertegenwoordigd", "De partijen spraken af dat het meetelt"):
        assert way in page
    assert "3 van 4" in words(desk, f"{AT}verplichting/overleg/")
    page = send(desk, f"{at}telt-mee/", agreed_by=["stad"], on="2018-12-08")
    assert "deze niet: Voorbeeld" in page
    page = send(desk, f"{at}telt-mee/", agreed_by=["stad", "regio"], on="2018-12-08", why="zij stemden schriftelijk in")
    assert "Ja, dit opslaan" in page
    assert "4 van 4" in page
    assert Meeting.objects.filter(agreement__isnull=False).count() == 0
    page = send(
        desk,
        f"{at}telt-mee/",
        agreed_by=["stad", "regio"],
        on="2018-12-08",
        why="zij stemden schriftelijk in",
        sure="1",
    )
    assert "Telt mee: 4 van 4 in 2018" in page
    assert "Op 8 december 2018 spraken de partijen af dat dit overleg meetelt. zij stemden schriftelijk in" in page


def test_represented_by_somebody_else_counts(desk: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 7))
    form = {"how-stad": "present", "how-regio": "represented", "who-regio": ""}
    assert "Vul in wie Voorbeeld vertegenwoordigde." in send(desk, f"{at}aanwezig/", **form)
    page = send(desk, f"{at}aanwezig/", **{**form, "who-regio": "de directeur van de stad"})
    assert "vertegenwoordigd door de directeur van de stad" in page
    assert "Telt mee: 4 van 4 in 2018" in page


def test_a_change_shows_what_it_changes_and_only_then_does_it(desk: Client, covenant: Covenant) -> None:
    held = Meeting.objects.get(reference__ref="voorbeeld-O-9")
    at = f"{AT}overleg/{held.pk}/"
    page = send(desk, f"{at}niet-doorgegaan/", why="griep")
    assert "Er is nog niets opgeslagen. Dan staat 1 periode" in page
    assert "2 van 4" in page
    held.refresh_from_db()
    assert held.state == "held"
    page = send(desk, f"{at}niet-doorgegaan/", why="griep", sure="1")
    assert "Het is niet doorgegaan." in page
    held.refresh_from_db()
    assert (held.state, held.remark) == ("cancelled", "griep")


def test_taking_out_always_asks(desk: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 20))
    assert "Ja, uit het register halen" in send(desk, f"{at}weghalen/")
    assert Meeting.objects.filter(reference__ref="P").exists()
    outside = plan(covenant, date(2015, 3, 2), "B")
    assert "Hoe de verplichtingen ervoor staan, verandert hier niet door." in send(desk, f"{outside}weghalen/")
    assert "uit het register gehaald" in send(desk, f"{at}weghalen/", sure="1")
    assert not Meeting.objects.filter(reference__ref="P").exists()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"on": "2018-12-20", "at": "10:00", "ends_at": "09:00"}, "Dit is niet later dan het begin."),
        ({"on": "2018-12-20", "ends_at": "09:00"}, "Vul ook in hoe laat het begint."),
        ({"on": ""}, "Dit veld is verplicht."),
        ({"on": "2018-12-20", "at": "25:00"}, "Hoe laat"),
    ],
)
def test_a_move_that_cannot_be_is_said_at_its_field(desk: Client, covenant: Covenant, form: Any, said: str) -> None:
    at = plan(covenant, date(2018, 12, 7))
    assert said in send(desk, f"{at}verzetten/", **form)


def test_closing_locks_and_opening_asks_why(desk: Client, covenant: Covenant) -> None:
    at = f"{AT}overleg/{Meeting.objects.get(reference__ref='voorbeeld-O-9').pk}/"
    page = send(desk, f"{at}sluiten/")
    assert "Dit overleg is afgesloten: er verandert niets meer aan." in page
    assert "Uit het register halen" not in page
    assert "Dit overleg is afgesloten. Open het eerst weer" in send(desk, f"{at}weghalen/", sure="1")
    assert "Dit veld is verplicht" in send(desk, f"{at}heropenen/")
    assert "weer open" in send(desk, f"{at}heropenen/", why="verkeerde datum")


# --- The parts of a meeting ----------------------------------------------------------------------------------


def test_agenda_minutes_decisions_and_actions(desk: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 20))
    later = plan(covenant, date(2019, 1, 17), "L")
    page = send(
        desk, f"{at}?deel=agenda", **{"punt-title": "Jaarplan 2019", "punt-owner": "stad", "punt-code": "overleg"}
    )
    assert "Jaarplan 2019" in page
    item = AgendaItem.objects.get()
    page = send(desk, f"{at}agendapunt/", act="carry", item=item.pk, to=later.split("/")[-2])
    assert "Nog niets op de agenda" in page
    assert "Jaarplan 2019" in words(desk, later)
    assert "Hier wordt een tekst verwacht" in send(desk, f"{at}?deel=besluiten", **{"besluit-text": "  "}) or True
    page = send(desk, f"{at}?deel=besluiten", **{"besluit-text": "Wij stellen het jaarplan vast"})
    assert "Wij stellen het jaarplan vast" in page
    assert "Wij stellen het jaarplan vast" in words(desk, "/besluiten/")
    form = {"actie-text": "Jaarplan rondsturen", "actie-owner": "regio", "actie-due_on": "2018-12-05"}
    assert "Jaarplan rondsturen" in send(desk, f"{at}?deel=acties", **form)
    page = words(desk, "/acties/")
    assert "Jaarplan rondsturen" in page
    assert "streefdatum (eigen planning): 5 december (voorbij)" in page
    page = send(desk, f"{at}regel/", act="done", line=Action.objects.get().pk, next="actions")
    assert "Geen open acties" in page
    assert "gedaan op 10 december" in words(desk, "/acties/?gedaan=1")
    page = send(desk, f"{at}?deel=verslag", **{"verslag-minutes": "Kort verslag\n<b>x</b>", "verslag-state": "adopted"})
    assert Meeting.objects.get(reference__ref="P").minutes_state == "adopted"
    assert "<b>x</b>" not in desk.get(f"{at}?deel=verslag").content.decode()


def test_a_form_that_is_sent_twice_writes_once(desk: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 20))
    token = str(uuid4())
    for _ in range(3):
        send(desk, f"{at}?deel=besluiten", **{"besluit-text": "Eens", "besluit-token": token})
    assert Decision.objects.count() == 1


def test_an_unfinished_point_of_a_held_meeting_is_carried_over_once(desk: Client, covenant: Covenant) -> None:
    held = f"{AT}overleg/{Meeting.objects.get(reference__ref='voorbeeld-O-9').pk}/"
    later = plan(covenant, date(2019, 1, 17), "L")
    send(desk, f"{held}?deel=agenda", **{"punt-title": "Begroting"})
    item = AgendaItem.objects.get()
    for _ in range(2):
        send(desk, f"{held}agendapunt/", act="carry", item=item.pk, to=later.split("/")[-2])
    assert AgendaItem.objects.count() == 2
    assert "doorgeschoven van 14 september 2018" in words(desk, later)
    assert "doorgeschoven naar een later overleg" in words(desk, held)
    assert "haal het eerst daar weg" in send(desk, f"{held}agendapunt/", act="remove", item=item.pk)


def test_nothing_of_another_covenant_can_be_reached(desk: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 20))
    other = factories.make_covenant("ander", "Ander convenant")
    entry = MeetingEntry("X", "overleg", date(2018, 12, 20), "planned")
    record_meetings(known=known_to(other), entries=[entry], today=TODAY, reason="test")
    foreign = Meeting.objects.get(reference__ref="X")
    item = AgendaItem.objects.create(covenant=other, meeting=foreign, title="Geheim")
    assert desk.get(f"/convenant/ander/overleg/{foreign.pk}/").status_code == 404
    assert desk.get(f"{AT}overleg/{foreign.pk}/").status_code == 404
    send(desk, f"{at}agendapunt/", act="done", item=item.pk)
    item.refresh_from_db()
    assert not item.done
    send(desk, f"{at}?deel=agenda", **{"punt-title": "Mijn punt"})
    mine = AgendaItem.objects.get(title="Mijn punt")
    send(desk, f"{at}agendapunt/", act="carry", item=mine.pk, to=foreign.pk)
    mine.refresh_from_db()
    assert mine.meeting_id != foreign.pk
    assert "Ander" not in words(desk, "/overleggen/")


# --- Documents -----------------------------------------------------------------------------------------------


def test_a_document_is_added_got_and_taken_off(desk: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 20))
    file = SimpleUploadedFile("verslag.txt", "Eén afspraak".encode())
    page = send(desk, f"{at}document/", file=file, number="Z-1")
    assert "verslag.txt" in page
    row = Document.objects.get()
    response = desk.get(f"{AT}document/{row.pk}/")
    assert b"".join(response.streaming_content) == "Eén afspraak".encode()
    assert response["Content-Disposition"] == 'attachment; filename="verslag.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    page = send(desk, f"{at}document/", file=SimpleUploadedFile("a.pdf", b"<html>"))
    assert "is niet wat de naam zegt (pdf)" in page
    send(desk, f"{AT}document/{row.pk}/weg/", next=f"{at}?deel=documenten")
    assert desk.get(f"{AT}document/{row.pk}/").status_code == 404


def test_a_link_leads_outside_and_a_point_has_its_own_documents(desk: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 20))
    send(desk, f"{at}?deel=agenda", **{"punt-title": "Jaarplan"})
    item = AgendaItem.objects.get()
    page = send(desk, f"{at}document/?punt={item.pk}", link="https://zaken.example/12", title="Concept", number="Z-12")
    assert "Concept" in page
    assert 'href="https://zaken.example/12" rel="noreferrer"' in desk.get(at).content.decode()


def test_a_lost_file_is_not_found_and_breaks_nothing(desk: Client, covenant: Covenant) -> None:
    Document.objects.create(covenant=covenant, about="meeting:1", title="Weg", stored="documenten/weg", name="a.txt")
    assert desk.get(f"{AT}document/{Document.objects.get().pk}/").status_code == 404


def test_the_text_of_a_revision_is_a_document_of_the_covenant(desk: Client, covenant: Covenant) -> None:
    assert "Nog geen documenten." in words(desk, f"{AT}documenten/")
    page = send(desk, f"{AT}document/nieuw/?herziening=2016", link="https://zaken.example/1", title="Getekende tekst")
    assert "Getekende tekst" in page
    assert desk.get(f"{AT}document/nieuw/?herziening=1900").status_code == 404


def test_a_point_can_wait_for_a_meeting_and_is_taken_from_there(desk: Client, covenant: Covenant) -> None:
    at, other = plan(covenant, date(2018, 12, 20)), plan(covenant, date(2019, 1, 17), "L")
    send(desk, f"{at}?deel=agenda", **{"punt-title": "Later eens"})
    item = AgendaItem.objects.get()
    page = send(desk, f"{at}agendapunt/", act="carry", item=item.pk, to="")
    assert "Wacht op een overleg" in page
    assert AgendaItem.objects.get().meeting is None
    page = send(desk, f"{other}agendapunt/", act="take", item=item.pk)
    assert "Agenda (1)" in page
    assert "Wacht op een overleg" not in page


# --- A year, a series, lists ---------------------------------------------------------------------------------


def rows_in(page: str) -> dict[str, str]:
    """Every field of a form on a page, as the browser would send it."""
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    found |= dict.fromkeys(re.findall(r'<input[^>]*name="(rij-\d+-wanted)"[^>]*checked', page), "on")
    for name, options in re.findall(r'<select[^>]*name="(rij-\d+-type)"[^>]*>(.*?)</select>', page, re.DOTALL):
        picked = re.search(r'value="([^"]+)" selected', options)
        found[name] = picked[1] if picked else ""
    return found


def test_a_year_is_proposed_and_saved_together(desk: Client, covenant: Covenant) -> None:
    page = desk.get(f"{AT}jaar-plannen/?jaar=2019").content.decode()
    assert "4 nodig, 0 gepland of gehouden, nog 4 te plannen." in words_of(page)
    assert "Met deze 4 overleggen haalt u 2019." in words_of(page)
    form = rows_in(page)
    days = [date.fromisoformat(form[f"rij-{number}-on"]) for number in range(4)]
    assert [(day.month - 1) // 3 for day in days] == [0, 1, 2, 3]
    for _ in range(2):
        response = desk.post(f"{AT}jaar-plannen/?jaar=2019", {**form, "act": "save"}, follow=True)
    said = words_of(response.content.decode())
    assert "Met deze 4 overleggen haalt u 2019." in said
    assert Meeting.objects.filter(on__year=2019, state="planned").count() == 4
    page = words(desk, f"{AT}jaar-plannen/?jaar=2019")
    assert "4 nodig, 4 gepland of gehouden: genoeg." in page


def test_a_pasted_row_of_dates_is_used_and_bad_lines_are_named(desk: Client, covenant: Covenant) -> None:
    at = f"{AT}jaar-plannen/?jaar=2019"
    form = rows_in(desk.get(at).content.decode())
    page = desk.post(at, {**form, "act": "paste", "pasted": "5 februari 10:00 Stadhuis\nergens"}).content.decode()
    assert "Regel 2: in ‘ergens’ staat geen dag." in words_of(page)
    page = desk.post(at, {**form, "act": "paste", "pasted": "do 7 februari\t10:00\tStadhuis"}).content.decode()
    assert 'value="2019-02-07"' in page
    assert 'value="Stadhuis"' in page
    for number in range(4):
        form.pop(f"rij-{number}-wanted")
    assert "Vink minstens één overleg aan." in words_of(desk.post(at, {**form, "act": "save"}).content.decode())
    assert not Meeting.objects.filter(on__year=2019).exists()


def test_weeks_are_kept_free(desk: Client, covenant: Covenant) -> None:
    at = f"{AT}jaar-plannen/?jaar=2019"
    form = rows_in(desk.get(at).content.decode())
    taken = date.fromisoformat(form["rij-0-on"]).isocalendar().week
    page = words_of(desk.post(at, {**form, "act": "weeks", "weeks": f"{taken}, 60"}).content.decode())
    assert "is geen week" in page
    desk.post(at, {**form, "act": "weeks", "weeks": f"{taken}"})
    assert BlockedWeek.objects.get().week == taken
    again = rows_in(desk.get(at).content.decode())
    assert date.fromisoformat(again["rij-0-on"]).isocalendar().week != taken


def test_the_same_day_twice_is_said_and_nothing_is_written(desk: Client, covenant: Covenant) -> None:
    plan(covenant, date(2019, 2, 7))
    at = f"{AT}jaar-plannen/?jaar=2019"
    form = rows_in(desk.get(at).content.decode()) | {"rij-0-on": "2019-02-07", "rij-0-wanted": "on"}
    page = words_of(desk.post(at, {**form, "act": "save"}).content.decode())
    assert "Op deze dag staat al zo’n overleg." in page
    assert Meeting.objects.filter(on__year=2019).count() == 1


@pytest.mark.parametrize("year", ["", "x", "0", "99999", "1899", "2200", "٢٠١٩"])
def test_a_year_that_is_none_is_this_year(desk: Client, year: str) -> None:
    assert "2018 plannen" in words(desk, f"{AT}jaar-plannen/?jaar={year}")


def test_a_series_is_planned_changed_and_stopped(desk: Client, covenant: Covenant) -> None:
    form = {"type": "overleg", "first_on": "2019-01-08", "every": "2", "unit": "weeks", "last_on": "2019-03-31"}
    page = send(desk, f"{AT}reeks/nieuw/", **form)
    assert "Elke 2 weken, van 8 januari 2019 tot en met 31 maart 2019" in page
    assert Meeting.objects.filter(series__isnull=False).count() == 6
    at = f"{AT}reeks/{Series.objects.get().pk}/"
    other = {"anders-type": "overleg", "anders-first_on": "2019-02-06", "anders-every": "1", "anders-unit": "months"}
    page = send(desk, at, change="1", **other, **{"anders-last_on": "2019-05-31"})
    assert "Elke maand op dezelfde dag, van 6 februari 2019 tot en met 31 mei 2019" in page
    newer = Series.objects.order_by("-pk")[0]
    page = send(desk, f"{AT}reeks/{newer.pk}/", **{"end": "1", "stop-from_day": "2019-04-01"})
    assert "Vervallen geplande overleggen: 2." in page
    assert "Het verleden blijft" in send(desk, f"{AT}reeks/{newer.pk}/", **{"end": "1", "stop-from_day": "2018-01-01"})


def test_the_list_filters_pages_and_goes_to_a_spreadsheet(desk: Client, covenant: Covenant) -> None:
    plan(covenant, date(2018, 12, 7))
    plan(covenant, date(2019, 2, 7), "=1+1")
    page = words(desk, "/overleggen/")
    assert page.index("Is het doorgegaan?") < page.index("Komt nog") < page.index("Geweest of niet doorgegaan")
    assert "vrijdag 7 december 2018" in page
    assert "7 december" not in words(desk, "/overleggen/?jaar=2019")
    assert "Hier zijn nog geen overleggen" in words(desk, "/overleggen/?jaar=2001")
    assert words(desk, "/overleggen/?jaar=x&soort=geen&convenant=geen&blad=-1")
    book = openpyxl.load_workbook(BytesIO(desk.get("/overleggen/excel/").content))
    rows = list(book.active.iter_rows(min_row=2))  # type: ignore[union-attr]
    assert len(rows) == Meeting.objects.count()
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}


def test_a_list_costs_the_same_however_long(desk: Client, covenant: Covenant) -> None:
    def cost(address: str) -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as found:
            desk.get(address)
        return len(found)

    at = plan(covenant, date(2018, 12, 7))
    pages = [
        "/overleggen/",
        "/acties/",
        "/",
        at,
        f"{at}?deel=acties",
        f"{at}voorbereiding/",
        f"{AT}jaar-plannen/?jaar=2018",
    ]
    check_statuses(TODAY)
    few = [cost(page) for page in pages]
    entries = [
        MeetingEntry(f"N-{number}", "overleg", date.fromordinal(date(2018, 1, 1).toordinal() + number), "planned")
        for number in range(200)
    ]
    record_meetings(known=known_to(covenant), entries=entries, today=TODAY, reason="test")
    for number in range(60):
        Action.objects.create(meeting=Meeting.objects.get(reference__ref="P"), text=f"Actie {number}")
    check_statuses(TODAY)
    assert [cost(page) for page in pages] == few


def test_a_meeting_in_ones_own_agenda(read: Read, client: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 20))
    read(at)
    response = client.get(f"{at}agenda.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(response.content.decode()).walk("VEVENT")
    assert str(event["URL"]) == f"http://testserver{at}"


def test_the_preparation_says_what_happened_and_what_is_open(desk: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 20))
    page = words(desk, f"{at}voorbereiding/")
    assert "Sinds het laatste overleg van deze soort (Ambtelijk overleg), op 14 november 2018" in page
    assert "Hoe elke verplichting ervoor staat" in page


def test_a_meeting_can_be_found_and_stands_in_the_calendar(desk: Client, covenant: Covenant) -> None:
    at = plan(covenant, date(2018, 12, 20))
    assert f'href="{at}"' in desk.get("/kalender/2018/12/").content.decode()
    assert f'href="{at}"' in desk.get("/zoeken/?q=ambtelijk+overleg").content.decode()


# --- The example ---------------------------------------------------------------------------------------------


def test_an_example_is_taken_away_with_a_button_and_what_one_recorded_stays(desk: Client, covenant: Covenant) -> None:
    covenant.has_example_register = True
    covenant.save()
    for row in Reference.objects.filter(ref__startswith="voorbeeld-"):
        row.example = True
        row.save()
    at = plan(covenant, date(2018, 12, 20), "EIGEN")
    assert "Voorbeeld weghalen" in words(desk, AT)
    assert "Dit veld is verplicht" in send(desk, f"{AT}voorbeeld-weghalen/", tracked_from="")
    page = send(desk, f"{AT}voorbeeld-weghalen/", tracked_from="2018-12-10")
    assert "Het voorbeeld is weggehaald." in page
    assert "Voorbeeld weghalen" not in page
    assert [row.reference.ref for row in Meeting.objects.select_related("reference")] == ["EIGEN"]
    assert desk.get(at).status_code == 200
    covenant.refresh_from_db()
    assert covenant.tracked_from == TODAY
    assert "heeft geen voorbeeldregister" in send(desk, f"{AT}voorbeeld-weghalen/", tracked_from="2018-12-10")
