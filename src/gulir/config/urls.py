"""The only place that knows every door."""

from __future__ import annotations

from django.urls import include, path

from gulir.web.admin import reading_room

urlpatterns = [
    path("akun/", include("gulir.web.doors")),
    path("admin/", reading_room.urls),
    path("", include("gulir.web.urls")),
]
