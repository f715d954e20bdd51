"""Addresses of the health of a KSM, shared by its members and all desks that may read it."""

from __future__ import annotations

from django.urls import path

from gulir.web.signs import kept, own, page, ties, together

app_name = "signs"
urlpatterns = [
    path("ksm/<uuid:group>/", page.show, name="group"),
    path("ksm/<uuid:group>/nilai/<slug:instrument>/", kept.keep, name="keep"),
    path("ksm/<uuid:group>/bersama/", together.show, name="together"),
    path("ksm/<uuid:group>/posisi/", own.show, name="position"),
    path("ksm/<uuid:group>/jaringan/", ties.show, name="network"),
    path("ksm/<uuid:group>/jaringan/tanya/", ties.ask, name="network_ask"),
    path("pertemuan/<uuid:held>/", page.meeting, name="meeting"),
    path("<uuid:assessment>/", kept.show, name="show"),
]
