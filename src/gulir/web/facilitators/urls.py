"""Addresses of the facilitator's desk."""

from __future__ import annotations

from django.urls import path

from gulir.web.facilitators import home

app_name = "facilitators"
urlpatterns = [path("", home.show, name="home")]
