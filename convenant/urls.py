"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from convenant.health import live, ready

urlpatterns = [
    path("healthz", ready, name="healthz"),
    path("healthz/live", live, name="healthz-live"),
    path("admin/", admin.site.urls),
    path("accounts/login/", LoginView.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("", include("obligations.web.urls")),
    path("", include("meetings.web.urls")),
]
