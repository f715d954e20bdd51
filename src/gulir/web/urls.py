"""The addresses of the web door: the front hall, and one folder per desk."""

from __future__ import annotations

from django.urls import include, path

from gulir.web import calendar, front, gallery

urlpatterns = [
    path("", front.home, name="home"),
    path("bahasa/", front.language, name="set_language"),
    path("bkm/", front.choose_board, name="choose_board"),
    path("healthz", front.healthz, name="healthz"),
    path("readyz", front.readyz, name="readyz"),
    path("gallery/", gallery.show, name="gallery"),
    path("peragaan/kalender/", calendar.show, name="calendar"),
    path("upk/", include("gulir.web.officers.urls")),
    path("pengurus/", include("gulir.web.trustees.urls")),
    path("pengawas/", include("gulir.web.overseers.urls")),
    path("pendampingan/", include("gulir.web.facilitators.urls")),
    path("kunjungan/", include("gulir.web.calls.urls")),
    path("kesehatan/", include("gulir.web.signs.urls")),
    path("belajar-bersama/", include("gulir.web.peers.urls")),
    path("serah-terima/", include("gulir.web.handovers.urls")),
    path("ringkasan/", include("gulir.web.coordinators.urls")),
    path("sekretariat/", include("gulir.web.secretariat.urls")),
    path("saya/", include("gulir.web.members.urls")),
    path("tanggungan/", include("gulir.web.covers.urls")),
    path("perubahan/", include("gulir.web.outcomes.urls")),
    path("terima/", include("gulir.web.arrivals.urls")),
    path("laporan/", include("gulir.web.reports.urls")),
]
