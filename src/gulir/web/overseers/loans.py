"""Loans to read: every loan with its arrears and class, and the card behind each."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.ledger.queries import open_day
from gulir.lending.queries import LoanRow, card, loans
from gulir.web.desks import visits_page
from gulir.web.loan_cards import ARRIVALS, STATES, lines_table, schedule_table
from gulir.web.overseers.desk import at_desk
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit

__all__ = ["index", "show"]

FILTERS = {
    "berjalan": gettext_lazy("Berjalan"),
    "menunggak": gettext_lazy("Menunggak"),
    "semua": gettext_lazy("Semua"),
}


def _stands_under(row: LoanRow, chosen: str) -> bool:
    if chosen == "menunggak":
        return row.in_arrears
    return chosen == "semua" or row.balance > 0


@at_desk("loans")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every loan as of the open day, narrowed by links."""
    chosen = request.GET.get("keadaan", "berjalan")
    chosen = chosen if chosen in FILTERS else "berjalan"
    rows = loans(visit.book, as_of=open_day(visit.book) or visit.today, standing=visit.standing)
    found = [row for row in rows if _stands_under(row, chosen)]
    context = {
        "table": _table(found),
        "tabs": [(key, label, sum(_stands_under(row, key) for row in rows)) for key, label in FILTERS.items()],
        "chosen": chosen,
        "balance": sum(row.balance for row in found),
        "count": len(found),
    }
    return render(request, "overseers/loans.html", context)


def _table(found: list[LoanRow]) -> Table:
    return Table(
        caption=_("Pinjaman"),
        columns=(
            Column(label=_("KSM")),
            Column(label=_("Pokok"), kind="money"),
            Column(label=_("Sisa pokok"), kind="money", key=True),
            Column(label=_("Tunggakan"), kind="money"),
            Column(label=_("Kol"), kind="kol"),
        ),
        rows=[
            (
                Cell(
                    value=row.ksm,
                    href=reverse("overseers:loan", args=[row.id]),
                    note=_("Pinjaman %(no)s") % {"no": row.loan_no},
                ),
                row.principal,
                row.balance,
                row.arrears_principal + row.arrears_jasa or None,
                row.collectibility if row.balance else None,
            )
            for row in found
        ],
        total=(
            _("Jumlah"),
            sum(row.principal for row in found),
            sum(row.balance for row in found),
            sum(row.arrears_principal + row.arrears_jasa for row in found),
            None,
        ),
        empty=_("Tidak ada pinjaman yang cocok dengan saringan ini."),
    )


@at_desk("loans")
def show(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """One card: its lines and its schedule."""
    on = open_day(visit.book) or visit.today
    found = card(visit.book, loan, as_of=on, standing=visit.standing)
    context = {
        "loan": found.loan,
        "arrival_tone": ARRIVALS[found.loan.arrival][0],
        "arrival_word": ARRIVALS[found.loan.arrival][1],
        "row": found.row,
        "lines": lines_table(found),
        "schedule": schedule_table(found, on),
        "state": STATES[found.loan.state],
        "visits": visits_page(visit, found.loan.group_id),
        "late": found.row.arrears_principal + found.row.arrears_jasa,
    }
    return render(request, "overseers/loan.html", context)
