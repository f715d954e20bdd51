"""Addresses of the desk of those who look from outside."""

from __future__ import annotations

from django.urls import path

from gulir.web.coordinators import home

app_name = "coordinators"
urlpatterns = [path("", home.show, name="home")]
