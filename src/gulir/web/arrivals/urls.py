"""The address at which it is told what reached whose hands."""

from __future__ import annotations

from django.urls import path

from gulir.web.arrivals import page, slips

app_name = "arrivals"
urlpatterns = [
    path("slip/", slips.enter_code, name="slip"),
    path("<uuid:loan>/", page.show, name="loan"),
    path("<uuid:loan>/slip/", slips.print_slips, name="slips"),
]
