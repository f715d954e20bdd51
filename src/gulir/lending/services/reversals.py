"""A repayment recorded by mistake is taken back by its mirror, by another person than who recorded it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from gulir.base.commands import Act, Result, command
from gulir.base.ids import new_id
from gulir.core.facts.lending import RepaymentReversed
from gulir.core.problems.access import NotFound
from gulir.core.problems.lending import (
    AlreadyReversed,
    LoanNotActive,
    RepaymentNotLast,
    SavingsTooSmall,
    SurplusTooSmall,
)
from gulir.core.problems.rewards import RewardPaidBefore
from gulir.ledger.models import Voucher
from gulir.ledger.services import reverse
from gulir.ledger.services.reversals import second_person
from gulir.lending.models import Repayment
from gulir.lending.policy import TAKES_BACK
from gulir.lending.queries.paid import savings_held, surplus_held
from gulir.lending.queries.rewards import standing_reward
from gulir.lending.services.repayments import follow

__all__ = ["reverse_repayment", "write_back"]

NAME = "lending.reverse_repayment"


@command(NAME, may=TAKES_BACK)
def reverse_repayment(act: Act, *, repayment: UUID, reason: str) -> Result:
    """Take a repayment back on the open day: voucher, loan, savings and titipan alike. Nothing is deleted.

    Never by the person who recorded it (domain 1.3), and only the last one of a loan (`RepaymentNotLast`). Refused
    on a loan that was written off or rescheduled since (`LoanNotActive`), or whose reward was paid
    (`RewardPaidBefore`), and when what it put aside was used since
    (`SavingsTooSmall`, `SurplusTooSmall`). A loan it had settled runs again.
    """
    wrong = _repayment(act, repayment)
    if wrong.loan.ended_on is not None:
        raise LoanNotActive(loan=wrong.loan.loan_no, state=wrong.loan.state)
    rewarded = standing_reward(wrong.loan_id)
    if rewarded is not None:
        raise RewardPaidBefore(loan=wrong.loan.loan_no, number=rewarded.voucher.label)
    second_person(act, wrong.made_by, NAME)
    _is_last(wrong)
    _is_still_held(wrong)

    mirror = reverse(act, voucher=wrong.voucher_id, reason=reason)
    back = write_back(act, wrong, mirror)
    follow(wrong.loan, [back])

    act.tell(
        RepaymentReversed(
            loan=wrong.loan.loan_no,
            group=wrong.loan.ksm,
            receipt=wrong.receipt,
            amount=wrong.amount,
            balance=wrong.loan.balance,
            on=mirror.dated,
            number=mirror.label,
            reason=reason.strip(),
            loan_id=str(wrong.loan_id),
            repayment_id=str(back.pk),
        ),
        on=mirror.dated,
    )
    return {"repayment": back.pk, "receipt": back.receipt, "number": mirror.label, "balance": wrong.loan.balance}


def _repayment(act: Act, repayment: UUID) -> Repayment:
    """A repayment of this board that is no mirror itself and was not taken back; a loss goes with its report."""
    found = (
        Repayment.objects.select_related("loan", "voucher", "made_by")
        .filter(book=act.book, pk=repayment, reverses=None)
        .exclude(method="loss")
        .first()
    )
    if found is None:
        raise NotFound(what="kuitansi", name=str(repayment))
    if Repayment.objects.filter(reverses=found).exists():
        raise AlreadyReversed(receipt=found.receipt)
    return found


def _is_last(wrong: Repayment) -> None:
    at = wrong.voucher.recorded_at
    after = Q(voucher__recorded_at__gt=at) | Q(voucher__recorded_at=at, pk__gt=wrong.pk)
    standing = Repayment.objects.filter(after, loan=wrong.loan, reverses=None, reversal=None)
    later = standing.order_by("-voucher__recorded_at", "-pk").first()
    if later is not None:
        raise RepaymentNotLast(receipt=wrong.receipt, later=later.receipt)


def _is_still_held(wrong: Repayment) -> None:
    """What the repayment put aside must still be there to be taken back."""
    if wrong.savings > 0 and (held := savings_held(wrong.loan_id)) < wrong.savings:
        raise SavingsTooSmall(held=held, wanted=wrong.savings)
    if wrong.surplus > 0 and (held := surplus_held(wrong.loan_id)) < wrong.surplus:
        raise SurplusTooSmall(held=held, wanted=wrong.surplus)


def write_back(act: Act, wrong: Repayment, mirror: Voucher) -> Repayment:
    """The mirror of a repayment under the mirror of its voucher."""
    return Repayment.objects.create(
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
        borne=-wrong.borne,
        parts=[[no, -principal, -jasa] for no, principal, jasa in wrong.parts],
        method=wrong.method,
        payer=wrong.payer,
        voucher=mirror,
        made_by=act.actor,
        reverses=wrong,
    )
