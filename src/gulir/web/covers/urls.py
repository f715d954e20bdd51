"""Addresses of what members owe one another."""

from __future__ import annotations

from django.urls import path

from gulir.web.covers import page

app_name = "covers"
urlpatterns = [
    path("<uuid:loan>/", page.index, name="loan"),
    path("<uuid:loan>/<uuid:cover>/", page.show, name="claim"),
]
