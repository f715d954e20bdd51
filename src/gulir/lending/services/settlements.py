"""Paying a loan off early, and paying what has fallen due out of titipan or savings, without cash moving."""

from __future__ import annotations

from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.texts import check_text
from gulir.core import postings
from gulir.core.facts.lending import SavingsSetOff, SurplusApplied
from gulir.core.problems.books import RoleMissing
from gulir.core.problems.lending import NothingDue, NothingToSettle, QuoteChanged, SavingsTooSmall, SurplusTooSmall
from gulir.core.repayment import Allocation, Settlement, allocate
from gulir.core.roles import Role
from gulir.governance.queries import rules_at
from gulir.ledger.queries import account_for, balance_at
from gulir.ledger.services import post
from gulir.lending.policy import RECEIVES
from gulir.lending.queries.early import quote_of
from gulir.lending.queries.paid import savings_held, surplus_held
from gulir.lending.services.owed import Owed, money_role, read_loan
from gulir.lending.services.repayments import Spread, entries_of, tell_repayment, tell_settled, write_repayment
from gulir.lending.services.results import check_reported

__all__ = ["apply_surplus", "quote_early", "set_off_savings", "settle_early"]


def quote_early(act: Act, loan: UUID) -> tuple[Owed, Settlement]:
    """What it takes to pay a loan off on the open day: see `queries.early`.

    Where the result is shared, every period that is over has to be reported first (`ResultNotReported`).
    """
    owed = read_loan(act, loan)
    check_reported(owed)
    return owed, quote_of(owed.loan, owed.unpaid, owed.on, rules_at(act.book.pk, owed.on))


@command("lending.settle_early", may=RECEIVES)
def settle_early(act: Act, *, loan: UUID, method: str = "cash", payer: str = "", expected: int | None = None) -> Result:
    """Pay a loan off on the open day; the jasa of later months is forgiven as the rulebook says.

    `expected` is the sum the payer was told: when it is another by now, nothing is booked (`QuoteChanged`).
    """
    into = money_role(method)
    check_text(payer=(payer, 120))
    owed, asked = quote_early(act, loan)
    if asked.total == 0:
        raise NothingToSettle(loan=owed.loan.loan_no)
    if expected is not None and expected != asked.total:
        raise QuoteChanged(loan=owed.loan.loan_no, expected=expected, total=asked.total)

    how = Spread(amount=asked.total, parts=asked.parts, waived=asked.waived, method=method, payer=payer.strip())
    booked = post(
        act,
        entries=entries_of(owed.loan, postings.repayment(principal=how.principal, jasa=how.jasa, into=into)),
        description=f"Pelunasan {owed.loan.loan_no} {owed.loan.ksm}",
    )
    paid = write_repayment(act, owed, booked, how)

    tell_repayment(act, owed, paid, booked)
    return {
        "repayment": paid.pk,
        "receipt": paid.receipt,
        "voucher": booked.pk,
        "number": booked.label,
        "amount": asked.total,
        "waived": asked.waived,
    }


@command("lending.apply_surplus", may=RECEIVES)
def apply_surplus(act: Act, *, loan: UUID) -> Result:
    """Use titipan for what has become due; no cash moves."""
    owed = read_loan(act, loan)
    held = surplus_held(owed.loan.pk)
    if held <= 0:
        raise SurplusTooSmall(held=held, wanted=1)

    spread = _of_what_is_due(owed, held)
    how = Spread(amount=0, parts=spread.parts, surplus=-(spread.principal + spread.jasa), method="surplus")
    booked = post(
        act,
        entries=entries_of(owed.loan, postings.surplus_applied(principal=how.principal, jasa=how.jasa)),
        description=f"Titipan dipakai untuk angsuran {owed.loan.loan_no} {owed.loan.ksm}",
    )
    paid = write_repayment(act, owed, booked, how)

    act.tell(
        SurplusApplied(
            loan=owed.loan.loan_no, group=owed.loan.ksm, principal=how.principal, jasa=how.jasa, on=booked.dated,
            number=booked.label, loan_id=str(owed.loan.pk),
        ),
        on=booked.dated,
    )  # fmt: skip
    tell_settled(act, owed, booked.dated)
    used = how.principal + how.jasa
    return {
        "repayment": paid.pk, "loan": owed.loan.pk, "number": booked.label, "used": used, "held": held - used,
    }  # fmt: skip


@command("lending.set_off_savings", may=RECEIVES)
def set_off_savings(act: Act, *, loan: UUID, amount: int) -> Result:
    """Use joint-liability savings for what is overdue: at most `amount` rupiah, at most what is due (domain 3.8).

    No cash moves. Where savings lie in a bank account of their own, as much as is there moves to the loan fund's bank
    account in the same voucher (domain 4.3).
    """
    owed = read_loan(act, loan)
    held = savings_held(owed.loan.pk)
    if not 0 < amount <= held:
        raise SavingsTooSmall(held=held, wanted=amount)

    spread = _of_what_is_due(owed, amount)
    how = Spread(amount=0, parts=spread.parts, savings=-(spread.principal + spread.jasa), method="savings")
    used = how.principal + how.jasa
    booked = post(
        act,
        entries=entries_of(owed.loan, _set_off(how, out_of_bank=min(used, _in_savings_bank(act)))),
        description=f"Tabungan dipakai untuk tunggakan {owed.loan.loan_no} {owed.loan.ksm}",
    )
    paid = write_repayment(act, owed, booked, how)

    act.tell(
        SavingsSetOff(
            loan=owed.loan.loan_no, group=owed.loan.ksm, principal=how.principal, jasa=how.jasa, on=booked.dated,
            number=booked.label, loan_id=str(owed.loan.pk),
        ),
        on=booked.dated,
    )  # fmt: skip
    tell_settled(act, owed, booked.dated)
    return {
        "repayment": paid.pk, "loan": owed.loan.pk, "number": booked.label, "used": used, "held": held - used,
    }  # fmt: skip


def _of_what_is_due(owed: Owed, amount: int) -> Allocation:
    """An amount spread over what has fallen due; refused when nothing has."""
    due = owed.due_now
    if not due:
        raise NothingDue(loan=owed.loan.loan_no)
    return allocate(due, owed.on, amount)


def _set_off(how: Spread, *, out_of_bank: int) -> list[postings.Posting]:
    """Savings pay; `out_of_bank` rupiah move from the savings' bank account to the loan fund's."""
    made = postings.savings_set_off(principal=how.principal, jasa=how.jasa)
    paying = [p for p in made if p.credit is not Role.BANK_TR]
    return [*paying, *postings.move(out_of_bank, out_of=Role.BANK_TR, into=Role.BANK)]


def _in_savings_bank(act: Act) -> int:
    """What the savings' own bank account holds, in rupiah; nothing where there is none."""
    try:
        return balance_at(account_for(act.book.pk, Role.BANK_TR))
    except RoleMissing:
        return 0
