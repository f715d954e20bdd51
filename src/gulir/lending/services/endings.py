"""Writing a loan off by decision of the members' meeting (R35), and what comes back of it afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.base.plain import plain
from gulir.base.texts import check_text
from gulir.core import postings
from gulir.core.facts.endings import LoanWrittenOff, RecoveryReceived, WriteOffProposed
from gulir.core.ladder import Cause
from gulir.core.problems.books import RoleMissing
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.endings import ClaimTooSmall, HeldCanStillPay, LoanNotLate, NoClaim, WriteOffNotDecided
from gulir.core.problems.handling import CauseUnknown
from gulir.core.problems.lending import NothingToRepay
from gulir.core.roles import Role
from gulir.governance.models import Decision
from gulir.governance.queries import decision_for
from gulir.governance.services import put_on_agenda
from gulir.ledger.queries import account_for, control_balance
from gulir.ledger.services import post
from gulir.lending.models import Ending, Loan, Recovery
from gulir.lending.policy import HANDLES, KEEPS_BOOKS, RECEIVES
from gulir.lending.queries.claims import recovered_of
from gulir.lending.queries.paid import savings_held, surplus_held
from gulir.lending.services.owed import Owed, any_loan, money_role, read_loan
from gulir.lending.services.repayments import entries_of

__all__ = ["WRITE_OFF", "propose_write_off", "recover", "write_off"]

WRITE_OFF = "write_off"


def shown_of(loan: Loan, *, cause: str, reason: str) -> dict[str, Any]:
    """What the members' meeting is shown of a loan to be written off; its decision binds exactly this."""
    return dict(
        plain(
            {
                "loan": loan.loan_no,
                "ksm": loan.ksm,
                "amount": loan.balance,
                "jasa": jasa_left(loan),
                "cause": cause,
                "reason": reason,
            }
        )
    )


def jasa_left(loan: Loan) -> int:
    """The jasa of the whole schedule that was not paid, in rupiah."""
    return max(0, loan.jasa - loan.jasa_paid - loan.jasa_waived)


@command("lending.propose_write_off", may=HANDLES)
def propose_write_off(act: Act, *, loan: UUID, cause: str, reason: str) -> Result:
    """Ask the members' meeting (RWT) to write a loan off: what is left of it, why, and what was tried.

    Refused: a loan that is not late (`LoanNotLate`), while savings or titipan can still pay (`HeldCanStillPay`).
    """
    check_text(reason=(reason, 200))
    if cause not in set(Cause):
        raise CauseUnknown(cause=cause[:20], known=tuple(c.value for c in Cause))
    if not reason.strip():
        raise ReasonMissing
    owed = read_loan(act, loan)
    _is_lost(owed)
    found = owed.loan

    put_on_agenda(
        act, subject_kind=WRITE_OFF, subject_id=str(found.pk), title=f"Hapus buku pinjaman {found.loan_no} {found.ksm}",
        shown=shown_of(found, cause=cause, reason=reason.strip()), parties=_borrowers(found),
    )  # fmt: skip

    act.tell(
        WriteOffProposed(
            loan=found.loan_no, group=found.ksm, amount=found.balance, on=owed.on, loan_id=str(found.pk), cause=cause,
            reason=reason.strip(),
        ),
        on=owed.on,
    )  # fmt: skip
    return {"loan": found.pk, "amount": found.balance, "jasa": jasa_left(found)}


@command("lending.write_off", may=KEEPS_BOOKS)
def write_off(act: Act, *, loan: UUID) -> Result:
    """Take a loan out of the books on the open day, by the decision of the members' meeting on exactly what is left.

    The reserve bears it, what is short is a cost (domain 4.3); principal and jasa stay claimed. Refused: no such
    decision, or something was paid since (`WriteOffNotDecided`).
    """
    owed = read_loan(act, loan)
    _is_lost(owed)
    found = owed.loan
    decision = rwt_decision(act, found)

    held = control_balance(act.book.pk, [Role.PROVISION])[Role.PROVISION.value]
    made = postings.write_off(found.balance, held=held, register=has_register(act))
    booked = None
    if made:
        text = f"Hapus buku pinjaman {found.loan_no} {found.ksm}, keputusan {decision.number}"
        booked = post(act, entries=entries_of(found, made), description=text)
    ending = Ending.objects.create(
        id=new_id(),
        book=act.book,
        loan=found,
        kind="written_off",
        on=owed.on,
        principal=found.balance,
        jasa=jasa_left(found),
        written_off=found.balance,
        claim=found.balance + jasa_left(found),
        cause=decision.agenda.shown["cause"] if decision.agenda else "",
        decision=decision.number,
        voucher=booked,
        made_by=act.actor,
    )

    act.tell(
        LoanWrittenOff(
            loan=found.loan_no, group=found.ksm, amount=ending.written_off, claim=ending.claim,
            decision=decision.number, on=owed.on, number=booked.label if booked else "", loan_id=str(found.pk),
            cause=ending.cause,
        ),
        on=owed.on,
    )  # fmt: skip
    return {
        "loan": found.pk, "ending": ending.pk, "amount": ending.written_off, "claim": ending.claim,
        "number": booked.label if booked else "", "decision": decision.number,
    }  # fmt: skip


def _is_lost(owed: Owed) -> None:
    """Pass when something is late that nothing held for the group can pay."""
    if not any(line.due_on < owed.on for line in owed.dues):
        raise LoanNotLate(loan=owed.loan.loan_no)
    held = savings_held(owed.loan.pk) + surplus_held(owed.loan.pk)
    if held > 0:
        raise HeldCanStillPay(loan=owed.loan.loan_no, held=held)


def _borrowers(loan: Loan) -> list[UUID]:
    """The members whose loan it is: neither they nor their relatives decide about it."""
    return list(loan.shares.filter(live=True, person__isnull=False).values_list("person_id", flat=True))


def rwt_decision(act: Act, loan: Loan) -> Decision:
    """The approval of the members' meeting that binds exactly what is left of the loan now."""
    found = decision_for(act.book.pk, subject_kind=WRITE_OFF, subject_id=str(loan.pk))
    if found is None or found.meeting.kind != "rwt" or found.agenda is None:
        raise WriteOffNotDecided(loan=loan.loan_no)
    seen = {key: value for key, value in found.agenda.shown.items() if key != "title"}
    if seen != shown_of(loan, cause=str(seen.get("cause")), reason=str(seen.get("reason"))):
        raise WriteOffNotDecided(loan=loan.loan_no)
    return found


def has_register(act: Act) -> bool:
    """Whether the board's chart keeps the register of loans written off in accounts of its own."""
    try:
        for role in (Role.WRITTEN_OFF, Role.WRITTEN_OFF_OFFSET):
            account_for(act.book.pk, role)
    except RoleMissing:
        return False
    return True


@command("lending.recover", may=RECEIVES)
def recover(act: Act, *, loan: UUID, amount: int, method: str = "cash", payer: str = "") -> Result:
    """Receive something of what was written off: income of the fund, at most what is still claimed. Rupiah.

    A mistake is undone with its voucher (`ledger.reverse_voucher`): the claim stands again. Refused: nothing was
    written off (`NoClaim`), more than is left (`ClaimTooSmall`).
    """
    found = any_loan(act, loan)
    into = money_role(method)
    check_text(payer=(payer, 120))
    ending = Ending.objects.filter(loan=found, claim__gt=0).first()
    if ending is None:
        raise NoClaim(loan=found.loan_no)
    if amount <= 0:
        raise NothingToRepay(amount=amount)
    back = recovered_of(ending.pk)
    if back + amount > ending.claim:
        raise ClaimTooSmall(loan=found.loan_no, left=ending.claim - back, amount=amount)

    listed = min(amount, max(0, ending.written_off - back)) if has_register(act) else 0
    booked = post(
        act,
        entries=entries_of(found, postings.recovery(amount, into=into, listed=listed)),
        description=f"Penerimaan pinjaman dihapusbukukan {found.loan_no} {found.ksm}",
    )
    row = Recovery.objects.create(
        id=new_id(),
        book=act.book,
        ending=ending,
        receipt=f"KW-{booked.label}",
        on=booked.dated,
        amount=amount,
        method=method,
        payer=payer.strip(),
        voucher=booked,
        made_by=act.actor,
    )

    left = ending.claim - back - amount
    act.tell(
        RecoveryReceived(
            loan=found.loan_no, group=found.ksm, amount=amount, left=left, on=booked.dated, receipt=row.receipt,
            loan_id=str(found.pk), voucher_id=str(booked.pk), payer=row.payer,
        ),
        on=booked.dated,
    )  # fmt: skip
    return {"recovery": row.pk, "receipt": row.receipt, "number": booked.label, "voucher": booked.pk, "left": left}
