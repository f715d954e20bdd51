"""The address at which it is told what reached whose hands."""

from __future__ import annotations

from django.urls import path

from gulir.web.arrivals import page

app_name = "arrivals"
urlpatterns = [path("<uuid:loan>/", page.show, name="loan")]
