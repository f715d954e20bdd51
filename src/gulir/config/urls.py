"""The only place that knows every door."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("akun/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("gulir.web.urls")),
]
