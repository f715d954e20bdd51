"""Vouchers to read: the list, searched by words, and one voucher with its lines and who stands for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.ledger import queries
from gulir.web.books import sheet_lines
from gulir.web.officers.desk import movements
from gulir.web.officers.vouchers import LEDGERS
from gulir.web.overseers.desk import at_desk
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit

__all__ = ["index", "show"]

ROWS = 50
TYPES = {
    "": gettext_lazy("Semua"),
    "KM": gettext_lazy("Kas masuk"),
    "KK": gettext_lazy("Kas keluar"),
    "PB": gettext_lazy("Bukan kas"),
}


@at_desk("vouchers", books=True)
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every voucher of the three books, newest first."""
    kind = request.GET.get("jenis", "")
    kind = kind if kind in TYPES else ""
    search = request.GET.get("q", "").strip()[:80]
    found = queries.vouchers(visit.book, visit.standing, type=kind, text=search)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    asked = {name: value for name, value in (("jenis", kind), ("q", search)) if value}
    context = {
        "table": _table(list(page)),
        "page": page,
        "query": f"{urlencode(asked)}&" if asked else "",
        "tabs": [(f"?{urlencode({**asked, 'jenis': key})}", label, key == kind) for key, label in TYPES.items()],
        "search": search,
        "kind": kind,
        "count": page.paginator.count,
    }
    return render(request, "overseers/vouchers.html", context)


def _table(found: list[Any]) -> Table:
    return Table(
        caption=_("Bukti"),
        columns=(
            Column(label=_("Nomor"), kind="code"),
            Column(label=_("Tanggal"), kind="date"),
            Column(label=_("Uraian")),
            Column(label=_("Dibuat oleh")),
            Column(label=_("Jumlah"), kind="money", key=True),
        ),
        rows=[
            (
                Cell(value=v.label, href=reverse("overseers:voucher", args=[v.pk])),
                v.dated,
                Cell(value=v.description, note=v.reference),
                v.made_by.name,
                v.total,
            )
            for v in found
        ],
        empty=_("Tidak ada bukti yang cocok. Coba kata lain, atau lihat semuanya."),
        empty_action=_("Lihat semua"),
        empty_href=reverse("overseers:vouchers"),
    )


@at_desk("vouchers", books=True)
def show(request: HttpRequest, visit: Visit, voucher: UUID) -> HttpResponse:
    """One voucher: its lines, who made and approved it, what it undoes or what undid it."""
    sheet = queries.voucher(visit.book, voucher, visit.standing)
    paper = sheet.voucher
    context = {
        "v": paper,
        "sheet": sheet,
        "lines": [{**line, "href": movements(line["code"], paper.ledger, paper.dated)} for line in sheet_lines(sheet)],
        "type": TYPES[paper.type],
        "ledger": LEDGERS[paper.ledger],
    }
    return render(request, "overseers/voucher.html", context)
