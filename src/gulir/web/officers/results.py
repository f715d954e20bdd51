"""Where the result is shared: writing down what a KSM reports of a period, and taking a wrong report back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.core.problems import Problem
from gulir.core.sharing import Outcome, outcome
from gulir.lending.models import Product
from gulir.lending.policy import HEARS_RESULTS
from gulir.lending.queries import Card
from gulir.lending.queries.results import reports_of
from gulir.lending.services import report_result, take_back_result
from gulir.lending.terms import agreement_of
from gulir.web import words
from gulir.web.fields import RupiahField
from gulir.web.officers.desk import as_of, at_desk, key_of
from gulir.web.officers.loan_acts import ReasonForm
from gulir.web.officers.loans import card_of
from gulir.web.officers.products import rate_words
from gulir.web.visits import Visit, carry_out, say

__all__ = ["ResultForm", "report", "take_back"]

SIDES = {"profit": gettext_lazy("Untung"), "loss": gettext_lazy("Rugi"), "even": gettext_lazy("Impas, tidak keduanya")}


class ResultForm(forms.Form):
    """What the business earned or lost in one period."""

    side = forms.ChoiceField(label=gettext_lazy("Hasil usaha"), choices=list(SIDES.items()), widget=forms.RadioSelect)
    amount = RupiahField(
        label=gettext_lazy("Sebesar"),
        required=False,
        help_text=gettext_lazy("Pendapatan dikurangi biaya usaha selama masa ini. Kosong kalau impas."),
    )
    note = forms.CharField(label=gettext_lazy("Catatan"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """A profit or a loss has its amount."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("side") in ("profit", "loss") and "amount" in given and not given["amount"]:
            self.add_error("amount", _("Isi jumlahnya dalam rupiah."))
        return given

    @property
    def result(self) -> int:
        """The result in rupiah, below zero for a loss."""
        sign = {"profit": 1, "loss": -1, "even": 0}[self.cleaned_data["side"]]
        return sign * (self.cleaned_data["amount"] or 0)


def _sharing(found: Card) -> Product:
    """The product of a loan that shares its result and waits for a report; another one has no such page."""
    loan = found.loan
    if loan.reported is None or loan.state != "active" or loan.reported >= len(found.schedule):
        raise Http404
    assert loan.application is not None
    return loan.application.product


@at_desk("loans")
def report(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """Ask what the next period earned, read what follows from it, write it down."""
    found = card_of(request, visit, loan)
    product, no = _sharing(found), (found.loan.reported or 0) + 1
    form = ResultForm(request.POST or None)
    context: dict[str, Any] = {
        "loan": found.loan, "product": product, "no": no, "line": found.schedule[no - 1],
        "begins": found.schedule[no - 2].due_on if no > 1 else found.loan.disbursed_on, "form": form,
        "key": key_of(request), "share_percent": rate_words(product.share_percent),
        "loss_percent": rate_words(product.loss_percent), "may": HEARS_RESULTS.allows(visit.standing),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        if request.POST.get("confirmed"):
            done = carry_out(
                request, visit, report_result, form=form, loan=found.loan.pk, no=no, result=form.result,
                note=form.cleaned_data["note"],
            )  # fmt: skip
            if done is not None:
                messages.success(request, _("Laporan hasil ke-%(no)s tercatat.") % {"no": no})
                return redirect("officers:loan", loan=found.loan.pk)
        else:
            try:
                told = outcome(form.result, agreement_of(product), balance=found.row.balance)
            except Problem as refusal:
                form.add_error(None, say(refusal))
            else:
                context |= {"said": _said(found, form.result, told), "sent": form.cleaned_data}
                return render(request, "officers/result_check.html", context)
    return render(request, "officers/result.html", context, status=422 if form.errors else 200)


def _said(found: Card, result: int, told: Outcome) -> str:
    """What follows from a result, as a sentence."""
    facts = {
        "ksm": found.loan.ksm, "result": words.rupiah(abs(result)), "share": words.rupiah(told.share),
        "borne": words.rupiah(told.borne), "left": words.rupiah(found.row.balance - told.borne),
    }  # fmt: skip
    if result > 0:
        return _("KSM %(ksm)s melaporkan untung %(result)s. Bagian UPK %(share)s, dibayar bersama angsurannya.") % facts
    if result < 0:
        return (
            _(
                "KSM %(ksm)s melaporkan rugi %(result)s. UPK menanggung %(borne)s: sisa pokok menjadi %(left)s. "
                "Tidak ada uang yang bergerak."
            )
            % facts
        )
    return _("KSM %(ksm)s melaporkan impas. Tidak ada yang dibagi; pokoknya tetap dibayar.") % facts


@at_desk("loans")
def take_back(request: HttpRequest, visit: Visit, loan: UUID, report: int) -> HttpResponse:
    """Take a wrong report back, with a reason."""
    found = card_of(request, visit, loan)
    wrong = next((row for row in reports_of(found.loan.pk) if row.pk == report), None)
    if wrong is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            request, visit, take_back_result, form=form, report=wrong.pk, reason=form.cleaned_data["reason"]
        )
        if done is not None:
            messages.success(request, _("Laporan hasil ke-%(no)s dibatalkan. Catat lagi yang benar.") % done)
            return redirect("officers:loan", loan=found.loan.pk)
    context = {"loan": found.loan, "wrong": wrong, "form": form, "key": key_of(request), "today": as_of(request, visit)}
    return render(request, "officers/result_undo.html", context, status=422 if form.errors else 200)
