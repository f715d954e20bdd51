"""Addresses of the trustee's desk."""

from __future__ import annotations

from django.urls import path

from gulir.web.trustees import agenda, home, loans, meetings, rulebook

app_name = "trustees"
urlpatterns = [
    path("", home.show, name="home"),
    path("agenda/", agenda.index, name="agenda"),
    path("agenda/<uuid:item>/", agenda.show, name="item"),
    path("pinjaman/", loans.index, name="loans"),
    path("rapat/", meetings.index, name="meetings"),
    path("rapat/baru/", meetings.record, name="meeting_new"),
    path("rapat/<uuid:meeting>/", meetings.show, name="meeting"),
    path("aturan/", rulebook.index, name="rulebook"),
    path("aturan/<str:key>/", rulebook.show, name="rule"),
]
