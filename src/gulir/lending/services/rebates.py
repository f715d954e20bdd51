"""A rebate on a fixed margin, granted by the board when a group wants to pay early; nobody promises it beforehand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.base.plain import plain
from gulir.base.texts import check_text
from gulir.core.facts.endings import RebateProposed
from gulir.core.problems.community import ReasonMissing
from gulir.core.problems.endings import MarginIsNone, RebateTooLarge
from gulir.governance.services import put_on_agenda
from gulir.lending.models import Loan
from gulir.lending.policy import HANDLES
from gulir.lending.queries.early import REBATE, has_margin, unearned
from gulir.lending.services.owed import any_loan, read_loan
from gulir.lending.services.restructurings import shares_of

__all__ = ["propose_rebate"]


@command("lending.propose_rebate", may=HANDLES)
def propose_rebate(act: Act, *, loan: UUID, amount: int, reason: str) -> Result:
    """Ask the board for a rebate of so many rupiah on the margin, for a group that pays its murabahah loan off early.

    Once granted it holds while nothing more is paid, and `settle_early` asks so much less. Refused: a loan without a
    margin (`MarginIsNone`), nothing or more than the margin of instalments to come (`RebateTooLarge`).
    """
    check_text(reason=(reason, 200))
    if not reason.strip():
        raise ReasonMissing
    owed, found = read_loan(act, loan), any_loan(act, loan)
    if not has_margin(found):
        raise MarginIsNone(loan=found.loan_no)
    most = unearned(owed.unpaid, owed.on)
    if not 0 < amount <= most:
        raise RebateTooLarge(loan=found.loan_no, amount=amount, most=most)

    put_on_agenda(
        act, subject_kind=REBATE, subject_id=str(found.pk), title=f"Potongan marjin {found.loan_no} {found.ksm}",
        shown=_shown(found, amount, reason.strip()), parties=list(shares_of(found)),
    )  # fmt: skip

    act.tell(
        RebateProposed(
            loan=found.loan_no, group=found.ksm, amount=amount, on=owed.on, loan_id=str(found.pk), reason=reason.strip()
        ),
        on=owed.on,
    )  # fmt: skip
    return {"loan": found.pk, "amount": amount}


def _shown(loan: Loan, rebate: int, reason: str) -> dict[str, Any]:
    """What the board is shown; its decision binds the loan exactly as it stands."""
    margin = loan.jasa - loan.jasa_paid - loan.jasa_waived
    return dict(
        plain(
            {"loan": loan.loan_no, "ksm": loan.ksm, "amount": loan.balance, "jasa": margin, "rebate": rebate,
             "reason": reason}
        )
    )  # fmt: skip
