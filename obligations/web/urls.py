"""The pages of the site."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from obligations.web import (
    calendar,
    compare,
    completeness,
    covenants,
    documents,
    entries,
    kept_forms,
    obligation_list,
    obligations,
    reading_pages,
    retrospect,
    searching,
    styles,
    today,
)

urlpatterns = [
    path("", today.today, name="home"),
    path("convenanten/", covenants.covenants, name="covenants"),
    path("verplichtingen/", obligation_list.obligations, name="obligations"),
    path("verplichtingen/excel/", obligation_list.excel, name="obligations-excel"),
    path("convenant/<slug:key>/", covenants.covenant, name="covenant"),
    path("convenant/<slug:key>/verplichting/<slug:code>/", obligations.obligation, name="obligation"),
    path("convenant/<slug:key>/vergelijken/", compare.compare, name="compare"),
    path("convenant/<slug:key>/terugblik/", retrospect.retrospect, name="retrospect"),
    path("convenant/<slug:key>/uitleg/", reading_pages.readings, name="readings"),
    path("convenant/<slug:key>/uitleg/<slug:name>/", reading_pages.change_reading, name="change-reading"),
    path("convenant/<slug:key>/compleet/", completeness.completeness, name="completeness"),
    path("", include("obligations.web.register.urls")),
    path("convenant/<slug:key>/nalopen/", entries.review, name="review"),
    path("convenant/<slug:key>/hoeft-niet/", entries.waive, name="waive"),
    path("convenant/<slug:key>/opzijzetten/", entries.aside, name="set-aside"),
    path("convenant/<slug:key>/documenten/", documents.documents, name="documents"),
    path("convenant/<slug:key>/document/nieuw/", documents.add, name="document-add"),
    path("convenant/<slug:key>/document/<int:pk>/", documents.download, name="document"),
    path("convenant/<slug:key>/document/<int:pk>/weg/", documents.remove, name="document-remove"),
    path("", include("obligations.web.mail.urls")),
    path("zoeken/", searching.find, name="search"),
    path("bewaren/", kept_forms.keep_form, name="keep-form"),
    path("stijl/", styles.styles, name="styles"),
    path("kalender/", calendar.this_month, name="calendar"),
    path("kalender/<int:year>/", calendar.year, name="calendar-year"),
    path("kalender/<int:year>/<int:month>/", calendar.month, name="calendar-month"),
    path("", include("obligations.web.drafts.urls")),
    path("taal/", login_not_required(set_language), name="set_language"),
]
