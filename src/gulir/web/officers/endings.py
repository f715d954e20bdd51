"""Loans that will not come back: proposed to the members' meeting, written off by its decision, claimed ever after."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gulir.governance.queries import decision_for, waiting_on
from gulir.lending.models import Loan
from gulir.lending.policy import HANDLES, KEEPS_BOOKS, RECEIVES
from gulir.lending.queries.claims import Claim, claims, live_recoveries
from gulir.lending.services import propose_write_off, recover, write_off
from gulir.lending.services.endings import WRITE_OFF, jasa_left
from gulir.web import words
from gulir.web.causes import CAUSES
from gulir.web.fields import RupiahField
from gulir.web.officers.desk import Check, at_desk, key_of
from gulir.web.officers.loans import card_of
from gulir.web.pages import page_of
from gulir.web.tables import Cell, Column, Table
from gulir.web.visits import Visit, carry_out

__all__ = ["claim", "index", "lose"]


class ProposalForm(forms.Form):
    """Why it will not come back."""

    cause = forms.ChoiceField(label=gettext_lazy("Sebab menunggak"), choices=list(CAUSES.items()))
    reason = forms.CharField(
        label=gettext_lazy("Apa yang sudah dicoba"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class RecoveryForm(forms.Form):
    """How much came back, from whom, and where the money lies."""

    amount = RupiahField(label=gettext_lazy("Rupiah"))
    method = forms.ChoiceField(
        label=gettext_lazy("Cara membayar"),
        choices=[("cash", gettext_lazy("Tunai")), ("bank", gettext_lazy("Masuk rekening bank"))],
    )
    payer = forms.CharField(label=gettext_lazy("Diterima dari"), max_length=120, required=False)


@at_desk("loans", "trustee")
def index(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The register: what was written off, what came back, what is still claimed."""
    found = claims(visit.book, visit.standing)
    page, query = page_of(request, found)
    context = {
        "table": _table(list(page)),
        "page": page,
        "query": query,
        "left": sum(one.left for one in found),
        "count": len(found),
    }
    return render(request, "officers/claims.html", context)


def _table(rows: list[Claim]) -> Table:
    return Table(
        caption=_("Daftar hapus buku"),
        columns=(
            Column(label=_("KSM")), Column(label=_("Dihapusbukukan"), kind="date"),
            Column(label=_("Pokok"), kind="money"), Column(label=_("Tagihan"), kind="money"),
            Column(label=_("Kembali"), kind="money"),
            Column(label=_("Masih ditagih"), kind="money", key=True),
        ),
        rows=[
            (
                Cell(
                    value=one.ending.loan.ksm, href=reverse("officers:claim", args=[one.ending.loan_id]),
                    note=_("Pinjaman %(no)s · keputusan %(decision)s")
                    % {"no": one.ending.loan.loan_no, "decision": one.ending.decision},
                ),
                one.ending.on, one.ending.written_off, one.ending.claim, one.recovered or None, one.left or None,
            )
            for one in rows
        ],
        empty=_("Belum ada pinjaman yang dihapusbukukan."),
        empty_action=_("Lihat tunggakan"),
        empty_href=reverse("officers:handling"),
    )  # fmt: skip


@at_desk("loans", "trustee")
def claim(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """One claim with what came back of it, and the form that receives more."""
    found = next((one for one in claims(visit.book, visit.standing) if one.ending.loan_id == loan), None)
    if found is None:
        raise Http404
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, recover, form=form, loan=loan, **form.cleaned_data)
        if done is not None:
            facts = {"receipt": done["receipt"], "left": words.rupiah(done["left"])}
            messages.success(request, _("Diterima dengan kuitansi %(receipt)s. Masih ditagih %(left)s.") % facts)
            return redirect("officers:claim", loan=loan)
    context = {
        "found": found,
        "cause": CAUSES[found.ending.cause],
        "table": _recoveries(found),
        "may": RECEIVES.allows(visit.standing) and found.left > 0,
        "form": form,
        "key": key_of(request),
    }
    return render(request, "officers/claim.html", context, status=422 if form.errors else 200)


def _recoveries(found: Claim) -> Table:
    return Table(
        caption=_("Yang sudah kembali"),
        columns=(
            Column(label=_("Tanggal"), kind="date"), Column(label=_("Kuitansi")), Column(label=_("Diterima dari")),
            Column(label=_("Jumlah"), kind="money", key=True),
        ),
        rows=[
            (
                row.on, Cell(value=row.receipt, href=reverse("reports:slip", args=[row.voucher.label])), row.payer,
                row.amount,
            )
            for row in live_recoveries(found.ending.pk)
        ],
        empty=_("Belum ada yang kembali."),
    )  # fmt: skip


# ---------------------------------------------------------------- proposing and writing off


@at_desk("loans", "trustee")
def lose(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """Propose to write a loan off; once the members' meeting has decided, do it."""
    found = card_of(request, visit, loan).loan
    if found.state == "written_off":
        return redirect("officers:claim", loan=found.pk)
    if found.state != "active":
        raise Http404
    decision = decision_for(visit.book, subject_kind=WRITE_OFF, subject_id=str(found.pk))
    decided = decision is not None and decision.meeting.kind == "rwt"
    form: forms.Form = Check(request.POST or None) if decided else ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _carry_out(request, visit, found, form, decided=decided)
        if done is not None:
            messages.success(request, _said(done))
            return redirect("officers:claim" if decided else "officers:loan_lost", loan=found.pk)
    context = {
        "loan": found,
        "jasa": jasa_left(found),
        "decision": decision.number if decision is not None and decided else "",
        "waiting": waiting_on(visit.book, subject_kind=WRITE_OFF, subject_id=str(found.pk)) is not None,
        "may": (KEEPS_BOOKS if decided else HANDLES).allows(visit.standing),
        "form": form,
        "key": key_of(request),
    }
    return render(request, "officers/loan_lost.html", context, status=422 if form.errors else 200)


def _carry_out(
    request: HttpRequest, visit: Visit, loan: Loan, form: forms.Form, *, decided: bool
) -> dict[str, Any] | None:
    if decided:
        return carry_out(request, visit, write_off, form=form, loan=loan.pk)
    return carry_out(request, visit, propose_write_off, form=form, loan=loan.pk, **form.cleaned_data)


def _said(done: dict[str, Any]) -> str:
    if "ending" in done:
        return (
            _("Dihapusbukukan dengan bukti %(number)s menurut keputusan %(decision)s. Tagihannya tetap berlaku.") % done
        )
    return _("Usul tercatat. RWT yang memutuskan.")
