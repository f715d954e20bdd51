"""Addresses of the watchers' desk."""

from __future__ import annotations

from django.urls import path

from gulir.web.overseers import home, loans, seconds, vouchers

app_name = "overseers"
urlpatterns = [
    path("", home.show, name="home"),
    path("pemeriksaan/", home.check, name="check"),
    path("kas/", seconds.day, name="day"),
    path("menunggu/<uuid:draft>/", seconds.paper, name="paper"),
    path("bukti/", vouchers.index, name="vouchers"),
    path("bukti/<uuid:voucher>/", vouchers.show, name="voucher"),
    path("pinjaman/", loans.index, name="loans"),
    path("pinjaman/<uuid:loan>/", loans.show, name="loan"),
]
