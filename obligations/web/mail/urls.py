"""Addresses about mail. Those behind a key are short: they stand in mails."""

from django.urls import path

from obligations.web.mail import links, of_covenant, office, reports

urlpatterns = [
    path("m/<str:token>/", links.mail_link, name="mail-link"),
    path("m/<str:token>/<int:number>/", links.mail_point, name="mail-point"),
    path("m/<str:token>/maand/", links.mail_month, name="mail-month"),
    path("m/<str:token>/keuze/", links.mail_choice, name="mail-choice"),
    path("m/<str:token>/niet-ik/", links.mail_not_me, name="mail-not-me"),
    path("mail/", office.overview, name="mail"),
    path("mail/<int:pk>/", office.message, name="mail-message"),
    path("mail/<int:pk>/opnieuw/", office.again, name="mail-again"),
    path("mail/<int:pk>/bellen/", office.call, name="mail-call"),
    path("mail/wacht/", office.notices, name="mail-notices"),
    path("mail/schakelaar/", office.switch, name="mail-switch"),
    path("mail/gezien/", office.seen_outage, name="mail-outage"),
    path("convenant/<slug:key>/mail/", of_covenant.of_covenant, name="mail-covenant"),
    path("convenant/<slug:key>/mail/wanneer/<slug:kind>/", of_covenant.rule, name="mail-rule"),
    path("convenant/<slug:key>/mail/nog-niet/<slug:code>/", of_covenant.hold, name="mail-hold"),
    path("convenant/<slug:key>/mail/weer/<int:pk>/", of_covenant.lift, name="mail-lift"),
    path("convenant/<slug:key>/melding/<int:pk>/", reports.report, name="report"),
]
