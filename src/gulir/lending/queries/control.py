"""Cards against the books: what the loan cards add up to, beside the control accounts (I06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, F, Sum, When

from gulir.core.problems import Finding
from gulir.core.roles import Role
from gulir.ledger.queries import control_balance
from gulir.lending.models import CardEntry
from gulir.lending.queries.cards import loans
from gulir.lending.queries.paid import savings_by_loan, surplus_by_loan

__all__ = ["CONTROLLED", "Control", "control_findings", "control_totals"]

CONTROLLED = (Role.LOANS, Role.TR_SAVINGS, Role.SURPLUS, Role.KSM_FEE)


@dataclass(frozen=True, kw_only=True)
class Control:
    """One control account: what the cards say and what the books say, in rupiah."""

    role: Role
    cards: int
    books: int

    @property
    def difference(self) -> int:
        """Books less cards; zero when they agree."""
        return self.books - self.cards


def control_totals(book: UUID, *, as_of: date) -> list[Control]:
    """Each control account beside its cards as of a day. A role that no account plays counts as zero in the books."""
    booked = control_balance(book, CONTROLLED, as_of=as_of)
    cards = {
        Role.LOANS: sum(row.balance for row in loans(book, as_of=as_of)),
        Role.TR_SAVINGS: sum(savings_by_loan(book, as_of=as_of).values()),
        Role.SURPLUS: sum(surplus_by_loan(book, as_of=as_of).values()),
        Role.KSM_FEE: _fees(book, as_of),
    }
    return [Control(role=role, cards=cards[role], books=booked.get(role.value, 0)) for role in CONTROLLED]


def _fees(book: UUID, as_of: date) -> int:
    """The fees the old cards say are held for the groups: taken in less given back."""
    entries = CardEntry.objects.filter(loan__book_id=book, loan__withdrawn=False, on__lte=as_of, withdrawn=False)
    taken = When(type="ksm_fee_in", then=F("amount"))
    given = When(type="ksm_fee_out", then=-F("amount"))
    return int(entries.aggregate(held=Sum(Case(taken, given, default=0)))["held"] or 0)


def control_findings(book: UUID, *, as_of: date) -> list[Finding]:
    """One finding for each control account that differs from its cards."""
    return [
        Finding(
            code="ControlDiffers",
            facts={"role": c.role.value, "cards": c.cards, "books": c.books, "difference": c.difference},
        )
        for c in control_totals(book, as_of=as_of)
        if c.difference
    ]
