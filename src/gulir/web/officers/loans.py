"""Loans: the list with filters as links, and the card of one loan, laid out like the paper card."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.repayment import Settlement
from gulir.governance.queries import rules_at
from gulir.lending.policy import HEARS_RESULTS, RECEIVES, TAKES_BACK
from gulir.lending.queries import Card, LoanRow, card, loans
from gulir.lending.queries.early import has_margin, quote_of
from gulir.lending.queries.paid import savings_held, surplus_held
from gulir.lending.queries.results import reports_of
from gulir.lending.services.repayments import open_dues
from gulir.web.desks import visits_page
from gulir.web.loan_cards import ARRIVALS, all_instalments, all_lines, not_now, older
from gulir.web.loan_history import story
from gulir.web.officers.desk import as_of, at_desk
from gulir.web.pages import page_of
from gulir.web.tables import Cell, Column, Table, Value
from gulir.web.visits import Visit

__all__ = ["LINES", "LOAN_STATES", "card_of", "index", "quote", "show"]

LOAN_STATES = {
    "active": gettext_lazy("Berjalan"),
    "settled": gettext_lazy("Lunas"),
    "rescheduled": gettext_lazy("Dijadwal ulang"),
    "written_off": gettext_lazy("Dihapusbukukan"),
}
FILTERS = {
    "berjalan": gettext_lazy("Berjalan"),
    "menunggak": gettext_lazy("Menunggak"),
    "lunas": gettext_lazy("Lunas"),
    "semua": gettext_lazy("Semua"),
}
LINES = {
    "disbursement": gettext_lazy("Pencairan"),
    "repayment": gettext_lazy("Angsuran"),
    "reversal": gettext_lazy("Pembatalan"),
    "principal_payment": gettext_lazy("Bayar pokok (kartu lama)"),
    "jasa_payment": gettext_lazy("Bayar jasa (kartu lama)"),
    "savings_in": gettext_lazy("Tabungan masuk (kartu lama)"),
    "savings_out": gettext_lazy("Tabungan keluar (kartu lama)"),
    "surplus_out": gettext_lazy("Titipan dikembalikan"),
    "written_off": gettext_lazy("Dihapusbukukan"),
    "rescheduled": gettext_lazy("Dijadwal ulang"),
    "carried_on": gettext_lazy("Lanjutan pinjaman lama"),
    "death_covered": gettext_lazy("Bagian anggota yang meninggal dibayar dana risiko; sisanya dilanjutkan"),
    "goes_along": gettext_lazy("Dibawa ke kartu lanjutan"),
    "came_along": gettext_lazy("Dibawa dari kartu sebelumnya"),
    "loss": gettext_lazy("Rugi yang ditanggung UPK"),
    "loss_back": gettext_lazy("Pembatalan rugi"),
    "ksm_fee_in": gettext_lazy("Dana KSM masuk (kartu lama)"),
    "ksm_fee_out": gettext_lazy("Dana KSM keluar (kartu lama)"),
}


def _belongs(row: LoanRow, chosen: str) -> bool:
    """Whether a loan stands under a filter."""
    if chosen == "semua":
        return True
    if chosen == "lunas":
        return row.state != "active"
    return row.state == "active" and (chosen == "berjalan" or row.in_arrears)


@at_desk("loans", "trustee")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every loan as of today."""
    chosen = request.GET.get("keadaan", "berjalan")
    chosen = chosen if chosen in FILTERS else "berjalan"
    search = request.GET.get("q", "").strip().lower()
    everything = loans(visit.book, as_of=as_of(request, visit), standing=visit.standing)
    found = [
        row
        for row in everything
        if _belongs(row, chosen) and (not search or search in row.ksm.lower() or search == row.loan_no.lower())
    ]
    page, query = page_of(request, found)
    context = {
        "table": _table(list(page), found if page.paginator.num_pages == 1 else []),
        "page": page,
        "query": query,
        "tabs": [(key, label, sum(_belongs(row, key) for row in everything)) for key, label in FILTERS.items()],
        "chosen": chosen,
        "search": request.GET.get("q", ""),
        "balance": sum(row.balance for row in found),
        "count": len(found),
    }
    return render(request, "officers/loans.html", context)


def _table(rows: list[LoanRow], summed: list[LoanRow]) -> Table:
    shown = [
        (
            Cell(value=row.ksm, href=reverse("officers:loan", args=[row.id]), note=_note(row)),
            row.disbursed_on,
            row.principal,
            row.balance,
            Cell(value=row.arrears_principal + row.arrears_jasa or None),
            row.collectibility if row.balance else None,
        )
        for row in rows
    ]
    total = None
    if summed:
        late = sum(r.arrears_principal + r.arrears_jasa for r in summed)
        total = (_("Jumlah"), None, sum(r.principal for r in summed), sum(r.balance for r in summed), late, None)
    return Table(
        caption=_("Pinjaman"),
        columns=(
            Column(label=_("KSM")), Column(label=_("Cair"), kind="date"), Column(label=_("Pokok"), kind="money"),
            Column(label=_("Saldo"), kind="money", key=True), Column(label=_("Tunggakan"), kind="money"),
            Column(label=_("Kol"), kind="kol"),
        ),
        rows=shown,
        total=total,
        empty=_("Tidak ada pinjaman di sini. Pinjaman muncul setelah pengajuan dicairkan."),
        empty_action=_("Lihat pengajuan"),
        empty_href=reverse("officers:applications"),
    )  # fmt: skip


def _note(row: LoanRow) -> str:
    if row.rw:
        return _("Pinjaman %(no)s · RW %(rw)s") % {"no": row.loan_no, "rw": row.rw}
    return _("Pinjaman %(no)s") % {"no": row.loan_no}


# ---------------------------------------------------------------- the card


def card_of(request: HttpRequest, visit: Visit, loan: UUID) -> Card:
    """The card as of the open day, if this person may see it."""
    return card(visit.book, loan, as_of=as_of(request, visit), standing=visit.standing)


def quote(visit: Visit, found: Card, on: date) -> Settlement:
    """What it takes to pay the loan off on the open day."""
    return quote_of(found.loan, open_dues(found.loan, found.schedule), on, rules_at(visit.book, on))


@at_desk("loans", "trustee")
def show(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """The card: where the loan stands, its lines, its schedule, its members, and what may be done."""
    found = card_of(request, visit, loan)
    may = RECEIVES.allows(visit.standing)
    active = found.loan.state == "active"
    last = next(
        (line for line in reversed(found.lines) if line.repayment and not line.reversed and line.what == "repayment"),
        None,
    )
    undo = last if TAKES_BACK.allows(visit.standing) else None
    saved, surplus = savings_held(found.loan.pk), surplus_held(found.loan.pk)
    context = {
        "loan": found.loan,
        "arrival_tone": ARRIVALS[found.loan.arrival][0],
        "arrival_word": ARRIVALS[found.loan.arrival][1],
        "row": found.row,
        "lines": _lines_table(found),
        "schedule": _schedule_table(found, as_of(request, visit)),
        "margin": has_margin(found.loan),
        "shares": list(found.loan.shares.filter(live=True).select_related("person").order_by("id")),
        "story": story(found.loan, page="officers:loan"),
        "saved": saved,
        "surplus": surplus,
        "settle": quote(visit, found, as_of(request, visit)) if active else None,
        "state": LOAN_STATES[found.loan.state],
        "tone": {"active": "info", "settled": "good"}.get(found.loan.state, "watch"),
        "may": may,
        "acts": may and (active or found.loan.state == "settled" or saved > 0 or surplus > 0),
        "active": active,
        "last": undo,
        **_shared(found, visit, as_of(request, visit)),
        "visits": visits_page(visit, found.loan.group_id),
        "late": found.row.arrears_principal + found.row.arrears_jasa,
    }
    return render(request, "officers/loan.html", context)


def _shared(found: Card, visit: Visit, on: date) -> dict[str, Any]:
    """Where the result is shared: what was reported, which period is next, and whether it is over already."""
    told = found.loan.reported
    reports = [] if told is None else list(reports_of(found.loan.pk))
    waits = told is not None and found.loan.state == "active" and told < len(found.schedule)
    following = found.schedule[told] if waits and told is not None else None
    return {
        "shares_result": told is not None,
        "reports": reports,
        "following": following,
        "overdue": following is not None and following.due_on <= on,
        "hears": HEARS_RESULTS.allows(visit.standing),
        "wrong": reports[-1] if reports and TAKES_BACK.allows(visit.standing) else None,
    }


def _lines_table(found: Card) -> Table:
    """The lines of the card, each with the voucher behind it."""
    rows: list[list[Value | Cell]] = []
    for line in found.lines:
        what = str(LINES[line.what])
        mark = Cell(value=line.on, state="watch", word=_("Dibatalkan")) if line.reversed else Cell(value=line.on)
        rows.append([
            mark, Cell(value=what, note=line.reference, href=_slip(line.reference)), line.principal or None,
            line.jasa or None, (line.savings + line.surplus) or None, line.balance,
        ])  # fmt: skip
    return Table(
        caption=_("Catatan kartu"),
        columns=(
            Column(label=_("Tanggal"), kind="date"), Column(label=_("Kejadian")),
            Column(label=_("Pokok"), kind="money"), Column(label=_("Jasa"), kind="money"),
            Column(label=_("Tabungan dan titipan"), kind="money"),
            Column(label=_("Sisa pokok"), kind="money", key=True),
        ),
        rows=rows,
        far=older(len(rows)),
        more=all_lines(len(rows)),
    )  # fmt: skip


def _slip(reference: str) -> str:
    """The voucher behind a line: a receipt bears the number of its voucher; a line of an old card has none."""
    return reverse("reports:slip", args=[reference.removeprefix("KW-")]) if reference else ""


def _schedule_table(found: Card, on: date) -> Table:
    """The schedule with what is still open of each instalment."""
    owed = {due.no: due for due in open_dues(found.loan, found.schedule)}
    rows: list[list[Value | Cell]] = []
    for line in found.schedule:
        left = owed.get(line.no)
        remaining = left.principal + left.jasa if left else 0
        jasa = line.jasa if found.loan.reported is None or line.no <= found.loan.reported else None
        rows.append([str(line.no), line.due_on, line.principal, jasa, line.principal + line.jasa, remaining or None])
    total: list[Value | Cell] = [
        _("Jumlah"), None, found.loan.principal, found.loan.jasa, found.loan.principal + found.loan.jasa,
        sum(due.principal + due.jasa for due in owed.values()),
    ]  # fmt: skip
    return Table(
        caption=_("Jadwal angsuran"),
        columns=(
            Column(label=_("Angsuran ke")), Column(label=_("Jatuh tempo"), kind="date"),
            Column(label=_("Pokok"), kind="money"),
            Column(label=_("Jasa") if found.loan.reported is None else _("Bagi hasil"), kind="money"),
            Column(label=_("Jumlah"), kind="money", key=True),
            Column(label=_("Belum dibayar"), kind="money"),
        ),
        rows=rows,
        total=total,
        far=not_now(found, owed, on),
        more=all_instalments(found),
    )  # fmt: skip
