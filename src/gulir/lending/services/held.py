"""What the UPK holds for a KSM: joint-liability savings taken in and given back, and titipan given back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.core import postings
from gulir.core.facts.lending import SavingsReceived, SavingsReturned, SurplusReturned
from gulir.core.problems.lending import (
    MethodUnknown,
    NothingToRepay,
    SavingsBlocked,
    SavingsTooSmall,
    SurplusTooSmall,
)
from gulir.core.roles import Role
from gulir.ledger.services import post
from gulir.lending.models import Ending, Loan, Saving, SurplusMove
from gulir.lending.policy import RECEIVES
from gulir.lending.queries.claims import recovered_of
from gulir.lending.queries.paid import savings_held, surplus_held
from gulir.lending.services.owed import INTO, any_loan, money_role, read_loan
from gulir.lending.services.repayments import entries_of

__all__ = ["carry_held", "receive_savings", "refund_surplus", "return_savings"]

SAVED_IN = {**INTO, "bank_tr": Role.BANK_TR}
"""Savings may also lie in a bank account of their own (domain 4.1)."""


def _place(method: str) -> Role:
    if method not in SAVED_IN:
        raise MethodUnknown(method=method[:20], known=tuple(SAVED_IN))
    return SAVED_IN[method]


@command("lending.receive_savings", may=RECEIVES)
def receive_savings(act: Act, *, loan: UUID, amount: int, method: str = "cash") -> Result:
    """Take joint-liability savings in beside any instalment (R06), in cash, bank or the savings' own bank account."""
    owed = read_loan(act, loan).loan
    into = _place(method)
    if amount <= 0:
        raise NothingToRepay(amount=amount)

    booked = post(
        act,
        entries=entries_of(owed, postings.savings_received(amount, into=into)),
        description=f"Tabungan tanggung renteng {owed.loan_no} {owed.ksm}",
    )
    Saving.objects.create(book=act.book, loan=owed, group=owed.group, on=booked.dated, amount=amount, voucher=booked)

    held = savings_held(owed.pk)
    act.tell(
        SavingsReceived(group=owed.ksm, amount=amount, balance=held, on=booked.dated, number=booked.label),
        on=booked.dated,
    )
    return {"loan": owed.pk, "voucher": booked.pk, "number": booked.label, "held": held}


@command("lending.return_savings", may=RECEIVES)
def return_savings(act: Act, *, loan: UUID, amount: int, out_of: str = "cash") -> Result:
    """Give savings back once the loan is paid off: until then they are blocked (R06, `SavingsBlocked`)."""
    owed = any_loan(act, loan)
    if _still_owes(owed):
        raise SavingsBlocked(loan=owed.loan_no)
    place = _place(out_of)
    held = savings_held(owed.pk)
    if not 0 < amount <= held:
        raise SavingsTooSmall(held=held, wanted=amount)

    booked = post(
        act,
        entries=entries_of(owed, postings.savings_returned(amount, out_of=place)),
        description=f"Tabungan tanggung renteng dikembalikan {owed.loan_no} {owed.ksm}",
    )
    Saving.objects.create(book=act.book, loan=owed, group=owed.group, on=booked.dated, amount=-amount, voucher=booked)

    act.tell(
        SavingsReturned(group=owed.ksm, amount=amount, balance=held - amount, on=booked.dated, number=booked.label),
        on=booked.dated,
    )
    return {"loan": owed.pk, "voucher": booked.pk, "number": booked.label, "held": held - amount}


def _still_owes(loan: Loan) -> bool:
    """Whether the loan runs, or goes on in a new one that does, or something written off of it is still claimed."""
    ending = Ending.objects.filter(loan=loan).first()
    if ending is not None and recovered_of(ending.pk) < ending.claim:
        return True
    later = Loan.objects.filter(replaces=loan).first()
    return loan.state == "active" or (later is not None and _still_owes(later))


def carry_held(act: Act, old: Loan, new: Loan, on: date) -> tuple[int, int]:
    """A step of an act: savings and titipan of a loan go along to the one that carries it on. Gives both, in rupiah.

    No money moves and no voucher is written: the UPK holds the same for the same KSM, on the card that is used now.
    """
    savings, surplus = savings_held(old.pk), surplus_held(old.pk)
    for loan, sign in ((old, -1), (new, 1)):
        if savings:
            Saving.objects.create(book=act.book, loan=loan, group=loan.group, on=on, amount=sign * savings)
        if surplus:
            SurplusMove.objects.create(book=act.book, loan=loan, on=on, amount=sign * surplus)
    return savings, surplus


@command("lending.refund_surplus", may=RECEIVES)
def refund_surplus(act: Act, *, loan: UUID, amount: int, out_of: str = "cash") -> Result:
    """Give titipan back to the KSM, from cash or bank."""
    owed = any_loan(act, loan)
    place = money_role(out_of)
    held = surplus_held(owed.pk)
    if not 0 < amount <= held:
        raise SurplusTooSmall(held=held, wanted=amount)

    booked = post(
        act,
        entries=entries_of(owed, postings.surplus_returned(amount, out_of=place)),
        description=f"Titipan dikembalikan {owed.loan_no} {owed.ksm}",
    )
    SurplusMove.objects.create(book=act.book, loan=owed, on=booked.dated, amount=-amount, voucher=booked)

    act.tell(SurplusReturned(group=owed.ksm, amount=amount, on=booked.dated, number=booked.label), on=booked.dated)
    return {"loan": owed.pk, "voucher": booked.pk, "number": booked.label, "held": held - amount}
