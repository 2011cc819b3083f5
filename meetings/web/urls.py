"""The pages of meetings."""

from django.urls import path

from meetings.web import deciding, examples, listing, meeting, planning, preparation, series, year

ONE = "convenant/<slug:key>/overleg/<int:pk>/"

urlpatterns = [
    path("overleggen/", listing.meetings, name="meetings"),
    path("overleggen/excel/", listing.excel, name="meetings-excel"),
    path("acties/", listing.actions, name="actions"),
    path("besluiten/", listing.decisions, name="decisions"),
    path("acties/excel/", listing.actions_excel, name="actions-excel"),
    path("convenant/<slug:key>/voorbeeld-weghalen/", examples.remove, name="remove-example"),
    path("convenant/<slug:key>/jaar-plannen/", year.plan_year, name="plan-year"),
    path("convenant/<slug:key>/overleg/nieuw/", planning.add_meeting, name="meeting-add"),
    path("convenant/<slug:key>/reeks/nieuw/", series.add, name="series-add"),
    path("convenant/<slug:key>/reeks/<int:pk>/", series.series, name="series"),
    path(ONE, meeting.meeting, name="meeting"),
    path(f"{ONE}gehouden/", deciding.hold, name="meeting-hold"),
    path(f"{ONE}aanwezig/", deciding.attendance, name="meeting-attendance"),
    path(f"{ONE}verzetten/", deciding.move, name="meeting-move"),
    path(f"{ONE}niet-doorgegaan/", deciding.cancel, name="meeting-cancel"),
    path(f"{ONE}gepland/", deciding.plan_again, name="meeting-plan-again"),
    path(f"{ONE}wijzigen/", deciding.details, name="meeting-change"),
    path(f"{ONE}weghalen/", deciding.remove, name="meeting-remove"),
    path(f"{ONE}telt-mee/", deciding.agreed, name="meeting-agreed"),
    path(f"{ONE}telt-niet-mee/", deciding.not_agreed, name="meeting-not-agreed"),
    path(f"{ONE}terug/", deciding.take_back, name="meeting-undo"),
    path(f"{ONE}sluiten/", deciding.close, name="meeting-close"),
    path(f"{ONE}heropenen/", deciding.open_again, name="meeting-open"),
    path(f"{ONE}agendapunt/", meeting.act_on_item, name="meeting-item"),
    path(f"{ONE}regel/", meeting.act_on_line, name="meeting-line"),
    path(f"{ONE}document/", meeting.add_document, name="meeting-document"),
    path(f"{ONE}voorbereiding/", preparation.preparation, name="meeting-preparation"),
    path(f"{ONE}agenda.ics", meeting.ics, name="meeting-ics"),
]
