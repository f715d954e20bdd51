"""Addresses of reports and papers."""

from __future__ import annotations

from django.urls import path

from gulir.web.reports import papers, show

app_name = "reports"
urlpatterns = [
    path("", show.index, name="index"),
    path("<str:name>/", show.show, name="show"),
    path("<str:name>/berkas.<str:form>", show.download, name="file"),
    path("bukti/<str:number>/", show.slip, name="slip"),
    path("kertas/kuitansi/<uuid:repayment>.pdf", papers.receipt, name="receipt"),
    path("kertas/bukti/<uuid:voucher>.pdf", papers.voucher, name="voucher"),
    path("kertas/kartu/<uuid:loan>.pdf", papers.card, name="card"),
    path("kertas/kartu/<uuid:loan>/baris.pdf", papers.card_lines, name="card_lines"),
    path("kertas/pengajuan/<uuid:application>/<slug:paper>.pdf", papers.application_form, name="application_form"),
    path("kertas/pinjaman/<uuid:loan>/<slug:paper>.pdf", papers.loan_form, name="loan_form"),
]
