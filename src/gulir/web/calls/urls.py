"""Addresses of the visits to KSM, shared by all desks that may read them."""

from __future__ import annotations

from django.urls import path

from gulir.web.calls import ahead, groups, meetings, page

app_name = "calls"
urlpatterns = [
    path("", groups.index, name="index"),
    path("peringatan/", ahead.warnings, name="warnings"),
    path("minggu-depan/", ahead.week, name="week"),
    path("ksm/<uuid:group>/", groups.show, name="group"),
    path("ksm/<uuid:group>/pertemuan/", meetings.index, name="meetings"),
    path("ksm/<uuid:group>/baru/", page.write, name="write"),
    path("<uuid:call>/", page.show, name="show"),
    path("<uuid:call>/betulkan/", page.correct, name="correct"),
    path("foto/<int:photo>/", page.picture, name="photo"),
]
