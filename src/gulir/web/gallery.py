"""The gallery: every component of the kit on one page, so that it can be looked at. Only in demo or DEBUG."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gulir.web import charts
from gulir.web.charts import Series
from gulir.web.shell import Shell, Stop, place
from gulir.web.tables import Cell, Column, Table

__all__ = ["sample", "show"]

_EMPTY = "Belum ada KSM. Mulai dengan menambah KSM pertama."

_SHELL = Shell(
    board="BKM Karang Anyar",
    desk="Meja UPK",
    open_day=date(2026, 2, 2),
    home="#",
    demo=True,
    here="collect",
    stops=(
        Stop(key="home", label="Beranda", href="#1", icon="house"),
        Stop(key="collect", label="Terima angsuran", href="#2", icon="hand-coins"),
        Stop(key="loans", label="Pinjaman", href="#3", icon="handshake"),
        Stop(key="vouchers", label="Bukti", href="#4", icon="receipt-text"),
        Stop(key="day", label="Tutup hari", href="#5", icon="calendar-check"),
        Stop(key="reports", label="Laporan", href="#6", icon="chart-column"),
    ),
)


class _Sample(forms.Form):
    """A form with one of each kind of field, shown with its errors."""

    payer = forms.CharField(label="Nama penyetor", help_text="Nama orang yang menyerahkan uang.")
    paid_on = forms.DateField(label="Tanggal setor", widget=forms.DateInput(attrs={"type": "date"}))
    purpose = forms.ChoiceField(
        label="Untuk", choices=[("p", "Angsuran pokok dan jasa"), ("t", "Tanggung renteng")], widget=forms.RadioSelect
    )
    way = forms.ChoiceField(label="Lewat", choices=[("k", "Kas"), ("b", "Bank")])
    seen = forms.BooleanField(label="Uang sudah dihitung bersama penyetor")
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea(attrs={"rows": 3}))


def _table() -> Table:
    columns = (
        Column(label="KSM"),
        Column(label="Pinjaman", kind="code"),
        Column(label="Jatuh tempo", kind="date"),
        Column(label="Saldo", kind="money", key=True),
        Column(label="Tunggakan", kind="money"),
        Column(label="Kol", kind="kol"),
        Column(label="Bayar", kind="percent"),
    )
    rows = (
        (
            Cell(value="Melati 02", href="#", note="RW 01"),
            "P-2025-014",
            date(2026, 2, 10),
            8_400_000,
            0,
            1,
            Fraction(100),
        ),
        (
            Cell(value="Anggrek", href="#", note="RW 02"),
            "P-2025-009",
            date(2026, 2, 5),
            5_250_000,
            875_000,
            2,
            Fraction(175, 2),
        ),
        (
            Cell(value="Maju Bersama", href="#", note="RW 07"),
            "P-2024-031",
            Cell(value=date(2025, 11, 5), struck=True, note="Dijadwal ulang"),
            3_100_000,
            2_325_000,
            4,
            Fraction(31),
        ),
        (
            Cell(value="<Sumber & Rejeki>", href="#", state="bad", word="Surat kedua"),
            "P-2024-002",
            date(2025, 5, 5),
            1_975_000,
            1_975_000,
            5,
            Fraction(12),
        ),
    )
    total = (_("Jumlah"), None, None, 18_725_000, 5_175_000, None, None)
    return Table(
        caption="Pinjaman berjalan",
        columns=columns,
        rows=rows,
        total=total,
        note="Menurut kartu pinjaman, 2 Februari 2026",
        far=frozenset({1, 2}),
        more=f"Lihat semua {len(rows)} pinjaman",
    )


def _pictures() -> dict[str, object]:
    months = ["Sep", "Okt", "Nov", "Des", "Jan", "Feb"]
    due = Series("Jatuh tempo", [6_150_000, 6_400_000, 6_400_000, 7_000_000, 7_200_000, 7_200_000])
    paid = Series("Dibayar", [5_300_000, 5_700_000, 6_000_000, 6_900_000, 7_100_000, 4_850_000])
    late = Series("Tunggakan", [5_100_000, 4_600_000, 4_100_000, None, 2_600_000, 2_325_000])
    rw = [
        ("RW 01", {1: 8_400_000, 2: 1_200_000}),
        ("RW 02", {1: 5_250_000, 3: 900_000, 4: 300_000}),
        ("RW 07", {1: 3_100_000, 2: 800_000, 5: 1_975_000}),
    ]
    return {
        "bars": charts.bars(
            "Pinjaman terbesar ada di RW 01", [("RW 01", 9_600_000), ("RW 02", 6_450_000), ("RW 07", 5_875_000)]
        ),
        "negative": charts.bars(
            "Usaha Anggrek rugi di bulan Januari", [("November", 450_000), ("Desember", 900_000), ("Januari", -350_000)]
        ),
        "columns": charts.columns("Setoran hampir selalu penuh", months, [due, paid]),
        "line": charts.line("Tunggakan turun lima bulan berturut-turut", months, [late, paid]),
        "stacked": charts.collectibility("Delapan dari sepuluh rupiah lancar", rw),
        "multiples": charts.multiples("Tiga RW, satu arah", months, [due, paid, late]),
        "spark": charts.spark("Naik pelan", [1, 2, 2, 3, 5]),
        "progress": charts.progress("Modal bergulir", 46_000_000, 60_000_000),
        "attendance": charts.attendance(
            "Hadir di rapat KSM", [(f"Anggota {n}", None if n == 9 else n % 4 != 0) for n in range(1, 15)]
        ),
        "empty_picture": charts.bars("Belum ada pinjaman", []),
    }


def sample() -> dict[str, object]:
    """Made-up values for every component."""
    lines = [
        SimpleNamespace(code="11010", name="Kas UPK", debit=850_000, credit=0),
        SimpleNamespace(code="11030", name="Pinjaman KSM", debit=0, credit=700_000),
        SimpleNamespace(code="41010", name="Jasa pinjaman", debit=0, credit=150_000),
    ]
    return {
        "form": _Sample({"payer": "", "note": "Dititipkan"}, auto_id="id_%s"),
        "table": _table(),
        "empty": Table(
            caption="", columns=(Column(label="KSM"),), rows=(), empty=_EMPTY, empty_action="Tambah KSM", empty_href="#"
        ),
        "lines": lines,
        "page": Paginator(range(95), 20).get_page(2),
        "today": date(2026, 2, 2),
        **_pictures(),
    }


def show(request: HttpRequest) -> HttpResponse:
    """All components with made-up values; not found where real books are kept."""
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    place(request, _SHELL)
    return render(request, "gallery.html", sample())
