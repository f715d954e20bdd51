"""What was paid on each loan up to a day: old card entries and live repayments together, in two queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, F, Sum, When

from gulir.lending.models import CardEntry, Repayment, Saving, SurplusMove

__all__ = ["Paid", "paid_until", "savings_held", "surplus_held"]


@dataclass(frozen=True, slots=True)
class Paid:
    """Sums of one loan up to a day, in rupiah; `jasa` counts what early settlement forgave."""

    principal: int = 0
    jasa: int = 0
    waived: int = 0


def paid_until(loans: Collection[UUID], on: date) -> dict[UUID, Paid]:
    """Per loan what had been paid at the end of a day."""
    sums: dict[UUID, list[int]] = {}
    entries = CardEntry.objects.filter(loan_id__in=loans, on__lte=on, withdrawn=False)
    old = entries.values_list("loan_id").annotate(
        principal=Sum(Case(When(type="principal_payment", then=F("amount")), default=0)),
        jasa=Sum(Case(When(type="jasa_payment", then=F("amount")), default=0)),
    )
    live = (
        Repayment.objects.filter(loan_id__in=loans, received_on__lte=on)
        .values_list("loan_id")
        .annotate(principal=Sum("principal"), jasa=Sum("jasa"), waived=Sum("waived"))
    )
    for loan, principal, jasa, *rest in [*old, *live]:
        total = sums.setdefault(loan, [0, 0, 0])
        for place, value in enumerate((principal, jasa, *rest)):
            total[place] += int(value or 0)
    return {loan: Paid(*total) for loan, total in sums.items()}


def savings_held(loan: UUID) -> int:
    """The joint-liability savings the UPK holds for a loan, in rupiah."""
    old = CardEntry.objects.filter(loan_id=loan, withdrawn=False).aggregate(
        held=Sum(
            Case(When(type="savings_in", then=F("amount")), When(type="savings_out", then=-F("amount")), default=0)
        )
    )
    live = Saving.objects.filter(loan_id=loan).aggregate(held=Sum("amount"))
    return int(old["held"] or 0) + int(live["held"] or 0)


def surplus_held(loan: UUID) -> int:
    """What was paid too much on a loan and is held for the KSM, in rupiah."""
    return int(SurplusMove.objects.filter(loan_id=loan).aggregate(held=Sum("amount"))["held"] or 0)
