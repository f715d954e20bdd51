"""What was paid on each loan up to a day: old card entries and live repayments together, in two queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from gulir.lending.models import CardEntry, Repayment, Saving, SurplusMove

__all__ = ["Paid", "paid_until", "savings_by_loan", "savings_held", "surplus_by_loan", "surplus_held"]


@dataclass(frozen=True, slots=True)
class Paid:
    """Sums of one loan up to a day, in rupiah; `waived` is jasa that early settlement forgave."""

    principal: int = 0
    jasa: int = 0
    waived: int = 0


def paid_until(loans: Collection[UUID], on: date) -> dict[UUID, Paid]:
    """Per loan what had been paid at the end of a day."""
    sums: dict[UUID, list[int]] = {}
    entries = CardEntry.objects.filter(loan_id__in=loans, on__lte=on, withdrawn=False)
    old = entries.values_list("loan_id").annotate(
        principal=_sum(principal_payment=1),
        jasa=_sum(jasa_payment=1),
    )
    live = (
        Repayment.objects.filter(loan_id__in=loans, received_on__lte=on)
        .values_list("loan_id")
        .annotate(principal=Sum("principal"), jasa=Sum("jasa"), waived=Sum("waived"))
    )
    for loan, principal, jasa, *rest in [*old, *live]:
        total = sums.setdefault(loan, [0, 0, 0])
        for place, value in enumerate((principal, jasa, *rest)):
            total[place] += int(value)
    return {loan: Paid(*total) for loan, total in sums.items()}


def _sum(**signs: int) -> Coalesce:
    """The sum of card entries of some types, each with its sign."""
    whens = [When(type=kind, then=F("amount") * sign) for kind, sign in signs.items()]
    return Coalesce(Sum(Case(*whens, default=0)), 0)


Rows = QuerySet[CardEntry] | QuerySet[Repayment] | QuerySet[Saving] | QuerySet[SurplusMove]


def _by_loan(*readings: tuple[Rows, str, date | None, Sum | Coalesce]) -> dict[UUID, int]:
    """Sums by loan over several tables; each reading names its column of days."""
    held: dict[UUID, int] = {}
    for rows, day, until, total in readings:
        found = rows if until is None else rows.filter(**{f"{day}__lte": until})
        for loan, amount in found.order_by().values_list("loan_id").annotate(held=total):
            held[loan] = held.get(loan, 0) + int(amount)
    return held


def _savings(which: Q, until: date | None) -> dict[UUID, int]:
    return _by_loan(
        (CardEntry.objects.filter(which, withdrawn=False), "on", until, _sum(savings_in=1, savings_out=-1)),
        (Repayment.objects.filter(which), "received_on", until, Sum("savings")),
        (Saving.objects.filter(which), "on", until, Sum("amount")),
    )


def _surplus(which: Q, until: date | None) -> dict[UUID, int]:
    return _by_loan(
        (Repayment.objects.filter(which), "received_on", until, Sum("surplus")),
        (SurplusMove.objects.filter(which), "on", until, Sum("amount")),
    )


def savings_by_loan(book: UUID, *, as_of: date | None = None) -> dict[UUID, int]:
    """The joint-liability savings the UPK holds at the end of a day, by loan: three queries, rupiah."""
    return _savings(Q(loan__book_id=book, loan__withdrawn=False), as_of)


def surplus_by_loan(book: UUID, *, as_of: date | None = None) -> dict[UUID, int]:
    """What was paid too much and is held at the end of a day (titipan), by loan: two queries, rupiah."""
    return _surplus(Q(loan__book_id=book), as_of)


def savings_held(loan: UUID) -> int:
    """The joint-liability savings the UPK holds for a loan now, in rupiah."""
    return _savings(Q(loan_id=loan), None).get(loan, 0)


def surplus_held(loan: UUID) -> int:
    """What was paid too much on a loan and is held for the KSM now, in rupiah."""
    return _surplus(Q(loan_id=loan), None).get(loan, 0)
