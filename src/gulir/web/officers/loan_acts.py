"""What may be done on a loan card beside an instalment: undo, pay off early, and what is held for the KSM."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.base.commands import Command
from gulir.lending.models import Loan
from gulir.lending.queries.early import has_margin
from gulir.lending.queries.paid import savings_held, surplus_held
from gulir.lending.services import (
    apply_surplus,
    receive_savings,
    refund_surplus,
    return_savings,
    reverse_repayment,
    set_off_savings,
    settle_early,
)
from gulir.web import words
from gulir.web.fields import RupiahField
from gulir.web.officers.desk import Check, as_of, at_desk, key_of
from gulir.web.officers.loans import card_of, quote
from gulir.web.visits import Visit, carry_out

__all__ = ["held", "settle", "undo"]

MOST_DIGITS = 15
"""Digits of a sum that can be told; what is longer, or no number, is no sum anybody was shown."""


class AmountForm(forms.Form):
    """How much."""

    amount = RupiahField(label=gettext_lazy("Rupiah"))


class ReasonForm(forms.Form):
    """Why it is undone."""

    reason = forms.CharField(label=gettext_lazy("Alasan pembatalan"), max_length=150)


@dataclass(frozen=True, kw_only=True)
class Move:
    """One act on what is held for the KSM: its words, and how much is proposed (None: the act knows)."""

    act: Command[Any]
    title: Promise
    lead: Promise
    submit: Promise
    proposed: Callable[[Loan], int] | None = None


def _saved(loan: Loan) -> int:
    return savings_held(loan.pk)


def _surplus(loan: Loan) -> int:
    return surplus_held(loan.pk)


MOVES = {
    "tabungan-masuk": Move(
        act=receive_savings,
        title=gettext_lazy("Terima tabungan tanggung renteng"),
        lead=gettext_lazy("Tabungan saja, tanpa angsuran. Uangnya masuk kas dan tetap milik KSM."),
        submit=gettext_lazy("Catat tabungan"),
        proposed=lambda loan: 0,
    ),
    "tabungan-kembali": Move(
        act=return_savings,
        title=gettext_lazy("Kembalikan tabungan"),
        lead=gettext_lazy("Pinjaman sudah lunas, jadi tabungan tanggung renteng boleh diambil KSM."),
        submit=gettext_lazy("Kembalikan tabungan"),
        proposed=_saved,
    ),
    "tabungan-pakai": Move(
        act=set_off_savings,
        title=gettext_lazy("Pakai tabungan untuk tunggakan"),
        lead=gettext_lazy("Tidak ada uang tunai yang bergerak: tabungan KSM menutup yang sudah jatuh tempo."),
        submit=gettext_lazy("Pakai tabungan"),
        proposed=_saved,
    ),
    "titipan-kembali": Move(
        act=refund_surplus,
        title=gettext_lazy("Kembalikan titipan"),
        lead=gettext_lazy("Yang dibayar terlalu banyak dikembalikan tunai kepada KSM."),
        submit=gettext_lazy("Kembalikan titipan"),
        proposed=_surplus,
    ),
    "titipan-pakai": Move(
        act=apply_surplus,
        title=gettext_lazy("Pakai titipan untuk angsuran"),
        lead=gettext_lazy("Tidak ada uang tunai yang bergerak: titipan KSM membayar yang sudah jatuh tempo."),
        submit=gettext_lazy("Pakai titipan"),
    ),
}


@at_desk("loans")
def held(request: HttpRequest, visit: Visit, loan: UUID, how: str) -> HttpResponse:
    """Take in, give back or use what is held for the KSM of this loan."""
    if how not in MOVES:
        raise Http404
    move, found = MOVES[how], card_of(request, visit, loan).loan
    form: forms.Form
    if move.proposed is None:
        form = Check(request.POST or None)
    else:
        form = AmountForm(request.POST or None, initial={"amount": move.proposed(found) or None})
    if request.method == "POST" and form.is_valid():
        body = {"amount": form.cleaned_data["amount"]} if move.proposed else {}
        done = carry_out(request, visit, move.act, form=form, loan=found.pk, **body)
        if done is not None:
            messages.success(request, _("Tercatat dengan bukti %(number)s.") % done)
            return redirect("officers:loan", loan=found.pk)
    context = {
        "loan": found, "move": move, "form": form, "key": key_of(request), "saved": savings_held(found.pk),
        "surplus": surplus_held(found.pk),
    }  # fmt: skip
    return render(request, "officers/loan_held.html", context, status=422 if form.errors else 200)


@at_desk("loans")
def settle(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """The quote for paying off today, read as a sentence, then recorded."""
    found = card_of(request, visit, loan)
    asked = quote(visit, found, as_of(request, visit))
    method = request.POST.get("method") or request.GET.get("cara", "cash")
    method = method if method in ("cash", "bank") else "cash"
    form = Check(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = request.POST.get("expected", "")
        done = carry_out(
            request, visit, settle_early, form=form, loan=found.loan.pk, method=method,
            expected=int(told) if told.isdecimal() and len(told) <= MOST_DIGITS else 0,
        )  # fmt: skip
        if done is not None:
            messages.success(
                request,
                _("Lunas. Kuitansi %(receipt)s, jasa yang dibebaskan %(waived)s.")
                % {"receipt": done["receipt"], "waived": words.rupiah(done["waived"])},
            )
            return redirect("officers:loan", loan=found.loan.pk)
    context = {
        "loan": found.loan, "margin": has_margin(found.loan),
        "asked": asked, "expected": str(asked.total), "method": method, "form": form,
        "key": key_of(request),
        "principal": sum(part.principal for part in asked.parts), "jasa": sum(part.jasa for part in asked.parts),
    }  # fmt: skip
    return render(request, "officers/loan_settle.html", context, status=422 if form.errors else 200)


@at_desk("loans")
def undo(request: HttpRequest, visit: Visit, loan: UUID, repayment: UUID) -> HttpResponse:
    """Undo the last repayment of a loan, with a reason."""
    found = card_of(request, visit, loan)
    line = next((line for line in found.lines if line.repayment == repayment), None)
    if line is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            request, visit, reverse_repayment, form=form, repayment=repayment, reason=form.cleaned_data["reason"]
        )
        if done is not None:
            messages.success(
                request, _("Kuitansi dibatalkan dengan bukti %(number)s. Sisa pokok kembali seperti semula.") % done
            )
            return redirect("officers:loan", loan=found.loan.pk)
    context = {"loan": found.loan, "line": line, "form": form, "key": key_of(request)}
    return render(request, "officers/loan_undo.html", context, status=422 if form.errors else 200)
