"""Money comes back: one repayment is spread by the rulebook, booked as one voucher, and told with its receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.core import postings
from gulir.core.facts.lending import LoanSettled, RepaymentRecorded, RepaymentReversed
from gulir.core.problems.access import NotFound, SecondPersonNeeded
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.lending import AlreadyReversed, LoanNotActive, NothingToRepay, RepaymentNotLast
from gulir.core.repayment import Advance, Allocation, Component, Due, allocate
from gulir.core.roles import Role
from gulir.governance.queries import rules_at
from gulir.ledger.models import Voucher
from gulir.ledger.services import post, reverse
from gulir.lending.models import Instalment, Loan, Repayment, Saving, SurplusMove
from gulir.lending.policy import RECEIVES, TAKES_BACK

__all__ = ["Spread", "open_dues", "read_loan", "record_repayment", "reverse_repayment", "write_repayment"]

INTO = {"cash": Role.CASH, "bank": Role.BANK}


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How one payment is booked: what goes to the loan, and what is held for the KSM."""

    amount: int
    principal: int
    jasa: int
    surplus: int = 0
    savings: int = 0
    waived: int = 0
    parts: tuple[tuple[int, int, int], ...] = ()
    method: str = "cash"
    payer: str = ""


@command("lending.record_repayment", may=RECEIVES)
def record_repayment(
    act: Act, *, loan: UUID, amount: int, savings: int = 0, method: str = "cash", payer: str = ""
) -> Result:
    """Record what a KSM paid today: `amount` in all, `savings` of it for the joint-liability savings.

    The rest pays jasa due, principal due, then the next instalments (R15); what is too much is held for the KSM.
    """
    owed, schedule = read_loan(act, loan)
    paying = amount - savings
    if savings < 0 or paying <= 0 or method not in INTO:
        raise NothingToRepay(amount=amount)
    rules = rules_at(act.book.pk, act.today)

    spread = allocate(
        open_dues(owed, schedule),
        act.today,
        paying,
        order=tuple(Component(word) for word in rules.words("repayment.order")),
        advance=Advance(rules.choice("repayment.advance")),
    )
    how = _spread(spread, amount=amount, savings=savings, method=method, payer=payer)

    booked = post(
        act,
        entries=[
            (p.debit, p.credit, p.amount, owed.loan_no, owed.ksm)
            for p in postings.repayment(
                principal=how.principal, jasa=how.jasa, surplus=how.surplus, savings=savings, into=INTO[method]
            )
        ],
        description=f"Angsuran {owed.loan_no} {owed.ksm}",
    )
    paid = write_repayment(act, owed, schedule, booked, how)

    tell_repayment(act, owed, paid, booked)
    return {
        "repayment": paid.pk,
        "receipt": paid.receipt,
        "voucher": booked.pk,
        "number": booked.label,
        "principal": how.principal,
        "jasa": how.jasa,
        "surplus": how.surplus,
        "savings": savings,
        "balance": owed.balance,
        "state": owed.state,
    }


def read_loan(act: Act, loan: UUID) -> tuple[Loan, Sequence[Instalment]]:
    """An active loan of this board with its schedule, in one statement; else `NotFound` or `LoanNotActive`."""
    schedule = list(
        Instalment.objects.filter(loan_id=loan, loan__book=act.book, loan__withdrawn=False)
        .select_related("loan")
        .order_by("no")
    )
    if not schedule:
        raise NotFound(what="pinjaman", name=str(loan))
    owed = schedule[0].loan
    if owed.state != "active":
        raise LoanNotActive(loan=owed.loan_no, state=owed.state)
    return owed, schedule


def open_dues(loan: Loan, schedule: Sequence[Instalment]) -> list[Due]:
    """What is still unpaid of each instalment: both sums fill the schedule from its oldest line on."""
    dues = []
    principal_left, jasa_left = loan.principal_paid, loan.jasa_paid + loan.jasa_waived
    for line in schedule:
        principal = min(line.principal, principal_left)
        jasa = min(line.jasa, jasa_left)
        principal_left -= principal
        jasa_left -= jasa
        if line.principal - principal or line.jasa - jasa:
            dues.append(Due(line.no, line.due_on, line.principal - principal, line.jasa - jasa))
    return dues


def _spread(spread: Allocation, *, amount: int, savings: int, method: str, payer: str) -> Spread:
    return Spread(
        amount=amount,
        principal=spread.principal,
        jasa=spread.jasa,
        surplus=spread.surplus,
        savings=savings,
        parts=tuple((part.no, part.principal, part.jasa) for part in spread.parts),
        method=method,
        payer=payer,
    )


def write_repayment(act: Act, loan: Loan, schedule: Sequence[Instalment], booked: Voucher, how: Spread) -> Repayment:
    """The rows of one repayment under its voucher; the loan's sums move with it, and it settles at zero."""
    paid = Repayment.objects.create(
        id=new_id(),
        book=act.book,
        loan=loan,
        receipt=f"KW-{booked.label}",
        received_on=booked.dated,
        amount=how.amount,
        principal=how.principal,
        jasa=how.jasa,
        surplus=how.surplus,
        savings=how.savings,
        waived=how.waived,
        parts=[list(part) for part in how.parts],
        method=how.method,
        payer=how.payer,
        voucher=booked,
        made_by=act.actor,
    )
    if how.savings:
        Saving.objects.create(
            book=act.book, loan=loan, group=loan.group, on=booked.dated, amount=how.savings, voucher=booked
        )
    if how.surplus:
        SurplusMove.objects.create(book=act.book, loan=loan, on=booked.dated, amount=how.surplus, voucher=booked)
    move_loan(loan, schedule, booked.dated, principal=how.principal, jasa=how.jasa, waived=how.waived)
    return paid


def move_loan(
    loan: Loan, schedule: Sequence[Instalment], on: date, *, principal: int, jasa: int, waived: int = 0
) -> None:
    """Add to what was paid of a loan (less, when negative); it is settled when nothing is owed any more."""
    loan.principal_paid += principal
    loan.jasa_paid += jasa
    loan.jasa_waived += waived
    owes = open_dues(loan, schedule)
    loan.state = "active" if owes else "settled"
    loan.settled_on = None if owes else on
    Loan.objects.filter(pk=loan.pk).update(
        principal_paid=loan.principal_paid,
        jasa_paid=loan.jasa_paid,
        jasa_waived=loan.jasa_waived,
        state=loan.state,
        settled_on=loan.settled_on,
    )


def tell_repayment(act: Act, loan: Loan, paid: Repayment, booked: Voucher) -> None:
    """What happened: the repayment, and that the loan is paid off when it is."""
    act.tell(
        RepaymentRecorded(
            loan=loan.loan_no,
            group=loan.ksm,
            receipt=paid.receipt,
            amount=paid.amount,
            principal=paid.principal,
            jasa=paid.jasa,
            surplus=paid.surplus,
            savings=paid.savings,
            balance=loan.balance,
            on=booked.dated,
            number=booked.label,
            loan_id=str(loan.pk),
            repayment_id=str(paid.pk),
            voucher_id=str(booked.pk),
            payer=paid.payer,
        ),
        on=booked.dated,
    )
    if loan.state == "settled":
        last = loan.schedule.order_by("-no").values_list("due_on", flat=True).first() or booked.dated
        act.tell(
            LoanSettled(
                loan=loan.loan_no,
                group=loan.ksm,
                on=booked.dated,
                early=booked.dated < last,
                on_time=booked.dated <= last,
                loan_id=str(loan.pk),
            ),
            on=booked.dated,
        )


@command("lending.reverse_repayment", may=TAKES_BACK)
def reverse_repayment(act: Act, *, repayment: UUID, reason: str) -> Result:
    """Take a repayment back by its mirror, today, with its reason. Only the last one of a loan; nothing is deleted.

    Never by whoever received the money: the cashier's mistake is undone by another person of the unit.
    """
    if not reason.strip():
        raise ReasonMissing
    wrong = (
        Repayment.objects.select_related("loan", "voucher", "made_by")
        .filter(book=act.book, pk=repayment, reverses=None)
        .first()
    )
    if wrong is None:
        raise NotFound(what="kuitansi", name=str(repayment))
    if wrong.made_by.person == act.actor.person:
        raise SecondPersonNeeded(act="lending.reverse_repayment")
    if Repayment.objects.filter(reverses=wrong).exists():
        raise AlreadyReversed(receipt=wrong.receipt)
    later = (
        Repayment.objects.filter(
            loan=wrong.loan, reverses=None, reversal=None, voucher__recorded_at__gt=wrong.voucher.recorded_at
        )
        .order_by("voucher__recorded_at")
        .first()
    )
    if later is not None:
        raise RepaymentNotLast(receipt=wrong.receipt, later=later.receipt)

    mirror = reverse(act, voucher=wrong.voucher_id, reason=reason)
    back = _write_back(act, wrong, mirror)

    act.tell(
        RepaymentReversed(
            loan=wrong.loan.loan_no,
            group=wrong.loan.ksm,
            receipt=wrong.receipt,
            amount=wrong.amount,
            balance=wrong.loan.balance,
            on=mirror.dated,
            number=mirror.label,
            reason=reason,
            loan_id=str(wrong.loan_id),
            repayment_id=str(back.pk),
        ),
        on=mirror.dated,
    )
    return {"repayment": back.pk, "receipt": back.receipt, "number": mirror.label, "balance": wrong.loan.balance}


def _write_back(act: Act, wrong: Repayment, mirror: Voucher) -> Repayment:
    back = Repayment.objects.create(
        id=new_id(),
        book=act.book,
        loan=wrong.loan,
        receipt=f"KW-{mirror.label}",
        received_on=mirror.dated,
        amount=-wrong.amount,
        principal=-wrong.principal,
        jasa=-wrong.jasa,
        surplus=-wrong.surplus,
        savings=-wrong.savings,
        waived=-wrong.waived,
        parts=[[no, -principal, -jasa] for no, principal, jasa in wrong.parts],
        method=wrong.method,
        payer=wrong.payer,
        voucher=mirror,
        made_by=act.actor,
        reverses=wrong,
    )
    for kind in (Saving, SurplusMove):  # whatever the voucher moved in or out of what is held moves back
        for held in kind.objects.filter(voucher_id=wrong.voucher_id):
            held.pk, held.amount, held.on, held.voucher = None, -held.amount, mirror.dated, mirror
            held.save(force_insert=True)
    schedule = list(wrong.loan.schedule.order_by("no"))
    move_loan(wrong.loan, schedule, mirror.dated, principal=-wrong.principal, jasa=-wrong.jasa, waived=-wrong.waived)
    return back
