"""Paying off early, and what is held for a KSM: surplus and savings, taken in, given back, set off."""

from __future__ import annotations

from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.core import postings
from gulir.core.facts.lending import (
    SavingsReceived,
    SavingsReturned,
    SavingsSetOff,
    SurplusApplied,
    SurplusReturned,
)
from gulir.core.problems.access import NotFound
from gulir.core.problems.lending import LoanNotActive, NothingToRepay, NothingToSettle, SavingsTooSmall, SurplusTooSmall
from gulir.core.repayment import Settlement, SettlementRule, allocate, settlement
from gulir.core.roles import Role
from gulir.governance.queries import rules_at
from gulir.ledger.services import post
from gulir.lending.models import Loan, Saving, SurplusMove
from gulir.lending.policy import RECEIVES
from gulir.lending.queries.paid import savings_held, surplus_held
from gulir.lending.services.repayments import (
    INTO,
    Spread,
    open_dues,
    read_loan,
    tell_repayment,
    write_repayment,
)

__all__ = [
    "apply_surplus",
    "quote_early",
    "receive_savings",
    "refund_surplus",
    "return_savings",
    "set_off_savings",
    "settle_early",
]


def quote_early(act: Act, loan: UUID) -> tuple[Loan, Settlement]:
    """What it takes to pay a loan off today, by the rulebook: all principal, and the jasa of the current month only."""
    owed, schedule = read_loan(act, loan)
    rule = SettlementRule(rules_at(act.book.pk, act.today).choice("loan.early_settlement"))
    return owed, settlement(open_dues(owed, schedule), act.today, rule=rule)


@command("lending.settle_early", may=RECEIVES)
def settle_early(act: Act, *, loan: UUID, method: str = "cash", payer: str = "") -> Result:
    """Pay a loan off today; the jasa of later months is forgiven as the rulebook says."""
    owed, asked = quote_early(act, loan)
    if asked.total == 0:
        raise NothingToSettle(loan=owed.loan_no)
    schedule = list(owed.schedule.order_by("no"))
    principal = sum(part.principal for part in asked.parts)
    jasa = sum(part.jasa for part in asked.parts)

    booked = post(
        act,
        entries=[
            (p.debit, p.credit, p.amount, owed.loan_no, owed.ksm)
            for p in postings.repayment(principal=principal, jasa=jasa, into=INTO[method])
        ],
        description=f"Pelunasan {owed.loan_no} {owed.ksm}",
    )
    how = Spread(
        amount=principal + jasa,
        principal=principal,
        jasa=jasa,
        waived=asked.waived,
        parts=tuple((part.no, part.principal, part.jasa) for part in asked.parts),
        method=method,
        payer=payer,
    )
    paid = write_repayment(act, owed, schedule, booked, how)

    tell_repayment(act, owed, paid, booked)
    return {"repayment": paid.pk, "receipt": paid.receipt, "number": booked.label, "waived": asked.waived}


@command("lending.apply_surplus", may=RECEIVES)
def apply_surplus(act: Act, *, loan: UUID) -> Result:
    """Use what is held too much for what has become due, without any cash moving."""
    owed, schedule = read_loan(act, loan)
    held = surplus_held(owed.pk)
    if held <= 0:
        raise SurplusTooSmall(held=held, wanted=1)
    due = [line for line in open_dues(owed, schedule) if line.due_on <= act.today]
    spread = allocate(due, act.today, held)
    used = spread.principal + spread.jasa
    if used == 0:
        raise NothingToSettle(loan=owed.loan_no)

    booked = post(
        act,
        entries=[
            (p.debit, p.credit, p.amount, owed.loan_no, owed.ksm)
            for p in postings.surplus_applied(principal=spread.principal, jasa=spread.jasa)
        ],
        description=f"Titipan dipakai untuk angsuran {owed.loan_no} {owed.ksm}",
    )
    parts = tuple((part.no, part.principal, part.jasa) for part in spread.parts)
    how = Spread(amount=used, principal=spread.principal, jasa=spread.jasa, parts=parts, method="surplus")
    write_repayment(act, owed, schedule, booked, how)
    SurplusMove.objects.create(book=act.book, loan=owed, on=booked.dated, amount=-used, voucher=booked)

    act.tell(
        SurplusApplied(
            loan=owed.loan_no, group=owed.ksm, principal=spread.principal, jasa=spread.jasa, on=booked.dated,
            number=booked.label, loan_id=str(owed.pk),
        ),
        on=booked.dated,
    )  # fmt: skip
    return {"loan": owed.pk, "number": booked.label, "used": used, "held": held - used}


@command("lending.refund_surplus", may=RECEIVES)
def refund_surplus(act: Act, *, loan: UUID, amount: int, out_of: str = "cash") -> Result:
    """Give back what was paid too much."""
    owed = _any_loan(act, loan)
    held = surplus_held(owed.pk)
    if not 0 < amount <= held:
        raise SurplusTooSmall(held=held, wanted=amount)

    booked = post(
        act,
        entries=[
            (p.debit, p.credit, p.amount, owed.loan_no, owed.ksm)
            for p in postings.surplus_returned(amount, out_of=INTO[out_of])
        ],
        description=f"Titipan dikembalikan {owed.loan_no} {owed.ksm}",
    )
    SurplusMove.objects.create(book=act.book, loan=owed, on=booked.dated, amount=-amount, voucher=booked)

    act.tell(SurplusReturned(group=owed.ksm, amount=amount, on=booked.dated, number=booked.label), on=booked.dated)
    return {"loan": owed.pk, "number": booked.label, "held": held - amount}


@command("lending.receive_savings", may=RECEIVES)
def receive_savings(act: Act, *, loan: UUID, amount: int) -> Result:
    """Take joint-liability savings in beside any instalment (R06)."""
    owed, _ = read_loan(act, loan)
    if amount <= 0:
        raise NothingToRepay(amount=amount)

    booked = post(
        act,
        entries=[(Role.CASH, Role.TR_SAVINGS, amount, owed.loan_no, owed.ksm)],
        description=f"Tabungan tanggung renteng {owed.loan_no} {owed.ksm}",
    )
    Saving.objects.create(book=act.book, loan=owed, group=owed.group, on=booked.dated, amount=amount, voucher=booked)

    held = savings_held(owed.pk)
    act.tell(
        SavingsReceived(group=owed.ksm, amount=amount, balance=held, on=booked.dated, number=booked.label),
        on=booked.dated,
    )
    return {"loan": owed.pk, "number": booked.label, "held": held}


@command("lending.return_savings", may=RECEIVES)
def return_savings(act: Act, *, loan: UUID, amount: int) -> Result:
    """Give the savings back once the loan is paid off: until then they are blocked (R06)."""
    owed = _any_loan(act, loan)
    if owed.state == "active":
        raise LoanNotActive(loan=owed.loan_no, state=owed.state)
    held = savings_held(owed.pk)
    if not 0 < amount <= held:
        raise SavingsTooSmall(held=held, wanted=amount)

    booked = post(
        act,
        entries=[(Role.TR_SAVINGS, Role.CASH, amount, owed.loan_no, owed.ksm)],
        description=f"Tabungan tanggung renteng dikembalikan {owed.loan_no} {owed.ksm}",
    )
    Saving.objects.create(book=act.book, loan=owed, group=owed.group, on=booked.dated, amount=-amount, voucher=booked)

    act.tell(
        SavingsReturned(group=owed.ksm, amount=amount, balance=held - amount, on=booked.dated, number=booked.label),
        on=booked.dated,
    )
    return {"loan": owed.pk, "number": booked.label, "held": held - amount}


@command("lending.set_off_savings", may=RECEIVES)
def set_off_savings(act: Act, *, loan: UUID, amount: int) -> Result:
    """Use savings for what is overdue, without any cash moving."""
    owed, schedule = read_loan(act, loan)
    held = savings_held(owed.pk)
    if not 0 < amount <= held:
        raise SavingsTooSmall(held=held, wanted=amount)
    due = [line for line in open_dues(owed, schedule) if line.due_on <= act.today]
    spread = allocate(due, act.today, amount)
    used = spread.principal + spread.jasa
    if used == 0:
        raise NothingToSettle(loan=owed.loan_no)

    booked = post(
        act,
        entries=[
            (p.debit, p.credit, p.amount, owed.loan_no, owed.ksm)
            for p in (
                postings.Posting(Role.TR_SAVINGS, Role.LOANS, spread.principal),
                postings.Posting(Role.TR_SAVINGS, Role.JASA_INCOME, spread.jasa),
            )
            if p.amount
        ],
        description=f"Tabungan dipakai untuk tunggakan {owed.loan_no} {owed.ksm}",
    )
    parts = tuple((part.no, part.principal, part.jasa) for part in spread.parts)
    how = Spread(amount=used, principal=spread.principal, jasa=spread.jasa, parts=parts, method="savings")
    write_repayment(act, owed, schedule, booked, how)
    Saving.objects.create(book=act.book, loan=owed, group=owed.group, on=booked.dated, amount=-used, voucher=booked)

    act.tell(
        SavingsSetOff(
            loan=owed.loan_no, group=owed.ksm, principal=spread.principal, jasa=spread.jasa, on=booked.dated,
            number=booked.label, loan_id=str(owed.pk),
        ),
        on=booked.dated,
    )  # fmt: skip
    return {"loan": owed.pk, "number": booked.label, "used": used, "held": held - used}


def _any_loan(act: Act, loan: UUID) -> Loan:
    found = Loan.objects.filter(book=act.book, pk=loan, withdrawn=False).first()
    if found is None:
        raise NotFound(what="pinjaman", name=str(loan))
    return found
