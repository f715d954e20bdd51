"""Vouchers: the list with filters as links, one voucher with its lines and its other half, and undoing one."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote_plus
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.dates import add_months, month_end
from gulir.core.roles import Ledger
from gulir.ledger.policy import KEEPS
from gulir.ledger.policy import may_keep as may_write
from gulir.ledger.queries import voucher as voucher_sheet
from gulir.ledger.queries import vouchers
from gulir.ledger.services import reverse_voucher
from gulir.web import words
from gulir.web.books import sheet_lines
from gulir.web.officers.desk import as_of, at_desk, key_of, movements
from gulir.web.pages import page_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out

__all__ = ["KINDS", "LEDGERS", "TYPES", "index", "show", "undo"]

TYPES = {
    "KM": gettext_lazy("Kas masuk"),
    "KK": gettext_lazy("Kas keluar"),
    "PB": gettext_lazy("Bukan kas"),
}
KINDS = {
    "ordinary": gettext_lazy("biasa"),
    "opening": gettext_lazy("saldo awal"),
    "closing": gettext_lazy("tutup buku"),
    "reversal": gettext_lazy("pembatalan"),
    "susulan": gettext_lazy("susulan"),
}
LEDGERS = {
    "upk": gettext_lazy("Buku UPK"),
    "secretariat": gettext_lazy("Buku sekretariat"),
    "activities": gettext_lazy("Buku UPL dan UPS"),
}
MONTHS = 6


class ReasonForm(forms.Form):
    """Why a voucher is undone."""

    reason = forms.CharField(label=gettext_lazy("Alasan pembatalan"), max_length=150)


@at_desk("vouchers", "trustee")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """All vouchers, newest first, by type, month, book and words."""
    chosen = {name: request.GET.get(name, "") for name in ("jenis", "bulan", "hari", "buku", "q")}
    months = [add_months(as_of(request, visit).replace(day=1), -n) for n in range(MONTHS)]
    month = next((m for m in months if f"{m:%Y-%m}" == chosen["bulan"]), None)
    day = _day(chosen["hari"])
    found = vouchers(
        visit.book,
        visit.standing,
        type=chosen["jenis"] if chosen["jenis"] in TYPES else "",
        ledger=chosen["buku"] if chosen["buku"] in LEDGERS else "",
        text=chosen["q"],
        from_=day or month,
        as_of=day or (month_end(month) if month else None),
    )
    page, query = page_of(request, found)
    rows = [
        (
            Cell(value=v.label, href=reverse("officers:voucher", args=[v.pk]), note=_mark(v)),
            v.dated,
            Cell(value=v.description, note=v.reference),
            v.made_by.name,
            v.total,
        )
        for v in page
    ]
    table = Table(
        caption=_("Bukti"),
        columns=(
            Column(label=_("Nomor"), kind="code"), Column(label=_("Tanggal"), kind="date"), Column(label=_("Uraian")),
            Column(label=_("Dibuat oleh")), Column(label=_("Jumlah"), kind="money", key=True),
        ),
        rows=rows,
        empty=_("Belum ada bukti yang cocok. Angsuran dan pencairan berbukti sendiri; selebihnya dicatat di sini."),
        empty_action=_("Catat bukti"),
        empty_href=reverse("officers:voucher_new"),
    )  # fmt: skip
    context = {
        "table": table,
        "page": page,
        "query": query,
        "types": _tabs(chosen, "jenis", [("", _("Semua")), *((k, str(w)) for k, w in TYPES.items())]),
        "months": _tabs(chosen, "bulan", [("", _("Semua bulan")), *((f"{m:%Y-%m}", words.month(m)) for m in months)]),
        "ledgers": _tabs(chosen, "buku", [("", _("Semua buku")), *((k, str(w)) for k, w in LEDGERS.items())]),
        "chosen": chosen,
        "day": day,
        "count": page.paginator.count,
        "may": may_write.allows(visit.standing),
    }
    return render(request, "officers/vouchers.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _mark(row: object) -> str:
    kind = getattr(row, "kind", "")
    if getattr(row, "reversed_by", None) is not None:
        return _("dibatalkan")
    return "" if kind == "ordinary" else str(KINDS[kind])


def _tabs(chosen: dict[str, str], name: str, options: list[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    """Filters as links: each keeps the others as they are."""
    tabs = []
    for value, label in options:
        other = {**chosen, name: value, **({"hari": ""} if name == "bulan" else {})}
        query = "&".join(f"{key}={word}" for key, word in other.items() if word and key != "q")
        if other["q"]:
            query += f"&q={quote_plus(other['q'])}"
        tabs.append((f"?{query}", label, chosen[name] == value))
    return tabs


@at_desk("vouchers", "trustee")
def show(request: HttpRequest, visit: Visit, voucher: UUID) -> HttpResponse:
    """One voucher: its lines, who made and approved it, what it undoes or what undid it, whose loan it is."""
    sheet = voucher_sheet(visit.book, voucher, visit.standing)
    paper = sheet.voucher
    loans = sorted({(row.loan_no, row.ksm) for row in sheet.transfers if row.loan_no})
    keeper = KEEPS[Ledger(paper.ledger)].allows(visit.standing)
    undoable = sheet.reversed_by is None and paper.kind in ("ordinary", "susulan") and not loans
    context = {
        "v": paper,
        "sheet": sheet,
        "type": TYPES[paper.type],
        "kind": KINDS[paper.kind],
        "ledger": LEDGERS[paper.ledger],
        "lines": [{**line, "href": movements(line["code"], paper.ledger, paper.dated)} for line in sheet_lines(sheet)],
        "loans": loans,
        "may_undo": keeper and undoable,
        "made_here": paper.made_by.person == visit.actor.person,
    }
    return render(request, "officers/voucher.html", context)


@at_desk("vouchers")
def undo(request: HttpRequest, visit: Visit, voucher: UUID) -> HttpResponse:
    """Undo a voucher by its mirror on the open day, with a reason; by another person than its maker."""
    sheet = voucher_sheet(visit.book, voucher, visit.standing)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            request, visit, reverse_voucher, form=form, voucher=sheet.voucher.pk, reason=form.cleaned_data["reason"]
        )
        if done is not None:
            messages.success(request, _("Bukti %(original)s dibatalkan dengan bukti %(number)s.") % done)
            return redirect("officers:voucher", voucher=done["voucher"])
    context = {"v": sheet.voucher, "lines": sheet_lines(sheet), "form": form, "key": key_of(request)}
    return render(request, "officers/voucher_undo.html", context, status=422 if form.errors else 200)
