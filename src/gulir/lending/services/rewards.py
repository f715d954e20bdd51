"""The reward for paying on time (IPTW) is paid to a group when its loan is paid off (R36)."""

from __future__ import annotations

from uuid import UUID

from gulir.base.commands import Act, Result, command
from gulir.core import postings
from gulir.core.facts.lending import RewardPaid
from gulir.core.problems.rewards import RewardNotEarned, RewardPaidBefore
from gulir.governance.queries import rules_at
from gulir.ledger.services import post
from gulir.lending.models import Reward
from gulir.lending.policy import PAYS_OUT
from gulir.lending.queries.rewards import reward_due, standing_reward
from gulir.lending.services.owed import any_loan, money_role
from gulir.lending.services.repayments import entries_of
from gulir.lending.services.steps import business_day

__all__ = ["pay_reward"]


@command("lending.pay_reward", may=PAYS_OUT)
def pay_reward(act: Act, *, loan: UUID, out_of: str = "cash") -> Result:
    """Pay a group the reward its paid-off loan earned, by the rules of the day it was paid off. Rupiah.

    A mistake is undone with its voucher. Refused: nothing was earned (`RewardNotEarned`), twice (`RewardPaidBefore`).
    """
    found = any_loan(act, loan)
    place = money_role(out_of)
    before = standing_reward(found.pk)
    if before is not None:
        raise RewardPaidBefore(loan=found.loan_no, number=before.voucher.label)
    amount = reward_due(found, rules_at(act.book.pk, found.settled_on or business_day(act)))
    if amount == 0:
        raise RewardNotEarned(loan=found.loan_no)

    booked = post(
        act,
        entries=entries_of(found, postings.iptw_paid(amount, out_of=place)),
        description=f"IPTW pinjaman {found.loan_no} {found.ksm}",
    )
    Reward.objects.create(book=act.book, loan=found, on=booked.dated, amount=amount, voucher=booked, made_by=act.actor)

    act.tell(
        RewardPaid(
            loan=found.loan_no, group=found.ksm, amount=amount, on=booked.dated, number=booked.label,
            loan_id=str(found.pk),
        ),
        on=booked.dated,
    )  # fmt: skip
    return {"loan": found.pk, "amount": amount, "voucher": booked.pk, "number": booked.label}
