"""The pages of the site."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from obligations.web import covenants, obligations

urlpatterns = [
    path("", covenants.covenants, name="home"),
    path("convenant/<slug:key>/", covenants.covenant, name="covenant"),
    path("convenant/<slug:key>/verplichting/<slug:code>/", obligations.obligation, name="obligation"),
    path("taal/", login_not_required(set_language), name="set_language"),
]
