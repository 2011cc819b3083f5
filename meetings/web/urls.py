"""The pages of meetings."""

from django.urls import path

from meetings.web import planning

urlpatterns = [
    path("convenant/<slug:key>/overleg/nieuw/", planning.add_meeting, name="meeting-add"),
]
