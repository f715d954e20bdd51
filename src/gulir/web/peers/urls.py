"""Addresses of mentoring among KSM, shared by its members and all desks that may read it."""

from __future__ import annotations

from django.urls import path

from gulir.web.peers import compare, listing, page, steps

app_name = "peers"
urlpatterns = [
    path("", listing.index, name="index"),
    path("tawarkan/", steps.offer, name="offer"),
    path("perbandingan/", compare.show, name="compare"),
    path("<uuid:pair>/", page.show, name="show"),
    path("<uuid:pair>/pertemuan/", steps.sit, name="session"),
    path("<uuid:pair>/pertemuan/<uuid:session>/tarik/", steps.take_back, name="session_back"),
    path("<uuid:pair>/akhiri/", steps.end, name="end"),
]
