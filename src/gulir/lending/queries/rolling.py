"""Where the rupiah of a loan's repayments went next: which KSM they were lent to.

Keys are made in the order of time, so they tell what came first within one day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gulir.core.rolling import Back, Lent, rolled
from gulir.lending.models import Loan, Repayment

__all__ = ["Onward", "Rolled", "where_it_went"]


@dataclass(frozen=True, kw_only=True)
class Onward:
    """A part of a repayment in the hands of the next KSM."""

    ksm: str
    on: date
    amount: int


@dataclass(frozen=True, kw_only=True)
class Rolled:
    """One repayment, its principal in rupiah, and what it became."""

    receipt: str
    on: date
    principal: int
    onward: tuple[Onward, ...]

    @property
    def waiting(self) -> int:
        """What of it still waits to be lent, in rupiah."""
        return self.principal - sum(part.amount for part in self.onward)


def where_it_went(loan: Loan, *, until: date) -> list[Rolled]:
    """Every repayment of a loan that stands, oldest first, with the loans it became up to a day: two statements."""
    book = loan.book_id
    stands = Repayment.objects.filter(
        book_id=book, reverses=None, reversal=None, principal__gt=0, received_on__lte=until
    ).exclude(method="loss")
    came = list(stands.order_by("received_on", "id").only("received_on", "receipt", "principal", "loan_id"))
    paid_out = Loan.objects.filter(book_id=book, withdrawn=False, imported=False, disbursed_on__lte=until)
    lent = {str(one.pk): one for one in paid_out.only("ksm", "disbursed_on", "principal")}
    became = rolled(
        (Back(str(one.pk), one.received_on, one.principal, str(one.pk)) for one in came),
        (Lent(key, one.disbursed_on, one.principal, key) for key, one in lent.items()),
    )
    return [
        Rolled(
            receipt=one.receipt,
            on=one.received_on,
            principal=one.principal,
            onward=tuple(_onward(lent[part.loan], part.amount) for part in became[str(one.pk)]),
        )
        for one in came
        if one.loan_id == loan.pk
    ]


def _onward(loan: Loan, amount: int) -> Onward:
    return Onward(ksm=loan.ksm, on=loan.disbursed_on, amount=amount)
