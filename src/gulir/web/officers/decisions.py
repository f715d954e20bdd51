"""Signing what was verified, and paying out what was decided: both are read in full before the button."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gulir.core.approval import shown_digest
from gulir.core.plain_sheet import PlainSheet, plain_sheet
from gulir.core.problems import Problem
from gulir.lending.models import Application
from gulir.lending.services import disburse, sign_application
from gulir.lending.services.applications import shown
from gulir.lending.terms import build_schedule, terms_of
from gulir.lending.terms import sheet_of as signed_sheet
from gulir.web.officers.applications import application_for
from gulir.web.officers.desk import Check, as_of, at_desk, key_of
from gulir.web.officers.products import cost_words, rhythm_words
from gulir.web.officers.surveys import survey_table
from gulir.web.visits import Visit, carry_out

__all__ = ["pay", "sheet_of", "sign"]


def sheet_of(found: Application, amount: int, on: date) -> tuple[PlainSheet | None, list[Any], bool]:
    """The plain sheet and the schedule of a day, and whether they differ from what was written at the visit.

    Nothing when nothing is asked for.
    """
    try:
        made = build_schedule(terms_of(found.product, principal=amount, disbursed_on=on))
    except Problem:
        return None, [], False
    outdated = found.sheet is not None and signed_sheet(found.product, made) != found.sheet
    return plain_sheet(made), list(made.instalments), outdated


@at_desk("loans", "trustee")
def sign(request: HttpRequest, visit: Visit, application: UUID) -> HttpResponse:
    """Read exactly what will be signed, then sign; the digest of what was shown travels with the form."""
    found = application_for(visit, application)
    form = Check(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = carry_out(
            request, visit, sign_application, form=form, application=found.pk, digest=request.POST.get("digest", "")
        )
        if done is not None:
            both = done["state"] == "approved"
            messages.success(
                request,
                _("Dua tanda tangan lengkap. Pinjaman siap dicairkan.")
                if both
                else _("Tanda tangan Anda tercatat. Masih menunggu satu tanda tangan lagi."),
            )
            return redirect("officers:application", application=found.pk)
    shares = list(found.shares.select_related("person", "survey").order_by("id"))
    surveyed = [share for share in shares if hasattr(share, "survey")]
    sheet, lines, outdated = sheet_of(found, found.verified or 0, as_of(request, visit))
    context = {
        "a": found,
        "shares": [(s, (s.income or 0) - (s.costs or 0)) for s in shares],
        "survey": survey_table(surveyed) if surveyed else None,
        "sheet": sheet,
        "instalments": lines,
        "outdated": outdated,
        "cost": cost_words(found.product),
        "when": rhythm_words(found.product),
        "digest": shown_digest(shown(found)),
        "form": form,
        "key": key_of(request),
        "signatures": list(found.signatures.select_related("actor").order_by("id")),
    }
    return render(request, "officers/application_sign.html", context, status=422 if form.errors else 200)


@at_desk("loans")
def pay(request: HttpRequest, visit: Visit, application: UUID) -> HttpResponse:
    """Check what goes out and what comes back, then pay out."""
    found = application_for(visit, application)
    form = Check(request.POST or None)
    out_of = request.POST.get("out_of") or request.GET.get("dari", "cash")
    out_of = out_of if out_of in ("cash", "bank") else "cash"
    if request.method == "POST" and form.is_valid():
        done = carry_out(request, visit, disburse, form=form, application=found.pk, out_of=out_of)
        if done is not None:
            messages.success(request, _("Pinjaman %(loan_no)s cair dengan bukti %(number)s. Serahkan kartunya.") % done)
            return redirect("officers:loan", loan=done["loan"])
    sheet, lines, outdated = sheet_of(found, found.decided or found.verified or found.asked, as_of(request, visit))
    context = {
        "a": found,
        "amount": found.decided or 0,
        "members": found.shares.count(),
        "sheet": sheet,
        "instalments": lines,
        "outdated": outdated,
        "out_of": out_of,
        "form": form,
        "key": key_of(request),
    }
    return render(request, "officers/application_pay.html", context, status=422 if form.errors else 200)
