"""Addresses of the member's desk."""

from __future__ import annotations

from django.urls import path

from gulir.web.members import cards, forms, home, meeting_new, meetings, requirements

app_name = "members"
urlpatterns = [
    path("", home.show, name="home"),
    path("kartu/<uuid:loan>/", cards.show, name="card"),
    path("ksm/<uuid:group>/", cards.group, name="group"),
    path("ksm/<uuid:group>/syarat/", requirements.show, name="requirements"),
    path("ksm/<uuid:group>/formulir/", forms.show, name="member_form"),
    path("ksm/<uuid:group>/pertemuan/", meetings.index, name="meetings"),
    path("ksm/<uuid:group>/pertemuan/baru/", meeting_new.hold, name="meeting_new"),
    path("ksm/<uuid:group>/aturan/", meetings.rules, name="group_rules"),
    path("pertemuan/<uuid:held>/", meetings.show, name="meeting"),
    path("pertemuan/<uuid:held>/perbaiki/", meeting_new.correct, name="meeting_correct"),
]
