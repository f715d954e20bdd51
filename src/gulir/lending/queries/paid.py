"""What was paid on each loan up to a day: old card entries and live repayments together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, F, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from gulir.base.rows import among, ask, id_of, ids_text
from gulir.lending.models import CardEntry, Repayment, Saving, SurplusMove

__all__ = ["Paid", "paid_until", "savings_by_loan", "savings_held", "surplus_by_loan", "surplus_held"]


@dataclass(frozen=True, slots=True)
class Paid:
    """Sums of one loan up to a day, in rupiah; `waived` is jasa that early settlement forgave."""

    principal: int = 0
    jasa: int = 0
    waived: int = 0


NOTHING = Paid()


PAID = """
SELECT loan_id, SUM(CASE type WHEN 'principal_payment' THEN amount ELSE 0 END),
  SUM(CASE type WHEN 'jasa_payment' THEN amount ELSE 0 END), 0
FROM lending_cardentry WHERE {among} AND "on" <= %s AND NOT withdrawn GROUP BY loan_id
UNION ALL
SELECT loan_id, SUM(principal), SUM(jasa), SUM(waived)
FROM lending_repayment WHERE {among} AND received_on <= %s GROUP BY loan_id
"""


def paid_until(loans: Collection[UUID], on: date) -> dict[UUID, Paid]:
    """Per loan what had been paid at the end of a day: one statement, however many there are."""
    ids = ids_text(loans)
    sums: dict[UUID, Paid] = {}
    for key, principal, jasa, waived in ask(PAID.replace("{among}", among("loan_id")), [ids, on, ids, on]):
        loan = id_of(key)
        so_far = sums.get(loan, NOTHING)
        sums[loan] = Paid(so_far.principal + int(principal), so_far.jasa + int(jasa), so_far.waived + int(waived))
    return sums


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
