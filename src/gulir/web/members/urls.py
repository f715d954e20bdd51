"""Addresses of the member's desk."""

from __future__ import annotations

from django.urls import path

from gulir.web.members import cards, forms, home, requirements

app_name = "members"
urlpatterns = [
    path("", home.show, name="home"),
    path("kartu/<uuid:loan>/", cards.show, name="card"),
    path("ksm/<uuid:group>/", cards.group, name="group"),
    path("ksm/<uuid:group>/syarat/", requirements.show, name="requirements"),
    path("ksm/<uuid:group>/formulir/", forms.show, name="member_form"),
]
