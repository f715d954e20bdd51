"""Papers to print: receipts, vouchers, loan cards. Members print those of their own group."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from gulir.core.problems import Problem
from gulir.ledger.queries import open_day
from gulir.papers import documents, loan_file
from gulir.web import words
from gulir.web.visits import Visit, enter

__all__ = ["application_form", "card", "card_lines", "loan_form", "receipt", "voucher"]

WHOLE = "berkas"
"""The word that asks for all forms of a file as one."""
EVERYONE = ("officer", "trustee", "overseer", "facilitator", "member")


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@enter(*EVERYONE)
def receipt(request: HttpRequest, visit: Visit, repayment: UUID) -> HttpResponse:
    """The receipt of one repayment; printed again it says SALINAN."""
    copy = request.GET.get("salinan") == "1"
    try:
        made = documents.kuitansi(
            visit.book, [repayment], standing=visit.standing, language=words.language(), copy=copy
        )
    except Problem as refusal:
        raise Http404 from refusal
    return _pdf(made, "kuitansi")


@enter(*EVERYONE)
def voucher(request: HttpRequest, visit: Visit, voucher: UUID) -> HttpResponse:
    """One voucher."""
    try:
        made = documents.voucher_paper(visit.book, voucher, standing=visit.standing, language=words.language())
    except Problem as refusal:
        raise Http404 from refusal
    return _pdf(made, "bukti")


@enter(*EVERYONE)
def card(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """The card of one loan, as of the open day."""
    as_of = open_day(visit.book) or visit.today
    try:
        made = documents.card_paper(visit.book, loan, standing=visit.standing, as_of=as_of, language=words.language())
    except Problem as refusal:
        raise Http404 from refusal
    return _pdf(made, "kartu-pinjaman")


# ---------------------------------------------------------------- the file of a loan


@enter(*EVERYONE)
def application_form(request: HttpRequest, visit: Visit, application: UUID, paper: str) -> HttpResponse:
    """One form of an application's file, or the whole file."""
    try:
        found = loan_file.file_of_application(visit.book, application, standing=visit.standing, on=_as_of(visit))
        return _form(found, paper)
    except Problem as refusal:
        raise Http404 from refusal


@enter(*EVERYONE)
def loan_form(request: HttpRequest, visit: Visit, loan: UUID, paper: str) -> HttpResponse:
    """One form of a loan's file, or the whole file."""
    try:
        found = loan_file.file_of_loan(visit.book, loan, standing=visit.standing, on=_as_of(visit))
        return _form(found, paper)
    except Problem as refusal:
        raise Http404 from refusal


@enter(*EVERYONE)
def card_lines(request: HttpRequest, visit: Visit, loan: UUID) -> HttpResponse:
    """Lines of the card from the one chosen on, for a card that was printed before."""
    first = request.GET.get("baris", "1")
    try:
        found = loan_file.file_of_loan(visit.book, loan, standing=visit.standing, on=_as_of(visit))
        made = loan_file.card_lines(found, first=int(first) if first.isdecimal() and len(first) < 6 else 0)
    except Problem as refusal:
        raise Http404 from refusal
    return _pdf(made, "baris-kartu")


def _as_of(visit: Visit) -> date:
    return open_day(visit.book) or visit.today


def _form(found: loan_file.LoanFile, paper: str) -> HttpResponse:
    if paper == WHOLE:
        return _pdf(loan_file.whole(found), "berkas-pinjaman")
    return _pdf(loan_file.single(found, paper), paper.replace("_", "-"))
