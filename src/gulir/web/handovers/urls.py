"""Addresses of the hand-over ladder, shared by all desks that may read it."""

from __future__ import annotations

from django.urls import path

from gulir.web.handovers import page

app_name = "handovers"
urlpatterns = [
    path("", page.index, name="index"),
    path("baca/", page.read, name="read"),
    path("<uuid:reading>/", page.show, name="show"),
]
