"""Addresses of what became of life after a loan."""

from __future__ import annotations

from django.urls import path

from gulir.web.outcomes import asking, prices, results

app_name = "outcomes"
urlpatterns = [
    path("", results.index, name="index"),
    path("baris/<slug:what>/", results.rows, name="rows"),
    path("berkas/<slug:form>/", results.download, name="file"),
    path("harga/", prices.prices, name="prices"),
    path("tanya/", asking.due, name="due"),
    path("tanya/<uuid:person>/<slug:turn>/", asking.ask, name="ask"),
    path("jawaban/<uuid:followup>/", asking.show, name="show"),
    path("jawaban/<uuid:followup>/betulkan/", asking.correct, name="correct"),
]
