"""Papers to print: receipts, vouchers, loan cards. Members print those of their own group."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from gulir.core.problems import Problem
from gulir.ledger.queries import open_day
from gulir.papers import documents
from gulir.web import words
from gulir.web.visits import Visit, enter

__all__ = ["card", "receipt", "voucher"]

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
