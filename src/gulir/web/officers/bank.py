"""Bank accounts: bring a statement in, match its lines with vouchers, reconcile through a day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.problems.access import NotFound
from gulir.core.roles import Ledger, Role
from gulir.ledger.models import Account, StatementLine
from gulir.ledger.policy import may_reconcile, may_see_books
from gulir.ledger.queries import accounts, balance_at, open_lines, statements, suggestions
from gulir.ledger.queries.bank import Suggestion
from gulir.ledger.services import match_line, reconcile_bank
from gulir.web import words
from gulir.web.books import called
from gulir.web.fields import DayField, RupiahField
from gulir.web.officers.desk import as_of, at_desk, attempt, key_of, movements
from gulir.web.officers.vouchers import LEDGERS
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out, fresh_key

__all__ = ["BANKS", "index", "match", "show"]

BANKS = {Role.BANK.value, Role.BANK_TR.value, Role.DIGITAL_CLEARING.value}
LINES = 30
"""Open lines on one page, each with its suggestions."""


class ReconcileForm(forms.Form):
    """What the bank says on a day."""

    through = DayField(label=gettext_lazy("Sampai dengan tanggal"))
    bank_balance = RupiahField(label=gettext_lazy("Saldo di rekening koran atau buku tabungan"))


def _banks(visit: Visit) -> list[Account]:
    if not may_see_books.allows(visit.standing):
        return []
    return [a for ledger in Ledger for a in accounts(visit.book, ledger) if a.role in BANKS]


def _bank(visit: Visit, ledger: str, code: str) -> Account:
    found = next((a for a in _banks(visit) if a.ledger == ledger and a.code == code), None)
    if found is None:
        raise NotFound(what="account", name=code[:40])
    return found


def _link(account: Account) -> Cell:
    address = reverse("officers:bank_account", args=[account.ledger, account.code])
    return Cell(value=f"{account.code} {called(account)}", href=address)


@at_desk("day", "trustee")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The bank accounts of the three books."""
    found = [(a, balance_at(a), len(open_lines(a))) for a in _banks(visit)]
    table = Table(
        caption=_("Rekening bank"),
        columns=(
            Column(label=_("Rekening")), Column(label=_("Buku")),
            Column(label=_("Saldo di buku"), kind="money", key=True),
            Column(label=_("Baris belum cocok"), kind="number"),
        ),
        rows=[(_link(a), str(LEDGERS[a.ledger]), held, lines) for a, held, lines in found],
        empty=_("Belum ada rekening bank dalam bagan akun."),
    )  # fmt: skip
    return render(
        request, "officers/bank.html", {"table": table, "total": sum(held for _account, held, _lines in found)}
    )


def _likely(line: StatementLine) -> list[Suggestion]:
    """Vouchers that may be this line of the bank; the one with the same words stands first."""
    return sorted(suggestions(line), key=lambda found: found.description != line.text)


def _last(bank: Account) -> dict[str, Any]:
    """The day and the balance the last statement ended with: what the bank said need not be typed again."""
    ends: list[tuple[date, int | None]] = [(s.last_on, s.closing_balance) for s in statements(bank)]
    day, balance = next((end for end in ends if end[1] is not None), (None, None))
    return {"through": day, "bank_balance": balance} if day else {}


@at_desk("day", "trustee")
def show(request: HttpRequest, visit: Visit, ledger: str, code: str) -> HttpResponse:
    """One account: lines of the bank that no voucher explains, with suggestions; and the reconciliation."""
    bank = _bank(visit, ledger, code)
    form = ReconcileForm(request.POST or None, initial=_last(bank) or {"through": visit.today})
    result: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        result = carry_out(
            request, visit, reconcile_bank, form=form, account=bank.code, ledger=ledger, **form.cleaned_data
        )
        if result is not None and not result["difference"]:
            messages.success(
                request,
                _("Cocok! Bank dan buku sama sampai %(day)s.") % {"day": words.long_date(form.cleaned_data["through"])},
            )
            return redirect("officers:bank_account", ledger=ledger, code=code)
    lines = open_lines(bank)
    context = {
        "bank": bank,
        "balance": balance_at(bank),
        "why": movements(bank.code, bank.ledger, as_of(request, visit)),
        "lines": [(line, _likely(line), fresh_key()) for line in lines[:LINES]],
        "more": max(0, len(lines) - LINES),
        "statements": statements(bank)[:12],
        "form": form,
        "result": result,
        "gap": abs(result["difference"]) if result else 0,
        "may": may_reconcile.allows(visit.standing),
        "key": key_of(request) if result is None else fresh_key(),
    }
    return render(request, "officers/bank_account.html", context, status=422 if form.errors else 200)


@at_desk("day")
def match(request: HttpRequest, visit: Visit, ledger: str, code: str) -> HttpResponse:
    """Say that a line of the bank is a voucher, then back to the list."""
    bank = _bank(visit, ledger, code)
    line, voucher = request.POST.get("line", ""), request.POST.get("voucher", "")
    try:
        number, paper = int(line), UUID(voucher)
    except ValueError as unclear:
        raise NotFound(what="line", name=line[:40]) from unclear
    done, refusal = attempt(visit, match_line, key=key_of(request), line=number, voucher=paper)
    if done is None:
        messages.error(request, refusal)
    else:
        messages.success(request, _("Baris bank cocok dengan bukti %(number)s.") % done)
    return redirect("officers:bank_account", ledger=bank.ledger, code=bank.code)
