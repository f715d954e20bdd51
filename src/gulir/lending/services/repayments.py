"""Money comes back: one repayment is spread by the rulebook, booked as one voucher, and told with its receipt.

One payment costs eleven statements with everything around it: lock with key, rights, loan, rules, three in the ledger,
the repayment (the database adds it to its loan), fact, its private part, reply. Where they go over a wire they are two
(`swift`). A test counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.texts import check_text
from gulir.core import postings
from gulir.core.facts.lending import LoanSettled, RepaymentRecorded, SurplusHeld
from gulir.core.problems.lending import NothingToRepay, PaidMeanwhile
from gulir.core.repayment import Advance, Component, Part, allocate
from gulir.core.rules import Rules
from gulir.governance.queries import rules_at
from gulir.ledger.models import Voucher
from gulir.ledger.services import post
from gulir.lending.dues import open_dues
from gulir.lending.models import Loan, Repayment
from gulir.lending.policy import RECEIVES
from gulir.lending.queries.punctual import paid_on_time
from gulir.lending.services.owed import Owed, money_role, read_loan
from gulir.lending.services.swift import SWIFT, load

__all__ = ["Spread", "entries_of", "open_dues", "read_loan", "record_repayment", "tell_settled", "write_repayment"]

Entry = tuple[object, object, int, str, str]


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How one payment is booked: what goes to the loan, and what is held for the KSM. `amount` is the money moved."""

    amount: int
    parts: tuple[Part, ...]
    surplus: int = 0
    savings: int = 0
    waived: int = 0
    borne: int = 0
    method: str = "cash"
    payer: str = ""

    @property
    def principal(self) -> int:
        """How much of the loan it pays back."""
        return sum(part.principal for part in self.parts)

    @property
    def jasa(self) -> int:
        """How much jasa it pays."""
        return sum(part.jasa for part in self.parts)


@command("lending.record_repayment", may=RECEIVES, swift=SWIFT)
def record_repayment(
    act: Act,
    *,
    loan: UUID,
    amount: int,
    savings: int = 0,
    method: str = "cash",
    payer: str = "",
    received_on: date | None = None,
    paid_before: int | None = None,
) -> Result:
    """Record what a KSM paid on the open day: `amount` in all, `savings` of it for the joint-liability savings.

    The rest pays jasa due, principal due, then the next instalments (R15, domain 3.9); what is too much is held for
    the KSM (titipan); so is what comes for a period whose result is shared and not reported yet. `received_on` is
    needed only while old books load. `paid_before` is what the payer's card showed as paid: two cashiers with one
    instalment before them record it once (`PaidMeanwhile`). Rupiah. Refused: nothing beside savings
    (`NothingToRepay`), another method than cash or bank, a loan that is settled, another day than the open one.
    """
    known = load(act, loan, on=received_on)
    owed = known.owed
    into = money_role(method)
    check_text(payer=(payer, 120))
    paying = amount - savings
    if savings < 0 or paying <= 0:
        raise NothingToRepay(amount=amount)

    if paid_before is not None and paid_before != (now := owed.loan.principal_paid + owed.loan.jasa_paid):
        raise PaidMeanwhile(loan=owed.loan.loan_no, before=paid_before, now=now)

    order, advance = _order(known.rules)
    spread = allocate(owed.dues, owed.on, paying, order=order, advance=advance)
    how = Spread(
        amount=amount, parts=spread.parts, surplus=spread.surplus, savings=savings, method=method, payer=payer.strip()
    )

    booked = post(
        act,
        entries=entries_of(
            owed.loan,
            postings.repayment(principal=how.principal, jasa=how.jasa, surplus=how.surplus, savings=savings, into=into),
        ),
        description=f"Angsuran {owed.loan.loan_no} {owed.loan.ksm}",
        dated=received_on,
        known=known.books,
    )
    paid = write_repayment(act, owed, booked, how)

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
        "balance": owed.loan.balance,
        "state": owed.loan.state,
    }


def _order(rules: Rules) -> tuple[tuple[Component, ...], Advance]:
    """What is paid first, and where a payment beyond what is due goes (R15)."""
    order = tuple(Component(word) for word in rules.words("repayment.order"))
    return order, Advance(rules.choice("repayment.advance"))


def entries_of(loan: Loan, made: Iterable[postings.Posting]) -> list[Entry]:
    """Postings as entries that carry whose loan they are."""
    return [(p.debit, p.credit, p.amount, loan.loan_no, loan.ksm) for p in made]


def write_repayment(act: Act, owed: Owed, booked: Voucher, how: Spread) -> Repayment:
    """The row of one repayment under its voucher. The database adds it to its loan; the loan at hand follows."""
    values = {
        "id": new_id(),
        "book_id": act.book.pk,
        "loan_id": owed.loan.pk,
        "receipt": f"KW-{booked.label}",
        "received_on": booked.dated,
        "amount": how.amount,
        "principal": how.principal,
        "jasa": how.jasa,
        "surplus": how.surplus,
        "savings": how.savings,
        "waived": how.waived,
        "borne": how.borne,
        "parts": [[part.no, part.principal, part.jasa] for part in how.parts],
        "method": how.method,
        "payer": how.payer,
        "voucher_id": booked.pk,
        "made_by_id": act.actor.pk,
    }
    act.put("lending_repayment", REPAYMENT, [[values[column] for column in REPAYMENT]])
    paid = Repayment(**values)
    paid._state.adding = False  # noqa: SLF001  (the row is there: it was just written)
    follow(owed.loan, [paid])
    return paid


REPAYMENT = (
    "id", "book_id", "loan_id", "receipt", "received_on", "amount", "principal", "jasa", "surplus", "savings", "waived",
    "borne", "parts", "method", "payer", "voucher_id", "made_by_id",
)  # fmt: skip


def follow(loan: Loan, rows: Sequence[Repayment]) -> None:
    """Add rows to a loan in memory as the database did: sums, and settled when nothing is owed any more."""
    for row in rows:
        loan.principal_paid += row.principal
        loan.jasa_paid += row.jasa
        loan.jasa_waived += row.waived
        done = loan.principal_paid == loan.principal and loan.jasa_paid + loan.jasa_waived >= loan.jasa
        loan.state, loan.settled_on = ("settled", row.received_on) if done else ("active", None)


def tell_repayment(act: Act, owed: Owed, paid: Repayment, booked: Voucher) -> None:
    """What happened: the repayment, what is held of it, and that the loan is paid off when it is."""
    loan = owed.loan
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
    if paid.surplus > 0:
        held = SurplusHeld(group=loan.ksm, amount=paid.surplus, on=booked.dated, loan_id=str(loan.pk))
        act.tell(held, on=booked.dated)
    tell_settled(act, owed, booked.dated)


def tell_settled(act: Act, owed: Owed, on: date) -> None:
    """That the loan is paid off, before its last due day or not, and whether every instalment came on time (R36)."""
    if owed.loan.state != "settled":
        return
    act.flush()
    act.tell(
        LoanSettled(
            loan=owed.loan.loan_no,
            group=owed.loan.ksm,
            on=on,
            early=on < owed.schedule[-1].due_on,
            on_time=paid_on_time(
                owed.loan, owed.schedule, tolerance_days=rules_at(act.book.pk, on).count("iptw.tolerance_days")
            ),
            loan_id=str(owed.loan.pk),
        ),
        on=on,
    )
