"""The claims inside a KSM: who paid for whom on which loan, what is still owed, for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import Coalesce

from gulir.core.claims import GROUP, Claim
from gulir.lending.models import Cover, Loan, Repayment
from gulir.lending.queries.history import chain_to

__all__ = ["ClaimRow", "claims_of", "cover_of"]


@dataclass(frozen=True, kw_only=True)
class ClaimRow:
    """One cover with its people by name; `void` when the repayment it made up was taken back."""

    id: UUID
    claim: Claim
    receipt: str
    note: str
    void: bool


def claims_of(loan: Loan) -> list[ClaimRow]:
    """Every cover on a loan and on the cards it was written on before, the oldest first."""
    taken_back = Repayment.objects.filter(reverses=OuterRef("repayment"))
    rows = (
        Cover.objects.filter(loan__in=[card.pk for card in chain_to(loan)])
        .select_related("debtor", "creditor", "repayment")
        .annotate(back=Coalesce(Sum("moves__amount"), 0), void=Exists(taken_back))
        .order_by("on", "id")
    )
    return [_row(cover, int(cover.back), void=bool(cover.void)) for cover in rows]


def cover_of(book: UUID, cover: UUID) -> Cover | None:
    """One cover of a board."""
    found = Cover.objects.select_related("loan", "debtor", "creditor", "repayment")
    return found.filter(book_id=book, pk=cover).first()


def _row(cover: Cover, back: int, *, void: bool) -> ClaimRow:
    on: date = cover.on
    return ClaimRow(
        id=cover.pk,
        claim=Claim(
            debtor=cover.debtor.name,
            creditor=cover.creditor.name if cover.creditor else GROUP,
            amount=cover.amount,
            back=back,
            on=on,
            promise_on=cover.promise_on,
        ),
        receipt=cover.repayment.receipt,
        note=cover.note,
        void=void,
    )
